import { filterFrom } from '#ecosystem/list-address.ts';
import { uses } from '#place/choices.ts';
import { clockOf, today } from '#place/days.ts';
import { ListFree, listFree } from '#place/plan.ts';
import { dayIn, euros, squareMetres } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { say } from '#platform/i18n.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const filter = filterFrom(ListFree, url.searchParams);
	const { items } = await listFree(actor, filter);
	const now = today(await clockOf(actor.hub));
	const [day, area, money] = [dayIn(locale), squareMetres(locale), euros(locale)];
	return {
		tabs: placeTabs(actor, 'free'),
		q: filter.q,
		use: filter.use ?? '',
		least: filter.least || '',
		from: filter.from ?? '',
		uses: uses.map((use) => ({ value: use, label: say(`place_use_${use}`, {}, locale) })),
		total: area(items.reduce((sum, { m2 }) => sum + m2, 0)),
		lines: items.map((unit) => ({
			id: unit.id,
			number: unit.number,
			name: unit.name,
			href: `/${params.hub}/place/units/${unit.id}`,
			where: unit.building === unit.floorName ? unit.building : `${unit.building}, ${unit.floorName}`,
			planHref: `/${params.hub}/place?floor=${unit.floor}&on=${unit.freeFrom}`,
			applyHref: `/${params.hub}/place/admissions/new?unit=${unit.id}`,
			use: say(`place_use_${unit.use}`, {}, locale),
			m2: area(unit.m2),
			people: unit.people,
			when: unit.freeFrom <= now ? say('place_now', {}, locale) : day(unit.freeFrom),
			until: unit.freeUntil && day(unit.freeUntil),
			rent: unit.askedRentCents ? say('place_rent_m2', { rent: money(unit.askedRentCents) }, locale) : '',
			year: unit.askedRentCents ? say('place_rent_year', { rent: money(Math.round(unit.askedRentCents * unit.m2)) }, locale) : ''
		}))
	};
};
