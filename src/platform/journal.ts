import type { Actor } from './actor.ts';
import { db, type Tx } from './db.server.ts';
import { announcing } from './live.ts';
import { insertMany } from './many.ts';
import type { JsonObject } from './schema.ts';

/** What changed, field by field: `{ title: [before, after] }`. Texts longer than a line keep their beginning. */
export type Changed = Record<string, readonly [unknown, unknown]>;

/** Adds a line to the hub's journal, in the transaction of the change it tells of; open pages hear of it. `what` reads like `need.opened`. */
export async function record(tx: Tx, actor: Actor, what: string, id: string, changed: Changed = {}): Promise<Written> {
	const line = lineOf(actor, { what, id, changed });
	const { at, nth } = await tx
		.insertInto('journal')
		.values({ ...line, changed: JSON.stringify(line.changed) as unknown as JsonObject })
		.returning(['id as nth', 'at', announcing(actor.hub, line.kind, id).as('told')])
		.executeTakeFirstOrThrow();
	const written = { id: nth, at, what, record: id };
	await tell(tx, actor.hub, [written]);
	return written;
}

/** A line as it stands in the journal. */
export interface Written {
	id: number;
	at: Date;
	what: string;
	record: string;
}
type Follower = (tx: Tx, hub: string, lines: readonly Written[]) => Promise<void>;

const followers: Follower[] = [];

/** Tells `follower` of every line, in the transaction that writes it: what it writes itself stands or falls with the line. */
export const follow = (follower: Follower) => void followers.push(follower);

async function tell(tx: Tx, hub: string, lines: readonly Written[]) {
	for (const follower of followers) await follower(tx, hub, lines);
}

export interface Told {
	what: string;
	id: string;
	changed?: Changed;
}

/** The same for many changes at once, in their order; open pages hear of the one line that tells of all of them. */
export async function recordMany(tx: Tx, actor: Actor, all: readonly Told[]) {
	const lines = all.map((one) => lineOf(actor, one));
	await tell(tx, actor.hub, await insertMany<Written>(tx, 'journal', lines, ['id', 'at', 'what', 'record']));
}

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

/** The history of a record, or of several that are one, newest first. Whoever calls has checked that the actor may see the record. */
export const history = (actor: Actor, kind: string, id: string | readonly string[], limit = 100) =>
	db
		.selectFrom('journal')
		.leftJoin('members', (join) => join.onRef('members.hub', '=', 'journal.hub').onRef('members.id', '=', 'journal.member'))
		.leftJoin('accounts', 'accounts.id', 'members.account')
		.select(['journal.id', 'journal.at', 'journal.what', 'journal.door', 'journal.changed', 'accounts.name as who'])
		.where('journal.hub', '=', actor.hub)
		.where('journal.kind', '=', kind)
		.where('journal.record', 'in', [id].flat())
		.orderBy('journal.id', 'desc')
		.limit(limit)
		.execute();
