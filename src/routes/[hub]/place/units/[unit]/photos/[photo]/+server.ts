import { Readable } from 'node:stream';
import { z } from 'zod';
import { openPhoto } from '#place/figures/photos.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const { mime, size, content } = await openPhoto(locals.actor, found(z.uuid().safeParse(params.photo).data));
	return new Response(Readable.toWeb(await content()) as ReadableStream, {
		headers: { 'content-type': mime, 'content-length': String(size), 'cache-control': 'private, no-cache' }
	});
};
