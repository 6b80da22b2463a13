import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { transaction, type Tx } from '#platform/db.server.ts';
import { changes, record } from '#platform/journal.ts';
import { authorize, conflict } from '#platform/refusal.ts';
import { email, requiredText, text } from '#platform/shapes.ts';
import type { LeaseKind } from '../choices.ts';
import { json, type Id } from '../floors.ts';
import { mayManagePlace } from '../policy.ts';
import { keepTerms, LeaseTerms, refuseTerms, sizesBy } from '../rent/terms.ts';
import { amendmentPaper, shownIn } from './document.ts';
import { refuseTerm } from './law.ts';
import { heldLease, refuseTooLong, takeUnits, withSigner, type LeaseRow } from './leases.ts';
import { invite, keepPaper, nameOf } from './papers.ts';

export const AmendLease = z.object({
	lease: z.uuid(),
	version: z.number().int().min(1),
	/** What both sides agree to. */
	words: requiredText(6000),
	/** The new last day; without it the term stays. */
	endsOn: z.iso.date().nullish(),
	/** The new rent, for what the terms say; without it the rent stays. */
	rentCents: z.number().int().min(0).max(1_000_000_000).nullish(),
	/** What it costs beside the rent; without them they stay. */
	terms: LeaseTerms.optional(),
	/** Who signs, where the lease was signed on paper and does not say so. */
	signatory: text(120).default(''),
	signatoryEmail: z.union([z.literal(''), email]).default(''),
	days: z.number().int().min(1).max(90).default(14)
});

/** Sends both sides a change to a lease that runs; it holds once both have signed. */
export async function amendLease(
	actor: Actor,
	{ lease: id, version, words, days, endsOn = null, rentCents = null, terms, ...signer }: z.output<typeof AmendLease>
): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const before = await heldLease(tx, actor.hub, id);
		if (before.version !== version) throw conflict('changed_meanwhile');
		if (before.state !== 'signed') throw conflict('lease_does_not_run');
		await refuseNewEnd(tx, actor.hub, before, endsOn);
		if (terms) await refuseNewTerms(tx, actor.hub, { ...before, endsOn: endsOn ?? before.endsOn }, terms);
		const lease = await withSigner(tx, before, signer);
		const earlier = await tx.selectFrom('leaseAmendments').select('nth').where('hub', '=', actor.hub).where('lease', '=', id).execute();
		const nth = earlier.length + 1;
		const expiresAt = new Date(Date.now() + days * 86_400_000);
		const amendment = await tx
			.insertInto('leaseAmendments')
			.values({ hub: actor.hub, lease: id, nth, words, endsOn, rentCents, terms: terms ? json(terms) : null, expiresAt })
			.returning('id')
			.executeTakeFirstOrThrow();
		const content = amendmentPaper(lease, await shownIn(tx, actor.hub, lease), { nth, words, endsOn, rentCents, terms });
		const name = `${nameOf(lease.number)}-avenant-${nth}.pdf`;
		const paper = await keepPaper(tx, actor, id, { kind: 'amendment', subject: amendment.id, name, content });
		await record(tx, actor, 'lease.amendment_sent', id, { nth: [null, nth], until: [null, endsOn], rentCents: [null, rentCents] });
		await invite(tx, actor.hub, lease, paper.id, 'lease_amendment_to_sign', expiresAt);
		return amendment;
	});
}

async function refuseNewTerms(tx: Tx, hub: string, lease: LeaseRow, terms: LeaseTerms) {
	refuseTerms(terms, lease);
	if (!terms.measure) return;
	const units = await tx
		.selectFrom('leaseUnits')
		.innerJoin('units', (join) => join.onRef('units.hub', '=', 'leaseUnits.hub').onRef('units.id', '=', 'leaseUnits.unit'))
		.select(['leaseUnits.unit', 'units.number'])
		.where('leaseUnits.hub', '=', hub)
		.where('leaseUnits.lease', '=', lease.id)
		.execute();
	await sizesBy(tx, hub, terms.measure, units);
}

async function refuseNewEnd(tx: Tx, hub: string, lease: LeaseRow, endsOn: string | null) {
	if (!endsOn) return;
	refuseTerm({ kind: lease.kind as LeaseKind, startsOn: lease.startsOn, endsOn });
	if (lease.kind !== 'derogatory') return;
	const units = await tx.selectFrom('leaseUnits').select('unit').where('hub', '=', hub).where('lease', '=', lease.id).execute();
	const all = units.map(({ unit }) => unit);
	await refuseTooLong(tx, hub, lease.tenant, all, lease.startsOn, endsOn, lease.id);
}

/** What both sides signed becomes the lease’s own; a longer term is refused when somebody has the units by then. */
export async function applyAmendment(tx: Tx, actor: Actor, lease: LeaseRow, id: string) {
	const { endsOn, rentCents, nth, terms } = await tx
		.selectFrom('leaseAmendments')
		.select(['endsOn', 'rentCents', 'nth', 'terms'])
		.where('hub', '=', actor.hub)
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	if (lease.state !== 'signed') throw conflict('lease_does_not_run');
	await refuseNewEnd(tx, actor.hub, lease, endsOn);
	await tx
		.updateTable('leaseAmendments')
		.set({ state: 'signed', signedAt: new Date() })
		.where('hub', '=', actor.hub)
		.where('id', '=', id)
		.execute();
	const after = { endsOn: endsOn ?? lease.endsOn, rentCents: rentCents ?? lease.rentCents };
	await tx
		.updateTable('leases')
		.set({ ...after, version: lease.version + 1, updatedAt: new Date() })
		.where('hub', '=', actor.hub)
		.where('id', '=', lease.id)
		.execute();
	if (endsOn) await takeUnits(tx, actor, lease.id);
	if (terms) await keepTerms(tx, actor, lease.id, LeaseTerms.parse(terms));
	await record(tx, actor, 'lease.amended', lease.id, { nth: [null, nth], ...changes<object>(lease, after) });
}

export const WithdrawAmendment = z.object({ amendment: z.uuid() });

export async function withdrawAmendment(actor: Actor, { amendment: id }: z.output<typeof WithdrawAmendment>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const row = await tx
			.updateTable('leaseAmendments')
			.set({ state: 'withdrawn' })
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.where('state', '=', 'sent')
			.returning(['lease', 'nth'])
			.executeTakeFirst();
		if (!row) throw conflict('offer_is_over');
		await record(tx, actor, 'lease.amendment_withdrawn', row.lease, { nth: [row.nth, null] });
		return { id };
	});
}
