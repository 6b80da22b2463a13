import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { home } from '#platform/home.ts';
import { history } from '#platform/journal.ts';
import { fieldRefusals } from '#platform/shapes.ts';
import { newcomer, person, refusal, stranger } from '#platform/testing/people.ts';
import { createAccount, findAccount, makeNetworkAdmin, type Account } from './accounts.ts';
import {
	addressAtHost,
	ChangeHub,
	changeHub,
	findHub,
	founderOf,
	hubAtHost,
	hubSettings,
	makeSetupLink,
	reserved,
	setUpFirstHub,
	SetUpHub,
	setUpHub
} from './hubs.ts';
import { actorOf } from './members.ts';

let manager: Actor;
let one = 0;
beforeAll(async () => void (manager = await person('mulhouse', 'direction@mulhouse.example')));

const someone = async (isNetworkAdmin = false): Promise<Account> => {
	const account = await transaction((tx) => createAccount(tx, { name: 'Jeanne Dir', email: `jeanne.${++one}@hub.example`, locale: 'fr' }));
	return isNetworkAdmin ? { ...(await makeNetworkAdmin(account.email)), isNetworkAdmin: true } : account;
};

const wanted = (more: object = {}) =>
	SetUpHub.parse({
		name: 'La Filature',
		address: `filature-${++one}`,
		place: 'Guebwiller',
		languages: ['de', 'fr'],
		timeZone: 'Europe/Paris',
		...more
	});

const codes = (schema: typeof SetUpHub | typeof ChangeHub, input: object) => {
	const read = schema.safeParse(input);
	return read.success ? [] : fieldRefusals(read.error).map(({ field, code }) => `${field}: ${code}`);
};

test('no hub takes the address of a page of ours', () => {
	const routes = join(home, 'src/routes');
	const own = readdirSync(routes, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.flatMap(({ name }) => (name.startsWith('(') ? readdirSync(join(routes, name)) : [name]))
		.filter((name) => /^[a-z_]/.test(name));
	expect(own).toContain('api');
	expect(own.filter((name) => !reserved.has(name))).toEqual([]);
	for (const address of ['api', 'sign-in', 'desk'])
		expect(codes(SetUpHub, { ...wanted(), address })).toEqual(['address: hub_address_reserved']);
	for (const address of ['a', '1er', 'Éléphant', 'a b', '-a', 'x'.repeat(41)])
		expect(codes(SetUpHub, { ...wanted(), address })).toEqual(['address: hub_address_invalid']);
	expect(codes(SetUpHub, { ...wanted(), timeZone: 'Europe/Mulhouse', languages: [], commune: '6822' })).toEqual([
		'commune: commune_code_invalid',
		'languages: too_few',
		'timeZone: not_a_choice'
	]);
});

test('a network administrator sets up a hub and leads it, or names who does', async () => {
	const admin = await someone(true);
	const mine = await setUpHub({ by: 'network', account: admin }, wanted());
	expect(await findHub(mine.hub)).toMatchObject({
		name: 'La Filature',
		place: 'Guebwiller',
		locales: ['fr', 'de'],
		version: 1,
		network: null
	});
	expect((await actorOf(mine.hub, admin, 'fr', 'page', null)).roles).toEqual(['hub_manager']);

	const other = await someone();
	const theirs = await setUpHub({ by: 'network', account: admin }, wanted({ manager: other.email, network: 'alsace' }));
	expect(theirs.invited).toBe(null);
	expect((await findHub(theirs.hub))?.network).toBe('alsace');
	const lead = await actorOf(theirs.hub, other, 'fr', 'page', null);
	expect(lead.roles).toEqual(['hub_manager']);
	expect((await actorOf(theirs.hub, admin, 'fr', 'page', null)).roles).toEqual([]);
	expect((await history(lead, 'hub', theirs.hub)).map(({ what, who }) => [what, who])).toEqual([['hub.set_up', 'Jeanne Dir']]);

	const invited = await setUpHub({ by: 'network', account: admin }, wanted({ manager: 'nouvelle@hub.example' }));
	expect(invited).toMatchObject({ manager: null, invited: 'nouvelle@hub.example' });
	expect(await db.selectFrom('mails').select(['kind', 'locale', 'hub']).where('recipient', '=', 'nouvelle@hub.example').execute()).toEqual([
		{ kind: 'invitation_to_lead', locale: 'de', hub: invited.hub }
	]);
});

test('nobody else sets up a hub once there is one', async () => {
	const account = await someone();
	expect(await refusal(setUpHub({ by: 'network', account }, wanted()))).toBe('forbidden');
	expect(await refusal(setUpHub({ by: 'first', account }, wanted()))).toBe('already_set_up');
	expect(await refusal(founderOf(account, undefined))).toBe('forbidden');
	expect(await refusal(founderOf(null, 'a guess'))).toBe('forbidden');
	expect(
		await refusal(
			setUpFirstHub({ ...wanted(), managerName: 'Late', managerEmail: 'late@hub.example', password: 'Filature 1812', locale: 'fr' })
		)
	).toBe('already_set_up');
	expect(await findAccount('late@hub.example')).toBe(undefined);
});

test('a set-up link is good for one hub, by whoever holds it and has an account, and joins no network unasked', async () => {
	const key = new URL(await makeSetupLink('server')).searchParams.get('key') ?? '';
	const account = await someone();
	expect(await refusal(founderOf(null, key))).toBe('sign_in_first');
	const founder = await founderOf(account, key);
	if (founder === 'newcomer') throw new Error('there are hubs');
	expect(await refusal(setUpHub(founder, wanted({ network: 'alsace' })))).toBe('forbidden');
	const made = await setUpHub(founder, wanted({ newNetwork: 'Vallées du Sud' }));
	expect((await findHub(made.hub))?.network).toBe('vallees-du-sud');
	expect((await actorOf(made.hub, account, 'fr', 'page', null)).roles).toEqual(['hub_manager']);
	expect(await refusal(setUpHub(founder, wanted()))).toBe('forbidden');
	expect(await refusal(founderOf(account, key))).toBe('forbidden');
	expect((await findAccount(account.email))?.isNetworkAdmin).toBe(false);
});

test('a set-up link used twice at the same moment makes one hub, and one a week old none', async () => {
	const key = new URL(await makeSetupLink('server')).searchParams.get('key') ?? '';
	const account = await someone();
	const answers = await Promise.all([1, 2, 3].map(() => refusal(setUpHub({ by: 'link', account, key }, wanted()))));
	expect(answers.sort()).toEqual(['accepted', 'forbidden', 'forbidden']);
	const old = new URL(await makeSetupLink('server')).searchParams.get('key') ?? '';
	await db
		.updateTable('setupLinks')
		.set({ expiresAt: new Date(Date.now() - 1000) })
		.execute();
	expect(await refusal(setUpHub({ by: 'link', account, key: old }, wanted()))).toBe('forbidden');
	expect(JSON.stringify(await db.selectFrom('setupLinks').selectAll().execute())).not.toContain(old);
});

test('an address is taken once, also by two who ask at the same moment', async () => {
	const admin = await someone(true);
	const input = wanted();
	const answers = await Promise.all([1, 2].map(() => refusal(setUpHub({ by: 'network', account: admin }, input))));
	expect(answers.sort()).toEqual(['accepted', 'hub_address_taken']);
	expect(await refusal(setUpHub({ by: 'network', account: admin }, wanted({ newNetwork: 'Alsace' })))).toBe('network_taken');
});

test('managers change the settings, and the journal keeps what changed', async () => {
	const before = await hubSettings(manager);
	const input = ChangeHub.parse({
		...before,
		languages: before.locales,
		commune: before.commune ?? undefined,
		host: 'KM0.Example ',
		version: before.version
	});
	const after = await changeHub(manager, input);
	expect(after).toMatchObject({ host: 'km0.example', version: before.version + 1 });
	expect(await hubAtHost('km0.example')).toEqual({ id: 'mulhouse' });
	expect((await history(manager, 'hub', 'mulhouse'))[0]).toMatchObject({ what: 'hub.changed', changed: { host: [null, 'km0.example'] } });

	expect(await refusal(changeHub(manager, input))).toBe('changed_meanwhile');
	const elsewhere = await newcomer('strasbourg', ['hub_manager']);
	const { version } = await hubSettings(elsewhere);
	expect(await refusal(changeHub(elsewhere, { ...input, version }))).toBe('host_taken');
	expect(await refusal(changeHub(await newcomer('mulhouse', ['site_manager']), input))).toBe('forbidden');
	expect(await refusal(hubSettings(stranger('mulhouse')))).toBe('forbidden');
});

test('a host name is one, and not ours', async () => {
	const before = await hubSettings(manager);
	const input = { ...before, languages: before.locales, commune: undefined };
	for (const host of ['http://km0.example', 'km0.example/mulhouse', 'km0', '-a.example', '127.0.0.1'])
		expect(codes(ChangeHub, { ...input, host })).toEqual(['host: host_invalid']);
	expect(codes(ChangeHub, { ...input, host: 'hub.km0.example' })).toEqual([]);
});

test('at the host name of a hub each address is that hub’s, but for pages of the installation and hubs by their own address', async () => {
	const at = (path: string, route: string | null) => addressAtHost(new URL(`https://ville.example${path}`), route, 'mulhouse');
	expect(await at('/', '/')).toBe('/mulhouse');
	expect(await at('/needs?sort=title', '/[hub]')).toBe('/mulhouse/needs?sort=title');
	expect(await at('/needs/42', null)).toBe('/mulhouse/needs/42');
	expect(await at('/mulhouse/needs', '/[hub]/needs')).toBe(null);
	expect(await at('/strasbourg', '/[hub]')).toBe(null);
	expect(await at('/sign-in', '/sign-in')).toBe(null);
});
