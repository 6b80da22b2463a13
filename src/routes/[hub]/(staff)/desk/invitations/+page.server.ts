import {
	FindInvitation,
	InviteMember,
	inviteMember,
	invitations,
	organisationsToInviteTo,
	resendInvitation,
	revokeInvitation
} from '#ecosystem/invitations.ts';
import { has, roles } from '#platform/actor.ts';
import { form } from '#platform/form.ts';
import { locales, say } from '#platform/i18n.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
	await parent();
	const { actor } = locals;
	const [page, organisations] = await Promise.all([
		invitations(actor, { cursor: url.searchParams.get('cursor') ?? undefined, limit: 25 }),
		organisationsToInviteTo(actor)
	]);
	return {
		invitations: page.items.map((one) => ({
			...one,
			stateInWords: say(`invitation_state_${one.state}`),
			rolesInWords: one.roles.map((role) => say(`role_${role}`)).join(', ')
		})),
		next: page.next && `?cursor=${page.next}`,
		previous: page.previous && `?cursor=${page.previous}`,
		roles: roles.filter((role) => has(actor) || role === 'member').map((value) => ({ value, label: say(`role_${value}`) })),
		organisations: organisations.map(({ id, name }) => ({ value: id, label: name })),
		languages: locales.map((value) => ({ value, label: say(`language_${value}`) }))
	};
};

export const actions: Actions = {
	invite: form(InviteMember, async (input, { locals }) => {
		const { email } = await inviteMember(locals.actor, input);
		return { done: 'sent' as const, email };
	}),
	again: form(FindInvitation, async (input, { locals }) => {
		await resendInvitation(locals.actor, input);
		return { done: 'again' as const };
	}),
	revoke: form(FindInvitation, async (input, { locals }) => {
		await revokeInvitation(locals.actor, input);
		return { done: 'revoked' as const };
	})
};
