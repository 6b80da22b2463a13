import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { ListOffers, wholeOffers } from '#ecosystem/offers.ts';
import { languageName, sizesInWords } from '#ecosystem/posts-said.ts';
import { label } from '#ecosystem/vocabulary/concepts.ts';
import { areaName } from '#ecosystem/whereabouts.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

const texts = [
	'title',
	'what',
	'proof',
	'organisation',
	'area',
	'state',
	'technologies',
	'sectors',
	'price_model',
	'price',
	'languages',
	'reach',
	'for_sizes'
];
const numbers = ['trl', 'capacity', 'engaged'];

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListOffers, url.searchParams);
	const offers = everyItem(hub.id, (cursor) => wholeOffers(actor, { ...filter, cursor, limit: 100 }));
	const columns = [
		...texts.map((key) => ({ key, header: say(`offer_column_${key}`), type: 'text' as const })),
		...numbers.map((key) => ({ key, header: say(`offer_column_${key}`), type: 'number' as const })),
		{ key: 'available_from', header: say('offer_column_available_from'), type: 'date' as const },
		{ key: 'url', header: say('offer_column_url'), type: 'text' as const }
	];
	return download(params.format, {
		name: `${hub.id}-offers`,
		title: say('offers_title'),
		columns,
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		const words = (ids: string[]) => ids.map((id) => label(id, locale)).join(', ');
		for await (const offer of offers)
			yield {
				title: offer.title,
				what: offer.what,
				proof: offer.proof,
				organisation: offer.organisation.name,
				area: offer.organisation.communeName || areaName(offer.area, locale),
				state: say(`offer_state_${offer.state}`, {}, locale),
				technologies: words(offer.technologies),
				sectors: words(offer.sectors),
				price_model: offer.priceModel && say(`price_model_${offer.priceModel}`, {}, locale),
				price: offer.priceBand && say(`amount_${offer.priceBand}`, {}, locale),
				languages: offer.languages.map((code) => languageName(code, locale)).join(', '),
				reach: say(`reach_${offer.reach}`, {}, locale),
				for_sizes: sizesInWords(offer.forSizes, locale),
				available_from: offer.availableFrom,
				trl: offer.trl,
				capacity: offer.capacity,
				engaged: offer.engaged,
				url: `${url.origin}/${hub.id}/offers/${offer.id}`
			};
	}
};
