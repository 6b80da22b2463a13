import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { DB, JsonObject } from '#platform/schema.ts';
import { foundBy } from '../found-by.ts';
import { consistent } from '../numbers.ts';

export type Organisation = Selectable<DB['organisations']>;
type Column = keyof Organisation & string;

/** What is chosen of two records as a whole: an address is not mixed of two. */
const groups = {
	name: ['name'],
	legalName: ['legalName'],
	kind: ['kind'],
	numbers: ['siren', 'siret', 'vat', 'foreignId'],
	activity: ['activityNomenclature', 'activityCode'],
	size: ['sizeClass', 'headcount'],
	founded: ['founded'],
	place: ['country', 'street', 'postcode', 'commune', 'communeName', 'lat', 'lon'],
	languages: ['languages'],
	website: ['website'],
	email: ['email'],
	phone: ['phone'],
	logo: ['logo'],
	description: ['description'],
	technologies: ['technologies'],
	sectors: ['sectors'],
	shows: ['shows'],
	isListed: ['isListed']
} as const satisfies Record<string, readonly Column[]>;

export type MergeField = keyof typeof groups;
export const mergeFields = Object.keys(groups) as MergeField[];
export const columnsOf = (field: MergeField): readonly Column[] => groups[field];
export const fieldOfColumn = (column: string) => mergeFields.find((field) => (groups[field] as readonly string[]).includes(column));

export const sides = ['kept', 'gone', 'both'] as const;
export type Side = (typeof sides)[number];
export type Choice = Partial<Record<MergeField, Side>>;

const isEmpty = (value: unknown) =>
	value === null ||
	value === undefined ||
	value === '' ||
	(typeof value === 'object' && !(value instanceof Date) && Object.keys(value).length === 0);

/** An address is empty without a commune, whatever its country. */
export const isEmptyIn = (row: Organisation, field: MergeField) =>
	field === 'place' ? isEmpty(row.communeName) : columnsOf(field).every((column) => isEmpty(row[column]));

export const isSame = (kept: Organisation, gone: Organisation, field: MergeField) =>
	columnsOf(field).every((column) => ordered(kept[column]) === ordered(gone[column]));
const ordered = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...(value as unknown[])].sort() : isEmpty(value) ? null : value);

const lists: readonly MergeField[] = ['languages', 'technologies', 'sectors'];

/** Whether both values can stand together: lists, a text in the languages that miss, numbers that the other record adds. */
export function mayBeBoth(kept: Organisation, gone: Organisation, field: MergeField): boolean {
	if (isSame(kept, gone, field) || isEmptyIn(kept, field) || isEmptyIn(gone, field)) return false;
	if (lists.includes(field)) return true;
	if (field === 'description') return Object.keys(gone.description as object).some((locale) => !(locale in (kept.description as object)));
	return field === 'numbers' && kept.country === gone.country && isConsistent({ country: kept.country, ...both(kept, gone, 'numbers') });
}

function isConsistent(numbers: Partial<Organisation>) {
	const issues: unknown[] = [];
	const { country = 'FR', siren, siret, vat, foreignId } = numbers;
	consistent({ country, siren: siren ?? undefined, siret: siret ?? undefined, vat: vat ?? undefined, foreignId: foreignId ?? undefined }, {
		addIssue: (issue: unknown) => issues.push(issue)
	} as unknown as z.RefinementCtx);
	return issues.length === 0;
}

/** What is taken unless somebody chooses: what the record that stays says, and of the other what it leaves out. */
export function usualSide(kept: Organisation, gone: Organisation, field: MergeField): Side {
	if (mayBeBoth(kept, gone, field)) return 'both';
	return isEmptyIn(kept, field) && !isEmptyIn(gone, field) ? 'gone' : 'kept';
}

function both(kept: Organisation, gone: Organisation, field: MergeField): Partial<Organisation> {
	return Object.fromEntries(
		columnsOf(field).map((column) => {
			const [mine, theirs] = [kept[column], gone[column]];
			if (Array.isArray(mine)) return [column, [...new Set([...mine, ...(theirs as string[])])]];
			if (column === 'description') return [column, { ...(theirs as JsonObject), ...(mine as JsonObject) }];
			return [column, isEmpty(mine) ? theirs : mine];
		})
	);
}

const valueOf = (kept: Organisation, gone: Organisation, field: MergeField, side: Side): Partial<Organisation> =>
	side === 'both'
		? both(kept, gone, field)
		: Object.fromEntries(columnsOf(field).map((column) => [column, (side === 'kept' ? kept : gone)[column]]));

/** The record that stays as the choice makes it; only what differs from before. */
export function chosen(kept: Organisation, gone: Organisation, choice: Choice): Partial<Organisation> {
	const after = Object.assign(
		{},
		...mergeFields.map((field) => valueOf(kept, gone, field, choice[field] ?? usualSide(kept, gone, field)))
	) as Partial<Organisation>;
	const whole = { ...after, ...derived({ ...kept, ...after }) };
	return Object.fromEntries(
		Object.entries(whole).filter(([column, value]) => JSON.stringify(value) !== JSON.stringify(kept[column as Column]))
	);
}

/** What the directory finds a record by. */
export const derived = (row: Organisation) => foundBy(row as unknown as Parameters<typeof foundBy>[0]);

export const derivedColumns: readonly string[] = ['nameKey', 'foundByName', 'foundByWords'];

/** The registers' numbers are those of a country: they are taken with the address, or both records are of one country. */
export const splitsCountry = (kept: Organisation, gone: Organisation, choice: Choice) =>
	kept.country !== gone.country &&
	(choice.numbers ?? usualSide(kept, gone, 'numbers')) !== (choice.place ?? usualSide(kept, gone, 'place')) &&
	!(isEmptyIn(kept, 'numbers') && isEmptyIn(gone, 'numbers'));
