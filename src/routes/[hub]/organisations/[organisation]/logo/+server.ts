import { Readable } from 'node:stream';
import { openFile } from '#ecosystem/attachments.ts';
import { organisationAt } from '#ecosystem/organisations.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { logo } = await organisationAt(locals.actor, params.organisation);
	const { mime, size, content } = await openFile(locals.actor, found(logo));
	return new Response(Readable.toWeb(await content()) as ReadableStream, {
		headers: {
			'content-type': mime,
			'content-length': String(size),
			// A new picture has a new address.
			'cache-control': url.searchParams.get('v') === logo ? 'private, max-age=31536000, immutable' : 'private, no-cache'
		}
	});
};
