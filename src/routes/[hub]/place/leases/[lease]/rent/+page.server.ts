import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { AmendLease, amendLease } from '#place/leases/amendments.ts';
import { clockOf, today } from '#place/days.ts';
import { mayManagePlace } from '#place/policy.ts';
import { findLeaseRent } from '#place/rent/lease-rent.ts';
import { monthsAfter } from '#place/rent/months.ts';
import { listRevisions, previewRevisions } from '#place/rent/revisions.ts';
import { centsIn, quarterIn } from '#place/rent/said.ts';
import { ListRent, listRent, windowAround } from '#place/rent/schedule.ts';
import { shownLines, shownRevisions } from '#place/rent/shown.ts';
import { termsForm } from '#place/rent/terms-form.ts';
import { SetTerms, setTerms, termsWritten, WrittenTerms } from '#place/rent/terms.ts';
import { dayIn } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { notFound } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const idOf = (params: { lease: string }) => {
	const { data } = z.uuid().safeParse(params.lease);
	if (!data) throw notFound();
	return data;
};

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { actor, locale } = event.locals;
	const id = idOf(event.params);
	const lease = await findLeaseRent(actor, { lease: id });
	const now = today(await clockOf(actor.hub));
	const { from, until } = windowAround(now);
	const [lines, made, due] = await Promise.all([
		listRent(actor, ListRent.parse({ lease: id, from: `${now.slice(0, 4)}-01-01`, limit: 100 })),
		listRevisions(actor, { lease: id, limit: 100 }),
		previewRevisions(actor, { lease: id, until })
	]);
	const [day, money, quarter] = [dayIn(locale), centsIn(locale), quarterIn(locale)];
	const told = (key: string, params: Record<string, string | number> = {}) => say(key, params, locale);
	const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
	const { terms } = lease;
	return {
		tabs: placeTabs(actor, 'leases'),
		number: lease.number,
		id,
		version: lease.version,
		mayChange: mayManagePlace(actor) && ['draft', 'expired', 'withdrawn'].includes(lease.state),
		mayAmend: mayManagePlace(actor) && lease.state === 'signed',
		isSent: mayManagePlace(actor) && lease.state === 'sent',
		needsSigner: !lease.signatory || !lease.signatoryEmail,
		lead: `${lease.tenantName} · ${lease.units.join(', ')} · ${day(lease.startsOn)} – ${lease.endsOn ? day(lease.endsOn) : told('place_open_end')}`,
		facts: [
			{ label: told('rent_agreed'), value: money(lease.agreedCents) },
			{ label: told('rent_now'), value: money(lease.yearCents) },
			{ label: told('rent_charges_year'), value: `${money(lease.chargesCents)} – ${told(`rent_charges_${terms.charges}`)}` },
			{ label: told('rent_payment'), value: `${told(`rent_payment_${terms.payment}`)}, ${told(`rent_paid_${terms.paid}`)}` },
			{ label: told('rent_deposit'), value: money(lease.depositCents) },
			{
				label: told('rent_deposit_interest'),
				value:
					lease.kind === 'commercial' &&
					lease.beyondCents > 0 &&
					(lease.interestRate === null
						? told('rent_deposit_without_rate', { beyond: money(lease.beyondCents) })
						: told('rent_deposit_bears', {
								beyond: money(lease.beyondCents),
								rate: percent.format(lease.interestRate / 10_000),
								interest: money(lease.interestCents)
							}))
			},
			{ label: told('rent_vat'), value: told(`rent_vat_${lease.vatCase}`) },
			{
				label: told('rent_index'),
				value:
					terms.index === 'none'
						? told('rent_index_none')
						: told('rent_index_line', {
								index: terms.index,
								quarter: quarter(terms.referenceQuarter as string),
								months: terms.revisionMonths
							})
			},
			{ label: told('rent_review'), value: lease.reviewFrom && day(lease.reviewFrom) }
		].map(({ label, value }) => ({ label, value: value || null })),
		smoothing: lease.smoothing.map(({ from, rentCents, ceilingCents, paidCents }) => ({
			id: from,
			from: day(from),
			rent: money(rentCents),
			ceiling: money(ceilingCents),
			paid: money(paidCents),
			isNow: from <= now && now < monthsAfter(from, 12)
		})),
		lines: shownLines(lines.items, actor.hub, locale),
		made: shownRevisions(made.items, actor.hub, locale, now),
		due: shownRevisions(due.items, actor.hub, locale, now).slice(0, 3),
		terms: termsForm(locale, terms),
		schedule: `/${actor.hub}/place/rent?lease=${id}&from=${from}&until=${until}`,
		exports: (['csv', 'xlsx', 'json'] as const).map((format) => ({
			label: format.toUpperCase(),
			href: `/${actor.hub}/place/rent/export/${format}?lease=${id}`
		}))
	};
};

const Written = SetTerms.omit({ lease: true, terms: true }).extend({ terms: WrittenTerms });

export const actions: Actions = {
	set: form(Written, async ({ terms, version }, { locals, params }) => {
		await setTerms(locals.actor, { lease: idOf(params as { lease: string }), version, terms: termsWritten(terms) });
		return { told: say('rent_saved', {}, locals.locale) };
	}),
	amend: form(
		AmendLease.omit({ lease: true, terms: true, rentCents: true, endsOn: true }).extend({ terms: WrittenTerms }),
		async ({ terms, ...input }, { locals, params }) => {
			await amendLease(locals.actor, { ...input, lease: idOf(params as { lease: string }), terms: termsWritten(terms) });
			redirect(303, `/${params.hub}/place/leases/${params.lease}?done`);
		}
	)
};
