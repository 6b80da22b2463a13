import { sql } from 'kysely';
import { z } from 'zod';
import { isMember, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { authorize, found, membersOnly } from '#platform/refusal.ts';
import { locale } from '#platform/shapes.ts';
import { introducedNeeds, introducedOffers } from '#ecosystem/introducible.ts';
import { livingNeeds, milestonesOfPosts, type Milestone } from '#ecosystem/milestones.ts';
import { organisationsAmong } from '#ecosystem/organisations.ts';
import { introductionsAmong } from '#introductions/introductions-shown.ts';
import { introducedSoFar, milestonesOfIntroductions, movesOfFirms } from '#introductions/milestones.ts';
import { mayFollow } from './policy.ts';

/** The stones, km 0 … km 7. */
export const stones = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** Kilometres that no room of this hub keeps records of: shown, and walked past. */
export const notOffered: readonly number[] = [1];

const Proof = z.object({
	kind: z.enum(['organisation', 'need', 'offer', 'introduction']),
	id: z.uuid(),
	title: z.string(),
	locale: locale.nullable(),
	/** The other firm of an introduction; null where the reader may not know it. */
	partner: z.string().nullable(),
	/** A day on the hub's clock. */
	on: z.iso.date()
});

export const moveCodes = [
	'answer',
	'partner_answers',
	'pick_date',
	'propose_dates',
	'partner_picks',
	'meet',
	'tell_outcome',
	'open_need',
	'renew_need',
	'find_match',
	'settle_need',
	'solve_need',
	'say_need',
	'find_needs',
	'say_another'
] as const;

const Move = z.object({
	code: z.enum(moveCodes),
	/** Whose move it is: the firm's own, its partner's, both of theirs, or that of those who run the hub. */
	who: z.enum(['you', 'both', 'staff', 'partner']),
	/** The stone that it leads to. */
	km: z.number(),
	kind: z.enum(['organisation', 'need', 'introduction']),
	id: z.uuid(),
	title: z.string(),
	locale: locale.nullable(),
	partner: z.string().nullable(),
	since: z.iso.date().nullable(),
	due: z.iso.date().nullable()
});
export type RoadMove = z.output<typeof Move>;

export const RoadView = z.object({
	organisation: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
	/** The farthest stone that a record proves. */
	at: z.number(),
	stones: z.array(
		z.object({
			km: z.number(),
			/** Reached, by-passed on the way to a farther one, still to come, or not offered by this hub. */
			state: z.enum(['reached', 'passed', 'ahead', 'not_offered']),
			/** The day of the first record. */
			on: z.iso.date().nullable(),
			/** How many records prove it. */
			count: z.number(),
			/** The latest of them. */
			proofs: z.array(Proof)
		})
	),
	/** What is to be done, the firm's own moves first. */
	moves: z.array(Move),
	moveCount: z.number()
});
export type RoadView = z.output<typeof RoadView>;

export const FindRoad = z.object({ organisation: z.uuid() });

/** Where an organisation stands between km 0 and km 7, what proves it, what is next and whose move it is. */
export async function roadOf(actor: Actor, { organisation }: z.output<typeof FindRoad>): Promise<RoadView> {
	if (!isMember(actor)) throw membersOnly(actor);
	const [known] = await organisationsAmong(actor, [organisation]);
	found(known);
	authorize(mayFollow(actor, organisation));
	return found((await roadsOf(actor, [organisation]))[0]);
}

const shownProofs = 4;
const shownMoves = 6;

/** The roads of these organisations, as far as the actor may follow them; as many queries for one as for twenty. */
export async function roadsOf(actor: Actor, ids: readonly string[]): Promise<RoadView[]> {
	const followed = ids.filter((id) => mayFollow(actor, id));
	const { hub } = actor;
	const [organisations, steps, moves] = await Promise.all([
		organisationsAmong(actor, followed),
		stepsOf(hub, followed),
		movesOf(hub, followed)
	]);
	const of = (kind: string) => [...steps, ...moves].filter((one) => one.kind === kind).map(({ record }) => record);
	const [needs, offers, introductions] = await Promise.all([
		introducedNeeds(db, hub, of('need')),
		introducedOffers(db, hub, of('offer')),
		introductionsAmong(actor, of('introduction'))
	]);
	const about = (kind: string, record: string, organisation: string) => {
		const introduction = introductions.find(({ id }) => id === record);
		if (introduction) {
			const partner = introduction.needFirm?.id === organisation ? introduction.offerFirm : introduction.needFirm;
			return { title: introduction.need.title, locale: introduction.need.locale, partner: partner?.name ?? null };
		}
		const post = kind === 'need' ? needs.get(record) : kind === 'offer' ? offers.get(record) : undefined;
		const firm = organisations.find(({ id }) => id === organisation);
		return { title: post?.title ?? firm?.name ?? '', locale: post?.locale ?? null, partner: null };
	};

	return organisations.map(({ id, slug, name }) => {
		const own = steps.filter(({ organisation }) => organisation === id);
		const at = Math.max(0, ...own.map(({ km }) => km));
		const todo = moves.filter(({ organisation }) => organisation === id);
		return {
			organisation: { id, slug, name },
			at,
			stones: stones.map((km) => {
				const proofs = own.filter((step) => step.km === km);
				const [first] = proofs;
				return {
					km,
					state: first ? 'reached' : notOffered.includes(km) ? 'not_offered' : km < at ? 'passed' : 'ahead',
					on: first?.first ?? null,
					count: first?.count ?? 0,
					proofs: proofs.map(({ kind, record, on }) => ({ kind, id: record, on, ...about(kind, record, id) }))
				};
			}),
			moves: todo.length
				? todo.map(({ code, who, km, kind, record, since, due }) => ({
						code,
						who,
						km,
						kind,
						id: record,
						since,
						due,
						...about(kind, record, id)
					}))
				: [
						{
							...whenAllIsDone(own),
							who: 'you',
							kind: 'organisation',
							id,
							title: name,
							locale: null,
							partner: null,
							since: null,
							due: null
						}
					],
			moveCount: todo[0]?.count ?? 1
		};
	});
}

/** Somebody with nothing to do has not begun, waits with an offer that needs may ask for, or may set out again. */
function whenAllIsDone(steps: Step[]): { code: RoadMove['code']; km: number } {
	const begun = steps.filter(({ km }) => km === 2);
	if (begun.length === 0) return { code: 'say_need', km: 2 };
	return begun.some(({ kind }) => kind === 'offer') ? { code: 'find_needs', km: 3 } : { code: 'say_another', km: 2 };
}

interface Step extends Pick<Milestone, 'organisation' | 'km' | 'kind' | 'record'> {
	on: string;
	/** Of all records that prove this kilometre. */
	first: string;
	count: number;
}

const dayIn = (column: string) => sql<string>`to_char(${sql.ref(column)} at time zone hubs.time_zone, 'YYYY-MM-DD')`;

/** The latest records of each kilometre, with how many there are and since when. */
async function stepsOf(hub: string, organisations: readonly string[]): Promise<Step[]> {
	const { rows } = await sql<Step>`
		with step as (
			select organisation, km, kind, record, min(at) as at
			from (${milestonesOfPosts(hub, organisations)} union all ${milestonesOfIntroductions(hub, organisations)}) as proved
			group by organisation, km, kind, record
		), ranked as (
			select step.*, row_number() over (partition by organisation, km order by at desc, record) as nth,
				count(*) over (partition by organisation, km) as count, min(at) over (partition by organisation, km) as first_at
			from step
		)
		select organisation, km, kind, record, count, ${dayIn('at')} as on, ${dayIn('first_at')} as first
		from ranked join hubs on hubs.id = ${hub} where nth <= ${shownProofs} order by organisation, km, nth`.execute(db);
	return rows;
}

interface Todo extends Pick<RoadMove, 'code' | 'who' | 'km' | 'since' | 'due'> {
	organisation: string;
	kind: 'need' | 'introduction';
	record: string;
	count: number;
}

async function movesOf(hub: string, organisations: readonly string[]): Promise<Todo[]> {
	const { rows } = await sql<Todo>`
		with move as (
			select organisation, code, who, km, 'introduction' as kind, record, since, due from (${movesOfFirms(hub, organisations)}) as asked
			union all
			select n.organisation, said.code, case said.code when 'find_match' then 'staff' else 'you' end,
				case said.code when 'find_match' then 3 when 'settle_need' then 6 when 'solve_need' then 7 else 2 end,
				'need', n.id, coalesce(n.opened_at, n.created_at), case said.code when 'renew_need' then n.expires_at end
			from (${livingNeeds(hub, organisations)}) as n
			left join (${introducedSoFar(hub, organisations)}) as i on i.need = n.id
			cross join lateral (
				select case when n.state = 'draft' then 'open_need'
					when n.state = 'expired' or (n.state = 'open' and n.expires_at <= now()) then 'renew_need'
					when n.state = 'in_project' then 'solve_need'
					when i.is_live then null
					when n.state = 'introduced' then 'settle_need'
					else 'find_match' end as code
			) as said
			where said.code is not null
		), ranked as (
			select move.*, count(*) over (partition by organisation) as count,
				row_number() over (partition by organisation order by array_position(array['you', 'both', 'staff', 'partner'], who), due nulls last, since, record) as nth
			from move
		)
		select organisation, code, who, km, kind, record, count, ${dayIn('since')} as since, ${dayIn('due')} as due
		from ranked join hubs on hubs.id = ${hub} where nth <= ${shownMoves} order by organisation, nth`.execute(db);
	return rows;
}
