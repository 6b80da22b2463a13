import { sql } from 'kysely';
import { z } from 'zod';
import { peopleActingFor } from '#ecosystem/introducible.ts';
import { system, type Actor } from '#platform/actor.ts';
import { acrossHubs, db, inHub, transaction, type Tx } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict, Refusal, refuse } from '#platform/refusal.ts';
import { locale, requiredText, text } from '#platform/shapes.ts';
import { leaseKinds } from '../choices.ts';
import { claim } from '../claims.ts';
import { clockOf, during, today } from '../days.ts';
import { refuseOffer } from '../leases/law.ts';
import { draftIn, DraftLease } from '../leases/leases.ts';
import { AdmissionId, heldFile, Kept, missing, moveFile } from './admissions.ts';
import { movableStages, openStages } from './choices.ts';
import { documentsOf, lacking } from './documents.ts';
import { tellRefused, tellStage } from './letters.ts';
import { closeOffer, endOffer, standingOffer } from './offers.ts';
import { mayAdmit } from './policy.ts';
import { movedIn } from './tenancy.ts';

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
		if (file.stage === 'offered') await endOffer(tx, actor, admission);
		await moveFile(tx, actor, file, to, { refusedBecause: to === 'refused' ? because : '' }, because);
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
		await endOffer(tx, actor, file.id);
		await offer(tx, actor, timeZone, file, input);
		await moveFile(tx, actor, file, 'offered');
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

export const DraftAdmissionLease = AdmissionId.extend({
	version,
	number: requiredText(30),
	kind: z.enum(leaseKinds).default('commercial'),
	/** Without them, those of the offer. */
	startsOn: z.iso.date().nullish(),
	endsOn: z.iso.date().nullish(),
	depositCents: z.number().int().min(0).max(10_000_000_000).default(0),
	/** What ends a precarious occupation, from outside. */
	event: text(500).default(''),
	locale: locale.default('fr')
});
export const DraftedLease = Kept.extend({ lease: z.uuid() });

/**
 * Begins the lease of what was offered: its firm, units, price and whoever signs for it are in it already. The file waits, and its units stay
 * held, until both sides have signed.
 */
export async function draftAdmissionLease(
	actor: Actor,
	{ admission, version, startsOn, endsOn, ...input }: z.output<typeof DraftAdmissionLease>
): Promise<z.output<typeof DraftedLease>> {
	authorize(mayAdmit(actor));
	return transaction(async (tx) => {
		const file = await heldFile(tx, actor, admission, version);
		const offer = await standingOffer(tx, actor.hub, admission);
		if (file.stage !== 'offered' || !offer) throw conflict('nothing_was_offered');
		if (file.lease && (await isBeingPrepared(tx, actor.hub, file.lease))) throw conflict('lease_is_being_prepared');
		const draft = DraftLease.parse({
			...input,
			...(await partiesOf(tx, actor.hub, file)),
			tenant: file.organisation,
			units: offer.units,
			startsOn: startsOn ?? offer.fromOn,
			endsOn: endsOn ?? offer.untilOn,
			rentCents: offer.rentCents,
			noticeMonths: input.kind === 'commercial' ? 6 : 3,
			useClause: file.activity.slice(0, 500)
		});
		refuseOffer({ ...draft, endsOn: draft.endsOn ?? null });
		const { id: lease } = await draftIn(tx, actor, draft);
		await tx
			.updateTable('admissions')
			.set({ lease, version: version + 1, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', admission)
			.execute();
		await record(tx, actor, 'admission.lease_drafted', admission, { lease: [null, draft.number] });
		return { id: admission, version: version + 1, lease };
	});
}

const isBeingPrepared = async (tx: Tx, hub: string, lease: string) =>
	(await tx
		.selectFrom('leases')
		.select('id')
		.where('hub', '=', hub)
		.where('id', '=', lease)
		.where('state', 'in', ['draft', 'sent'])
		.executeTakeFirst()) !== undefined;

/** The landlord as in the hub’s latest lease, and whoever opened the file for the firm, else the first who answers for it. */
async function partiesOf(tx: Tx, hub: string, file: File) {
	const landlord = await tx
		.selectFrom('leases')
		.select(['landlord', 'landlordSignatory'])
		.where('hub', '=', hub)
		.where('landlord', '!=', '')
		.orderBy('createdAt', 'desc')
		.executeTakeFirst();
	const acting = await peopleActingFor(tx, hub, [file.organisation]);
	const signer = acting.find(({ member }) => member === file.createdBy) ?? acting.find(({ isOwner }) => isOwner) ?? acting[0];
	return { ...landlord, ...(signer && { signatory: signer.name.slice(0, 120), signatoryEmail: signer.email }) };
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
		await movedIn(tx, actor, file, on);
		return { id: admission, version: version + 1 };
	});
}

/** A lease that is out to be signed keeps its units itself, for as long as it says. */
const isNotSent = sql<boolean>`not exists (select from admissions a join leases l on l.hub = a.hub and l.id = a.lease
	where a.hub = admission_offers.hub and a.id = admission_offers.admission and l.state = 'sent')`;

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
					.where(isNotSent)
					.execute();
				for (const { admission } of over)
					await transaction(async (tx) => {
						const actor = system(hub);
						const file = await heldFile(tx, actor, admission);
						await closeOffer(tx, hub, admission);
						if (file.stage === 'offered') await moveFile(tx, actor, file, 'committee');
						await record(tx, actor, 'admission.offer_ended', admission);
						await tellStage(tx, file, 'committee');
					});
			});
	},
	{ every: '*/10 * * * *' }
);
