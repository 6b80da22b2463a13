import { unitStates } from '#place/choices.ts';
import { clockOf, dayAfter, today } from '#place/days.ts';
import { listFloors } from '#place/floors.ts';
import { findOccupancy, findPlan } from '#place/plan.ts';
import { boxOf } from '#place/polygons.ts';
import { mayManagePlace } from '#place/policy.ts';
import { dayIn, drawnUnits, squareMetres } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { listWorks } from '#place/works.ts';
import { say } from '#platform/i18n.ts';
import type { PageServerLoad } from './$types';

const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
const isDay = (text: string | null): text is string => text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const { items: floors } = await listFloors(actor);
	const now = today(await clockOf(actor.hub));
	const { items: works } = await listWorks(actor);
	const first = works[0]?.startsOn ?? dayAfter(now, -365);
	const last = `${Number(now.slice(0, 4)) + 10}${now.slice(4, 8)}01`;
	const asked = url.searchParams.get('on');
	const on = isDay(asked) ? (asked < first ? first : asked > last ? last : asked) : now;
	const floor = floors.find(({ id }) => id === url.searchParams.get('floor')) ?? floors[0];
	const tabs = placeTabs(actor, 'plan');
	const words = Object.fromEntries(unitStates.map((state) => [state, say(`place_state_${state}`, {}, locale)]));
	const area = squareMetres(locale);
	if (!floor) return { tabs, floors: [], plan: null, mayDraw: mayManagePlace(actor) };

	const plan = await findPlan(actor, { floor: floor.id, on });
	const { months } = await findOccupancy(actor, { from: first, until: dayAfter(now, 36 * 30) });
	const shown = (['let', 'held', 'works', 'in_use', 'free', 'common'] as const).filter((state) =>
		months.some(({ states }) => states[state])
	);
	const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
	return {
		tabs,
		mayDraw: mayManagePlace(actor),
		floors: floors.map(({ id, name, buildingName, m2 }) => ({
			href: `/${params.hub}/place?floor=${id}&on=${on}`,
			label: buildingName === name ? name : `${buildingName} – ${name}`,
			m2: area(m2),
			current: id === floor.id
		})),
		plan: {
			floor: floor.id,
			label: say(
				'place_plan_of',
				{ floor: floor.buildingName === floor.name ? floor.name : `${floor.buildingName}, ${floor.name}` },
				locale
			),
			address: [floor.siteName, floor.address].filter(Boolean).join(', '),
			box: boxOf(plan.outline),
			outline: plan.outline.map(([x, y]) => `${x},${y}`).join(' '),
			units: drawnUnits(plan.units, params.hub, locale)
		},
		slider: {
			first: dayNumber(first),
			last: dayNumber(last),
			now: dayNumber(on),
			on,
			firstDay: first,
			lastDay: last,
			said: dayIn(locale)(on)
		},
		words,
		occupancy: {
			states: shown.map((state) => ({ state, said: words[state] as string })),
			now: now.slice(0, 7),
			months: months.map(({ month: key, states }) => ({
				month: key,
				said: month.format(new Date(`${key}-15T12:00:00Z`)),
				m2: shown.map((state) => states[state]),
				shown: shown.map((state) => area(states[state]))
			}))
		}
	};
};
