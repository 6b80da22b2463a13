import { sql, type SelectQueryBuilder } from 'kysely';
import { z } from 'zod';
import { db } from './db.server.ts';
import { refuse } from './refusal.ts';
import type { DB } from './schema.ts';

export const PageInput = z.object({
	cursor: z.string().max(1000).optional(),
	limit: z.number().int().min(1).max(100).default(25)
});

/** A page of a list as the API answers it. */
export const pageOf = <T extends z.ZodType>(item: T) =>
	z.object({ items: z.array(item), next: z.string().nullable(), previous: z.string().nullable() });

export interface Page<T> {
	items: T[];
	/** Cursor of the page after this one; null on the last. */
	next: string | null;
	previous: string | null;
}

/** What a list is ordered by: never null, and together different for each row. */
export type Keys<O> = readonly (readonly [keyof O & string, 'asc' | 'desc'])[];

/**
 * One page of `query`, whose columns name the keys. A page starts where the one before ended, by value and not by count, so that rows
 * which come or go meanwhile neither repeat nor hide another.
 */
export async function cursorPage<D extends DB, T extends keyof D, O>(
	query: SelectQueryBuilder<D, T, O>,
	keys: Keys<O>,
	{ cursor, limit }: { cursor?: string; limit: number }
): Promise<Page<O>> {
	const from = cursor === undefined ? undefined : readCursor(cursor, keys);
	const back = from?.back ?? false;
	const directions = keys.map(([name, direction]) => [name, back === (direction === 'asc') ? 'desc' : 'asc'] as const);

	let listed = db
		.selectFrom(query.as('listed'))
		.selectAll('listed')
		// As Postgres writes them: a JavaScript date would lose the microseconds.
		.select(sql<string[]>`array[${sql.join(keys.map(([name]) => sql`${sql.ref(`listed.${name}`)}::text`))}]`.as('cursorKeys'))
		.limit(limit + 1);
	if (from) listed = listed.where(() => beyond(directions, from.values));
	for (const [name, direction] of directions) listed = listed.orderBy(sql.ref(`listed.${name}`), direction);

	const rows = (await listed.execute().catch(refuseBadKeys(from !== undefined))) as (O & { cursorKeys: string[] })[];
	const more = rows.length > limit;
	const shown = back ? rows.slice(0, limit).reverse() : rows.slice(0, limit);
	const first = shown.at(0);
	const last = shown.at(-1);
	return {
		items: shown.map(({ cursorKeys: _, ...row }) => row as unknown as O),
		next: last && (back || more) ? writeCursor(last.cursorKeys, keys, false) : null,
		previous: first && (back ? more : from !== undefined) ? writeCursor(first.cursorKeys, keys, true) : null
	};
}

/** Rows after `values`: a larger first key, or the same first key and a larger second, and so on. */
function beyond(directions: (readonly [string, 'asc' | 'desc'])[], values: string[]) {
	const steps = directions.map(([name, direction], at) => {
		const before = directions.slice(0, at).map(([same], n) => sql`${sql.ref(`listed.${same}`)} = ${values[n]}`);
		return sql`(${sql.join([...before, sql`${sql.ref(`listed.${name}`)} ${sql.raw(direction === 'asc' ? '>' : '<')} ${values[at]}`], sql` and `)})`;
	});
	return sql<boolean>`(${sql.join(steps, sql` or `)})`;
}

const order = (keys: Keys<never>) => keys.map(([name, direction]) => `${name} ${direction}`).join();

const writeCursor = (values: string[], keys: Keys<never>, back: boolean) =>
	Buffer.from(JSON.stringify([back ? 1 : 0, order(keys), ...values])).toString('base64url');

const Cursor = z.tuple([z.union([z.literal(0), z.literal(1)]), z.string()], z.string());

function readCursor(cursor: string, keys: Keys<never>) {
	let read: unknown;
	try {
		read = JSON.parse(Buffer.from(cursor, 'base64url').toString());
	} catch {
		throw badCursor();
	}
	const { success, data } = Cursor.safeParse(read);
	// A cursor belongs to one order of one list.
	if (!success || data[1] !== order(keys) || data.length !== keys.length + 2 || data.some((part) => String(part).includes('\0')))
		throw badCursor();
	const [back, , ...values] = data;
	return { back: back === 1, values };
}

const badCursor = () => refuse('cursor', 'cursor_invalid');

/** A cursor that was written by hand may hold what is no date or no number. */
const refuseBadKeys = (hasCursor: boolean) => (error: { code?: string }) => {
	throw hasCursor && /^22/.test(error.code ?? '') ? badCursor() : error;
};
