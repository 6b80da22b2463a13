import { error } from '@sveltejs/kit';
import { findHub } from '#ecosystem/hubs.ts';
import { bell } from '#notifications/notifications.ts';
import { hasPlan } from '#place/floors.ts';
import { mayManagePlace } from '#place/policy.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, params }) => {
	const hub = await findHub(params.hub);
	if (!hub) error(404, 'not_found');
	const { member, name, roles, staff, organisations } = locals.actor;
	return {
		bell: await bell(locals.actor),
		hub: {
			id: hub.id,
			name: hub.name,
			place: hub.place,
			locales: hub.locales,
			tagline: hub.tagline,
			network: hub.network,
			timeZone: hub.timeZone,
			/** A place that is drawn is shown to all; before, to who draws it. */
			hasPlace: mayManagePlace(locals.actor) || (await hasPlan(hub.id))
		},
		actor: { isMember: member !== null, name, roles, staff, organisations }
	};
};
