import { sql } from 'kysely';
import { z } from 'zod';
import { system, type Actor } from '#platform/actor.ts';
import { acrossHubs, db, inHub, transaction, type Tx } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict, Refusal, refuse } from '#platform/refusal.ts';
import { requiredText, text } from '#platform/shapes.ts';

import { leaseKinds } from '../choices.ts';
import { claim } from '../claims.ts';
import { clockOf, during, today } from '../days.ts';
import { SignLease, signLease } from '../leases/leases.ts';
import type { Kept } from './admissions.ts';
import { AdmissionId, endOffer, heldFile, missing } from './admissions.ts';
import { movableStages, openStages, type Stage } from './choices.ts';
import { documentsOf, lacking } from './documents.ts';
import { tellRefused, tellStage } from './letters.ts';
import { mayAdmit } from './policy.ts';
import { promiseYears } from './promises.ts';

const version = z.number().int().min(1);

export const MoveAdmission = AdmissionId.extend({
	version,
	to: z.enum([...movableStages, 'refused']),
	because: text(2000).default('')
}).refine(({ to, because }) => to !== 'refused' || because !== '', { path: ['because'], error: 'refusal_needs_a_reason' });

/**
 * Moves a file along the board, or refuses it with a reason. It is complete only with its documents accepted and, if it is a transfer, explained.
 * Taken back from an offer, its units are free again.
 */
export async function moveAdmission(actor: Actor, { admission, version, to, because }: z.output<typeof MoveAdmission>): Promise<Kept> {
	authorize(mayAdmit(actor));
	return transaction(async (tx) => {
		const file = await heldFile(tx, actor, admission, version);
		if (file.stage === to) throw conflict('admission_is_there_already');
		if (!openStages.includes(file.stage) && !(file.stage === 'refused' && to !== 'refused')) throw conflict('admission_is_decided');
		if (to !== 'received' && to !== 'refused') await refuseIncomplete(tx, actor, file);
		if (file.stage === 'offered') await endOffer(tx, actor.hub, admission);
		await place(tx, actor, file, to, { refusedBecause: to === 'refused' ? because : '' }, because);
		if (to === 'refused') await tellRefused(tx, file, because);
		else await tellStage(tx, file, to);
		return { id: admission, version: version + 1 };
	});
}

type File = Awaited<ReturnType<typeof heldFile>>;

async function refuseIncomplete(tx: Tx, actor: Actor, file: File) {
	const fields = await missing(tx, file);
	if (fields.length) throw new Refusal(file.isTransfer && !file.transferReason ? 'transfer_needs_a_reason' : 'admission_is_incomplete');
	const documents = lacking(await documentsOf(tx, actor.hub, file.id, actor.locale));
	if (documents.length) throw new Refusal('documents_are_missing', { params: { documents: documents.map(({ name }) => name).join(', ') } });
}

async function place(tx: Tx, actor: Actor, file: File, to: Stage, set: object = {}, because = '') {
	await tx
		.updateTable('admissions')
		.set({ ...set, stage: to, stageSince: new Date(), version: file.version + 1, updatedAt: new Date() })
		.where('hub', '=', file.hub)
		.where('id', '=', file.id)
		.execute();
	await record(tx, actor, to === 'refused' ? 'admission.refused' : 'admission.moved', file.id, {
		stage: [file.stage, to],
		...(because && { because: [null, because] })
	});
}

export const OfferUnits = AdmissionId.extend({
	version,
	units: z.array(z.uuid()).min(1).max(20),
	from: z.iso.date(),
	/** The last day. */
	until: z.iso.date(),
	/** For a square metre and a year, without tax. */
	rentCents: z.number().int().min(0).max(10_000_000),
	/** Days after which the units are let go unless the lease is signed. */
	days: z.number().int().min(1).max(365).default(30)
});

/** Offers units to a firm: they are kept for it until the offer ends, and nobody else can have them meanwhile. */
export async function offerUnits(actor: Actor, input: z.output<typeof OfferUnits>): Promise<Kept> {
	authorize(mayAdmit(actor));
	if (input.until < input.from) throw refuse('until', 'ends_before_it_begins');
	const timeZone = await clockOf(actor.hub);
	return transaction(async (tx) => {
		const file = await heldFile(tx, actor, input.admission, input.version);
		if (!openStages.includes(file.stage)) throw conflict('admission_is_decided');
		await refuseIncomplete(tx, actor, file);
		await endOffer(tx, actor.hub, file.id);
		await offer(tx, actor, timeZone, file, input);
		await place(tx, actor, file, 'offered');
		await tellStage(tx, file, 'offered');
		return { id: file.id, version: file.version + 1 };
	});
}

interface Offered {
	units: string[];
	from: string;
	until: string;
	rentCents: number;
	days: number;
}

/** Keeps units for a file, as claims that end by themselves. */
async function offer(tx: Tx, actor: Actor, timeZone: string, file: File, { units, from, until, rentCents, days }: Offered) {
	const wanted = [...new Set(units)].sort();
	const there = await tx.selectFrom('units').select('id').where('hub', '=', actor.hub).where('id', 'in', wanted).execute();
	if (there.length < wanted.length) throw refuse('units', 'refers_to_nothing');
	const expiresAt = new Date(Date.now() + days * 86_400_000);
	const act = await claim(tx, actor, wanted, during(timeZone, from, until), {
		kind: 'hold',
		holder: file.organisation,
		note: file.number,
		expiresAt
	});
	const { id } = await tx
		.insertInto('admissionOffers')
		.values({ hub: actor.hub, admission: file.id, act, fromOn: from, untilOn: until, rentCents, expiresAt, madeBy: actor.member })
		.returning('id')
		.executeTakeFirstOrThrow();
	await tx
		.insertInto('admissionOfferUnits')
		.values(wanted.map((unit) => ({ hub: actor.hub, offer: id, unit })))
		.execute();
	await record(tx, actor, 'admission.offered', file.id, {
		from: [null, from],
		until: [null, until],
		expires: [null, expiresAt.toISOString()]
	});
}

export const SignAdmission = AdmissionId.extend({
	version,
	number: requiredText(30),
	kind: z.enum(leaseKinds),
	startsOn: z.iso.date(),
	endsOn: z.iso.date().nullish(),
	depositCents: z.number().int().min(0).max(10_000_000_000).default(0)
});

/** Signs the lease of what was offered: the hold becomes it, and the plan shows the firm from its first day. */
export async function signAdmission(
	actor: Actor,
	{ admission, version, number, kind, startsOn, endsOn, depositCents }: z.output<typeof SignAdmission>
): Promise<Kept> {
	authorize(mayAdmit(actor));
	const { file, offer } = await transaction(async (tx) => {
		const file = await heldFile(tx, actor, admission, version);
		if (file.stage !== 'offered') throw conflict('nothing_was_offered');
		return { file, offer: await standingOffer(tx, actor.hub, admission) };
	});
	if (!offer) throw conflict('nothing_was_offered');
	// The lease takes the units in a transaction of its own: of two who sign at once, the second finds them taken.
	const { id: lease } = await signLease(
		actor,
		SignLease.parse({
			number,
			kind,
			tenant: file.organisation,
			units: offer.units,
			startsOn,
			endsOn: endsOn ?? null,
			rentCents: offer.rentCents,
			depositCents,
			noticeMonths: kind === 'commercial' ? 6 : 3
		})
	);
	return transaction(async (tx) => {
		const now = await heldFile(tx, actor, admission);
		await endOffer(tx, actor.hub, admission);
		await place(tx, actor, now, 'signed', { lease });
		await tellStage(tx, now, 'signed');
		return { id: admission, version: now.version + 1 };
	});
}

export interface StandingOffer {
	id: string;
	units: string[];
	fromOn: string;
	untilOn: string;
	rentCents: number;
	expiresAt: Date;
}

export async function standingOffer(from: Tx | typeof db, hub: string, admission: string): Promise<StandingOffer | null> {
	const row = await from
		.selectFrom('admissionOffers')
		.select(['id', 'fromOn', 'untilOn', 'rentCents', 'expiresAt'])
		.where('hub', '=', hub)
		.where('admission', '=', admission)
		.where('endedAt', 'is', null)
		.executeTakeFirst();
	if (!row) return null;
	const units = await from.selectFrom('admissionOfferUnits').select('unit').where('hub', '=', hub).where('offer', '=', row.id).execute();
	return { ...row, units: units.map(({ unit }) => unit) };
}

export const MoveIn = AdmissionId.extend({ version, on: z.iso.date() });

/** The firm moved in on a day: from then on it is asked each year what became of its promise. */
export async function moveIn(actor: Actor, { admission, version, on }: z.output<typeof MoveIn>): Promise<Kept> {
	authorize(mayAdmit(actor));
	const now = today(await clockOf(actor.hub));
	return transaction(async (tx) => {
		const file = await heldFile(tx, actor, admission, version);
		if (file.stage !== 'signed') throw conflict('no_lease_is_signed');
		if (on > now) throw refuse('on', 'date_is_to_come');
		await promiseYears(tx, actor.hub, admission, on);
		await place(tx, actor, file, 'moved_in', { movedInOn: on });
		await tellStage(tx, file, 'moved_in');
		return { id: admission, version: version + 1 };
	});
}

/** Files whose offer ran out go back to the committee, so that nobody waits for a unit that is free again. */
export const endOffers = job(
	'admission.end_offers',
	async () => {
		const hubs = await acrossHubs(() => db.selectFrom('hubs').select('id').execute());
		for (const { id: hub } of hubs)
			await inHub(hub, async () => {
				const over = await db
					.selectFrom('admissionOffers')
					.select('admission')
					.where('hub', '=', hub)
					.where('endedAt', 'is', null)
					.where('expiresAt', '<=', sql<Date>`now()`)
					.execute();
				for (const { admission } of over)
					await transaction(async (tx) => {
						const actor = system(hub);
						const file = await heldFile(tx, actor, admission);
						await endOffer(tx, hub, admission);
						if (file.stage === 'offered') await place(tx, actor, file, 'committee');
						await record(tx, actor, 'admission.offer_ended', admission);
						await tellStage(tx, file, 'committee');
					});
			});
	},
	{ every: '*/10 * * * *' }
);
