import { ChangeHub, changeHub, hubSettings, timeZones } from '#ecosystem/hubs.ts';
import { form } from '#platform/form.ts';
import { locales, say } from '#platform/i18n.ts';
import { history } from '#platform/journal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
	await parent();
	const { actor } = locals;
	const settings = await hubSettings(actor);
	const lines = await history(actor, 'hub', actor.hub, 20);
	return {
		settings,
		languages: locales.map((value) => ({ value, label: say(`language_${value}`) })),
		timeZones: timeZones.map((value) => ({ value, label: value.replaceAll('_', ' ') })),
		history: lines.map(({ id, at, who, changed }) => ({ id: String(id), at, who, fields: Object.keys(changed as object) }))
	};
};

export const actions: Actions = {
	default: form(ChangeHub, async (input, { locals }) => {
		await changeHub(locals.actor, input);
		return { saved: true };
	})
};
