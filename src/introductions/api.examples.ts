import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { newcomer } from '#platform/testing/people.ts';
import { CreateNeed, createNeed } from '#ecosystem/needs.ts';
import { CreateOffer, createOffer } from '#ecosystem/offers.ts';
import type { introductionsApi } from './api.ts';
import { linkToken } from './follow-ups.ts';
import { ProposeDates, proposeDates, SetMeeting, setMeeting } from './meetings.ts';
import { AnswerIntroduction, answerIntroduction, StartIntroductions, startIntroductions } from './introductions.ts';

/** Every example speaks of a thing of its own, or they would crowd each other out of the ranking. */
function subjectOfItsOwn() {
	const thing = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => String.fromCharCode(97 + (byte % 26))).join('');
	return `Contrôle qualité par caméra de ${thing}`;
}

/** A firm with somebody who acts for it, other than the actor's. */
async function otherFirm(actor: Actor) {
	const { id } = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', actor.hub)
		.where('isReal', '=', false)
		.where('archivedAt', 'is', null)
		.where('id', 'not in', [...actor.organisations.map(({ id }) => id), crypto.randomUUID()])
		.where('kind', '=', 'start_up')
		.orderBy('name')
		.executeTakeFirstOrThrow();
	return newcomer(actor.hub, ['member'], id);
}

/** The one who has the need: the actor, or somebody in their place where they act for no firm. */
async function seeker(actor: Actor) {
	if (actor.organisations.length) return actor;
	const { id } = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', actor.hub)
		.where('kind', '=', 'industrial_sme')
		.orderBy('name', 'desc')
		.executeTakeFirstOrThrow();
	return newcomer(actor.hub, ['member'], id);
}

export async function needAndOffer(actor: Actor) {
	const owner = await seeker(actor);
	const subject = subjectOfItsOwn();
	const provider = await otherFirm(owner);
	const need = await createNeed(
		owner,
		CreateNeed.parse({ locale: 'fr', title: subject, problem: `${subject}, la nuit.`, confidentiality: 'public', opens: true })
	);
	const offer = await createOffer(
		provider,
		CreateOffer.parse({ locale: 'fr', title: subject, what: `${subject}, au rythme de la ligne.`, opens: true })
	);
	return { owner, provider, need: need.id, offer: offer.id };
}

/** An introduction that the firm of the offer asked for, so that it waits for the actor. */
export async function asked(actor: Actor) {
	const { owner, provider, need, offer } = await needAndOffer(actor);
	const [made] = await startIntroductions(provider, StartIntroductions.parse({ need, offers: [offer] }));
	return { owner, provider, introduction: made?.id as string, version: made?.version as number };
}

/** The answer of this person as their mail program sends it. */
export async function mailOf(author: Actor, introduction: string, words: string, more: { from?: string; id?: string; head?: string } = {}) {
	const { email } = await db
		.selectFrom('accounts')
		.select('email')
		.where('id', '=', author.account as string)
		.executeTakeFirstOrThrow();
	const { replyToken } = await db
		.selectFrom('introductionPeople')
		.select('replyToken')
		.where('introduction', '=', introduction)
		.where('member', '=', author.member as string)
		.executeTakeFirstOrThrow();
	return [
		`From: Somebody <${more.from ?? email}>`,
		`To: KM0 <reply+${replyToken}@hub.example>`,
		'Subject: Re: =?UTF-8?Q?Rendez-vous?=',
		`Message-ID: <${more.id ?? crypto.randomUUID()}@example.org>`,
		...(more.head ? [more.head] : []),
		'MIME-Version: 1.0',
		'Content-Type: text/plain; charset=utf-8',
		'Content-Transfer-Encoding: 8bit',
		'',
		words
	].join('\r\n');
}

export async function opened(actor: Actor) {
	const { owner, provider, introduction } = await asked(actor);
	const { version } = await answerIntroduction(owner, AnswerIntroduction.parse({ introduction, answer: 'yes' }));
	return { owner, provider, introduction, version };
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const threeDates = () => [inDays(5), inDays(6), inDays(7)];

/** Opened, and asked afterwards whether they met. */
async function followedUp(actor: Actor) {
	const { owner, introduction } = await opened(actor);
	const member = owner.member as string;
	await db.insertInto('introductionFollowUps').values({ hub: owner.hub, introduction, member, days: 30 }).execute();
	return { introduction, member, hub: owner.hub };
}

const link = async (actor: Actor) => ({ token: linkToken({ ...(await followedUp(actor)), days: 30, question: 'useful', answer: 'very' }) });

export const introductionsExamples: Examples<typeof introductionsApi> = {
	startIntroductions: async (actor) => {
		const { need, offer } = await needAndOffer(actor);
		return { need, offers: [offer], note: 'Vous devriez vous parler.' };
	},
	listIntroductions: () => ({ state: 'all', q: 'caméra' }),
	findIntroduction: async (actor) => ({ introduction: (await asked(actor)).introduction }),
	introductionHistory: async (actor) => ({ introduction: (await asked(actor)).introduction }),
	answerIntroduction: async (actor) => ({
		introduction: (await asked(actor)).introduction,
		side: 'need',
		answer: 'no',
		reason: 'timing',
		forFirm: 'Dit au téléphone'
	}),
	remindIntroduction: async (actor) => ({ introduction: (await asked(actor)).introduction }),
	withdrawIntroduction: async (actor) => {
		const { owner, need, offer } = await needAndOffer(actor);
		const [made] = await startIntroductions(owner, StartIntroductions.parse({ need, offers: [offer] }));
		return { introduction: made?.id, version: made?.version, because: 'Nous avons trouvé ailleurs' };
	},
	closeIntroduction: async (actor) => {
		const { introduction, version } = await opened(actor);
		return { introduction, version, outcome: 'talks' };
	},
	listMessages: async (actor) => ({ introduction: (await opened(actor)).introduction }),
	writeMessage: async (actor) => ({
		introduction: (await opened(actor)).introduction,
		words: 'Bonjour, quand pouvez-vous passer voir la ligne ?',
		files: [{ name: 'plan.txt', content: Buffer.from('Hall B, porte 4').toString('base64') }]
	}),
	mailIn: async (actor) => {
		process.env.KM0_REPLY_ADDRESS = 'reply@hub.example';
		const { owner, introduction } = await opened(actor);
		return { message: await mailOf(owner, introduction, 'Mardi nous convient.') };
	},
	proposeDates: async (actor) => {
		const { introduction, version } = await opened(actor);
		return { introduction, version, starts: threeDates(), place: 'La Fonderie, salle 2' };
	},
	pickDate: async (actor) => {
		const { provider, introduction, version } = await opened(actor);
		const starts = threeDates();
		const { dates } = await proposeDates(provider, ProposeDates.parse({ introduction, version, starts }));
		return { introduction, proposal: dates?.proposal, starts: starts[1] };
	},
	setMeeting: async (actor) => {
		const { introduction, version } = await opened(actor);
		return { introduction, version, starts: inDays(3), minutes: 45 };
	},
	cancelMeeting: async (actor) => {
		const { introduction, version } = await opened(actor);
		const animator = await newcomer(actor.hub, ['animator']);
		const set = await setMeeting(animator, SetMeeting.parse({ introduction, version, starts: inDays(3) }));
		return { introduction, version: set.version, because: 'La ligne est en panne' };
	},
	linkedAnswer: link,
	answerByLink: link,
	answerFollowUp: async (actor) => ({ introduction: (await followedUp(actor)).introduction, question: 'met', answer: 'yes' }),
	setIntroductionTerm: () => ({ days: 21, reminderDays: 7 })
};
