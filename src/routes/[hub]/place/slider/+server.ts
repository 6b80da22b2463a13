import { json } from '@sveltejs/kit';
import { z } from 'zod';
import { painting, views, viewsOpenTo } from '#place/figures/paint.ts';
import { findPlan } from '#place/plan.ts';
import { slidUnits } from '#place/said.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

const Asked = z.object({ floor: z.uuid(), view: z.enum(views).catch('state') });

/** What the slider of the plan reads once, so that it asks for nothing while it moves. */
export const GET: RequestHandler = async ({ locals: { actor, locale }, url }) => {
	const { floor, view } = found(Asked.safeParse(Object.fromEntries(url.searchParams)).data);
	const { units } = await findPlan(actor, { floor, slides: true });
	const shown = viewsOpenTo(actor).includes(view) ? view : 'state';
	return json(slidUnits(units, painting(shown, units, locale)), { headers: { 'cache-control': 'private, no-store' } });
};
