import { sql } from 'kysely';
import { z } from 'zod';
import { isMember, type Actor } from '#platform/actor.ts';
import { db, type Tx } from '#platform/db.server.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { found } from '#platform/refusal.ts';
import type { Json } from '#platform/schema.ts';
import { locale, text } from '#platform/shapes.ts';
import { sizeClasses } from './activities/firms.ts';
import { onChanged } from './changed.ts';
import { bands, places, priceModels, reaches } from './choices.ts';
import { dayOf } from './needs-shown.ts';
import { understood } from './understood.ts';
import { areaOf } from './whereabouts.ts';

const PublishedFirm = z.object({ name: z.string(), kind: z.string(), communeName: z.string(), country: z.string() });

/** What readers in other hubs see of a need or an offer: a copy that is made for them and names each thing it shows. */
const Shared = z.object({
	technologies: z.array(z.string()),
	sectors: z.array(z.string()),
	languages: z.array(locale),
	/** Null where the need is anonymous. */
	organisation: PublishedFirm.nullable(),
	area: z.string(),
	lat: z.number().nullable(),
	lon: z.number().nullable(),
	isDemo: z.boolean()
});
const SharedNeed = Shared.extend({
	problem: z.string(),
	result: z.string(),
	constraints: z.string(),
	budgetBand: z.enum(bands).nullable(),
	wantedBy: z.string().nullable(),
	place: z.enum(places)
});
const SharedOffer = Shared.extend({
	what: z.string(),
	proof: z.string(),
	trl: z.number().nullable(),
	priceModel: z.enum(priceModels).nullable(),
	priceBand: z.enum(bands).nullable(),
	capacity: z.number(),
	engaged: z.number(),
	reach: z.enum(reaches),
	onSite: z.boolean(),
	forSizes: z.array(z.enum(sizeClasses)),
	availableFrom: z.string().nullable()
});

const Frame = z.object({
	/** The hub that published it, and what it is called. */
	hub: z.string(),
	hubName: z.string(),
	id: z.uuid(),
	title: z.string(),
	locale,
	publishedAt: z.date()
});
export const PublishedNeed = Frame.extend(SharedNeed.shape);
export const PublishedOffer = Frame.extend(SharedOffer.shape);
export type PublishedNeed = z.output<typeof PublishedNeed>;
export type PublishedOffer = z.output<typeof PublishedOffer>;

onChanged('need', publishNeed, (tx, hub, ids) => publishMany(tx, hub, 'needs', ids));
onChanged('offer', publishOffer, (tx, hub, ids) => publishMany(tx, hub, 'offers', ids));
const publishAllOf = async (tx: Tx, hub: string, organisations: readonly string[]) => {
	for (const table of ['needs', 'offers'] as const)
		for (const { id } of await tx
			.selectFrom(table)
			.select('id')
			.where('hub', '=', hub)
			.where('organisation', '=', sql<string>`any(${organisations}::uuid[])`)
			.where('isPublished', '=', true)
			.execute())
			await (table === 'needs' ? publishNeed : publishOffer)(tx, hub, id);
};
onChanged('organisation', (tx, hub, id) => publishAllOf(tx, hub, [id]), publishAllOf);

/** Of many records few are shared or were: only these are looked at one by one. */
async function publishMany(tx: Tx, hub: string, table: 'needs' | 'offers', ids: readonly string[]) {
	const kind = table === 'needs' ? 'need' : 'offer';
	const { rows } = await sql<{
		id: string;
	}>`select t.id from ${sql.table(table)} t where t.hub = ${hub} and t.id = any(${ids}::uuid[]) and (t.is_published
		or exists (select from publications p where p.hub = t.hub and p.kind = ${kind} and p.record = t.id))`.execute(tx);
	for (const { id } of rows) await (kind === 'need' ? publishNeed : publishOffer)(tx, hub, id);
}

/** Puts the copy beside the need, brings it up to date, or takes it away again. */
async function publishNeed(tx: Tx, hub: string, id: string) {
	const row = await tx
		.selectFrom('needs')
		.innerJoin('organisations', (join) =>
			join.onRef('organisations.hub', '=', 'needs.hub').onRef('organisations.id', '=', 'needs.organisation')
		)
		.innerJoin('hubs', 'hubs.id', 'needs.hub')
		.selectAll('needs')
		.select(firmColumns)
		.where('needs.hub', '=', hub)
		.where('needs.id', '=', id)
		.where('needs.isPublished', '=', true)
		.where('needs.state', '=', 'open')
		.where('needs.expiresAt', '>', sql<Date>`now()`)
		.where('needs.confidentiality', '<>', 'staff')
		.where('organisations.archivedAt', 'is', null)
		.where('hubs.network', 'is not', null)
		.executeTakeFirst();
	if (!row) return takeBack(tx, hub, 'need', id);
	const shown: z.output<typeof SharedNeed> = {
		...shared(row, row.confidentiality === 'anonymous'),
		problem: row.problem,
		result: row.result,
		constraints: row.constraints,
		budgetBand: row.budgetBand as PublishedNeed['budgetBand'],
		wantedBy: row.wantedBy,
		place: row.place as PublishedNeed['place']
	};
	await put(tx, {
		hub,
		kind: 'need',
		record: id,
		network: row.network as string,
		audience: row.confidentiality === 'members' ? 'members' : 'public',
		title: row.title,
		locale: row.locale,
		shown
	});
}

async function publishOffer(tx: Tx, hub: string, id: string) {
	const row = await tx
		.selectFrom('offers')
		.innerJoin('organisations', (join) =>
			join.onRef('organisations.hub', '=', 'offers.hub').onRef('organisations.id', '=', 'offers.organisation')
		)
		.innerJoin('hubs', 'hubs.id', 'offers.hub')
		.selectAll('offers')
		.select(firmColumns)
		.where('offers.hub', '=', hub)
		.where('offers.id', '=', id)
		.where('offers.isPublished', '=', true)
		.where('offers.state', '=', 'open')
		.where('organisations.archivedAt', 'is', null)
		.where('hubs.network', 'is not', null)
		.executeTakeFirst();
	if (!row) return takeBack(tx, hub, 'offer', id);
	const shown: z.output<typeof SharedOffer> = {
		...shared(row, false),
		what: row.what,
		proof: row.proof,
		trl: row.trl,
		priceModel: row.priceModel as PublishedOffer['priceModel'],
		priceBand: row.priceBand as PublishedOffer['priceBand'],
		capacity: row.capacity,
		engaged: row.engaged,
		reach: row.reach as PublishedOffer['reach'],
		onSite: row.onSite,
		forSizes: row.forSizes as PublishedOffer['forSizes'],
		availableFrom: row.availableFrom
	};
	await put(tx, {
		hub,
		kind: 'offer',
		record: id,
		network: row.network as string,
		audience: row.visibility,
		title: row.title,
		locale: row.locale,
		shown
	});
}

const firmColumns = [
	'hubs.network',
	'organisations.name as firmName',
	'organisations.kind as firmKind',
	'organisations.communeName',
	'organisations.commune',
	'organisations.country',
	'organisations.postcode',
	'organisations.lat',
	'organisations.lon',
	'organisations.isDemo'
] as const;

interface Row {
	technologies: string[];
	sectors: string[];
	languages: string[];
	firmName: string;
	firmKind: string;
	communeName: string;
	commune: string | null;
	country: string;
	postcode: string;
	lat: number | null;
	lon: number | null;
	isDemo: boolean;
}

const shared = (row: Row, anonymous: boolean): z.output<typeof Shared> => ({
	technologies: row.technologies,
	sectors: row.sectors,
	languages: row.languages as PublishedNeed['languages'],
	organisation: anonymous ? null : { name: row.firmName, kind: row.firmKind, communeName: row.communeName, country: row.country },
	area: areaOf(row),
	lat: anonymous ? null : row.lat,
	lon: anonymous ? null : row.lon,
	isDemo: !anonymous && row.isDemo
});

interface Publication {
	hub: string;
	kind: 'need' | 'offer';
	record: string;
	network: string;
	audience: string;
	title: string;
	locale: string;
	shown: object;
}

async function put(tx: Tx, { shown, ...publication }: Publication) {
	const copy = { ...publication, shown: JSON.stringify(shown) as unknown as Json };
	await tx
		.insertInto('publications')
		.values(copy)
		.onConflict((on) => on.columns(['hub', 'kind', 'record']).doUpdateSet(copy))
		.execute();
}

const takeBack = async (tx: Tx, hub: string, kind: string, record: string) =>
	void (await tx.deleteFrom('publications').where('hub', '=', hub).where('kind', '=', kind).where('record', '=', record).execute());

export const PublicationFilter = z.object({
	q: text(300).default(''),
	technology: z.string().max(80).optional(),
	sector: z.string().max(80).optional(),
	language: locale.optional(),
	/** Only what this hub published. */
	from: z.string().max(40).optional()
});
export const ListPublications = PublicationFilter.extend(PageInput.shape);
export const PublicationId = z.object({ from: z.string().max(40), id: z.uuid() });

const published = (actor: Actor, kind: 'need' | 'offer') =>
	db
		.selectFrom('publications')
		.innerJoin('hubs', 'hubs.id', 'publications.hub')
		.select([
			'publications.hub',
			'publications.record as id',
			'publications.title',
			'publications.locale',
			'publications.publishedAt',
			'publications.shown',
			'hubs.name as hubName',
			'hubs.place as hubPlace'
		])
		.where('publications.kind', '=', kind)
		.where('publications.hub', '<>', actor.hub)
		.where('publications.network', '=', (eb) => eb.selectFrom('hubs as own').select('own.network').where('own.id', '=', actor.hub) as never)
		.where('publications.audience', 'in', isMember(actor) ? ['public', 'members'] : ['public']);

type PublicationRow = Awaited<ReturnType<ReturnType<typeof published>['executeTakeFirstOrThrow']>>;

function view<T>({ shown, hubName, hubPlace, publishedAt, ...row }: PublicationRow) {
	const copy = shown as unknown as z.output<typeof Shared>;
	return {
		...row,
		...copy,
		hubName: `${hubName} ${hubPlace}`,
		publishedAt: copy.organisation ? publishedAt : (dayOf(publishedAt) as Date)
	} as T;
}

async function listPublications<T>(
	actor: Actor,
	kind: 'need' | 'offer',
	{ cursor, limit, ...filter }: z.output<typeof ListPublications>
): Promise<Page<T>> {
	const page = await cursorPage(
		matching(actor, kind, filter),
		[
			['publishedAt', 'desc'],
			['id', 'asc']
		],
		{ cursor, limit }
	);
	return { ...page, items: page.items.map((row) => view<T>(row)) };
}

function matching(actor: Actor, kind: 'need' | 'offer', { q, technology, sector, language, from }: z.output<typeof PublicationFilter>) {
	let rows = published(actor, kind);
	if (from) rows = rows.where('publications.hub', '=', from);
	if (technology) rows = rows.where(sql<boolean>`publications.shown -> 'technologies' ? ${technology}`);
	if (sector) rows = rows.where(sql<boolean>`publications.shown -> 'sectors' ? ${sector}`);
	if (language) rows = rows.where(sql<boolean>`(publications.locale = ${language} or publications.shown -> 'languages' ? ${language})`);
	if (q) {
		const ids = understood(q, actor.locale).map(({ id }) => id);
		rows = rows.where(
			sql<boolean>`(publications.words @@ asked_words(${q})
				or publications.shown -> 'technologies' ?| ${ids}::text[] or publications.shown -> 'sectors' ?| ${ids}::text[])`
		);
	}
	return rows;
}

/** What the other hubs of the network published; their own tables stay closed. */
export const listPublishedNeeds = (actor: Actor, input: z.output<typeof ListPublications>) =>
	listPublications<PublishedNeed>(actor, 'need', input);
export const listPublishedOffers = (actor: Actor, input: z.output<typeof ListPublications>) =>
	listPublications<PublishedOffer>(actor, 'offer', input);

export const findPublishedNeed = (actor: Actor, input: z.output<typeof PublicationId>) =>
	findPublication<PublishedNeed>(actor, 'need', input);
export const findPublishedOffer = (actor: Actor, input: z.output<typeof PublicationId>) =>
	findPublication<PublishedOffer>(actor, 'offer', input);

async function findPublication<T>(actor: Actor, kind: 'need' | 'offer', { from, id }: z.output<typeof PublicationId>) {
	return view<T>(
		found(await published(actor, kind).where('publications.hub', '=', from).where('publications.record', '=', id).executeTakeFirst())
	);
}

export async function countPublications(actor: Actor, kind: 'need' | 'offer', filter: z.output<typeof PublicationFilter>) {
	const { count } = await matching(actor, kind, filter)
		.clearSelect()
		.select(sql<number>`count(*)`.as('count'))
		.executeTakeFirstOrThrow();
	return count;
}

/** The hubs, technologies and sectors of what was published: the entries of the filters. */
export async function publicationFacets(actor: Actor, kind: 'need' | 'offer') {
	const found = await db
		.with('listed', () => published(actor, kind))
		.selectFrom('listed')
		.select([
			sql<
				string[]
			>`(select coalesce(array_agg(distinct concept), '{}') from listed, jsonb_array_elements_text(listed.shown -> 'technologies') as concept)`.as(
				'technologies'
			),
			sql<
				string[]
			>`(select coalesce(array_agg(distinct concept), '{}') from listed, jsonb_array_elements_text(listed.shown -> 'sectors') as concept)`.as(
				'sectors'
			),
			sql<
				{ value: string; label: string }[]
			>`(select coalesce(json_agg(distinct jsonb_build_object('value', hub, 'label', hub_name || ' ' || hub_place)), '[]') from listed)`.as(
				'hubs'
			)
		])
		.limit(1)
		.executeTakeFirst();
	return found ?? { technologies: [], sectors: [], hubs: [] };
}
