import { z } from 'zod';
import { actorOf, ChangeMemberProfile, changeMemberProfile, leaveHub, membershipsOf } from '#ecosystem/members.ts';
import { inHub } from '#platform/db.server.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const account = signedIn(event);
	const memberships = await membershipsOf(account.id);
	return {
		memberships: memberships.map((one) => ({ ...one, roles: one.roles.map((role) => say(`role_${role}`)) }))
	};
};

const InHub = z.object({ hub: z.string().max(40) });

/** As this person in the hub that the form names. */
const actorIn = (event: RequestEvent, hub: string) => actorOf(hub, signedIn(event), event.locals.locale, 'page', event.locals.request);

export const actions: Actions = {
	profile: form(ChangeMemberProfile.extend(InHub.shape), async ({ hub, ...input }, event: RequestEvent) => {
		const actor = await actorIn(event, hub);
		await inHub(hub, () => changeMemberProfile(actor, input));
		return { saved: hub };
	}),
	leave: form(InHub, async ({ hub }, event: RequestEvent) => {
		const actor = await actorIn(event, hub);
		await inHub(hub, () => leaveHub(actor));
		return { left: hub };
	})
};
