import { filterFrom } from '#ecosystem/list-address.ts';
import { PrintWorks, printWorks, sent } from '#place/rent/printing.ts';
import type { RequestHandler } from './$types';

/** The works of three years before and after as a PDF, as a letter to the tenant of a lease if it is named. */
export const GET: RequestHandler = async ({ locals, url }) =>
	sent(await printWorks(locals.actor, filterFrom(PrintWorks, url.searchParams)));
