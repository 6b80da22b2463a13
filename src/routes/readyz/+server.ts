import { readiness } from '#platform/readiness.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async () => {
	const state = await readiness();
	return Response.json(state, { status: Object.values(state).every(Boolean) ? 200 : 503 });
};
