import { Readable } from 'node:stream';
import { signedIn } from '#platform/signed-in.ts';
import { openExport } from '#privacy/own-exports.ts';
import { zipOf } from '#privacy/own-zip.ts';
import type { RequestHandler } from './$types';

/** What was packed before, or all of it as it is read now. */
export const GET: RequestHandler = async (event) => {
	const account = signedIn(event);
	const id = event.url.searchParams.get('packed');
	const packed = id === null ? null : await openExport(account, id);
	const content = packed?.content ?? Readable.from(zipOf(account, event.locals.locale), { objectMode: false });
	return new Response(Readable.toWeb(content) as ReadableStream, {
		headers: {
			'content-type': 'application/zip',
			...(packed && { 'content-length': String(packed.size) }),
			'content-disposition': `attachment; filename="km0-${new Date().toISOString().slice(0, 10)}.zip"`,
			'cache-control': 'no-store'
		}
	});
};
