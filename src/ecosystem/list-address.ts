import type { z } from 'zod';
import { fromForm } from '#platform/form.ts';
import type { Page } from '#platform/page.ts';

/** The filters in an address; one that makes no sense is left out instead of refusing the whole list. */
export function filterFrom<S extends z.ZodObject>(schema: S, params: URLSearchParams): z.output<S> {
	const sent = new FormData();
	for (const [name, value] of params) sent.append(name, value);
	const given = fromForm(schema, sent) as Record<string, unknown>;
	const read = schema.safeParse(given);
	if (read.success) return read.data;
	const wrong = new Set(read.error.issues.map(({ path: [name] }) => name));
	return schema.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name))));
}

/** The same list as an address, with `change` made; what is as usual is left out, and so is the page, which belongs to the list before. */
export function addressOf(filter: object, usual: object, change: object = {}): string {
	const params = new URLSearchParams();
	for (const [name, value] of Object.entries({ ...filter, ...change })) {
		if (name === 'cursor' || name === 'limit' || value === undefined || value === '' || value === false) continue;
		if (value === (usual as Record<string, unknown>)[name]) continue;
		params.set(name, String(value));
	}
	return params.size ? `?${params}` : '?';
}

/** A page of a list as its address asks for it, with the addresses of its neighbours. */
export async function listOn<S extends z.ZodObject, T>(
	url: URL,
	schema: S,
	list: (filter: z.output<S>) => Promise<Page<T>>,
	limit = 25
): Promise<{ filter: z.output<S>; page: Page<T>; address: string; previous: string | null; next: string | null }> {
	const filter = filterFrom(schema, url.searchParams);
	const page = await list({ ...filter, limit });
	const address = addressOf(filter, schema.parse({}));
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}`;
	return { filter, page, address, previous: at(page.previous), next: at(page.next) };
}
