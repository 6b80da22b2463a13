import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { firmNames } from '#ecosystem/firms.ts';
import type { WaitingRow } from '#ecosystem/waiting.ts';
import type { Actor } from '#platform/actor.ts';
import { acrossHubs, db, inHub, transaction, type Tx } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict, found } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { clockOf, today } from '../days.ts';
import { speaksOf } from './search.ts';
import { seesTerms } from '../policy.ts';
import { openStatements } from '../rent/waiting.ts';
import { tellManagers, told } from './told.ts';

/** What somebody must see in time, the gravest first. */
export const leaseAlarms = [
	'derogatory_overdue',
	'moves_in_late',
	'term_over',
	'insurance_over',
	'deposit_missing',
	'guarantee_over',
	'statement_late',
	'derogatory_1',
	'notice_due',
	'break_near',
	'term_near',
	'derogatory_3',
	'triennial',
	'statement_due',
	'insurance_ends',
	'guarantee_ends',
	'derogatory_6'
] as const;
export type LeaseAlarm = (typeof leaseAlarms)[number];

/** Those after which it is too late. */
export const hardAlarms: readonly LeaseAlarm[] = leaseAlarms.slice(0, 7);

/**
 * Every alarm of a hub on a day: of each lease what is due, and when. A derogatory lease warns six, three and one months before its end, and
 * once more, in red, when its tenant stayed for a month after it: by then the law has made a commercial lease of it (art. L145-5). A statement of charges is due
 * from two months before 30 September on, to each tenant who paid provisions.
 */
const alarmsOn = (hub: string, now: string) => sql<{ lease: string; alarm: LeaseAlarm; day: string }>`(
	with running as (select * from leases where hub = ${hub} and state = 'signed'),
		triennials as (
			select l.*, (l.starts_on + make_interval(years => 3 * n))::date - 1 as day,
				((l.starts_on + make_interval(years => 3 * n) - make_interval(months => l.notice_months))::date - 1) as notice_day
			from running l cross join generate_series(1, 10) as n
			where l.kind = 'commercial' and (l.ends_on is null or (l.starts_on + make_interval(years => 3 * n))::date - 1 < l.ends_on)
		)
	select id as lease, alarm, day from running l cross join lateral (values
		(case when l.kind <> 'derogatory' or l.ends_on is null then null
			when l.ends_on + interval '1 month' < ${now}::date then 'derogatory_overdue'
			when l.ends_on < ${now}::date then 'term_over'
			when l.ends_on <= ${now}::date + interval '1 month' then 'derogatory_1'
			when l.ends_on <= ${now}::date + interval '3 months' then 'derogatory_3'
			when l.ends_on <= ${now}::date + interval '6 months' then 'derogatory_6' end, l.ends_on),
		(case when l.kind = 'derogatory' or l.ends_on is null then null
			when l.ends_on < ${now}::date then 'term_over'
			when l.ends_on <= ${now}::date + interval '6 months' then 'term_near' end, l.ends_on),
		(case when l.insurance_ends_on is null or l.starts_on > ${now}::date then null
			when l.insurance_ends_on < ${now}::date then 'insurance_over'
			when l.insurance_ends_on <= ${now}::date + interval '1 month' then 'insurance_ends' end, l.insurance_ends_on),
		(case when l.deposit_cents > 0 and l.deposit_received_on is null and l.starts_on <= ${now}::date then 'deposit_missing' end, l.starts_on)
	) as said (alarm, day) where alarm is not null
	union all
	select id, 'notice_due', notice_day from triennials where notice_day between ${now}::date and ${now}::date + interval '3 months'
	union all
	select id, 'break_near', day from triennials where day between ${now}::date and ${now}::date + interval '6 months'
	union all
	select id, 'triennial', day from triennials where day between ${now}::date - interval '2 months' and ${now}::date - 1
	union all
	select g.lease, case when min(g.ends_on) < ${now}::date then 'guarantee_over' else 'guarantee_ends' end, min(g.ends_on)
	from lease_guarantees g join running l on l.id = g.lease
	where g.hub = ${hub} and g.ends_on <= ${now}::date + interval '3 months' group by g.lease
	union all
	select distinct l.id, case when o.due::date < ${now}::date then 'statement_late' else 'statement_due' end, o.due::date
	from ${openStatements(hub)} as o
	join running l on l.starts_on <= make_date(o.year, 12, 31) and (l.ends_on is null or l.ends_on >= make_date(o.year, 1, 1))
	join lease_terms t on t.hub = ${hub} and t.lease = l.id and t.charges = 'provision'
	where o.year = extract(year from ${now}::date)::int - 1 and o.due::date <= ${now}::date + interval '2 months' and exists (select from lease_units lu
		join units u on u.hub = lu.hub and u.id = lu.unit join floors f on f.hub = u.hub and f.id = u.floor
		join buildings b on b.hub = f.hub and b.id = f.building where lu.hub = ${hub} and lu.lease = l.id and b.site = o.site)
	union all
	select distinct on (l.id) l.id, 'moves_in_late', l.starts_on
	from running l join lease_units lu on lu.hub = l.hub and lu.lease = l.id
	join works_units wu on wu.hub = lu.hub and wu.unit = lu.unit join works w on w.hub = wu.hub and w.id = wu.works
	where l.starts_on > ${now}::date and w.state in ('planned', 'under_way') and l.starts_on > w.starts_on and l.starts_on <= w.ends_on
)`;

export const AlarmLine = z.object({
	lease: z.uuid(),
	number: z.string(),
	alarm: z.enum(leaseAlarms),
	isHard: z.boolean(),
	/** The day that it is about. */
	day: z.string(),
	tenantName: z.string(),
	tenantSlug: z.string(),
	units: z.array(z.string())
});
export type AlarmLine = z.output<typeof AlarmLine>;

export const ListAlarms = PageInput.extend({ q: text(200).default(''), alarm: z.enum(leaseAlarms).optional() });

/** What leases ask for, the gravest and then the nearest first. */
export async function listAlarms(actor: Actor, { q, alarm, ...page }: z.output<typeof ListAlarms>): Promise<Page<AlarmLine>> {
	authorize(seesTerms(actor));
	const { hub } = actor;
	const now = today(await clockOf(hub));
	let query = db
		.selectFrom(alarmsOn(hub, now).as('alarms'))
		.innerJoin('leases', (join) => join.onRef('leases.id', '=', 'alarms.lease').on('leases.hub', '=', hub))
		.select([
			'alarms.lease',
			'alarms.alarm',
			sql<string>`alarms.day::text`.as('day'),
			'leases.number',
			'leases.tenant',
			sql<number>`array_position(${[...leaseAlarms]}::text[], alarms.alarm)`.as('rank'),
			sql<string[]>`array(select u.number from lease_units lu join units u on u.hub = lu.hub and u.id = lu.unit
				where lu.hub = leases.hub and lu.lease = leases.id order by u.number)`.as('units')
		]);
	if (alarm) query = query.where('alarms.alarm', '=', alarm);
	if (q) query = query.where(await speaksOf(hub, q));
	const { items, ...rest } = await cursorPage(
		query,
		[
			['rank', 'asc'],
			['day', 'asc'],
			['lease', 'asc']
		],
		page
	);
	const names = await firmNames(
		actor,
		items.map(({ tenant }) => tenant)
	);
	return {
		...rest,
		items: items.map(({ rank: _, tenant, ...row }) => ({
			...row,
			isHard: hardAlarms.includes(row.alarm),
			tenantName: names.get(tenant)?.name ?? '',
			tenantSlug: names.get(tenant)?.slug ?? ''
		}))
	};
}

export const SeeAlarm = z.object({ lease: z.uuid(), alarm: z.enum(leaseAlarms), day: z.iso.date() });

/** Says that somebody saw an alarm: it waits at the desk no more, and stays in the list until its reason is gone. */
export async function seeAlarm(actor: Actor, { lease, alarm, day }: z.output<typeof SeeAlarm>): Promise<{ id: string }> {
	authorize(seesTerms(actor));
	const { hub } = actor;
	const now = today(await clockOf(hub));
	return transaction(async (tx) => {
		found(
			await tx
				.selectFrom(alarmsOn(hub, now).as('alarms'))
				.select('alarms.lease')
				.where('alarms.lease', '=', lease)
				.where('alarms.alarm', '=', alarm)
				.where(sql<boolean>`alarms.day = ${day}::date`)
				.executeTakeFirst()
		);
		const seen = { seenAt: new Date(), seenBy: actor.member };
		const row = await tx
			.insertInto('leaseAlarmsTold')
			.values({ hub, lease, alarm, day, ...seen })
			.onConflict((on) => on.columns(['hub', 'lease', 'alarm', 'day']).doUpdateSet(seen).where('leaseAlarmsTold.seenAt', 'is', null))
			.returning('lease')
			.executeTakeFirst();
		if (!row) throw conflict('alarm_was_seen');
		await record(tx, actor, 'lease.alarm_seen', lease, { alarm: [null, alarm], day: [null, day] });
		return { id: lease };
	});
}

/** Alarms that nobody said they saw, for the desk: those of a derogatory lease whose tenant stayed are a kind of their own. */
export const waitingAlarms = (actor: Actor, now: string): RawBuilder<WaitingRow> => sql`
	select case when a.alarm = 'derogatory_overdue' then 'lease_running_on' else 'lease_alarm' end as kind,
		a.lease || '.' || a.alarm || '.' || a.day as record, l.created_at as since, a.day::timestamptz as due,
		null::uuid as need, l.tenant as firm, null::uuid as other, l.number as name, a.alarm as words
	from ${alarmsOn(actor.hub, now)} as a join leases l on l.hub = ${actor.hub} and l.id = a.lease
	where ${seesTerms(actor)} and a.alarm not like 'statement\\_%' and not exists (select from lease_alarms_told t
		where t.hub = ${actor.hub} and t.lease = a.lease and t.alarm = a.alarm and t.day = a.day and t.seen_at is not null)`;

/** Tells the site managers of each alarm once, each morning. */
export const tellAlarms = job(
	'place.tell_alarms',
	async () => {
		const hubs = await acrossHubs(() => db.selectFrom('hubs').select(['id', 'timeZone']).execute());
		for (const { id: hub, timeZone } of hubs) await inHub(hub, () => transaction((tx) => tellIn(tx, hub, today(timeZone))));
	},
	{ every: '20 5 * * *' }
);

async function tellIn(tx: Tx, hub: string, now: string) {
	const due = await tx
		.selectFrom(alarmsOn(hub, now).as('alarms'))
		.innerJoin('leases', (join) => join.onRef('leases.id', '=', 'alarms.lease').on('leases.hub', '=', hub))
		.select(['alarms.lease', 'alarms.alarm', sql<string>`alarms.day::text`.as('day'), 'leases.number'])
		.execute();
	for (const { lease, alarm, day, number } of due) {
		// One statement serves many tenants: it waits at the desk.
		if (alarm.startsWith('statement_')) continue;
		const isNew = await tx
			.insertInto('leaseAlarmsTold')
			.values({ hub, lease, alarm, day })
			.onConflict((on) => on.columns(['hub', 'lease', 'alarm', 'day']).doNothing())
			.returning('lease')
			.executeTakeFirst();
		if (!isNew) continue;
		const words = { alarm: { key: `lease_alarm_${alarm}` }, day: { at: `${day}T12:00:00Z`, as: 'day' } } as const;
		await tellManagers(tx, hub, 'lease_alarm', { id: lease, number }, words, told.alarm);
	}
}
