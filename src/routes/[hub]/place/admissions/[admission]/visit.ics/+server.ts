import { AdmissionId } from '#place/admissions/admissions.ts';
import { visitFile } from '#place/admissions/visits.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) =>
	new Response(await visitFile(locals.actor, found(AdmissionId.safeParse(params).data)), {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': 'attachment; filename="visit.ics"',
			'cache-control': 'private, no-store'
		}
	});
