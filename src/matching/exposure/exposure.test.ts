import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { system, type Actor } from '#platform/actor.ts';
import { db, inHub } from '#platform/db.server.ts';
import { home } from '#platform/home.ts';
import { newcomer, refusal } from '#platform/testing/people.ts';
import { newestOpenNeeds } from '#ecosystem/matchable.ts';
import '#modules.ts';
import { ask, askAgain, matchesOfNeed } from '../matches.ts';
import { rankingOf, soundBalance } from '../weights.ts';
import { balanceVersions, hubBalance, previewBalance, returnToBalance, setBalance } from './balance.ts';
import { countShown, flushShown } from './counting.ts';
import { countExposure, exposure, ExposureFilter, ListExposure, listExposure } from './exposure.ts';
import { forgetSeen } from './seen.ts';

let animator: Actor;
let member: Actor;
beforeAll(async () => {
	animator = await newcomer('mulhouse', ['animator']);
	member = await newcomer('mulhouse');
});
beforeEach(() => forgetSeen());

const today = () => new Date().toISOString().slice(0, 10);
const rows = (hub = 'mulhouse') =>
	db.selectFrom('matchingExposure').selectAll().where('hub', '=', hub).where('day', '=', today()).orderBy('offer').execute();
const question = { text: 'Caméra qui détecte les fissures sur des pièces de fonderie', limit: 10 };

test('an answer is counted by rank, beside it and not on its way', async () => {
	await flushShown();
	const before = await rows();
	const { answers } = await ask(member, question);
	expect(await rows()).toEqual(before);
	await flushShown();
	const after = new Map((await rows()).map((row) => [row.offer, row]));
	const was = new Map(before.map((row) => [row.offer, row]));
	const own = answers.filter(({ hub }) => hub.id === 'mulhouse');
	expect(own.length).toBeGreaterThan(2);
	for (const [place, { offer, hub }] of answers.entries()) {
		if (hub.id !== 'mulhouse') continue;
		expect((after.get(offer)?.shown ?? 0) - (was.get(offer)?.shown ?? 0)).toBe(1);
		expect((after.get(offer)?.attention ?? 0) - (was.get(offer)?.attention ?? 0)).toBeCloseTo(1 / Math.log2(place + 2));
	}
	const total = (key: 'attention' | 'due', list: Iterable<Record<'attention' | 'due', number>>) =>
		[...list].reduce((sum, one) => sum + one[key], 0);
	expect(total('due', after.values())).toBeCloseTo(total('attention', after.values()));
});

test('the matches of a need are counted, what staff try out is not', async () => {
	const [need = ''] = await newestOpenNeeds(animator, 1);
	await flushShown();
	const shown = async () => (await rows()).reduce((sum, one) => sum + one.shown, 0);
	const before = await shown();
	await previewBalance(animator, { balance: 10 });
	await flushShown();
	expect(await shown()).toBe(before);
	const { answers } = await matchesOfNeed(animator, { need, limit: 30 });
	await flushShown();
	expect(await shown()).toBe(before + answers.slice(0, 10).filter(({ hub }) => hub.id === 'mulhouse').length);
});

test('nothing of who asked, nor of what, is kept', async () => {
	const seeker = await newcomer('mulhouse');
	await ask(seeker, { ...question, text: `${question.text} Xylothrix` });
	await flushShown();
	const { rows: columns } = await sql<{ name: string }>`select column_name as name from information_schema.columns
		where table_name = 'matching_exposure' order by ordinal_position`.execute(db);
	expect(columns.map(({ name }) => name)).toEqual(['hub', 'day', 'offer', 'firm', 'shown', 'attention', 'due']);
	const kept = JSON.stringify(await rows());
	expect(kept).not.toMatch(/xylothrix/i);
	expect(kept).not.toContain(String(seeker.member));
});

test('what several processes count adds up', async () => {
	const [offer, firm] = [crypto.randomUUID(), crypto.randomUUID()];
	const counts = `const { countShown, flushShown } = await import('#matching/exposure/counting.ts');
		const { closePool } = await import('#platform/db.server.ts');
		for (let nth = 0; nth < 50; nth++) {
			countShown('mulhouse', [{ offer: '${offer}', firm: '${firm}', points: 50, rank: 1 }]);
			if (nth % 10 === 9) await flushShown();
		}
		await closePool();`;
	const run = () =>
		promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', counts], { cwd: home });
	await Promise.all([run(), run()]);
	expect((await rows()).find((row) => row.offer === offer)).toMatchObject({ firm, shown: 100, attention: 100, due: 100 });
}, 60_000);

test('what cannot be written now is written later', async () => {
	const one = { offer: crypto.randomUUID(), firm: crypto.randomUUID(), points: 50, rank: 1 };
	countShown('colmar', [one]);
	await flushShown();
	expect(await rows('colmar')).toEqual([]);
	await db
		.insertInto('hubs')
		.values({ id: 'colmar', name: 'Colmar', place: 'Colmar', locales: ['fr'] })
		.execute();
	await flushShown();
	expect(await rows('colmar')).toMatchObject([{ offer: one.offer, shown: 1 }]);
});

test('no lift passes an offer that is better by more, and at 0 the order is as if nothing had been counted', async () => {
	const ids = await newestOpenNeeds(animator, 25);
	const ranking = await rankingOf('mulhouse');
	const order = (lists: { offer: { id: string }; match: object }[][]) =>
		lists.map((list) => list.map(({ offer, match }) => [offer.id, match]));
	const asked = await askAgain(animator, ids, [
		{ ...ranking, balance: 0 },
		{ ...ranking, balance: 2 },
		{ ...ranking, balance: 10 }
	]);
	let lifts = 0;
	for (const { lists } of asked)
		for (const [setting, balance] of [0, 2, 10].entries()) {
			const list = lists[setting] ?? [];
			expect(list.map(({ offer }) => offer.id).toSorted()).toEqual((lists[0] ?? []).map(({ offer }) => offer.id).toSorted());
			for (const [nth, { match, earned }] of list.entries()) {
				const lift = match.reasons.find(({ code }) => code === 'reason_newcomer')?.points ?? 0;
				lifts += Number(lift > 0);
				expect(lift).toBeLessThanOrEqual(balance);
				expect(match.reasons.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(match.score, 6);
				for (const below of list.slice(nth + 1)) expect(below.earned - earned).toBeLessThanOrEqual(balance + 1e-9);
			}
		}
	expect(lifts).toBeGreaterThan(20);

	const kept = await db.deleteFrom('matchingExposure').where('hub', '=', 'mulhouse').returningAll().execute();
	forgetSeen();
	const uncounted = await askAgain(animator, ids, [{ ...ranking, balance: 10 }]);
	expect(order(uncounted.map(({ lists }) => lists[0] ?? []))).toEqual(order(asked.map(({ lists }) => lists[0] ?? [])));
	for (let from = 0; from < kept.length; from += 1000)
		await db
			.insertInto('matchingExposure')
			.values(kept.slice(from, from + 1000))
			.execute();
});

test('a firm that came into question and was not shown is lifted in the next answer, with the points as a reason', async () => {
	const { answers } = await ask(member, { ...question, limit: 20 });
	const last = answers.filter(({ hub }) => hub.id === 'mulhouse').at(-1);
	const firm = last?.organisation.id as string;
	await db.deleteFrom('matchingExposure').where('firm', '=', firm).execute();
	await db
		.insertInto('matchingExposure')
		.values({ hub: 'mulhouse', day: today(), offer: last?.offer as string, firm, shown: 0, attention: 0, due: 100 })
		.execute();
	forgetSeen();
	const again = (await ask(member, { ...question, limit: 20 })).answers.find(({ offer }) => offer === last?.offer);
	const lift = again?.reasons.find(({ code }) => code === 'newcomer')?.points ?? 0;
	expect(lift).toBeGreaterThan(0.5);
	expect(lift).toBeLessThanOrEqual(soundBalance);
	expect(again?.reasons.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(again?.score ?? 0, 6);
});

test('the demo hub shows who is seen how much, and the list and the figures agree', async () => {
	const seen = await exposure(animator);
	expect(seen.months.length).toBeGreaterThan(9);
	expect(seen.gini > 0 && seen.gini < 1).toBe(true);
	expect(seen.lorenz.every((share, nth) => nth === 0 || share >= (seen.lorenz[nth - 1] ?? 0))).toBe(true);
	expect(seen.offersUnseen).toBeLessThan(seen.offers);
	expect(seen.newcomers.seen).toBeGreaterThan(0);
	const list = async (more: object = {}) => {
		const all = [];
		for (let cursor: string | undefined; ;) {
			const page = await listExposure(animator, ListExposure.parse({ limit: 20, cursor, ...more }));
			all.push(...page.items);
			if (!page.next) return all;
			cursor = page.next;
		}
	};
	const firms = await list();
	expect(new Set(firms.map(({ id }) => id)).size).toBe(seen.firms);
	expect(firms.filter(({ shown }) => !shown)).toHaveLength(seen.firmsUnseen);
	expect(firms.reduce((sum, { shown }) => sum + shown, 0)).toBe(seen.shown);
	const owedTo = firms.map(({ owed }) => owed);
	expect(owedTo).toEqual(owedTo.toSorted((a, b) => b - a));
	expect(await list({ unseen: true })).toHaveLength(await countExposure(animator, ExposureFilter.parse({ unseen: true })));
	const [most] = await list({ order: 'most' });
	expect((await list({ q: most?.name.toLowerCase() })).map(({ id }) => id)).toContain(most?.id);
});

test('another hub’s staff see theirs alone, and members see none of it', async () => {
	const other = await newcomer('strasbourg', ['animator']);
	const [mine, theirs] = await Promise.all(
		[animator, other].map((actor) => listExposure(actor, ListExposure.parse({ limit: 100, order: 'most' })))
	);
	const ids = new Set(mine?.items.map(({ id }) => id));
	expect(ids.size).toBeGreaterThan(0);
	expect(theirs?.items.filter(({ id }) => ids.has(id))).toEqual([]);
	const before = await exposure(other);
	countShown('mulhouse', [{ offer: crypto.randomUUID(), firm: crypto.randomUUID(), points: 50, rank: 1 }]);
	await flushShown();
	expect(await exposure(other)).toEqual(before);
	const { version } = await hubBalance(animator);
	for (const work of [
		exposure(member),
		listExposure(member, ListExposure.parse({})),
		countExposure(member, ExposureFilter.parse({})),
		hubBalance(member),
		previewBalance(member, { balance: 1 }),
		setBalance(member, { balance: 1, version }),
		balanceVersions(member),
		returnToBalance(member, { to: 0, version })
	])
		expect(await refusal(work)).toBe('forbidden');
});

test('what another setting would change is shown before it is saved', async () => {
	const before = await hubBalance(animator);
	const same = await inHub('mulhouse', () => previewBalance(animator, { balance: before.balance }));
	expect(same.effects.every(({ isSame }) => isSame)).toBe(true);
	expect(same.exposure.then).toEqual(same.exposure.now);
	expect(same.quality.then).toEqual(same.quality.now);
	expect(same.toldApart?.change).toEqual({ value: 0, low: 0, high: 0 });

	const most = await inHub('mulhouse', () => previewBalance(animator, { balance: 10 }));
	expect(most.exposure.now).toEqual(same.exposure.now);
	expect(most.exposure.then.misplaced).toBeLessThan(most.exposure.now.misplaced);
	const decided = (lines: typeof most.quality.now) => lines.reduce((sum, { accepted }) => sum + accepted.of, 0);
	expect(decided(most.quality.now)).toBeGreaterThan(30);
	expect(decided(most.quality.then)).toBe(decided(most.quality.now));
	const { low, value, high } = most.toldApart?.change ?? { low: 1, value: 0, high: -1 };
	expect(low <= value && value <= high).toBe(true);
	expect(await hubBalance(animator)).toEqual(before);
});

test('it is set, kept with who and when, and undone; of two at once one is told', async () => {
	const start = await hubBalance(animator);
	expect(start).toEqual({ balance: soundBalance, version: 0 });
	expect(await setBalance(animator, { balance: 4, version: 0 })).toEqual({ balance: 4, version: 1 });
	expect((await rankingOf('mulhouse')).balance).toBe(4);
	const answers = await Promise.all([5, 6].map((balance) => refusal(setBalance(animator, { balance, version: 1 }))));
	expect(answers.toSorted()).toEqual(['accepted', 'changed_meanwhile']);
	expect(await returnToBalance(animator, { to: 1, version: 2 })).toEqual({ balance: 4, version: 3 });
	expect(await returnToBalance(animator, { to: 0, version: 3 })).toEqual({ balance: soundBalance, version: 4 });
	expect(await refusal(returnToBalance(animator, { to: 99, version: 4 }))).toBe('not_found');
	const { versions } = await balanceVersions(animator);
	expect(versions.map(({ version, because, returnedTo, who }) => [version, because, returnedTo, who !== null])).toEqual([
		[4, 'returned', 0, true],
		[3, 'returned', 1, true],
		[2, 'set', null, true],
		[1, 'set', null, true]
	]);
	const lines = await db
		.selectFrom('journal')
		.select(['what', 'changed'])
		.where('hub', '=', 'mulhouse')
		.where('what', 'like', 'balance.%')
		.orderBy('at', 'desc')
		.execute();
	expect(lines.map(({ what }) => what)).toEqual(['balance.returned', 'balance.returned', 'balance.set', 'balance.set']);
	expect(lines[0]?.changed).toEqual({ balance: [4, soundBalance] });
	expect((await hubBalance(system('strasbourg'))).version).toBe(0);
});
