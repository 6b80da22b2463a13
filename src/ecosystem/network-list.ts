import type { Actor } from '#platform/actor.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { addressOf, filterFrom } from './list-address.ts';
import { conceptOptions, languageOptions, publishedNeedLine, publishedOfferLine } from './posts-said.ts';
import {
	countPublications,
	ListPublications,
	listPublishedNeeds,
	listPublishedOffers,
	publicationFacets,
	PublicationFilter
} from './publications.ts';

const usual = PublicationFilter.parse({});

/** The page that lists what the other hubs of the network published. */
export async function networkList(actor: Actor, kind: 'need' | 'offer', params: URLSearchParams, locale: Locale) {
	const filter = filterFrom(ListPublications, params);
	const list = async () => {
		const input = { ...filter, limit: 20 };
		if (kind === 'need') {
			const page = await listPublishedNeeds(actor, input);
			return { ...page, lines: page.items.map((need) => publishedNeedLine(need, actor.hub, locale)) };
		}
		const page = await listPublishedOffers(actor, input);
		return { ...page, lines: page.items.map((offer) => publishedOfferLine(offer, actor.hub, locale)) };
	};
	const [page, total, facets] = await Promise.all([list(), countPublications(actor, kind, filter), publicationFacets(actor, kind)]);
	const here = `/${actor.hub}/${kind}s/network`;
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${here}${address}&cursor=${cursor}`;
	const filters = [
		{ name: 'from', label: say('network_from'), options: facets.hubs },
		{ name: 'technology', label: say('post_filter_technology'), options: conceptOptions(facets.technologies, filter.technology, locale) },
		{ name: 'sector', label: say('post_filter_sector'), options: conceptOptions(facets.sectors, filter.sector, locale) },
		{ name: 'language', label: say('post_filter_language'), options: languageOptions(locale) }
	].map((one) => ({ ...one, value: filter[one.name as keyof typeof filter] as string | undefined }));
	return {
		q: filter.q,
		total,
		lines: page.lines,
		previous: at(page.previous),
		next: at(page.next),
		filters,
		chosen: [
			...(filter.q ? [{ label: say('post_quoted', { text: filter.q }), href: addressOf(filter, usual, { q: '' }) }] : []),
			...filters
				.filter(({ value }) => value)
				.map(({ name, options, value }) => ({
					label: options.find((option) => option.value === value)?.label ?? String(value),
					href: addressOf(filter, usual, { [name]: undefined })
				}))
		]
	};
}
