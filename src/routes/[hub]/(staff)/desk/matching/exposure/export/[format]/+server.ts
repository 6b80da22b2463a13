import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { countExposure, ExposureFilter, listExposure } from '#matching/exposure/exposure.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ExposureFilter, url.searchParams);
	// Refused here, not in the middle of the file.
	await countExposure(actor, filter);
	const columns = (
		[
			['name', 'firm', 'text'],
			['commune', 'commune', 'text'],
			['offers', 'offers', 'number'],
			['since', 'since', 'date'],
			['shown', 'shown', 'number'],
			['attention', 'attention', 'number'],
			['due', 'due', 'number'],
			['owed', 'owed', 'number'],
			['lastShown', 'last', 'date']
		] as const
	).map(([key, word, type]) => ({ key, header: say(`exposure_${word}`, {}, locale), type }));
	return download(params.format, {
		name: `${hub.id}-exposure`,
		title: say('exposure_title', {}, locale),
		columns,
		rows: everyItem(hub.id, (cursor) => listExposure(actor, { ...filter, cursor, limit: 100 })),
		locale,
		timeZone: hub.timeZone
	});
};
