import { describe, expect, test } from 'vitest';
import { activity } from '#ecosystem/activities/activities.ts';
import { sizeOfHeadcount } from '#ecosystem/activities/firms.ts';
import { findCommunes } from '#ecosystem/geography/communes.ts';
import { concept } from '#ecosystem/vocabulary/concepts.ts';
import { mulhouse } from './mulhouse.ts';
import { strasbourg } from './strasbourg.ts';
import type { HubContent, Organisation } from './types.ts';

const hubs: Record<string, HubContent> = { mulhouse, strasbourg };

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

	test('every organisation is in a commune we can draw, under one of its postcodes', () => {
		const lost = organisations.filter(({ commune, country, postcode }) => {
			const found = findCommunes(commune).find(
				({ name, otherNames, country: its }) => its === country && [name, ...otherNames].includes(commune)
			);
			return !found?.point || (country === 'FR' && postcode !== undefined && !found.postcodes.includes(postcode));
		});

		expect(lost.map(({ key, commune, postcode }) => `${key}: ${postcode} ${commune}`)).toEqual([]);
	});

	test('activity codes exist and sizes follow from the number of people', () => {
		expect(
			organisations.filter(({ naf }) => naf && activity(naf, 'NAFREV2')?.level !== 'subclass').map(({ key, naf }) => `${key}: ${naf}`)
		).toEqual([]);
		expect(organisations.filter(({ headcount, size }) => headcount && sizeOfHeadcount(headcount) !== size).map(({ key }) => key)).toEqual(
			[]
		);
	});

	test('technologies and sectors are words of the vocabulary', () => {
		const all = [...organisations, ...offers, ...needs];

		expect(
			all.flatMap(({ technologies }) => technologies).filter((id) => !['technology', 'process'].includes(concept(id)?.kind ?? ''))
		).toEqual([]);
		expect(all.flatMap(({ sectors }) => sectors).filter((id) => concept(id)?.kind !== 'sector')).toEqual([]);
	});

	test('a dropped need says why, and only a dropped one', () => {
		expect(needs.filter(({ state, droppedReason }) => (state === 'dropped') !== Boolean(droppedReason)).map(({ key }) => key)).toEqual([]);
	});
});

test('the two hubs share no organisation and no person', () => {
	const everywhere = Object.values(hubs).flatMap(({ organisations }) => organisations);

	expect(repeated(everywhere.map(({ key }) => key))).toEqual([]);
	expect(repeated(everywhere.flatMap(({ people }) => people.map(({ email }) => email)))).toEqual([]);
});

test('Mulhouse is a believable hub in three languages, and finds something from Strasbourg in the network', () => {
	expect(mulhouse.organisations.filter(({ real }) => !real).length).toBeGreaterThanOrEqual(120);
	expect(mulhouse.offers.length).toBeGreaterThanOrEqual(150);
	expect(mulhouse.needs.length).toBeGreaterThanOrEqual(80);
	expect(strasbourg.offers.filter(({ visibility }) => visibility === 'network').length).toBeGreaterThanOrEqual(20);
	for (const texts of [mulhouse.offers, mulhouse.needs])
		for (const [lang, share] of [
			['fr', 0.55],
			['de', 0.2],
			['en', 0.13]
		] as const)
			expect(texts.filter((text) => text.lang === lang).length / texts.length).toBeGreaterThan(share);
});
