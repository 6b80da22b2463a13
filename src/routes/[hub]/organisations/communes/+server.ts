import { suggestCommunes } from '#ecosystem/addresses.ts';
import type { RequestHandler } from './$types';

/** What a commune's field suggests as one types. */
export const GET: RequestHandler = ({ url }) =>
	Response.json(suggestCommunes((url.searchParams.get('q') ?? '').slice(0, 100)).map(({ written }) => written));
