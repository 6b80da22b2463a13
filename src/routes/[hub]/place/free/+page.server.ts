import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { uses } from '#place/choices.ts';
import { clockOf, today } from '#place/days.ts';
import { firstPhotos } from '#place/figures/photos.ts';
import { findPlan, ListFree, listFree } from '#place/plan.ts';
import { boxOf, pointsOf } from '#place/rings.ts';
import { dayIn, euros, floorName, squareMetres } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { say } from '#platform/i18n.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const filter = filterFrom(ListFree, url.searchParams);
	const { items } = await listFree(actor, filter);
	const photos = await firstPhotos(
		actor,
		items.map(({ id }) => id)
	);
	const plans = await Promise.all([...new Set(items.map(({ floor }) => floor))].map((floor) => findPlan(actor, { floor })));
	const shapes = new Map(plans.flatMap(({ units }) => units.map(({ id, shape }) => [id, pointsOf(shape)] as const)));
	const now = today(await clockOf(actor.hub));
	const wanted = filter.from ?? now;
	const [day, area, money] = [dayIn(locale), squareMetres(locale), euros(locale)];
	const lines = items.map((unit) => {
		const where = floorName({ name: unit.floorName, building: unit.building });
		const photo = photos.get(unit.id);
		return {
			id: unit.id,
			number: unit.number,
			name: unit.name,
			href: `/${params.hub}/place/units/${unit.id}`,
			floor: unit.floor,
			points: shapes.get(unit.id) ?? '',
			planSaid: say('place_free_on_plan', { where, number: unit.number }, locale),
			photo: photo && { alt: photo.alt, src: `/${params.hub}/place/units/${unit.id}/photos/${photo.id}` },
			where,
			planHref: `/${params.hub}/place?floor=${unit.floor}&on=${unit.freeFrom}`,
			applyHref: `/${params.hub}/place/admissions/new?unit=${unit.id}`,
			use: say(`place_use_${unit.use}`, {}, locale),
			m2: area(unit.m2),
			surface: unit.m2,
			people: unit.people,
			isAccessible: unit.isAccessible,
			isNow: unit.freeFrom <= wanted,
			when: unit.freeFrom <= now ? say('place_now', {}, locale) : day(unit.freeFrom),
			until: unit.freeUntil && day(unit.freeUntil),
			rent: unit.askedRentCents ? say('place_rent_m2', { rent: money(unit.askedRentCents) }, locale) : '',
			year: unit.askedRentCents ? say('place_rent_year', { rent: money(Math.round(unit.askedRentCents * unit.m2)) }, locale) : ''
		};
	});
	const group = (title: string, isNow: boolean) => {
		const units = lines.filter((line) => line.isNow === isNow);
		return { title, units, total: area(units.reduce((sum, { surface }) => sum + surface, 0)) };
	};
	return {
		tabs: placeTabs(actor, 'free'),
		q: filter.q,
		use: filter.use ?? '',
		least: filter.least || '',
		most: filter.most ?? '',
		from: filter.from ?? '',
		uses: uses.map((use) => ({ value: use, label: say(`place_use_${use}`, {}, locale) })),
		address: addressOf(filter, ListFree.parse({})),
		total: area(items.reduce((sum, { m2 }) => sum + m2, 0)),
		count: items.length,
		floors: Object.fromEntries(
			plans.map(({ floor, outline, units }) => [
				floor,
				{
					box: boxOf(outline),
					outline: pointsOf(outline),
					rooms: units.filter(({ isHall, existsUntil }) => !isHall && !existsUntil).map(({ shape }) => pointsOf(shape))
				}
			])
		),
		groups: [
			group(filter.from ? say('place_free_on_day', { day: day(filter.from) }, locale) : say('place_free_now', {}, locale), true),
			group(say('place_free_later', {}, locale), false)
		].filter(({ units }) => units.length)
	};
};
