import { findHub } from '#ecosystem/hubs.ts';
import { api } from '#modules.ts';
import { answer } from '#platform/door.ts';
import { httpApi, problem } from '#platform/http-api.ts';
import { notFound } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

const published = httpApi(api);

const handle: RequestHandler = async (event) =>
	(await findHub(event.params.hub)) ? answer(published, event) : problem(notFound(), event.locals.request);

export { handle as GET, handle as POST, handle as PUT, handle as PATCH, handle as DELETE };
