import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { newcomer, person, refusal, stranger } from '#platform/testing/people.ts';
import { FigureFilter, countFigure, countedStones, FunnelFilter, funnelOf, groupings, ListFigure, listFigure, measures } from './funnel.ts';

const hub = 'mulhouse';
let animator: Actor;
let funder: Actor;

beforeAll(async () => {
	animator = await person(hub, 'animation@mulhouse.example');
	funder = await person(hub, 'financeur@mulhouse.example');
});

const funnel = (actor: Actor, filter: object = {}) => funnelOf(actor, FunnelFilter.parse(filter));
async function lengthOf(filter: object) {
	let length = 0;
	let cursor: string | undefined;
	do {
		const page = await listFigure(animator, ListFigure.parse({ ...filter, limit: 100, cursor }));
		length += page.items.length;
		cursor = page.next ?? undefined;
	} while (cursor);
	expect(await countFigure(animator, FigureFilter.parse(filter))).toBe(length);
	return length;
}

test('each figure is the length of the list that it opens', async () => {
	for (const measure of measures)
		for (const by of groupings) {
			const counted = await funnel(animator, { of: measure, by });
			const { from, to } = counted;
			if (by === 'month')
				for (const { km, count, onward } of counted.stones)
					expect([await lengthOf({ of: measure, from, to, km }), await lengthOf({ of: measure, from, to, km, onward: true })]).toEqual([
						count,
						onward
					]);
			for (const { key, counts } of counted.rows.slice(-2))
				for (const [nth, km] of countedStones(measure).entries()) {
					const cell = by === 'month' ? { from: key, to: key } : { from, to, [by]: key };
					expect(await lengthOf({ of: measure, km, ...cell }), `${measure} ${by} ${key} km ${km}`).toBe(counts[nth]);
				}
		}
});

test('a filter on a sector or a size counts within it', async () => {
	const { rows } = await funnel(animator, { by: 'sector' });
	const [first] = rows;
	const within = await funnel(animator, { by: 'sector', sector: first?.key });
	expect(within.rows).toEqual([first]);
	expect(within.stones.map(({ count }) => count)).toEqual(first?.counts);
});

test('an organisation is counted once, when it first got there', async () => {
	const { id } = await db
		.insertInto('organisations')
		.values({ hub, slug: 'a-new-one', kind: 'industrial_sme', name: 'A', nameKey: 'a', createdAt: new Date('2024-03-31T22:30:00Z') })
		.returning('id')
		.executeTakeFirstOrThrow();
	for (const at of ['2024-05-10', '2024-06-10', '2024-07-10'])
		await db
			.insertInto('needs')
			.values({
				...{ hub, organisation: id, locale: 'fr', title: at, problem: 'La nuit.', state: 'open' },
				...{ openedAt: new Date(at), expiresAt: new Date('2099-01-01') }
			})
			.execute();
	// On the hub's clock it was April already.
	const { rows, stones } = await funnel(animator, { from: '2024-03', to: '2024-08' });
	expect(rows.map(({ key, counts }) => [key, counts[0], counts[1]])).toEqual([
		['2024-03', 0, 0],
		['2024-04', 1, 0],
		['2024-05', 0, 1],
		['2024-06', 0, 0],
		['2024-07', 0, 0],
		['2024-08', 0, 0]
	]);
	expect(stones.slice(0, 2)).toEqual([
		{ km: 0, count: 1, onward: 1, medianDays: 39 },
		{ km: 2, count: 1, onward: 0, medianDays: null }
	]);
	expect((await funnel(animator, { of: 'needs', from: '2024-03', to: '2024-08' })).stones[0]).toMatchObject({ km: 2, count: 3 });
});

test('a funder reads no figure below five, none that could be told from the others, and opens no list', async () => {
	for (const by of groupings) {
		const open = await funnel(animator, { by });
		const told = await funnel(funder, { by });
		for (const [nth, { counts }] of told.rows.entries())
			for (const [column, count] of counts.entries()) {
				const real = open.rows[nth]?.counts[column] ?? 0;
				expect([0, null, real]).toContain(count);
				if (real > 0 && real < 5) expect(count).toBeNull();
			}
		for (const column of told.stones.keys()) {
			const left = told.rows.filter(({ counts }) => counts[column] === null).length;
			const small = open.rows.filter(({ counts }) => (counts[column] ?? 0) > 0 && (counts[column] ?? 0) < 5).length;
			const all = open.rows.filter(({ counts }) => (counts[column] ?? 0) > 0).length;
			if (small === 1 && all > 1) expect(left).toBeGreaterThan(1);
		}
	}
	expect(await refusal(funnel(funder, { sector: 'metalworking' }))).toBe('forbidden');
	expect(await refusal(funnel(funder, { from: '2026-02', to: '2026-03' }))).toBe('forbidden');
	expect(await refusal(funnel(funder, { from: '2026-01', to: '2026-12' }))).toBe('accepted');
	expect(await refusal(listFigure(funder, ListFigure.parse({})))).toBe('forbidden');
});

test('members, strangers and other hubs learn nothing of it, and nonsense months are refused', async () => {
	for (const actor of [await newcomer(hub), stranger(hub)]) expect(await refusal(funnel(actor))).toBe('forbidden');
	const elsewhere = await newcomer('strasbourg', ['hub_manager']);
	const here = await db.selectFrom('organisations').select('id').where('hub', '=', hub).execute();
	const { items } = await listFigure(elsewhere, ListFigure.parse({ limit: 100, from: '2020-01', to: '2029-12' }));
	expect(items.filter(({ id }) => here.some((one) => one.id === id))).toEqual([]);
	expect(await refusal(funnel(animator, { from: '2026-05', to: '2026-01' }))).toBe('period_ends_before_it_starts');
	expect(await refusal(funnel(animator, { from: '1950-05', to: '2026-01' }))).toBe('period_too_long');
});
