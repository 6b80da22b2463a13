import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { baseUrl } from '#platform/auth.server.ts';
import { invitation } from '#platform/calendar.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { instantsOf } from '#platform/time.ts';
import { otherSide, sides, type Side } from './choices.ts';
import { held, move, settle, type IntroductionRow } from './introductions.ts';
import { findIntroduction, IntroductionId, type IntroductionView } from './introductions-shown.ts';
import { joined, tellDates, tellMeeting } from './letters.ts';
import { mayAnimate, sidesOf } from './policy.ts';

/** An instant, or what the hub's clock shows then: `2026-03-04T14:00`. */
const when = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ local: true })]);
const place = text(300).default('');
const minutes = z.number().int().min(15).max(480).default(60);
const version = z.number().int().min(1);

export const ProposeDates = IntroductionId.extend({ version, starts: z.array(when).length(3), minutes, place });

/** One side names three dates; those it or the other named before are of no use any more. */
export async function proposeDates(actor: Actor, input: z.output<typeof ProposeDates>): Promise<IntroductionView> {
	const starts = await future(actor.hub, 'starts', input.starts);
	if (new Set(starts.map(Number)).size < starts.length) throw refuse('starts', 'dates_alike');
	await transaction(async (tx) => {
		const row = await held(tx, actor, input.introduction, input.version);
		const side = sideAtWork(actor, row);
		await settleDates(tx, row);
		await tx
			.insertInto('introductionDates')
			.values({ hub: actor.hub, introduction: row.id, side, proposedBy: actor.member, starts, minutes: input.minutes, place: input.place })
			.execute();
		await joined(tx, row, actor.member, side);
		await record(tx, actor, 'introduction.dates_proposed', row.id, {
			side: [null, side],
			starts: [null, starts.map((at) => at.toISOString()).join(', ')]
		});
		await tellDates(tx, row, side === 'staff' ? [...sides] : [otherSide(side)], { starts, minutes: input.minutes, place: input.place });
		await settle(tx, actor.hub, row.id);
	});
	return findIntroduction(actor, input);
}

export const PickDate = IntroductionId.extend({ proposal: z.uuid(), starts: z.iso.datetime({ offset: true }) });

/** The other side picks one of the three: the meeting is set, or moved. Of two who pick at once the first has it. */
export async function pickDate(actor: Actor, { introduction, proposal, starts }: z.output<typeof PickDate>): Promise<IntroductionView> {
	await transaction(async (tx) => {
		const row = await held(tx, actor, introduction);
		const dates = found(
			await tx
				.selectFrom('introductionDates')
				.selectAll()
				.where('hub', '=', actor.hub)
				.where('introduction', '=', introduction)
				.where('id', '=', proposal)
				.executeTakeFirst()
		);
		const side = sideAtWork(actor, row);
		// Whoever proposed waits for the other; who acts for both firms speaks for the other one.
		authorize(dates.side === 'staff' || side === 'staff' || sidesOf(actor, row).includes(otherSide(dates.side as Side)));
		if (dates.settledAt) throw conflict(dates.picked ? 'date_already_picked' : 'dates_replaced');
		const picked = dates.starts.find((at) => at.getTime() === new Date(starts).getTime());
		if (!picked) throw refuse('starts', 'not_a_choice');
		if (picked <= new Date()) throw refuse('starts', 'date_has_passed');
		await settleDates(tx, row, picked);
		await setAt(tx, actor, row, side, { starts: picked, minutes: dates.minutes, place: dates.place });
	});
	return findIntroduction(actor, { introduction });
}

export const SetMeeting = IntroductionId.extend({ version, starts: when, minutes, place });

/** Staff set or move a meeting that both sides agreed to by word of mouth. */
export async function setMeeting(actor: Actor, input: z.output<typeof SetMeeting>): Promise<IntroductionView> {
	const [starts] = await future(actor.hub, 'starts', [input.starts]);
	await transaction(async (tx) => {
		const row = await held(tx, actor, input.introduction, input.version);
		authorize(mayAnimate(actor));
		refuseClosed(row);
		await settleDates(tx, row);
		await setAt(tx, actor, row, 'staff', { starts: starts as Date, minutes: input.minutes, place: input.place });
	});
	return findIntroduction(actor, input);
}

export const CancelMeeting = IntroductionId.extend({ version, because: text(1000).default('') });

/** The meeting is off; calendars are told, and both sides may propose other dates. */
export async function cancelMeeting(
	actor: Actor,
	{ introduction, version, because }: z.output<typeof CancelMeeting>
): Promise<IntroductionView> {
	await transaction(async (tx) => {
		const row = await held(tx, actor, introduction, version);
		const side = sideAtWork(actor, row);
		const meeting = await tx
			.updateTable('introductionMeetings')
			.set({ cancelledAt: new Date(), sequence: sql<number>`sequence + 1` })
			.where('hub', '=', actor.hub)
			.where('introduction', '=', introduction)
			.where('cancelledAt', 'is', null)
			.where('ends', '>', sql<Date>`now()`)
			.returningAll()
			.executeTakeFirst();
		if (!meeting) throw conflict('no_meeting_to_cancel');
		await move(tx, row, 'accepted');
		await record(tx, actor, 'introduction.meeting_cancelled', introduction, {
			side: [null, side],
			...(because && { because: [null, because] })
		});
		await tellMeeting(tx, row, 'cancelled', meeting, because);
		await settle(tx, actor.hub, introduction);
	});
	return findIntroduction(actor, { introduction });
}

interface At {
	starts: Date;
	minutes: number;
	place: string;
}

async function setAt(tx: Tx, actor: Actor, row: IntroductionRow, side: Side | 'staff', { starts, minutes, place }: At) {
	const before = await tx
		.selectFrom('introductionMeetings')
		.selectAll()
		.where('hub', '=', row.hub)
		.where('introduction', '=', row.id)
		.executeTakeFirst();
	const ends = new Date(starts.getTime() + minutes * 60_000);
	// A meeting that was held or called off stays what it was to calendars: what comes next is another one.
	const isMoved = before && !before.cancelledAt && before.ends > new Date();
	const meeting = await tx
		.insertInto('introductionMeetings')
		.values({ hub: row.hub, introduction: row.id, starts, ends, place })
		.onConflict((on) =>
			on.columns(['hub', 'introduction']).doUpdateSet({
				starts,
				ends,
				place,
				setAt: new Date(),
				cancelledAt: null,
				...(isMoved ? { sequence: before.sequence + 1 } : { uid: crypto.randomUUID(), sequence: 0 })
			})
		)
		.returningAll()
		.executeTakeFirstOrThrow();
	await move(tx, row, 'meeting');
	await joined(tx, row, actor.member, side);
	await record(tx, actor, isMoved ? 'introduction.meeting_moved' : 'introduction.meeting_set', row.id, {
		side: [null, side],
		starts: [isMoved ? before.starts : null, starts]
	});
	await tellMeeting(tx, row, isMoved ? 'moved' : 'set', meeting);
	await settle(tx, row.hub, row.id);
}

const settleDates = (tx: Tx, { hub, id }: IntroductionRow, picked: Date | null = null) =>
	tx
		.updateTable('introductionDates')
		.set({ settledAt: new Date(), picked })
		.where('hub', '=', hub)
		.where('introduction', '=', id)
		.where('settledAt', 'is', null)
		.execute();

function sideAtWork(actor: Actor, row: IntroductionRow): Side | 'staff' {
	const side = sidesOf(actor, row)[0] ?? (mayAnimate(actor) ? 'staff' : undefined);
	authorize(side !== undefined);
	refuseClosed(row);
	return side as Side | 'staff';
}

function refuseClosed({ state }: { state: string }) {
	if (state !== 'accepted' && state !== 'meeting') throw conflict('introduction_not_open');
}

/** Instants to come; a time that the hub's clock does not show, or shows twice, is refused. */
async function future(hub: string, field: string, given: string[]): Promise<Date[]> {
	const { timeZone } = await db.selectFrom('hubs').select('timeZone').where('id', '=', hub).executeTakeFirstOrThrow();
	const instants = given.map((value) => {
		if (/(?:Z|[+-]\d\d:?\d\d)$/.test(value)) return new Date(value);
		const [at, again] = instantsOf(value, timeZone);
		if (!at) throw refuse(field, 'time_does_not_exist');
		if (again) throw refuse(field, 'time_exists_twice');
		return at;
	});
	if (instants.some((at) => at <= new Date())) throw refuse(field, 'date_has_passed');
	return instants;
}

/** The meeting as a file for a calendar. */
export async function meetingFile(actor: Actor, { introduction }: z.output<typeof IntroductionId>): Promise<string> {
	const view = await findIntroduction(actor, { introduction });
	const meeting = found(view.meeting);
	return invitation({
		method: 'PUBLISH',
		uid: meeting.uid,
		sequence: meeting.sequence,
		stamp: new Date(),
		starts: meeting.starts,
		ends: meeting.ends,
		summary: `${found(view.needFirm).name} – ${view.offerFirm.name}`,
		description: view.need.title,
		place: meeting.place,
		url: `${baseUrl}/${actor.hub}/introductions/${introduction}`,
		organizer: { name: 'KM0', email: 'km0@localhost' },
		attendees: []
	});
}
