import { randomUUID } from 'node:crypto';
import { system, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { newcomer } from '#platform/testing/people.ts';
import { declareCompetitor } from './competitors.ts';
import { sendLogo } from './logos.ts';
import type { organisationsApi } from './organisations-api.ts';
import { AddOrganisation, addOrganisation, archiveOrganisation } from './organisations.ts';
import { askToJoin } from './representatives.ts';

const typed = () => ({ kind: 'digital_firm', name: `Atelier ${randomUUID()}`, commune: 'Thann', technologies: ['machine-vision'] });

/** One grey point. */
const picture = {
	name: 'logo.png',
	content: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='
};

const aFirm = async ({ hub }: Actor) => (await addOrganisation(system(hub), AddOrganisation.parse({ ...typed(), confirmed: true }))).id;

/** A fresh firm in the hands of this actor, for what would harm the one that all share. */
async function ownFirm(actor: Actor) {
	const organisation = await aFirm(actor);
	if (actor.member) {
		await db
			.insertInto('representatives')
			.values({ hub: actor.hub, member: actor.member, organisation, isOwner: true, acceptedAt: new Date() })
			.execute();
		(actor.organisations as { id: string; isOwner: boolean }[]).push({ id: organisation, isOwner: true });
	}
	return { organisation };
}

async function withColleague(actor: Actor, isOwner = false) {
	const { organisation } = await ownFirm(actor);
	return { organisation, member: (await newcomer(actor.hub, ['member'], organisation, isOwner)).member };
}

async function withRequest(actor: Actor) {
	const { organisation } = await ownFirm(actor);
	const asker = await newcomer(actor.hub);
	await askToJoin(asker, { organisation, message: 'Bonjour' });
	return { organisation, member: asker.member };
}

const withRival = async (actor: Actor) => ({ ...(await ownFirm(actor)), competitor: await aFirm(actor) });

export const organisationsExamples: Examples<typeof organisationsApi> = {
	organisations: () => ({ q: 'fonderie', limit: 5 }),
	organisationChoices: () => ({ q: 'fonderie' }),
	organisationDuplicates: () => ({ name: 'Fonderie Thurgiesse', commune: 'Vieux-Thann' }),
	communes: () => ({ q: 'mulh' }),
	activities: () => ({ q: 'fonderie' }),
	myOrganisations: () => ({}),
	organisation: async (actor) => ({ organisation: await aFirm(actor) }),
	addOrganisation: typed,
	editOrganisation: async (actor) => ({ ...(await ownFirm(actor)), ...typed(), version: 1 }),
	setOrganisationLogo: async (actor) => ({ ...(await ownFirm(actor)), ...picture }),
	removeOrganisationLogo: async (actor) => {
		const { organisation } = await ownFirm(actor);
		await sendLogo(system(actor.hub), { organisation, ...picture });
		return { organisation };
	},
	archiveOrganisation: ownFirm,
	restoreOrganisation: async (actor) => {
		const organisation = await aFirm(actor);
		await archiveOrganisation(system(actor.hub), { organisation, reason: '' });
		return { organisation };
	},
	organisationHistory: ownFirm,
	organisationRequests: () => ({}),
	askToJoinOrganisation: async (actor) => ({ organisation: await aFirm(actor), message: 'Bonjour' }),
	withdrawJoinRequest: async (actor) => {
		const organisation = await aFirm(actor);
		if (actor.member) await askToJoin(actor, { organisation, message: '' });
		return { organisation };
	},
	decideJoinRequest: async (actor) => ({ ...(await withRequest(actor)), accepted: true }),
	nameOrganisationOwner: withColleague,
	unnameOrganisationOwner: (actor) => withColleague(actor, true),
	removeRepresentative: (actor) => withColleague(actor),
	leaveOrganisation: async (actor) => {
		const { organisation } = await withColleague(actor, true);
		return { organisation };
	},
	competitors: ownFirm,
	declareCompetitor: withRival,
	withdrawCompetitor: async (actor) => {
		const pair = await withRival(actor);
		await declareCompetitor(system(actor.hub), pair);
		return pair;
	}
};
