import { sql } from 'kysely';
import { z } from 'zod';
import { isMember, type Actor } from '#platform/actor.ts';
import { db, type Tx } from '#platform/db.server.ts';
import { say } from '#platform/i18n.ts';
import { history } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, found, membersOnly } from '#platform/refusal.ts';
import { locale, text } from '#platform/shapes.ts';
import {
	introducedNeeds,
	introducedOffers,
	peopleActingFor,
	postsSpeakingOf,
	type IntroducedFirm,
	type IntroducedNeed,
	type IntroducedOffer
} from '#ecosystem/introducible.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { dayOf, ShownFirm } from '#ecosystem/needs-shown.ts';
import { needStates, offerStates } from '#ecosystem/choices.ts';
import type { Match } from '#matching/fit.ts';
import { countedUnder, LessonFilter } from '#matching/learning/quality.ts';
import { tell } from '#matching/why.ts';
import {
	declineReasons,
	liveStates,
	outcomes,
	questions,
	sides,
	states,
	type DeclineReason,
	type IntroductionState,
	type Question,
	type Side
} from './choices.ts';
import { introductionsOpenTo, mayAnimate, sidesOf } from './policy.ts';

export const IntroductionId = z.object({ introduction: z.uuid() });

export const IntroductionFilter = z.object({
	q: text(200).default(''),
	state: z.enum([...states, 'live', 'all']).default('live'),
	/** Of the organisations that I act for. */
	mine: z.boolean().default(false),
	/** Where it is my side's move. */
	waiting: z.boolean().default(false),
	need: z.uuid().optional(),
	offer: z.uuid().optional(),
	/** For staff: as the quality of the ranking counts them. */
	...LessonFilter.shape
});
export const ListIntroductions = IntroductionFilter.extend(PageInput.shape);

const SideName = z.enum(sides);

export const IntroductionSummary = z.object({
	id: z.uuid(),
	state: z.enum(states),
	createdAt: z.date(),
	updatedAt: z.date(),
	expiresAt: z.date(),
	acceptedAt: z.date().nullable(),
	endedAt: z.date().nullable(),
	outcome: z.enum(outcomes).nullable(),
	startedAs: z.enum(['staff', ...sides]),
	need: z.object({ id: z.uuid(), title: z.string(), locale, state: z.enum(needStates), area: z.string(), isAnonymous: z.boolean() }),
	offer: z.object({ id: z.uuid(), title: z.string(), locale, state: z.enum(offerStates) }),
	/** Null while the need is anonymous to the reader. */
	needFirm: ShownFirm.nullable(),
	offerFirm: ShownFirm,
	/** The sides that the reader acts for. */
	sides: z.array(SideName),
	waitsFor: z.array(z.enum(['need', 'offer', 'staff'])),
	version: z.number()
});
export type IntroductionSummary = z.output<typeof IntroductionSummary>;

const ShownAnswer = z.object({
	answer: z.enum(['yes', 'no']),
	reason: z.enum(declineReasons).nullable(),
	words: z.string(),
	answeredAt: z.date(),
	/** Null where the reader may not know. */
	by: z.string().nullable(),
	/** How staff who answered for the firm knew: for that side and staff. */
	forFirm: z.string().nullable(),
	isByStaff: z.boolean()
});
export type ShownAnswer = z.output<typeof ShownAnswer>;

const Contact = z.object({ member: z.uuid(), name: z.string(), title: z.string(), email: z.string() });
const Contacts = z.object({ people: z.array(Contact), phone: z.string().nullable() });
const Told = z.object({ code: z.string(), text: z.string() });

export const IntroductionView = IntroductionSummary.extend({
	note: z.string(),
	endedBecause: z.string(),
	problem: z.string(),
	result: z.string(),
	what: z.string(),
	answers: z.object({ need: ShownAnswer.nullable(), offer: ShownAnswer.nullable() }),
	/** Why these two, as matching said when it was proposed. */
	why: z
		.object({
			score: z.number(),
			reasons: z.array(Told.extend({ points: z.number() })),
			against: z.array(Told),
			better: z.array(Told)
		})
		.nullable(),
	/** Place among all that answered the need, for its own firm and staff. */
	rank: z.number().nullable(),
	/** From when both said yes. */
	contacts: z.object({ need: Contacts, offer: Contacts }).nullable(),
	/** The meeting that is set, or was held. */
	meeting: z
		.object({ uid: z.uuid(), sequence: z.number(), starts: z.date(), ends: z.date(), place: z.string(), isOver: z.boolean() })
		.nullable(),
	/** Dates that wait for one of them to be picked. */
	dates: z
		.object({
			proposal: z.uuid(),
			side: z.enum(['staff', ...sides]),
			starts: z.array(z.date()),
			minutes: z.number(),
			place: z.string(),
			mayPick: z.boolean()
		})
		.nullable(),
	/** What was said afterwards: by one's own firm, and by both for staff. */
	followUps: z.array(
		z.object({ days: z.number(), side: SideName, who: z.string(), question: z.enum(questions), answer: z.string(), at: z.date() })
	),
	/** Questions that wait for the reader. */
	asked: z.array(z.enum(questions)),
	may: z.object({
		/** Sides for which the reader may answer now. */
		answer: z.array(SideName),
		/** Of these, the ones that staff answer for, with a note. */
		answerFor: z.array(SideName),
		withdraw: z.boolean(),
		close: z.boolean(),
		/** Write, and propose dates. */
		write: z.boolean(),
		meet: z.boolean(),
		setMeeting: z.boolean()
	})
});
export type IntroductionView = z.output<typeof IntroductionView>;

const rows = (actor: Actor) =>
	db.selectFrom('introductions').selectAll('introductions').where('introductions.hub', '=', actor.hub).where(introductionsOpenTo(actor));

export type Row = Awaited<ReturnType<ReturnType<typeof rows>['executeTakeFirstOrThrow']>>;

const agreed = (side: Side) =>
	sql<boolean>`exists (select from introduction_answers a where a.hub = introductions.hub and a.introduction = introductions.id
		and a.side = ${side} and a.answer = 'yes')`;

/** Whether the firm of the offer may know whose need it is: it never was anonymous, or its owner said yes to this partner. */
export async function isDisclosed(from: Tx | typeof db, row: { hub: string; id: string; need: string }) {
	const need = (await introducedNeeds(from, row.hub, [row.need])).get(row.need);
	if (!need?.isAnonymous) return true;
	const yes = await from
		.selectFrom('introductionAnswers')
		.select('answer')
		.where('hub', '=', row.hub)
		.where('introduction', '=', row.id)
		.where('side', '=', 'need')
		.where('answer', '=', 'yes')
		.executeTakeFirst();
	return yes !== undefined;
}

interface Known {
	row: Row;
	need: IntroducedNeed;
	offer: IntroducedOffer;
	ownerAgreed: boolean;
}

const knows = (actor: Actor, { row, need, ownerAgreed }: Known) =>
	actor.staff || !need.isAnonymous || ownerAgreed || sidesOf(actor, row).includes('need');

const firmShown = ({ id, slug, name, kind, communeName, logo }: IntroducedFirm) => ({ id, slug, name, kind, communeName, logo });

/** What this reader is told; field by field, so that a new column is hidden until somebody shows it. */
function shown(actor: Actor, known: Known): IntroductionSummary {
	const { row, need, offer } = known;
	const named = knows(actor, known);
	return {
		id: row.id,
		state: row.state as IntroductionState,
		createdAt: row.createdAt,
		updatedAt: named ? row.updatedAt : (dayOf(row.updatedAt) as Date),
		expiresAt: row.expiresAt,
		acceptedAt: row.acceptedAt,
		endedAt: named ? row.endedAt : dayOf(row.endedAt),
		outcome: row.outcome as IntroductionSummary['outcome'],
		startedAs: row.startedAs as IntroductionSummary['startedAs'],
		need: {
			id: need.id,
			title: need.title,
			locale: need.locale,
			state: need.state,
			area: need.area,
			isAnonymous: need.isAnonymous
		},
		offer: { id: offer.id, title: offer.title, locale: offer.locale, state: offer.state },
		needFirm: named ? firmShown(need.firm) : null,
		offerFirm: firmShown(offer.firm),
		sides: sidesOf(actor, row),
		waitsFor: row.waitsFor as IntroductionSummary['waitsFor'],
		version: row.version
	};
}

/** Whoever may read an introduction is of the hub; a visitor is told to sign in. */
function readable(actor: Actor) {
	if (!isMember(actor)) throw membersOnly(actor);
	return rows(actor);
}

export async function findIntroduction(actor: Actor, { introduction }: z.output<typeof IntroductionId>): Promise<IntroductionView> {
	const row = found(await readable(actor).where('introductions.id', '=', introduction).executeTakeFirst());
	const [needs, offers, answers] = await Promise.all([
		introducedNeeds(db, actor.hub, [row.need]),
		introducedOffers(db, actor.hub, [row.offer]),
		db
			.selectFrom('introductionAnswers')
			.leftJoin('members', (join) =>
				join.onRef('members.hub', '=', 'introductionAnswers.hub').onRef('members.id', '=', 'introductionAnswers.answeredBy')
			)
			.leftJoin('accounts', 'accounts.id', 'members.account')
			.selectAll('introductionAnswers')
			.select('accounts.name')
			.where('introductionAnswers.hub', '=', actor.hub)
			.where('introduction', '=', introduction)
			.execute()
	]);
	const need = found(needs.get(row.need));
	const offer = found(offers.get(row.offer));
	const ownerAgreed = answers.some(({ side, answer }) => side === 'need' && answer === 'yes');
	const known = { row, need, offer, ownerAgreed };
	const named = knows(actor, known);
	const own = sidesOf(actor, row);
	const isOpen = row.acceptedAt !== null;

	const told = (side: Side): ShownAnswer | null => {
		const one = answers.find((answer) => answer.side === side);
		if (!one) return null;
		const isInside = actor.staff || own.includes(side);
		const reason = one.reason as DeclineReason | null;
		return {
			answer: one.answer as 'yes' | 'no',
			// A conflict of interest is for staff to know: it would say of an anonymous firm with whom it competes.
			reason: isInside || reason !== 'conflict_of_interest' ? reason : 'other',
			words: isInside || reason !== 'conflict_of_interest' ? one.words : '',
			answeredAt: side === 'offer' || named ? one.answeredAt : (dayOf(one.answeredAt) as Date),
			by: isInside || isOpen || one.forFirm ? one.name : null,
			forFirm: isInside ? one.forFirm : null,
			isByStaff: one.forFirm !== null
		};
	};
	const kept = (named ? row.reasons : row.reasonsShielded) as unknown as Match | null;
	const proposed = row.state === 'proposed' && row.expiresAt > new Date();
	const unanswered = sides.filter((side) => (side === 'need' || row.offerAskedAt) && proposed && !answers.some((one) => one.side === side));
	const takesPart = mayAnimate(actor) || own.length > 0;
	const isLive = row.state === 'accepted' || row.state === 'meeting';
	const agreedSides = own.filter((side) => answers.some((one) => one.side === side && one.answer === 'yes'));
	return {
		...shown(actor, known),
		note: row.note,
		endedBecause: row.endedBecause,
		problem: need.problem,
		result: need.result,
		what: offer.what,
		answers: { need: told('need'), offer: told('offer') },
		why: kept && tell(kept, actor.locale),
		rank: actor.staff || own.includes('need') ? row.rank : null,
		contacts: isOpen ? await contactsOf(row, need, offer) : null,
		...(await afterwards(actor, row, own)),
		may: {
			answer: unanswered.filter((side) => own.includes(side) || mayAnimate(actor)),
			answerFor: unanswered.filter((side) => !own.includes(side) && mayAnimate(actor)),
			withdraw: proposed && (mayAnimate(actor) || agreedSides.length > 0),
			close: isLive && takesPart,
			write: isOpen && takesPart,
			meet: isLive && takesPart,
			setMeeting: isLive && mayAnimate(actor)
		}
	};
}

/** The people of both firms who took part, or the owners where none of those is left. */
async function contactsOf(row: Row, need: IntroducedNeed, offer: IntroducedOffer) {
	const [acting, took] = await Promise.all([
		peopleActingFor(db, row.hub, [row.needFirm, row.offerFirm]),
		db.selectFrom('introductionPeople').select(['member', 'side']).where('hub', '=', row.hub).where('introduction', '=', row.id).execute()
	]);
	const of = (side: Side, { firm }: { firm: IntroducedFirm }) => {
		const all = acting.filter(({ organisation }) => organisation === firm.id);
		const parted = all.filter(({ member }) => took.some((one) => one.member === member && one.side === side));
		const people = parted.length ? parted : all.filter(({ isOwner }) => isOwner);
		return { people: people.map(({ member, name, title, email }) => ({ member, name, title, email })), phone: firm.phone };
	};
	return { need: of('need', need), offer: of('offer', offer) };
}

/** The meeting, the dates that wait, and what was said later. */
async function afterwards(
	actor: Actor,
	row: Row,
	own: Side[]
): Promise<Pick<IntroductionView, 'meeting' | 'dates' | 'followUps' | 'asked'>> {
	if (!row.acceptedAt) return { meeting: null, dates: null, followUps: [], asked: [] };
	const [meeting, dates, said, asked] = await Promise.all([
		db
			.selectFrom('introductionMeetings')
			.selectAll()
			.where('hub', '=', row.hub)
			.where('introduction', '=', row.id)
			.where('cancelledAt', 'is', null)
			.executeTakeFirst(),
		db
			.selectFrom('introductionDates')
			.selectAll()
			.where('hub', '=', row.hub)
			.where('introduction', '=', row.id)
			.where('settledAt', 'is', null)
			.executeTakeFirst(),
		db
			.selectFrom('introductionFollowUpAnswers as said')
			.innerJoin('members', (join) => join.onRef('members.hub', '=', 'said.hub').onRef('members.id', '=', 'said.member'))
			.innerJoin('accounts', 'accounts.id', 'members.account')
			.select(['said.days', 'said.side', 'said.question', 'said.answer', 'said.answeredAt', 'said.member', 'accounts.name'])
			.where('said.hub', '=', row.hub)
			.where('said.introduction', '=', row.id)
			.orderBy('said.days')
			.orderBy('said.answeredAt')
			.execute(),
		actor.member
			? db
					.selectFrom('introductionFollowUps')
					.select('days')
					.where('hub', '=', row.hub)
					.where('introduction', '=', row.id)
					.where('member', '=', actor.member)
					.orderBy('days', 'desc')
					.executeTakeFirst()
			: undefined
	]);
	const isLive = row.state === 'accepted' || row.state === 'meeting';
	return {
		meeting: meeting
			? {
					uid: meeting.uid,
					sequence: meeting.sequence,
					starts: meeting.starts,
					ends: meeting.ends,
					place: meeting.place,
					isOver: meeting.ends <= new Date()
				}
			: null,
		dates:
			dates && isLive
				? {
						proposal: dates.id,
						side: dates.side as Side | 'staff',
						starts: dates.starts,
						minutes: dates.minutes,
						place: dates.place,
						mayPick:
							(mayAnimate(actor) && own.length === 0) || (dates.side === 'staff' ? own.length > 0 : own.some((side) => side !== dates.side))
					}
				: null,
		followUps: said
			.filter(({ side }) => actor.staff || own.some((one) => one === side))
			.map(({ days, side, question, answer, answeredAt, name }) => ({
				days,
				side: side as Side,
				who: name,
				question: question as Question,
				answer,
				at: answeredAt
			})),
		asked:
			asked && own.length
				? questions.filter(
						(question) =>
							!said.some((one) => one.member === actor.member && one.question === question && (one.days === asked.days || isMet(one)))
					)
				: []
	};
}

const isMet = ({ question, answer }: { question: string; answer: string }) => question === 'met' && answer === 'yes';

const newest = [
	['updatedAt', 'desc'],
	['id', 'asc']
] as const;

export async function listIntroductions(
	actor: Actor,
	{ cursor, limit, ...filter }: z.output<typeof ListIntroductions>
): Promise<Page<IntroductionSummary>> {
	const query = (await matching(actor, filter)).select(agreed('need').as('ownerAgreed'));
	const page = await cursorPage(query, newest, { cursor, limit });
	return { ...page, items: await summaries(actor, page.items) };
}

async function summaries(actor: Actor, list: (Row & { ownerAgreed: boolean })[]): Promise<IntroductionSummary[]> {
	const [needs, offers] = await Promise.all([
		introducedNeeds(
			db,
			actor.hub,
			list.map(({ need }) => need)
		),
		introducedOffers(
			db,
			actor.hub,
			list.map(({ offer }) => offer)
		)
	]);
	return list.flatMap(({ ownerAgreed, ...row }) => {
		const need = needs.get(row.need);
		const offer = offers.get(row.offer);
		return need && offer ? [shown(actor, { row, need, offer, ownerAgreed })] : [];
	});
}

/** Of these introductions the ones that the actor may read. */
export async function introductionsAmong(actor: Actor, ids: readonly string[]): Promise<IntroductionSummary[]> {
	const list = await readable(actor)
		.select(agreed('need').as('ownerAgreed'))
		.where('introductions.id', '=', sql<string>`any(${ids}::uuid[])`)
		.execute();
	return summaries(actor, list);
}

export async function countIntroductions(actor: Actor, filter: z.output<typeof IntroductionFilter>) {
	const { count } = await (
		await matching(actor, filter)
	)
		.clearSelect()
		.select(sql<number>`count(*)`.as('count'))
		.executeTakeFirstOrThrow();
	return count;
}

const ownFirm = (actor: Actor, side: 'needFirm' | 'offerFirm') =>
	sql<boolean>`${sql.ref(`introductions.${side}`)} = any(${actor.organisations.map(({ id }) => id)}::uuid[])`;

async function matching(actor: Actor, { q, state, mine, waiting, need, offer, ...counted }: z.output<typeof IntroductionFilter>) {
	let query = readable(actor);
	if (counted.rank || counted.month || counted.reached) {
		authorize(actor.staff);
		query = query.where(countedUnder(counted, (await findHub(actor.hub))?.timeZone ?? 'UTC'));
	}
	if (state === 'live') query = query.where('introductions.state', 'in', liveStates);
	else if (state !== 'all') query = query.where('introductions.state', '=', state);
	if (mine) query = query.where((eb) => eb.or([ownFirm(actor, 'needFirm'), ownFirm(actor, 'offerFirm')]));
	if (waiting)
		query = query.where((eb) =>
			eb.or([
				eb.and([ownFirm(actor, 'needFirm'), sql<boolean>`'need' = any(introductions.waits_for)`]),
				eb.and([ownFirm(actor, 'offerFirm'), sql<boolean>`'offer' = any(introductions.waits_for)`])
			])
		);
	if (need) query = query.where('introductions.need', '=', need);
	if (offer) query = query.where('introductions.offer', '=', offer);
	if (q) {
		const said = await postsSpeakingOf(actor.hub, q);
		const among = (column: string, ids: string[]) => sql<boolean>`${sql.ref(`introductions.${column}`)} = any(${ids}::uuid[])`;
		// A reader who may not know whose need it is does not find it by the name either.
		const unnamed = await anonymousNeeds(actor);
		query = query.where((eb) =>
			eb.or([
				among('need', said.needs),
				among('offer', said.offers),
				among('offerFirm', said.firms),
				eb.and([
					among('needFirm', said.firms),
					eb.or([eb.lit(actor.staff), ownFirm(actor, 'needFirm'), agreed('need'), eb.not(among('need', unnamed))])
				])
			])
		);
	}
	return query;
}

/** Of the needs that a reader was asked about, those that are anonymous. */
async function anonymousNeeds(actor: Actor): Promise<string[]> {
	if (actor.staff) return [];
	const asked = await rows(actor).clearSelect().select('introductions.need').distinct().execute();
	const needs = await introducedNeeds(
		db,
		actor.hub,
		asked.map(({ need }) => need)
	);
	return [...needs.values()].filter(({ isAnonymous }) => isAnonymous).map(({ id }) => id);
}

interface Before {
	id: string;
	state: IntroductionState;
}

/** The latest introduction of a need to each firm: what a list of its matches marks. */
export async function introducedAlready(actor: Actor, need: string): Promise<Map<string, Before>> {
	const list = await before(actor).where('introductions.need', '=', need).execute();
	return new Map(list.map(({ offerFirm, id, state }) => [offerFirm, { id, state: state as IntroductionState }]));
}

/** The latest introduction of a firm to each need. */
export async function needsIntroducedTo(actor: Actor, firm: string): Promise<Map<string, Before>> {
	const list = await before(actor).where('introductions.offerFirm', '=', firm).execute();
	return new Map(list.map(({ need, id, state }) => [need, { id, state: state as IntroductionState }]));
}

const before = (actor: Actor) =>
	rows(actor)
		.clearSelect()
		.select(['introductions.id', 'introductions.need', 'introductions.offerFirm', 'introductions.state'])
		.orderBy('introductions.createdAt');

export const IntroductionLine = z.object({
	at: z.date(),
	what: z.string(),
	/** Which side did it; null for the hub itself. */
	side: z.enum([...sides, 'staff']).nullable(),
	/** Null where the reader may not know. */
	who: z.string().nullable()
});
export type IntroductionLine = z.output<typeof IntroductionLine>;

/** What happened, oldest first. Who of the other firm did it is told once both said yes. */
export async function introductionHistory(actor: Actor, id: z.output<typeof IntroductionId>): Promise<IntroductionLine[]> {
	const view = await findIntroduction(actor, id);
	const lines = await history(actor, 'introduction', id.introduction, 300);
	return lines.reverse().map(({ at, what, who, changed }) => {
		const { side, forFirm } = changed as { side?: [null, Side | 'staff']; forFirm?: [null, string] };
		const by = forFirm ? 'staff' : (side?.[1] ?? null);
		const isTold = actor.staff || view.acceptedAt !== null || by === null || by === 'staff' || view.sides.includes(by);
		return {
			at: by === 'need' && view.needFirm === null ? (dayOf(at) as Date) : at,
			what,
			side: by,
			who: isTold ? who : null
		};
	});
}

/** Words for the name of a firm that stays unnamed. */
export const firmName = (firm: { name: string } | null) => firm?.name ?? say('introduction_anonymous_firm');
