import { redirect } from '@sveltejs/kit';
import { organisationAt } from '#ecosystem/organisations.ts';
import { mayMeetEverybody } from '#ecosystem/policy.ts';
import {
	DecideRequest,
	decideRequest,
	LeaveOrganisation,
	leaveOrganisation,
	nameOwner,
	OneRepresentative,
	removeRepresentative,
	requestsFor,
	unnameOwner
} from '#ecosystem/representatives.ts';
import { form } from '#platform/form.ts';
import { authorize } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { actor } = event.locals;
	const { id, slug, name, people, represents, mayEdit } = await organisationAt(actor, event.params.organisation);
	authorize(mayMeetEverybody(actor, id));
	return {
		organisation: { id, slug, name, represents, mayManage: mayEdit },
		people: people.map((person) => ({ ...person, isMe: person.id === actor.member })),
		requests: mayEdit ? await requestsFor(actor, { organisation: id }) : []
	};
};

export const actions: Actions = {
	decide: form(DecideRequest, async (input, { locals, url }) => {
		await decideRequest(locals.actor, input);
		redirect(303, url.pathname);
	}),
	name: form(OneRepresentative, async (input, { locals, url }) => {
		await nameOwner(locals.actor, input);
		redirect(303, url.pathname);
	}),
	unname: form(OneRepresentative, async (input, { locals, url }) => {
		await unnameOwner(locals.actor, input);
		redirect(303, url.pathname);
	}),
	remove: form(OneRepresentative, async (input, { locals, url }) => {
		await removeRepresentative(locals.actor, input);
		redirect(303, url.pathname);
	}),
	leave: form(LeaveOrganisation, async (input, { locals, params }) => {
		await leaveOrganisation(locals.actor, input);
		redirect(303, `/${params.hub}/organisations/mine`);
	})
};
