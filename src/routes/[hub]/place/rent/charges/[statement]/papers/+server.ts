import { z } from 'zod';
import { statementPapers } from '#place/rent/papers.ts';
import { notFound } from '#platform/refusal.ts';
import { locale as Language } from '#platform/shapes.ts';
import type { RequestHandler } from './$types';

/** The statement of each tenant, or of one lease, as a PDF. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const statement = z.uuid().safeParse(params.statement).data;
	if (!statement) throw notFound();
	const lease = z.uuid().safeParse(url.searchParams.get('lease')).data ?? null;
	const locale = Language.safeParse(url.searchParams.get('lang')).data ?? locals.locale;
	const pdf = await statementPapers(locals.actor, statement, lease, locale);
	return new Response(new Uint8Array(pdf), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': 'attachment; filename="charges.pdf"',
			'cache-control': 'private, no-store'
		}
	});
};
