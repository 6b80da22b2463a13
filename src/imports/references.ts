import { sql } from 'kysely';
import { db, type Tx } from '#platform/db.server.ts';
import type { Kind } from './fields.ts';
import type { Judged } from './judging.ts';

/** What records are called elsewhere. */
export async function referencesOf(hub: string, kind: Kind): Promise<Map<string, string>> {
	const rows = await db
		.selectFrom('importReferences')
		.select(['reference', 'record'])
		.where('hub', '=', hub)
		.where('kind', '=', kind)
		.execute();
	return new Map(rows.map(({ reference, record }) => [reference, record]));
}

/** A reference whose record is gone now names the new one. */
export async function keepReferences(tx: Tx, hub: string, kind: Kind, judged: readonly Judged[], made: ReadonlyMap<number, string>) {
	const named = judged.flatMap(({ line, act, record }) => {
		const id = record ?? made.get(line);
		return act?.reference && id ? [{ reference: act.reference, record: id }] : [];
	});
	if (!named.length) return;
	await sql`insert into import_references (hub, kind, reference, record)
		select ${hub}, ${kind}, n.reference, n.record from json_to_recordset(${JSON.stringify(named)}::json) as n (reference text, record uuid)
		on conflict (hub, kind, reference) do update set record = excluded.record`.execute(tx);
}

/** What the address of a page of ours ends in; undefined for any other text. */
export function addressIn(cell: unknown, hub: string, list: 'organisations' | 'needs' | 'offers'): string | undefined {
	const [, ofHub, ofList, one] = /\/([\w-]+)\/(organisations|needs|offers)\/([\w-]+)\/?$/.exec(String(cell ?? '')) ?? [];
	return ofHub === hub && ofList === list ? one : undefined;
}
