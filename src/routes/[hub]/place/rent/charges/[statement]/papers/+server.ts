import { filterFrom } from '#ecosystem/list-address.ts';
import { PrintStatement, printStatement, sent } from '#place/rent/printing.ts';
import { notFound } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

const Asked = PrintStatement.omit({ statement: true });

/** The statement of each tenant, or of one lease, as a PDF or a ZIP. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const asked = PrintStatement.safeParse({ ...filterFrom(Asked, url.searchParams), statement: params.statement });
	if (!asked.success) throw notFound();
	return sent(await printStatement(locals.actor, asked.data));
};
