import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { newcomer, person, refusal, stranger } from '#platform/testing/people.ts';
import { commune } from './geography/communes.ts';
import {
	AddOrganisation,
	addOrganisation,
	archiveOrganisation,
	Duplicates,
	duplicates,
	EditOrganisation,
	editOrganisation,
	findOrganisation,
	organisationAt,
	organisationHistory,
	restoreOrganisation
} from './organisations.ts';

const hub = 'mulhouse';
let member: Actor;
let animator: Actor;
const visitor = stranger(hub);

beforeAll(async () => {
	member = await newcomer(hub);
	animator = await person(hub, 'animation@mulhouse.example');
});

const add = (actor: Actor, fields: object) => addOrganisation(actor, AddOrganisation.parse({ kind: 'industrial_sme', ...fields }));
const edit = (actor: Actor, fields: object) => editOrganisation(actor, EditOrganisation.parse({ kind: 'industrial_sme', ...fields }));
const again = (actor: Actor, organisation: string, isOwner = true): Actor => ({
	...actor,
	organisations: [...actor.organisations, { id: organisation, isOwner }]
});
const codes = (fields: object) =>
	Object.fromEntries(
		(AddOrganisation.safeParse({ kind: 'lab', name: 'X', ...fields }).error?.issues ?? []).map(({ path, message }) => [
			path.join('.'),
			message
		])
	);

test('a member adds an organisation and owns it; what was typed is made whole', async () => {
	const made = await add(member, {
		name: 'Tissages du Florival',
		siret: '732 829 320 00074',
		vat: 'fr44732829320',
		commune: 'mulhouse (68100)',
		activityCode: '1320z Tissage',
		website: 'florival.example',
		technologies: ['machine-vision', 'machine-vision'],
		description: { fr: 'Tissus techniques.', de: '' }
	});
	expect(made).toMatchObject({ slug: 'tissages-du-florival', version: 1 });
	expect(await findOrganisation(again(member, made.id), { organisation: made.id })).toMatchObject({
		name: 'Tissages du Florival',
		siren: '732829320',
		siret: '73282932000074',
		vat: 'FR44732829320',
		commune: '68224',
		communeName: 'Mulhouse',
		...commune('68224')?.point,
		activityCode: '13.20Z',
		activityNomenclature: 'NAFREV2',
		website: 'https://florival.example',
		technologies: ['machine-vision'],
		description: { fr: 'Tissus techniques.' },
		isListed: true,
		people: [{ isOwner: true, name: member.name }],
		represents: true,
		owns: true,
		mayEdit: true
	});
	expect(await refusal(add(visitor, { name: 'Personne' }))).toBe('forbidden');
});

test('numbers are held to the published rules, and to one firm', () => {
	expect(codes({ siren: '732829321' })).toEqual({ siren: 'siren_check_digit' });
	expect(codes({ siret: '732829320000' })).toEqual({ siret: 'siret_wrong_length' });
	expect(codes({ siren: '732829320', siret: '35600000000048' })).toEqual({ siret: 'siret_of_another_siren' });
	expect(codes({ siren: '356000000', siret: '35600000049837' })).toEqual({});
	expect(codes({ siren: '356000000', vat: 'FR44732829320' })).toEqual({ vat: 'vat_of_another_siren' });
	expect(codes({ siret: '35600000000048', vat: 'FR44732829320' })).toEqual({ vat: 'vat_of_another_siren' });
	expect(codes({ vat: 'FR45732829320' })).toEqual({ vat: 'vat_key' });
	expect(codes({ vat: 'DE136695976' })).toEqual({ vat: 'vat_of_another_country' });
	expect(codes({ country: 'DE', vat: 'DE136695976' })).toEqual({});
	expect(codes({ country: 'GR', vat: 'GR094259216' })).toEqual({});
	expect(codes({ country: 'DE', siren: '732829320' })).toEqual({ siren: 'french_numbers_only_in_france' });
	expect(codes({ country: 'CH', foreignId: 'CHE-100.155.212' })).toEqual({});
	expect(codes({ country: 'CH', foreignId: 'CHE-100.155.213' })).toEqual({ foreignId: 'uid_check_digit' });
	expect(codes({ country: 'DE', foreignId: 'HRB 123 Freiburg' })).toEqual({});
	expect(codes({ technologies: ['metal-products'], sectors: ['machine-vision'] })).toEqual({
		'technologies.0': 'not_a_choice',
		'sectors.0': 'not_a_choice'
	});
});

test('a place or an activity that cannot be told is refused beside its field', async () => {
	const named = (fields: object) => refusal(add(member, { name: 'Nulle part', ...fields }));
	expect(await named({ commune: 'Gugusseville', postcode: '68100' })).toBe('commune_unknown');
	expect(await named({ commune: '99999' })).toBe('commune_unknown');
	expect(await named({ activityCode: 'fonderie' })).toBe('activity_choose');
	expect(await named({ activityCode: '99.99Z' })).toBe('activity_unknown');
	const { id } = await add(member, { name: 'Werk im Wald', country: 'DE', commune: 'Hintertupfingen', postcode: '79999' });
	expect(await findOrganisation(animator, { organisation: id })).toMatchObject({
		commune: null,
		communeName: 'Hintertupfingen',
		lat: null
	});
});

test('one firm is entered once, whoever comes at the same time', async () => {
	const people = await Promise.all(Array.from({ length: 6 }, () => newcomer(hub)));
	const results = await Promise.all(
		people.map((one, n) =>
			refusal(
				add(one, {
					name: `Course ${n}`,
					siren: '552100554',
					commune: ['Colmar', 'Thann', 'Cernay', 'Altkirch', 'Riedisheim', 'Kingersheim'][n]
				})
			)
		)
	);
	expect(results.sort()).toEqual(['accepted', ...Array(5).fill('siren_taken')]);
	const rows = await db.selectFrom('organisations').select('id').where('hub', '=', hub).where('siren', '=', '552100554').execute();
	expect(rows).toHaveLength(1);

	const namesakes = await Promise.all(
		people.map((one, n) =>
			add(one, { name: 'Même Nom', commune: ['Colmar', 'Thann', 'Cernay', 'Altkirch', 'Riedisheim', 'Kingersheim'][n] })
		)
	);
	expect(namesakes.map(({ slug }) => slug).sort()).toEqual(['meme-nom', ...[2, 3, 4, 5, 6].map((n) => `meme-nom-${n}`)]);
});

test('the same number elsewhere is another hub’s business', async () => {
	const there = await newcomer('strasbourg');
	await add(there, { name: 'Chez eux', siren: '542065479' });
	expect(await refusal(add(member, { name: 'Chez nous', siren: '542065479' }))).toBe('accepted');
	expect(await duplicates(there, Duplicates.parse({ name: 'Fonderie Thurgiesse', commune: 'Vieux-Thann', siren: '552100554' }))).toEqual(
		[]
	);
});

test('a close name in the same commune is pointed out, and may be confirmed', async () => {
	const twin = { name: 'Fonderies Thurgiesse SARL', commune: 'Vieux-Thann' };
	expect(await refusal(add(member, twin))).toBe('organisation_likely_there');
	expect(await duplicates(member, Duplicates.parse(twin))).toEqual([
		expect.objectContaining({ slug: 'fonderie-thurgiesse', because: 'name' })
	]);
	// Before a commune is typed, and in another one, the very same name is told of, but not refused.
	for (const commune of ['', 'Colmar'])
		expect(await duplicates(member, Duplicates.parse({ name: 'FONDERIE THURGIESSE SA', commune }))).toMatchObject([
			{ slug: 'fonderie-thurgiesse', because: 'name' }
		]);
	expect(await duplicates(member, Duplicates.parse({ ...twin, commune: 'Colmar' }))).toEqual([]);
	expect(await refusal(add(member, { ...twin, commune: 'Colmar' }))).toBe('accepted');
	expect(await refusal(add(member, { ...twin, confirmed: true }))).toBe('accepted');
});

test('an unlisted organisation is not given away by its name, and by its number only that it exists', async () => {
	const owner = await newcomer(hub);
	const { id, slug } = await add(owner, { name: 'Projet Secret Rhénan', siren: '775670417', commune: 'Thann', isListed: false });
	expect(await refusal(findOrganisation(member, { organisation: id }))).toBe('not_found');
	expect(await refusal(organisationAt(visitor, slug))).toBe('not_found');
	expect(await refusal(findOrganisation(again(owner, id), { organisation: id }))).toBe('accepted');
	expect(await refusal(findOrganisation(animator, { organisation: id }))).toBe('accepted');
	expect(await duplicates(member, Duplicates.parse({ name: 'Projet Secret Rhenan', commune: 'Thann', siren: '775670417' }))).toEqual([]);
	expect(await refusal(add(member, { name: 'Projet Secret Rhenan', commune: 'Thann' }))).toBe('accepted');
	expect(await refusal(add(member, { name: 'Autre', siren: '775670417' }))).toBe('siren_taken');
});

test('owners and staff edit; two at once do not write over each other', async () => {
	const owner = await newcomer(hub);
	const { id } = await add(owner, { name: 'Rivage Outils', commune: 'Colmar', headcount: 12 });
	const colleague = again(await newcomer(hub), id, false);
	const next = { organisation: id, version: 1, name: 'Rivage Outillage', commune: 'Colmar' };
	expect(await refusal(edit(visitor, next))).toBe('forbidden');
	expect(await refusal(edit(colleague, next))).toBe('forbidden');
	expect(await refusal(edit(await newcomer('strasbourg', ['hub_manager']), next))).toBe('not_found');

	const both = await Promise.all([refusal(edit(again(owner, id), next)), refusal(edit(animator, { ...next, name: 'Rivage Usinage' }))]);
	expect(both.sort()).toEqual(['accepted', 'changed_meanwhile']);
	const { name, headcount, version } = await findOrganisation(animator, { organisation: id });
	expect({ headcount, version }).toEqual({ headcount: null, version: 2 });

	const [last] = await organisationHistory(animator, { organisation: id });
	expect(last).toMatchObject({ what: 'organisation.edited', changed: { name: ['Rivage Outils', name], headcount: [12, null] } });
	expect(Object.keys(last.changed as object).sort()).toEqual(['headcount', 'name']);
	expect(await refusal(organisationHistory(colleague, { organisation: id }))).toBe('forbidden');
	expect(await refusal(organisationHistory(visitor, { organisation: id }))).toBe('forbidden');
});

test('visitors see what a firm shows, members what it has, and only people who chose it are shown', async () => {
	const owner = await newcomer(hub);
	const { id, slug } = await add(owner, {
		name: 'Discrète Industrie',
		siren: '421100645',
		street: '3 quai du Canal',
		website: 'https://discrete.example',
		phone: '+33 3 89 00 00 00',
		sizeClass: 'small',
		shows: ['website']
	});
	const hidden = { siren: null, street: null, phone: null, sizeClass: null };
	const known = { siren: '421100645', street: '3 quai du Canal', phone: '+33 3 89 00 00 00', sizeClass: 'small' };
	expect(await organisationAt(visitor, slug)).toMatchObject({ website: 'https://discrete.example', ...hidden, people: [] });
	expect(await organisationAt(member, slug)).toMatchObject({ ...known, people: [], represents: false, mayEdit: false });
	expect(await organisationAt(animator, slug)).toMatchObject({ ...known, people: [{ name: owner.name }], mayEdit: true });

	await db.updateTable('members').set({ isShown: true }).where('hub', '=', hub).where('id', '=', owner.member).execute();
	expect((await organisationAt(visitor, slug)).people).toEqual([expect.objectContaining({ name: owner.name, isOwner: false })]);
	const colleague = await newcomer(hub, ['member'], id, false);
	expect((await organisationAt(visitor, slug)).people.map(({ name }) => name)).toEqual([owner.name]);
	expect((await organisationAt(colleague, slug)).people.map(({ name }) => name)).toEqual([owner.name, colleague.name]);
});

test('an archived organisation is gone for everybody, frees its numbers, and comes back if they are still free', async () => {
	const owner = await newcomer(hub);
	const { id } = await add(owner, { name: 'Fin de Série', siren: '444495774' });
	expect(await refusal(archiveOrganisation(member, { organisation: id, reason: '' }))).toBe('forbidden');
	await archiveOrganisation(again(owner, id), { organisation: id, reason: 'vendue' });
	expect(await refusal(findOrganisation(animator, { organisation: id }))).toBe('not_found');
	expect(await refusal(restoreOrganisation(again(owner, id), { organisation: id }))).toBe('forbidden');

	const { id: heir } = await add(member, { name: 'Reprise', siren: '444495774' });
	expect(await refusal(restoreOrganisation(animator, { organisation: id }))).toBe('siren_taken');
	await archiveOrganisation(animator, { organisation: heir, reason: '' });
	await restoreOrganisation(animator, { organisation: id });
	expect((await organisationHistory(animator, { organisation: id })).map(({ what }) => what)).toEqual([
		'organisation.restored',
		'organisation.archived',
		'organisation.added'
	]);
});
