import { ExportDrawing, exportDrawing } from '#place/drawing/exchange.ts';
import { notFound } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const asked = ExportDrawing.safeParse({ ...params, on: url.searchParams.get('on') ?? undefined });
	if (!asked.success) throw notFound();
	const { name, mime, content } = await exportDrawing(locals.actor, asked.data);
	const plain = name.normalize('NFD').replace(/[^\w.-]/g, '');
	return new Response(content, {
		headers: {
			'content-type': `${mime}; charset=utf-8`,
			'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
			'cache-control': 'private, no-store'
		}
	});
};
