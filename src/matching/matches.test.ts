import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db, inHub } from '#platform/db.server.ts';
import { newcomer, refusal, stranger } from '#platform/testing/people.ts';
import { CreateNeed, createNeed } from '#ecosystem/needs.ts';
import { CreateOffer, createOffer, moveOffer } from '#ecosystem/offers.ts';
import './indexing.ts';
import { ask, matchesOfNeed, matchesOfOffer, previewWeights } from './matches.ts';
import { soundWeights } from './weights.ts';

const question = 'contrôler nos pièces de fonderie par caméra pour ne plus laisser passer de fissures';
const asking = (actor: Actor, text = question, limit = 50) => inHub(actor.hub, () => ask(actor, { text, limit }));
const titles = async (actor: Actor, text?: string) => (await asking(actor, text)).answers.map(({ title }) => title);

let firms: string[];
let maker: Actor;
let animator: Actor;

beforeAll(async () => {
	const rows = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', 'mulhouse')
		.where('isDemo', '=', true)
		.orderBy('slug')
		.limit(4)
		.execute();
	firms = rows.map(({ id }) => id);
	maker = await newcomer('mulhouse', ['member'], firms[0]);
	animator = await newcomer('mulhouse', ['animator']);
});

const offerBy = async (actor: Actor, title: string, more: object = {}) =>
	createOffer(
		actor,
		CreateOffer.parse({
			locale: 'fr',
			title,
			what: 'Nous réparons les zébulons de toutes marques, en atelier ou sur place.',
			opens: true,
			...more
		})
	);

test('a French sentence finds the German vision firm among the first, with reasons that add up', async () => {
	const { locale, understood, answers } = await asking(stranger('mulhouse'));
	expect(locale).toBe('fr');
	expect(understood.map(({ id }) => id)).toContain('machine-vision');
	const rank = answers.findIndex(({ organisation }) => organisation.name.startsWith('Gusslicht'));
	expect(rank).toBeGreaterThanOrEqual(0);
	expect(rank).toBeLessThan(3);
	expect(answers[rank]).toMatchObject({ locale: 'de', organisation: { commune: 'Freiburg' } });
	expect(answers[rank]?.reasons.map(({ text }) => text)).toContainEqual(expect.stringContaining('vision industrielle'));
	for (const { score, reasons } of answers) expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 6);
	expect(answers.map(({ score }) => score)).toEqual(answers.map(({ score }) => score).toSorted((a, b) => b - a));
});

test('the same question in three languages meets the same firm', async () => {
	for (const text of [question, 'Kamera, die Risse in Gussteilen erkennt', 'a camera that finds cracks in our castings'])
		expect([text, (await asking(stranger('mulhouse'), text)).answers.slice(0, 5).map(({ organisation }) => organisation.name)]).toEqual([
			text,
			expect.arrayContaining(['Gusslicht Bildverarbeitung'])
		]);
});

test('in an offer are marked the words that were asked, forms and slips of the pen included, and none that only looks like them', async () => {
	const mill = await newcomer('mulhouse', ['member'], firms[3]);
	await offerBy(mill, 'Quinquets remis en état', {
		what: 'Nous réparons les presses à quinquets. Pour une presse il faut environ deux jours, mal graissée ou non. Pas d’impression.'
	});
	await offerBy(mill, 'Quinkets auf der Presse messen', {
		locale: 'de',
		what: 'Wir messen Ihre Pressen und Quinkets, mal im Haus, mal vor Ort, etwa zweimal im Jahr. Ebenso Baugruppen, auch Eindrücke vom Maß.'
	});
	const marked = async (text: string) =>
		Object.fromEntries(
			(await asking(animator, text)).answers
				.filter(({ title }) => title.startsWith('Quin'))
				.map(({ locale, title, titleMarks, excerpt, excerptMarks }) => [
					locale,
					[...titleMarks.map(([from, to]) => title.slice(from, to)), ...excerptMarks.map(([from, to]) => excerpt.slice(from, to))]
				])
		);
	const french = await marked('Quelle usine pour réparer un quinquet, une presse mal graissée depuis environ dix jours ?');
	expect(french.fr).toEqual(['Quinquets', 'réparons', 'presses', 'quinquets', 'presse', 'graissée']);
	expect(french.de ?? []).toEqual([]);
	expect((await marked('je veux faire réparer un quinqet')).fr).toEqual(['Quinquets', 'réparons', 'quinquets']);
	const german = await marked('Wer kann mal etwa Quinkets messen, dazu Baugerüste?');
	expect(german.de).toEqual(['Quinkets', 'messen', 'messen', 'Quinkets']);
	expect(german.fr ?? []).toEqual([]);
});

test('only words that an offer has are said to be in it', async () => {
	const mill = await newcomer('mulhouse', ['member'], firms[3]);
	await offerBy(mill, 'Quinquaillerie', { what: 'La quinquaillerie en série.' });
	const { answers } = await asking(animator, 'quinquallons');
	const reasons = answers.find(({ title }) => title === 'Quinquaillerie')?.reasons.map(({ code, text }) => [code, text]);
	expect(reasons).toContainEqual(['words_near', 'Des mots proches des vôtres se retrouvent dans l’offre']);
});

test('a new offer is found at once, a paused or full one is not', async () => {
	const { id } = await offerBy(maker, 'Réparation de zébulons');
	expect(await titles(animator, 'réparer un zébulon')).toContain('Réparation de zébulons');
	await moveOffer(maker, { offer: id, to: 'paused' });
	expect(await titles(animator, 'réparer un zébulon')).not.toContain('Réparation de zébulons');
	await moveOffer(maker, { offer: id, to: 'open' });
	await db.updateTable('offers').set({ engaged: 1, capacity: 1 }).where('id', '=', id).execute();
	expect(await titles(animator, 'réparer un zébulon')).not.toContain('Réparation de zébulons');
});

test('members-only offers are for members, and nobody is proposed their own', async () => {
	await offerBy(maker, 'Zébulons entre nous', { visibility: 'members' });
	expect(await titles(animator, 'zébulon')).toContain('Zébulons entre nous');
	expect(await titles(stranger('mulhouse'), 'zébulon')).not.toContain('Zébulons entre nous');
	expect(await titles(maker, 'zébulon')).not.toContain('Zébulons entre nous');
});

test('declared competitors are not proposed to each other, whoever declared it', async () => {
	await offerBy(maker, 'Zébulons du concurrent');
	const rival = await newcomer('mulhouse', ['member'], firms[1]);
	expect(await titles(rival, 'zébulon')).toContain('Zébulons du concurrent');
	await db
		.insertInto('competitors')
		.values({ hub: 'mulhouse', organisation: firms[0] as string, competitor: firms[1] as string })
		.execute();
	expect(await titles(rival, 'zébulon')).not.toContain('Zébulons du concurrent');
	const second = await offerBy(rival, 'Zébulons de l’autre côté');
	expect(second.id).toBeTruthy();
	expect(await titles(maker, 'zébulon')).not.toContain('Zébulons de l’autre côté');
	expect(await titles(animator, 'zébulon')).toContain('Zébulons de l’autre côté');
});

test('another hub sees what was published to the network, and nothing else', async () => {
	await offerBy(maker, 'Zébulons publiés', { isPublished: true });
	await offerBy(maker, 'Zébulons gardés');
	const elsewhere = await newcomer('strasbourg');
	const zebulons = async () =>
		(await asking(elsewhere, 'réparer un zébulon')).answers
			.filter(({ title }) => title.startsWith('Zébulons'))
			.map(({ title, hub, organisation }) => [title, hub.id, organisation.id]);
	expect(await zebulons()).toEqual([['Zébulons publiés', 'mulhouse', null]]);
	await db.updateTable('hubs').set({ network: null }).where('id', '=', 'strasbourg').execute();
	expect(await zebulons()).toEqual([]);
	await db.updateTable('hubs').set({ network: 'alsace' }).where('id', '=', 'strasbourg').execute();
});

test('matches of a need are for its firm and staff; those of an offer never name an anonymous firm', async () => {
	const { id: need } = await createNeed(
		maker,
		CreateNeed.parse({
			locale: 'fr',
			title: 'Zébulons usés',
			problem: 'Nos zébulons s’usent en trois semaines.',
			confidentiality: 'anonymous',
			opens: true
		})
	);
	const other = await newcomer('mulhouse', ['member'], firms[2]);
	const own = await offerBy(other, 'Zébulons renforcés');
	expect((await inHub('mulhouse', () => matchesOfNeed(maker, { need, limit: 10 }))).answers.map(({ title }) => title)).toContain(
		'Zébulons renforcés'
	);
	expect(await refusal(matchesOfNeed(other, { need, limit: 10 }))).toBe('forbidden');
	expect(await refusal(matchesOfNeed(stranger('mulhouse'), { need, limit: 10 }))).toBe('forbidden');

	const { needs } = await matchesOfOffer(other, { offer: own.id, limit: 50 });
	const anonymous = needs.find((one) => one.need === need);
	expect(anonymous).toMatchObject({ organisation: null, title: 'Zébulons usés' });
	expect(anonymous?.reasons.map(({ code }) => code)).not.toContain('distance');
	const firm = await db
		.selectFrom('organisations')
		.select(['id', 'name', 'slug', 'communeName'])
		.where('id', '=', firms[0] as string)
		.executeTakeFirstOrThrow();
	for (const secret of [firm.id, firm.name, firm.slug]) expect(JSON.stringify(anonymous)).not.toContain(secret);
	expect(await refusal(matchesOfOffer(maker, { offer: own.id, limit: 10 }))).toBe('forbidden');
});

test('weights are tried before they are set: the order changes, and nothing is saved', async () => {
	const near = { ...soundWeights, words: 1, concepts: 1, distance: 100 };
	const { effects } = await inHub('mulhouse', () => previewWeights(animator, { weights: near }));
	expect(effects.length).toBeGreaterThan(2);
	expect(effects.some(({ isSame }) => !isSame)).toBe(true);
	const same = await inHub('mulhouse', () => previewWeights(animator, { weights: soundWeights }));
	expect(same.effects.every(({ isSame, before, after }) => isSame && JSON.stringify(before) === JSON.stringify(after))).toBe(true);
	expect(await refusal(previewWeights(maker, { weights: near }))).toBe('forbidden');
});

test('staff see which needs an offer answers, those for staff alone included', async () => {
	const other = await newcomer('mulhouse', ['member'], firms[3]);
	const own = await offerBy(other, 'Zébulons de secours');
	const { id: need } = await createNeed(
		maker,
		CreateNeed.parse({
			locale: 'fr',
			title: 'Zébulon confidentiel',
			problem: 'Un zébulon à réparer sans bruit.',
			confidentiality: 'staff',
			opens: true
		})
	);
	const seen = async (actor: Actor) =>
		(await inHub('mulhouse', () => matchesOfOffer(actor, { offer: own.id, limit: 50 }))).needs.map((one) => one.need);
	expect(await seen(animator)).toContain(need);
	expect(await seen(other)).not.toContain(need);
});
