import type { Tx } from '#platform/db.server.ts';

export type Watched = 'need' | 'offer' | 'organisation';
type Listener = (tx: Tx, hub: string, id: string) => Promise<void>;
type ListenerOfMany = (tx: Tx, hub: string, ids: readonly string[]) => Promise<void>;

const listeners: Record<Watched, Set<ListenerOfMany>> = { need: new Set(), offer: new Set(), organisation: new Set() };

/**
 * Calls `listener` inside each transaction that makes, changes, moves or removes such a record: what it writes stands or falls with it.
 * `many` does the same for many records at once, where that is quicker than one after another.
 */
export const onChanged = (kind: Watched, listener: Listener, many?: ListenerOfMany) =>
	void listeners[kind].add(
		many ??
			(async (tx, hub, ids) => {
				for (const id of ids) await listener(tx, hub, id);
			})
	);

/** Tells those who keep something made from this record. Called at the end of the transaction, when the rows are as they will be. */
export const changed = (tx: Tx, hub: string, kind: Watched, id: string) => changedMany(tx, hub, kind, [id]);

/** The same for many records of one transaction. */
export async function changedMany(tx: Tx, hub: string, kind: Watched, ids: readonly string[]) {
	if (ids.length) for (const listener of listeners[kind]) await listener(tx, hub, ids);
}
