import { beforeAll, expect, test } from 'vitest';
import { staffRoles, type Actor } from '#platform/actor.ts';
import { acrossHubs, db, transaction } from '#platform/db.server.ts';
import { history } from '#platform/journal.ts';
import { newcomer, person, refusal, stranger } from '#platform/testing/people.ts';
import { administrators, AppointAdministrator, appointAdministrator, dismissAdministrator } from './administrators.ts';
import { createAccount, findAccount, type Account } from './accounts.ts';
import { makeSetupLink } from './hubs.ts';
import { acceptInvitation } from './invitations.ts';
import { actorOf } from './members.ts';
import { beginNetwork, hubInNetwork, hubsOfAll, inviteLead, moveHub, networks, renameNetwork } from './networks.ts';
import { countPublications } from './publications.ts';

let admin: Account;
let manager: Account;
beforeAll(async () => {
	admin = (await findAccount('reseau@alsace.example'))!;
	manager = (await findAccount('direction@mulhouse.example'))!;
});

const version = async (hub: string) => (await hubInNetwork(admin, hub)).version;
const move = async (hub: string, network?: string) => moveHub(admin, { hub, network, version: await version(hub) });
const seenFrom = (actor: Actor) => countPublications(actor, 'offer', { q: '' });

test('only whoever runs the network sees and moves its parts, however high somebody stands in a hub', async () => {
	const tries = (account: Account) => [
		hubsOfAll(account),
		hubInNetwork(account, 'mulhouse'),
		beginNetwork(account, { name: 'Rhin' }),
		renameNetwork(account, { network: 'alsace', name: 'Rhin' }),
		moveHub(account, { hub: 'mulhouse', version: 1 }),
		inviteLead(account, { hub: 'mulhouse', email: 'x@example.org', locale: 'fr' }),
		makeSetupLink(account),
		administrators(account),
		appointAdministrator(account, { email: manager.email }),
		dismissAdministrator(account, { administrator: admin.id })
	];
	for (const attempt of tries(manager)) expect(await refusal(attempt)).toBe('forbidden');
	expect(await networks()).toEqual([{ id: 'alsace', name: 'Alsace numérique (démo)' }]);
	expect((await hubsOfAll(admin)).map(({ id, network }) => [id, network])).toEqual([
		['mulhouse', 'Alsace numérique (démo)'],
		['strasbourg', 'Alsace numérique (démo)']
	]);
	const [mulhouse] = await hubsOfAll(admin);
	expect(Math.min(mulhouse?.members ?? 0, mulhouse?.needs ?? 0, mulhouse?.offers ?? 0)).toBeGreaterThan(20);
});

test('running the network opens no desk', async () => {
	const there = await actorOf('mulhouse', admin, 'fr', 'page', null);
	expect(there.roles.filter((role) => staffRoles.includes(role))).toEqual([]);
	expect(there.staff).toBe(false);
});

test('what a hub publishes leaves its network with it, and returns with it', async () => {
	const reader = await newcomer('strasbourg');
	const before = await seenFrom(reader);
	expect(before).toBeGreaterThan(0);

	await beginNetwork(admin, { name: 'Rhin supérieur' });
	await move('mulhouse', 'rhin-superieur');
	expect(await seenFrom(reader)).toBe(0);
	await move('strasbourg', 'rhin-superieur');
	expect(await seenFrom(reader)).toBe(before);
	await move('strasbourg');
	expect(await seenFrom(reader)).toBe(0);
	expect(await acrossHubs(() => db.selectFrom('publications').select('record').where('hub', '=', 'strasbourg').execute())).toEqual([]);
	await move('strasbourg', 'alsace');
	await move('mulhouse', 'alsace');
	expect(await seenFrom(reader)).toBe(before);

	const [line] = await history(await person('mulhouse', manager.email), 'hub', 'mulhouse');
	expect(line).toMatchObject({ what: 'hub.changed', changed: { network: ['rhin-superieur', 'alsace'] } });
	expect(await refusal(move('mulhouse', 'nowhere'))).toBe('not_a_choice');
	expect(await refusal(moveHub(admin, { hub: 'mulhouse', version: 1 }))).toBe('changed_meanwhile');
	expect(await refusal(moveHub(admin, { hub: 'nowhere', version: 1 }))).toBe('not_found');
});

test('a network has a name of its own, and keeps its hubs under another', async () => {
	expect(await refusal(beginNetwork(admin, { name: 'Rhin supérieur' }))).toBe('network_taken');
	expect(await refusal(beginNetwork(admin, { name: '…' }))).toBe('invalid');
	await renameNetwork(admin, { network: 'rhin-superieur', name: 'Oberrhein' });
	expect(await networks()).toContainEqual({ id: 'rhin-superieur', name: 'Oberrhein' });
	expect(await refusal(renameNetwork(admin, { network: 'nowhere', name: 'x' }))).toBe('not_found');
});

test('a hub that nobody leads gets somebody', async () => {
	expect(await refusal(inviteLead(admin, { hub: 'mulhouse', email: manager.email, locale: 'fr' }))).toBe('leads_already');
	expect(await refusal(inviteLead(admin, { hub: 'nowhere', email: 'x@example.org', locale: 'fr' }))).toBe('not_found');
	const next = await transaction((tx) => createAccount(tx, { name: 'Nina', email: 'nina@atelier.example', locale: 'fr' }));
	await inviteLead(admin, { hub: 'strasbourg', email: next.email, locale: 'de' });
	const { bodyText, locale } = await db
		.selectFrom('mails')
		.select(['bodyText', 'locale'])
		.where('recipient', '=', next.email)
		.executeTakeFirstOrThrow();
	expect(locale).toBe('de');
	const invitation = /invitation=(\S+)/.exec(bodyText)?.[1] ?? '';
	await acceptInvitation({ ...stranger('strasbourg'), account: next.id }, { invitation });
	expect((await hubInNetwork(admin, 'strasbourg')).leads.map(({ email }) => email)).toEqual(['direction@strasbourg.example', next.email]);
});

test('whoever runs the network appoints others, and somebody always does', async () => {
	expect(await refusal(appointAdministrator(admin, AppointAdministrator.parse({ email: 'nobody@example.org' })))).toBe('account_unknown');
	expect(await refusal(appointAdministrator(admin, { email: admin.email }))).toBe('already_administrator');
	expect(await refusal(dismissAdministrator(admin, { administrator: admin.id }))).toBe('last_administrator');
	expect(await refusal(dismissAdministrator(admin, { administrator: manager.id }))).toBe('not_found');

	await db.insertInto('accounts').values({ id: 'unconfirmed', name: 'U', email: 'u@example.org' }).execute();
	expect(await refusal(appointAdministrator(admin, { email: 'u@example.org' }))).toBe('account_unknown');

	expect(await appointAdministrator(admin, { email: manager.email })).toBe('Claire Muller');
	expect((await administrators(admin)).map(({ id }) => id)).toEqual([admin.id, manager.id]);
	const both = await Promise.allSettled([
		dismissAdministrator(admin, { administrator: manager.id }),
		dismissAdministrator({ ...manager, isNetworkAdmin: true }, { administrator: admin.id })
	]);
	expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	expect(await db.selectFrom('accounts').select('id').where('isNetworkAdmin', '=', true).execute()).toHaveLength(1);
});
