import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { momentInWords } from '#introductions/said.ts';
import { faultCategories, faultStates } from '#place/faults/choices.ts';
import { countFaults, ListFaults, listFaults, type FaultLine } from '#place/faults/faults.ts';
import { placeOfFault, stateOfFault, toneOfFault } from '#place/faults/said.ts';
import { findPlan } from '#place/plan.ts';
import type { Point } from '#place/polygons.ts';
import { dayIn, drawnPlan, floorName } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { PageServerLoad } from './$types';

const usual = ListFaults.omit({ cursor: true, limit: true }).parse({});

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url, params } = event;
	const { actor, locale } = locals;
	const filter = filterFrom(ListFaults, url.searchParams);
	const page = await listFaults(actor, { ...filter, limit: 25 });
	const counts = await countFaults(actor);
	const { items: open } = await listFaults(actor, { ...usual, limit: 100 });
	const { timeZone } = found(await findHub(params.hub));
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}`;
	const day = dayIn(locale);
	const here = `/${params.hub}/place/faults`;
	return {
		tabs: placeTabs(actor, 'faults'),
		filter: { q: filter.q, state: filter.state, category: filter.category },
		states: ['open', ...faultStates, 'all'].map((state) => ({ value: state, label: say(`fault_state_${state}`, {}, locale) })),
		categories: [
			{ value: 'any', label: say('fault_any_category', {}, locale) },
			...faultCategories.map((category) => ({ value: category, label: say(`fault_category_${category}`, {}, locale) }))
		],
		counts: faultStates.map((state) => ({
			state,
			label: say(`fault_state_${state}`, {}, locale),
			count: counts[state],
			href: `${here}?state=${state}`
		})),
		plans: await plans(open),
		address,
		previous: at(page.previous),
		next: at(page.next),
		lines: page.items.map((fault) => ({
			id: fault.id,
			number: fault.number,
			href: `${here}/${fault.id}`,
			title: fault.title,
			category: say(`fault_category_${fault.category}`, {}, locale),
			isUrgent: fault.isUrgent,
			isShared: fault.isShared,
			place: placeOfFault(fault),
			firm: fault.organisation ?? '',
			state: stateOfFault(fault, day, locale),
			tone: toneOfFault(fault),
			reported: momentInWords(fault.reportedAt, locale, timeZone)
		}))
	};

	/** The floors on which something is open, with a pin for each fault whose spot is known or whose unit is drawn. */
	async function plans(faults: FaultLine[]) {
		const floors = [...Map.groupBy(faults, ({ floor }) => floor)].slice(0, 6);
		return Promise.all(
			floors.map(async ([floor, there]) => {
				const plan = await findPlan(actor, { floor });
				const drawn = drawnPlan(plan, params.hub, locale);
				return {
					floor,
					label: say('fault_plan_of', { floor: floorName(plan) }, locale),
					...drawn,
					pins: there.flatMap((fault) => {
						const spot = drawn.units.find(({ id }) => id === fault.unit)?.label;
						const at: Point | undefined = fault.x !== null && fault.y !== null ? [fault.x, fault.y] : spot && [spot.x, spot.y];
						const label = say('fault_of_floor', { number: String(fault.number), title: fault.title }, locale);
						return at ? [{ href: `${here}/${fault.id}`, label, at, isUrgent: fault.isUrgent }] : [];
					})
				};
			})
		).then((all) => all.filter(({ pins }) => pins.length));
	}
};
