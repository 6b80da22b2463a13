import { form } from '#platform/form.ts';
import { daysAway, daysToReturn, mayChooseRetention, retention, SetRetention, setRetention } from '#privacy/retention.ts';
import { registerSaid, ruleSaid } from '#privacy/said.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
	await parent();
	const { items } = await retention(locals.actor);
	return {
		activities: registerSaid(),
		rules: items.map(ruleSaid),
		mayChoose: mayChooseRetention(locals.actor),
		away: daysAway,
		toReturn: daysToReturn
	};
};

export const actions: Actions = {
	keep: form(SetRetention, async (input, { locals }) => {
		const { name } = await setRetention(locals.actor, input);
		return { kept: name };
	})
};
