import type { Checked } from '../identifiers.ts';
import { concepts } from '../vocabulary/concepts.ts';
import type { Language } from '../vocabulary/words.ts';
import divisionLines from './divisions.json' with { type: 'json' };
import nafLines from './naf-rev2.json' with { type: 'json' };
import sectionLines from './sections.json' with { type: 'json' };

export const nomenclatures = ['NAFREV2', 'NAF2025', 'NACE'] as const;
export type Nomenclature = (typeof nomenclatures)[number];

export type Level = 'section' | 'division' | 'group' | 'class' | 'subclass';

export type Activity = {
	code: string;
	nomenclature: Nomenclature;
	level: Level;
	/** The first two figures, which the three nomenclatures share; a section has none. */
	division: string | null;
	/** The letter of NAF rev. 2: NAF 2025 gives its sections other letters. */
	section: string | null;
};

type Labels = Record<Language, string>;

const cells = (line: string) => line.split(' | ');
const labelsOf = ([fr, de, en]: string[]): Labels => ({ fr, de, en });

const labelOfNaf = new Map(nafLines.map(cells).map(([code, label]) => [code, label]));
const divisions = new Map(divisionLines.map(cells).map(([code, section, ...labels]) => [code, { section, labels: labelsOf(labels) }]));
const sections = new Map(sectionLines.map(cells).map(([code, ...labels]) => [code, labelsOf(labels)]));

export const divisionCodes = [...divisions.keys()];
export const sectionCodes = [...sections.keys()];

const shapes: Record<Nomenclature, RegExp> = {
	NAFREV2: /^(?:[A-U]|\d{2}|\d{3}|\d{4}[A-Z]?)$/,
	NAF2025: /^(?:\d{2}|\d{3}|\d{4}[A-Z]?)$/,
	NACE: /^\d{2,4}$/
};

const dotted = (compact: string) => (compact.length > 2 ? `${compact.slice(0, 2)}.${compact.slice(2)}` : compact);

/** Trade in motor vehicles, which later nomenclatures spread over 46 and 47. */
const onlyInRev2 = '45';

/** `2562b` becomes `25.62B`. Every code of NAF rev. 2 is known; of the others, the shape and the division. */
export function checkActivity(typed: string, nomenclature: Nomenclature): Checked {
	const compact = typed.toUpperCase().replace(/[\s.]/g, '');
	if (!shapes[nomenclature].test(compact)) return { ok: false, code: 'activity_wrong_shape' };
	const code = dotted(compact);
	const division = code.slice(0, 2);
	const known = nomenclature === 'NAFREV2' ? labelOfNaf.has(code) : divisions.has(division) && division !== onlyInRev2;
	return known ? { ok: true, value: code } : { ok: false, code: 'activity_unknown' };
}

const levels: Level[] = ['section', 'division', 'group', 'class', 'subclass'];

export function activity(typed: string, nomenclature: Nomenclature): Activity | undefined {
	const checked = checkActivity(typed, nomenclature);
	if (!checked.ok) return undefined;
	const code = checked.value;
	const level = levels[code.replace('.', '').length - 1];
	const division = level === 'section' ? null : code.slice(0, 2);
	const rev2Section = division ? divisions.get(division)!.section : code;
	return { code, nomenclature, level, division, section: nomenclature === 'NAFREV2' ? rev2Section : null };
}

/** In French the official label of a NAF rev. 2 code; otherwise that of its division. A code nobody knows is its own label. */
export function activityLabel(typed: string, nomenclature: Nomenclature, language: Language): string {
	const found = activity(typed, nomenclature);
	if (!found) return typed;
	if (!found.division) return sectionLabel(found.code, language);
	const official = language === 'fr' && nomenclature === 'NAFREV2' && found.level !== 'division' ? labelOfNaf.get(found.code) : undefined;
	return official ?? divisionLabel(found.division, language);
}

export const divisionLabel = (division: string, language: Language) => divisions.get(division)?.labels[language] ?? division;
export const sectionLabel = (section: string, language: Language) => sections.get(section)?.[language] ?? section;

const sectorCodes = concepts.flatMap(({ id, kind, naf }) => (kind === 'sector' ? naf.map((code) => ({ id, code })) : []));

/** The sectors of the vocabulary an activity belongs to, the narrowest first. Below divisions only NAF rev. 2 is mapped. */
export function sectorsOfActivity(typed: string, nomenclature: Nomenclature): string[] {
	const found = activity(typed, nomenclature);
	if (!found?.division) return [];
	const code = nomenclature === 'NAFREV2' ? found.code : found.division;
	const fitting = sectorCodes.filter((sector) => code.startsWith(sector.code)).sort((one, other) => other.code.length - one.code.length);
	return [...new Set(fitting.map(({ id }) => id))];
}
