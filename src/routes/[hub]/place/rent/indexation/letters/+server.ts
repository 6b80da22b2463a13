import { zipSync } from 'fflate';
import { z } from 'zod';
import { filterFrom } from '#ecosystem/list-address.ts';
import { chosen, printed } from '#place/rent/papers.ts';
import { ListRevisions } from '#place/rent/revisions.ts';
import { locale as Language } from '#platform/shapes.ts';
import { notFound } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

const Asked = ListRevisions.omit({ cursor: true, limit: true });

/** The letters of the revisions that an address chooses: one PDF, or one for each in a ZIP. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const { actor } = locals;
	const filter = filterFrom(Asked, url.searchParams);
	const locale = Language.safeParse(url.searchParams.get('lang')).data ?? locals.locale;
	const revisions = await chosen(actor, { ...filter, ids: filter.ids?.length ? filter.ids : undefined });
	if (!revisions.length) throw notFound();
	if (z.literal('zip').safeParse(url.searchParams.get('as')).success) {
		const files: Record<string, Uint8Array> = {};
		for (const revision of revisions)
			files[`${revision.number.replaceAll(/[^\w-]+/g, '-')}-${revision.effectiveOn}.pdf`] = await printed(actor, [revision], locale);
		return sent(zipSync(files, { level: 0 }), 'application/zip', 'zip');
	}
	return sent(await printed(actor, revisions, locale), 'application/pdf', 'pdf');

	function sent(bytes: Uint8Array, type: string, ending: string) {
		return new Response(new Uint8Array(bytes), {
			headers: {
				'content-type': type,
				'content-disposition': `attachment; filename="rent-letters.${ending}"`,
				'cache-control': 'private, no-store'
			}
		});
	}
};
