import type { Actor } from './actor.ts';
import { db, type Tx } from './db.server.ts';
import { announcing } from './live.ts';
import type { JsonObject } from './schema.ts';

/** What changed, field by field: `{ title: [before, after] }`. Texts longer than a line keep their beginning. */
export type Changed = Record<string, readonly [unknown, unknown]>;

/** Adds a line to the hub's journal, in the transaction of the change it tells of; open pages hear of it. `what` reads like `need.opened`. */
export async function record(tx: Tx, actor: Actor, what: string, id: string, changed: Changed = {}) {
	const kind = what.slice(0, what.indexOf('.'));
	await tx
		.insertInto('journal')
		.values({
			hub: actor.hub,
			member: actor.member,
			apiKey: actor.apiKey,
			door: actor.door,
			what,
			kind,
			record: id,
			changed: JSON.stringify(shortened(changed)) as unknown as JsonObject,
			request: actor.request
		})
		.returning(announcing(actor.hub, kind, id).as('told'))
		.execute();
}

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
