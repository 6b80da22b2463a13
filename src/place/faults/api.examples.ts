import type { Actor } from '#platform/actor.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { arranged, unit } from '../api.examples.ts';
import type { faultsApi } from './api.ts';
import { ReportFault, reportFault } from './faults.ts';

const broken = async (actor: Actor) => ({
	unit: (await unit(actor)).id,
	x: 2,
	y: 3,
	category: 'heating',
	title: 'Radiateur froid',
	words: 'Il fait 14 °C le matin.'
});

/** One that the actor reported. */
const fault = async (actor: Actor) => {
	const input = await broken(actor);
	const { id } = await arranged(actor, (house) => reportFault({ ...house, member: actor.member }, ReportFault.parse(input)));
	return { fault: id };
};

export const faultsExamples: Examples<typeof faultsApi> = {
	listFaults: () => ({ state: 'all', q: 'radiateur' }),
	reportFault: broken,
	findFault: fault,
	answerFault: async (actor) => ({ ...(await fault(actor)), version: 1, words: 'C’est toujours froid.' })
};
