import { z } from 'zod';
import { roles } from '#platform/actor.ts';
import { locales } from '#platform/i18n.ts';
import { operation } from '#platform/operation.ts';
import { pageOf } from '#platform/page.ts';
import { ChangeHub, changeHub, hubSettings } from './hubs.ts';
import {
	FindInvitation,
	InviteMember,
	inviteMember,
	invitations,
	ListInvitations,
	resendInvitation,
	revokeInvitation
} from './invitations.ts';
import {
	ChangeMemberProfile,
	changeMemberProfile,
	ChangeRoles,
	changeRoles,
	FindMember,
	findMember,
	leaveHub,
	ListMembers,
	members,
	removeMember
} from './members.ts';

const nothing = z.object({});
const managers = ['hub_manager'] as const;
const tags = ['ecosystem'] as [string];

const settings = z.object({
	id: z.string(),
	name: z.string(),
	place: z.string(),
	commune: z.string().nullable(),
	locales: z.array(z.enum(locales)),
	timeZone: z.string(),
	tagline: z.object({ fr: z.string().optional(), de: z.string().optional(), en: z.string().optional() }),
	host: z.string().nullable(),
	network: z.string().nullable(),
	isOpen: z.boolean(),
	version: z.number()
});

const member = z.object({
	id: z.uuid(),
	name: z.string(),
	email: z.string(),
	roles: z.array(z.enum(roles)),
	title: z.string(),
	isShown: z.boolean(),
	joinedAt: z.date(),
	organisations: z.array(z.string()).nullable(),
	version: z.number()
});

const invitation = z.object({
	id: z.uuid(),
	email: z.string(),
	roles: z.array(z.enum(roles)),
	expiresAt: z.date()
});

export const peopleApi = {
	hubSettings: operation({ method: 'GET', path: '/settings', summary: 'Settings of the hub', tags, openTo: managers })
		.input(nothing)
		.output(settings)
		.handler(({ context }) => hubSettings(context.actor)),
	changeHub: operation({ method: 'PUT', path: '/settings', summary: 'Change the settings of the hub', tags, openTo: managers })
		.input(ChangeHub)
		.output(settings)
		.handler(({ context, input }) => changeHub(context.actor, input)),

	listMembers: operation({ method: 'GET', path: '/members', summary: 'Members of the hub', tags, openTo: managers })
		.input(ListMembers)
		.output(pageOf(member))
		.handler(({ context, input }) => members(context.actor, input)),
	findMember: operation({ method: 'GET', path: '/members/{member}', summary: 'One member', tags, openTo: managers })
		.input(FindMember)
		.output(member)
		.handler(({ context, input }) => findMember(context.actor, input)),
	changeRoles: operation({ method: 'PUT', path: '/members/{member}/roles', summary: 'Change what a member may do', tags, openTo: managers })
		.input(ChangeRoles)
		.output(member)
		.handler(({ context, input }) => changeRoles(context.actor, input)),
	removeMember: operation({ method: 'DELETE', path: '/members/{member}', summary: 'Remove a member from the hub', tags, openTo: managers })
		.input(FindMember)
		.output(nothing)
		.handler(async ({ context, input }) => {
			await removeMember(context.actor, input);
			return {};
		}),
	changeMemberProfile: operation({
		method: 'PUT',
		path: '/membership',
		summary: 'Say what you are in this hub, and whether the directory shows you',
		tags,
		openTo: 'members'
	})
		.input(ChangeMemberProfile)
		.output(nothing)
		.handler(async ({ context, input }) => {
			await changeMemberProfile(context.actor, input);
			return {};
		}),
	leaveHub: operation({ method: 'DELETE', path: '/membership', summary: 'Leave this hub', tags, openTo: 'members' })
		.input(nothing)
		.output(nothing)
		.handler(async ({ context }) => {
			await leaveHub(context.actor);
			return {};
		}),

	listInvitations: operation({ method: 'GET', path: '/invitations', summary: 'Invitations to the hub', tags, openTo: ['animator'] })
		.input(ListInvitations)
		.output(
			pageOf(
				invitation.extend({
					organisation: z.string().nullable(),
					invitedBy: z.string().nullable(),
					createdAt: z.date(),
					state: z.enum(['waiting', 'accepted', 'revoked', 'expired'])
				})
			)
		)
		.handler(({ context, input }) => invitations(context.actor, input)),
	inviteMember: operation({
		method: 'POST',
		path: '/invitations',
		summary: 'Invite somebody by e-mail',
		description:
			'Managers of the hub invite to any role, animators plain members, owners of an organisation their colleagues. The letter’s link is good for 14 days.',
		tags,
		openTo: 'members'
	})
		.input(InviteMember)
		.output(invitation)
		.handler(({ context, input }) => inviteMember(context.actor, input)),
	resendInvitation: operation({
		method: 'POST',
		path: '/invitations/{invitation}/letter',
		summary: 'Send an invitation again',
		tags,
		openTo: ['animator']
	})
		.input(FindInvitation)
		.output(nothing)
		.handler(async ({ context, input }) => {
			await resendInvitation(context.actor, input);
			return {};
		}),
	revokeInvitation: operation({
		method: 'DELETE',
		path: '/invitations/{invitation}',
		summary: 'Take an invitation back',
		tags,
		openTo: ['animator']
	})
		.input(FindInvitation)
		.output(nothing)
		.handler(async ({ context, input }) => {
			await revokeInvitation(context.actor, input);
			return {};
		})
};
