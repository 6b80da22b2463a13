import { baseUrl } from '#platform/auth.server.ts';
import { invitation } from '#platform/calendar.ts';
import type { Tx } from '#platform/db.server.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { notify, sayWord, type NotificationKind, type Told, type Word, type Words } from '#platform/notifications.ts';
import { readSettings } from '#platform/settings.ts';
import {
	animatorsOf,
	introducedNeeds,
	introducedOffers,
	peopleActingFor,
	type IntroducedNeed,
	type IntroducedOffer,
	type Reachable
} from '#ecosystem/introducible.ts';
import { followUpAnswers, otherSide, sides, type DeclineReason, type Question, type Side } from './choices.ts';
import { isDisclosed } from './introductions-shown.ts';
import type { IntroductionRow } from './introductions.ts';
import { told } from './kinds.ts';
import { firmOf } from './policy.ts';

interface Posts {
	need: IntroducedNeed;
	offer: IntroducedOffer;
	/** Whether the firm of the offer may know whose need it is. */
	isDisclosed: boolean;
	hubName: string;
	timeZone: string;
}

async function postsOf(tx: Tx, row: IntroductionRow): Promise<Posts> {
	const [needs, offers, hub] = [
		await introducedNeeds(tx, row.hub, [row.need]),
		await introducedOffers(tx, row.hub, [row.offer]),
		await tx.selectFrom('hubs').select(['name', 'place', 'timeZone']).where('id', '=', row.hub).executeTakeFirstOrThrow()
	];
	return {
		need: needs.get(row.need) as IntroducedNeed,
		offer: offers.get(row.offer) as IntroducedOffer,
		isDisclosed: await isDisclosed(tx, row),
		hubName: `${hub.name} ${hub.place}`,
		timeZone: hub.timeZone
	};
}

/** Who speaks for a side: those who took part and still act for the firm; else the contact of its need or offer; else its owners. */
export async function speakersOf(tx: Tx, row: IntroductionRow, side: Side): Promise<Reachable[]> {
	const acting = await peopleActingFor(tx, row.hub, [firmOf(row, side)]);
	const took = await tx
		.selectFrom('introductionPeople')
		.select('member')
		.where('hub', '=', row.hub)
		.where('introduction', '=', row.id)
		.where('side', '=', side)
		.execute();
	const parted = acting.filter(({ member }) => took.some((one) => one.member === member));
	if (parted.length) return parted;
	const posts = side === 'need' ? await introducedNeeds(tx, row.hub, [row.need]) : await introducedOffers(tx, row.hub, [row.offer]);
	const contact = posts.get(side === 'need' ? row.need : row.offer)?.contact;
	const named = acting.filter(({ member }) => member === contact);
	if (named.length) return named;
	const owners = acting.filter(({ isOwner }) => isOwner);
	return owners.length ? owners : acting;
}

/** The staff who brought the two together. */
export async function staffOf(tx: Tx, row: IntroductionRow): Promise<Reachable[]> {
	const took = await tx
		.selectFrom('introductionPeople')
		.select('member')
		.where('hub', '=', row.hub)
		.where('introduction', '=', row.id)
		.where('side', '=', 'staff')
		.execute();
	return (await animatorsOf(tx, row.hub)).filter(({ member }) => took.some((one) => one.member === member));
}

const partner = ({ need, offer, isDisclosed }: Posts, side: Side): Word =>
	side === 'need' ? offer.firm.name : isDisclosed ? need.firm.name : { key: 'introduction_anonymous_firm' };

const dayIn = (at: Date, locale: Locale, timeZone: string) => sayWord({ at: at.toISOString(), as: 'day' }, locale, timeZone);
const momentIn = (at: Date, locale: Locale, timeZone: string) => sayWord({ at: at.toISOString(), as: 'moment' }, locale, timeZone);

const write = (
	tx: Tx,
	row: IntroductionRow,
	to: Reachable,
	kind: NotificationKind,
	what: string,
	words: Words,
	also: Pick<Told, 'params' | 'replyTo' | 'calendar' | 'questions'> = {}
) =>
	notify(tx, {
		hub: row.hub,
		to: to.member,
		kind,
		what,
		record: row.id,
		path: `/introductions/${row.id}`,
		words,
		thread: row.id,
		...also
	});

/** The address at which this person's answers are read; null where the installation reads no mail. */
async function replyAddress(tx: Tx, row: IntroductionRow, to: Reachable, side: Side | 'staff'): Promise<string | null> {
	const { KM0_REPLY_ADDRESS } = readSettings();
	if (!KM0_REPLY_ADDRESS) return null;
	await joined(tx, row, to.member, side);
	const { replyToken } = await tx
		.selectFrom('introductionPeople')
		.select('replyToken')
		.where('hub', '=', row.hub)
		.where('introduction', '=', row.id)
		.where('member', '=', to.member)
		.executeTakeFirstOrThrow();
	return KM0_REPLY_ADDRESS.replace('@', `+${replyToken}@`);
}

/** From now on this person is written to about it. */
export async function joined(tx: Tx, { hub, id }: { hub: string; id: string }, member: string | null, side: Side | 'staff') {
	if (!member) return;
	await tx
		.insertInto('introductionPeople')
		.values({ hub, introduction: id, member, side })
		.onConflict((on) => on.columns(['hub', 'introduction', 'member']).doNothing())
		.execute();
}

interface Written {
	side: Side | 'staff';
	who: string;
	words: string;
	files: string[];
	isMentioned: boolean;
}

/** Hands a message of the conversation to one of those who take part. */
export async function writeMessageTo(tx: Tx, row: IntroductionRow, to: Reachable, { side, who, words, files, isMentioned }: Written) {
	const { need } = await postsOf(tx, row);
	const replyTo = await replyAddress(tx, row, to, side);
	await write(
		tx,
		row,
		to,
		isMentioned ? told.mention : told.message,
		isMentioned ? 'introduction_mentioned' : 'introduction_message',
		{ who, need: need.title },
		{
			replyTo,
			params: {
				words: [words, ...files.map((name) => `📎 ${name}`)].filter(Boolean).join('\n\n'),
				how: say(replyTo ? 'mail_introduction_reply_by_mail' : 'mail_introduction_reply_on_page', {}, to.locale)
			}
		}
	);
}

/** Asks a side whether it wants to meet the other; where nobody acts for the firm, the animators are told to ask for it. */
export async function askSide(tx: Tx, row: IntroductionRow, side: Side, kind: 'asked' | 'reminded' = 'asked') {
	const posts = await postsOf(tx, row);
	const readers = await speakersOf(tx, row, side);
	for (const to of readers)
		await write(
			tx,
			row,
			to,
			told.asked,
			`introduction_${kind}_${side}`,
			{ need: posts.need.title, offer: posts.offer.title, partner: partner(posts, side) },
			{ params: { note: row.note || '–', day: dayIn(row.expiresAt, to.locale, posts.timeZone) } }
		);
	if (readers.length) return;
	const firm = side === 'need' ? posts.need.firm.name : posts.offer.firm.name;
	for (const to of await animatorsOf(tx, row.hub))
		await write(tx, row, to, told.unanswered, 'introduction_nobody', { need: posts.need.title, firm });
}

/** Tells who said yes, and the staff who asked, that the other side said no. */
export async function tellDeclined(tx: Tx, row: IntroductionRow, by: Side, reason: DeclineReason) {
	const posts = await postsOf(tx, row);
	const other = otherSide(by);
	const agreed = await hasAgreed(tx, row, other);
	for (const to of agreed ? await speakersOf(tx, row, other) : [])
		await write(
			tx,
			row,
			to,
			told.answered,
			'introduction_declined',
			{ need: posts.need.title, partner: partner(posts, other) },
			{ params: { reason: say(`decline_reason_${toldReason(reason)}`, {}, to.locale) } }
		);
	for (const to of await staffOf(tx, row))
		await write(
			tx,
			row,
			to,
			told.answered,
			'introduction_declined',
			{ need: posts.need.title, partner: by === 'need' ? posts.need.firm.name : posts.offer.firm.name },
			{ params: { reason: say(`decline_reason_${reason}`, {}, to.locale) } }
		);
}

/** A conflict of interest is for staff to know: it would say of an anonymous firm with whom it competes. */
export const toldReason = (reason: DeclineReason): DeclineReason => (reason === 'conflict_of_interest' ? 'other' : reason);

/** Both said yes: each side gets the people of the other. */
export async function tellOpened(tx: Tx, row: IntroductionRow) {
	const posts = await postsOf(tx, row);
	for (const side of sides) {
		const others = await speakersOf(tx, row, otherSide(side));
		const phone = (side === 'need' ? posts.offer : posts.need).firm.phone;
		const people = [...others.map(({ name, title, email }) => [name, title, email].filter(Boolean).join(', ')), ...(phone ? [phone] : [])];
		for (const to of await speakersOf(tx, row, side))
			await write(
				tx,
				row,
				to,
				told.answered,
				'introduction_opened',
				{ need: posts.need.title, partner: partner(posts, side) },
				{ params: { people: people.join('\n') || '–' } }
			);
	}
	for (const to of await staffOf(tx, row))
		await write(tx, row, to, told.answered, 'introduction_opened_staff', {
			need: posts.need.title,
			one: posts.need.firm.name,
			other: posts.offer.firm.name
		});
}

/** Tells everybody who was asked or said yes, except who took it back. */
export async function tellWithdrawn(tx: Tx, row: IntroductionRow, by: string | null, kind: 'withdrawn' | 'expired' = 'withdrawn') {
	const posts = await postsOf(tx, row);
	for (const side of sides) {
		if (side === 'offer' && !row.offerAskedAt) continue;
		for (const to of await speakersOf(tx, row, side))
			if (to.member !== by)
				await write(tx, row, to, told.answered, `introduction_${kind}`, { need: posts.need.title, partner: partner(posts, side) });
	}
	for (const to of await staffOf(tx, row))
		if (to.member !== by)
			await write(tx, row, to, told.answered, `introduction_${kind}_staff`, {
				need: posts.need.title,
				one: posts.need.firm.name,
				other: posts.offer.firm.name
			});
}

const hasAgreed = async (tx: Tx, row: IntroductionRow, side: Side) =>
	(await tx
		.selectFrom('introductionAnswers')
		.select('answer')
		.where('hub', '=', row.hub)
		.where('introduction', '=', row.id)
		.where('side', '=', side)
		.where('answer', '=', 'yes')
		.executeTakeFirst()) !== undefined;

interface Dates {
	starts: Date[];
	minutes: number;
	place: string;
}

/** Asks these sides to pick one of three dates. */
export async function tellDates(tx: Tx, row: IntroductionRow, asked: Side[], { starts, minutes, place }: Dates) {
	const posts = await postsOf(tx, row);
	for (const side of asked)
		for (const to of await speakersOf(tx, row, side))
			await write(
				tx,
				row,
				to,
				told.dates,
				'introduction_dates',
				{ need: posts.need.title, partner: partner(posts, side) },
				{
					params: {
						dates: starts.map((at) => `– ${momentIn(at, to.locale, posts.timeZone)}`).join('\n'),
						minutes: String(minutes),
						place: place || say('meeting_place_open', {}, to.locale)
					}
				}
			);
}

/** Tells a side that both said yes a while ago and that no date is set. */
export async function askForDate(tx: Tx, row: IntroductionRow, side: Side) {
	const posts = await postsOf(tx, row);
	for (const to of await speakersOf(tx, row, side))
		await write(tx, row, to, told.dates, 'introduction_date_missing', { need: posts.need.title, partner: partner(posts, side) });
}

interface Meeting {
	uid: string;
	sequence: number;
	starts: Date;
	ends: Date;
	place: string;
}

/** Tells everybody of a meeting that was set, moved or called off, with what their calendars need. */
export async function tellMeeting(tx: Tx, row: IntroductionRow, what: 'set' | 'moved' | 'cancelled', meeting: Meeting, because = '') {
	const posts = await postsOf(tx, row);
	const people = [...(await speakersOf(tx, row, 'need')), ...(await speakersOf(tx, row, 'offer'))];
	const readers = [...people, ...(await staffOf(tx, row))];
	const method = what === 'cancelled' ? 'CANCEL' : 'REQUEST';
	for (const to of new Map(readers.map((one) => [one.member, one])).values()) {
		const summary = say('meeting_summary', { one: posts.need.firm.name, other: posts.offer.firm.name }, to.locale);
		await write(
			tx,
			row,
			to,
			told.meeting,
			`introduction_meeting_${what}`,
			{
				need: posts.need.title,
				one: posts.need.firm.name,
				other: posts.offer.firm.name,
				when: { at: meeting.starts.toISOString(), as: 'moment' }
			},
			{
				params: { place: meeting.place || say('meeting_place_open', {}, to.locale), because: because || '–' },
				calendar: {
					method,
					content: invitation({
						method,
						uid: meeting.uid,
						sequence: meeting.sequence,
						stamp: new Date(),
						starts: meeting.starts,
						ends: meeting.ends,
						summary,
						description: posts.need.title,
						place: meeting.place,
						url: `${baseUrl}/${row.hub}/introductions/${row.id}`,
						organizer: sender(posts.hubName),
						attendees: people.map(({ name, email }) => ({ name, email }))
					})
				}
			}
		);
	}
}

/** Calendars send their yes and no to the hub's own address. */
function sender(hubName: string) {
	const { KM0_MAIL_FROM } = readSettings();
	return { name: hubName, email: /<([^>]+)>/.exec(KM0_MAIL_FROM)?.[1] ?? KM0_MAIL_FROM };
}

/** Asks one person what became of it: every possible answer is a link of its own. */
export async function askAfterwards(
	tx: Tx,
	row: IntroductionRow,
	side: Side,
	to: Reachable,
	days: number,
	tokenOf: (question: Question, answer: string) => string,
	open: Question[]
) {
	const posts = await postsOf(tx, row);
	await write(
		tx,
		row,
		to,
		told.afterwards,
		`introduction_after_${days}`,
		{ need: posts.need.title, partner: partner(posts, side) },
		{
			questions: open.map((question) => ({
				words: say(`follow_up_${question}`, {}, to.locale),
				choices: followUpAnswers[question].map((answer) => ({
					words: say(`follow_up_${question}_${answer}`, {}, to.locale),
					link: `${baseUrl}/${row.hub}/follow-up/${tokenOf(question, answer)}`
				}))
			}))
		}
	);
}
