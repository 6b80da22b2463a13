import { Readable } from 'node:stream';
import { openFile } from '#ecosystem/attachments.ts';
import type { RequestHandler } from './$types';

/** Never shown by the browser in the site's name, always saved: what somebody uploaded is theirs to open. */
export const GET: RequestHandler = async ({ locals, params, request }) => {
	const { name, mime, size, content } = await openFile(locals.actor, params.file);
	const plain = name.normalize('NFD').replace(/[^\w .()-]/g, '');
	const body = request.method === 'HEAD' ? null : (Readable.toWeb(await content()) as ReadableStream);
	return new Response(body, {
		headers: {
			'content-type': mime,
			'content-length': String(size),
			'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`,
			'x-content-type-options': 'nosniff',
			'content-security-policy': "default-src 'none'; sandbox",
			'cache-control': 'private, no-store'
		}
	});
};
