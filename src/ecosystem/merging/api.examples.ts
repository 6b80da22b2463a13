import { randomUUID } from 'node:crypto';
import { system, type Actor } from '#platform/actor.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { AddOrganisation, addOrganisation } from '../organisations.ts';
import type { mergingApi } from './api.ts';
import { tellApart } from './duplicates.ts';
import { MergeOrganisations, mergeOrganisations } from './merges.ts';

/** Two records of one firm. */
async function twice({ hub }: Actor) {
	const name = `Tournerie ${randomUUID()}`;
	const add = async (spelling: string) =>
		(
			await addOrganisation(
				system(hub),
				AddOrganisation.parse({ kind: 'industrial_sme', name: spelling, commune: 'Thann', confirmed: true })
			)
		).id;
	return { one: await add(name), other: await add(`${name} SARL`) };
}

async function wanted(actor: Actor) {
	const { one, other } = await twice(actor);
	return { kept: one, gone: other, keptVersion: 1, goneVersion: 1, fields: { legalName: 'gone' as const }, people: 'members' as const };
}

const merged = async (actor: Actor) => ({
	merge: (await mergeOrganisations(system(actor.hub), MergeOrganisations.parse(await wanted(actor)))).id
});

export const mergingExamples: Examples<typeof mergingApi> = {
	listDuplicates: async (actor) => {
		await twice(actor);
		return { q: 'tournerie', state: 'open' };
	},
	tellApart: async (actor) => ({ ...(await twice(actor)), because: 'Deux ateliers' }),
	doubtAgain: async (actor) => {
		const pair = await twice(actor);
		await tellApart(system(actor.hub), { ...pair, because: '' });
		return pair;
	},
	compareOrganisations: twice,
	mergeOrganisations: wanted,
	listMerges: () => ({ state: 'undoable' }),
	findMerge: merged,
	undoMerge: async (actor) => ({ ...(await merged(actor)), fields: {} })
};
