import { redirect } from '@sveltejs/kit';
import { founderOf, setUpFirstHub, SetUpFirstHub, SetUpHub, setUpHub, timeZones } from '#ecosystem/hubs.ts';
import { networks } from '#ecosystem/networks.ts';
import { signIn } from '#ecosystem/sign-in.ts';
import { callerOf } from '#platform/auth.server.ts';
import { form } from '#platform/form.ts';
import { locales, say } from '#platform/i18n.ts';
import { limit } from '#platform/limits.ts';
import { Refusal } from '#platform/refusal.ts';
import { toSignIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** Who may set up a hub here; whoever holds a link signs in first. */
async function founder({ locals, url }: RequestEvent | Parameters<PageServerLoad>[0]) {
	try {
		return await founderOf(locals.account, url.searchParams.get('key') ?? undefined);
	} catch (error) {
		if (error instanceof Refusal && error.code === 'sign_in_first') toSignIn(url);
		throw error;
	}
}

export const load: PageServerLoad = async (event) => {
	const who = await founder(event);
	return {
		by: who === 'newcomer' ? ('newcomer' as const) : who.by,
		languages: locales.map((value) => ({ value, label: say(`language_${value}`) })),
		timeZones: timeZones.map((value) => ({ value, label: value.replaceAll('_', ' ') })),
		networks: who !== 'newcomer' && who.by === 'network' ? (await networks()).map(({ id, name }) => ({ value: id, label: name })) : []
	};
};

export const actions: Actions = {
	first: form(SetUpFirstHub, async (input, event: RequestEvent) => {
		const caller = callerOf(event);
		await limit(`setup:from:${caller.address}`, { max: 20, seconds: 3600 });
		const { hub } = await setUpFirstHub(input);
		await signIn(caller, { email: input.managerEmail, password: input.password, back: '/' });
		redirect(303, `/${hub}/desk`);
	}),
	found: form(SetUpHub, async (input, event: RequestEvent) => {
		const who = await founder(event);
		if (who === 'newcomer') throw new Refusal('sign_in_first', { status: 401 });
		const { hub, manager } = await setUpHub(who, input);
		if (manager && !input.manager) redirect(303, `/${hub}/desk`);
		redirect(303, who.by === 'network' ? `/network/hubs/${hub}` : `/${hub}`);
	})
};
