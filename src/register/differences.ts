import { activityLabel } from '#ecosystem/activities/activities.ts';
import { sizeOfBand } from '#ecosystem/activities/firms.ts';
import { communeWritten } from '#ecosystem/addresses.ts';
import { commune as communeAt } from '#ecosystem/geography/communes.ts';
import type { OrganisationRow } from '#ecosystem/organisations.ts';
import type { Locale } from '#platform/i18n.ts';
import { folded } from '#platform/text/folded.ts';
import { nameKey } from '#platform/text/similar.ts';
import type { Company } from './company.ts';

/** What the register can tell of a firm; street, postcode and commune go together. */
export const registerFields = ['legalName', 'siret', 'activity', 'sizeClass', 'founded', 'address'] as const;
export type RegisterField = (typeof registerFields)[number];

export type Known = Pick<
	OrganisationRow,
	| 'name'
	| 'legalName'
	| 'siret'
	| 'activityCode'
	| 'activityNomenclature'
	| 'sizeClass'
	| 'founded'
	| 'street'
	| 'postcode'
	| 'commune'
	| 'communeName'
>;

export interface Difference {
	field: RegisterField;
	/** The hub knows nothing of it yet. */
	isMissing: boolean;
	/** Columns of the organisation as the register would have them. */
	columns: Partial<Known>;
}

const ways: Record<string, string> = { av: 'avenue', bd: 'boulevard', r: 'rue', pl: 'place', rte: 'route', imp: 'impasse', all: 'allee' };
const moreWays: Record<string, string> = {
	ch: 'chemin',
	che: 'chemin',
	st: 'saint',
	ste: 'sainte',
	fg: 'faubourg',
	fbg: 'faubourg',
	qu: 'quai'
};

/** An address as it is compared: the register writes in capitals and shortens. */
export const plainly = (street: string) =>
	folded(street)
		.split(/[^a-z0-9]+/)
		.filter(Boolean)
		.map((word) => ways[word] ?? moreWays[word] ?? word)
		.join(' ');

export const sizeIn = ({ band }: Company) => (band === null ? null : (sizeOfBand(band) ?? null));

/** The activity in the nomenclature that the hub uses for this firm, where the register knows it there. */
export function activityIn({ activityCode, activityNomenclature, activityCode2025 }: Company, wanted: string | null | undefined) {
	if (wanted === 'NAF2025' && activityCode2025) return { activityCode: activityCode2025, activityNomenclature: 'NAF2025' as const };
	return { activityCode, activityNomenclature };
}

/** Its commune as we know it, or by the name that the register gives it. */
export function communeIn({ commune, communeName }: Company) {
	const known = commune ? communeAt(commune) : undefined;
	return { commune: known ? known.code : null, communeName: known?.name ?? communeName };
}

export const communeSaid = (company: Company) => {
	const { commune, communeName } = communeIn(company);
	return communeWritten(commune, communeName);
};

/** In what a record and the register differ: only what the register knows. */
export function differencesOf(known: Known, company: Company): Difference[] {
	const found: Difference[] = [];
	const say = (field: RegisterField, isMissing: boolean, columns: Partial<Known>) => found.push({ field, isMissing, columns });

	const { legalName } = company;
	const names = new Set([legalName, ...company.otherNames].map(nameKey));
	const isCalledSo = [known.name, known.legalName].some((name) => name && names.has(nameKey(name)));
	if (legalName && !isCalledSo) say('legalName', !known.legalName, { legalName });

	if (company.siret && company.siret !== known.siret) say('siret', !known.siret, { siret: company.siret });

	const activity = activityIn(company, known.activityNomenclature);
	// A code of another nomenclature is no other activity.
	const isComparable = !known.activityCode || known.activityNomenclature === activity.activityNomenclature;
	if (activity.activityCode && isComparable && activity.activityCode !== known.activityCode) say('activity', !known.activityCode, activity);

	const sizeClass = sizeIn(company);
	if (sizeClass && sizeClass !== known.sizeClass) say('sizeClass', !known.sizeClass, { sizeClass });

	// The year in which a firm was registered is often later than that in which it began.
	if (company.founded && !known.founded) say('founded', true, { founded: company.founded });

	const { street, postcode } = company;
	const place = communeIn(company);
	const isElsewhere =
		place.communeName !== '' && (place.commune ?? folded(place.communeName)) !== (known.commune ?? folded(known.communeName));
	const parts = [
		{ theirs: postcode, ours: known.postcode, differs: postcode !== known.postcode },
		{ theirs: street, ours: known.street, differs: plainly(street) !== plainly(known.street) },
		{ theirs: place.communeName, ours: known.communeName, differs: isElsewhere }
	].filter(({ theirs, differs }) => theirs && differs);
	if (parts.length)
		say(
			'address',
			parts.every(({ ours }) => !ours),
			{ street: street || known.street, postcode: postcode || known.postcode, ...(place.communeName ? place : {}) }
		);
	return found;
}

/** What the register knows, as the form of an organisation writes it. */
export function asTyped(company: Company, nomenclature: string | undefined, locale: Locale): Record<string, string> {
	const { activityCode, activityNomenclature } = activityIn(company, nomenclature);
	const typed = {
		name: company.legalName,
		legalName: company.legalName,
		siret: company.siret ?? '',
		activityCode:
			activityCode && activityNomenclature ? `${activityCode} ${activityLabel(activityCode, activityNomenclature, locale)}` : '',
		activityNomenclature: activityNomenclature ?? '',
		sizeClass: sizeIn(company) ?? '',
		founded: company.founded === null ? '' : String(company.founded),
		street: company.street,
		postcode: company.postcode,
		commune: communeSaid(company)
	};
	return Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''));
}

const alike: Record<string, (value: string) => string> = {
	legalName: nameKey,
	street: plainly,
	commune: (value) => folded(value).replace(/\s*\(\d+\)$/, ''),
	activityCode: (value) => (/^[\d.]+[a-z]?/i.exec(value.trim())?.[0] ?? value).replaceAll('.', '').toUpperCase(),
	siret: (value) => value.replaceAll(/\D/g, '')
};

/** Fields that stand or fall with another. */
const together: Record<string, string> = { activityNomenclature: 'activityCode' };
/** What people say better than the register. */
const left = ['name', 'founded'];

export interface Filled {
	values: Record<string, unknown>;
	/** Names of the fields that were filled. */
	filled: string[];
	/** What stands there otherwise, and is left as it is. */
	differs: { field: string; typed: string; register: string }[];
}

/** Fills what is empty in a form with what the register knows; of the rest, only what is in `take`. */
export function fillForm(values: Record<string, unknown>, known: Record<string, string>, take: readonly string[]): Filled {
	const after = { ...values };
	const filled: string[] = [];
	const differs: Filled['differs'] = [];
	for (const [field, register] of Object.entries(known)) {
		if (field in together) continue;
		const typed = String(values[field] ?? '').trim();
		const plain = alike[field] ?? ((value: string) => folded(value));
		if (typed && plain(typed) === plain(register)) continue;
		if (!typed || take.includes(field)) {
			after[field] = register;
			for (const [other, leads] of Object.entries(together)) if (leads === field && known[other]) after[other] = known[other];
			filled.push(field);
		} else if (!left.includes(field)) differs.push({ field, typed, register });
	}
	return { values: after, filled, differs };
}
