import bandLines from './headcount-bands.json' with { type: 'json' };
import formLines from './legal-forms.json' with { type: 'json' };

export const sizeClasses = ['micro', 'small', 'medium', 'mid_cap', 'large'] as const;
export type SizeClass = (typeof sizeClasses)[number];

const cells = (line: string) => line.split(' | ') as [string, string];

const legalForms = new Map(formLines.map(cells));
const bands = new Map(bandLines.map(cells));

/** Insee's name, in French, of a legal form: 5710 is a SAS. */
export const legalForm = (code: string): string | undefined => legalForms.get(code);

/** Insee's name, in French, of a band of employees in the register. */
export const headcountBand = (code: string): string | undefined => bands.get(code);

/** By employees alone: the full European definition also looks at turnover and owners, which the hub does not know. */
export function sizeOfHeadcount(employees: number): SizeClass {
	if (employees < 10) return 'micro';
	if (employees < 50) return 'small';
	if (employees < 250) return 'medium';
	return employees < 5000 ? 'mid_cap' : 'large';
}

export function sizeOfBand(code: string): SizeClass | undefined {
	const label = bands.get(code);
	if (label === undefined) return undefined;
	const smallest = Number(/^\d[\d\s]*/.exec(label)?.[0].replace(/\s/g, '') ?? 0);
	return sizeOfHeadcount(smallest);
}
