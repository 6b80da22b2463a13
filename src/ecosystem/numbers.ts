import type { z } from 'zod';
import { checkForeignId, checkSiren, checkSiret, checkUid, checkVat, sirenOfSiret, type Checked } from './identifiers.ts';

export interface Numbers {
	country: string;
	siren?: string;
	siret?: string;
	vat?: string;
	foreignId?: string;
}

const checks = {
	siren: ({ siren }: Numbers) => siren && checkSiren(siren),
	siret: ({ siret }: Numbers) => siret && checkSiret(siret),
	vat: ({ vat }: Numbers) => vat && checkVat(vat),
	foreignId: ({ country, foreignId }: Numbers) => foreignId && (country === 'CH' ? checkUid(foreignId) : checkForeignId(country, foreignId))
} satisfies Record<string, (numbers: Numbers) => Checked | '' | undefined>;

type Field = keyof typeof checks;
const fields = Object.keys(checks) as Field[];

/** The numbers of a firm as they are kept; a SIREN is read from the SIRET or the French VAT number where it was left out. */
export function identified(numbers: Numbers) {
	const valueOf = (field: Field) => {
		const checked = checks[field](numbers);
		return checked && checked.ok ? checked.value : null;
	};
	const [siren, siret, vat, foreignId] = fields.map(valueOf);
	return { siren: siren ?? (siret && sirenOfSiret(siret)) ?? (vat && sirenOfVat(vat)), siret, vat, foreignId };
}

/** Each number by its own rule, and all of them of one firm. */
export function consistent(numbers: Numbers, context: z.RefinementCtx) {
	const refuse = (field: Field, code: string) => context.addIssue({ code: 'custom', path: [field], message: code });
	for (const field of fields) {
		const checked = checks[field](numbers);
		if (checked && !checked.ok) refuse(field, checked.code);
	}
	const { country, siren, siret } = numbers;
	for (const field of ['siren', 'siret'] as const) if (numbers[field] && country !== 'FR') refuse(field, 'french_numbers_only_in_france');

	const { vat } = identified(numbers);
	if (vat && vat.slice(0, 2) !== vatCountry(country)) refuse('vat', 'vat_of_another_country');
	const own = identified({ country, siren }).siren;
	const head = identified({ country, siret }).siren;
	if (own && head && own !== head) refuse('siret', 'siret_of_another_siren');
	const taxed = vat && sirenOfVat(vat);
	if (taxed && (own ?? head) && taxed !== (own ?? head)) refuse('vat', 'vat_of_another_siren');
}

/** 732 829 320 and 732 829 320 00074: a SIREN or a SIRET as the register prints it. */
export const printed = (number: string) => number.replace(/^(\d{3})(\d{3})(\d{3})/, '$1\u00a0$2\u00a0$3\u00a0').trimEnd();

/** Numbers of Monaco are French VAT numbers without a SIREN: three zeros follow the key. */
const sirenOfVat = (vat: string) => (/^FR..(?!000)/.test(vat) ? vat.slice(4) : null);

const vatCountries: Record<string, string> = { GR: 'EL', GB: 'XI', MC: 'FR' };
const vatCountry = (country: string) => vatCountries[country] ?? country;
