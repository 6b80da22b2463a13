import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { organisationName, writableFirms } from '#ecosystem/firms.ts';
import { leaseKinds } from '#place/choices.ts';
import { clockOf, today } from '#place/days.ts';
import { SignLease, signLease } from '#place/leases/leases.ts';
import { listFree } from '#place/plan.ts';
import { mayManagePlace } from '#place/policy.ts';
import { dayIn, squareMetres } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { termsForm } from '#place/rent/terms-form.ts';
import { termsWritten, WrittenTerms } from '#place/rent/terms.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
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
	const { items } = name ? await listFree(actor, { least: 0, q: '' }) : { items: [] };
	const [day, area] = [dayIn(locale), squareMetres(locale)];
	return {
		tabs: placeTabs(actor, 'leases'),
		terms: termsForm(locale),
		search,
		found: search ? await writableFirms(actor, search) : [],
		tenant: name ? tenant : null,
		tenantName: name,
		today: today(await clockOf(actor.hub)),
		kinds: leaseKinds.map((kind) => ({
			value: kind,
			label: say(`place_lease_${kind}`, {}, locale),
			hint: say(`place_lease_${kind}_hint`, {}, locale)
		})),
		units: items.map(({ id, number, name: called, m2, freeFrom, freeUntil }) => ({
			value: id,
			label: [number, called, area(m2)].filter(Boolean).join(' · '),
			hint: freeUntil
				? say('place_free_between', { from: day(freeFrom), until: day(freeUntil) }, locale)
				: say('place_free_since', { from: day(freeFrom) }, locale)
		}))
	};
};

/** People write euros, not cents. */
const Written = SignLease.omit({ rentCents: true, depositCents: true, terms: true }).extend({
	rent: z.number().min(0).max(10_000_000),
	deposit: z.number().min(0).max(100_000_000).default(0),
	terms: WrittenTerms
});
const cents = (amount: number) => Math.round(amount * 100);

export const actions: Actions = {
	default: form(Written, async ({ rent, deposit, terms, ...input }, { locals, params }) => {
		await signLease(locals.actor, { ...input, rentCents: cents(rent), depositCents: cents(deposit), terms: termsWritten(terms) });
		redirect(303, `/${params.hub}/place/leases?signed`);
	})
};
