import type { Actor } from './actor.ts';
import { db, type Tx } from './db.server.ts';
import { announcing } from './live.ts';
import { insertMany } from './many.ts';
import type { JsonObject } from './schema.ts';

/** What changed, field by field: `{ title: [before, after] }`. Texts longer than a line keep their beginning. */
export type Changed = Record<string, readonly [unknown, unknown]>;

/** Adds a line to the hub's journal, in the transaction of the change it tells of; open pages hear of it. `what` reads like `need.opened`. */
export async function record(tx: Tx, actor: Actor, what: string, id: string, changed: Changed = {}) {
	const line = lineOf(actor, { what, id, changed });
	await tx
		.insertInto('journal')
		.values({ ...line, changed: JSON.stringify(line.changed) as unknown as JsonObject })
		.returning(announcing(actor.hub, line.kind, id).as('told'))
		.execute();
}

export interface Told {
	what: string;
	id: string;
	changed?: Changed;
}

/** The same for many changes at once, in their order; open pages hear of the one line that tells of all of them. */
export const recordMany = (tx: Tx, actor: Actor, all: readonly Told[]) =>
	insertMany(
		tx,
		'journal',
		all.map((one) => lineOf(actor, one))
	);

const lineOf = (actor: Actor, { what, id, changed = {} }: Told) => ({
	hub: actor.hub,
	member: actor.member,
	apiKey: actor.apiKey,
	door: actor.door,
	what,
	kind: what.slice(0, what.indexOf('.')),
	record: id,
	changed: shortened(changed),
	request: actor.request
});

/** The fields of `after` that differ from `before`. */
export function changes<T extends object>(before: T, after: Partial<T>): Changed {
	return Object.fromEntries(
		(Object.keys(after) as (keyof T & string)[])
			.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
			.map((key) => [key, [before[key] ?? null, after[key] ?? null] as const])
	);
}

const shortened = (changed: Changed) => Object.fromEntries(Object.entries(changed).map(([key, pair]) => [key, pair.map(short)]));
const short = (value: unknown) => (typeof value === 'string' && value.length > 400 ? `${value.slice(0, 400)}…` : value);

/** The history of one record, newest first. Whoever calls has checked that the actor may see the record. */
export const history = (actor: Actor, kind: string, id: string, limit = 100) =>
	db
		.selectFrom('journal')
		.leftJoin('members', (join) => join.onRef('members.hub', '=', 'journal.hub').onRef('members.id', '=', 'journal.member'))
		.leftJoin('accounts', 'accounts.id', 'members.account')
		.select(['journal.id', 'journal.at', 'journal.what', 'journal.door', 'journal.changed', 'accounts.name as who'])
		.where('journal.hub', '=', actor.hub)
		.where('journal.kind', '=', kind)
		.where('journal.record', '=', id)
		.orderBy('journal.id', 'desc')
		.limit(limit)
		.execute();
