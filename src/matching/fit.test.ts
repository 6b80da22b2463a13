import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gainOf, judge, lifted, bands, type Asked, type Offered, type TextHit } from './fit.ts';
import { telling, type Experience } from './experience.ts';
import { signals, soundWeights, type Weights } from './weights.ts';
import { tell } from './why.ts';

const mulhouse = { lat: 47.75, lon: 7.34 };
const freiburg = { lat: 47.99, lon: 7.85 };
const brest = { lat: 48.39, lon: -4.49 };
/** Rough kilometres will do: what is tested is how they count. */
const km = (a: { lat: number; lon: number }, b: { lat: number; lon: number }) => Math.hypot((a.lat - b.lat) * 111, (a.lon - b.lon) * 75);

const asked: Asked = {
	locale: 'fr',
	concepts: [{ id: 'machine-vision', weight: 1 }],
	sectors: ['foundry'],
	size: 'small',
	budget: '20k_50k',
	wantedBy: '2027-03-31',
	languages: ['fr', 'de'],
	place: 'on_site',
	at: mulhouse,
	country: 'FR',
	isNeed: true
};
const offered: Offered = {
	locale: 'fr',
	concepts: [{ id: 'machine-vision', weight: 1 }],
	sectors: ['foundry'],
	sizes: ['small', 'medium'],
	priceBand: '20k_50k',
	priceModel: 'fixed',
	languages: ['fr'],
	reach: 'region',
	onSite: true,
	trl: 9,
	free: 3,
	availableFrom: null,
	at: mulhouse,
	country: 'FR',
	commune: 'Mulhouse'
};
const hit: TextHit = { words: 0.8, terms: ['caméra', 'pièces'], meaning: null };
const score = (offer: Partial<Offered>, need: Partial<Asked> = {}, text: Partial<TextHit> = {}, weights = soundWeights) =>
	judge({ ...asked, ...need }, { ...offered, ...offer }, { ...hit, ...text }, weights, km)?.score ?? 0;
const codes = (offer: Partial<Offered>, need: Partial<Asked> = {}) =>
	judge({ ...asked, ...need }, { ...offered, ...offer }, hit, soundWeights, km)?.against.map(({ code }) => code);

const pastCodes = /^reason_(declined_|answers|useful)/;

test('the reasons add up to the score, whatever is asked, offered and remembered', () => {
	const unit = fc.double({ min: 0, max: 1, noNaN: true });
	const ids = fc.uniqueArray(
		fc.constantFrom('machine-vision', 'artificial-intelligence', 'predictive-maintenance', 'foundry', 'erp', 'no-such-thing')
	);
	const concepts = ids.map((list) => list.map((id) => ({ id, weight: 0.7 })));
	const locale = fc.constantFrom('fr', 'de', 'en') as fc.Arbitrary<Asked['locale']>;
	const place = fc.option(
		fc.record({ lat: fc.double({ min: -89, max: 89, noNaN: true }), lon: fc.double({ min: -179, max: 179, noNaN: true }) })
	);
	const rate = fc.option(
		fc.record({ yes: fc.nat(9), of: fc.integer({ min: 9, max: 18 }), leaning: fc.double({ min: -1, max: 1, noNaN: true }) })
	);
	const past = fc.record({
		answers: rate,
		useful: rate,
		declined: fc.array(
			fc.record({ reason: fc.constantFrom(...telling), count: fc.constant(2), alike: fc.double({ min: 0, max: 50, noNaN: true }) }),
			{ maxLength: 3 }
		),
		isBusy: fc.boolean()
	});
	fc.assert(
		fc.property(
			fc.record({
				locale,
				concepts,
				sectors: ids,
				budget: fc.option(fc.constantFrom(...bands)),
				at: place,
				isNeed: fc.boolean(),
				place: fc.constantFrom('on_site', 'remote', 'either', null)
			}),
			fc.record({
				locale,
				concepts,
				sectors: ids,
				priceBand: fc.option(fc.constantFrom(...bands)),
				at: place,
				trl: fc.option(fc.integer({ min: 1, max: 9 })),
				free: fc.integer({ min: 1, max: 9 }),
				experience: fc.option(past, { nil: undefined })
			}),
			fc.record({ words: unit, meaning: fc.option(unit) }),
			fc.record(
				Object.fromEntries(signals.map((signal) => [signal, fc.double({ min: 0.1, max: 100, noNaN: true })])) as never
			) as fc.Arbitrary<Weights>,
			fc.double({ min: 0, max: 10, noNaN: true }),
			(need, offer, text, weights, lift) => {
				const bare = judge({ ...asked, ...need } as Asked, { ...offered, ...offer } as Offered, { ...hit, ...text }, weights, km);
				if (!bare) return;
				const match = lifted(bare, lift);
				const points = match.reasons.reduce((total, reason) => total + reason.points, 0);
				expect(points).toBeCloseTo(match.score, 6);
				expect(match.score).toBeGreaterThan(0);
				expect(match.score).toBeLessThanOrEqual(101);
				expect(match.reasons.every(({ code, points }) => points > 0 || pastCodes.test(code))).toBe(true);
			}
		)
	);
});

test('a lift stands on top of what was earned, which it leaves as it was', () => {
	for (const lift of [0, 0.04, 0.3, 2, 9.99, 10])
		for (const words of [0.1, 0.4, 0.9, 1]) {
			const bare = judge(asked, offered, { ...hit, words }, soundWeights, km);
			if (!bare) throw new Error('they fit');
			const match = lifted(bare, lift);
			const gained = match.score - bare.score;
			expect(gained).toBeGreaterThanOrEqual(0);
			expect(gained).toBeLessThanOrEqual(lift + 1e-9);
			expect(match.score).toBeLessThanOrEqual(100);
			expect(match.reasons.filter(({ code }) => code !== 'reason_newcomer')).toEqual(bare.reasons);
		}
	expect(gainOf(60, 2)).toBe(2);
	expect(gainOf(25, 2)).toBe(1);
	expect(gainOf(99.5, 2)).toBe(0.5);
});

test('where nothing is in common there is no match, however near the firm', () => {
	expect(judge(asked, { ...offered, concepts: [] }, { ...hit, words: 0.02 }, soundWeights, km)).toBeNull();
});

test('an offer in another language is found by its subject and is not punished for its words', () => {
	const german = score({ locale: 'de', languages: ['de'] }, {}, { words: 0 });
	expect(german).toBeGreaterThan(70);
	expect(score({ locale: 'de', languages: ['de'], concepts: [] }, {}, { words: 0.9 })).toBe(0);
});

test('each thing that does not fit costs points and is said', () => {
	const best = score({});
	const worse: [string, Partial<Offered>, Partial<Asked>?][] = [
		['against_sector', { sectors: ['textile'] }],
		['against_language', { languages: ['en'] }],
		['against_reach', { at: brest }],
		['against_budget', { priceBand: 'over_150k' }],
		['against_dates', { availableFrom: '2027-06-01' }],
		['against_size', { sizes: ['large'] }],
		['against_remote_only', { onSite: false }],
		['against_early', { trl: 3 }],
		['against_last_place', { free: 1 }]
	];
	for (const [code, offer, need] of worse) {
		expect([code, codes(offer, need)]).toEqual([code, [code]]);
		expect([code, score(offer, need)]).toEqual([code, expect.toSatisfy((found: number) => found < best)]);
	}
	expect(codes({})).toEqual([]);
});

test('the Rhine is no wall: a firm in Freiburg that serves its country is in reach of Mulhouse', () => {
	expect(codes({ at: freiburg, country: 'DE', reach: 'country' })).toEqual([]);
});

test('what is not known is asked for', () => {
	const match = judge({ ...asked, budget: null }, { ...offered, trl: null }, hit, soundWeights, km);
	expect(match?.better.map(({ code }) => code)).toEqual(['better_budget', 'better_maturity']);
});

test('a signal that weighs nothing changes nothing', () => {
	const blind = { ...soundWeights, distance: 0 };
	expect(score({ at: freiburg }, {}, {}, blind)).toBe(score({}, {}, {}, blind));
	expect(score({ at: freiburg })).toBeLessThan(score({}));
});

test('the past adds and takes points of its own, and nothing where its weight is nothing', () => {
	const past: Experience = {
		answers: { yes: 1, of: 6, leaning: -0.3 },
		useful: { yes: 4, of: 4, leaning: 0.12 },
		declined: [{ reason: 'not_our_trade', count: 1, alike: 1 }],
		isBusy: false
	};
	const [before, after] = [score({ trl: 5 }), score({ trl: 5, experience: past })];
	const match = judge(asked, { ...offered, trl: 5, experience: past }, hit, soundWeights, km);
	const told = match?.reasons.filter(({ code }) => pastCodes.test(code)).map(({ code, points }) => [code, points > 0]);
	expect(told).toEqual([
		['reason_useful', true],
		['reason_answers_rarely', false],
		['reason_declined_not_our_trade', false]
	]);
	expect(before - after).toBeGreaterThan(5);
	const blind = { ...soundWeights, experience: 0 };
	expect(score({ experience: past }, {}, {}, blind)).toBe(score({}, {}, {}, blind));
	for (const locale of ['fr', 'de', 'en'] as const)
		for (const { text } of tell(match as NonNullable<typeof match>, locale).reasons) expect(text).not.toMatch(/undefined|\{|reason_/);
});

test('each reason can be said in three languages', () => {
	const match = judge(
		{ ...asked, concepts: [...asked.concepts, { id: 'artificial-intelligence', weight: 0.5 }] },
		{ ...offered, availableFrom: '2027-01-01' },
		hit,
		soundWeights,
		km
	);
	expect(match).not.toBeNull();
	for (const locale of ['fr', 'de', 'en'] as const)
		for (const { text } of tell(match as NonNullable<typeof match>, locale).reasons) expect(text).not.toMatch(/undefined|\{|reason_/);
	expect(tell(match as NonNullable<typeof match>, 'de').reasons.map(({ text }) => text)).toContain('Im Rahmen Ihres Budgets: 20 bis 50 T€');
});
