import { redirect } from '@sveltejs/kit';
import { findHub } from '#ecosystem/hubs.ts';
import { AcceptAsNewcomer, acceptAsNewcomer, AcceptInvitation, acceptInvitation, invitationFor } from '#ecosystem/invitations.ts';
import { joinHub } from '#ecosystem/members.ts';
import { back } from '#ecosystem/sign-in.ts';
import { callerOf, localPath } from '#platform/auth.server.ts';
import { form } from '#platform/form.ts';
import { isMessage, say } from '#platform/i18n.ts';
import { limit } from '#platform/limits.ts';
import { found, Refusal } from '#platform/refusal.ts';
import { toSignIn } from '#platform/signed-in.ts';
import { z } from 'zod';
import type { Actions, PageServerLoad } from './$types';

const Join = z.object({ back });

export const load: PageServerLoad = async (event) => {
	const { locals, params, url } = event;
	const hub = found(await findHub(params.hub));
	const token = url.searchParams.get('invitation');
	const open = {
		isOpen: hub.isOpen,
		isMember: locals.actor.member !== null,
		signedInAs: locals.account?.email ?? null,
		here: url.pathname + url.search,
		back: localPath(url.searchParams.get('back'))
	};
	if (!token) return { ...open, token: null, invitation: null, over: null };
	// A link holds enough chance that nobody guesses one; this keeps them from trying.
	await limit(`invitation:from:${callerOf(event).address}`, { max: 60, seconds: 300 });
	try {
		const { roles, ...invitation } = await invitationFor(locals.actor, token);
		return { ...open, token, invitation: { ...invitation, roles: roles.map((role) => say(`role_${role}`)) }, over: null };
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		return { ...open, token, invitation: null, over: say(isMessage(error.code) ? error.code : 'not_found', error.params) };
	}
};

export const actions: Actions = {
	join: form(Join, async ({ back }, { locals, params, url }) => {
		if (!locals.account) toSignIn(new URL(`${url.pathname}?back=${encodeURIComponent(back)}`, url));
		await joinHub(locals.actor);
		redirect(303, back === '/' ? `/${params.hub}` : back);
	}),
	accept: form(AcceptInvitation, async (input, { locals, params }) => {
		await acceptInvitation(locals.actor, input);
		redirect(303, `/${params.hub}`);
	}),
	newcomer: form(AcceptAsNewcomer, async (input, event) => {
		await acceptAsNewcomer(callerOf(event), event.locals.actor, input);
		redirect(303, `/${event.params.hub}`);
	})
};
