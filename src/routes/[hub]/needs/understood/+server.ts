import { z } from 'zod';
import { chipsOf } from '#ecosystem/post-form.ts';
import { needLine } from '#ecosystem/posts-said.ts';
import { similarNeeds } from '#ecosystem/needs-shown.ts';
import { understood } from '#ecosystem/understood.ts';
import { locale, text } from '#platform/shapes.ts';
import type { RequestHandler } from './$types';

const Words = z.object({ text: text(20_000), locale, similar: z.boolean().default(false), except: z.uuid().optional() });

/** What KM0 understands while somebody is typing, and who looks for the same. */
export const POST: RequestHandler = async ({ request, locals, params }) => {
	const asked = Words.safeParse(await request.json().catch(() => null));
	if (!asked.success) return Response.json({ chips: [], similar: [] }, { status: 422 });
	const { text: words, locale: written, similar, except } = asked.data;
	const ids = understood(words, written).map(({ id }) => id);
	const near = similar ? await similarNeeds(locals.actor, { text: words.slice(0, 8000), locale: written, except }) : [];
	return Response.json({ chips: chipsOf(ids, ids, locals.locale), similar: near.map((need) => needLine(need, params.hub, locals.locale)) });
};
