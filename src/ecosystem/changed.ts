import type { Tx } from '#platform/db.server.ts';

export type Watched = 'need' | 'offer' | 'organisation';
type Listener = (tx: Tx, hub: string, id: string) => Promise<void>;

const listeners: Record<Watched, Set<Listener>> = { need: new Set(), offer: new Set(), organisation: new Set() };

/** Calls `listener` inside each transaction that makes, changes, moves or removes such a record: what it writes stands or falls with it. */
export const onChanged = (kind: Watched, listener: Listener) => void listeners[kind].add(listener);

/** Tells those who keep something made from this record. Called at the end of the transaction, when the rows are as they will be. */
export async function changed(tx: Tx, hub: string, kind: Watched, id: string) {
	for (const listener of listeners[kind]) await listener(tx, hub, id);
}
