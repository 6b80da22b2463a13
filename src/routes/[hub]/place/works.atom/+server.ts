import { answerWith } from '#ecosystem/feeds.ts';
import { worksFeed } from '#place/works-feed.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals, request }) =>
	answerWith(await worksFeed(params.hub, locals.locale), locals.locale, request);
