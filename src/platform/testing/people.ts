import { actorOf } from '#ecosystem/members.ts';
import { visitor, type Actor, type Role } from '../actor.ts';
import { acrossHubs, db, transaction } from '../db.server.ts';
import { fromDatabase, Refusal } from '../refusal.ts';

/** The member of the village who signs in with this address, as they act in this hub. */
export async function person(hub: string, email: string): Promise<Actor> {
	const account = await db.selectFrom('accounts').select(['id', 'name']).where('email', '=', email).executeTakeFirstOrThrow();
	return actorOf(hub, account, 'fr', 'page', null);
}

export const stranger = (hub: string): Actor => visitor(hub, 'fr');

/** Somebody new in the hub, with these roles and, if named, acting for this organisation (as its owner unless told otherwise). */
export async function newcomer(hub: string, roles: Role[] = ['member'], organisation?: string, isOwner = true): Promise<Actor> {
	const id = `new-${Math.random().toString(36).slice(2)}`;
	await acrossHubs(() =>
		transaction(async (tx) => {
			await tx
				.insertInto('accounts')
				.values({ id, name: `Newcomer ${id}`, email: `${id}@example.org`, emailVerified: true })
				.execute();
			const { id: member } = await tx.insertInto('members').values({ hub, account: id, roles }).returning('id').executeTakeFirstOrThrow();
			if (organisation)
				await tx.insertInto('representatives').values({ hub, member, organisation, isOwner, acceptedAt: new Date() }).execute();
		})
	);
	return actorOf(hub, { id, name: `Newcomer ${id}` }, 'fr', 'page', null);
}

/** 'accepted', or the code of the refusal. A bug is thrown on. */
export async function refusal(work: Promise<unknown>): Promise<string> {
	try {
		await work;
		return 'accepted';
	} catch (thrown) {
		const error = fromDatabase(thrown);
		if (error instanceof Refusal) return error.fields[0]?.code ?? error.code;
		throw thrown;
	}
}
