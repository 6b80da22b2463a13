import { system, type Actor } from '#platform/actor.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { newcomer } from '#platform/testing/people.ts';
import { AddOrganisation, addOrganisation } from '#ecosystem/organisations.ts';
import { askToJoin } from '#ecosystem/representatives.ts';
import type { roadApi } from './api.ts';

/** Somebody asks to join a new firm: it waits for all staff. */
export async function aRequest({ hub }: Actor) {
	const name = `Atelier ${crypto.randomUUID()}`;
	const firm = AddOrganisation.parse({ kind: 'start_up', name, commune: 'Thann', confirmed: true });
	const { id: organisation } = await addOrganisation(system(hub), firm);
	const asker = await newcomer(hub);
	await askToJoin(asker, { organisation, message: 'Bonjour' });
	return { kind: 'join_request' as const, record: `${organisation}.${asker.member}` };
}

const inTenDays = () => new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);

export const roadExamples: Examples<typeof roadApi> = {
	roadOf: ({ organisations }: Actor) => ({ organisation: organisations[0]?.id ?? crypto.randomUUID() }),
	listDesk: () => ({ kind: 'need_without_introduction', q: 'caméra' }),
	countDesk: () => ({ whose: 'free' }),
	assignEntry: async (actor) => ({ ...(await aRequest(actor)), assignee: actor.member, version: 0 }),
	snoozeEntry: async (actor) => ({ ...(await aRequest(actor)), until: inTenDays(), because: 'Rentre de congé lundi', version: 0 }),
	funnelOf: () => ({ of: 'needs', by: 'sector' }),
	listFigure: () => ({ of: 'organisations', km: 4, onward: true })
};
