import { signedIn } from '#platform/signed-in.ts';
import { ownData } from '#privacy/own-data.ts';
import { readable } from '#privacy/own-page.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const account = signedIn(event);
	return new Response(readable(await ownData(account), { name: account.name, locale: event.locals.locale }), {
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-disposition': 'attachment; filename="km0.html"',
			'cache-control': 'no-store'
		}
	});
};
