import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { transaction } from '#platform/db.server.ts';
import { changes, record } from '#platform/journal.ts';
import { authorize, conflict, refuse } from '#platform/refusal.ts';
import { isLocale } from '#platform/i18n.ts';
import { requiredText, text } from '#platform/shapes.ts';
import type { LeaseKind } from '../choices.ts';
import { dayAfter } from '../days.ts';
import type { Id } from '../floors.ts';
import { mayManagePlace } from '../policy.ts';
import { termsOf } from '../rent/terms.ts';
import { breaksOf, monthsAfter, noticeBy as lastDayForNotice, refuseOffer } from './law.ts';
import { draftIn, DraftLease, heldLease, takeUnits, type LeaseRow } from './leases.ts';

/** At its term, at a break of a commercial lease, by notice, or because both sides agree. */
export const waysToEnd = ['agreement', 'term', 'break', 'notice'] as const;
export const noticeSides = ['tenant', 'landlord'] as const;

export const EndLease = z.object({
	lease: z.uuid(),
	version: z.number().int().min(1),
	/** The last day that is paid for. */
	endsOn: z.iso.date(),
	how: z.enum(waysToEnd).default('agreement'),
	/** Who gave notice, and on which day the other side had it. */
	noticeBy: z.enum(noticeSides).nullish(),
	noticeOn: z.iso.date().nullish(),
	because: text(1000).default('')
});

/** Ends a lease on a day; what comes after it is free again. Notice and breaks are held to the law and the contract. */
export async function endLease(actor: Actor, { lease: id, version, ...input }: z.output<typeof EndLease>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const before = await heldLease(tx, actor.hub, id);
		if (before.version !== version) throw conflict('changed_meanwhile');
		if (before.state === 'ended') throw conflict('lease_has_ended');
		if (before.state !== 'signed') throw conflict('lease_does_not_run');
		const { endsOn, how, because } = input;
		if (endsOn < before.startsOn) throw refuse('endsOn', 'ends_before_it_begins');
		if (before.endsOn && endsOn > before.endsOn) throw refuse('endsOn', 'lease_ends_earlier');
		refuseEnd(before, input);
		const after = {
			endsOn,
			state: 'ended',
			endedHow: how,
			noticeBy: input.noticeBy ?? null,
			noticeOn: input.noticeOn ?? null,
			endedBecause: because
		};
		await tx
			.updateTable('leases')
			.set({ ...after, version: version + 1, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.execute();
		await takeUnits(tx, actor, id);
		await record(tx, actor, 'lease.ended', id, changes<object>(before, after));
		return { id };
	});
}

function refuseEnd(lease: LeaseRow, { how, endsOn, noticeBy, noticeOn }: Omit<z.output<typeof EndLease>, 'lease' | 'version'>) {
	const kind = lease.kind as LeaseKind;
	if (how === 'term' && endsOn !== lease.endsOn) throw refuse('endsOn', 'not_the_term');
	if (how !== 'break' && how !== 'notice') return;
	if (!noticeBy) throw refuse('noticeBy', 'required');
	if (!noticeOn) throw refuse('noticeOn', 'required');
	if (how === 'break') {
		// Only the tenant may leave before the nine years are over.
		if (noticeBy !== 'tenant') throw refuse('noticeBy', 'only_the_tenant_may_break');
		if (!breaksOf({ ...lease, kind }).some(({ on }) => on === endsOn)) throw refuse('endsOn', 'not_a_break_date');
	}
	if (how === 'notice' && kind === 'commercial' && endsOn !== lease.endsOn) throw refuse('endsOn', 'commercial_notice_is_for_the_term');
	if (how === 'notice' && kind === 'derogatory') throw refuse('how', 'derogatory_lease_has_no_notice');
	const latest = lastDayForNotice(endsOn, lease.noticeMonths);
	if (noticeOn > latest) throw refuse('noticeOn', 'notice_too_late', { day: latest, months: lease.noticeMonths });
}

export const RenewLease = z.object({
	lease: z.uuid(),
	number: requiredText(30),
	/** The last day of the new one; without it, what is usual for its kind. */
	endsOn: z.iso.date().nullish(),
	rentCents: z.number().int().min(0).max(1_000_000_000).nullish()
});

/** Drafts the lease that follows one: the same firm and units, from the day after its last one. */
export async function renewLease(actor: Actor, { lease: id, number, endsOn, rentCents }: z.output<typeof RenewLease>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const before = await heldLease(tx, actor.hub, id);
		if (!['signed', 'ended'].includes(before.state)) throw conflict('lease_does_not_run');
		if (!before.endsOn) throw conflict('lease_has_no_end');
		const startsOn = dayAfter(before.endsOn);
		const units = await tx.selectFrom('leaseUnits').select('unit').where('hub', '=', actor.hub).where('lease', '=', id).execute();
		const kind = before.kind as LeaseKind;
		const last = endsOn ?? (kind === 'service' ? null : usualEnd(startsOn, kind));
		const input = DraftLease.parse({
			number,
			kind,
			tenant: before.tenant,
			units: units.map(({ unit }) => unit),
			startsOn,
			endsOn: last,
			rentCents: rentCents ?? before.rentCents,
			depositCents: before.depositCents,
			depositReceivedOn: before.depositReceivedOn,
			noticeMonths: before.noticeMonths,
			useClause: before.useClause,
			event: before.event,
			landlord: before.landlord,
			landlordSignatory: before.landlordSignatory,
			signatory: before.signatory,
			signatoryTitle: before.signatoryTitle,
			signatoryEmail: before.signatoryEmail,
			insurer: before.insurer,
			insuranceEndsOn: before.insuranceEndsOn,
			locale: isLocale(before.locale) ? before.locale : 'fr',
			parent: id,
			terms: (await termsOf(actor.hub, [id], tx)).get(id)
		});
		refuseOffer({ ...input, endsOn: input.endsOn ?? null });
		const draft = await draftIn(tx, actor, input);
		await record(tx, actor, 'lease.renewal_drafted', id, { by: [null, draft.id] });
		return draft;
	});
}

/** Nine years for a commercial lease, one year for the others, until somebody writes another day. */
const usualEnd = (startsOn: string, kind: LeaseKind) => dayAfter(monthsAfter(startsOn, kind === 'commercial' ? 108 : 12), -1);
