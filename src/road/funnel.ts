import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, found, refuse } from '#platform/refusal.ts';
import { sizeClasses } from '#ecosystem/activities/firms.ts';
import { milestonesOfPosts, needProfiles, organisationProfiles, type Profile } from '#ecosystem/milestones.ts';
import { kinds } from '#ecosystem/organisations.ts';
import { milestonesOfIntroductions } from '#introductions/milestones.ts';
import { mayCount } from './policy.ts';
import { notOffered, stones } from './road.ts';

/** What is counted: organisations that seek, needs, or organisations that help. */
export const measures = ['organisations', 'needs', 'helpers'] as const;
export const groupings = ['month', 'sector', 'size'] as const;

/** Stones that are counted. A need begins at km 2. */
export const countedStones = (of: (typeof measures)[number]) =>
	stones.filter((km) => !notOffered.includes(km) && (of !== 'needs' || km >= 2));

const month = z.string().regex(/^(19|20)\d\d-(0[1-9]|1[0-2])$/, 'month_invalid');

const Counted = z.object({
	of: z.enum(measures).default('organisations'),
	/** First and last month, on the hub's clock; the past twelve without them. */
	from: month.optional(),
	to: month.optional(),
	/** A sector of the vocabulary, or `none`. */
	sector: z.string().max(80).optional(),
	size: z.enum([...sizeClasses, 'none']).optional(),
	kind: z.enum(kinds).optional()
});
type Counted = z.output<typeof Counted>;

export const FunnelFilter = Counted.extend({ by: z.enum(groupings).default('month') });
export const FigureFilter = Counted.extend({
	km: z.number().int().min(0).max(7).default(0),
	/** Only those that reached the next stone too. */
	onward: z.boolean().default(false)
});
export const ListFigure = FigureFilter.extend(PageInput.shape);

/** Null where a figure counts so few that it could tell of one of them. */
const figure = z.number().nullable();

export const Funnel = z.object({
	of: z.enum(measures),
	by: z.enum(groupings),
	from: month,
	to: month,
	stones: z.array(
		z.object({
			km: z.number(),
			/** How many reached it for the first time in these months. */
			count: figure,
			/** How many of them reached the next stone, until now. */
			onward: figure,
			/** Days between the two, for half of them less. */
			medianDays: figure
		})
	),
	rows: z.array(z.object({ key: z.string(), counts: z.array(figure) }))
});
export type Funnel = z.output<typeof Funnel>;

export const FigureEntry = z.object({
	id: z.uuid(),
	/** Of the organisation, or title of the need. */
	name: z.string(),
	firm: z.string(),
	slug: z.string().nullable(),
	sectors: z.array(z.string()),
	sizeClass: z.enum(sizeClasses).nullable(),
	at: z.date(),
	/** When the next stone was reached. */
	onwardAt: z.date().nullable()
});
export type FigureEntry = z.output<typeof FigureEntry>;

interface Reached extends Profile {
	unit: string;
	km: number;
	at: Date;
	onwardAt: Date | null;
	month: string;
}

/** One row for each that reached a stone in these months, with the first time that it did: every figure and every list is counted from it. */
const reached = (hub: string, { of, from, to, sector, size, kind }: Counted & Period): RawBuilder<Reached> => {
	const unit = sql.ref(of === 'needs' ? 'need' : 'organisation');
	const side = of === 'helpers' ? 'offer' : 'need';
	return sql`(
		with first as (
			select ${unit} as unit, km, min(at) as at
			from (${milestonesOfPosts(hub)} union all ${milestonesOfIntroductions(hub)}) as proved
			where (side is null or side = ${side}) and ${unit} is not null
			group by ${unit}, km
		)
		select first.unit, first.km, first.at, onward.at as onward_at, profile.*,
			to_char(first.at at time zone hubs.time_zone, 'YYYY-MM') as month
		from first
		join hubs on hubs.id = ${hub}
		join (${of === 'needs' ? needProfiles(hub) : organisationProfiles(hub)}) as profile on profile.id = first.unit
		left join first as onward on onward.unit = first.unit and onward.km = case first.km when 0 then 2 else first.km + 1 end
		where to_char(first.at at time zone hubs.time_zone, 'YYYY-MM') between ${from} and ${to}
			${kind ? sql`and profile.kind = ${kind}` : sql``}
			${size ? sql`and coalesce(profile.size_class, 'none') = ${size}` : sql``}
			${sector === 'none' ? sql`and profile.sectors = '{}'` : sector ? sql`and ${sector} = any(profile.sectors)` : sql``}
	)`;
};

interface Period {
	from: string;
	to: string;
}

/** The months that are asked for, or the past twelve. */
async function periodOf(hub: string, { from, to }: Pick<Counted, 'from' | 'to'>): Promise<Period> {
	const { rows } = await sql<{ now: string }>`
		select to_char(now() at time zone time_zone, 'YYYY-MM') as now from hubs where id = ${hub}`.execute(db);
	const last = to ?? found(rows[0]).now;
	const first = from ?? monthsBefore(last, 11);
	if (first > last) throw refuse('to', 'period_ends_before_it_starts');
	if (monthsBefore(last, 119) > first) throw refuse('from', 'period_too_long');
	return { from: first, to: last };
}

function monthsBefore(last: string, count: number) {
	const at = new Date(`${last}-15T12:00:00Z`);
	at.setUTCMonth(at.getUTCMonth() - count);
	return at.toISOString().slice(0, 7);
}

export function monthsOf({ from, to }: Period): string[] {
	const months = [to];
	while (months[0] !== undefined && months[0] > from) months.unshift(monthsBefore(months[0], 1));
	return months;
}

const groups = { month: sql`month`, size: sql`coalesce(size_class, 'none')`, sector: sql`sector` };

/** How many reached each stone, by month, sector or size. Who pays for the hub reads figures that name nobody. */
export async function funnelOf(actor: Actor, filter: z.output<typeof FunnelFilter>): Promise<Funnel> {
	authorize(mayCount(actor));
	const { of, by, sector } = filter;
	if (!actor.staff) authorize(isCoarse(filter));
	const period = await periodOf(actor.hub, filter);
	const from = reached(actor.hub, { ...filter, ...period });
	const [{ rows: totals }, { rows: cells }] = await Promise.all([
		sql<{ km: number; count: number; onward: number; medianDays: number | null }>`
			select km, count(*) as count, count(onward_at) as onward,
				round(percentile_cont(0.5) within group (order by greatest(0, extract(epoch from onward_at - at) / 86400))
					filter (where onward_at is not null))::int as median_days
			from ${from} as reached group by km`.execute(db),
		sql<{ km: number; key: string; count: number }>`
			select km, ${groups[by]} as key, count(*) as count
			from ${from} as reached
			${by === 'sector' ? sql`cross join lateral unnest(case when sectors = '{}' then '{none}'::text[] else sectors end) as sector` : sql``}
			${by === 'sector' && sector ? sql`where sector = ${sector}` : sql``}
			group by km, ${groups[by]}`.execute(db)
	]);
	const counted = countedStones(of);
	const keys =
		by === 'month' ? monthsOf(period) : by === 'size' ? [...sizeClasses, 'none'] : [...new Set(cells.map(({ key }) => key))].sort();
	const funnel = {
		...{ of, by, ...period },
		stones: counted.map((km) => {
			const { count = 0, onward = 0, medianDays = null } = totals.find((one) => one.km === km) ?? {};
			return { km, count, onward, medianDays };
		}),
		rows: keys
			.map((key) => ({ key, counts: counted.map((km) => cells.find((one) => one.key === key && one.km === km)?.count ?? 0) }))
			.filter(({ counts }) => by === 'month' || counts.some(Boolean))
	};
	return actor.staff ? funnel : shielded(funnel);
}

const few = 5;

/** Whole years, or the past twelve months: with finer ones, two figures laid side by side would tell of a single firm. */
const isCoarse = ({ from, to, sector, size, kind }: Counted) =>
	!sector &&
	!size &&
	!kind &&
	((!from && !to) || (from !== undefined && to !== undefined && from.endsWith('-01') && to === `${from.slice(0, 4)}-12`));

/** Figures below five are left out, and beside a single one that is left out the next larger too, or the sum would tell it. */
function shielded(funnel: Funnel): Funnel {
	const hidden = funnel.stones.map((_, nth) => {
		const column = funnel.rows.map(({ counts }) => counts[nth] ?? 0).filter((count) => count > 0);
		const isSmall = (count: number) => count < few;
		const others = column.filter((count) => !isSmall(count)).sort((one, other) => one - other);
		return column.filter(isSmall).length === 1 ? (others[0] ?? 0) : 0;
	});
	const shown = (count: number | null) => (count !== null && count > 0 && count < few ? null : count);
	return {
		...funnel,
		stones: funnel.stones.map(({ km, count, onward, medianDays }) => {
			// Of those who went on and those who did not, neither may be few.
			const rest = (count ?? 0) - (onward ?? 0);
			const tells = shown(count) !== null && shown(onward) !== null && shown(rest) !== null;
			return { km, count: shown(count), onward: tells ? onward : null, medianDays: tells ? medianDays : null };
		}),
		rows: funnel.rows.map(({ key, counts }) => ({
			key,
			counts: counts.map((count, nth) => (count !== null && count > 0 && count <= (hidden[nth] ?? 0) ? null : shown(count)))
		}))
	};
}

const latest = [
	['at', 'desc'],
	['unit', 'asc']
] as const;

/** What a figure was counted from, the latest first. */
export async function listFigure(actor: Actor, { cursor, limit, ...filter }: z.output<typeof ListFigure>): Promise<Page<FigureEntry>> {
	const page = await cursorPage((await counted(actor, filter)).selectAll('reached'), latest, { cursor, limit });
	return {
		...page,
		items: page.items.map(({ unit, name, firm, slug, sectors, sizeClass, at, onwardAt }) => ({
			...{ id: unit, name, firm, slug, sectors, at, onwardAt },
			sizeClass: sizeClass as FigureEntry['sizeClass']
		}))
	};
}

export async function countFigure(actor: Actor, filter: z.output<typeof FigureFilter>): Promise<number> {
	const { count } = await (await counted(actor, filter)).select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow();
	return count;
}

async function counted(actor: Actor, { km, onward, ...filter }: z.output<typeof FigureFilter>) {
	authorize(actor.staff);
	const period = await periodOf(actor.hub, filter);
	const query = db.selectFrom(reached(actor.hub, { ...filter, ...period }).as('reached')).where('reached.km', '=', km);
	return onward ? query.where('reached.onwardAt', 'is not', null) : query;
}
