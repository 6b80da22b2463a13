import { meetingFile } from '#introductions/meetings.ts';
import { IntroductionId } from '#introductions/introductions-shown.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) =>
	new Response(await meetingFile(locals.actor, found(IntroductionId.safeParse(params).data)), {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': 'attachment; filename="meeting.ics"',
			'cache-control': 'private, no-store'
		}
	});
