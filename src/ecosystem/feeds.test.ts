import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { newcomer, refusal } from '#platform/testing/people.ts';
import { answerFeed, feed } from './feeds.ts';
import { CreateNeed, createNeed } from './needs.ts';

let owner: Actor;
let firm: { id: string; name: string };

beforeAll(async () => {
	firm = await db
		.selectFrom('organisations')
		.select(['id', 'name'])
		.where('hub', '=', 'mulhouse')
		.where('kind', '=', 'industrial_sme')
		.orderBy('name')
		.executeTakeFirstOrThrow();
	owner = await newcomer('mulhouse', ['member'], firm.id);
});

const at = (search: string) => new URL(`http://km0.test/mulhouse/needs.atom${search}`);
const asked = at('?q=zurb%C3%BCchel');
const written = (confidentiality: 'public' | 'members' | 'anonymous', title: string) =>
	createNeed(owner, CreateNeed.parse({ locale: 'fr', title, problem: `Zurbüchel: a < b & "c" ]]>`, confidentiality, opens: true }));

test('a feed tells what a visitor may read: no members’ needs, no firm of an anonymous one', async () => {
	const open = await written('public', 'Zurbüchel <ouvert>');
	const members = await written('members', 'Zurbüchel entre membres');
	const anonymous = await written('anonymous', 'Zurbüchel anonyme');

	const { xml } = await feed('needs', 'mulhouse', asked, 'fr');
	expect(xml).toContain(`<id>urn:uuid:${open.id}</id>`);
	expect(xml).toContain('<title>Zurbüchel &lt;ouvert&gt;</title>');
	expect(xml).toContain('<summary>Zurbüchel: a &lt; b &amp; &quot;c&quot; ]]&gt;</summary>');
	expect(xml).not.toContain(members.id);
	const told = xml.split('<entry').find((part) => part.includes(anonymous.id)) ?? '';
	expect(told.includes(firm.name) || told.includes(firm.id)).toBe(false);
	expect(xml.split('<entry').find((part) => part.includes(open.id))).toContain(`<name>${firm.name}</name>`);

	expect((await feed('needs', 'strasbourg', asked, 'fr')).xml).not.toContain('<entry');
});

test('a reader that has it already is told so, until something is new', async () => {
	const ask = (etag?: string) =>
		answerFeed('needs', 'mulhouse', asked, 'de', new Request(asked, etag ? { headers: { 'if-none-match': etag } } : {}));
	const first = await ask();
	expect([first.status, first.headers.get('content-type')]).toEqual([200, 'application/atom+xml; charset=utf-8']);
	const etag = first.headers.get('etag') ?? '';
	expect([(await ask(etag)).status, (await ask(`W/${etag}`)).status, (await ask('"other"')).status]).toEqual([304, 304, 200]);
	await written('public', 'Zurbüchel nouveau');
	expect((await ask(etag)).status).toBe(200);
});

/** What a feed holds, read as XML: what Atom asks for must be there, once and well formed. */
async function read(kind: 'needs' | 'offers', search: string, limit?: number) {
	const url = new URL(`http://km0.test/mulhouse/${kind}.atom${search}`);
	const { xml, updated } = await feed(kind, 'mulhouse', url, 'fr', limit);
	const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);
	const [head = '', ...entries] = xml.split(/(?=\t<entry )/);
	const link = (rel: string) => {
		const [href] = all(head, new RegExp(`<link rel="${rel}"[^>]* href="([^"]*)"`, 'g'));
		return href === undefined ? null : new URL(href.replaceAll('&amp;', '&')).search;
	};
	for (const part of [head, ...entries])
		for (const once of ['id', 'title', 'updated']) expect(all(part, new RegExp(`<(${once})[ >]`, 'g')), once).toHaveLength(1);
	return {
		xml,
		updated,
		link,
		feedUpdated: all(head, /<updated>(.*)<\/updated>/g)[0],
		entries: entries.map((text) => ({
			id: all(text, /<id>urn:uuid:(.*)<\/id>/g)[0] ?? '',
			updated: all(text, /<updated>(.*)<\/updated>/g)[0] ?? '',
			published: all(text, /<published>(.*)<\/published>/g)[0] ?? '',
			language: all(text, /<entry xml:lang="(\w\w)"/g)[0]
		}))
	};
}

for (const kind of ['needs', 'offers'] as const)
	test(`all ${kind} are found page after page, each once, forwards and back, and each page says where it is`, async () => {
		const whole = await read(kind, '?lang=fr', 100);
		const seen: string[] = [];
		let last = await read(kind, '?lang=fr', 4);
		const pages = [last];
		for (; ; pages.push(last)) {
			expect(last.entries.length).toBeGreaterThan(0);
			seen.push(...last.entries.map(({ id }) => id));
			expect(last.link('first')).toBe('?lang=fr');
			const next = last.link('next');
			if (!next || seen.length >= whole.entries.length) break;
			last = await read(kind, next, 4);
			expect(last.link('self')).toBe(next);
		}
		expect(pages.length).toBeGreaterThan(3);
		expect(seen.slice(0, whole.entries.length)).toEqual(whole.entries.map(({ id }) => id));
		expect(new Set(seen).size).toBe(seen.length);
		const back = await read(kind, pages[1]?.link('previous') ?? '', 4);
		expect(back.entries).toEqual(pages[0]?.entries);
		expect(pages[0]?.link('previous')).toBe(null);
	});

test('an entry and the feed are updated when a post is changed, and keep their ids; of an anonymous one only the day is told', async () => {
	const open = await written('public', 'Zurbüchel qui change');
	const anonymous = await written('anonymous', 'Zurbüchel caché qui change');
	const opened = new Date(Date.now() - 3 * 86_400_000);
	await db.updateTable('needs').set({ openedAt: opened, updatedAt: opened }).where('id', 'in', [open.id, anonymous.id]).execute();
	const search = '?q=zurb%C3%BCchel%20change';
	const of = (from: Awaited<ReturnType<typeof read>>, id: string) => from.entries.find((entry) => entry.id === id);
	const before = await read('needs', search);
	expect(of(before, open.id)).toMatchObject({ updated: opened.toISOString(), published: opened.toISOString(), language: 'fr' });

	const changed = new Date();
	await db.updateTable('needs').set({ updatedAt: changed }).where('id', 'in', [open.id, anonymous.id]).execute();
	const after = await read('needs', search);
	expect(of(after, open.id)).toMatchObject({ updated: changed.toISOString(), published: opened.toISOString() });
	expect(of(after, anonymous.id)?.updated).toMatch(/T00:00:00.000Z$/);
	expect(before.feedUpdated).not.toBe(after.feedUpdated);
	expect(after.feedUpdated).toBe(changed.toISOString());
	expect(after.updated).toEqual(changed);

	const ask = (headers: Record<string, string>) => answerFeed('needs', 'mulhouse', at(search), 'fr', new Request(at(search), { headers }));
	const first = await ask({});
	expect(first.headers.get('content-language')).toBe('fr');
	const since = first.headers.get('last-modified') ?? '';
	expect((await ask({ 'if-modified-since': since })).status).toBe(304);
	expect((await ask({ 'if-modified-since': opened.toUTCString() })).status).toBe(200);
	expect((await ask({ 'if-modified-since': since, 'if-none-match': '"other"' })).status).toBe(200);
});

test('a page that nobody was given is refused', async () => {
	expect(await refusal(feed('needs', 'mulhouse', at('?cursor=nonsense'), 'fr'))).toBe('cursor_invalid');
});
