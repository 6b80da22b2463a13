import { sizeClasses } from '#ecosystem/activities/firms.ts';
import { bands, offerStates, priceModels } from '#ecosystem/choices.ts';
import { organisationName } from '#ecosystem/firms.ts';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { mayPost } from '#ecosystem/needs-policy.ts';
import { countOffers, listOffers, ListOffers, offerFacets, OfferFilter, offerSorts } from '#ecosystem/offers.ts';
import { areaOptions, conceptOptions, languageOptions, offerLine, optionsOf } from '#ecosystem/posts-said.ts';
import { countPublications, PublicationFilter } from '#ecosystem/publications.ts';
import { isMember } from '#platform/actor.ts';
import { say } from '#platform/i18n.ts';
import type { PageServerLoad } from './$types';

const usual = OfferFilter.parse({});

export const load: PageServerLoad = async ({ locals, url, params }) => {
	const { actor, locale } = locals;
	const filter = filterFrom(ListOffers, url.searchParams);
	const [page, total, facets, elsewhere, organisation] = await Promise.all([
		listOffers(actor, { ...filter, limit: 20 }),
		countOffers(actor, filter),
		offerFacets(actor, filter.state),
		countPublications(actor, 'offer', PublicationFilter.parse({})),
		filter.organisation ? organisationName(actor, filter.organisation) : null
	]);
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `/${params.hub}/offers${address}&cursor=${cursor}`;
	const states = isMember(actor) ? [...offerStates, 'all'] : ['open', 'paused', 'all'];

	const filters = [
		{ name: 'technology', label: say('post_filter_technology'), options: conceptOptions(facets.technologies, filter.technology, locale) },
		{ name: 'sector', label: say('post_filter_sector'), options: conceptOptions(facets.sectors, filter.sector, locale) },
		{ name: 'area', label: say('post_filter_area'), options: areaOptions(facets.areas, filter.area, locale) },
		{ name: 'price', label: say('offer_filter_price'), options: optionsOf('amount', bands) },
		{ name: 'priceModel', label: say('offer_filter_price_model'), options: optionsOf('price_model', priceModels) },
		{ name: 'forSize', label: say('offer_filter_for_size'), options: optionsOf('size', sizeClasses) },
		{ name: 'language', label: say('post_filter_language'), options: languageOptions(locale) },
		{ name: 'state', label: say('post_filter_state'), options: optionsOf('offer_state', states) },
		{ name: 'onSite', label: say('offer_filter_on_site'), options: undefined },
		{ name: 'available', label: say('offer_filter_available'), options: undefined }
	].map((one) => ({ ...one, value: filter[one.name as keyof typeof filter] as string | boolean | undefined }));

	return {
		q: filter.q,
		sort: filter.sort,
		sorts: optionsOf('offer_sort', offerSorts),
		filters,
		total,
		elsewhere,
		lines: page.items.map((offer) => offerLine(offer, params.hub, locale)),
		previous: at(page.previous),
		next: at(page.next),
		address,
		chosen: [
			...(filter.q ? [{ label: say('post_quoted', { text: filter.q }), href: addressOf(filter, usual, { q: '' }) }] : []),
			...filters
				.filter(({ name, value }) => value && value !== (usual as Record<string, unknown>)[name])
				.map(({ name, label, options, value }) => ({
					label: options?.find((option) => option.value === value)?.label ?? label,
					href: addressOf(filter, usual, { [name]: undefined })
				})),
			...(filter.organisation
				? [{ label: organisation ?? say('post_filter_organisation'), href: addressOf(filter, usual, { organisation: undefined }) }]
				: [])
		],
		mayPost: mayPost(actor)
	};
};
