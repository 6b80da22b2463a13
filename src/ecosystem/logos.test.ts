import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { workThrough } from '#platform/jobs.ts';
import { newcomer, person, refusal, stranger } from '#platform/testing/people.ts';
import { openFile } from './attachments.ts';
import { removeLogo, sendLogo, setLogo } from './logos.ts';
import { actorOf } from './members.ts';
import {
	AddOrganisation,
	addOrganisation,
	archiveOrganisation,
	editOrganisation,
	EditOrganisation,
	findOrganisation
} from './organisations.ts';

const hub = 'mulhouse';
let owner: Actor;
let animator: Actor;
let organisation: string;

const now = (actor: Actor) => actorOf(hub, { id: actor.account as string, name: actor.name }, 'fr', 'page', null);
const drawn = (colour: string, width = 900, height = 450) =>
	sharp({ create: { width, height, channels: 3, background: colour } }).withExif({ IFD0: { Artist: 'Jeanne Roth' } });
const picture = async (colour: string) => new File([new Uint8Array(await drawn(colour).jpeg().toBuffer())], 'notre logo.jpg');
const logoOf = async (actor: Actor) => (await findOrganisation(actor, { organisation })).logo;
const stored = () =>
	readdirSync(join(process.env.KM0_FILES as string, hub), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
		.length;

let n = 0;
beforeAll(async () => {
	animator = await person(hub, 'animation@mulhouse.example');
});
beforeEach(async () => {
	owner = await newcomer(hub);
	const made = await addOrganisation(owner, AddOrganisation.parse({ kind: 'lab', name: `Logothèque ${(n += 1)}`, confirmed: true }));
	organisation = made.id;
	owner = await now(owner);
});

test('a logo is made small, tells nothing of who drew it, and everybody who sees the firm sees it', async () => {
	const { logo } = await setLogo(owner, { organisation, logo: await picture('#a3341f') });
	expect(await logoOf(stranger(hub))).toBe(logo);
	const { mime, content } = await openFile(stranger(hub), logo);
	const bytes = await buffer(await content());
	const { format, width, height, exif } = await sharp(bytes).metadata();
	expect({ mime, format, width, height, exif }).toEqual({ mime: 'image/webp', format: 'webp', width: 320, height: 160, exif: undefined });
	expect(await refusal(openFile(stranger('strasbourg'), logo))).toBe('not_found');
});

test('the logo of an unlisted or archived firm is shown to nobody who may not see the firm', async () => {
	const { logo } = await setLogo(owner, { organisation, logo: await picture('green') });
	await editOrganisation(
		owner,
		EditOrganisation.parse({ organisation, version: 1, kind: 'lab', name: 'Logothèque cachée', isListed: false })
	);
	expect(await logoOf(owner)).toBe(logo);
	expect(await refusal(openFile(stranger(hub), logo))).toBe('not_found');
	expect(await refusal(openFile(owner, logo))).toBe('accepted');
	await archiveOrganisation(owner, { organisation, reason: '' });
	expect(await refusal(openFile(owner, logo))).toBe('not_found');
});

test('a new logo takes the place of the old one, whose bytes go', async () => {
	const first = await setLogo(owner, { organisation, logo: await picture('red') });
	const before = stored();
	const second = await setLogo(animator, { organisation, logo: await picture('blue') });
	await workThrough();
	expect(await logoOf(owner)).toBe(second.logo);
	expect(await refusal(openFile(owner, first.logo))).toBe('not_found');
	expect(stored()).toBe(before);
	await removeLogo(owner, { organisation });
	await workThrough();
	expect(await logoOf(owner)).toBeNull();
	expect(stored()).toBe(before - 1);
	expect(await refusal(removeLogo(owner, { organisation }))).toBe('not_found');
});

test('two who change it at once leave one', async () => {
	const [one, other] = await Promise.all([picture('red'), picture('blue')]);
	await Promise.all([setLogo(owner, { organisation, logo: one }), setLogo(animator, { organisation, logo: other })]);
	const kept = await db
		.selectFrom('attachments')
		.select('id')
		.where('hub', '=', hub)
		.where('record', '=', organisation)
		.where('removedAt', 'is', null)
		.execute();
	expect(kept).toEqual([{ id: await logoOf(owner) }]);
});

test('only owners and staff set it, and only a picture is one', async () => {
	const logo = await picture('grey');
	for (const actor of [stranger(hub), await newcomer(hub), await newcomer(hub, ['member'], organisation, false)])
		expect(await refusal(setLogo(actor, { organisation, logo }))).toBe('forbidden');
	expect(await refusal(setLogo(await newcomer('strasbourg', ['hub_manager']), { organisation, logo }))).toBe('not_found');
	const send = (name: string, text: string) =>
		refusal(sendLogo(owner, { organisation, name, content: Buffer.from(text).toString('base64') }));
	expect(await send('logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>')).toBe('picture_type_not_allowed');
	expect(await send('logo.txt', 'un logo')).toBe('picture_type_not_allowed');
	expect(await send('logo.png', 'un logo')).toBe('file_does_not_match_its_name');
	expect(await send('logo.png', '')).toBe('file_empty');
	expect(await logoOf(owner)).toBeNull();
});
