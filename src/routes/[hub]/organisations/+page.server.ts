import { drawCommunes } from '#ecosystem/commune-map.ts';
import { addressOf, directory, filtersFrom, radii, type Choice, type Filters } from '#ecosystem/directory.ts';
import { commune } from '#ecosystem/geography/communes.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { label } from '#ecosystem/vocabulary/concepts.ts';
import { mayAddOrganisation } from '#ecosystem/policy.ts';
import { say } from '#platform/i18n.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
	const { actor, locale } = locals;
	const filters = filtersFrom(url.searchParams);
	const cursor = url.searchParams.get('cursor') || undefined;
	const [hub, found] = await Promise.all([findHub(params.hub), directory(actor, { ...filters, cursor, limit: 24 })]);

	const spoken = new Intl.DisplayNames(locale, { type: 'language' });
	const countries = new Intl.DisplayNames(locale, { type: 'region' });
	const named = {
		kind: (value: string) => say(`organisation_kind_${value}`),
		technology: (value: string) => label(value, locale),
		sector: (value: string) => label(value, locale),
		language: (value: string) => spoken.of(value) ?? value
	};
	/** What is chosen stays on the list, though nothing is left behind it. */
	const choices = (name: keyof typeof named) => {
		const chosen = filters[name] as string[];
		const all: Choice[] = [
			...found.choices[name],
			...chosen.filter((value) => !found.choices[name].some((choice) => choice.value === value)).map((value) => ({ value, count: 0 }))
		];
		return all.map((choice) => ({ ...choice, label: named[name](choice.value), isChosen: chosen.includes(choice.value) }));
	};
	const communes = found.choices.commune.toSorted((one, other) => one.name.localeCompare(other.name, locale));
	const communeName =
		communes.find(({ value }) => value === filters.commune)?.name ?? commune(filters.commune ?? '')?.name ?? filters.commune;
	const without = (change: Partial<Filters>) => addressOf(filters, change);

	return {
		filters,
		total: found.total,
		sort: found.sort,
		corrected: found.corrected,
		items: found.items.map((item) => ({
			id: item.id,
			slug: item.slug,
			name: item.name,
			kind: named.kind(item.kind),
			where: item.country === 'FR' ? item.communeName : [item.communeName, countries.of(item.country)].filter(Boolean).join(', '),
			excerpt: item.excerpt.length === 240 ? `${item.excerpt.slice(0, item.excerpt.lastIndexOf(' '))} …` : item.excerpt,
			skills: item.technologies.slice(0, 4).map((value) => label(value, locale)),
			logo: item.logo,
			isDemo: item.isDemo,
			isListed: item.isListed,
			km: filters.commune && item.km < 99_999 ? item.km : null
		})),
		previous: found.previous && `${addressOf(filters)}&cursor=${found.previous}`,
		next: found.next && `${addressOf(filters)}&cursor=${found.next}`,
		kinds: choices('kind'),
		technologies: choices('technology'),
		sectors: choices('sector'),
		languages: choices('language'),
		communes: communes.map(({ value, name, count }) => ({ value, name, count, href: addressOf(filters, { commune: value }) })),
		radii,
		map: drawCommunes(found.choices.commune, hub?.commune ?? null),
		chosen: [
			...(filters.q ? [{ label: say('directory_word', { q: filters.q }), href: without({ q: '' }) }] : []),
			...(Object.keys(named) as (keyof typeof named)[]).flatMap((name) =>
				(filters[name] as string[]).map((value) => ({
					label: named[name](value),
					href: without({ [name]: (filters[name] as string[]).filter((other) => other !== value) })
				}))
			),
			...(filters.commune ? [{ label: communeName as string, href: without({ commune: undefined, radius: 0 }) }] : [])
		],
		address: addressOf(filters),
		mayAdd: mayAddOrganisation(actor)
	};
};
