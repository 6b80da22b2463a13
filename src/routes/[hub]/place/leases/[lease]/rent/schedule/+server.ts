import { filterFrom } from '#ecosystem/list-address.ts';
import { PrintSchedule, printSchedule, sent } from '#place/rent/printing.ts';
import { notFound } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

const Asked = PrintSchedule.omit({ lease: true });

/** The schedule of a lease as a PDF, for its tenant too. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const asked = PrintSchedule.safeParse({ ...filterFrom(Asked, url.searchParams), lease: params.lease });
	if (!asked.success) throw notFound();
	return sent(await printSchedule(locals.actor, asked.data));
};
