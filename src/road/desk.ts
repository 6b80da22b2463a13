import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { has, type Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { changes, record } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, conflict, found, Refusal, refuse } from '#platform/refusal.ts';
import { locale, requiredText, text } from '#platform/shapes.ts';
import { introducedNeeds, postsSpeakingOf } from '#ecosystem/introducible.ts';
import { staffOfHub } from '#ecosystem/members.ts';
import { livingNeeds } from '#ecosystem/milestones.ts';
import { organisationsAmong } from '#ecosystem/organisations.ts';
import {
	technologiesOnOffer,
	waitingDuplicates,
	waitingInvitations,
	waitingLetters,
	waitingPeople,
	type WaitingRow
} from '#ecosystem/waiting.ts';
import { introductionsAmong } from '#introductions/introductions-shown.ts';
import { introducedSoFar } from '#introductions/milestones.ts';
import { quietIntroductions } from '#introductions/quiet.ts';
import { mayBill } from '#place/rent/schedule.ts';
import { waitingStatements } from '#place/rent/waiting.ts';
import { waitingFirms } from '#register/waiting.ts';
import { clockOf, today } from '#place/days.ts';
import { waitingAlarms } from '#place/leases/alarms.ts';
import { seesTerms } from '#place/policy.ts';
import { say } from '#platform/i18n.ts';
import { failingWebhooks } from '#webhooks/waiting.ts';

/** What may wait for staff, the most pressing kinds first. */
export const waitingKinds = [
	'lease_running_on',
	'join_request',
	'introduction_unanswered',
	'introduction_without_date',
	'meeting_unreported',
	'follow_up_troubled',
	'need_without_introduction',
	'need_without_match',
	'need_let_down',
	'need_expiring',
	'charges_due',
	'firm_ceased',
	'duplicate_likely',
	'invitation_unanswered',
	'letter_stuck',
	'webhook_failing',
	'lease_alarm'
] as const;
export type WaitingKind = (typeof waitingKinds)[number];

const mayCareFor = (person: Pick<Actor, 'roles'>, kind: WaitingKind) =>
	kind === 'charges_due'
		? mayBill(person as Actor)
		: kind.startsWith('lease_')
			? seesTerms(person as Actor)
			: kind === 'letter_stuck' || kind === 'webhook_failing'
				? has(person as Actor)
				: !['invitation_unanswered', 'firm_ceased'].includes(kind) || has(person as Actor, 'animator');

/** Kinds that this person sees at the desk. */
export const kindsFor = (actor: Actor) => waitingKinds.filter((kind) => mayCareFor(actor, kind));

const needsWaiting = ({ hub }: Actor): RawBuilder<WaitingRow> => sql`
	select said.kind, n.id::text as record, said.since, said.due, n.id as need, n.organisation as firm, null::uuid as other, '' as name, '' as words
	from (${livingNeeds(hub)}) as n
	left join (${introducedSoFar(hub)}) as i on i.need = n.id
	cross join (${technologiesOnOffer(hub)}) as offered
	cross join lateral (values
		(case when i.need is not null then null when n.technologies && offered.technologies then 'need_without_introduction' else 'need_without_match' end,
			n.opened_at, n.opened_at + interval '7 days', n.state = 'open' and n.expires_at > now()),
		('need_let_down', i.last_ended, i.last_ended + interval '7 days',
			n.state = 'open' and n.expires_at > now() and i.need is not null and not i.is_live and not i.is_opened),
		('need_expiring', n.expires_at - interval '14 days', n.expires_at,
			n.state in ('open', 'expired') and n.expires_at between now() - interval '60 days' and now() + interval '14 days')
	) as said (kind, since, due, waits)
	where said.waits and said.kind is not null`;

const everything = (actor: Actor, now: string) => sql<WaitingRow>`(
	${needsWaiting(actor)} union all ${waitingPeople(actor)} union all ${waitingInvitations(actor)} union all ${waitingLetters(actor)}
	union all ${quietIntroductions(actor)} union all ${waitingFirms(actor)} union all ${failingWebhooks(actor)} union all ${waitingDuplicates(actor)}
	union all ${waitingStatements(actor)} union all ${waitingAlarms(actor, now)}
)`;

export const DeskFilter = z.object({
	q: text(200).default(''),
	kind: z.enum(waitingKinds).optional(),
	/** Mine, nobody’s, or everybody’s. */
	whose: z.enum(['all', 'mine', 'free']).default('all'),
	/** What rests until a day, instead of what waits now. */
	resting: z.boolean().default(false)
});
export const ListDesk = DeskFilter.extend(PageInput.shape);
type Filter = z.output<typeof DeskFilter>;

const Named = z.object({ id: z.uuid(), name: z.string() });

export const DeskEntry = z.object({
	kind: z.enum(waitingKinds),
	/** With the kind it names the entry: an id, or two joined by a point. */
	record: z.string(),
	since: z.date(),
	/** By when somebody should have seen to it. */
	due: z.date(),
	urgency: z.enum(['late', 'soon', 'calm']),
	/** Of the need or the letter; empty where the people say it all. */
	title: z.string(),
	locale: locale.nullable(),
	firm: Named.extend({ slug: z.string() }).nullable(),
	/** The other firm of an introduction. */
	partner: Named.nullable(),
	/** Who asks, or who was written to. */
	person: z.string(),
	/** What that person wrote. */
	words: z.string(),
	/** The statement of charges that was begun. */
	statement: z.uuid().nullable(),
	/** The introduction's version, for what changes it. */
	recordVersion: z.number().nullable(),
	assignee: z.object({ member: z.uuid(), name: z.string() }).nullable(),
	restsUntil: z.date().nullable(),
	restsBecause: z.string(),
	/** Of what staff noted on it: two who note at once do not overwrite each other. */
	version: z.number()
});
export type DeskEntry = z.output<typeof DeskEntry>;

/** Nobody takes care of it: nobody was named, or who was runs the hub no longer. */
const isFree = (staff: { member: string }[]) =>
	sql<boolean>`(noted.assignee is null or noted.assignee <> all(${staff.map(({ member }) => member)}::uuid[]))`;

async function waiting(actor: Actor, { q, kind, whose, resting }: Filter) {
	authorize(actor.staff);
	let query = db
		.selectFrom(everything(actor, today(await clockOf(actor.hub))).as('waiting'))
		.leftJoin('deskEntries as noted', (join) =>
			join.on('noted.hub', '=', actor.hub).onRef('noted.kind', '=', 'waiting.kind').onRef('noted.record', '=', 'waiting.record')
		)
		.selectAll('waiting')
		.select(sql<number>`(waiting.kind <> 'lease_running_on')::int`.as('rank'))
		.select(['noted.assignee', 'noted.snoozedUntil', 'noted.snoozedBecause', 'noted.version'])
		.where('waiting.kind', 'in', kind ? [kind] : kindsFor(actor));
	if (whose === 'mine') query = query.where('noted.assignee', '=', actor.member);
	if (whose === 'free') query = query.where(isFree(await staffOfHub(actor)));
	query = query.where(sql<boolean>`coalesce(noted.snoozed_until > now(), false) = ${resting}`);
	if (q) {
		const said = await postsSpeakingOf(actor.hub, q);
		const sign = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
		const among = (column: string, ids: string[]) => sql<boolean>`${sql.ref(`waiting.${column}`)} = any(${ids}::uuid[])`;
		query = query.where((eb) =>
			eb.or([
				among('need', said.needs),
				among('firm', said.firms),
				among('other', said.firms),
				sql<boolean>`without_accents(waiting.name || ' ' || waiting.words) ilike without_accents(${sign})`
			])
		);
	}
	return query;
}

/** A lease that the law makes another one comes before all that can wait. */
const mostUrgent = [
	['rank', 'asc'],
	['due', 'asc'],
	['kind', 'asc'],
	['record', 'asc']
] as const;

/** What waits for staff, the most urgent first. */
export async function listDesk(actor: Actor, { cursor, limit, ...filter }: z.output<typeof ListDesk>): Promise<Page<DeskEntry>> {
	const page = await cursorPage(await waiting(actor, filter), mostUrgent, { cursor, limit });
	return { ...page, items: await shown(actor, page.items) };
}

type Row = WaitingRow & { assignee: string | null; snoozedUntil: Date | null; snoozedBecause: string | null; version: number | null };

async function shown(actor: Actor, rows: Row[]): Promise<DeskEntry[]> {
	const ids = (of: (row: Row) => string | null) => rows.map(of).filter((id) => id !== null);
	const isIntroduction = (kind: string) => /^(introduction|meeting|follow_up)_/.test(kind);
	const [needs, firms, introductions, staff] = await Promise.all([
		introducedNeeds(
			db,
			actor.hub,
			ids(({ need }) => need)
		),
		organisationsAmong(actor, [...ids(({ firm }) => firm), ...ids(({ other }) => other)]),
		introductionsAmong(
			actor,
			ids(({ kind, record }) => (isIntroduction(kind) ? record : null))
		),
		staffOfHub(actor)
	]);
	const named = (id: string | null) => firms.find((firm) => firm.id === id) ?? null;
	return rows.map((row) => {
		const need = row.need ? needs.get(row.need) : undefined;
		const firm = named(row.firm);
		const partner = named(row.other);
		const assignee = staff.find(({ member }) => member === row.assignee);
		return {
			kind: row.kind as WaitingKind,
			record: row.record,
			since: row.since,
			due: row.due,
			urgency: urgencyOf(row.due),
			title:
				need?.title ??
				(row.kind === 'letter_stuck'
					? row.words
					: row.kind.startsWith('lease_')
						? `${say(`lease_alarm_${row.words}`, {}, actor.locale)} – ${row.name}`
						: ''),
			locale: need?.locale ?? null,
			firm: firm && { id: firm.id, name: firm.name, slug: firm.slug },
			partner: partner && { id: partner.id, name: partner.name },
			person: row.name,
			words: row.kind === 'join_request' ? row.words : '',
			statement: row.kind === 'charges_due' ? row.words || null : null,
			recordVersion: introductions.find(({ id }) => id === row.record)?.version ?? null,
			assignee: assignee ? { member: assignee.member, name: assignee.name } : null,
			restsUntil: row.snoozedUntil && row.snoozedUntil > new Date() ? row.snoozedUntil : null,
			restsBecause: row.snoozedUntil && row.snoozedUntil > new Date() ? (row.snoozedBecause ?? '') : '',
			version: row.version ?? 0
		};
	});
}

const day = 86_400_000;
const urgencyOf = (due: Date) => (due.getTime() < Date.now() ? 'late' : due.getTime() < Date.now() + 3 * day ? 'soon' : 'calm');

export const DeskCounts = z.object({
	/** Of each kind, with the other filters as they are. */
	kinds: z.array(z.object({ kind: z.enum(waitingKinds), count: z.number() })),
	total: z.number(),
	/** Of all that waits now, whatever the filters. */
	mine: z.number(),
	free: z.number(),
	all: z.number(),
	resting: z.number()
});

/** How much waits, by kind and by whose it is. */
export async function countDesk(actor: Actor, filter: Filter): Promise<z.output<typeof DeskCounts>> {
	const free = isFree(await staffOfHub(actor));
	const now = today(await clockOf(actor.hub));
	const [filtered, { rows }] = await Promise.all([
		(await waiting(actor, { ...filter, kind: undefined }))
			.clearSelect()
			.select(['waiting.kind', sql<number>`count(*)`.as('count')])
			.groupBy('waiting.kind')
			.execute(),
		sql<{ mine: number; free: number; all: number; resting: number }>`
			select count(*) filter (where not rests and assignee = ${actor.member}) as mine, count(*) filter (where not rests and is_free) as free,
				count(*) filter (where not rests) as all, count(*) filter (where rests) as resting
			from (
				select noted.assignee, ${free} as is_free, coalesce(noted.snoozed_until > now(), false) as rests
				from ${everything(actor, now)} as waiting
				left join desk_entries noted on noted.hub = ${actor.hub} and noted.kind = waiting.kind and noted.record = waiting.record
				where waiting.kind = any(${kindsFor(actor)})
			) as everything`.execute(db)
	]);
	const kinds = kindsFor(actor).map((kind) => ({ kind, count: filtered.find((one) => one.kind === kind)?.count ?? 0 }));
	const total = filter.kind
		? (kinds.find(({ kind }) => kind === filter.kind)?.count ?? 0)
		: kinds.reduce((sum, { count }) => sum + count, 0);
	return { kinds, total, ...found(rows[0]) };
}

const OneEntry = z.object({ kind: z.enum(waitingKinds), record: z.string().max(80) });

/** What waits no longer was seen to by somebody else, a moment ago or by the firm itself. */
export async function findEntry(actor: Actor, { kind, record: id }: z.output<typeof OneEntry>): Promise<DeskEntry> {
	authorize(actor.staff);
	authorize(mayCareFor(actor, kind));
	for (const resting of [false, true]) {
		const rows = await (await waiting(actor, DeskFilter.parse({ kind, resting }))).where('waiting.record', '=', id).execute();
		const [entry] = await shown(actor, rows);
		if (entry) return entry;
	}
	throw conflict('desk_entry_done');
}

const Noted = OneEntry.extend({
	/** As the list showed it; 0 where nobody noted anything yet. */
	version: z.number().int().min(0).default(0)
});

export const AssignEntry = Noted.extend({
	/** Somebody of the staff; nobody where it is left out. */
	assignee: z.uuid().nullish()
});

/** Hands an entry to oneself, to a colleague or back to everybody. Of two who do so at once the second is told whose it is now. */
export async function assignEntry(actor: Actor, { assignee = null, ...input }: z.output<typeof AssignEntry>): Promise<DeskEntry> {
	const entry = await findEntry(actor, input);
	const colleague = assignee && (await staffOfHub(actor)).find(({ member }) => member === assignee);
	if (assignee && !(colleague && mayCareFor(colleague, input.kind))) throw refuse('assignee', 'not_a_choice');
	return note(actor, input, 'desk.assigned', { assignee }, { assignee: entry.assignee?.member ?? null });
}

export const SnoozeEntry = Noted.extend({
	/** It comes back on this day; left out, it comes back now. */
	until: z.iso.date().nullish(),
	because: text(300).default('')
});

/** Lets an entry rest until a day, with the reason, or wakes it. */
export async function snoozeEntry(actor: Actor, { until = null, because, ...input }: z.output<typeof SnoozeEntry>): Promise<DeskEntry> {
	const entry = await findEntry(actor, input);
	if (until && !requiredText(300).safeParse(because).success) throw refuse('because', 'required');
	const { rows } = await sql<{ at: Date | null; isFar: boolean; isPast: boolean }>`
		select at, at <= now() as is_past, at > now() + interval '1 year' as is_far
		from (select ${until}::date::timestamp at time zone time_zone as at from hubs where id = ${actor.hub}) as day`.execute(db);
	const { at, isPast, isFar } = found(rows[0]);
	if (isPast) throw refuse('until', 'date_has_passed');
	if (isFar) throw refuse('until', 'desk_rest_too_long');
	return note(
		actor,
		input,
		until ? 'desk.snoozed' : 'desk.woken',
		{ snoozedUntil: at, snoozedBecause: until ? because : '' },
		{ snoozedUntil: entry.restsUntil, snoozedBecause: entry.restsBecause }
	);
}

type Note = { assignee?: string | null; snoozedUntil?: Date | null; snoozedBecause?: string };

async function note(actor: Actor, { kind, record: id, version }: z.output<typeof Noted>, what: string, after: Note, before: Note) {
	await transaction(async (tx) => {
		const kept = await tx
			.insertInto('deskEntries')
			.values({ hub: actor.hub, kind, record: id, ...after })
			.onConflict((on) =>
				on
					.columns(['hub', 'kind', 'record'])
					.doUpdateSet({ ...after, notedAt: new Date(), version: version + 1 })
					.where('deskEntries.version', '=', version)
			)
			.returning('version')
			.executeTakeFirst();
		// The first note of all is version 1: who saw a later one and finds none looked at another entry.
		if (!kept || kept.version !== version + 1) throw conflict('changed_meanwhile');
		await record(tx, actor, what, `${kind} ${id}`, changes<object>(before, after));
	}).catch(async (thrown: unknown) => {
		throw thrown instanceof Refusal && thrown.code === 'changed_meanwhile' ? await taken(actor, { kind, record: id }) : thrown;
	});
	return findEntry(actor, { kind, record: id });
}

async function taken(actor: Actor, entry: z.output<typeof OneEntry>) {
	const { assignee } = await findEntry(actor, entry);
	return assignee
		? new Refusal('desk_entry_taken', { status: 409, params: { who: assignee.name } })
		: new Refusal('changed_meanwhile', { status: 409 });
}
