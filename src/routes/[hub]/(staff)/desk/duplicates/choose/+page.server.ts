import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { firmNames, writableFirms } from '#ecosystem/firms.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { text } from '#platform/shapes.ts';
import type { PageServerLoad } from './$types';

const Asked = z.object({ one: z.uuid().optional(), other: z.uuid().optional(), q: text(120).default('') });

/** The two records are searched one after the other. */
export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
	await parent();
	const { one, other, q } = filterFrom(Asked, url.searchParams);
	if (one && other && one !== other) redirect(303, `/${params.hub}/desk/duplicates/${one}/${other}`);
	const [names, found] = await Promise.all([firmNames(locals.actor, one ? [one] : []), q ? writableFirms(locals.actor, q) : []]);
	const first = one && names.has(one) ? { id: one, name: names.get(one)?.name ?? '' } : null;
	return { q, first, found: found.filter(({ value }) => value !== first?.id) };
};
