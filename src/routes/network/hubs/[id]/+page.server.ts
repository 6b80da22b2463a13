import { hubInNetwork, InviteLead, inviteLead, MoveHub, moveHub, networks } from '#ecosystem/networks.ts';
import { form } from '#platform/form.ts';
import { locales, say } from '#platform/i18n.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => ({
	place: await hubInNetwork(signedIn(event), event.params.id),
	networks: (await networks()).map(({ id, name }) => ({ value: id, label: name })),
	languages: locales.map((value) => ({ value, label: say(`language_${value}`) }))
});

export const actions: Actions = {
	move: form(MoveHub.omit({ hub: true }), async (input, event: RequestEvent) => {
		await moveHub(signedIn(event), { ...input, hub: event.params.id });
		return { moved: true };
	}),
	invite: form(InviteLead.omit({ hub: true }), async (input, event: RequestEvent) => {
		await inviteLead(signedIn(event), { ...input, hub: event.params.id });
		return { invited: input.email };
	})
};
