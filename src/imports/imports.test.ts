import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import '#matching/indexing.ts';
import { ask } from '#matching/matches.ts';
import { filtersFrom, wholeDirectory } from '#ecosystem/directory.ts';
import { languageName } from '#ecosystem/posts-said.ts';
import { label } from '#ecosystem/vocabulary/concepts.ts';
import { visitor, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { toCsv, type Column } from '#platform/export/tables.ts';
import { toXlsx } from '#platform/export/xlsx.ts';
import { say } from '#platform/i18n.ts';
import { workThrough } from '#platform/jobs.ts';
import { newcomer, refusal } from '#platform/testing/people.ts';
import { madeUpSiren } from '#ecosystem/identifiers.ts';
import { kinds, type Kind } from './fields.ts';
import {
	cancelImport,
	createImport,
	decideRow,
	findImport,
	importRows,
	ListRows,
	previewImport,
	RunImport,
	runImport,
	SetColumns,
	setColumns,
	unknownValues
} from './imports.ts';
import { template } from './templates.ts';

let animator: Actor;
beforeAll(async () => {
	animator = await newcomer('mulhouse', ['animator']);
});

const csv = (...lines: string[]) => Buffer.from(lines.join('\r\n'));
const read = (bytes: Uint8Array, kind: Kind = 'organisations', name = 'firms.csv') => createImport(animator, { kind, name }, bytes);
const rows = async (id: string) => (await importRows(animator, ListRows.parse({ import: id, limit: 100 }))).items;

async function previewed(bytes: Uint8Array, kind: Kind = 'organisations', more: object = {}) {
	const { id, mapping, meanings } = await read(bytes, kind);
	await setColumns(animator, SetColumns.parse({ import: id, mapping, meanings, legalBasis: 'interest', source: 'Salon', ...more }));
	await previewImport(animator, { import: id });
	await workThrough();
	return findImport(animator, { import: id });
}

async function imported(bytes: Uint8Array, kind: Kind = 'organisations', how: object = {}, more: object = {}) {
	const { id } = await previewed(bytes, kind, more);
	await runImport(animator, RunImport.parse({ import: id, ...how }));
	await workThrough();
	return findImport(animator, { import: id });
}

const organisations = (name: string) =>
	db
		.selectFrom('organisations')
		.selectAll()
		.where('hub', '=', 'mulhouse')
		.where('name', '=', name)
		.where('archivedAt', 'is', null)
		.execute();

test('a file comes in once: the same file again changes nothing and says so', async () => {
	const file = csv(
		'Société;Type;SIREN;Ville;CP;Effectif;Langues;Technologies',
		`Ferblanterie du Rhin;PME;${madeUpSiren(9001)};Mulhouse;68100;"1 200";"français, allemand";vision industrielle`,
		'Atelier des Tanneurs;Start-up;;Colmar;68000;12;fr;',
		'Boîte sans type;;;Colmar;68000;;;'
	);
	const first = await imported(file);
	expect(first).toMatchObject({ state: 'done', counts: { outcomes: { added: 2, refused: 1 } } });
	const [made] = await organisations('Ferblanterie du Rhin');
	expect(made).toMatchObject({ commune: '68224', headcount: 1200, languages: ['fr', 'de'], technologies: ['machine-vision'] });
	expect((await rows(first.id)).map(({ line, outcome, reasons }) => [line, outcome, reasons])).toEqual([
		[2, 'added', []],
		[3, 'added', []],
		[4, 'refused', [{ column: 1, code: 'required' }]]
	]);
	const lines = await db
		.selectFrom('journal')
		.select(['what', 'member'])
		.where('record', '=', made?.id ?? '')
		.execute();
	expect(lines).toEqual([{ what: 'organisation.added', member: animator.member }]);

	expect(await imported(file)).toMatchObject({ state: 'done', counts: { outcomes: { unchanged: 2, refused: 1 } } });
	expect(await organisations('Atelier des Tanneurs')).toHaveLength(1);
});

test('what the hub’s own lists export comes back as it is, and nothing in it runs', async () => {
	const [evil] = await organisations('Ferblanterie du Rhin');
	await db
		.updateTable('organisations')
		.set({ legalName: "=cmd|'/C calc'!A0", phone: '+33 3 89 00 00 00' })
		.where('id', '=', evil?.id ?? '')
		.execute();
	const keys = [
		'name',
		'legal_name',
		'kind',
		'siren',
		'size_class',
		'postcode',
		'commune',
		'country',
		'languages',
		'technologies',
		'sectors',
		'phone'
	];
	const columns: Column[] = keys.map((key) => ({ key, header: say(`organisation_field_${key}`), type: 'text' }));
	async function* all() {
		for await (const row of wholeDirectory(animator, filtersFrom(new URLSearchParams())))
			yield {
				...{
					name: row.name,
					legal_name: row.legalName,
					kind: say(`organisation_kind_${row.kind}`),
					siren: row.siren,
					commune: row.communeName
				},
				...{ size_class: row.sizeClass && say(`organisation_size_${row.sizeClass}`), postcode: row.postcode, phone: row.phone },
				country: new Intl.DisplayNames('fr', { type: 'region' }).of(row.country),
				languages: row.languages.map((code) => languageName(code, 'fr')).join(', '),
				technologies: row.technologies.map((id) => label(id, 'fr')).join(', '),
				sectors: row.sectors.map((id) => label(id, 'fr')).join(', ')
			};
	}
	const file = await buffer(toCsv(columns, all(), { separator: ';', bom: true }));
	expect(file.toString()).toContain(";'=cmd|");
	const back = await previewed(file);
	expect(Object.keys(back.counts.verdicts ?? {})).toEqual(['unchanged']);
	expect(back.rowCount).toBeGreaterThan(100);
});

test('a changed row fills gaps, overwrites, or is left, as was chosen; an empty cell erases nothing', async () => {
	const siren = madeUpSiren(9002);
	await imported(csv('Nom;Type;SIREN;Site web;Fondée en', `Tissage du Florival;PME;${siren};https://florival.example;1890`));
	const file = csv('Nom;SIREN;Site web;Effectif;Fondée en', `Tissage du Florival;${siren};https://neu.example;80;`);
	const seen = await previewed(file);
	expect(await rows(seen.id)).toMatchObject([
		{ verdict: 'changed', changes: { website: ['https://florival.example', 'https://neu.example'], headcount: [null, 80] } }
	]);
	expect(await imported(file, 'organisations', { changedRows: 'skip' })).toMatchObject({ counts: { outcomes: { skipped: 1 } } });
	expect(await imported(file)).toMatchObject({ counts: { outcomes: { changed: 1 } } });
	expect(await organisations('Tissage du Florival')).toMatchObject([
		{ website: 'https://florival.example', headcount: 80, founded: 1890, version: 2 }
	]);
	await imported(file, 'organisations', { changedRows: 'overwrite' });
	expect(await organisations('Tissage du Florival')).toMatchObject([{ website: 'https://neu.example', founded: 1890, version: 3 }]);
});

test('numbers that Excel shortened, numbers of another firm, and the same firm twice in a file', async () => {
	// Two zeros stood before what is left of this one.
	const siren = madeUpSiren(9003);
	const seen = await previewed(
		csv(
			'Nom,Type,SIREN,N° TVA,Code postal,Ville,Pays',
			`Scierie du Hohneck,PME,${Number(siren)},,1000,Bourg-en-Bresse,France`,
			`Scierie Hohneck bis,PME,${siren},,68100,Mulhouse,FR`,
			'Verrerie de Wildenstein,PME,123456789,,68820,Wildenstein,FR',
			'Kunz Werkzeuge,PME,,FR12345678901,79539,Lörrach,Allemagne'
		)
	);
	expect((await rows(seen.id)).map(({ verdict, reasons }) => [verdict, reasons])).toEqual([
		['new', []],
		['refused', [{ column: null, code: 'import_twice_in_file', params: { line: 2 } }]],
		['refused', [{ column: 2, code: 'siren_check_digit' }]],
		['refused', [{ column: 3, code: expect.stringMatching(/^vat_/) }]]
	]);
	await runImport(animator, RunImport.parse({ import: seen.id }));
	await workThrough();
	expect(await organisations('Scierie du Hohneck')).toMatchObject([{ siren, postcode: '01000' }]);
});

test('a row that is likely there already waits for a decision, for each or for all', async () => {
	await imported(csv('Nom;Type;Ville', 'Mécanique Générale Kuntzmann;PME;Thann'));
	const file = csv('Nom;Type;Ville;Téléphone', 'Mecanique generale Kunzmann SARL;PME;Thann;0389370000', 'Optique de la Thur;PME;Thann;');
	const { id } = await previewed(file);
	const [row] = await rows(id);
	expect(row).toMatchObject({ verdict: 'likely', likely: [{ name: 'Mécanique Générale Kuntzmann' }] });
	expect(await refusal(decideRow(animator, { import: id, line: 2, decision: crypto.randomUUID() }))).toBe('not_a_choice');
	await decideRow(animator, { import: id, line: 2, decision: row?.likely[0]?.record as string });
	await runImport(animator, RunImport.parse({ import: id }));
	await workThrough();
	expect(await findImport(animator, { import: id })).toMatchObject({ counts: { outcomes: { added: 1, changed: 1 } } });
	expect(await organisations('Mécanique Générale Kuntzmann')).toMatchObject([{ phone: '0389370000' }]);
	expect(await imported(csv('Nom;Type;Ville', 'Optique de la Thurr;PME;Thann'), 'organisations', { likelyRows: 'new' })).toMatchObject({
		counts: { outcomes: { added: 1 } }
	});
});

test('columns and values that somebody explained are proposed for the next file', async () => {
	const file = csv('Laden;Machart;Wo', 'Bürstenmacherei Sax;Manufaktur;Colmar');
	const first = await read(file);
	expect(first.mapping).toEqual(['', '', '']);
	const mapping = ['name', 'kind', 'commune'];
	expect(await refusal(setColumns(animator, SetColumns.parse({ import: first.id, mapping: ['name', 'name', ''] })))).toBe(
		'import_field_twice'
	);
	await setColumns(animator, SetColumns.parse({ import: first.id, mapping }));
	expect(await unknownValues(animator, { import: first.id })).toEqual([{ field: 'kind', values: ['Manufaktur'] }]);
	await setColumns(animator, SetColumns.parse({ import: first.id, mapping, meanings: { kind: { Manufaktur: 'industrial_sme' } } }));
	expect(await read(csv('Laden;Machart;Wo', 'Bürstenmacherei Sax;Manufaktur;Colmar'))).toMatchObject({
		mapping,
		meanings: { kind: { Manufaktur: 'industrial_sme' } }
	});
	expect(await imported(file)).toMatchObject({ counts: { outcomes: { added: 1 } } });
});

test('offers are found by those who ask as soon as they are imported, and needs keep their firm’s secret', async () => {
	const [firm] = await organisations('Tissage du Florival');
	const file = csv(
		'Ref;Organisation;Titre;Description;Langue;État;Prix',
		'O-1;Tissage du Florival;Ourdissage Zwirnflux;Nous ourdissons en Zwirnflux.;fr;ouverte;moins de 5 000 €',
		'O-2;Personne;Un titre;Une offre.;fr;ouverte;'
	);
	expect(await imported(file, 'offers')).toMatchObject({ counts: { outcomes: { added: 1, refused: 1 } } });
	const { answers } = await ask(visitor('mulhouse', 'fr'), { text: 'Nous cherchons un ourdissage pour nos fils', limit: 200 });
	expect(answers.map(({ title }) => title)).toContain('Ourdissage Zwirnflux');
	expect(await imported(file, 'offers')).toMatchObject({ counts: { outcomes: { unchanged: 1, refused: 1 } } });

	const needs = await imported(
		csv(
			'Référence externe;SIREN;Titre;Problème;Langue;Confidentialité;Pour le',
			`B-1;${firm?.siren};Réduire la casse;Le Tissage du Florival casse trop de fils.;fr;Anonyme;`,
			`B-2;${firm?.siren};Réduire le bruit;L’atelier est trop bruyant.;fr;Anonyme;31/12/2099`,
			`B-3;${firm?.siren};Trop tard;Un besoin passé.;fr;Public;01/01/2020`
		),
		'needs'
	);
	expect((await rows(needs.id)).map(({ outcome, reasons }) => [outcome, reasons.map(({ code }) => code)])).toEqual([
		['refused', ['text_names_the_firm']],
		['added', []],
		['refused', ['date_has_passed']]
	]);
	const need = await db.selectFrom('needs').selectAll().where('title', '=', 'Réduire le bruit').executeTakeFirst();
	expect(need).toMatchObject({ state: 'open', wantedBy: '2099-12-31', organisation: firm?.id, author: animator.member });
});

test('people are recorded with source and legal basis, and written to only if somebody says so', async () => {
	const letters = () => db.selectFrom('mails').select('recipient').where('recipient', 'like', '%@import.example').execute();
	const file = csv('Prénom;Nom;E-mail;Fonction;Société', 'Léa;Kern;Lea.Kern@import.example;Achats;Tissage du Florival');
	const { id } = await read(file, 'people');
	expect(await refusal(previewImport(animator, { import: id }))).toBe('required');
	await imported(file, 'people');
	const known = () => db.selectFrom('contacts').selectAll().where('email', '=', 'lea.kern@import.example').execute();
	expect(await known()).toMatchObject([{ name: 'Léa Kern', title: 'Achats', source: 'Salon', legalBasis: 'interest', invitedAt: null }]);
	expect(await letters()).toEqual([]);
	expect(await imported(file, 'people')).toMatchObject({ counts: { outcomes: { unchanged: 1 } } });

	await imported(file, 'people', {}, { invites: true });
	expect(await letters()).toEqual([{ recipient: 'lea.kern@import.example' }]);
	await imported(file, 'people', {}, { invites: true });
	expect(await letters()).toHaveLength(1);
});

test('a template comes back as it left: its examples are never imported', async () => {
	for (const kind of kinds) {
		const { columns, rows: examples } = template(kind, 'de');
		const { mapping, counts } = await previewed(await buffer(toXlsx(columns, examples, kind)), kind);
		expect(mapping.filter(Boolean)).toHaveLength(columns.length);
		expect(counts).toEqual({ verdicts: { refused: 2 } });
	}
});

test('an import that is stopped leaves nothing, and the same file runs once at a time', async () => {
	const file = csv('Nom;Type', 'Filature Éphémère;PME');
	const [one, other] = [await previewed(file), await previewed(file)];
	await runImport(animator, RunImport.parse({ import: one.id }));
	expect(await refusal(runImport(animator, RunImport.parse({ import: other.id })))).toBe('import_of_file_at_work');
	await cancelImport(animator, { import: one.id });
	await workThrough();
	expect(await findImport(animator, { import: one.id })).toMatchObject({ state: 'cancelled' });
	expect(await organisations('Filature Éphémère')).toEqual([]);
	expect(await refusal(cancelImport(animator, { import: one.id }))).toBe('import_over');
	await runImport(animator, RunImport.parse({ import: one.id }));
	await workThrough();
	expect(await organisations('Filature Éphémère')).toHaveLength(1);
});

test('what cannot be written in the end is not written at all', async () => {
	const { id } = await previewed(csv('Nom;Type', 'Tannerie Une;PME', 'Tannerie Deux;PME'));
	await runImport(animator, RunImport.parse({ import: id }));
	await sql`create function refuse_second() returns trigger language plpgsql as $$ begin
		if new.name = 'Tannerie Deux' then raise exception 'the plug was pulled'; end if; return new; end $$`.execute(db);
	await sql`create trigger refuse_second before insert on organisations for each row execute function refuse_second()`.execute(db);
	await workThrough();
	expect(await findImport(animator, { import: id })).toMatchObject({ state: 'failed', failure: 'broken' });
	expect(await organisations('Tannerie Une')).toEqual([]);
	await sql`drop trigger refuse_second on organisations`.execute(db);
	await runImport(animator, RunImport.parse({ import: id }));
	await workThrough();
	expect(await findImport(animator, { import: id })).toMatchObject({ state: 'done', counts: { outcomes: { added: 2 } } });
});
