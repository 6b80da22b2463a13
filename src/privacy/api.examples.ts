import type { Actor } from '#platform/actor.ts';
import { system } from '#platform/actor.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { newcomer } from '#platform/testing/people.ts';
import type { privacyApi } from './api.ts';
import { askErasure } from './erasures.ts';

const aMember = async ({ hub }: Actor) => ({ member: (await newcomer(hub)).member ?? '' });

const toBeErased = async (actor: Actor) => {
	const one = await aMember(actor);
	await askErasure(system(actor.hub), { ...one, note: 'par lettre' });
	return one;
};

export const privacyExamples: Examples<typeof privacyApi> = {
	ownData: () => ({}),
	erasures: () => ({}),
	askErasure: async (actor) => ({ ...(await aMember(actor)), note: 'Demande reçue par lettre' }),
	callOffErasure: toBeErased,
	retention: () => ({}),
	setRetention: () => ({ rule: 'letters', days: 180 })
};
