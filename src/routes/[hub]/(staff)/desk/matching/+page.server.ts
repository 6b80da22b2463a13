import { previewWeights } from '#matching/matches.ts';
import { hubWeights, PreviewWeights, SetWeights, setWeights, soundWeights } from '#matching/weights.ts';
import { form } from '#platform/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ ...(await hubWeights(locals.actor)), sound: soundWeights });

export const actions: Actions = {
	preview: form(PreviewWeights, async (input, { locals }) => ({
		saved: false,
		tried: input.weights,
		effects: (await previewWeights(locals.actor, input)).effects
	})),
	save: form(SetWeights, async (input, { locals }) => {
		await setWeights(locals.actor, input);
		return { saved: true, tried: input.weights, effects: [] };
	})
};
