import { answerFeed } from '#ecosystem/feeds.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params, url, locals, request }) => answerFeed('needs', params.hub, url, locals.locale, request);
