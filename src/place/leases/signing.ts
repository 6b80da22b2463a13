import { sql } from 'kysely';
import { z } from 'zod';
import { bytesOfFile, inspected, received, SentFile } from '#ecosystem/attachments.ts';
import { system, type Actor } from '#platform/actor.ts';
import { acrossHubs, db, inHub, transaction, type Tx } from '#platform/db.server.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { job } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { requiredText, text } from '#platform/shapes.ts';
import type { LeaseKind } from '../choices.ts';
import { admitTenant, leaseFellThrough } from '../admissions/tenancy.ts';
import { clockOf } from '../days.ts';
import type { Id } from '../floors.ts';
import { mayManagePlace } from '../policy.ts';
import { applyAmendment } from './amendments.ts';
import { leasePaper, shownIn, withEvidence, type Signed } from './document.ts';
import { completeInventory } from './inventories.ts';
import { refuseOffer } from './law.ts';
import { heldLease, refuseTooLong, setAside, takeUnits, type LeaseRow } from './leases.ts';
import { invite, keepPaper, lastPaper, nameOf, readPaperToken } from './papers.ts';
import { tellManagers } from './told.ts';

export const SendLease = z.object({
	lease: z.uuid(),
	version: z.number().int().min(1),
	/** Days within which it is signed; then its units are free again. */
	days: z.number().int().min(1).max(90).default(14)
});
export const Sent = z.object({ id: z.uuid(), expiresAt: z.date() });

/** Makes the document, keeps the units for the tenant, and sends who signs for it a link. */
export async function sendLease(actor: Actor, { lease: id, version, days }: z.output<typeof SendLease>): Promise<z.output<typeof Sent>> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const lease = await heldLease(tx, actor.hub, id);
		if (lease.version !== version) throw conflict('changed_meanwhile');
		if (!['draft', 'expired', 'withdrawn'].includes(lease.state)) throw conflict('lease_is_not_a_draft');
		refuseOffer({ ...lease, kind: lease.kind as LeaseKind });
		if (!lease.signatory) throw refuse('signatory', 'required');
		if (!lease.signatoryEmail) throw refuse('signatoryEmail', 'required');
		if (lease.kind === 'derogatory') {
			const units = await tx.selectFrom('leaseUnits').select('unit').where('hub', '=', actor.hub).where('lease', '=', id).execute();
			const all = units.map(({ unit }) => unit);
			await refuseTooLong(tx, actor.hub, lease.tenant, all, lease.startsOn, lease.endsOn as string, id);
		}
		const expiresAt = new Date(Date.now() + days * 86_400_000);
		await takeUnits(tx, actor, id, expiresAt);
		const content = leasePaper(lease, await shownIn(tx, actor.hub, lease));
		const paper = await keepPaper(tx, actor, id, { kind: 'offer', name: `${nameOf(lease.number)}.pdf`, content });
		await tx
			.updateTable('leases')
			.set({ state: 'sent', sentAt: new Date(), expiresAt, version: version + 1, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.execute();
		await record(tx, actor, 'lease.sent', id, { to: [null, lease.signatoryEmail], expires: [null, expiresAt.toISOString()] });
		await invite(tx, actor.hub, lease, paper.id, 'lease_to_sign', expiresAt);
		return { id, expiresAt };
	});
}

export const WithdrawLease = z.object({ lease: z.uuid(), version: z.number().int().min(1), because: text(1000).default('') });

/** Takes an offer back, or sets a draft aside; its units are free. */
export async function withdrawLease(actor: Actor, { lease: id, version, because }: z.output<typeof WithdrawLease>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const lease = await heldLease(tx, actor.hub, id);
		if (lease.version !== version) throw conflict('changed_meanwhile');
		if (!['draft', 'sent', 'expired'].includes(lease.state)) throw conflict('lease_is_signed');
		await fallThrough(tx, actor, lease, 'withdrawn', because);
		return { id };
	});
}

async function fallThrough(tx: Tx, actor: Actor, lease: LeaseRow, to: 'expired' | 'withdrawn', because = '') {
	await setAside(tx, actor, lease, to, because);
	if (lease.state === 'sent') await leaseFellThrough(tx, actor, lease.id);
}

/** Offers that nobody signed in time are over, and their units free. */
export const expireOffers = job(
	'place.expire_offers',
	async () => {
		const hubs = await acrossHubs(() => db.selectFrom('hubs').select('id').execute());
		for (const { id: hub } of hubs)
			await inHub(hub, async () => {
				const due = await db
					.selectFrom('leases')
					.select('id')
					.where('hub', '=', hub)
					.where('state', '=', 'sent')
					.where('expiresAt', '<=', sql<Date>`now()`)
					.execute();
				for (const { id } of due)
					await transaction(async (tx) => {
						const lease = await heldLease(tx, hub, id);
						// Signed, withdrawn or sent again in the meantime.
						if (lease.state !== 'sent' || !lease.expiresAt || lease.expiresAt > new Date()) return;
						await fallThrough(tx, system(hub), lease, 'expired');
						await tellManagers(tx, hub, 'lease_expired', lease);
					});
				await expireAmendments(hub);
			});
	},
	{ every: '*/10 * * * *' }
);

const expireAmendments = (hub: string) =>
	db
		.updateTable('leaseAmendments')
		.set({ state: 'expired' })
		.where('hub', '=', hub)
		.where('state', '=', 'sent')
		.where('expiresAt', '<=', sql<Date>`now()`)
		.execute();

/** Strokes as numbers on a field of 600 by 200: points `x,y` parted by spaces, strokes by semicolons. */
const Drawing = z
	.string()
	.max(60_000)
	.regex(/^[\d., ;]*$/, 'signature_unreadable')
	.default('');

export const Signature = z.object({
	signer: requiredText(120),
	/** Without a drawing the name that was typed is the signature. */
	drawing: Drawing,
	/** That the document was read, is agreed to and signed. */
	agrees: z.boolean().default(false)
});
type Signature = z.output<typeof Signature>;

/** From where somebody signs. */
export interface From {
	address: string;
	browser: string;
}

interface PaperRow {
	id: string;
	lease: string;
	kind: string;
	subject: string | null;
	attachment: string;
	sha256: string;
}

/** The document behind a link, while it is the one to sign. */
async function paperBehind(from: typeof db | Tx, hub: string, token: string): Promise<PaperRow> {
	const id = found(readPaperToken(hub, token));
	return found(
		await from
			.selectFrom('leasePapers')
			.select(['id', 'lease', 'kind', 'subject', 'attachment', 'sha256'])
			.where('hub', '=', hub)
			.where('id', '=', id)
			.executeTakeFirst()
	);
}

export const PaperLink = z.object({ token: z.string().min(1).max(200) });

export interface PaperShown {
	kind: string;
	number: string;
	leaseKind: LeaseKind;
	signatory: string;
	locale: Locale;
	sha256: string;
	expiresAt: Date | null;
	/** Whether it can be signed now; else what became of it. */
	state: 'open' | 'signed' | 'over';
	signedAt: Date | null;
	tenant: string;
}

/** What a link lets somebody sign. Reading it signs nothing: programs that look at mail follow every link. */
export async function paperByLink(actor: Actor, { token }: z.output<typeof PaperLink>): Promise<PaperShown> {
	const paper = await paperBehind(db, actor.hub, token);
	const lease = found(
		await db.selectFrom('leases').selectAll().where('hub', '=', actor.hub).where('id', '=', paper.lease).executeTakeFirst()
	);
	const mine = await signatureOn(db, actor.hub, paper.id, 'tenant');
	const expiresAt = await openUntil(db, actor.hub, lease, paper);
	const { name } = await db
		.selectFrom('organisations')
		.select('name')
		.where('hub', '=', actor.hub)
		.where('id', '=', lease.tenant)
		.executeTakeFirstOrThrow();
	return {
		kind: paper.kind,
		number: lease.number,
		leaseKind: lease.kind as LeaseKind,
		signatory: lease.signatory,
		locale: lease.locale as Locale,
		sha256: paper.sha256,
		expiresAt,
		state: mine ? 'signed' : expiresAt ? 'open' : 'over',
		signedAt: mine?.at ?? null,
		tenant: name
	};
}

/** Until when a document may be signed; null when it may not. */
async function openUntil(from: typeof db | Tx, hub: string, lease: LeaseRow, paper: PaperRow): Promise<Date | null> {
	const now = new Date();
	if (paper.kind === 'offer') {
		const last = await lastPaper(from as Tx, hub, lease.id, 'offer', null);
		return lease.state === 'sent' && last?.id === paper.id && lease.expiresAt && lease.expiresAt > now ? lease.expiresAt : null;
	}
	if (paper.kind === 'amendment') {
		const amendment = await from
			.selectFrom('leaseAmendments')
			.select(['state', 'expiresAt'])
			.where('hub', '=', hub)
			.where('id', '=', paper.subject ?? '')
			.executeTakeFirst();
		return amendment?.state === 'sent' && amendment.expiresAt > now ? amendment.expiresAt : null;
	}
	if (paper.kind === 'inventory') {
		const last = await lastPaper(from as Tx, hub, lease.id, 'inventory', paper.subject);
		const inventory = await from
			.selectFrom('inventories')
			.select(['state', 'expiresAt'])
			.where('hub', '=', hub)
			.where('id', '=', paper.subject ?? '')
			.executeTakeFirst();
		return inventory?.state === 'sent' && last?.id === paper.id && inventory.expiresAt && inventory.expiresAt > now
			? inventory.expiresAt
			: null;
	}
	return null;
}

/** What a document becomes once both have signed it. */
const signedKind = { offer: 'signed', amendment: 'amendment_signed', inventory: 'inventory_signed' } as const;

/** The document behind a link, to be read before it is signed and kept after. */
export async function documentByLink(actor: Actor, { token }: z.output<typeof PaperLink>) {
	const paper = await paperBehind(db, actor.hub, token);
	const subject = paper.subject;
	const done = await lastPaper(db as unknown as Tx, actor.hub, paper.lease, signedKind[paper.kind as keyof typeof signedKind], subject);
	const { number } = found(
		await db.selectFrom('leases').select('number').where('hub', '=', actor.hub).where('id', '=', paper.lease).executeTakeFirst()
	);
	const mine = await signatureOn(db, actor.hub, paper.id, 'tenant');
	return {
		name: `${nameOf(number)}.pdf`,
		content: await bytesOfFile(db, actor.hub, mine && done ? done.attachment : paper.attachment)
	};
}

const signatureOn = (from: typeof db | Tx, hub: string, paper: string, side: 'tenant' | 'landlord') =>
	from
		.selectFrom('leaseSignatures')
		.select(['id', 'at'])
		.where('hub', '=', hub)
		.where('paper', '=', paper)
		.where('side', '=', side)
		.executeTakeFirst();

export const SignByLink = PaperLink.extend(Signature.shape);

/** The tenant signs by the link it was sent. When both sides have signed, the units are let. */
export async function signByLink(
	actor: Actor,
	{ token, ...signature }: z.output<typeof SignByLink>,
	from: From
): Promise<{ state: string }> {
	return transaction(async (tx) => {
		const { lease: id } = await paperBehind(tx, actor.hub, token);
		const lease = await heldLease(tx, actor.hub, id);
		const paper = await paperBehind(tx, actor.hub, token);
		return sign(tx, actor, lease, paper, 'tenant', signature, from);
	});
}

export const SignAsLandlord = z.object({
	lease: z.uuid(),
	/** Without either it is the offer that is signed. */
	amendment: z.uuid().nullish(),
	inventory: z.uuid().nullish(),
	...Signature.shape
});

/** The site manager signs the offer, an amendment or an inventory for the landlord. */
export async function signAsLandlord(
	actor: Actor,
	{ lease: id, amendment, inventory, ...signature }: z.output<typeof SignAsLandlord>,
	from: From = { address: '', browser: '' }
): Promise<{ state: string }> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const lease = await heldLease(tx, actor.hub, id);
		const paper = await lastPaper(
			tx,
			actor.hub,
			id,
			inventory ? 'inventory' : amendment ? 'amendment' : 'offer',
			inventory ?? amendment ?? null
		);
		if (!paper) throw conflict('lease_was_not_sent');
		return sign(tx, actor, lease, paper, 'landlord', signature, from);
	});
}

async function sign(
	tx: Tx,
	actor: Actor,
	lease: LeaseRow,
	paper: PaperRow,
	side: 'tenant' | 'landlord',
	{ signer, drawing, agrees }: Signature,
	{ address, browser }: From
) {
	if (!agrees) throw refuse('agrees', 'consent_missing');
	if (await signatureOn(tx, actor.hub, paper.id, side)) throw conflict('signed_already');
	if (!(await openUntil(tx, actor.hub, lease, paper))) throw conflict('offer_is_over');
	const locale = lease.locale as Locale;
	await tx
		.insertInto('leaseSignatures')
		.values({
			hub: actor.hub,
			lease: lease.id,
			paper: paper.id,
			side,
			signer,
			signerEmail: side === 'tenant' ? lease.signatoryEmail : '',
			member: actor.member,
			how: drawing.includes(',') ? 'drawn' : 'typed',
			drawing,
			consent: say('lease_consent', { sha256: paper.sha256 }, locale),
			sha256: paper.sha256,
			address,
			browser: browser.slice(0, 500)
		})
		.execute();
	await record(tx, actor, paper.kind === 'inventory' ? `lease.inventory_signed_by_${side}` : `lease.signed_by_${side}`, lease.id, {
		document: [null, paper.sha256]
	});
	const signed = await tx
		.selectFrom('leaseSignatures')
		.select(['side', 'signer', 'signerEmail', 'how', 'drawing', 'consent', 'address', 'browser', 'at'])
		.where('hub', '=', actor.hub)
		.where('paper', '=', paper.id)
		.orderBy('at')
		.execute();
	if (signed.length < 2) {
		if (side === 'tenant')
			await tellManagers(tx, actor.hub, paper.kind === 'inventory' ? 'lease_inventory_signed_by_tenant' : 'lease_signed_by_tenant', lease);
		return { state: 'sent' };
	}
	await complete(tx, actor, lease, paper, signed);
	return { state: 'signed' };
}

async function complete(tx: Tx, actor: Actor, lease: LeaseRow, paper: PaperRow, signed: Signed[]) {
	const content = await withEvidence(await bytesOfFile(tx, actor.hub, paper.attachment), {
		lease,
		house: (await shownIn(tx, actor.hub, lease)).house,
		signed,
		sha256: paper.sha256,
		timeZone: await clockOf(actor.hub, tx)
	});
	if (paper.kind === 'inventory' && paper.subject) {
		await completeInventory(tx, actor, lease, paper.subject, content);
		return;
	}
	if (paper.kind === 'amendment' && paper.subject) {
		await keepPaper(tx, actor, lease.id, {
			kind: 'amendment_signed',
			subject: paper.subject,
			name: `${nameOf(lease.number)}-avenant-signe.pdf`,
			content
		});
		await applyAmendment(tx, actor, lease, paper.subject);
		return;
	}
	await keepPaper(tx, actor, lease.id, { kind: 'signed', name: `${nameOf(lease.number)}-signe.pdf`, content });
	await becomeSigned(tx, actor, lease);
}

/** Turns the hold into the lease’s own claim, in the transaction that signs. */
async function becomeSigned(tx: Tx, actor: Actor, lease: LeaseRow) {
	await takeUnits(tx, actor, lease.id);
	await tx
		.updateTable('leases')
		.set({ state: 'signed', signedAt: new Date(), expiresAt: null, version: sql<number>`version + 1`, updatedAt: new Date() })
		.where('hub', '=', actor.hub)
		.where('id', '=', lease.id)
		.execute();
	await record(tx, actor, 'lease.signed', lease.id, {
		number: [null, lease.number],
		from: [null, lease.startsOn],
		until: [null, lease.endsOn]
	});
	await admitTenant(tx, actor, lease.id);
}

export const UploadSignedLease = SentFile.extend({ lease: z.uuid(), version: z.number().int().min(1) });

/** A lease that both sides signed on paper: its scan takes the place of the signatures. */
export const uploadSignedLease = (actor: Actor, { lease, version, ...file }: z.output<typeof UploadSignedLease>): Promise<Id> =>
	takeSignedFile(actor, { lease, version }, received(file));

export async function takeSignedFile(actor: Actor, { lease: id, version }: { lease: string; version: number }, file: File): Promise<Id> {
	authorize(mayManagePlace(actor));
	const [accepted] = await inspected([file]);
	if (accepted?.kind !== 'pdf') throw refuse('files', 'pdf_expected');
	return transaction(async (tx) => {
		const lease = await heldLease(tx, actor.hub, id);
		if (lease.version !== version) throw conflict('changed_meanwhile');
		if (!['draft', 'sent', 'expired'].includes(lease.state)) throw conflict('lease_is_signed');
		refuseOffer({ ...lease, kind: lease.kind as LeaseKind });
		await keepPaper(tx, actor, id, { kind: 'uploaded', name: accepted.name, content: accepted.cleaned });
		await becomeSigned(tx, actor, lease);
		return { id };
	});
}
