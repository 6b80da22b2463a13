import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import '#modules.ts';
import { firmsNamed } from '#imports/firms-named.ts';
import { createImport, findImport, importRows, ListRows, previewImport } from '#imports/imports.ts';
import { system, type Actor } from '#platform/actor.ts';
import { db, pool } from '#platform/db.server.ts';
import { workThrough } from '#platform/jobs.ts';
import { newcomer, person, refusal, stranger } from '#platform/testing/people.ts';
import { declareCompetitor } from '../competitors.ts';
import {
	AddOrganisation,
	addOrganisation,
	archivedOrganisations,
	organisationAt,
	organisationHistory,
	restoreOrganisation
} from '../organisations.ts';
import { compareOrganisations } from './comparison.ts';
import { doubtAgain, ListDuplicates, listDuplicates, tellApart } from './duplicates.ts';
import { addressSince } from './merged-into.ts';
import { findMerge, MergeOrganisations, mergeOrganisations, undoDays, undoMerge } from './merges.ts';
import { findDuplicates, findPairs } from './pairs.ts';
import { otherwise, references } from './references.ts';

const hub = 'mulhouse';
let animator: Actor;

beforeAll(async () => {
	animator = await person(hub, 'animation@mulhouse.example');
});

const letters = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => String.fromCharCode(97 + (byte % 26))).join('');
const firm = async (fields: object = {}) =>
	(
		await addOrganisation(
			system(hub),
			AddOrganisation.parse({ kind: 'industrial_sme', name: `Forge ${letters()}`, commune: 'Thann', confirmed: true, ...fields })
		)
	).id;
const versionOf = async (id: string) =>
	(await db.selectFrom('organisations').select('version').where('hub', '=', hub).where('id', '=', id).executeTakeFirstOrThrow()).version;
const row = (id: string) =>
	db.selectFrom('organisations').selectAll().where('hub', '=', hub).where('id', '=', id).executeTakeFirstOrThrow();
async function merge(kept: string, gone: string, more: object = {}, actor = animator) {
	const [keptVersion, goneVersion] = [await versionOf(kept), await versionOf(gone)];
	return mergeOrganisations(actor, MergeOrganisations.parse({ kept, gone, keptVersion, goneVersion, ...more }));
}
const undo = (id: string, fields: Record<string, 'before' | 'now'> = {}, actor = animator) => undoMerge(actor, { merge: id, fields });
const pairs = async (q: string, state: 'open' | 'distinct' = 'open') =>
	(await listDuplicates(animator, ListDuplicates.parse({ q, state }))).items;

/** What only says that something changed, and what is made from the rest: it grows and is made anew. */
const moves = `('journal', 'organisation_merges', 'organisation_merge_rows', 'organisation_words', 'matching_settings', 'index_fresh', 'index_corpora',
	'index_segments', 'index_pieces', 'webhooks', 'webhook_deliveries', 'rate_limits', 'idempotent_requests')`;
const counters: Record<string, string> = {
	organisations: `- 'version' - 'updated_at'`,
	matching_lessons: `- 'changed'`,
	publications: `- 'published_at'`,
	duplicate_pairs: `- 'found_at'`
};

/** A checksum of each table of the hub: of every row and all it says. */
async function checksums() {
	const { rows } = await pool().query<{ name: string }>(`select c.relname as name from pg_class c
		where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in ${moves} order by 1`);
	const sums: Record<string, string> = {};
	for (const { name } of rows) {
		const { rows: all } = await pool().query<{ sum: string }>(
			`select md5(coalesce(string_agg(said, '' order by said), '')) as sum from (select (to_jsonb(t) ${counters[name] ?? ''})::text as said from ${name} t) as every`
		);
		sums[name] = all[0]?.sum ?? '';
	}
	return sums;
}
const differing = (one: Record<string, string>, other: Record<string, string>) =>
	Object.keys(one).filter((name) => one[name] !== other[name]);

test('every column that names organisations is known to the merge', async () => {
	const { rows } = await pool().query<{ column: string }>(`
		select c.conrelid::regclass || '.' || a.attname as column from pg_constraint c
		join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attname <> 'hub'
		where c.contype = 'f' and c.confrelid = 'organisations'::regclass`);
	const known = [...references.map(({ table, column }) => `${table}.${column}`), ...Object.keys(otherwise)];
	expect(rows.length).toBeGreaterThan(12);
	expect(rows.map(({ column }) => column).filter((column) => !known.includes(column))).toEqual([]);

	const { rows: all } = await pool().query<{ column: string }>(
		"select table_name || '.' || column_name as column from information_schema.columns where table_schema = 'public'"
	);
	expect(known.filter((column) => !all.some((one) => one.column === column))).toEqual([]);
});

test('no column of the populated hub holds the id of an organisation that the merge does not know of', async () => {
	const gone = await firm();
	await merge(await firm(), gone);
	const { rows: columns } = await pool().query<{ table: string; column: string }>(`
		select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname <> 'hub'
			and format_type(a.atttypid, null) ~ '^(uuid|text|jsonb|uuid\\[\\]|text\\[\\])$'`);
	const known = [...references.map(({ table, column }) => `${table}.${column}`), ...Object.keys(otherwise)];
	const holding: string[] = [];
	for (const { table, column } of columns) {
		const { rowCount } = await pool().query(`select from ${table} as t
			where exists (select from regexp_matches(t.${column}::text, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'g') as m (id)
				join organisations o on o.id = m.id[1]::uuid) limit 1`);
		if (rowCount) holding.push(`${table}.${column}`);
	}
	expect(holding.length).toBeGreaterThan(15);
	expect(holding.filter((column) => !known.includes(column))).toEqual([]);
});

test('a merge that is undone leaves every row of every table as it was', async () => {
	const { rows: firms } = await sql<{
		id: string;
		name: string;
	}>`select o.id, o.name from organisations o where o.hub = ${hub} and o.archived_at is null
		order by (select count(*) from introductions i where i.hub = o.hub and o.id in (i.need_firm, i.offer_firm))
			+ 3 * (select count(*) from leases l where l.hub = o.hub and l.tenant = o.id) + (select count(*) from representatives r where r.organisation = o.id) desc, o.id
		limit 14`.execute(db);
	const before = await checksums();
	let merged = 0;
	for (let nth = 0; nth + 1 < firms.length; nth += 2) {
		const [kept = firms[0], gone = firms[1]] = firms.slice(nth, nth + 2);
		if (!kept || !gone) continue;
		const people = (['owners', 'members', 'ask'] as const)[nth % 3];
		const side = nth % 4 ? 'gone' : 'kept';
		const fields = { name: side, place: side, numbers: side, description: side, website: side, logo: side };
		let id: string;
		try {
			({ id } = await merge(kept.id, gone.id, { people, fields }));
		} catch (thrown) {
			expect(String(thrown)).toMatch(/merge_introduced/);
			continue;
		}
		merged++;
		expect(differing(before, await checksums())).toContain('representatives');
		const left = references
			.filter(({ other }) => other?.between !== 'stays')
			.map(async ({ table, column, only }) => {
				const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)} as t
					where t.hub = ${hub} and ${sql.ref(`t.${column}`)} = ${gone.id} and ${only ?? sql`true`}`.execute(db);
				return rows[0]?.n;
			});
		expect((await Promise.all(left)).filter(Boolean)).toEqual([]);
		await undo(id);
		expect(differing(before, await checksums()), `${kept.name} / ${gone.name}`).toEqual([]);
	}
	expect(merged).toBeGreaterThan(3);
});

test('two merges one after the other are undone in reverse only', async () => {
	const [a, b, c] = [await firm(), await firm(), await firm()];
	await newcomer(hub, ['member'], a);
	await newcomer(hub, ['member'], b);
	const before = await checksums();
	const first = await merge(b, a);
	const address = (await row(a)).slug;
	const second = await merge(c, b);
	expect(await addressSince(animator, address)).toBe((await row(c)).slug);
	expect(await refusal(undo(first.id))).toBe('merge_undo_later_first');
	expect((await findMerge(animator, { merge: first.id })).later).toMatchObject({ id: second.id });
	await undo(second.id);
	expect(await refusal(undo(second.id))).toBe('merge_already_undone');
	await undo(first.id);
	expect(differing(before, await checksums())).toEqual([]);
});

test('the record that stays takes the values that were chosen, and the directory finds it by them', async () => {
	const kept = await firm({ name: 'Emboutissage Zillertal', technologies: ['machine-vision'], description: { fr: 'Pièces embouties.' } });
	const gone = await firm({
		name: 'Emboutissage Zillertal SAS',
		siret: '55208131766522',
		headcount: 42,
		technologies: ['additive-manufacturing'],
		description: { fr: 'Autre texte.', de: 'Tiefziehteile.' },
		email: 'info@zillertal-emboutissage.example'
	});
	const shown = await compareOrganisations(animator, { one: kept, other: gone, kept });
	const usual = Object.fromEntries(shown.fields.filter(({ isSame }) => !isSame).map(({ field, usual }) => [field, usual]));
	expect(usual).toEqual({ name: 'kept', numbers: 'gone', size: 'gone', email: 'gone', technologies: 'both', description: 'both' });
	const { id } = await merge(kept, gone, { fields: { name: 'gone' } });
	expect(await row(kept)).toMatchObject({
		name: 'Emboutissage Zillertal SAS',
		siren: '552081317',
		headcount: 42,
		technologies: ['machine-vision', 'additive-manufacturing'],
		description: { fr: 'Pièces embouties.', de: 'Tiefziehteile.' },
		foundByName: expect.stringContaining(' sas')
	});
	expect((await organisationHistory(animator, { organisation: kept })).map(({ what }) => what)).toEqual([
		'organisation.merged_away',
		'organisation.merged',
		'organisation.added',
		'organisation.added'
	]);
	expect(await refusal(restoreOrganisation(animator, { organisation: gone }))).toBe('not_found');
	expect((await archivedOrganisations(animator)).map((one) => one.id)).not.toContain(gone);

	// Somebody changes a field that the merge had set, and one that it had not.
	await db.updateTable('organisations').set({ headcount: 50, founded: 1950 }).where('id', '=', kept).execute();
	expect(await refusal(undo(id))).toBe('merge_changed_since');
	expect((await findMerge(animator, { merge: id })).fields.filter(({ isChangedSince }) => isChangedSince)).toEqual([
		{ field: 'size', before: { sizeClass: null, headcount: null }, now: { sizeClass: null, headcount: 50 }, isChangedSince: true }
	]);
	await undo(id, { size: 'now' });
	expect(await row(kept)).toMatchObject({ name: 'Emboutissage Zillertal', siren: null, headcount: 50, founded: 1950, email: null });
	expect(await row(gone)).toMatchObject({ siren: '552081317', archivedAt: null, mergedInto: null });
	expect((await row(kept)).foundByName).not.toContain(' sas');
});

test('a number that went elsewhere since keeps the undo back, and nothing is half undone', async () => {
	const [kept, gone] = [await firm(), await firm({ siren: '443061841' })];
	const { id } = await merge(kept, gone, { fields: { numbers: 'kept' } });
	const third = await firm({ siren: '443061841' });
	const before = await checksums();
	expect(await refusal(undo(id))).toBe('siren_taken');
	expect(differing(before, await checksums())).toEqual([]);
	await db.updateTable('organisations').set({ siren: null }).where('id', '=', third).execute();
	await undo(id);
	expect((await row(gone)).siren).toBe('443061841');
});

test('whoever acts for both stands there once; owners of the record that goes own the other only where staff say so', async () => {
	const [kept, gone] = [await firm(), await firm()];
	const owner = await newcomer(hub, ['member'], kept);
	const both = await newcomer(hub, ['member'], gone);
	const fresh = await newcomer(hub, ['member'], gone);
	const refused = await newcomer(hub, ['member'], gone);
	const at = { hub, organisation: kept };
	await db
		.insertInto('representatives')
		.values({ ...at, member: both.member as string, acceptedAt: new Date('2026-01-05') })
		.execute();
	await db
		.insertInto('representatives')
		.values({ ...at, member: refused.member as string, refusedAt: new Date('2026-01-05') })
		.execute();
	const there = async () =>
		Object.fromEntries(
			(await db.selectFrom('representatives').selectAll().where('organisation', '=', kept).execute()).map((one) => [
				one.member,
				one.refusedAt ? 'refused' : !one.acceptedAt ? 'asks' : one.isOwner ? 'owns' : 'acts'
			])
		);
	const before = await checksums();
	for (const [people, expected] of [
		['members', ['owns', 'acts', 'acts', 'refused']],
		['owners', ['owns', 'owns', 'owns', 'refused']],
		['ask', ['owns', 'acts', 'asks', 'refused']]
	] as const) {
		const { id } = await merge(kept, gone, { people });
		const now = await there();
		expect(
			[owner, both, fresh, refused].map(({ member }) => now[member as string]),
			people
		).toEqual(expected);
		await undo(id);
		expect(differing(before, await checksums()), people).toEqual([]);
	}
	const conflicts = (await compareOrganisations(animator, { one: kept, other: gone, kept })).conflicts;
	expect(conflicts.map(({ code }) => code)).toEqual(['both_owned', 'same_people']);
});

test('competitors of both are declared once, and of each other not at all', async () => {
	const [kept, gone, rival, third] = [await firm(), await firm(), await firm(), await firm()];
	for (const [organisation, competitor] of [
		[kept, rival],
		[gone, rival],
		[gone, kept],
		[third, gone],
		[third, kept],
		[rival, gone]
	] as const)
		await declareCompetitor(system(hub), { organisation, competitor });
	const before = await checksums();
	const { id } = await merge(kept, gone);
	const declared = await db
		.selectFrom('competitors')
		.select(['organisation', 'competitor'])
		.where('hub', '=', hub)
		.where((eb) => eb.or([eb('organisation', 'in', [kept, gone]), eb('competitor', 'in', [kept, gone])]))
		.execute();
	expect(declared.map(({ organisation, competitor }) => `${organisation} ${competitor}`).sort()).toEqual(
		[`${kept} ${rival}`, `${third} ${kept}`, `${rival} ${kept}`].sort()
	);
	await undo(id);
	expect(differing(before, await checksums())).toEqual([]);
});

test('what was added since stays with the record that stayed', async () => {
	const [kept, gone] = [await firm(), await firm()];
	const { id } = await merge(kept, gone);
	const late = await newcomer(hub, ['member'], kept, false);
	await undo(id);
	expect(await db.selectFrom('representatives').select('organisation').where('member', '=', late.member).execute()).toEqual([
		{ organisation: kept }
	]);
});

test('an introduction between the two, or of one need to both, is ended first', async () => {
	const introduced = await db
		.selectFrom('introductions')
		.selectAll()
		.where('hub', '=', hub)
		.where('state', 'in', ['proposed', 'accepted', 'meeting'])
		.executeTakeFirstOrThrow();
	expect(await refusal(merge(introduced.needFirm, introduced.offerFirm))).toBe('merge_introduced_to_each_other');
	expect(await refusal(merge(introduced.offerFirm, introduced.needFirm))).toBe('merge_introduced_to_each_other');
	const other = await firm();
	await db
		.insertInto('introductions')
		.values({
			...{ hub, need: introduced.need, offer: introduced.offer, needFirm: introduced.needFirm, offerFirm: other },
			...{ startedAs: 'staff', expiresAt: new Date(Date.now() + 86_400_000) }
		})
		.execute();
	expect(await refusal(merge(introduced.offerFirm, other))).toBe('merge_introduced_to_both');
	expect((await compareOrganisations(animator, { one: introduced.offerFirm, other })).hindrances).toMatchObject([
		{ code: 'merge_introduced_to_both', path: expect.stringMatching(/^\/introductions\//) }
	]);
	await db.deleteFrom('introductions').where('offerFirm', '=', other).execute();
});

test('an introduction that is over stays told, and its lesson with it', async () => {
	const over = await db
		.selectFrom('introductions')
		.innerJoin('matchingLessons as l', (join) =>
			join.onRef('l.hub', '=', 'introductions.hub').onRef('l.introduction', '=', 'introductions.id')
		)
		.select(['introductions.id', 'introductions.needFirm', 'introductions.offerFirm'])
		.where('introductions.hub', '=', hub)
		.where('introductions.state', '=', 'closed')
		.executeTakeFirstOrThrow();
	const kept = await firm();
	const { id } = await merge(kept, over.offerFirm);
	const taught = () => db.selectFrom('matchingLessons').select('offerFirm').where('introduction', '=', over.id).executeTakeFirstOrThrow();
	expect(await taught()).toEqual({ offerFirm: kept });
	await undo(id);
	expect(await taught()).toEqual({ offerFirm: over.offerFirm });
});

test('of two who merge the same record at once one wins, and the other is told', async () => {
	const [a, b, c] = [await firm(), await firm(), await firm()];
	const answers = await Promise.all([refusal(merge(b, a)), refusal(merge(c, a)), refusal(merge(a, b))]);
	expect(answers.filter((one) => one === 'accepted')).toHaveLength(1);
	for (const one of answers.filter((one) => one !== 'accepted')) expect(['merge_of_gone', 'changed_meanwhile']).toContain(one);
	expect(await refusal(merge(a, b))).toBe('merge_of_gone');
	expect(await refusal(merge(c, c))).toBe('merged_into_itself');
	const d = await firm();
	expect(await refusal(mergeOrganisations(animator, MergeOrganisations.parse({ kept: c, gone: d, keptVersion: 1, goneVersion: 99 })))).toBe(
		'changed_meanwhile'
	);
});

test('what breaks in the middle leaves nothing', async () => {
	const [kept, gone] = [await firm(), await firm()];
	await newcomer(hub, ['member'], gone);
	const before = await checksums();
	await pool().query(`create function break_it() returns trigger language plpgsql as $$ begin raise exception 'the light went out'; end $$;
		create trigger break_it before insert on journal for each row when (new.what = 'organisation.merged_away') execute function break_it()`);
	await expect(merge(kept, gone)).rejects.toThrow('the light went out');
	await pool().query('drop trigger break_it on journal; drop function break_it');
	expect(differing(before, await checksums())).toEqual([]);
	expect(await db.selectFrom('organisationMerges').select('id').where('gone', '=', gone).execute()).toEqual([]);
});

test('only staff of this hub merge, undo and tell apart', async () => {
	const [one, other] = [await firm(), await firm()];
	const owner = await newcomer(hub, ['member'], one);
	const elsewhere = await newcomer('strasbourg', ['hub_manager']);
	const { id } = await merge(await firm(), await firm());
	for (const actor of [stranger(hub), owner]) {
		expect(await refusal(merge(one, other, {}, actor))).toBe('forbidden');
		expect(await refusal(undo(id, {}, actor))).toBe('forbidden');
		expect(await refusal(tellApart(actor, { one, other, because: '' }))).toBe('forbidden');
		expect(await refusal(compareOrganisations(actor, { one, other }))).toBe('forbidden');
	}
	expect(await refusal(merge(one, other, {}, elsewhere))).toBe('not_found');
	expect(await refusal(undo(id, {}, elsewhere))).toBe('not_found');
	expect(await refusal(findMerge(elsewhere, { merge: id }))).toBe('not_found');
	expect(await refusal(tellApart(elsewhere, { one, other, because: '' }))).toBe('not_found');
	expect(await refusal(compareOrganisations(elsewhere, { one, other }))).toBe('not_found');
});

test('an anonymous need stays anonymous, and staff hear when its text names the other record', async () => {
	const anonymous = await db
		.selectFrom('needs')
		.select(['id', 'organisation', 'title'])
		.where('hub', '=', hub)
		.where('confidentiality', '=', 'anonymous')
		.where('state', '=', 'open')
		.executeTakeFirstOrThrow();
	const kept = await firm({ name: 'Trefilerie Quatzenheim' });
	expect((await compareOrganisations(animator, { one: kept, other: anonymous.organisation, kept })).conflicts).toEqual([]);
	await db.updateTable('needs').set({ result: 'Comme chez Trefilerie Quatzenheim.' }).where('id', '=', anonymous.id).execute();
	expect((await compareOrganisations(animator, { one: kept, other: anonymous.organisation, kept })).conflicts).toContainEqual({
		code: 'anonymous_need_named',
		names: [anonymous.title]
	});
	const { id } = await merge(kept, anonymous.organisation);
	expect(
		await db.selectFrom('needs').select(['organisation', 'confidentiality']).where('id', '=', anonymous.id).executeTakeFirst()
	).toEqual({ organisation: kept, confidentiality: 'anonymous' });
	const { listNeeds, ListNeeds } = await import('../needs-shown.ts');
	const { items } = await listNeeds(stranger(hub), ListNeeds.parse({ organisation: kept }));
	expect(items.map((one) => one.id)).not.toContain(anonymous.id);
	await undo(id);
});

test('the old address leads to the record that stays, for whoever may see it', async () => {
	const [kept, gone, hidden] = [await firm(), await firm(), await firm({ isListed: false })];
	const { slug } = await row(gone);
	expect(await addressSince(animator, slug)).toBeNull();
	await merge(kept, gone);
	expect(await refusal(organisationAt(stranger(hub), slug))).toBe('not_found');
	expect(await addressSince(stranger(hub), slug)).toBe((await row(kept)).slug);
	expect(await addressSince(await newcomer('strasbourg'), slug)).toBeNull();
	await merge(hidden, kept);
	expect(await addressSince(stranger(hub), slug)).toBeNull();
	expect(await addressSince(animator, slug)).toBe((await row(hidden)).slug);
});

test('an import of the old name, number or page hits the record that stays, until the merge is undone', async () => {
	const kept = await firm({ siren: '732829320', name: 'Chaudronnerie Haslach' });
	const gone = await firm({ siren: '404833048', name: 'Ateliers du Haslach' });
	const { slug } = await row(gone);
	const judged = async () => {
		const cells = [
			['Nom', 'Type', 'Ville', 'SIREN', 'Page'],
			['Ateliers du Haslach', 'PME', 'Thann', '', ''],
			['Quelque Chose', 'PME', 'Colmar', '404833048', ''],
			['Encore Autre', 'PME', 'Colmar', '', `https://km0.example/${hub}/organisations/${slug}`]
		];
		const records: (string | null)[] = [];
		for (const line of cells.slice(1)) {
			const { id } = await createImport(
				system(hub),
				{ kind: 'organisations', name: 'old.csv' },
				Buffer.from([cells[0], line].map((one) => one?.join(';')).join('\r\n'))
			);
			await previewImport(system(hub), { import: id });
			await workThrough();
			expect((await findImport(system(hub), { import: id })).state).toBe('previewed');
			records.push((await importRows(system(hub), ListRows.parse({ import: id }))).items[0]?.record ?? null);
		}
		return records;
	};
	expect((await judged()).slice(0, 2)).toEqual([gone, gone]);
	const { id } = await merge(kept, gone);
	expect((await judged()).slice(0, 2)).toEqual([kept, kept]);
	expect((await firmsNamed(hub))('', '404833048')).toEqual({ organisation: kept });
	await undo(id);
	expect((await judged()).slice(0, 2)).toEqual([gone, gone]);
	expect(await db.selectFrom('importReferences').select('reference').where('record', '=', kept).execute()).toEqual([]);
});

test('records that look the same are pointed out with why, as they come and go', async () => {
	const word = letters();
	const one = await firm({ name: `Scierie ${word}`, website: `https://www.${word}.example`, email: `contact@${word}.example` });
	const other = await firm({ name: `Scierie ${word} SARL`, website: `http://${word}.example/fr` });
	const third = await firm({ name: 'Tout autre chose', commune: 'Colmar', email: `bureau@${word}.example` });
	const found = await pairs(word);
	expect(
		found.map(({ one: a, other: b, points, reasons }) => [[a.id, b.id].sort(), points, reasons.map(({ code }) => code).sort()])
	).toEqual([[[one, other].sort(), 95, ['name', 'website']]]);
	expect((await pairs('tout autre')).length).toBe(0);
	void third;

	await tellApart(animator, { one: other, other: one, because: 'Deux sites' });
	expect(await refusal(tellApart(animator, { one, other, because: '' }))).toBe('already_told_apart');
	expect(await pairs(word)).toEqual([]);
	expect(await pairs(word, 'distinct')).toMatchObject([{ saidBy: animator.name, because: 'Deux sites', points: 95 }]);
	await doubtAgain(animator, { one, other });
	expect(await refusal(doubtAgain(animator, { one, other }))).toBe('not_found');
	expect((await pairs(word)).length).toBe(1);

	const { id } = await merge(one, other);
	expect(await pairs(word)).toEqual([]);
	await undo(id);
	expect((await pairs(word)).length).toBe(1);
	const before = await pairs('');
	await findPairs(hub);
	expect((await pairs('')).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
});

test('two that a register numbers differently are no strong pair; one number written in two fields is', async () => {
	const word = letters();
	await firm({ name: `Filature ${word}`, siren: '552100554' });
	await firm({ name: `Filature ${word}`, siren: '542065479' });
	expect(await pairs(word)).toEqual([]);
	const italian = letters();
	await firm({ name: `Officina ${italian}`, country: 'IT', commune: 'Milano', foreignId: '00743110157' });
	await firm({ name: `Qualcosa ${italian}`, country: 'IT', commune: 'Torino', vat: 'IT00743110157' });
	expect((await pairs(italian)).map(({ points, reasons }) => [points, reasons.map(({ code }) => code)])).toEqual([[100, ['number']]]);
});

test('after its days a merge is final, and the night takes away what an undo needs', async () => {
	const { id } = await merge(await firm(), await firm());
	const then = new Date(Date.now() - (undoDays + 1) * 86_400_000);
	await db.updateTable('organisationMerges').set({ mergedAt: then }).where('id', '=', id).execute();
	expect(await refusal(undo(id))).toBe('merge_undo_too_late');
	expect(await findMerge(animator, { merge: id })).toMatchObject({ state: 'final' });
	const { applyRetention, rules } = await import('#privacy/retention.ts');
	expect(rules.find(({ name }) => name === 'merge_rows')?.days).toBe(undoDays);
	await applyRetention.run({});
	expect(await db.selectFrom('organisationMergeRows').select('nth').where('merge', '=', id).execute()).toEqual([]);
	await findDuplicates.run({});
});
