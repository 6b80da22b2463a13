import type { db, Tx } from '#platform/db.server.ts';

export interface Merged {
	kept: string;
	gone: string;
}

/** Why two records cannot be made one now, with where that can be changed. */
export interface Hindrance {
	code: string;
	params: Record<string, string>;
	/** Below the hub. */
	path: string;
}

type Listener = (tx: Tx, hub: string, merged: Merged) => Promise<void>;
type Asked = (from: Tx | typeof db, hub: string, merged: Merged) => Promise<Hindrance[]>;

const listeners = new Set<Listener>();
const asked = new Set<Asked>();

/** Calls `listener` in each transaction that merges two organisations or undoes that, once all rows stand where they belong. */
export const onMerged = (listener: Listener) => void listeners.add(listener);

/** Asks a module above this one what of its own stands against a merge. */
export const hindersMerge = (ask: Asked) => void asked.add(ask);

export async function tellMerged(tx: Tx, hub: string, merged: Merged) {
	for (const listener of listeners) await listener(tx, hub, merged);
}

export const hindrancesOf = async (from: Tx | typeof db, hub: string, merged: Merged) =>
	(await Promise.all([...asked].map((ask) => ask(from, hub, merged)))).flat();
