import { describe, expect, test } from 'vitest';
import { mulhouse } from './mulhouse.ts';
import type { HubContent, Organisation } from './types.ts';

const hubs: Record<string, HubContent> = { mulhouse };

const words = (text: string) => text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
const repeated = (values: string[]) => values.filter((value, index) => values.indexOf(value) !== index);
const sentences = (text: string) => text.split(/(?<=[.!?])\s+/).filter((sentence) => words(sentence) > 5);

/** The words that would give a firm away: those of its name that say more than a trade, its people, its town and its street. */
const givesAway = ({ name, people, commune, street }: Organisation) =>
	[name, ...name.split(/[ ’']/).filter((word) => word.length > 6), ...people.map((person) => person.name), commune, street ?? commune].map(
		(word) => word.toLowerCase()
	);

describe.each(Object.entries(hubs))('%s', (_, { organisations, offers, needs }) => {
	const byKey = new Map(organisations.map((organisation) => [organisation.key, organisation]));

	test('every key is used once and every offer and need has its organisation', () => {
		expect(repeated(organisations.map(({ key }) => key))).toEqual([]);
		expect(repeated(organisations.map(({ name }) => name))).toEqual([]);
		expect(repeated([...offers, ...needs].map(({ key }) => key))).toEqual([]);
		expect([...offers, ...needs].filter(({ organisation }) => !byKey.has(organisation)).map(({ key }) => key)).toEqual([]);
	});

	test('a real organisation has a source, and no people, offers or needs that we would have made up', () => {
		const real = organisations.filter((organisation) => organisation.real);

		expect(
			real.filter(({ source, people, headcount, founded, street }) => !source || people.length || headcount || founded || street)
		).toEqual([]);
		expect([...offers, ...needs].filter(({ organisation }) => byKey.get(organisation)?.real)).toEqual([]);
	});

	test('an invented organisation can be told from a real one by its addresses', () => {
		const invented = organisations.filter((organisation) => !organisation.real);

		expect(invented.filter(({ website }) => !website?.endsWith('.example'))).toEqual([]);
		expect(invented.flatMap(({ people }) => people).filter(({ email }) => !email.endsWith('.example'))).toEqual([]);
		expect(repeated(invented.flatMap(({ people }) => people.map(({ email }) => email)))).toEqual([]);
		expect(invented.filter(({ people }) => people.filter(({ owner }) => owner).length !== 1).map(({ key }) => key)).toEqual([]);
	});

	test('texts are as long as people write them, and nobody copies a sentence', () => {
		expect(offers.filter(({ what }) => words(what) < 55 || words(what) > 140).map(({ key }) => key)).toEqual([]);
		expect(needs.filter(({ problem }) => words(problem) < 45 || words(problem) > 150).map(({ key }) => key)).toEqual([]);
		expect(repeated([...offers.flatMap(({ what }) => sentences(what)), ...needs.flatMap(({ problem }) => sentences(problem))])).toEqual([]);
	});

	test('an anonymous need names neither its firm, nor its people, nor its town', () => {
		const told = needs
			.filter(({ confidentiality }) => confidentiality === 'anonymous')
			.flatMap(({ key, organisation, title, problem, result, constraints = '' }) => {
				const text = [title, problem, result, constraints].join(' ').toLowerCase();
				return givesAway(byKey.get(organisation)!)
					.filter((word) => text.includes(word))
					.map((word) => `${key}: ${word}`);
			});

		expect(told).toEqual([]);
	});

	test('a dropped need says why, and only a dropped one', () => {
		expect(needs.filter(({ state, droppedReason }) => (state === 'dropped') !== Boolean(droppedReason)).map(({ key }) => key)).toEqual([]);
	});
});
