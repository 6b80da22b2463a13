import { redirect } from '@sveltejs/kit';
import { findHub } from '#ecosystem/hubs.ts';
import { OneOrganisation, organisationAt } from '#ecosystem/organisations.ts';
import { printed } from '#ecosystem/numbers.ts';
import { form } from '#platform/form.ts';
import { authorize, found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import { registerIsOn } from '#register/client.ts';
import { AcceptFromRegister, acceptFromRegister, firmInRegister } from '#register/firms.ts';
import { ceasedSaid, differenceSaid, notesSaid } from '#register/said.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { actor, locale } = event.locals;
	const organisation = await organisationAt(actor, event.params.organisation);
	authorize(organisation.mayEdit);
	const { id, slug, name, siren } = organisation;
	const [{ version, entry, differences }, hub] = await Promise.all([
		firmInRegister(actor, { organisation: id, fresh: false }),
		findHub(event.params.hub)
	]);
	const { timeZone } = found(hub);
	const known = { ...organisation, street: organisation.street ?? '', postcode: organisation.postcode ?? '' };
	return {
		...{ id, slug, name, version },
		siren: siren && printed(siren),
		mayAsk: siren !== null && registerIsOn(),
		isThere: entry?.company != null,
		isAbsent: entry?.state === 'absent',
		ceased: entry ? ceasedSaid(entry, locale) : '',
		notes: entry ? notesSaid(entry, locale, timeZone) : [],
		lines: entry ? differences.map((one) => differenceSaid(one, known, entry, locale)) : [],
		isTaken: event.url.searchParams.has('taken')
	};
};

export const actions: Actions = {
	ask: form(OneOrganisation, async (input, { locals, url }) => {
		await firmInRegister(locals.actor, { ...input, fresh: true });
		redirect(303, url.pathname);
	}),
	accept: form(AcceptFromRegister, async (input, { locals, url }) => {
		await acceptFromRegister(locals.actor, input);
		redirect(303, `${url.pathname}?taken`);
	})
};
