import { redirect } from '@sveltejs/kit';
import { ChangeRoles, changeRoles, FindMember, findMember, removeMember } from '#ecosystem/members.ts';
import { roles, type Role } from '#platform/actor.ts';
import { form } from '#platform/form.ts';
import { isMessage, say } from '#platform/i18n.ts';
import { history, type Changed } from '#platform/journal.ts';
import { AskErasure, askErasure, callOffErasure, daysToThink, erasureOf } from '#privacy/erasures.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
	await parent();
	const member = await findMember(locals.actor, params);
	const lines = await history(locals.actor, 'member', member.id);
	return {
		member,
		erasure: (await erasureOf(locals.actor, params)) ?? null,
		daysToThink,
		roles: roles.map((value) => ({ value, label: say(`role_${value}`) })),
		history: lines.map(({ id, at, what, who, changed }) => ({ id: String(id), at, who, what: told(what, changed as unknown as Changed) }))
	};
};

/** A line of the journal in words. */
function told(what: string, changed: Changed): string {
	const key = `what_${what.replace('.', '_')}`;
	const [before, after] = (changed.roles ?? []).map((list) =>
		((list as Role[] | null) ?? []).map((role) => say(`role_${role}`)).join(', ')
	);
	return isMessage(key) ? say(key, { before: before || '–', after: after || '–' }) : what;
}

export const actions: Actions = {
	roles: form(ChangeRoles.omit({ member: true }), async (input, { locals, params }) => {
		await changeRoles(locals.actor, { ...input, member: params.member });
		return { saved: true };
	}),
	erase: form(AskErasure.omit({ member: true }), async ({ note }, { locals, params }) => {
		await askErasure(locals.actor, { member: params.member, note });
	}),
	callOff: form(FindMember.omit({ member: true }), async (_, { locals, params }) => {
		await callOffErasure(locals.actor, params);
	}),
	remove: form(FindMember.omit({ member: true }), async (_, { locals, params }) => {
		await removeMember(locals.actor, params);
		redirect(303, `/${params.hub}/desk/members`);
	})
};
