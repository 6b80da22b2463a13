import { m } from '#platform/paraglide/messages.js';
import { signedIn } from '#platform/signed-in.ts';
import { ownData, readable } from '#privacy/own-data.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) =>
	new Response(readable(await ownData(signedIn(event)), m.privacy_own_title(), event.locals.locale), {
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-disposition': 'attachment; filename="km0.html"',
			'cache-control': 'no-store'
		}
	});
