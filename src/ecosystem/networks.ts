import { sql } from 'kysely';
import { z } from 'zod';
import { system, type Actor } from '#platform/actor.ts';
import { acrossHubs, db, transaction, type Tx } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { email, locale, requiredText } from '#platform/shapes.ts';
import { slug } from '#platform/text/slug.ts';
import type { Account } from './accounts.ts';
import { changed } from './changed.ts';
import { invite } from './invitations.ts';

export const networks = () => db.selectFrom('networks').select(['id', 'name']).orderBy('name').execute();

/** Every hub with its size, for whoever runs the network. */
export async function hubsOfAll(account: Account) {
	authorize(account.isNetworkAdmin);
	return acrossHubs(() =>
		db
			.selectFrom('hubs')
			.leftJoin('networks', 'networks.id', 'hubs.network')
			.select(['hubs.id', 'hubs.name', 'hubs.place', 'networks.name as network'])
			.select([
				sql<number>`(select count(*) from members where hub = hubs.id and left_at is null)`.as('members'),
				sql<number>`(select count(*) from needs where hub = hubs.id and state = 'open' and expires_at > now())`.as('needs'),
				sql<number>`(select count(*) from offers where hub = hubs.id and state = 'open')`.as('offers')
			])
			.orderBy('hubs.name')
			.orderBy('hubs.id')
			.execute()
	);
}

/** One hub as the network sees it: where it belongs, and who leads it. */
export async function hubInNetwork(account: Account, id: string) {
	authorize(account.isNetworkAdmin);
	return acrossHubs(async () => {
		const hub = await db
			.selectFrom('hubs')
			.select(['id', 'name', 'place', 'network', 'version'])
			.select(sql<('fr' | 'de' | 'en')[]>`locales`.as('locales'))
			.where('id', '=', id)
			.executeTakeFirst()
			.then(found);
		const leads = await leadsOf(id).select(['accounts.name', 'accounts.email']).orderBy('accounts.name').execute();
		return { ...hub, leads };
	});
}

const leadsOf = (hub: string, tx: Tx | typeof db = db) =>
	tx
		.selectFrom('members')
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.where('members.hub', '=', hub)
		.where('members.leftAt', 'is', null)
		.where(sql<boolean>`'hub_manager' = any(members.roles)`);

export const BeginNetwork = z.object({ name: requiredText(80) });

export async function beginNetwork(account: Account, { name }: z.output<typeof BeginNetwork>) {
	authorize(account.isNetworkAdmin);
	return transaction((tx) => addNetwork(tx, name, 'name'));
}

/** For whoever has checked that it may be made; `field` is where its name was typed. */
export async function addNetwork(tx: Tx, name: string, field: string) {
	const id = slug(name);
	if (!id) throw refuse(field, 'invalid');
	const made = await tx
		.insertInto('networks')
		.values({ id, name })
		.onConflict((on) => on.column('id').doNothing())
		.executeTakeFirst();
	if (!made.numInsertedOrUpdatedRows) throw refuse(field, 'network_taken');
	return id;
}

export const RenameNetwork = BeginNetwork.extend({ network: z.string().max(80) });

/** Its name alone: what is published keeps pointing at it. */
export async function renameNetwork(account: Account, { network, name }: z.output<typeof RenameNetwork>) {
	authorize(account.isNetworkAdmin);
	const renamed = await db.updateTable('networks').set({ name }).where('id', '=', network).executeTakeFirst();
	found(renamed.numUpdatedRows ? renamed : undefined);
}

export const MoveHub = z.object({ hub: z.string().max(40), network: z.string().max(80).optional(), version: z.number().int() });

/** Puts the hub into a network, into another one, or on its own; what it publishes goes with it in the same moment. */
export async function moveHub(account: Account, { hub, network = undefined, version }: z.output<typeof MoveHub>) {
	authorize(account.isNetworkAdmin);
	await acrossHubs(() =>
		transaction(async (tx) => {
			const before = found(await tx.selectFrom('hubs').select(['network', 'version']).where('id', '=', hub).forUpdate().executeTakeFirst());
			if (before.version !== version) throw conflict('changed_meanwhile');
			const after = network ? await networkNamed(tx, network) : null;
			if (before.network === after) return;
			await tx
				.updateTable('hubs')
				.set({ network: after, version: version + 1 })
				.where('id', '=', hub)
				.execute();
			for (const kind of ['need', 'offer'] as const) {
				const published = tx.selectFrom(`${kind}s`).select('id').where('hub', '=', hub).where('isPublished', '=', true);
				for (const { id } of await published.execute()) await changed(tx, hub, kind, id);
			}
			await record(tx, await inIts(tx, hub, account), 'hub.changed', hub, { network: [before.network, after] });
		})
	);
}

const networkNamed = async (tx: Tx, network: string) => {
	const there = await tx.selectFrom('networks').select('id').where('id', '=', network).executeTakeFirst();
	if (!there) throw refuse('network', 'not_a_choice');
	return there.id;
};

/** Whoever runs the network, at work in a hub: as its member, when they happen to be one. */
async function inIts(tx: Tx, hub: string, account: Account): Promise<Actor> {
	const member = await tx
		.selectFrom('members')
		.select('id')
		.where('hub', '=', hub)
		.where('account', '=', account.id)
		.where('leftAt', 'is', null)
		.executeTakeFirst();
	return { ...system(hub, 'page', account.locale), account: account.id, member: member?.id ?? null, name: account.name };
}

export const InviteLead = z.object({ hub: z.string().max(40), email, locale });

/** A hub whose manager is gone gets another: nobody inside could invite one. */
export async function inviteLead(account: Account, { hub, email, locale }: z.output<typeof InviteLead>) {
	authorize(account.isNetworkAdmin);
	await acrossHubs(() =>
		transaction(async (tx) => {
			found(await tx.selectFrom('hubs').select('id').where('id', '=', hub).executeTakeFirst());
			if (await leadsOf(hub, tx).select('members.id').where('accounts.email', '=', email).executeTakeFirst())
				throw refuse('email', 'leads_already');
			await invite(tx, await inIts(tx, hub, account), { email, roles: ['hub_manager'], locale });
		})
	);
}
