import { z } from 'zod';
import { printPlan } from '#place/figures/print.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
	const asked = (name: string) => url.searchParams.get(name);
	const on = asked('on') === null ? null : found(z.iso.date().safeParse(asked('on')).data);
	const pdf = await printPlan(locals.actor, { floor: asked('floor'), on, view: asked('view') }, locals.locale);
	return new Response(new Uint8Array(pdf), {
		headers: { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="plan-${on ?? 'today'}.pdf"` }
	});
};
