import { z } from 'zod';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { clockOf, today } from '#place/days.ts';
import {
	AddResource,
	addResource,
	ChangeResource,
	changeResource,
	ListResources,
	listResources,
	placesForResources,
	resourceKinds,
	RetireResource,
	retireResource
} from '#place/drawing/resources.ts';
import { listFloors } from '#place/floors.ts';
import { mayManagePlace } from '#place/policy.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import type { Actions, PageServerLoad } from './$types';

const usual = ListResources.omit({ cursor: true, limit: true }).parse({});

export const load: PageServerLoad = async ({ locals, url }) => {
	const { actor, locale } = locals;
	const filter = filterFrom(ListResources, url.searchParams);
	const mayDraw = mayManagePlace(actor);
	const [page, { items: floors }, places, timeZone] = await Promise.all([
		listResources(actor, { ...filter, limit: 25 }),
		listFloors(actor),
		mayDraw ? placesForResources(actor) : [],
		clockOf(actor.hub)
	]);
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}`;
	return {
		tabs: placeTabs(actor, 'resources'),
		mayDraw,
		today: today(timeZone),
		q: filter.q,
		kind: filter.kind ?? '',
		floor: filter.floor ?? '',
		kinds: resourceKinds.map((kind) => ({ value: kind, label: say(`resource_kind_${kind}`, {}, locale) })),
		floors: floors.map(({ id, name, buildingName }) => ({ value: id, label: buildingName === name ? name : `${buildingName} – ${name}` })),
		units: places.map(({ id, number, name }) => ({ value: id, label: `${number} ${name}`.trim() })),
		address,
		previous: at(page.previous),
		next: at(page.next),
		lines: page.items.map((one) => ({
			id: one.id,
			version: one.version,
			name: one.name,
			kind: say(`resource_kind_${one.kind}`, {}, locale),
			unit: one.unitNumber,
			unitHref: `/${actor.hub}/place/units/${one.unit}`,
			where: one.building === one.floorName ? one.floorName : `${one.building}, ${one.floorName}`,
			people:
				one.capacity === null ? '' : say(one.capacity === 1 ? 'resource_one_person' : 'place_people', { count: one.capacity }, locale),
			pieces: one.pieces > 1 ? say('resource_pieces_count', { count: one.pieces }, locale) : '',
			equipment: one.equipment.join(', '),
			isAccessible: one.isAccessible,
			x: one.x,
			y: one.y,
			capacity: one.capacity,
			shape: one.shape === null ? '' : JSON.stringify(one.shape)
		}))
	};
};

const listed = z
	.string()
	.max(2000)
	.default('')
	.transform((typed) =>
		typed
			.split(',')
			.map((one) => one.trim().slice(0, 80))
			.filter(Boolean)
			.slice(0, 50)
	);
const WrittenResource = AddResource.omit({ equipment: true, shape: true }).extend({ equipment: listed });
const WrittenChange = ChangeResource.omit({ equipment: true, shape: true }).extend({
	equipment: listed,
	/** As the page wrote it there: nobody types it. */
	shape: z
		.string()
		.max(20_000)
		.optional()
		.transform((text, context): unknown => {
			if (!text) return null;
			try {
				return JSON.parse(text);
			} catch {
				context.addIssue({ code: 'custom', message: 'invalid' });
				return z.NEVER;
			}
		})
		.pipe(ChangeResource.shape.shape)
});

export const actions: Actions = {
	add: form(WrittenResource, async (input, { locals }) => ({ done: await addResource(locals.actor, input) })),
	change: form(WrittenChange, async (input, { locals }) => ({ done: await changeResource(locals.actor, input) })),
	retire: form(RetireResource, async (input, { locals }) => ({ done: await retireResource(locals.actor, input) }))
};
