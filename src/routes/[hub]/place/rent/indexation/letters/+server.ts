import { filterFrom } from '#ecosystem/list-address.ts';
import { PrintLetters, printLetters, sent } from '#place/rent/printing.ts';
import type { RequestHandler } from './$types';

/** The letters of the revisions that an address chooses: one PDF, or one for each in a ZIP. */
export const GET: RequestHandler = async ({ locals, url }) =>
	sent(await printLetters(locals.actor, filterFrom(PrintLetters, url.searchParams)));
