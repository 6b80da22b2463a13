import { sql } from 'kysely';
import { inHub, transaction, type Tx } from '#platform/db.server.ts';
import type { JsonObject } from '#platform/schema.ts';
import { instantsOf, wallClock } from '#platform/time.ts';
import { changed } from '#ecosystem/changed.ts';
import { followUpDays } from '#introductions/choices.ts';
import { teach } from '#introductions/lessons.ts';
import { waitsFor } from '#introductions/waiting.ts';
import { standings, type Standing } from '#matching/matches.ts';
import { demoIntroductions } from './content/every-introduction.ts';
import type { DemoIntroduction, Side } from './content/introductions.ts';
import type { Posted } from './posts.ts';
import { tellDemo } from './told.ts';

const day = 86_400_000;
const answerDays = 14;
const sides = ['need', 'offer'] as const;

/** Brings the firms of a demo hub together, at every stage, over the past twelve months; why is what its own matching says. */
export async function introduceDemo(hub: string, timeZone: string, { needs, offers }: Posted, animator: string) {
	const known = demoIntroductions.filter(({ need, offer }) => needs.has(need) && offers.has(offer));
	const stands = new Map<string, Standing | undefined>();
	for (const [need, list] of Map.groupBy(known, (one) => one.need)) {
		const found = await inHub(hub, () =>
			standings(
				hub,
				needs.get(need)?.id as string,
				list.map(({ offer }) => offers.get(offer)?.id as string)
			)
		);
		for (const { offer } of list) stands.set(`${need} ${offer}`, found.get(offers.get(offer)?.id as string));
	}
	await inHub(hub, () =>
		transaction(async (tx) => {
			for (const [nth, one] of known.entries())
				await introduce(
					tx,
					{ hub, timeZone, animator, nth, one, need: needs.get(one.need)!, offer: offers.get(one.offer)! },
					stands.get(`${one.need} ${one.offer}`)
				);
		})
	);
}

type Post = Posted['needs'] extends Map<string, infer P> ? P : never;

interface Scene {
	hub: string;
	timeZone: string;
	animator: string;
	nth: number;
	one: DemoIntroduction;
	need: Post;
	offer: Post;
}

interface Line {
	at: Date;
	what: string;
	member: string | null;
	changed?: object;
}

async function introduce(tx: Tx, { hub, timeZone, animator, nth, one, need, offer }: Scene, standing: Standing | undefined) {
	// Not all at the same minute of the day.
	const started = new Date(Date.now() - one.daysAgo * day - ((nth * 37) % 300) * 60_000);
	const after = (days: number, minutes = 0) => new Date(started.getTime() + days * day + minutes * 60_000);
	const says = { ...one.says, ...(one.by && { [one.by]: { after: 0 } }) };
	const agreed = sides.every((side) => says[side] && !says[side].no);
	const declined = sides.find((side) => says[side]?.no);
	const accepted = agreed ? after(Math.max(...sides.map((side) => says[side]?.after ?? 0)), 5) : null;
	const isOver = !agreed && !declined && !one.withdrawn && one.daysAgo > answerDays;
	const state = one.withdrawn
		? 'withdrawn'
		: declined
			? 'declined'
			: one.closed
				? 'closed'
				: one.meeting
					? 'meeting'
					: agreed
						? 'accepted'
						: isOver
							? 'expired'
							: 'proposed';
	const ended = one.withdrawn
		? after(one.withdrawn.after)
		: declined
			? after(says[declined]?.after ?? 0, 5)
			: one.closed
				? after(one.closed.after)
				: isOver
					? after(answerDays)
					: null;
	const isReminded = one.daysAgo > 5 && sides.some((side) => (says[side]?.after ?? 99) > 5);
	const memberOf = (side: Side | 'staff') => (side === 'staff' ? animator : side === 'need' ? need.contact : offer.contact);
	const asks = need.confidentiality !== 'staff' || one.by || says.need;
	const { id } = await tx
		.insertInto('introductions')
		.values({
			hub,
			need: need.id,
			offer: offer.id,
			needFirm: need.organisation,
			offerFirm: offer.organisation,
			startedAs: one.by ?? 'staff',
			startedBy: memberOf(one.by ?? 'staff'),
			note: one.note ?? '',
			state,
			score: standing?.match.score ?? null,
			rank: standing?.rank ?? null,
			reasons: kept(standing?.match),
			reasonsShielded: kept(standing?.shielded),
			createdAt: started,
			expiresAt: after(answerDays),
			offerAskedAt: asks ? started : null,
			remindedAt: isReminded ? after(5) : null,
			acceptedAt: accepted,
			endedAt: ended,
			endedBecause: one.withdrawn?.because ?? one.closed?.because ?? '',
			outcome: one.closed?.outcome ?? null
		})
		.returning('id')
		.executeTakeFirstOrThrow();

	const lines: Line[] = [
		{ at: started, what: 'proposed', member: memberOf(one.by ?? 'staff'), changed: { side: [null, one.by ?? 'staff'] } }
	];
	if (!one.by) await join(tx, hub, id, animator, 'staff');
	for (const side of sides) {
		const said = says[side];
		if (agreed || said) await join(tx, hub, id, memberOf(side), side);
		if (!said) continue;
		const by = said.toStaff ? animator : memberOf(side);
		await tx
			.insertInto('introductionAnswers')
			.values({
				hub,
				introduction: id,
				side,
				answer: said.no ? 'no' : 'yes',
				reason: said.no ?? null,
				words: said.words ?? '',
				answeredBy: by,
				answeredAt: after(said.after),
				forFirm: said.toStaff ?? null
			})
			.execute();
		if (side !== one.by)
			lines.push({
				at: after(said.after, 4),
				what: said.no ? 'declined' : 'agreed',
				member: by,
				changed: { side: [null, side], ...(said.toStaff && { forFirm: [null, said.toStaff] }) }
			});
	}
	if (isReminded) lines.push({ at: after(5), what: 'reminded', member: null });
	if (accepted) {
		lines.push({ at: accepted, what: 'opened', member: null });
		await moveOn(tx, hub, need.id, accepted);
	}
	for (const { from, after: days, words } of one.thread ?? []) {
		const at = after(days, 90);
		const { id: message } = await tx
			.insertInto('introductionMessages')
			.values({ hub, introduction: id, side: from, author: memberOf(from), words, writtenAt: at })
			.returning('id')
			.executeTakeFirstOrThrow();
		await join(tx, hub, id, memberOf(from), from);
		lines.push({ at, what: 'message', member: memberOf(from), changed: { side: [null, from], message: [null, message] } });
	}
	if (one.dates) {
		const { from, after: days, inDays, place = '' } = one.dates;
		const starts = inDays.map((away, hour) => atHour(away, ['10:00', '14:00', '16:30'][hour] ?? '10:00', timeZone));
		await tx
			.insertInto('introductionDates')
			.values({ hub, introduction: id, side: from, proposedBy: memberOf(from), starts, minutes: 60, place, proposedAt: after(days) })
			.execute();
		lines.push({ at: after(days), what: 'dates_proposed', member: memberOf(from), changed: { side: [null, from] } });
	}
	if (one.meeting && accepted) lines.push(...(await meet(tx, { hub, timeZone, id, one, accepted, memberOf })));
	if (one.withdrawn)
		lines.push({ at: after(one.withdrawn.after), what: 'withdrawn', member: memberOf('need'), changed: { side: [null, 'need'] } });
	if (isOver) lines.push({ at: after(answerDays), what: 'expired', member: null });
	if (one.closed)
		lines.push({
			at: after(one.closed.after),
			what: 'closed',
			member: memberOf('need'),
			changed: { side: [null, 'need'], outcome: [null, one.closed.outcome] }
		});

	const told = lines.filter(({ at }) => at <= new Date()).sort((a, b) => a.at.getTime() - b.at.getTime());
	await tx
		.insertInto('journal')
		.values(
			told.map(({ at, what, member, changed = {} }) => ({
				hub,
				at,
				member,
				door: member ? 'page' : 'job',
				what: `introduction.${what}`,
				kind: 'introduction',
				record: id,
				changed: JSON.stringify(changed) as unknown as JsonObject
			}))
		)
		.execute();
	await tx
		.updateTable('introductions')
		.set({ waitsFor: await waitsFor(tx, hub, id), updatedAt: told.at(-1)?.at ?? started, version: told.length })
		.where('hub', '=', hub)
		.where('id', '=', id)
		.execute();
	await teach(tx, hub, id);
	await tellDemo(
		tx,
		{
			hub,
			id,
			need: need.id,
			offer: offer.id,
			isDisclosed: says.need !== undefined && !says.need.no,
			by: one.by ?? 'staff',
			memberOf,
			answered: Object.fromEntries(sides.flatMap((side) => (says[side] ? [[side, after(says[side].after)]] : [])))
		},
		// A firm of the offer that is not asked yet knows nothing of it.
		asks ? told : []
	);
}

const kept = (match: object | null | undefined) => (match ? (JSON.stringify(match) as unknown as JsonObject) : null);

const join = (tx: Tx, hub: string, introduction: string, member: string, side: Side | 'staff') =>
	tx
		.insertInto('introductionPeople')
		.values({ hub, introduction, member, side })
		.onConflict((on) => on.columns(['hub', 'introduction', 'member']).doNothing())
		.execute();

/** A need whose firm met somebody is introduced, unless its story went further. */
async function moveOn(tx: Tx, hub: string, need: string, at: Date) {
	const moved = await tx
		.updateTable('needs')
		.set({ state: 'introduced', version: sql<number>`version + 1` })
		.where('hub', '=', hub)
		.where('id', '=', need)
		.where('state', '=', 'open')
		.returning('author')
		.executeTakeFirst();
	if (!moved) return;
	await tx
		.insertInto('journal')
		.values({ hub, at, member: moved.author, door: 'page', what: 'need.introduced', kind: 'need', record: need })
		.execute();
	await changed(tx, hub, 'need', need);
}

interface Met {
	hub: string;
	timeZone: string;
	id: string;
	one: DemoIntroduction;
	accepted: Date;
	memberOf: (side: Side | 'staff') => string;
}

async function meet(tx: Tx, { hub, timeZone, id, one, accepted, memberOf }: Met): Promise<Line[]> {
	const { inDays, hour, place, movedTimes = 0 } = one.meeting!;
	const starts = atHour(inDays, hour, timeZone);
	const ends = new Date(starts.getTime() + day / 24);
	const set = new Date(Math.max(accepted.getTime() + day / 2, Math.min(starts.getTime() - 6 * day, Date.now() - day)));
	await tx
		.insertInto('introductionMeetings')
		.values({ hub, introduction: id, starts, ends, place, sequence: movedTimes, setAt: set })
		.execute();
	const lines: Line[] = [
		{ at: set, what: 'meeting_set', member: memberOf('offer'), changed: { side: [null, 'offer'], starts: [null, starts] } },
		...Array.from({ length: movedTimes }, () => ({
			at: new Date(set.getTime() + day / 3),
			what: 'meeting_moved',
			member: memberOf('need'),
			changed: { side: [null, 'need'], starts: [null, starts] }
		}))
	];
	for (const days of followUpDays) {
		const at = new Date(ends.getTime() + days * day);
		if (at > new Date()) continue;
		for (const side of sides)
			await tx
				.insertInto('introductionFollowUps')
				.values({ hub, introduction: id, member: memberOf(side), days, askedAt: at })
				.execute();
		lines.push({ at, what: 'asked_after', member: null, changed: { days: [null, days] } });
	}
	for (const { days, from, answers } of one.later ?? []) {
		const at = new Date(ends.getTime() + days * day + 3 * 3_600_000);
		if (ends.getTime() + days * day > Date.now()) continue;
		for (const [question, answer] of Object.entries(answers)) {
			await tx
				.insertInto('introductionFollowUpAnswers')
				.values({ hub, introduction: id, member: memberOf(from), days, side: from, question, answer, answeredAt: at })
				.execute();
			lines.push({
				at,
				what: 'answered_after',
				member: memberOf(from),
				changed: { side: [null, from], days: [null, days], [question]: [null, answer] }
			});
		}
	}
	return lines;
}

/** So many days from today at this hour of the hub; a weekend gives way to the working day beyond it. */
function atHour(inDays: number, hour: string, timeZone: string): Date {
	const on = (days: number) =>
		instantsOf(`${wallClock(new Date(Date.now() + days * day), timeZone).slice(0, 10)}T${hour}`, timeZone)[0] as Date;
	const isWeekend = (at: Date) => ['Sat', 'Sun'].includes(new Intl.DateTimeFormat('en', { weekday: 'short', timeZone }).format(at));
	let days = inDays;
	while (isWeekend(on(days))) days += inDays < 0 ? -1 : 1;
	return on(days);
}
