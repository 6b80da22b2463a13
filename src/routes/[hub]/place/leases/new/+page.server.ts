import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { organisationName, writableFirms } from '#ecosystem/firms.ts';
import { clockOf, today } from '#place/days.ts';
import { leaseFrom, WrittenLease } from '#place/leases/form.ts';
import { draftLease, signLease } from '#place/leases/leases.ts';
import { leaseChoices, unitChoices } from '#place/leases/said.ts';
import { termsForm } from '#place/rent/terms-form.ts';
import { termsWritten } from '#place/rent/terms.ts';
import { mayManagePlace } from '#place/policy.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { authorize } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url } = event;
	const { actor, locale } = locals;
	authorize(mayManagePlace(actor));
	const search = url.searchParams.get('firm') ?? '';
	const tenant = z.uuid().safeParse(url.searchParams.get('organisation')).data ?? null;
	const name = tenant && (await organisationName(actor, tenant));
	return {
		tabs: placeTabs(actor, 'leases'),
		search,
		found: search ? await writableFirms(actor, search) : [],
		tenant: name ? tenant : null,
		tenantName: name,
		today: today(await clockOf(actor.hub)),
		terms: termsForm(locale),
		...leaseChoices(locale),
		units: name ? await unitChoices(actor) : []
	};
};

export const actions: Actions = {
	draft: form(WrittenLease, async (input, { locals, params }) => {
		const { id } = await draftLease(locals.actor, { ...leaseFrom(input), terms: termsWritten(input.terms) });
		redirect(303, `/${params.hub}/place/leases/${id}`);
	}),
	record: form(WrittenLease, async ({ locale: _, ...input }, { locals, params }) => {
		await signLease(locals.actor, { ...leaseFrom(input), terms: termsWritten(input.terms) });
		redirect(303, `/${params.hub}/place/leases?signed`);
	})
};
