import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { acrossHubs, db, transaction } from '#platform/db.server.ts';
import { insertMany } from '#platform/many.ts';
import { conflict } from '#platform/refusal.ts';
import { reindexHub } from '#matching/indexing.ts';
import { generate, type Sizes } from './content/generate.ts';
import { organisationRow } from './fill.ts';
import { needRow, offerRow } from './posts.ts';

const batch = 1000;

/**
 * A hub of invented firms for benches and demonstrations: `firms` organisations with their offers and needs, the same rows and the same ids
 * for the same seed. Written in batches, so that a million offers need no memory.
 */
export async function fillLarge(hub: string, sizes: Sizes, tell: (line: string) => void = () => {}) {
	const id = (kind: string, key: string) => {
		const hex = createHash('md5').update(`${hub} ${sizes.seed} ${kind} ${key}`).digest('hex');
		return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
	};
	const firmIds = { get: (key: string) => id('organisation', key) };
	const nobody = new Map<string, string>();
	const { organisations, offers, needs } = generate(sizes);
	return acrossHubs(async () => {
		const made = await db
			.insertInto('hubs')
			.values({ id: hub, name: `Demo ${sizes.seed}`, place: 'Mulhouse', commune: '68224', locales: ['fr', 'de', 'en'], isDemo: true })
			.onConflict((on) => on.column('id').doNothing())
			.returning('id')
			.executeTakeFirst();
		if (!made) throw conflict('hub_address_taken');

		let nth = 0;
		for await (const rows of batches(organisations)) {
			await insert(
				'organisations',
				rows.map((one) => ({ id: id('organisation', one.key), ...organisationRow(hub, one, nth++) }))
			);
			if (nth % 10_000 === 0) tell(`${nth} firms`);
		}
		let written = 0;
		for await (const rows of batches(offers)) {
			await insert(
				'offers',
				rows.map((one) => ({ id: id('offer', one.key), ...offerRow(hub, one, firmIds, nobody) }))
			);
			if ((written += rows.length) % 50_000 === 0) tell(`${written} offers`);
		}
		for await (const rows of batches(needs))
			await insert(
				'needs',
				rows.map((one) => ({ id: id('need', one.key), ...needRow(hub, one, firmIds, nobody) }))
			);
		await sql`analyze organisations, offers, needs`.execute(db);
		await reindexHub(hub, tell);
		return { hub, ...sizes };
	});
}

function* batches<T>(all: Iterable<T>): Generator<T[]> {
	let some: T[] = [];
	for (const one of all) {
		some.push(one);
		if (some.length === batch) {
			yield some;
			some = [];
		}
	}
	if (some.length) yield some;
}

const insert = (table: 'organisations' | 'offers' | 'needs', rows: object[]) => transaction((tx) => insertMany(tx, table, rows));
