import { ListMembers, members } from '#ecosystem/members.ts';
import { roles } from '#platform/actor.ts';
import { say } from '#platform/i18n.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
	await parent();
	const asked = ListMembers.safeParse({
		q: url.searchParams.get('q') || undefined,
		role: url.searchParams.get('role') || undefined,
		cursor: url.searchParams.get('cursor') || undefined
	});
	const { q, role } = asked.data ?? {};
	const { items, next, previous } = await members(locals.actor, asked.data ?? ListMembers.parse({}));
	const at = (cursor: string | null) => {
		if (!cursor) return null;
		const search = new URLSearchParams({ ...(q && { q }), ...(role && { role }), cursor });
		return `?${search}`;
	};
	return {
		q: q ?? '',
		role: role ?? '',
		members: items.map((member) => ({ ...member, roles: member.roles.map((one) => say(`role_${one}`)) })),
		roles: roles.map((value) => ({ value, label: say(`role_${value}`) })),
		next: at(next),
		previous: at(previous)
	};
};
