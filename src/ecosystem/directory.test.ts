import { beforeAll, expect, test } from 'vitest';
import { isMember, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { newcomer, person, refusal, stranger } from '#platform/testing/people.ts';
import { directory, Directory, wholeDirectory } from './directory.ts';
import { AddOrganisation, addOrganisation, archiveOrganisation } from './organisations.ts';

const hub = 'mulhouse';
const visitor = stranger(hub);
let owner: Actor;
let animator: Actor;

const look = (filters: object = {}, actor = visitor) => directory(actor, Directory.parse({ limit: 100, ...filters }));
const names = async (filters: object, actor = visitor) => (await look(filters, actor)).items.map(({ name }) => name);
const add = async (fields: object) => {
	const { id } = await addOrganisation(owner, AddOrganisation.parse({ kind: 'start_up', confirmed: true, ...fields }));
	owner = { ...owner, organisations: [...owner.organisations, { id, isOwner: true }] };
	return id;
};

beforeAll(async () => {
	owner = await newcomer(hub);
	animator = await person(hub, 'animation@mulhouse.example');
	await add({ name: 'Müller & Grün Zerspanung', country: 'DE', commune: 'Lörrach', description: { de: 'Drehteile für Pumpen.' } });
	await add({ name: 'Œuvre Écluse', commune: 'Thann', technologies: ['machine-vision'], languages: ['fr', 'pl'] });
	await add({ name: 'Quokkatronique', commune: 'Thann', legalName: 'Zibeline SAS', languages: ['pl'] });
});

test('words are found by their beginnings, without accents, in names, towns, texts and skills', async () => {
	for (const q of ['müller', 'muller', 'MUELLER', 'zerspanung lorrach', 'lorrach müller', 'loerrach drehteile', 'pumpen grun'])
		expect(await names({ q }), q).toEqual(['Müller & Grün Zerspanung']);
	for (const q of ['oeuvre', 'œuvre', 'ecluse', 'L’écluse']) expect(await names({ q }), q).toContain('Œuvre Écluse');
	expect(await names({ q: 'zibeline' })).toEqual(['Quokkatronique']);
	// The skill is chosen from the vocabulary, and found in each language's words.
	for (const q of ['industrielle bildverarbeitung thann', 'vision industrielle thann', 'machine vision thann'])
		expect(await names({ q }), q).toContain('Œuvre Écluse');
	// German joins what others part.
	expect(await names({ q: 'verarbeitung thann' })).toContain('Œuvre Écluse');
	expect(await names({ q: 'okkatron' })).toEqual(['Quokkatronique']);
	expect(await names({ q: 'kka' })).toEqual([]);
});

test('what a search hits in the name comes before what it hits elsewhere', async () => {
	const found = await names({ q: 'fonderie' });
	expect(found[0]).toBe('Fonderie Thurgiesse');
	expect(found.length).toBeGreaterThan(3);
});

test('a slip of the finger is read as the nearest word that is there, and said', async () => {
	expect(await look({ q: 'quokatronique' })).toMatchObject({ corrected: 'quokkatronique', total: 1, items: [{ name: 'Quokkatronique' }] });
	expect(await look({ q: 'fonderei thurgiese' })).toMatchObject({
		corrected: 'fonderie thurgiesse',
		items: [{ name: 'Fonderie Thurgiesse' }]
	});
	expect(await look({ q: 'quokkatronique' })).toMatchObject({ corrected: null, total: 1 });
	expect(await look({ q: 'xyzxyzxyz' })).toMatchObject({ corrected: null, total: 0 });
	// Filters that leave nothing are no reason to doubt the spelling.
	expect(await look({ q: 'quokkatronique', kind: 'university' })).toMatchObject({ corrected: null, total: 0 });
});

test('signs that mean something to the database are only signs', async () => {
	for (const q of ['%', '_', '\\', "'", '%%%%%', 'a%b', '()', '"']) expect((await look({ q })).items.length, q).toBeGreaterThanOrEqual(0);
	expect(await names({ q: '%okkatronique' })).toEqual(['Quokkatronique']);
	expect((await look({ q: '%' })).total).toBe((await look()).total);
});

/** The same list, counted in plain JavaScript. */
async function everything() {
	const rows = await db
		.selectFrom('organisations')
		.selectAll()
		.where('hub', '=', hub)
		.where('isListed', '=', true)
		.where('archivedAt', 'is', null)
		.execute();
	return rows.map((row) => ({ ...row, place: row.commune ?? row.communeName }));
}
type Row = Awaited<ReturnType<typeof everything>>[number];

const tally = (rows: Row[], values: (row: Row) => string[]) => {
	const counts = new Map<string, number>();
	for (const value of rows.flatMap(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
	return Object.fromEntries([...counts].sort());
};
const counted = (choices: { value: string; count: number }[]) =>
	Object.fromEntries(choices.map(({ value, count }) => [value, count] as const).sort(([a], [b]) => (a < b ? -1 : 1)));

test('each choice is counted under every filter but its own', async () => {
	const rows = await everything();
	const filters = { kind: ['industrial_sme', 'start_up'], technology: ['machine-vision'], language: ['fr'] };
	const is: Record<string, (row: Row) => boolean> = {
		kind: ({ kind }) => filters.kind.includes(kind),
		technology: ({ technologies }) => technologies.includes('machine-vision'),
		language: ({ languages }) => languages.includes('fr')
	};
	const under = (...tests: string[]) => rows.filter((row) => tests.every((each) => is[each](row)));
	const { total, choices, items } = await look(filters);
	expect(total).toBe(under('kind', 'technology', 'language').length);
	expect(items).toHaveLength(total);
	expect(total).toBeGreaterThan(1);
	expect(counted(choices.kind)).toEqual(tally(under('technology', 'language'), ({ kind }) => [kind]));
	expect(counted(choices.technology)).toEqual(tally(under('kind', 'language'), ({ technologies }) => technologies));
	expect(counted(choices.language)).toEqual(tally(under('kind', 'technology'), ({ languages }) => languages));
	expect(counted(choices.sector)).toEqual(tally(under('kind', 'technology', 'language'), ({ sectors }) => sectors));
	expect(counted(choices.commune)).toEqual(tally(under('kind', 'technology', 'language'), ({ place }) => [place]));
});

test('a commune alone, or with what lies around it, the nearest first', async () => {
	const rows = await everything();
	expect((await look({ commune: '68224' })).total).toBe(rows.filter(({ commune }) => commune === '68224').length);
	const { items, total, sort } = await look({ commune: '68224', radius: 25, sort: 'nearest' });
	expect(sort).toBe('nearest');
	expect(total).toBeGreaterThan(rows.filter(({ commune }) => commune === '68224').length);
	const distances = items.map(({ km }) => km);
	expect(distances).toEqual([...distances].sort((a, b) => a - b));
	expect(distances[0]).toBe(0);
	expect(distances.at(-1)).toBeLessThanOrEqual(25);
	expect(await look({ sort: 'nearest' })).toMatchObject({ sort: 'name' });
	expect(await look({ commune: 'nowhere', radius: 25 })).toMatchObject({ total: 0 });
});

test('pages hold everything once, in each order', async () => {
	const { total } = await look();
	for (const filters of [
		{ sort: 'name' },
		{ sort: 'newest' },
		{ q: 'industri', sort: 'relevance' },
		{ commune: '68224', radius: 50, sort: 'nearest' }
	]) {
		const seen: string[] = [];
		let cursor: string | null | undefined;
		do {
			const page = await look({ ...filters, limit: 7, cursor: cursor ?? undefined });
			seen.push(...page.items.map(({ id }) => id));
			cursor = page.next;
		} while (cursor);
		expect(new Set(seen).size).toBe(seen.length);
		expect(seen).toHaveLength((await look(filters)).total);
		expect(seen).toEqual((await look({ ...filters, limit: 100 })).items.map(({ id }) => id).concat(seen.slice(100)));
	}
	expect(total).toBeGreaterThan(100);
	expect(await refusal(look({ cursor: 'nonsense' }))).toBe('cursor_invalid');
});

test('unlisted and archived organisations are in no list, count or correction', async () => {
	const secret = await add({ name: 'Phosphorescence Privée', commune: 'Urmatt', isListed: false });
	const gone = await add({ name: 'Phosphorescence Passée', commune: 'Urmatt' });
	await archiveOrganisation(animator, { organisation: gone, reason: '' });
	for (const q of ['phosphorescence', 'fosphorescence', 'urmatt', 'urmat'])
		expect(await look({ q }), q).toMatchObject({ total: 0, items: [], corrected: null });
	expect((await look()).choices.commune.map(({ name }) => name)).not.toContain('Urmatt');
	const member = await newcomer(hub);
	expect(await names({ q: 'phosphorescence' }, member)).toEqual([]);
	expect(await names({ q: 'phosphorescence' }, owner)).toEqual(['Phosphorescence Privée']);
	expect(await names({ q: 'phosphorescence' }, animator)).toEqual(['Phosphorescence Privée']);
	expect(owner.organisations.map(({ id }) => id)).toContain(secret);
});

test('another hub sees none of it, and hidden fields are hidden in lists and exports too', async () => {
	await add({ name: 'Pudique Mécanique', siren: '383474814', website: 'https://pudique.example', shows: [] });
	expect(await names({ q: 'quokkatronique' }, stranger('strasbourg'))).toEqual([]);
	expect((await look({}, stranger('strasbourg'))).choices.commune.map(({ value }) => value)).not.toContain('68224');

	const exported = async (actor: Actor, q: string) => Array.fromAsync(wholeDirectory(actor, Directory.parse({ q })));
	for (const rows of [await exported(visitor, 'pudique'), (await look({ q: 'pudique' })).items])
		expect(rows).toMatchObject([{ name: 'Pudique Mécanique', siren: null, website: null, sizeClass: null }]);
	expect(await exported(owner, 'pudique')).toMatchObject([{ siren: '383474814', website: 'https://pudique.example' }]);

	// Nor may a search tell by its result what the list does not show.
	expect(isMember(owner)).toBe(true);
	expect(await names({ q: '383 474 814' }, owner)).toEqual(['Pudique Mécanique']);
	expect(await names({ q: '383 474 814' })).toEqual([]);
	expect(await names({ q: 'pudique.example' })).toEqual([]);
});

test('the whole list is exported, however long', async () => {
	const rows = await Array.fromAsync(wholeDirectory(visitor, Directory.parse({})));
	expect(rows).toHaveLength((await look()).total);
	expect(rows.map(({ name }) => name).slice(0, 100)).toEqual(await names({}));
});
