import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { acrossHubs, db, inHub, pool, transaction } from './db.server.ts';

// Queries here name no hub on purpose: what holds is the database.
const hubsSeen = () => db.selectFrom('members').select('hub').distinct().orderBy('hub').execute();

test('a connection that works for one hub sees no other, and without a hub nothing', async () => {
	expect((await acrossHubs(hubsSeen)).map(({ hub }) => hub)).toEqual(['mulhouse', 'strasbourg']);
	expect((await inHub('mulhouse', hubsSeen)).map(({ hub }) => hub)).toEqual(['mulhouse']);
	expect((await inHub('strasbourg', hubsSeen)).map(({ hub }) => hub)).toEqual(['strasbourg']);
	expect(await inHub('', hubsSeen)).toEqual([]);
});

test('a hub cannot write into another', async () => {
	const write = () =>
		db
			.insertInto('organisations')
			.values({ hub: 'strasbourg', slug: 'smuggled', kind: 'lab', name: 'Smuggled', nameKey: 'smuggled' })
			.execute();
	await expect(inHub('mulhouse', write)).rejects.toThrow(/row-level security/);
});

test('one pool serves many hubs at once without mixing them', async () => {
	const answers = await Promise.all(
		Array.from({ length: 200 }, (_, index) => {
			const hub = index % 2 ? 'mulhouse' : 'strasbourg';
			return inHub(hub, async () => ({ hub, seen: (await hubsSeen()).map((row) => row.hub) }));
		})
	);
	expect(answers.filter(({ hub, seen }) => seen.length !== 1 || seen[0] !== hub)).toEqual([]);
});

test('the database is not used as a superuser, whom row-level security does not hold', async () => {
	const { rows } = await pool().query<{ usesuper: boolean }>('select usesuper from pg_user where usename = current_user');
	expect(rows).toEqual([{ usesuper: false }]);
});

test('lines of the journal are only ever added', async () => {
	await acrossHubs(async () => {
		await db.insertInto('journal').values({ hub: 'mulhouse', door: 'page', what: 'hub.seen', kind: 'hub', record: 'mulhouse' }).execute();
		await expect(sql`update journal set what = 'hub.hidden'`.execute(db)).rejects.toThrow(/append-only/);
		await expect(sql`delete from journal`.execute(db)).rejects.toThrow(/append-only/);
		// Erasure takes a name out of what a line quotes, and can do nothing else to it.
		await transaction(async (tx) => {
			await sql`select set_config('km0.erasing', 'on', true)`.execute(tx);
			await sql`update journal set changed = '{"file": [null, "N. N."]}'`.execute(tx);
		});
		for (const rewriting of [sql`update journal set what = 'hub.hidden', changed = '{}'`, sql`delete from journal`])
			await expect(
				db.transaction().execute(async (tx) => {
					await sql`select set_config('km0.erasing', 'on', true)`.execute(tx);
					await rewriting.execute(tx);
				})
			).rejects.toThrow(/append-only/);
	});
});
