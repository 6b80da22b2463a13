import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db, inHub, transaction } from '#platform/db.server.ts';
import { newcomer, refusal, stranger } from '#platform/testing/people.ts';
import { declareCompetitor } from '#ecosystem/competitors.ts';
import { leaveHub } from '#ecosystem/members.ts';
import { CreateNeed, createNeed, dropNeed } from '#ecosystem/needs.ts';
import { findNeed } from '#ecosystem/needs-shown.ts';
import { CreateOffer, createOffer, moveOffer } from '#ecosystem/offers.ts';
import { archiveOrganisation } from '#ecosystem/organisations.ts';
import { matchesOfNeed } from '#matching/matches.ts';
import '#modules.ts';
import { expireIntroductions, remindSides, setIntroductionTerm } from './endings.ts';
import {
	AnswerIntroduction,
	answerIntroduction,
	CloseIntroduction,
	closeIntroduction,
	StartIntroductions,
	startIntroductions,
	WithdrawIntroduction,
	withdrawIntroduction
} from './introductions.ts';
import { findIntroduction, introductionHistory, ListIntroductions, listIntroductions } from './introductions-shown.ts';

const hub = 'mulhouse';
const subject = 'Réparer des zébulons hydrauliques sans arrêter la ligne';
const secret = 'Quincaillerie Vierzonnette';
let firms: string[];
let mill: Actor;
let miller: Actor;
let studio: Actor;
let rival: Actor;
let neighbour: Actor;
let animator: Actor;

beforeAll(async () => {
	firms = await Promise.all(
		[secret, 'Atelier Pompalin', 'Studio Rivalin', 'Voisinard'].map(async (name) => {
			const { id } = await db
				.insertInto('organisations')
				.values({ hub, slug: name.toLowerCase().replace(/\W+/g, '-'), kind: 'industrial_sme', name, nameKey: name.toLowerCase() })
				.returning('id')
				.executeTakeFirstOrThrow();
			return id;
		})
	);
	mill = await newcomer(hub, ['member'], firms[0]);
	miller = await newcomer(hub, ['member'], firms[0], false);
	studio = await newcomer(hub, ['member'], firms[1]);
	rival = await newcomer(hub, ['member'], firms[2]);
	neighbour = await newcomer(hub, ['member'], firms[3]);
	animator = await newcomer(hub, ['animator']);
});

const needOf = async (owner: Actor, more: object = {}) =>
	(await createNeed(owner, CreateNeed.parse({ locale: 'fr', title: subject, problem: `${subject}.`, opens: true, ...more }))).id;
const offerOf = async (owner: Actor, more: object = {}) =>
	(await createOffer(owner, CreateOffer.parse({ locale: 'fr', title: subject, what: `${subject}, de nuit.`, opens: true, ...more }))).id;

const start = async (actor: Actor, need: string, offers: string[], more: object = {}) =>
	inHub(hub, () => startIntroductions(actor, StartIntroductions.parse({ need, offers, ...more })));
const answer = (actor: Actor, introduction: string, said: 'yes' | 'no' = 'yes', more: object = {}) =>
	answerIntroduction(actor, AnswerIntroduction.parse({ introduction, answer: said, ...(said === 'no' && { reason: 'timing' }), ...more }));
const withdraw = async (actor: Actor, introduction: string, more: object = {}) =>
	withdrawIntroduction(
		actor,
		WithdrawIntroduction.parse({ introduction, version: (await findIntroduction(animator, { introduction })).version, ...more })
	);
const stateOf = async (introduction: string) => (await findIntroduction(animator, { introduction })).state;

/** Asked by staff, so that both sides have to answer. */
async function asked(more: object = {}) {
	const need = await needOf(mill, more);
	const offer = await offerOf(studio);
	const [made] = await start(animator, need, [offer]);
	return { need, offer, introduction: made?.id as string };
}

const lettersTo = async (actor: Actor, since: Date) =>
	db
		.selectFrom('mails')
		.innerJoin('accounts', 'accounts.email', 'mails.recipient')
		.select(['mails.kind', 'mails.subject', 'mails.bodyText', 'mails.bodyHtml'])
		.where('accounts.id', '=', actor.account as string)
		.where('mails.createdAt', '>=', since)
		.orderBy('mails.createdAt')
		.execute();
const kindsTo = async (actor: Actor, since: Date) => (await lettersTo(actor, since)).map(({ kind }) => kind);

test('staff ask both sides, and contacts open when both said yes and never before', async () => {
	const since = new Date();
	const { need, introduction } = await asked();
	expect(await kindsTo(mill, since)).toEqual(['introduction_asked_need']);
	expect(await kindsTo(studio, since)).toEqual(['introduction_asked_offer']);
	expect(await findIntroduction(studio, { introduction })).toMatchObject({
		state: 'proposed',
		contacts: null,
		waitsFor: ['need', 'offer'],
		sides: ['offer'],
		may: { answer: ['offer'], answerFor: [], withdraw: false, close: false }
	});

	const half = await answer(studio, introduction);
	expect(half).toMatchObject({ state: 'proposed', contacts: null, waitsFor: ['need'] });
	expect(JSON.stringify(half)).not.toContain('@');
	expect((await findNeed(mill, { need })).state).toBe('open');

	const whole = await answer(miller, introduction);
	expect(whole).toMatchObject({ state: 'accepted', waitsFor: ['need', 'offer'] });
	expect(whole.contacts?.offer.people.map(({ name }) => name)).toEqual([studio.name]);
	expect(whole.contacts?.need.people.map(({ name }) => name).sort()).toEqual([mill.name, miller.name].sort());
	expect((await findNeed(mill, { need })).state).toBe('introduced');
	const told = (await lettersTo(studio, since)).at(-1);
	expect(told?.kind).toBe('introduction_opened');
	expect(told?.bodyText).toContain(`${miller.name}`);
	// Staff hear of it under the bell, and by mail in the summary.
	const heard = await db
		.selectFrom('notifications')
		.select(['what', 'mail'])
		.where('member', '=', animator.member)
		.where('record', '=', introduction)
		.execute();
	expect(heard).toEqual([{ what: 'introduction_opened_staff', mail: 'daily' }]);
	expect(await kindsTo(animator, since)).toEqual([]);
});

test('a shortlist is asked whole or not at all, and a firm is introduced once at a time', async () => {
	const need = await needOf(mill);
	const [one, two] = [await offerOf(studio), await offerOf(rival)];
	const made = await start(animator, need, [one, two], { note: 'Deux bonnes adresses' });
	expect(made.map(({ offerFirm }) => offerFirm.name).sort()).toEqual(['Atelier Pompalin', 'Studio Rivalin']);
	expect(await refusal(start(animator, need, [await offerOf(neighbour), one]))).toBe('already_introduced');
	expect((await listIntroductions(animator, ListIntroductions.parse({ need }))).items.length).toBe(2);

	await answer(studio, made.find(({ offer }) => offer.id === one)?.id as string, 'no');
	expect(await refusal(start(animator, need, [one]))).toBe('accepted');
});

test('the score, the reasons and the rank of that moment are kept', async () => {
	const need = await needOf(mill);
	const offer = await offerOf(neighbour);
	const [made] = await start(animator, need, [offer]);
	const introduction = made?.id as string;
	const { answers } = await inHub(hub, () => matchesOfNeed(mill, { need, limit: 50 }));
	const place = answers.findIndex((one) => one.offer === offer);
	const seen = await findIntroduction(mill, { introduction });
	expect(seen.why?.score).toBe(answers[place]?.score);
	expect(seen.why?.reasons.map(({ code }) => code)).toEqual(answers[place]?.reasons.map(({ code }) => code));
	expect(seen.rank).toBeGreaterThan(0);
	// Where it stood is for the firm that chose; the other would learn of its competitors.
	expect((await findIntroduction(neighbour, { introduction })).rank).toBeNull();

	const { reasons } = await db.selectFrom('introductions').select('reasons').where('id', '=', introduction).executeTakeFirstOrThrow();
	expect(reasons).toMatchObject({ score: seen.why?.score });
	expect((reasons as unknown as { reasons: { code: string }[] }).reasons[0]?.code).toMatch(/^reason_/);
});

test('two animators who have the same idea at once ask once', async () => {
	const need = await needOf(mill);
	const offer = await offerOf(studio);
	const since = new Date();
	const both = await Promise.all([animator, await newcomer(hub, ['animator'])].map((actor) => refusal(start(actor, need, [offer]))));
	expect(both.sort()).toEqual(['accepted', 'already_introduced']);
	expect(await kindsTo(studio, since)).toEqual(['introduction_asked_offer']);
});

test('a member asks for what matching proposed, and thereby says yes', async () => {
	const since = new Date();
	const need = await needOf(mill);
	const offer = await offerOf(studio);
	const far = await offerOf(neighbour, { title: 'Cours de yoga au bureau', what: 'Une heure le midi, tapis fournis, en groupe.' });
	expect(await refusal(start(mill, need, [far]))).toBe('offer_not_for_this_need');
	expect(await refusal(start(neighbour, need, [offer]))).toBe('forbidden');
	expect(await refusal(start(stranger(hub), need, [offer]))).toBe('forbidden');

	const [made] = await start(mill, need, [offer]);
	expect(made).toMatchObject({ startedAs: 'need', waitsFor: ['offer'], answers: { need: { answer: 'yes', by: mill.name }, offer: null } });
	expect(await kindsTo(mill, since)).toEqual([]);
	expect((await answer(studio, made?.id as string)).state).toBe('accepted');

	const [other] = await start(studio, await needOf(mill), [offer]);
	expect(other).toMatchObject({ startedAs: 'offer', waitsFor: ['need'] });
	expect(await refusal(start(studio, await needOf(mill, { confidentiality: 'staff' }), [offer]))).toBe('not_found');
});

test('nobody but staff and the two firms sees an introduction', async () => {
	const { introduction } = await asked();
	const elsewhere = await newcomer('strasbourg', ['hub_manager']);
	for (const actor of [neighbour, await newcomer(hub), elsewhere]) {
		expect(await refusal(findIntroduction(actor, { introduction }))).toBe('not_found');
		expect(await refusal(answer(actor, introduction))).toBe('not_found');
		expect(await refusal(withdraw(actor, introduction))).toBe('not_found');
		const { items } = await listIntroductions(actor, ListIntroductions.parse({ state: 'all', limit: 100 }));
		expect(items.map(({ id }) => id)).not.toContain(introduction);
	}
	expect(await refusal(findIntroduction(stranger(hub), { introduction }))).toBe('sign_in_first');
	for (const actor of [mill, miller, studio, animator])
		expect((await listIntroductions(actor, ListIntroductions.parse({ limit: 100 }))).items.map(({ id }) => id)).toContain(introduction);
});

test('two accepts at once open it once, and two of one firm have one word', async () => {
	const since = new Date();
	const { introduction } = await asked();
	expect(await Promise.all([refusal(answer(mill, introduction)), refusal(answer(studio, introduction))])).toEqual(['accepted', 'accepted']);
	expect(await stateOf(introduction)).toBe('accepted');
	expect((await kindsTo(studio, since)).filter((kind) => kind === 'introduction_opened')).toEqual(['introduction_opened']);

	const again = await asked();
	const both = await Promise.all([refusal(answer(mill, again.introduction, 'yes')), refusal(answer(miller, again.introduction, 'no'))]);
	expect(both.sort()).toEqual(['accepted', 'already_answered']);
});

test('an accept after a withdrawal, a refusal or the end comes too late, and says why', async () => {
	const withdrawn = await asked();
	await answer(mill, withdrawn.introduction);
	await withdraw(mill, withdrawn.introduction, { because: 'Trouvé ailleurs' });
	expect(await refusal(answer(studio, withdrawn.introduction))).toBe('introduction_withdrawn');
	expect((await findIntroduction(studio, withdrawn)).endedBecause).toBe('Trouvé ailleurs');

	const declined = await asked();
	await answer(mill, declined.introduction, 'no');
	expect(await refusal(answer(studio, declined.introduction))).toBe('introduction_declined');

	const late = await asked();
	await db
		.updateTable('introductions')
		.set({ expiresAt: new Date(Date.now() - 1000) })
		.where('id', '=', late.introduction)
		.execute();
	expect(await refusal(answer(studio, late.introduction))).toBe('introduction_expired');
	await expireIntroductions(hub);
	expect(await stateOf(late.introduction)).toBe('expired');
	expect(await refusal(answer(studio, late.introduction))).toBe('introduction_expired');
	await expireIntroductions(hub);
	const lines = await introductionHistory(animator, late);
	expect(lines.filter(({ what }) => what === 'introduction.expired').length).toBe(1);
});

test('a withdrawal and an accept at once have one winner', async () => {
	for (let round = 0; round < 3; round++) {
		const { introduction } = await asked();
		await answer(mill, introduction);
		const [taken, accepted] = await Promise.all([refusal(withdraw(mill, introduction)), refusal(answer(studio, introduction))]);
		const state = await stateOf(introduction);
		expect([taken, accepted, state]).toEqual(
			state === 'withdrawn'
				? ['accepted', 'introduction_withdrawn', 'withdrawn']
				: [expect.stringMatching(/changed_meanwhile|already_answered/), 'accepted', 'accepted']
		);
	}
});

test('what asks nothing any more is taken back: need closed, offer withdrawn, firm gone', async () => {
	const since = new Date();
	const dropped = await asked();
	await dropNeed(mill, { need: dropped.need, reason: 'Le client est parti' });
	expect(await refusal(answer(studio, dropped.introduction))).toBe('introduction_withdrawn');
	expect(await kindsTo(studio, since)).toContain('introduction_withdrawn');

	const gone = await asked();
	await moveOffer(studio, { offer: gone.offer, to: 'withdrawn' });
	expect(await refusal(answer(mill, gone.introduction))).toBe('introduction_withdrawn');

	const { id: firm } = await db
		.insertInto('organisations')
		.values({ hub, slug: 'passagere', kind: 'start_up', name: 'Passagère', nameKey: 'passagere' })
		.returning('id')
		.executeTakeFirstOrThrow();
	const passing = await newcomer(hub, ['member'], firm);
	const [made] = await start(animator, await needOf(mill), [await offerOf(passing)]);
	await archiveOrganisation(passing, { organisation: firm, reason: 'Fermeture' });
	expect(await refusal(answer(mill, made?.id as string))).toBe('introduction_withdrawn');
	expect((await introductionHistory(mill, { introduction: made?.id as string })).at(-1)?.what).toBe('introduction.partner_left');
});

test('a partner who left the hub neither answers nor is reached; staff answer for the firm, with a note', async () => {
	const { id: firm } = await db
		.insertInto('organisations')
		.values({ hub, slug: 'quittante', kind: 'start_up', name: 'Quittante', nameKey: 'quittante' })
		.returning('id')
		.executeTakeFirstOrThrow();
	const leaver = await newcomer(hub, ['member'], firm);
	const [made] = await start(animator, await needOf(mill), [await offerOf(leaver)]);
	const introduction = made?.id as string;
	await answer(mill, introduction);
	await leaveHub(leaver);
	expect(await refusal(answer({ ...leaver, organisations: [] }, introduction))).toBe('not_found');

	expect(await refusal(answer(animator, introduction, 'yes', { side: 'offer' }))).toBe('required');
	const since = new Date();
	const open = await answer(animator, introduction, 'yes', { side: 'offer', forFirm: 'Dit au téléphone par la gérante' });
	expect(open).toMatchObject({ state: 'accepted', answers: { offer: { isByStaff: true, by: animator.name } } });
	expect(open.contacts?.offer.people).toEqual([]);
	expect((await lettersTo(mill, since)).map(({ kind }) => kind)).toEqual(['introduction_opened']);
	// The firm that was not spoken for does not read how staff knew.
	expect((await findIntroduction(mill, { introduction })).answers.offer?.forFirm).toBeNull();
	const line = await db
		.selectFrom('journal')
		.select('changed')
		.where('record', '=', introduction)
		.where('what', '=', 'introduction.agreed')
		.orderBy('id', 'desc')
		.executeTakeFirstOrThrow();
	expect(line.changed).toMatchObject({ forFirm: [null, 'Dit au téléphone par la gérante'], side: [null, 'offer'] });
});

test('where nobody acts for a firm, the animators are told to ask for it', async () => {
	const { id: firm } = await db
		.insertInto('organisations')
		.values({ hub, slug: 'silencieuse', kind: 'start_up', name: 'Silencieuse', nameKey: 'silencieuse' })
		.returning('id')
		.executeTakeFirstOrThrow();
	const offer = (
		await createOffer(animator, CreateOffer.parse({ locale: 'fr', title: subject, what: subject, opens: true, organisation: firm }))
	).id;
	const since = new Date();
	await start(animator, await needOf(mill), [offer]);
	expect(await kindsTo(animator, since)).toEqual(['introduction_nobody']);
});

test('an anonymous need stays so until its owner says yes to this partner, and then for the others still', async () => {
	const since = new Date();
	const need = await needOf(mill, { confidentiality: 'anonymous' });
	const [one, two] = [await offerOf(studio), await offerOf(rival)];
	expect(await refusal(start(animator, need, [one], { note: `Pour ${secret}, vite` }))).toBe('text_names_the_firm');
	const made = await start(animator, need, [one, two], { note: 'Une piste sérieuse' });
	const [mine, theirs] = [one, two].map((offer) => made.find((row) => row.offer.id === offer)?.id as string);

	const told = [secret, firms[0] as string, mill.name, mill.member as string, miller.name, 'quincaillerie'];
	const seenBy = async (actor: Actor, introduction: string) =>
		JSON.stringify([
			await findIntroduction(actor, { introduction }),
			await introductionHistory(actor, { introduction }),
			await listIntroductions(actor, ListIntroductions.parse({ state: 'all', limit: 100 })).then(({ items }) =>
				items.filter(({ id }) => id === introduction)
			),
			(await listIntroductions(actor, ListIntroductions.parse({ state: 'all', q: 'Vierzonnette', limit: 100 }))).items.filter(
				({ id }) => id === introduction
			),
			(await lettersTo(actor, since)).filter(({ bodyText }) => bodyText.includes(introduction))
		]).toLowerCase();
	const leaks = async (actor: Actor, introduction: string) => {
		const seen = await seenBy(actor, introduction);
		return told.filter((word) => seen.includes(word.toLowerCase()));
	};
	expect(await leaks(studio, mine as string)).toEqual([]);
	expect((await findIntroduction(studio, { introduction: mine as string })).why?.reasons.map(({ code }) => code)).not.toContain('size');
	await answer(studio, mine as string);
	expect(await leaks(studio, mine as string)).toEqual([]);

	await answer(mill, mine as string);
	expect((await findIntroduction(studio, { introduction: mine as string })).needFirm?.name).toBe(secret);
	expect(await leaks(rival, theirs as string)).toEqual([]);
	expect((await findNeed(rival, { need })).organisation).toBeNull();

	expect(await refusal(answer(mill, theirs as string, 'no', { words: `${secret} travaille déjà avec vous` }))).toBe('text_names_the_firm');
	await answer(mill, theirs as string, 'no', { reason: 'conflict_of_interest', words: 'Vous servez nos concurrents' });
	expect(await leaks(rival, theirs as string)).toEqual([]);
	expect((await findIntroduction(rival, { introduction: theirs as string })).answers.need).toMatchObject({ reason: 'other', words: '' });
	expect((await findIntroduction(animator, { introduction: theirs as string })).answers.need?.reason).toBe('conflict_of_interest');
});

test('the owner of an anonymous need who asks a firm shows itself to that firm alone', async () => {
	const need = await needOf(mill, { confidentiality: 'anonymous' });
	const [made] = await start(mill, need, [await offerOf(studio)]);
	expect((await findIntroduction(studio, { introduction: made?.id as string })).needFirm?.name).toBe(secret);
	expect((await findNeed(studio, { need })).organisation).toBeNull();
});

test('a need for staff alone is shown to a partner when its owner said yes', async () => {
	const since = new Date();
	const need = await needOf(mill, { confidentiality: 'staff' });
	const [made] = await start(animator, need, [await offerOf(studio)]);
	const introduction = made?.id as string;
	expect(made?.waitsFor).toEqual(['need']);
	expect(await refusal(findIntroduction(studio, { introduction }))).toBe('not_found');
	expect(await kindsTo(studio, since)).toEqual([]);
	await answer(mill, introduction);
	expect(await kindsTo(studio, since)).toEqual(['introduction_asked_offer']);
	expect((await findIntroduction(studio, { introduction })).problem).toContain('zébulons');
});

test('declared competitors are not introduced, and one cannot tell by asking for an anonymous need', async () => {
	const need = await needOf(mill);
	const anonymous = await needOf(mill, { confidentiality: 'anonymous' });
	const offer = await offerOf(rival);
	await declareCompetitor(mill, { organisation: firms[0] as string, competitor: firms[2] as string });
	expect(await refusal(start(animator, need, [offer]))).toBe('offer_not_for_this_need');
	expect(await refusal(start(mill, need, [offer]))).toBe('offer_not_for_this_need');
	expect(await refusal(start(rival, need, [offer]))).toBe('not_found');
	const [made] = await start(rival, anonymous, [offer]);
	const [plain] = await start(neighbour, anonymous, [await offerOf(neighbour)]);
	expect(made?.needFirm).toBeNull();
	expect(made?.why?.reasons.length).toBe(plain?.why?.reasons.length);
	await transaction((tx) =>
		tx
			.deleteFrom('competitors')
			.where('hub', '=', hub)
			.where('organisation', '=', firms[0] as string)
			.execute()
	);
});

test('who has not answered is reminded once, and the term is the hub’s', async () => {
	const manager = await newcomer(hub, ['hub_manager']);
	expect(await refusal(setIntroductionTerm(animator, { days: 20, reminderDays: 6 }))).toBe('forbidden');
	await setIntroductionTerm(manager, { days: 20, reminderDays: 6 });
	const { introduction } = await asked();
	const { expiresAt } = await findIntroduction(animator, { introduction });
	expect((expiresAt.getTime() - Date.now()) / 86_400_000).toBeCloseTo(20, 1);
	await answer(mill, introduction);

	const since = new Date();
	await remindSides(hub);
	expect(await kindsTo(studio, since)).toEqual([]);
	await db
		.updateTable('introductions')
		.set({ createdAt: new Date(Date.now() - 6.1 * 86_400_000) })
		.where('id', '=', introduction)
		.execute();
	await Promise.all([remindSides(hub), remindSides(hub)]);
	expect(await kindsTo(studio, since)).toEqual(['introduction_reminded_offer']);
	expect(await kindsTo(mill, since)).toEqual([]);
});

test('it is closed with what came of it, by whoever took part, once', async () => {
	const { introduction } = await asked();
	const close = async (actor: Actor, version?: number) =>
		closeIntroduction(
			actor,
			CloseIntroduction.parse({
				introduction,
				version: version ?? (await findIntroduction(animator, { introduction })).version,
				outcome: 'order',
				because: 'Un devis signé'
			})
		);
	expect(await refusal(close(mill))).toBe('introduction_not_open');
	await answer(mill, introduction);
	const { version } = await answer(studio, introduction);
	expect(await refusal(close(neighbour))).toBe('not_found');
	expect((await Promise.all([refusal(close(mill, version)), refusal(close(studio, version))])).sort()).toEqual([
		'accepted',
		'changed_meanwhile'
	]);
	expect(await findIntroduction(mill, { introduction })).toMatchObject({ state: 'closed', outcome: 'order', waitsFor: [] });
});

test('the list comes by pages, and by whose move it is', async () => {
	const list = (actor: Actor, more: object) => listIntroductions(actor, ListIntroductions.parse({ state: 'all', ...more }));
	for (let nth = 0; nth < 4; nth++) await asked();
	const page = await list(animator, { limit: 2 });
	const next = await list(animator, { limit: 2, cursor: page.next ?? undefined });
	expect(next.items.length).toBe(2);
	expect(next.items.map(({ id }) => id)).not.toEqual(expect.arrayContaining([page.items[0]?.id]));
	const found = await list(studio, { waiting: true, limit: 100 });
	expect(found.items.length).toBeGreaterThan(0);
	expect(found.items.filter(({ waitsFor }) => !waitsFor.includes('offer'))).toEqual([]);
	expect((await list(studio, { q: 'Pompalin', limit: 100 })).items.length).toBeGreaterThan(0);
	expect((await list(studio, { q: 'Zwirbelsack', limit: 100 })).items).toEqual([]);
});
