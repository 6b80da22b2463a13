import { redirect } from '@sveltejs/kit';
import { annexesFrom, clausesFrom, leaseFrom, WrittenChange } from '#place/leases/form.ts';
import { changeLease } from '#place/leases/leases.ts';
import { leaseChoices, unitChoices } from '#place/leases/said.ts';
import { findLease, LeaseId } from '#place/leases/shown.ts';
import { mayManagePlace } from '#place/policy.ts';
import { form } from '#platform/form.ts';
import { authorize, conflict, found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params } = event;
	const { actor, locale } = locals;
	authorize(mayManagePlace(actor));
	const lease = await findLease(actor, found(LeaseId.safeParse(params).data));
	if (!['draft', 'expired', 'withdrawn'].includes(lease.state)) throw conflict('lease_is_not_a_draft');
	return {
		...leaseChoices(locale),
		units: await unitChoices(actor, lease.units),
		version: lease.version,
		number: lease.number,
		tenantName: lease.tenantName,
		values: {
			number: lease.number,
			kind: lease.kind,
			units: lease.units.map(({ id }) => id),
			startsOn: lease.startsOn,
			endsOn: lease.endsOn,
			rent: lease.rentCents / 100,
			deposit: lease.depositCents / 100,
			noticeMonths: lease.noticeMonths,
			locale: lease.locale,
			useClause: lease.useClause,
			event: lease.event,
			landlord: lease.landlord,
			landlordSignatory: lease.landlordSignatory,
			signatory: lease.signatory,
			signatoryTitle: lease.signatoryTitle,
			signatoryEmail: lease.signatoryEmail,
			depositReceivedOn: lease.depositReceivedOn,
			insurer: lease.insurer,
			insuranceEndsOn: lease.insuranceEndsOn
		},
		guarantees: lease.guarantees.map(({ kind, guarantor, amountCents, endsOn }) => ({
			kind,
			guarantor,
			amount: typeof amountCents === 'number' ? amountCents / 100 : null,
			endsOn: endsOn ?? null
		})),
		clauses: lease.clauses,
		annexes: lease.annexes.join('\n')
	};
};

export const actions: Actions = {
	default: form(WrittenChange, async ({ title, text, annexes, ...input }, { locals, params }) => {
		const { lease: id } = found(LeaseId.safeParse(params).data);
		const before = await findLease(locals.actor, { lease: id });
		const keys = before.clauses.map(({ key }) => key);
		const written = clausesFrom(title, text, keys);
		// Another kind or language begins with its own clauses, unless somebody rewrote them here.
		const isSame =
			JSON.stringify(written) ===
			JSON.stringify(
				clausesFrom(
					before.clauses.map((one) => one.title),
					before.clauses.map((one) => one.text),
					keys
				)
			);
		const isOther = before.kind !== input.kind || before.locale !== input.locale;
		await changeLease(locals.actor, {
			...leaseFrom(input),
			lease: id,
			...(written.length && !(isOther && isSame) && { clauses: written, annexes: annexesFrom(annexes) })
		});
		redirect(303, `/${params.hub}/place/leases/${id}?done`);
	})
};
