import { sql } from 'kysely';
import { isMember, type Actor } from '#platform/actor.ts';
import { db, type Tx } from '#platform/db.server.ts';
import type { Locale } from '#platform/i18n.ts';
import { needsOpenTo, offersOpenTo } from './needs-policy.ts';
import type { PublishedOffer } from './publications.ts';

/** An organisation as far as matching shows it; its address here only where it is of this hub. */
export interface MatchableFirm {
	id: string | null;
	slug: string | null;
	name: string;
	kind: string;
	commune: string;
	country: string;
	lat: number | null;
	lon: number | null;
}

/** An offer that may be proposed, with all that it is judged by. */
export interface MatchableOffer {
	hub: string;
	id: string;
	title: string;
	what: string;
	locale: Locale;
	technologies: string[];
	sectors: string[];
	forSizes: string[];
	priceBand: string | null;
	priceModel: string | null;
	languages: string[];
	reach: string;
	onSite: boolean;
	trl: number | null;
	free: number;
	availableFrom: string | null;
	organisation: MatchableFirm;
}

const firm = sql<MatchableFirm>`json_build_object('id', organisations.id, 'slug', organisations.slug, 'name', organisations.name, 'kind', organisations.kind,
	'commune', organisations.commune_name, 'country', organisations.country, 'lat', organisations.lat, 'lon', organisations.lon)`;

/** Declared by either side, seen by neither: competitors are kept from being proposed to each other. */
const competes = (hub: string, seekers: readonly string[]) =>
	sql<boolean>`exists (select from competitors where competitors.hub = ${hub} and (
		(competitors.organisation = organisations.id and competitors.competitor = any(${seekers}::uuid[]))
		or (competitors.competitor = organisations.id and competitors.organisation = any(${seekers}::uuid[]))))`;

/**
 * Of these offers of the hub, those that the actor may see and that can be proposed to `seekers`: open, with a place free, not the seekers' own
 * and not of a declared competitor.
 */
export async function matchableOffers(actor: Actor, ids: readonly string[], seekers: readonly string[]): Promise<MatchableOffer[]> {
	if (!ids.length) return [];
	const rows = await db
		.selectFrom('offers')
		.innerJoin('organisations', (join) =>
			join.onRef('organisations.hub', '=', 'offers.hub').onRef('organisations.id', '=', 'offers.organisation')
		)
		.select([
			'offers.hub',
			'offers.id',
			'offers.title',
			'offers.what',
			'offers.technologies',
			'offers.sectors',
			'offers.forSizes',
			'offers.priceBand',
			'offers.priceModel',
			'offers.languages',
			'offers.reach',
			'offers.onSite',
			'offers.trl',
			'offers.availableFrom'
		])
		.select([sql<Locale>`offers.locale`.as('locale'), sql<number>`offers.capacity - offers.engaged`.as('free'), firm.as('organisation')])
		.where('offers.hub', '=', actor.hub)
		.where('offers.id', '=', sql<string>`any(${ids}::uuid[])`)
		.where('offers.state', '=', 'open')
		.where(sql<boolean>`offers.capacity > offers.engaged`)
		.where('organisations.archivedAt', 'is', null)
		.where(offersOpenTo(actor))
		.where((eb) =>
			seekers.length ? eb.and([eb('offers.organisation', 'not in', seekers), eb.not(competes(actor.hub, seekers))]) : eb.lit(true)
		)
		.execute();
	return rows;
}

/** Of these offers that another hub of the network published, those that the actor may see. */
export async function matchablePublishedOffers(actor: Actor, hub: string, ids: readonly string[]): Promise<MatchableOffer[]> {
	if (!ids.length) return [];
	const rows = await db
		.selectFrom('publications')
		.select(['publications.hub', 'publications.record as id', 'publications.title', 'publications.shown'])
		.select(sql<Locale>`publications.locale`.as('locale'))
		.where('publications.hub', '=', hub)
		.where('publications.kind', '=', 'offer')
		.where('publications.record', '=', sql<string>`any(${ids}::uuid[])`)
		.where('publications.network', '=', (eb) => eb.selectFrom('hubs as own').select('own.network').where('own.id', '=', actor.hub) as never)
		.where('publications.audience', 'in', isMember(actor) ? ['public', 'members'] : ['public'])
		.execute();
	return rows
		.map(({ shown, ...row }) => {
			const { organisation, lat, lon, area, capacity, engaged, what, ...copy } = shown as unknown as PublishedOffer;
			return {
				...copy,
				...row,
				what,
				free: capacity - engaged,
				organisation: {
					id: null,
					slug: null,
					name: organisation?.name ?? '',
					kind: organisation?.kind ?? '',
					commune: organisation?.communeName ?? area,
					country: organisation?.country ?? 'FR',
					lat,
					lon
				}
			};
		})
		.filter(({ free }) => free > 0);
}

/** A need with all that offers are judged by; `organisation` is null where it may not be named to the actor. */
export interface MatchableNeed {
	hub: string;
	id: string;
	title: string;
	problem: string;
	result: string;
	locale: Locale;
	technologies: string[];
	sectors: string[];
	refusedConcepts: string[];
	budgetBand: string | null;
	wantedBy: string | null;
	languages: string[];
	place: 'on_site' | 'remote' | 'either';
	isAnonymous: boolean;
	/** The firm behind it, for the rules that nobody sees: own offers, competitors, distance. */
	behind: MatchableFirm & { id: string; sizeClass: string | null };
}

/** Of these needs of the hub, those that the actor may see; `open` leaves only those that still look for somebody. */
export async function matchableNeeds(actor: Actor, ids: readonly string[], { open }: { open: boolean }): Promise<MatchableNeed[]> {
	if (!ids.length) return [];
	return db
		.selectFrom('needs')
		.innerJoin('organisations', (join) =>
			join.onRef('organisations.hub', '=', 'needs.hub').onRef('organisations.id', '=', 'needs.organisation')
		)
		.select([
			'needs.hub',
			'needs.id',
			'needs.title',
			'needs.problem',
			'needs.result',
			'needs.technologies',
			'needs.sectors',
			'needs.refusedConcepts',
			'needs.budgetBand',
			'needs.wantedBy',
			'needs.languages'
		])
		.select([
			sql<Locale>`needs.locale`.as('locale'),
			sql<MatchableNeed['place']>`needs.place`.as('place'),
			sql<boolean>`needs.confidentiality = 'anonymous'`.as('isAnonymous'),
			sql<MatchableNeed['behind']>`(${firm}::jsonb || jsonb_build_object('sizeClass', organisations.size_class))`.as('behind')
		])
		.where('needs.hub', '=', actor.hub)
		.where('needs.id', '=', sql<string>`any(${ids}::uuid[])`)
		.where('organisations.archivedAt', 'is', null)
		.where(needsOpenTo(actor))
		.where((eb) => (open ? eb.and([eb('needs.state', '=', 'open'), eb('needs.expiresAt', '>', sql<Date>`now()`)]) : eb.lit(true)))
		.execute();
}

/** What a need speaks of, whatever became of it since. */
export const subjectOfNeed = (tx: Tx, hub: string, id: string) =>
	tx
		.selectFrom('needs')
		.select(['title', 'problem', 'result', 'technologies', 'sectors', 'refusedConcepts', sql<Locale>`needs.locale`.as('locale')])
		.where('hub', '=', hub)
		.where('id', '=', id)
		.executeTakeFirst();

/** The newest open needs that the actor may see, to show the effect of a setting on. */
export const newestOpenNeeds = async (actor: Actor, limit: number): Promise<string[]> =>
	(
		await db
			.selectFrom('needs')
			.select('id')
			.where('hub', '=', actor.hub)
			.where('state', '=', 'open')
			.where('expiresAt', '>', sql<Date>`now()`)
			.where(needsOpenTo(actor))
			.orderBy('openedAt', 'desc')
			.limit(limit)
			.execute()
	).map(({ id }) => id);

/** Pairs of organisations of the hub that are not to be brought together. */
export async function competitorsOf(hub: string, organisation: string): Promise<Set<string>> {
	const rows = await db
		.selectFrom('competitors')
		.select(['organisation', 'competitor'])
		.where('hub', '=', hub)
		.where((eb) => eb.or([eb('organisation', '=', organisation), eb('competitor', '=', organisation)]))
		.execute();
	return new Set(rows.map((row) => (row.organisation === organisation ? row.competitor : row.organisation)));
}

/** Hubs whose publications this hub sees. */
export const networkPeers = (hub: string) =>
	db
		.selectFrom('hubs')
		.select(['id', 'name', 'place'])
		.where('id', '<>', hub)
		.where('network', '=', (eb) => eb.selectFrom('hubs as own').select('own.network').where('own.id', '=', hub) as never)
		.execute();

/** Where the firm is that somebody asks for, if they act for one. */
export const whereIs = (hub: string, organisation: string) =>
	db
		.selectFrom('organisations')
		.select(['lat', 'lon', 'country', 'sizeClass', 'sectors', 'languages'])
		.where('hub', '=', hub)
		.where('id', '=', organisation)
		.executeTakeFirst();

/** Organisations of the hub that offer something now, as a query to read from: how many offers, and since when. */
export const offeringFirms = (hub: string) =>
	db
		.selectFrom('offers')
		.innerJoin('organisations', (join) =>
			join.onRef('organisations.hub', '=', 'offers.hub').onRef('organisations.id', '=', 'offers.organisation')
		)
		.select(['organisations.id', 'organisations.name', 'organisations.slug', 'organisations.communeName as commune'])
		.select([sql<number>`count(*)::int`.as('offers'), sql<Date>`min(offers.created_at)`.as('since')])
		.where('offers.hub', '=', hub)
		.where('offers.state', '=', 'open')
		.where('organisations.archivedAt', 'is', null)
		.groupBy(['organisations.id', 'organisations.name', 'organisations.slug', 'organisations.communeName']);

/** Offers of the hub that are open now, as a query to read from. */
export const openOffers = (hub: string) =>
	db
		.selectFrom('offers')
		.innerJoin('organisations', (join) =>
			join.onRef('organisations.hub', '=', 'offers.hub').onRef('organisations.id', '=', 'offers.organisation')
		)
		.select('offers.id')
		.where('offers.hub', '=', hub)
		.where('offers.state', '=', 'open')
		.where('organisations.archivedAt', 'is', null);
