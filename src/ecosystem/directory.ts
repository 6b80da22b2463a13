import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, inHub } from '#platform/db.server.ts';
import { locales, type Locale } from '#platform/i18n.ts';
import { cursorPage, PageInput, type Keys } from '#platform/page.ts';
import { text } from '#platform/shapes.ts';
import { searchWords } from './found-by.ts';
import { kinds, workingLanguages, type OrganisationKind } from './organisations.ts';
import { shownTo, visibleTo } from './policy.ts';

export const sorts = ['relevance', 'name', 'newest', 'nearest'] as const;
export type Sort = (typeof sorts)[number];
export const radii = [0, 10, 25, 50] as const;

/** One value or several: a query string cannot tell a list of one from a text. */
const several = <T extends z.ZodType>(one: T) =>
	z.preprocess((given) => (given === undefined || given === '' ? [] : Array.isArray(given) ? given : [given]), z.array(one).max(30));

export const Filters = z.object({
	q: text(120).default(''),
	kind: several(z.enum(kinds)),
	technology: several(text(60)),
	sector: several(text(60)),
	language: several(z.enum(workingLanguages)),
	/** Code of a commune, as the choices of the directory tell it. */
	commune: text(80).optional(),
	/** Kilometres round the commune; 0 is the commune alone. */
	radius: z.literal(radii).default(0),
	sort: z.enum(sorts).optional()
});
export type Filters = z.output<typeof Filters>;

export const Directory = Filters.extend(PageInput.shape);

/** The organisations of a hub that answer these filters, a page at a time, and how many there would be for each other choice. */
export async function directory(actor: Actor, input: z.output<typeof Directory>) {
	const { search, total, choices } = await searchFor(actor, input);
	const page = await cursorPage(listed(actor, search), keysOf(search.sort), input);
	return { ...page, items: page.items.map((row) => shownTo(actor, row)), total, choices, sort: search.sort, corrected: search.corrected };
}

/** The whole list, for an export: read page by page, so that a long one never lies in memory. */
export async function* wholeDirectory(actor: Actor, filters: Filters) {
	const { search } = await inHub(actor.hub, () => searchFor(actor, filters));
	for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
		// Whoever reads a stream asks for its next piece long after the request was let go of its hub.
		const page = await inHub(actor.hub, () =>
			cursorPage(listed(actor, search).select(ownWords(actor.locale).as('ownWords')), keysOf(search.sort), { cursor, limit: 500 })
		);
		yield* page.items.map((row) => shownTo(actor, row));
		cursor = page.next ?? undefined;
	}
}

interface Search extends Filters {
	sort: Sort;
	/** Spellings of each word, any of which will do. */
	words: string[][];
	/** What the misspelt words were read as; null when they were found as they stand. */
	corrected: string | null;
	centre: { lat: number; lon: number } | null;
}

async function searchFor(actor: Actor, filters: Filters) {
	const centre = filters.commune ? await centreOf(actor, filters.commune) : null;
	const words = searchWords(filters.q);
	const search: Search = {
		...filters,
		centre,
		sort: sortOf(filters, centre !== null),
		words: words.map((word) => [word]),
		corrected: null
	};
	const counted = await count(actor, search);
	// Doubt the spelling only when the words alone find nothing, not when the filters leave nothing.
	if (words.length === 0 || counted.withWords > 0) return { search, ...counted };
	const meant = await wordsMeant(actor, words);
	if (!meant) return { search, ...counted };
	const corrected = { ...search, words: meant, corrected: meant.map(([nearest]) => nearest).join(' ') };
	const recounted = await count(actor, corrected);
	return recounted.withWords > 0 ? { search: corrected, ...recounted } : { search, ...counted };
}

function sortOf({ q, sort }: Filters, hasCentre: boolean): Sort {
	const possible = sort === 'nearest' ? hasCentre : sort === 'relevance' ? q.trim() !== '' : sort !== undefined;
	return possible ? (sort as Sort) : q.trim() ? 'relevance' : 'name';
}

const keysOf = (sort: Sort): Keys<Listed> =>
	(
		({
			relevance: [
				['relevance', 'desc'],
				['nameKey', 'asc'],
				['id', 'asc']
			],
			name: [
				['nameKey', 'asc'],
				['id', 'asc']
			],
			newest: [
				['createdAt', 'desc'],
				['id', 'asc']
			],
			nearest: [
				['km', 'asc'],
				['nameKey', 'asc'],
				['id', 'asc']
			]
		}) as const
	)[sort];

type Listed = Awaited<ReturnType<ReturnType<typeof listed>['execute']>>[number];

const place = sql<string>`coalesce(commune, commune_name)`;

const listed = (actor: Actor, search: Search) =>
	db
		.selectFrom('organisations')
		.select(['id', 'slug', 'name', 'legalName', 'kind', 'country', 'commune', 'communeName', 'technologies', 'sectors', 'languages'])
		.select([
			'street',
			'postcode',
			'website',
			'email',
			'phone',
			'sizeClass',
			'headcount',
			'siren',
			'siret',
			'vat',
			'foreignId',
			'activityCode',
			'shows'
		])
		.select(['logo', 'isDemo', 'isReal', 'isListed', 'createdAt', 'nameKey'])
		.select([excerpt(actor.locale).as('excerpt'), relevance(search).as('relevance'), distance(search.centre).as('km')])
		.where('hub', '=', actor.hub)
		.where(visibleTo(actor))
		.where(hasWords(actor, search))
		.where(sql<boolean>`${sql.join(Object.values(conditions(search)), sql` and `)}`)
		.$narrowType<{ kind: OrganisationKind }>();

/** The filters one by one: each choice is counted under all the others. */
const conditions = ({ kind, technology, sector, language, commune, radius, centre }: Search) => ({
	kind: kind.length ? sql<boolean>`kind = any(${kind})` : yes,
	technology: technology.length ? sql<boolean>`technologies && ${technology}` : yes,
	sector: sector.length ? sql<boolean>`sectors && ${sector}` : yes,
	language: language.length ? sql<boolean>`languages && ${language}` : yes,
	commune: !commune ? yes : radius && centre ? sql<boolean>`${distance(centre)} <= ${radius}` : sql<boolean>`${place} = ${commune}`
});

const yes = sql<boolean>`true`;

/** Great-circle kilometres; far away where nobody knows. */
const distance = (centre: Search['centre']): RawBuilder<number> =>
	centre
		? sql<number>`coalesce(round((12742 * asin(least(1, sqrt(power(sin(radians(lat - ${centre.lat}) / 2), 2) + cos(radians(lat)) * cos(radians(${centre.lat})) * power(sin(radians(lon - ${centre.lon}) / 2), 2)))))::numeric, 1), 99999)::float8`
		: sql<number>`0::float8`;

const like = (start: string, word: string) => `%${start}${word}%`;

/** How well a row has one word: as the start of a word of its names, of its other texts, or within a long word (German compounds). */
const hit = (spellings: string[]) => {
	const has = (column: 'foundByName' | 'foundByWords', start: string) =>
		sql.join(
			spellings.map((word) => sql`${sql.ref(column)} like ${like(start, word)}`),
			sql` or `
		);
	const within = spellings.some((word) => word.length > 4)
		? sql`when ${has('foundByName', '')} or ${has('foundByWords', '')} then 1`
		: sql``;
	return sql<number>`case when ${has('foundByName', ' ')} then 4 when ${has('foundByWords', ' ')} then 2 ${within} else 0 end`;
};

const hasWords = (actor: Actor, { q, words }: Search) => {
	const number = q.replace(/[\s.]/g, '').toUpperCase();
	const all = words.length
		? sql`(${sql.join(
				words.map((spellings) => sql`${hit(spellings)} > 0`),
				sql` and `
			)})`
		: yes;
	if (!/^(?=.*\d{5})[A-Z0-9-]{8,20}$/.test(number)) return sql<boolean>`${all}`;
	const shown = actor.roles.length ? yes : sql`'identifiers' = any(shows)`;
	return sql<boolean>`(${all} or (${shown} and ${number} in (siren, siret, vat, foreign_id)))`;
};

/** The sum of what the words hit, and a little for a name that begins with what was typed. */
const relevance = ({ words }: Search): RawBuilder<number> =>
	words.length
		? sql<number>`(${sql.join(words.map(hit), sql` + `)} + case when found_by_name like ${` ${words.map(([nearest]) => nearest).join(' ')}%`} then 3 else 0 end)`
		: sql<number>`0`;

/** What it says of itself, in the reader's language if it does. */
const ownWords = (locale: Locale) =>
	sql<string>`coalesce(${sql.join([locale, ...locales.filter((other) => other !== locale)].map((each) => sql`description->>${sql.lit(each)}`))}, '')`;
const excerpt = (locale: Locale) => sql<string>`left(${ownWords(locale)}, 240)`;

export interface Choice {
	value: string;
	count: number;
}

export interface CommuneChoice extends Choice {
	name: string;
	lat: number | null;
	lon: number | null;
}

interface Counted {
	facet: 'total' | 'words' | 'kind' | 'technology' | 'sector' | 'language' | 'commune';
	value: string;
	count: number;
	name: string | null;
	lat: number | null;
	lon: number | null;
}

/** One pass over what the actor sees and the words find; a choice is counted under every filter but its own. */
async function count(actor: Actor, search: Search) {
	const { kind, technology, sector, language, commune } = conditions(search);
	const seen = db
		.selectFrom('organisations')
		.select(['kind', 'technologies', 'sectors', 'languages', 'communeName', 'lat', 'lon', place.as('place')])
		.select([kind.as('isKind'), technology.as('isTechnology'), sector.as('isSector'), language.as('isLanguage'), commune.as('isCommune')])
		.where('hub', '=', actor.hub)
		.where(visibleTo(actor))
		.where(hasWords(actor, search));

	const { rows } = await sql<Counted>`
		with seen as materialized (${seen})
		select 'words' as facet, '' as value, count(*) as count, null as name, null::float8 as lat, null::float8 as lon from seen
		union all select 'total', '', count(*), null, null, null from seen
			where is_kind and is_technology and is_sector and is_language and is_commune
		union all select 'kind', kind, count(*), null, null, null from seen
			where is_technology and is_sector and is_language and is_commune group by kind
		union all select 'technology', value, count(*), null, null, null from seen, unnest(technologies) as value
			where is_kind and is_sector and is_language and is_commune group by value
		union all select 'sector', value, count(*), null, null, null from seen, unnest(sectors) as value
			where is_kind and is_technology and is_language and is_commune group by value
		union all select 'language', value, count(*), null, null, null from seen, unnest(languages) as value
			where is_kind and is_technology and is_sector and is_commune group by value
		union all select 'commune', place, count(*), min(commune_name), avg(lat), avg(lon) from seen
			where place <> '' and is_kind and is_technology and is_sector and is_language group by place`.execute(db);

	const of = (facet: Counted['facet']) => rows.filter((row) => row.facet === facet).sort((one, other) => other.count - one.count);
	const choice = ({ value, count }: Counted): Choice => ({ value, count });
	return {
		total: of('total')[0].count,
		withWords: of('words')[0].count,
		choices: {
			kind: of('kind').map(choice),
			technology: of('technology').map(choice),
			sector: of('sector').map(choice),
			language: of('language').map(choice),
			commune: of('commune').map(({ value, count, name, lat, lon }): CommuneChoice => ({ value, count, name: name ?? value, lat, lon }))
		}
	};
}

/** Where a commune lies, by the firms that are there. */
const centreOf = async (actor: Actor, commune: string) => {
	const { lat, lon } = await db
		.selectFrom('organisations')
		.select([sql<number | null>`avg(lat)`.as('lat'), sql<number | null>`avg(lon)`.as('lon')])
		.where('hub', '=', actor.hub)
		.where(visibleTo(actor))
		.where(place, '=', commune)
		.executeTakeFirstOrThrow();
	return lat === null || lon === null ? null : { lat, lon };
};

/** The nearest spellings of those words that no organisation has; null when there is nothing to correct, or nothing near. */
async function wordsMeant(actor: Actor, words: string[]): Promise<string[][] | null> {
	const meant = await Promise.all(words.map((word) => nearestWords(actor, word)));
	return meant.every((spellings) => spellings.length > 0) && meant.some(([nearest], at) => nearest !== words[at]) ? meant : null;
}

/** Slips of the finger that a word of this length may have. Two letters that changed places count as two. */
const slips = (word: string) => (word.length < 4 ? 0 : word.length < 6 ? 1 : 2);

const letters = (word: string) => [...word].sort().join('');

/** In a short word, two slips are one only when its letters are all there. */
const isNear = (word: string) => (other: { word: string; slips: number }) =>
	other.slips < 2 || word.length > 7 || letters(word) === letters(other.word);

/** The spellings that a word may have meant; the word itself where somebody has it, or where it is too short to doubt. */
async function nearestWords(actor: Actor, word: string): Promise<string[]> {
	const most = slips(word);
	if (most === 0) return [word];
	const found = await db
		.selectFrom('organisationWords')
		.select([
			'word',
			sql<number>`case when word like ${`${word}%`} then 0 else levenshtein_less_equal(word, ${word}, ${most}) end`.as('slips')
		])
		.where('hub', '=', actor.hub)
		.where(
			sql<boolean>`(word like ${`${word}%`} or (length(word) between ${word.length - most} and ${word.length + most} and levenshtein_less_equal(word, ${word}, ${most}) <= ${most}))`
		)
		.orderBy('slips')
		.orderBy(sql`left(word, 1) <> ${word[0]}`)
		.orderBy('word')
		.limit(20)
		.execute();
	const near = found.filter(isNear(word));
	if (near[0]?.slips === 0) return [word];
	return near
		.filter(({ slips }) => slips === near[0].slips)
		.map(({ word }) => word)
		.slice(0, 6);
}

const names = Object.keys(Filters.shape) as (keyof typeof Filters.shape)[];

/** Filters as an address carries them; what makes no sense there is left out, so that an old link still opens. */
export function filtersFrom(params: URLSearchParams): Filters {
	const given = Object.fromEntries(
		names.filter((name) => params.has(name)).map((name) => [name, name === 'radius' ? Number(params.get(name)) : valuesOf(params, name)])
	);
	const read = Filters.safeParse(given);
	if (read.success) return read.data;
	const wrong = new Set(read.error.issues.map(({ path: [name] }) => name));
	return Filters.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name))));
}

const valuesOf = (params: URLSearchParams, name: string) =>
	['q', 'commune', 'sort'].includes(name) ? params.get(name) || undefined : params.getAll(name).filter(Boolean);

/** The same filters as an address, with `change` made; the page is left behind, as it belongs to the list before. */
export function addressOf(filters: Filters, change: Partial<Filters> = {}): string {
	const params = new URLSearchParams();
	for (const [name, value] of Object.entries({ ...filters, ...change }))
		for (const each of Array.isArray(value) ? value : [value]) if (each) params.append(name, String(each));
	return params.size ? `?${params}` : '?';
}
