import { clockOf, dayAfter, numberOf, today } from '#place/days.ts';
import { painting, viewsOpenTo } from '#place/figures/paint.ts';
import { marksOn } from '#place/drawing/resources.ts';
import { listFloors } from '#place/floors.ts';
import { findPlan } from '#place/plan.ts';
import { boxOf, pointsOf } from '#place/polygons.ts';
import { mayManagePlace } from '#place/policy.ts';
import { dayIn, paintedUnits, squareMetres } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { listWorks } from '#place/works.ts';
import { say } from '#platform/i18n.ts';
import type { PageServerLoad } from './$types';

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
	const open = viewsOpenTo(actor);
	const view = open.find((one) => one === url.searchParams.get('view')) ?? 'state';
	const kept = view === 'state' ? '' : `&view=${view}`;
	const area = squareMetres(locale);
	if (!floor) return { tabs, floors: [], plan: null, mayDraw: mayManagePlace(actor) };

	// The colours of firms are shared out among all that are ever here.
	const plan = await findPlan(actor, { floor: floor.id, on, slides: view === 'tenant' });
	const painted = painting(view, plan.units, locale);
	const units = paintedUnits(plan.units, params.hub, locale, painted, numberOf(on));
	return {
		tabs,
		mayDraw: mayManagePlace(actor),
		floors: floors.map(({ id, name, buildingName, m2 }) => ({
			href: `/${params.hub}/place?floor=${id}&on=${on}${kept}`,
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
			outline: pointsOf(plan.outline),
			units,
			marks: (await marksOn(actor, floor.id, on)).map(({ id, kind, x, y, shape }) => ({ id, kind, x, y, shape })),
			slid: `/${params.hub}/place/slider?floor=${floor.id}&view=${view}`,
			legend: painted.legend,
			print: `/${params.hub}/place/plan.pdf?on=${on}${kept}`
		},
		slider: {
			first: numberOf(first),
			last: numberOf(last),
			now: numberOf(on),
			on,
			firstDay: first,
			lastDay: last,
			said: dayIn(locale)(on)
		},
		view,
		views: open.map((value) => ({ value, label: say(`figures_view_${value}`, {}, locale) }))
	};
};
