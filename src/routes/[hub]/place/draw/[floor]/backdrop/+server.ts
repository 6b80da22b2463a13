import { Readable } from 'node:stream';
import { openBackdrop } from '#place/drawing/backdrops.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { mime, size, content } = await openBackdrop(locals.actor, params.floor);
	return new Response(Readable.toWeb(await content()) as ReadableStream, {
		headers: {
			'content-type': mime,
			'content-length': String(size),
			// A new picture has a new address.
			'cache-control': url.searchParams.has('v') ? 'private, max-age=31536000, immutable' : 'private, no-cache'
		}
	});
};
