import { z } from 'zod';
import { db, transaction } from '#platform/db.server.ts';
import { log } from '#platform/log.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { email } from '#platform/shapes.ts';
import type { Account } from './accounts.ts';

/** Whoever runs the network, for each other. */
export async function administrators(account: Account) {
	authorize(account.isNetworkAdmin);
	return db
		.selectFrom('accounts')
		.select(['id', 'name', 'email', 'twoFactorEnabled'])
		.where('isNetworkAdmin', '=', true)
		.where('anonymisedAt', 'is', null)
		.orderBy('name')
		.orderBy('id')
		.execute();
}

export const AppointAdministrator = z.object({ email });

export async function appointAdministrator(account: Account, { email }: z.output<typeof AppointAdministrator>) {
	authorize(account.isNetworkAdmin);
	const appointed = await db
		.selectFrom('accounts')
		.select(['id', 'name', 'isNetworkAdmin'])
		.where('email', '=', email)
		.where('emailVerified', '=', true)
		.where('anonymisedAt', 'is', null)
		.executeTakeFirst();
	if (!appointed) throw refuse('email', 'account_unknown');
	if (appointed.isNetworkAdmin) throw refuse('email', 'already_administrator');
	await db.updateTable('accounts').set({ isNetworkAdmin: true }).where('id', '=', appointed.id).execute();
	log.warn({ by: account.id, account: appointed.id }, 'runs the network now');
	return appointed.name;
}

export const DismissAdministrator = z.object({ administrator: z.string().max(80) });

export const dismissAdministrator = (account: Account, { administrator }: z.output<typeof DismissAdministrator>) =>
	transaction(async (tx) => {
		authorize(account.isNetworkAdmin);
		// All of them held: two who dismiss each other at the same moment would leave nobody.
		const all = await tx
			.selectFrom('accounts')
			.select(['id', 'name'])
			.where('isNetworkAdmin', '=', true)
			.orderBy('id')
			.forUpdate()
			.execute();
		const dismissed = found(all.find(({ id }) => id === administrator));
		authorize(all.some(({ id }) => id === account.id));
		if (all.length === 1) throw conflict('last_administrator');
		await tx.updateTable('accounts').set({ isNetworkAdmin: false }).where('id', '=', administrator).execute();
		log.warn({ by: account.id, account: administrator }, 'no longer runs the network');
		return dismissed.name;
	});
