import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { offeringFirms, openOffers } from '#ecosystem/matchable.ts';
import { mayTune } from '../weights.ts';
import { gini, lorenz, medianWait, misplaced, owed, type Seen } from './attention.ts';
import { rememberedDays } from './seen.ts';

/** So long after its first offer a firm is new. */
export const newForDays = 90;

export interface ExposureMonth {
	/** `2026-11`. */
	month: string;
	shown: number;
	firms: number;
	/** Among the firms seen at all that month and those that came into question. */
	gini: number;
}

export interface Exposure {
	days: number;
	/** With an open offer. */
	firms: number;
	firmsUnseen: number;
	offers: number;
	offersUnseen: number;
	/** Places among the first ten that were given. */
	shown: number;
	gini: number;
	misplaced: number;
	lorenz: number[];
	newcomers: { firms: number; seen: number; medianDays: number | null };
	/** The last twelve, oldest first. */
	months: ExposureMonth[];
}

/** Who was seen how much in the last ninety days. */
export async function exposure(actor: Actor): Promise<Exposure> {
	authorize(mayTune(actor));
	const { hub } = actor;
	const [firms, offers, months] = await Promise.all([
		firmsSeen(hub).execute(),
		db
			.selectFrom(openOffers(hub).as('offer'))
			.select([
				sql<number>`count(*)::int`.as('all'),
				sql<number>`(count(*) filter (where not exists (select from matching_exposure e where e.hub = ${hub} and e.offer = offer.id
					and e.shown > 0 and e.day > current_date - ${sql.lit(rememberedDays)}::int)))::int`.as('unseen')
			])
			.executeTakeFirstOrThrow(),
		monthsOf(hub)
	]);
	const newcomers = firms
		.filter(({ sinceDays }) => sinceDays <= newForDays)
		.map(({ waitedDays, sinceDays }) => ({ days: waitedDays ?? sinceDays, isOver: waitedDays !== null }));
	const amounts = firms.map(({ attention }) => attention);
	return {
		days: rememberedDays,
		firms: firms.length,
		firmsUnseen: firms.filter(({ shown }) => !shown).length,
		offers: offers.all,
		offersUnseen: offers.unseen,
		shown: firms.reduce((sum, { shown }) => sum + shown, 0),
		gini: gini(amounts),
		misplaced: misplaced(firms),
		lorenz: lorenz(amounts),
		newcomers: {
			firms: newcomers.length,
			seen: newcomers.filter(({ isOver }) => isOver).length,
			medianDays: medianWait(newcomers)
		},
		months
	};
}

const lately = sql<boolean>`e.day > current_date - ${sql.lit(rememberedDays)}::int`;

/** Every firm that offers something, with what was seen of it lately and how long it waited for its first place. */
const firmsSeen = (hub: string) =>
	db
		.selectFrom(offeringFirms(hub).as('firm'))
		.leftJoin(
			(from) =>
				from
					.selectFrom('matchingExposure as e')
					.select([
						'e.firm',
						sql<number>`coalesce(sum(e.shown) filter (where ${lately}), 0)::int`.as('shown'),
						sql<number>`coalesce(sum(e.attention) filter (where ${lately}), 0)`.as('attention'),
						sql<number>`coalesce(sum(e.due) filter (where ${lately}), 0)`.as('due'),
						sql<string | null>`min(e.day) filter (where e.shown > 0)`.as('firstShown'),
						sql<string | null>`max(e.day) filter (where e.shown > 0)`.as('lastShown')
					])
					.where('e.hub', '=', hub)
					.groupBy('e.firm')
					.as('seen'),
			(join) => join.onRef('seen.firm', '=', 'firm.id')
		)
		.select(['firm.id', 'firm.name', 'firm.slug', 'firm.commune', 'firm.offers', 'firm.since', 'seen.lastShown'])
		.select([
			sql<number>`coalesce(seen.shown, 0)`.as('shown'),
			sql<number>`coalesce(seen.attention, 0)`.as('attention'),
			sql<number>`coalesce(seen.due, 0)`.as('due'),
			sql<number>`current_date - firm.since::date`.as('sinceDays'),
			// Whoever was seen before is not new, whatever became of the offer that it was seen with.
			sql<number | null>`greatest(0, seen.first_shown - firm.since::date)`.as('waitedDays')
		]);

async function monthsOf(hub: string): Promise<ExposureMonth[]> {
	const rows = await db
		.selectFrom('matchingExposure')
		.select([
			sql<string>`to_char(day, 'YYYY-MM')`.as('month'),
			'firm',
			sql<number>`sum(shown)::int`.as('shown'),
			sql<number>`sum(attention)`.as('attention')
		])
		.where('hub', '=', hub)
		.where('day', '>=', sql<string>`(date_trunc('month', current_date) - interval '11 months')::date`)
		.groupBy(['month', 'firm'])
		.execute();
	return [...Map.groupBy(rows, ({ month }) => month)]
		.map(([month, firms]) => ({
			month,
			shown: firms.reduce((sum, { shown }) => sum + shown, 0),
			firms: firms.filter(({ shown }) => shown > 0).length,
			gini: gini(firms.map(({ attention }) => attention))
		}))
		.sort((a, b) => (a.month < b.month ? -1 : 1));
}

export const exposureOrders = ['owed', 'most', 'least', 'name'] as const;

export const ExposureFilter = z.object({
	q: text(200).default(''),
	/** Only firms that were not among the first ten lately. */
	unseen: z.boolean().default(false),
	order: z.enum(exposureOrders).default('owed')
});
export const ListExposure = ExposureFilter.extend(PageInput.shape);

export const FirmExposure = z.object({
	id: z.uuid(),
	name: z.string(),
	slug: z.string(),
	commune: z.string(),
	/** Open now. */
	offers: z.number(),
	/** Its first offer among those. */
	since: z.date(),
	shown: z.number(),
	attention: z.number(),
	due: z.number(),
	/** 0 to 1: how much of the lift that the hub allows the firm gets. */
	owed: z.number(),
	lastShown: z.string().nullable()
});
export type FirmExposure = z.output<typeof FirmExposure>;

const keysOf = {
	owed: [
		['short', 'desc'],
		['id', 'asc']
	],
	most: [
		['attention', 'desc'],
		['id', 'asc']
	],
	least: [
		['attention', 'asc'],
		['id', 'asc']
	],
	name: [
		['name', 'asc'],
		['id', 'asc']
	]
} as const;

/** What was seen of each firm in the last ninety days; those first to whom most is owed, unless told otherwise. */
export async function listExposure(
	actor: Actor,
	{ q, unseen, order, ...page }: z.output<typeof ListExposure>
): Promise<Page<FirmExposure>> {
	authorize(mayTune(actor));
	const query = firmsSeen(actor.hub)
		.select(sql<number>`coalesce((seen.due - seen.attention) / (seen.due + 1), 0)`.as('short'))
		.$if(q !== '', (some) =>
			some.where(sql<boolean>`without_accents(firm.name) ilike without_accents(${`%${q.replace(/[\\%_]/g, '\\$&')}%`})`)
		)
		.$if(unseen, (some) => some.where(sql<boolean>`coalesce(seen.shown, 0) = 0`));
	const { items, ...more } = await cursorPage(query as never, keysOf[order] as never, page);
	return {
		...more,
		items: (items as (Omit<FirmExposure, 'owed'> & Seen)[]).map(
			({ id, name, slug, commune, offers, since, shown, attention, due, lastShown }) => ({
				id,
				name,
				slug,
				commune,
				offers,
				since,
				shown,
				attention,
				due,
				owed: owed({ attention, due }),
				lastShown
			})
		)
	};
}

/** How many firms the list holds. */
export async function countExposure(actor: Actor, { q, unseen }: z.output<typeof ExposureFilter>): Promise<number> {
	authorize(mayTune(actor));
	const { count } = await db
		.selectFrom(
			firmsSeen(actor.hub)
				.$if(q !== '', (some) =>
					some.where(sql<boolean>`without_accents(firm.name) ilike without_accents(${`%${q.replace(/[\\%_]/g, '\\$&')}%`})`)
				)
				.$if(unseen, (some) => some.where(sql<boolean>`coalesce(seen.shown, 0) = 0`))
				.as('listed')
		)
		.select(sql<number>`count(*)::int`.as('count'))
		.executeTakeFirstOrThrow();
	return count;
}
