import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { newcomer } from '#platform/testing/people.ts';
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
