import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { db, transaction } from './db.server.ts';
import { later } from './jobs.ts';
import { sendMail } from './mail.ts';

test('work is queued also while every connection is held', async () => {
	const waiting = () => sql<{ count: number }>`select count(*)::int as count from pgboss.job where name = 'mail.send'`.execute(db);
	const before = (await waiting()).rows[0]?.count ?? 0;
	let begun = 0;
	const allHold = Promise.withResolvers<void>();
	await Promise.all(
		Array.from({ length: 12 }, () =>
			transaction(async (tx) => {
				await sql`select 1`.execute(tx);
				if (++begun === 12) allHold.resolve();
				await allHold.promise;
				await later(tx, sendMail, { mail: crypto.randomUUID() });
			})
		)
	);
	expect((await waiting()).rows[0]?.count).toBe(before + 12);
});
