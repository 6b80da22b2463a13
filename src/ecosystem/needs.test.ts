import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { acrossHubs, db, inHub, pool } from '#platform/db.server.ts';
import { workThrough } from '#platform/jobs.ts';
import { newcomer, person, refusal, stranger } from '#platform/testing/people.ts';
import { ChangeNeed, changeNeed, CreateNeed, createNeed, dropNeed, moveNeed, openNeed, renewNeed } from './needs.ts';
import { countNeeds, findNeed, ListNeeds, listNeeds, NeedFilter, needFacets, needHistory, similarNeeds } from './needs-shown.ts';
import { closeExpired, remindFirms, setTerm } from './need-terms.ts';

const words = {
	locale: 'fr',
	title: 'Voir les rayures sur des pièces chromées',
	problem: 'Deux personnes contrôlent à l’œil 40 000 pièces par jour. Nous voulons un contrôle qualité par caméra.',
	result: 'Une alarme avant que le bac soit plein',
	languages: ['fr', 'de'],
	budgetBand: '20k_50k',
	place: 'on_site',
	confidentiality: 'public'
};
const written = (more: object = {}) => CreateNeed.parse({ ...words, ...more });
const rewritten = (need: string, version: number, more: object = {}) => ChangeNeed.parse({ ...words, ...more, need, version });
const filter = (more: object = {}) => ListNeeds.parse({ limit: 100, ...more });
const titles = async (actor: Actor, more: object = {}) => (await listNeeds(actor, filter(more))).items.map(({ title }) => title);

let mill: Actor;
let colleague: Actor;
let neighbour: Actor;
let animator: Actor;
const visitor = stranger('mulhouse');
let firms: string[];

beforeAll(async () => {
	const rows = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', 'mulhouse')
		.where('kind', '=', 'industrial_sme')
		.orderBy('name')
		.limit(3)
		.execute();
	firms = rows.map(({ id }) => id);
	mill = await newcomer('mulhouse', ['member'], firms[0]);
	colleague = await newcomer('mulhouse', ['member'], firms[0], false);
	neighbour = await newcomer('mulhouse', ['member'], firms[1]);
	animator = await person('mulhouse', 'animation@mulhouse.example');
});

test('a need is a draft until its firm opens it, and then lasts as long as the hub says', async () => {
	const draft = await createNeed(mill, written());
	expect(draft).toMatchObject({ state: 'draft', openedAt: null, expiresAt: null, isMine: true, contact: { name: mill.name } });
	expect(await refusal(findNeed(neighbour, { need: draft.id }))).toBe('not_found');
	expect(await refusal(openNeed(neighbour, { need: draft.id, checked: false }))).toBe('not_found');
	expect((await findNeed(animator, { need: draft.id })).title).toBe(words.title);

	const open = await openNeed(mill, { need: draft.id, checked: false });
	const days = ((open.expiresAt as Date).getTime() - Date.now()) / 86_400_000;
	expect(days).toBeCloseTo(180, 1);
	expect(await findNeed(visitor, { need: draft.id })).toMatchObject({ state: 'open', isMine: false, inside: null });

	expect(await refusal(setTerm(animator, { days: 60 }))).toBe('forbidden');
	await setTerm(await person('mulhouse', 'direction@mulhouse.example'), { days: 60 });
	const renewed = await renewNeed(mill, { need: draft.id, checked: false });
	expect(((renewed.expiresAt as Date).getTime() - Date.now()) / 86_400_000).toBeCloseTo(60, 1);
});

test('what KM0 understands from the words is kept with the need, except what was refused', async () => {
	const need = await createNeed(mill, written({ technologies: ['cmms'] }));
	expect(need.technologies).toEqual(expect.arrayContaining(['cmms', 'machine-vision']));
	const changed = await changeNeed(mill, rewritten(need.id, need.version, { refusedConcepts: ['machine-vision'] }));
	expect(changed.technologies).not.toContain('machine-vision');
	expect(changed.inside?.refusedConcepts).toEqual(['machine-vision']);
	expect(CreateNeed.safeParse({ ...words, technologies: ['no-such-thing'] }).success).toBe(false);
});

test('only people of the firm write, staff on its behalf, and nobody for another’s', async () => {
	expect(await refusal(createNeed(visitor, written()))).toBe('forbidden');
	expect(await refusal(createNeed(await newcomer('mulhouse'), written()))).toBe('forbidden');
	expect(await refusal(createNeed(mill, written({ organisation: firms[1] })))).toBe('forbidden');
	expect(await refusal(createNeed(animator, written()))).toBe('required');
	expect(await refusal(createNeed(animator, written({ organisation: crypto.randomUUID() })))).toBe('not_found');
	const elsewhere = await db.selectFrom('organisations').select('id').where('hub', '=', 'strasbourg').executeTakeFirstOrThrow();
	expect(await refusal(createNeed(animator, written({ organisation: elsewhere.id })))).toBe('not_found');

	const need = await createNeed(animator, written({ organisation: firms[1], opens: true }));
	expect(need).toMatchObject({ organisation: { id: firms[1] }, contact: null });
	expect(await refusal(changeNeed(mill, rewritten(need.id, need.version)))).toBe('forbidden');
	expect((await changeNeed(neighbour, rewritten(need.id, need.version))).version).toBe(need.version + 1);
	expect(await refusal(createNeed(mill, written({ contact: neighbour.member })))).toBe('contact_not_of_the_firm');
	expect((await createNeed(mill, written({ contact: colleague.member }))).contact?.name).toBe(colleague.name);
});

test('a need moves along its road by who wrote it, an owner or staff, and never backwards from its end', async () => {
	const { id: need } = await createNeed(mill, written({ opens: true }));
	expect(await refusal(moveNeed(colleague, { need, to: 'solved' }))).toBe('forbidden');
	expect(await refusal(openNeed(mill, { need, checked: false }))).toBe('not_from_this_state');
	expect((await moveNeed(animator, { need, to: 'introduced' })).state).toBe('introduced');
	expect((await moveNeed(mill, { need, to: 'in_project' })).state).toBe('in_project');
	expect(await refusal(moveNeed(mill, { need, to: 'introduced' }))).toBe('not_from_this_state');
	expect(await refusal(renewNeed(mill, { need, checked: false }))).toBe('not_from_this_state');
	expect((await openNeed(mill, { need, checked: false })).state).toBe('open');
	const solved = await moveNeed(mill, { need, to: 'solved' });
	expect(solved).toMatchObject({ state: 'solved', closedAt: expect.any(Date) });
	expect((await findNeed(visitor, { need })).state).toBe('solved');
	expect(await refusal(changeNeed(mill, rewritten(need, solved.version)))).toBe('need_is_closed');
	expect(await refusal(dropNeed(mill, { need, reason: 'Trop tard' }))).toBe('not_from_this_state');

	const own = await createNeed(colleague, written({ opens: true }));
	await dropNeed(colleague, { need: own.id, reason: 'Le client est parti' });
	expect(await refusal(findNeed(visitor, { need: own.id }))).toBe('not_found');
	expect((await findNeed(mill, { need: own.id })).inside?.droppedReason).toBe('Le client est parti');
});

test('who sees a need follows its confidentiality', async () => {
	const of = async (confidentiality: string) => (await createNeed(mill, written({ confidentiality, opens: true }))).id;
	const kinds = ['public', 'members', 'staff', 'anonymous'];
	const needs = await Promise.all(kinds.map(of));
	const seenBy = async (actor: Actor) => {
		const results = await Promise.all(needs.map((need) => refusal(findNeed(actor, { need }))));
		const listed = (await listNeeds(actor, filter())).items.map(({ id }) => id);
		expect(needs.filter((need) => listed.includes(need))).toEqual(needs.filter((_, nth) => results[nth] === 'accepted'));
		return kinds.filter((_, nth) => results[nth] === 'accepted');
	};
	expect(await seenBy(visitor)).toEqual(['public', 'anonymous']);
	expect(await seenBy(neighbour)).toEqual(['public', 'members', 'anonymous']);
	expect(await seenBy(await newcomer('mulhouse', ['funder']))).toEqual(['public', 'members', 'anonymous']);
	expect(await seenBy(animator)).toEqual(kinds);
	expect(await seenBy(colleague)).toEqual(kinds);
	expect(await seenBy(await newcomer('strasbourg', ['hub_manager'], undefined))).toEqual([]);
});

test('a declared competitor does not see what is kept for members, whoever of the two declared it', async () => {
	const { id: need } = await createNeed(mill, written({ confidentiality: 'members', opens: true }));
	const { id: hidden } = await createNeed(mill, written({ confidentiality: 'anonymous', opens: true }));
	const rival = await newcomer('mulhouse', ['member'], firms[2]);
	expect(await refusal(findNeed(rival, { need }))).toBe('accepted');
	for (const [organisation, competitor] of [
		[firms[0], firms[2]],
		[firms[2], firms[0]]
	] as [string, string][]) {
		await db.insertInto('competitors').values({ hub: 'mulhouse', organisation, competitor }).execute();
		expect(await refusal(findNeed(rival, { need }))).toBe('not_found');
		// Else declaring a competitor would tell which anonymous needs are its own.
		expect(await refusal(findNeed(rival, { need: hidden }))).toBe('accepted');
		await db.deleteFrom('competitors').where('hub', '=', 'mulhouse').execute();
	}
});

test('two people who edit at once do not overwrite each other, and a need opens once', async () => {
	const draft = await createNeed(mill, written());
	const edits = [mill, colleague].map((actor) =>
		refusal(changeNeed(actor, rewritten(draft.id, draft.version, { title: `Par ${actor.name}` })))
	);
	expect((await Promise.all(edits)).sort()).toEqual(['accepted', 'changed_meanwhile']);
	const opens = [mill, animator].map((actor) => refusal(openNeed(actor, { need: draft.id, checked: false })));
	expect((await Promise.all(opens)).sort()).toEqual(['accepted', 'not_from_this_state']);
	const lines = await needHistory(mill, { need: draft.id });
	expect(lines.map(({ what }) => what)).toEqual(['need.opened', 'need.changed', 'need.created']);
	expect(lines[1]?.changed).toMatchObject({ title: [words.title, expect.stringMatching(/^Par /)] });
});

test('others see what happened to a need since it opened, without what its texts said', async () => {
	const draft = await createNeed(mill, written({ problem: 'Brouillon avec nos marges' }));
	const again = await changeNeed(mill, rewritten(draft.id, draft.version, { opens: true }));
	await changeNeed(mill, rewritten(draft.id, again.version, { result: 'Autre chose' }));
	const insiders = await needHistory(colleague, { need: draft.id });
	expect(JSON.stringify(insiders)).toContain('nos marges');
	const others = await needHistory(neighbour, { need: draft.id });
	expect(others.map(({ what, who, changed }) => [what, who, changed])).toEqual([
		['need.changed', mill.name, null],
		['need.opened', mill.name, null]
	]);
	expect((await needHistory(visitor, { need: draft.id })).map(({ who }) => who)).toEqual([null, null]);
});

test('a firm is asked once, two weeks before its need ends, and then others stop seeing it', async () => {
	const { id: need } = await createNeed(mill, written({ opens: true }));
	const ends = (days: number) =>
		db
			.updateTable('needs')
			.set({ expiresAt: sql`now() + make_interval(days => ${days})` })
			.where('id', '=', need)
			.execute();
	const letters = () =>
		db.selectFrom('mails').select(['recipient', 'subject', 'bodyText']).where('kind', '=', 'need_ends').orderBy('createdAt').execute();
	const watch = () => acrossHubs(() => remindFirms('mulhouse').then(() => closeExpired('mulhouse')));
	await watch();
	const before = (await letters()).length;
	await ends(15);
	await watch();
	expect((await letters()).length).toBe(before);
	await ends(13);
	await Promise.all([watch(), watch()]);
	const sent = (await letters()).slice(before);
	expect(sent).toHaveLength(1);
	expect(sent[0]?.bodyText).toContain(words.title);
	expect(sent[0]?.bodyText).toContain(`/mulhouse/needs/${need}`);
	await workThrough();

	await db
		.updateTable('needs')
		.set({ expiresAt: new Date(Date.now() - 1000) })
		.where('id', '=', need)
		.execute();
	expect(await refusal(findNeed(visitor, { need }))).toBe('not_found');
	await watch();
	expect((await findNeed(mill, { need })).state).toBe('expired');
	expect(await refusal(findNeed(neighbour, { need }))).toBe('not_found');
	expect(await renewNeed(mill, { need, checked: false })).toMatchObject({ state: 'open' });
	expect((await findNeed(visitor, { need })).state).toBe('open');
	expect((await needHistory(mill, { need })).map(({ what }) => what)).toEqual([
		'need.opened',
		'need.expired',
		'need.reminded',
		'need.opened',
		'need.created'
	]);
});

test('lists are searched in whatever language and word form, filtered and sorted', async () => {
	await createNeed(
		mill,
		written({
			title: 'Schweißnähte prüfen',
			problem: 'Die Schweißnähte reißen.',
			locale: 'de',
			languages: ['de'],
			opens: true,
			budgetBand: 'over_150k'
		})
	);
	expect(await titles(visitor, { q: 'schweissnaht' })).toContain('Schweißnähte prüfen');
	expect(await titles(visitor, { q: 'Schweißnähten' })).toContain('Schweißnähte prüfen');
	expect(await titles(visitor, { q: 'rayure chromé' })).toContain(words.title);
	expect(await titles(visitor, { q: 'machine vision' })).toContain(words.title);
	expect(await titles(visitor, { q: 'rayu' })).toContain(words.title);
	expect(await titles(visitor, { q: '%' })).toEqual([]);
	expect(await titles(visitor, { q: 'rayures', budget: 'over_150k' })).toEqual([]);
	expect(await titles(visitor, { technology: 'machine-vision', place: 'on_site', language: 'de' })).toContain(words.title);
	expect((await titles(visitor, { sort: 'budget' }))[0]).toBe('Schweißnähte prüfen');
	const byTitle = await titles(visitor, { sort: 'title' });
	expect(byTitle.length).toBeGreaterThan(20);
	expect(await countNeeds(visitor, NeedFilter.parse({}))).toBe(byTitle.length);
	expect(await titles(mill, { mine: true, state: 'all' })).toContain(words.title);
	expect(await titles(neighbour, { mine: true, state: 'all', q: 'chromées' })).toEqual(neighbourTitles());
	const pages: string[] = [];
	let cursor: string | undefined;
	do {
		const page = await listNeeds(visitor, filter({ limit: 7, cursor, sort: 'wanted_by' }));
		pages.push(...page.items.map(({ id }) => id));
		cursor = page.next ?? undefined;
	} while (cursor);
	expect(new Set(pages).size).toBe(pages.length);
	expect(pages.length).toBe(byTitle.length);
});

/** The one that staff wrote for the neighbour above. */
const neighbourTitles = () => [words.title];

test('filters offer what the reader’s list holds, and no more', async () => {
	await createNeed(
		mill,
		written({ title: 'Rien que pour l’équipe', sectors: ['tobacco-industry'], confidentiality: 'staff', opens: true })
	);
	const open = await needFacets(visitor, 'open');
	expect(open.technologies).toContain('machine-vision');
	expect(open.sectors).not.toContain('tobacco-industry');
	expect(open.areas).toEqual(expect.arrayContaining(['FR-68']));
	expect((await needFacets(animator, 'open')).sectors).toContain('tobacco-industry');
	expect(await needFacets(stranger('nowhere'), 'open')).toEqual({ technologies: [], sectors: [], areas: [] });
});

test('similar open needs are pointed out, as far as the writer may see them', async () => {
	const secret = await createNeed(
		mill,
		written({
			title: 'Crépines rotatives bouchées',
			problem: 'Les crépines du tamis rotatif se bouchent.',
			confidentiality: 'staff',
			opens: true
		})
	);
	const open = await createNeed(
		mill,
		written({ title: 'Crépines rotatives usées', problem: 'Les crépines du tamis rotatif s’usent en un mois.', opens: true })
	);
	const near = (actor: Actor) => similarNeeds(actor, { text: 'Nos crépines rotatives se bouchent', locale: 'fr' });
	expect((await near(neighbour)).map(({ id }) => id)).toEqual([open.id]);
	expect((await near(animator)).map(({ id }) => id).sort()).toEqual([open.id, secret.id].sort());
	// Found by what it speaks of, and not by its words.
	const vision = { text: 'Kameraprüfung, machine vision', locale: 'de' } as const;
	await createNeed(mill, written({ technologies: ['machine-vision'], title: 'Pour l’équipe', confidentiality: 'staff', opens: true }));
	const seen = [...(await similarNeeds(visitor, vision)), ...(await similarNeeds(stranger('strasbourg'), vision))];
	expect(seen.length).toBeGreaterThan(0);
	const hubs = await db
		.selectFrom('needs')
		.select(['hub', 'confidentiality'])
		.where(
			'id',
			'in',
			seen.map(({ id }) => id)
		)
		.execute();
	expect(hubs.every(({ confidentiality }) => ['public', 'anonymous'].includes(confidentiality))).toBe(true);
	expect(await similarNeeds(stranger('nowhere'), vision)).toEqual([]);
	expect(
		(await similarNeeds(mill, { text: `${open.title} ${open.problem}`, locale: 'fr', except: open.id })).map(({ id }) => id)
	).not.toContain(open.id);
	expect(await similarNeeds(neighbour, { text: 'zzz qqq', locale: 'fr' })).toEqual([]);
	expect(await similarNeeds(neighbour, { text: '', locale: 'fr' })).toEqual([]);
});

test('refusals stand beside the field', async () => {
	expect(await refusal(createNeed(mill, written({ wantedBy: '2020-01-01' })))).toBe('date_has_passed');
	expect(await refusal(createNeed(mill, written({ confidentiality: 'staff', isPublished: true })))).toBe('kept_for_staff');
	expect(CreateNeed.safeParse({ ...words, title: '' }).success).toBe(false);
	expect(CreateNeed.safeParse({ ...words, wantedBy: '2027-02-30' }).success).toBe(false);
});

test('row-level security alone keeps a hub’s needs in the hub', async () => {
	const count = () => db.selectFrom('needs').select('hub').distinct().execute();
	expect(await inHub('strasbourg', count)).toEqual([{ hub: 'strasbourg' }]);
	expect(await inHub('mulhouse', count)).toEqual([{ hub: 'mulhouse' }]);
});

test('the newest needs can be read along an index, without sorting them anew', async () => {
	const asked = vi.spyOn(pg.Client.prototype, 'query');
	await listNeeds(visitor, ListNeeds.parse({}));
	const [query, values] = (asked.mock.calls as unknown as [string | { text: string; values: unknown[] }, unknown[]?][])
		.map(([one, given]) => (typeof one === 'string' ? ([one, given] as const) : ([one.text, one.values] as const)))
		.find(([text]) => text.includes('"listed_first"')) as readonly [string, unknown[]];
	asked.mockRestore();
	const client = await pool().connect();
	// In a village of few needs sorting is cheaper: what counts is that there is another way.
	await client.query('begin; set local enable_sort = off; set local enable_incremental_sort = off');
	const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${query}`, values);
	await client.query('rollback');
	client.release();
	const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
	expect(plan).toContain('needs_in_their_order');
	expect(plan).not.toContain('Sort');
});
