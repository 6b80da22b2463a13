import { call, type AnyProcedure } from '@orpc/server';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { refusalOf } from '#platform/http-api.ts';
import type { OperationMeta } from '#platform/operation.ts';
import { newcomer, person, refusal, stranger } from '#platform/testing/people.ts';
import { api } from '#modules.ts';
import { needsApi } from './api-needs.ts';
import { attach, openFile } from './attachments.ts';
import { ChangeNeed, changeNeed, CreateNeed, createNeed, openNeed } from './needs.ts';
import { countNeeds, findNeed, ListNeeds, listNeeds, NeedFilter, needHistory } from './needs-shown.ts';

const words = {
	locale: 'fr',
	title: 'Crépines bouchées sur tamis rotatif',
	problem: 'Les crépines du tamis rotatif se bouchent deux fois par poste.',
	result: 'Une alarme avant le débordement',
	opens: true,
	isPublished: true
};

let firm: string;
let owner: Actor;
let outsiders: Record<string, Actor>;
/** Whatever tells who the firm is. */
let secrets: Record<string, string>;

beforeAll(async () => {
	const row = await db
		.insertInto('organisations')
		.values({
			hub: 'mulhouse',
			slug: 'tamiserie-zurbuchen',
			kind: 'industrial_sme',
			name: 'Tamiserie Zurbuchen',
			legalName: 'Tamiserie Zurbuchen SAS',
			nameKey: 'tamiserie zurbuchen',
			siren: '732829320',
			website: 'https://zurbuchen.example',
			email: 'contact@zurbuchen.example',
			phone: '+33389123456',
			street: '7 impasse des Vanniers',
			postcode: '68290',
			commune: '68201',
			communeName: 'Zurdorf-sous-Bois',
			lat: 47.774713,
			lon: 6.998719
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	firm = row.id;
	owner = await newcomer('mulhouse', ['member'], firm);
	await db.updateTable('members').set({ isShown: true, title: 'Gérante de tamiserie' }).where('id', '=', owner.member).execute();
	const other = await db.selectFrom('organisations').select('id').where('hub', '=', 'mulhouse').orderBy('name').executeTakeFirstOrThrow();
	const elsewhere = await db.selectFrom('organisations').select('id').where('hub', '=', 'strasbourg').executeTakeFirstOrThrow();
	outsiders = {
		visitor: stranger('mulhouse'),
		member: await newcomer('mulhouse', ['member'], other.id),
		funder: await newcomer('mulhouse', ['funder', 'juror', 'mentor']),
		'visitor next door': stranger('strasbourg'),
		'member next door': await newcomer('strasbourg', ['member'], elsewhere.id),
		'manager next door': await newcomer('strasbourg', ['hub_manager'])
	};
	secrets = {
		id: firm,
		slug: 'tamiserie-zurbuchen',
		name: 'Zurbuchen',
		website: 'zurbuchen.example',
		siren: '732829320',
		phone: '389123456',
		street: 'Vanniers',
		postcode: '68290',
		inseeCode: '68201',
		commune: 'Zurdorf',
		lat: '47.774713',
		lon: '6.998719',
		person: owner.name,
		title: 'Gérante de tamiserie',
		member: owner.member as string,
		account: owner.account as string,
		fileName: 'plan-de-la-maison'
	};
});

const picture = () =>
	sharp({ create: { width: 8, height: 8, channels: 3, background: '#a3341f' } })
		.withExif({ IFD0: { Artist: owner.name, Copyright: 'Tamiserie Zurbuchen' } })
		.jpeg()
		.toBuffer();

async function posted(confidentiality: string) {
	const need = await createNeed(owner, CreateNeed.parse({ ...words, confidentiality }));
	const [file] = await attach(owner, 'need', need.id, [new File([new Uint8Array(await picture())], 'plan-de-la-maison-zurbuchen.jpg')]);
	return { need: need.id, file: file?.id as string };
}

/** All that this person can get out of every published operation that only reads, and the refusals of those that write. */
async function everythingToldTo(actor: Actor, { need, file }: { need: string; file: string }) {
	const inputs: object[] = [
		{},
		{ need },
		{ file },
		{ from: 'mulhouse', id: need },
		{ q: 'tamis', limit: 100 },
		{ q: 'Zurbuchen', limit: 100 },
		{ state: 'all', sort: 'title', limit: 100 },
		{ organisation: firm, state: 'all' },
		{ area: 'FR-68', limit: 100 },
		{ text: `${words.problem} Zurbuchen`, locale: 'fr' },
		{ ...words, need, version: 1 },
		{ need, to: 'solved' },
		{ need, reason: 'Par curiosité' },
		{ need, name: 'note.txt', content: Buffer.from('x').toString('base64') }
	];
	const told: string[] = [];
	const onOthers = Object.entries(needsApi).filter(([name]) => !['createNeed', 'createOffer'].includes(name));
	for (const [, procedure] of onOthers as [string, AnyProcedure][])
		for (const input of inputs)
			try {
				const answer = await call(procedure, input, { context: { actor } });
				expect((procedure['~orpc'].meta as OperationMeta).writes, JSON.stringify(input)).toBe(false);
				told.push(JSON.stringify(answer));
			} catch (thrown) {
				const refused = refusalOf(thrown);
				if (!refused) throw thrown;
				told.push(JSON.stringify({ ...refused, message: refused.message }));
			}
	return told.join('\n');
}

const leaks = (told: string) =>
	Object.entries(secrets).flatMap(([what, secret]) => (told.toLowerCase().includes(secret.toLowerCase()) ? [what] : []));

test('of a public need everybody learns whose it is; of an anonymous one nobody', async () => {
	const open = await posted('public');
	expect(leaks(await everythingToldTo(outsiders.member as Actor, open))).toEqual(
		expect.arrayContaining(['id', 'slug', 'name', 'commune', 'person', 'title', 'fileName'])
	);
	expect(leaks(await everythingToldTo(outsiders['visitor next door'] as Actor, open))).toEqual(
		expect.arrayContaining(['name', 'commune', 'lat'])
	);
	// The same need turns anonymous: what was said of it before must be gone too.
	const { version } = await findNeed(owner, { need: open.need });
	await changeNeed(owner, ChangeNeed.parse({ ...words, opens: false, need: open.need, version, confidentiality: 'anonymous' }));
	const born = await posted('anonymous');

	for (const [who, actor] of Object.entries(outsiders))
		for (const posting of [open, born]) {
			const told = await everythingToldTo(actor, posting);
			expect(told, who).toContain(words.title);
			expect(leaks(told), who).toEqual([]);
		}
});

test('no answer of any published operation tells of the need and of its firm at once', async () => {
	const { need, file } = await posted('anonymous');
	const inputs: object[] = [
		{},
		{ need },
		{ file },
		{ text: words.problem },
		{ text: words.problem, limit: 50 },
		{ organisation: firm },
		{ organisation: firm, limit: 50 },
		{ q: 'tamis', limit: 100 },
		{ q: 'Zurbuchen', limit: 100 },
		{ from: 'mulhouse', id: need }
	];
	for (const [who, actor] of Object.entries(outsiders)) {
		let spoken = 0;
		for (const [name, procedure] of Object.entries(api as Record<string, AnyProcedure>)) {
			if ((procedure['~orpc'].meta as OperationMeta).writes) continue;
			for (const input of inputs) {
				const answer = await call(procedure, input, { context: { actor } }).catch((thrown: unknown) => {
					const refused = refusalOf(thrown);
					if (!refused) throw thrown;
					return { ...refused, message: refused.message };
				});
				const text = JSON.stringify(answer) ?? '';
				if (!text.includes(need) && !text.includes(words.title)) continue;
				spoken++;
				expect(leaks(text), `${name} to ${who}`).toEqual([]);
			}
		}
		expect(spoken, who).toBeGreaterThan(2);
	}
});

test('its own people and staff see whose it is', async () => {
	const { need } = await posted('anonymous');
	const staff = await person('mulhouse', 'animation@mulhouse.example');
	for (const actor of [owner, staff]) {
		const seen = await findNeed(actor, { need });
		expect(seen).toMatchObject({ organisation: { id: firm, slug: 'tamiserie-zurbuchen' }, contact: { name: owner.name } });
		expect(seen.files[0]?.name).toBe('plan-de-la-maison-zurbuchen.jpg');
		expect((await listNeeds(actor, ListNeeds.parse({ organisation: firm, limit: 100 }))).items.map(({ id }) => id)).toContain(need);
		expect((await needHistory(actor, { need })).map(({ who }) => who)).toEqual([owner.name, owner.name, owner.name]);
	}
});

test('filters and counts by firm do not give it away', async () => {
	const visitor = outsiders.visitor as Actor;
	const ofFirm = NeedFilter.parse({ organisation: firm, state: 'all' });
	const before = await countNeeds(visitor, ofFirm);
	const { need } = await posted('anonymous');
	expect(await countNeeds(visitor, ofFirm)).toBe(before);
	expect(await countNeeds(visitor, NeedFilter.parse({ q: 'Zurbuchen', state: 'all' }))).toBe(before);
	expect((await listNeeds(visitor, ListNeeds.parse({ area: 'FR-68', limit: 100 }))).items.map(({ id }) => id)).toContain(need);
	expect((await findNeed(visitor, { need })).area).toBe('FR-68');
	const { openedAt, expiresAt } = await findNeed(visitor, { need });
	expect([openedAt, expiresAt].map((at) => at?.toISOString().slice(11))).toEqual(['00:00:00.000Z', '00:00:00.000Z']);
});

test('neither its place in the list nor the cursor tells at which moment it was opened', async () => {
	const visitor = outsiders.visitor as Actor;
	const { need } = await posted('anonymous');
	const { listedAt } = await db.selectFrom('needs').select('listedAt').where('id', '=', need).executeTakeFirstOrThrow();
	const [day, moment] = (listedAt as Date).toISOString().slice(0, -1).split('T') as [string, string];
	const { items } = await listNeeds(visitor, ListNeeds.parse({ limit: 100 }));
	const before = items.findIndex(({ id }) => id === need) + 1;
	const { next } = await listNeeds(visitor, ListNeeds.parse({ limit: before }));
	const cursor = Buffer.from(next ?? '', 'base64url').toString();
	expect(cursor).toContain(`${day} 00:00:00`);
	expect(cursor).not.toContain(moment);
});

test('its files carry a plain name and nothing of who made them', async () => {
	const { file } = await posted('anonymous');
	const raw = await picture();
	expect(raw.includes(Buffer.from('Zurbuchen'))).toBe(true);
	const got = await openFile(outsiders.visitor as Actor, file);
	expect(got.name).toBe('image-1.jpg');
	const pieces: Buffer[] = [];
	for await (const piece of await got.content()) pieces.push(piece as Buffer);
	const bytes = Buffer.concat(pieces);
	expect(bytes.length).toBe(got.size);
	expect((await sharp(bytes).metadata()).exif).toBeUndefined();
	expect(bytes.includes(Buffer.from('Zurbuchen'))).toBe(false);
	expect((await openFile(owner, file)).name).toBe('plan-de-la-maison-zurbuchen.jpg');
});

test('words that name the firm keep an anonymous need from opening, and doubtful ones until they are confirmed', async () => {
	const draft = (problem: string) => createNeed(owner, CreateNeed.parse({ ...words, problem, opens: false, confidentiality: 'anonymous' }));
	const telling = await draft('Chez Tamiserie Zurbuchen les crépines se bouchent, appelez le 03 89 12 34 56.');
	expect(telling.inside?.findings.map(({ found }) => found)).toEqual(['03 89 12 34 56', 'Tamiserie Zurbuchen', 'Zurbuchen']);
	for (const checked of [false, true]) expect(await refusal(openNeed(owner, { need: telling.id, checked }))).toBe('text_names_the_firm');
	expect(await refusal(createNeed(owner, CreateNeed.parse({ ...words, problem: telling.problem, confidentiality: 'anonymous' })))).toBe(
		'text_names_the_firm'
	);

	const doubtful = await draft('Notre atelier de Zurdorf-sous-Bois a des crépines bouchées.');
	expect(await refusal(openNeed(owner, { need: doubtful.id, checked: false }))).toBe('text_may_name_the_firm');
	const open = await openNeed(owner, { need: doubtful.id, checked: true });
	expect(
		await refusal(
			changeNeed(
				owner,
				ChangeNeed.parse({
					...words,
					opens: false,
					problem: telling.problem,
					need: open.id,
					version: open.version,
					confidentiality: 'anonymous'
				})
			)
		)
	).toBe('text_names_the_firm');
	// Whoever shows their name may write it.
	expect(await refusal(createNeed(owner, CreateNeed.parse({ ...words, problem: telling.problem, confidentiality: 'public' })))).toBe(
		'accepted'
	);
});
