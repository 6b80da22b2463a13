import { bands, confidentialities, needStates } from '#ecosystem/choices.ts';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { mayPost } from '#ecosystem/needs-policy.ts';
import { countNeeds, listNeeds, ListNeeds, NeedFilter, needFacets, sorts } from '#ecosystem/needs-shown.ts';
import { organisationName } from '#ecosystem/firms.ts';
import { areaOptions, conceptOptions, languageOptions, needLine, optionsOf } from '#ecosystem/posts-said.ts';
import { countPublications, PublicationFilter } from '#ecosystem/publications.ts';
import { isMember } from '#platform/actor.ts';
import { say } from '#platform/i18n.ts';
import type { PageServerLoad } from './$types';

const usual = NeedFilter.parse({});

export const load: PageServerLoad = async ({ locals, url, params }) => {
	const { actor, locale } = locals;
	const filter = filterFrom(ListNeeds, url.searchParams);
	const [page, total, facets, elsewhere, organisation] = await Promise.all([
		listNeeds(actor, { ...filter, limit: 20 }),
		countNeeds(actor, filter),
		needFacets(actor, filter.state),
		countPublications(actor, 'need', PublicationFilter.parse({})),
		filter.organisation ? organisationName(actor, filter.organisation) : null
	]);
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `/${params.hub}/needs${address}&cursor=${cursor}`;
	const states = isMember(actor) ? [...needStates, 'all'] : ['open', 'introduced', 'in_project', 'solved', 'all'];

	const filters = [
		{ name: 'technology', label: say('post_filter_technology'), options: conceptOptions(facets.technologies, filter.technology, locale) },
		{ name: 'sector', label: say('post_filter_sector'), options: conceptOptions(facets.sectors, filter.sector, locale) },
		{ name: 'area', label: say('post_filter_area'), options: areaOptions(facets.areas, filter.area, locale) },
		{ name: 'budget', label: say('need_filter_budget'), options: optionsOf('amount', bands) },
		{ name: 'place', label: say('need_filter_place'), options: optionsOf('place', ['on_site', 'remote']) },
		{ name: 'language', label: say('post_filter_language'), options: languageOptions(locale) },
		{ name: 'state', label: say('post_filter_state'), options: optionsOf('need_state', states) },
		...(actor.staff
			? [{ name: 'confidentiality', label: say('need_filter_confidentiality'), options: optionsOf('confidentiality', confidentialities) }]
			: [])
	].map((one) => ({ ...one, value: filter[one.name as keyof typeof filter] as string | undefined }));

	return {
		q: filter.q,
		sort: filter.sort,
		sorts: optionsOf('need_sort', sorts),
		filters,
		total,
		elsewhere,
		lines: page.items.map((need) => needLine(need, params.hub, locale)),
		previous: at(page.previous),
		next: at(page.next),
		address,
		chosen: [
			...(filter.q ? [{ label: say('post_quoted', { text: filter.q }), href: addressOf(filter, usual, { q: '' }) }] : []),
			...filters
				.filter(({ name, value }) => value && value !== (usual as Record<string, unknown>)[name])
				.map(({ name, options, value }) => ({
					label: options.find((option) => option.value === value)?.label ?? String(value),
					href: addressOf(filter, usual, { [name]: undefined })
				})),
			...(filter.organisation
				? [{ label: organisation ?? say('post_filter_organisation'), href: addressOf(filter, usual, { organisation: undefined }) }]
				: [])
		],
		mayPost: mayPost(actor)
	};
};
