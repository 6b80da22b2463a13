import { expect, test } from 'vitest';
import { concept } from '#ecosystem/vocabulary/concepts.ts';
import { generate } from './generate.ts';

const hub = (seed: number, size = 200) => {
	const { organisations, offers, needs } = generate({ firms: size, offers: size, needs: size, seed });
	return { organisations: [...organisations], offers: [...offers], needs: [...needs] };
};

const length = (text: string) => text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;

test('the same seed tells the same hub, another seed another', () => {
	const one = hub(1);

	expect(hub(1)).toEqual(one);
	expect(hub(2).offers.filter(({ what }, nth) => what === one.offers[nth].what)).toEqual([]);
});

test('a larger hub begins like a smaller one of as many firms', () => {
	const few = [...generate({ firms: 50, offers: 10, needs: 0, seed: 7 }).offers];
	const many = [...generate({ firms: 50, offers: 100, needs: 0, seed: 7 }).offers];

	expect(many.slice(0, 10)).toEqual(few);
});

test('ten thousand offers and needs are all told differently, at the length people write', () => {
	const { offers, needs } = hub(1, 10_000);
	const texts = [...offers.map(({ what }) => what), ...needs.map(({ problem }) => problem)];

	expect(new Set(texts).size).toBe(20_000);
	expect(offers.filter(({ what }) => length(what) < 60 || length(what) > 120)).toEqual([]);
	expect(needs.filter(({ problem }) => length(problem) < 50 || length(problem) > 120)).toEqual([]);
	expect([...texts, ...offers.map(({ title }) => title)].filter((text) => /[{}]|undefined/.test(text))).toEqual([]);
});

test('every offer and need belongs to a firm of the hub and speaks the vocabulary', () => {
	const { organisations, offers, needs } = hub(3);
	const keys = new Set(organisations.map(({ key }) => key));

	expect(keys.size).toBe(200);
	expect([...offers, ...needs].filter(({ organisation }) => !keys.has(organisation))).toEqual([]);
	expect(
		[...organisations, ...offers, ...needs]
			.flatMap(({ technologies, sectors }) => [...technologies, ...sectors])
			.filter((id) => !concept(id))
	).toEqual([]);
});

test('some topics are asked for much more than others, in three languages', () => {
	const { offers } = hub(1, 3000);
	const share = (topic: string) => offers.filter(({ technologies }) => technologies[0] === topic).length / offers.length;

	expect(share('machine-vision')).toBeGreaterThan(5 * share('lims'));
	expect(share('lims')).toBeGreaterThan(0);
	expect([...new Set(offers.map(({ lang }) => lang))].sort()).toEqual(['de', 'en', 'fr']);
});
