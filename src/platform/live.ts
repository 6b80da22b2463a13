import { sql } from 'kysely';
import pg from 'pg';
import { log } from './log.ts';

/** Something of a hub is different from before: which record, and never what. */
export interface Change {
	hub: string;
	kind: string;
	record: string;
}

const channel = 'km0_changes';

/** Beside a row that is written: told to every process, and only if the transaction commits. */
export const announcing = (hub: string, kind: string, record: string) =>
	sql<string>`pg_notify(${channel}, ${`${hub} ${kind} ${record}`})::text`;

interface Listener {
	heard: (change: Change) => void;
	/** From now on everything is heard: what was said before, or while the connection was lost, is to be looked up. */
	wasDeaf: () => void;
}

const listeners = new Set<Listener>();
let ear: { close: () => Promise<void> } | undefined;

/** Hears what any process of the installation changes, by one connection for the whole process. Call what it returns to hear no more. */
export function hear(listener: Listener): () => void {
	listeners.add(listener);
	ear ??= listening();
	return () => void listeners.delete(listener);
}

/** Hears nothing any more, for a process that ends. */
export async function stopHearing() {
	const ending = ear;
	ear = undefined;
	listeners.clear();
	await ending?.close();
}

function listening() {
	let client: pg.Client | undefined;
	let isClosed = false;
	let again: NodeJS.Timeout | undefined;

	async function open() {
		if (isClosed) return;
		// Not of the pool: it is never given back. Postgres finds out that it died by the keep-alive of the operating system.
		const mine = new pg.Client({ connectionString: process.env.DATABASE_URL, keepAlive: true, application_name: 'km0 live' });
		client = mine;
		let isLost = false;
		const lost = (error?: unknown) => {
			if (isLost || isClosed) return;
			isLost = true;
			if (error) log.warn({ error: String(error) }, 'live');
			void mine.end().catch(() => {});
			again = setTimeout(() => void open(), 1000);
		};
		mine.on('error', lost).on('end', () => lost());
		mine.on('notification', ({ payload = '' }) => {
			const [hub = '', kind = '', record = ''] = payload.split(' ');
			for (const { heard } of [...listeners]) heard({ hub, kind, record });
		});
		try {
			await mine.connect();
			await mine.query(`listen ${channel}`);
			for (const { wasDeaf } of [...listeners]) wasDeaf();
		} catch (error) {
			lost(error);
		}
	}
	void open();
	return {
		async close() {
			isClosed = true;
			clearTimeout(again);
			await client?.end().catch(() => {});
		}
	};
}
