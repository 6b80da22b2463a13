import { randomUUID } from 'node:crypto';
import { system, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { newcomer } from '#platform/testing/people.ts';
import { inviteMember } from './invitations.ts';
import type { peopleApi } from './people-api.ts';

const somebody = () => `${randomUUID()}@example.org`;

async function aMember({ hub }: Actor) {
	const { member } = await newcomer(hub);
	return { member };
}

const anInvitation = async ({ hub }: Actor) => ({
	invitation: (await inviteMember(system(hub), { email: somebody(), roles: ['member'], locale: 'fr' })).id
});

export const peopleExamples: Examples<typeof peopleApi> = {
	hubSettings: () => ({}),
	changeHub: async ({ hub }) => {
		const { version } = await db.selectFrom('hubs').select('version').where('id', '=', hub).executeTakeFirstOrThrow();
		return {
			name: `KM0 ${version}`,
			place: 'Mulhouse',
			languages: ['fr', 'de', 'en'],
			timeZone: 'Europe/Paris',
			tagline: {},
			isOpen: true,
			version
		};
	},
	listMembers: () => ({ q: 'a' }),
	findMember: aMember,
	changeRoles: async (actor) => ({ ...(await aMember(actor)), roles: ['mentor'], version: 1 }),
	removeMember: aMember,
	changeMemberProfile: (actor) => ({ title: `Chef d’atelier ${actor.name}`, isShown: true }),
	leaveHub: () => ({}),
	listInvitations: () => ({}),
	inviteMember: ({ organisations: [own] }) => ({ email: somebody(), roles: ['member'], organisation: own?.id, locale: 'fr' }),
	resendInvitation: anInvitation,
	revokeInvitation: anInvitation
};
