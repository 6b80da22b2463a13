import sharp from 'sharp';
import { sql } from 'kysely';
import { z } from 'zod';
import {
	bytesOfFile,
	drop,
	filesAreFoundBy,
	filesOfMany,
	giveUp,
	inspected,
	keep,
	received,
	SentFile,
	ShownFile
} from '#ecosystem/attachments.ts';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import type { Accepted } from '#platform/files/inspect.ts';
import { isLocale } from '#platform/i18n.ts';
import { changes, record } from '#platform/journal.ts';
import { insertMany } from '#platform/many.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { email, requiredText, text } from '#platform/shapes.ts';
import { moveTenantIn } from '../admissions/tenancy.ts';
import type { Id } from '../floors.ts';
import { mayManagePlace, seesTerms } from '../policy.ts';
import { shownIn } from './document.ts';
import { conditions, inventoryKinds, inventoryStates, isSaid, isWorse, lineKinds, usualLines } from './fixtures.ts';
import { inventoryPaper, type PaperLine } from './inventory-paper.ts';
import { heldLease, withSigner, type LeaseRow } from './leases.ts';
import { invite, keepPaper, nameOf } from './papers.ts';
import { leasesOpenTo } from './policy.ts';

const mostLines = 400;
const mostPhotos = 6;
const longestSide = 1600;

export const StartInventory = z.object({ lease: z.uuid(), kind: z.enum(inventoryKinds), heldOn: z.iso.date() });

/**
 * Begins the inventory of a lease. That of the entry has the usual lines of its units; that of the exit has those of the entry, to be held
 * against each other.
 */
export async function startInventory(actor: Actor, { lease: id, kind, heldOn }: z.output<typeof StartInventory>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const lease = await heldLease(tx, actor.hub, id);
		const open = kind === 'entry' ? ['sent', 'signed'] : ['signed', 'ended'];
		if (!open.includes(lease.state)) throw conflict(kind === 'entry' ? 'lease_was_not_sent' : 'lease_does_not_run');
		const entry =
			kind === 'exit'
				? await tx
						.selectFrom('inventories')
						.select(['id', 'state', 'heldOn'])
						.where('hub', '=', actor.hub)
						.where('lease', '=', id)
						.where('kind', '=', 'entry')
						.executeTakeFirst()
				: undefined;
		if (entry && entry.state !== 'signed') throw conflict('entry_inventory_not_signed');
		if (entry && heldOn < entry.heldOn) throw refuse('heldOn', 'exit_before_entry');
		const made = await tx
			.insertInto('inventories')
			.values({ hub: actor.hub, lease: id, kind, heldOn, entry: entry?.id ?? null })
			.returning('id')
			.executeTakeFirstOrThrow();
		const lines = entry ? await linesOfEntry(tx, actor.hub, entry.id) : await usualFor(tx, actor.hub, lease);
		await insertMany(
			tx,
			'inventoryLines',
			lines.map((line, position) => ({ hub: actor.hub, inventory: made.id, position, ...line }))
		);
		await record(tx, actor, 'lease.inventory_started', id, { kind: [null, kind], inventory: [null, made.id] });
		return made;
	});
}

const linesOfEntry = async (tx: Tx, hub: string, entry: string) =>
	(
		await tx
			.selectFrom('inventoryLines')
			.select(['id', 'kind', 'room', 'element'])
			.where('hub', '=', hub)
			.where('inventory', '=', entry)
			.orderBy('position')
			.execute()
	).map(({ id: before, ...line }) => ({ ...line, before }));

async function usualFor(tx: Tx, hub: string, lease: LeaseRow) {
	const units = await tx
		.selectFrom('leaseUnits')
		.innerJoin('units', (join) => join.onRef('units.hub', '=', 'leaseUnits.hub').onRef('units.id', '=', 'leaseUnits.unit'))
		.select(['units.number', 'units.name'])
		.where('leaseUnits.hub', '=', hub)
		.where('leaseUnits.lease', '=', lease.id)
		.orderBy('units.number')
		.limit(40)
		.execute();
	const rooms = units.map(({ number, name }) => [number, name].filter(Boolean).join(' '));
	return usualLines(rooms, isLocale(lease.locale) ? lease.locale : 'fr').map((line) => ({ ...line, before: null }));
}

/** An inventory of the hub, held until the transaction ends, that nobody was sent to sign. */
async function heldDraft(tx: Tx, hub: string, id: string) {
	const row = found(
		await tx.selectFrom('inventories').selectAll().where('hub', '=', hub).where('id', '=', id).forUpdate().executeTakeFirst()
	);
	if (row.state !== 'draft') throw conflict('inventory_was_sent');
	return row;
}

export const WriteInventory = z.object({
	inventory: z.uuid(),
	version: z.number().int().min(1),
	heldOn: z.iso.date(),
	remarks: text(4000).default('')
});

export async function writeInventory(actor: Actor, { inventory: id, version, ...after }: z.output<typeof WriteInventory>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const before = await heldDraft(tx, actor.hub, id);
		if (before.version !== version) throw conflict('changed_meanwhile');
		await tx
			.updateTable('inventories')
			.set({ ...after, version: version + 1 })
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.execute();
		await record(tx, actor, 'lease.inventory_written', before.lease, changes<object>(before, after));
		return { id };
	});
}

const said = {
	/** Of a part of a room. */
	state: z.enum(conditions).nullish(),
	words: text(1000).default(''),
	/** Of a meter. */
	reading: z.number().min(0).max(1_000_000_000).nullish(),
	/** Of keys and badges. */
	count: z.number().int().min(0).max(1000).nullish()
};
const WrittenLine = z.object({ line: z.uuid(), version: z.number().int().min(1), ...said });
export const WriteInventoryLines = z.object({ inventory: z.uuid(), lines: z.array(WrittenLine).min(1).max(mostLines) });

/** Says of some lines how they are, each in its own version: two who walk through two rooms do not stand in each other’s way. */
export async function writeInventoryLines(
	actor: Actor,
	{ inventory: id, lines }: z.output<typeof WriteInventoryLines>,
	photos: ReadonlyMap<string, Accepted[]> = new Map()
): Promise<Id> {
	authorize(mayManagePlace(actor));
	const pictures = new Map<string, Picture[]>();
	for (const [line, accepted] of photos) pictures.set(line, await drawnAnew(accepted));
	return transaction(async (tx) => {
		const { lease } = await heldDraft(tx, actor.hub, id);
		for (const { line, version, words, state = null, reading = null, count = null } of lines) {
			const { numUpdatedRows } = await tx
				.updateTable('inventoryLines')
				.set({ words, state, reading, count, version: version + 1 })
				.where('hub', '=', actor.hub)
				.where('inventory', '=', id)
				.where('id', '=', line)
				.where('version', '=', version)
				.executeTakeFirst();
			if (!numUpdatedRows) throw conflict('changed_meanwhile');
		}
		for (const [line, own] of pictures) {
			if (!lines.some((one) => one.line === line)) throw refuse('files', 'refers_to_nothing');
			await keep(tx, actor, 'inventory', line, own, mostPhotos);
		}
		await record(tx, actor, 'lease.inventory_written', lease, { lines: [null, lines.length] });
		return { id };
	});
}

export const AddInventoryLine = z.object({
	inventory: z.uuid(),
	kind: z.enum(lineKinds).default('element'),
	room: text(120).default(''),
	element: requiredText(120),
	...said
});

export async function addInventoryLine(
	actor: Actor,
	{ inventory: id, state = null, reading = null, count = null, ...line }: z.output<typeof AddInventoryLine>
): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const { lease } = await heldDraft(tx, actor.hub, id);
		const { last, all } = await tx
			.selectFrom('inventoryLines')
			.select([sql<number>`coalesce(max(position), 0)`.as('last'), sql<number>`count(*)`.as('all')])
			.where('hub', '=', actor.hub)
			.where('inventory', '=', id)
			.executeTakeFirstOrThrow();
		if (all >= mostLines) throw conflict('too_many_lines');
		const made = await tx
			.insertInto('inventoryLines')
			.values({ hub: actor.hub, inventory: id, position: last + 1, ...line, state, reading, count })
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'lease.inventory_written', lease, { element: [null, line.element] });
		return made;
	});
}

const OneLine = z.object({ line: z.uuid() });
export const RemoveInventoryLine = OneLine;

/** Takes a line out that is not there; what was there at the entry stays, and is missing. */
export async function removeInventoryLine(actor: Actor, { line }: z.output<typeof RemoveInventoryLine>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const { lease, element, before } = await heldLine(tx, actor.hub, line);
		if (before) throw conflict('line_was_there_at_entry');
		await giveUp(tx, actor.hub, 'inventory', line);
		await tx.deleteFrom('inventoryLines').where('hub', '=', actor.hub).where('id', '=', line).execute();
		await record(tx, actor, 'lease.inventory_written', lease, { element: [element, null] });
		return { id: line };
	});
}

async function heldLine(tx: Tx, hub: string, line: string) {
	const row = found(
		await tx
			.selectFrom('inventoryLines')
			.select(['inventory', 'element', 'before'])
			.where('hub', '=', hub)
			.where('id', '=', line)
			.executeTakeFirst()
	);
	const { lease } = await heldDraft(tx, hub, row.inventory);
	return { ...row, lease };
}

export const AddInventoryPhotos = OneLine.extend({ photos: z.array(SentFile).min(1).max(mostPhotos) });

/** Adds pictures to a line: checked, drawn anew without a word of who took them and where. */
export async function addInventoryPhotos(actor: Actor, { line, photos }: z.output<typeof AddInventoryPhotos>): Promise<Id> {
	authorize(mayManagePlace(actor));
	const pictures = await drawnAnew(await inspected(photos.map(received)));
	return transaction(async (tx) => {
		const { lease } = await heldLine(tx, actor.hub, line);
		await keep(tx, actor, 'inventory', line, pictures, mostPhotos);
		await record(tx, actor, 'lease.inventory_written', lease, { photos: [null, pictures.length] });
		return { id: line };
	});
}

type Picture = Pick<Accepted, 'name' | 'mime' | 'cleaned'>;

async function drawnAnew(accepted: Accepted[]): Promise<Picture[]> {
	const other = accepted.find(({ mime }) => !mime.startsWith('image/'));
	if (other) throw refuse('files', 'fault_not_a_picture', { file: other.name });
	return Promise.all(
		accepted.map(async ({ name, cleaned }) => ({
			name: `${name.replace(/\.\w+$/, '')}.jpg`,
			mime: 'image/jpeg',
			cleaned: await sharp(cleaned)
				.rotate()
				.resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
				.jpeg({ quality: 82 })
				.toBuffer()
		}))
	);
}

export const RemoveInventoryPhoto = z.object({ file: z.uuid() });

export async function removeInventoryPhoto(actor: Actor, { file }: z.output<typeof RemoveInventoryPhoto>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const row = found(
			await tx
				.selectFrom('attachments')
				.selectAll()
				.where('hub', '=', actor.hub)
				.where('id', '=', file)
				.where('kind', '=', 'inventory')
				.where('removedAt', 'is', null)
				.executeTakeFirst()
		);
		const { lease } = await heldLine(tx, actor.hub, row.record);
		await drop(tx, actor, row);
		await record(tx, actor, 'lease.inventory_written', lease, { photos: [1, null] });
		return { id: file };
	});
}

export const SendInventory = z.object({
	inventory: z.uuid(),
	version: z.number().int().min(1),
	/** Days within which it is signed. */
	days: z.number().int().min(1).max(90).default(14),
	/** Who signs, where the lease was signed on paper and does not say so. */
	signatory: text(120).default(''),
	signatoryEmail: z.union([z.literal(''), email]).default('')
});

/** Makes the document and sends who signs for the tenant its link; it can be opened on the spot just as well. */
export async function sendInventory(
	actor: Actor,
	{ inventory: id, version, days, ...signer }: z.output<typeof SendInventory>
): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const row = await heldDraft(tx, actor.hub, id);
		if (row.version !== version) throw conflict('changed_meanwhile');
		const lease = await withSigner(tx, await heldLease(tx, actor.hub, row.lease), signer);
		const lines = await linesOf(tx, actor.hub, id);
		if (!lines.every(isSaid)) throw conflict('inventory_is_incomplete');
		const expiresAt = new Date(Date.now() + days * 86_400_000);
		const content = await paperOf(tx, actor.hub, lease, row, lines);
		const paper = await keepPaper(tx, actor, lease.id, { kind: 'inventory', subject: id, name: fileName(lease, row.kind), content });
		await tx
			.updateTable('inventories')
			.set({ state: 'sent', sentAt: new Date(), expiresAt, version: version + 1 })
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.execute();
		await record(tx, actor, 'lease.inventory_sent', lease.id, { kind: [null, row.kind], document: [null, paper.sha256] });
		await invite(tx, actor.hub, lease, paper.id, 'lease_inventory_to_sign', expiresAt);
		return { id };
	});
}

/** As in the documents: what the kind adds is not translated, so that the files of one lease stand together. */
const fileName = ({ number }: LeaseRow, kind: string, signed = '') =>
	`${nameOf(number)}-etat-des-lieux-${kind === 'entry' ? 'entree' : 'sortie'}${signed}.pdf`;

export const WithdrawInventory = z.object({ inventory: z.uuid(), version: z.number().int().min(1) });

/** Takes an inventory back that is not signed by both, to correct it. */
export async function withdrawInventory(actor: Actor, { inventory: id, version }: z.output<typeof WithdrawInventory>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const row = found(
			await tx.selectFrom('inventories').selectAll().where('hub', '=', actor.hub).where('id', '=', id).forUpdate().executeTakeFirst()
		);
		if (row.version !== version) throw conflict('changed_meanwhile');
		if (row.state !== 'sent') throw conflict(row.state === 'signed' ? 'inventory_is_signed' : 'lease_was_not_sent');
		await tx
			.updateTable('inventories')
			.set({ state: 'draft', expiresAt: null, version: version + 1 })
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.execute();
		await record(tx, actor, 'lease.inventory_withdrawn', row.lease, { kind: [row.kind, null] });
		return { id };
	});
}

export const UploadSignedInventory = SentFile.extend({ inventory: z.uuid(), version: z.number().int().min(1) });

/** One that both sides signed on paper: its scan takes the place of the signatures. */
export const uploadSignedInventory = (actor: Actor, { inventory, version, ...file }: z.output<typeof UploadSignedInventory>) =>
	takeSignedInventory(actor, { inventory, version }, received(file));

export async function takeSignedInventory(
	actor: Actor,
	{ inventory: id, version }: z.output<typeof WithdrawInventory>,
	file: File
): Promise<Id> {
	authorize(mayManagePlace(actor));
	const [accepted] = await inspected([file]);
	if (accepted?.kind !== 'pdf') throw refuse('files', 'pdf_expected');
	return transaction(async (tx) => {
		const row = found(
			await tx.selectFrom('inventories').selectAll().where('hub', '=', actor.hub).where('id', '=', id).forUpdate().executeTakeFirst()
		);
		if (row.version !== version) throw conflict('changed_meanwhile');
		if (row.state === 'signed') throw conflict('inventory_is_signed');
		if (!(await linesOf(tx, actor.hub, id)).every(isSaid)) throw conflict('inventory_is_incomplete');
		await keepPaper(tx, actor, row.lease, { kind: 'inventory_signed', subject: id, name: accepted.name, content: accepted.cleaned });
		await becomeSigned(tx, actor, row);
		return { id };
	});
}

const becomeSigned = async (tx: Tx, actor: Actor, { id, lease, kind }: { id: string; lease: string; kind: string }) => {
	const { heldOn } = await tx
		.updateTable('inventories')
		.set({ state: 'signed', signedAt: new Date(), expiresAt: null, version: sql<number>`version + 1` })
		.where('hub', '=', actor.hub)
		.where('id', '=', id)
		.returning('heldOn')
		.executeTakeFirstOrThrow();
	await record(tx, actor, 'lease.inventory_signed', lease, { kind: [null, kind] });
	if (kind === 'entry') await moveTenantIn(tx, actor, lease, heldOn);
};

/** Both have signed: the document with its evidence is kept, and nothing of the inventory changes any more. */
export async function completeInventory(tx: Tx, actor: Actor, lease: LeaseRow, id: string, content: Buffer) {
	const row = found(
		await tx.selectFrom('inventories').select(['id', 'lease', 'kind']).where('hub', '=', actor.hub).where('id', '=', id).executeTakeFirst()
	);
	await keepPaper(tx, actor, lease.id, { kind: 'inventory_signed', subject: id, name: fileName(lease, row.kind, '-signe'), content });
	await becomeSigned(tx, actor, row);
}

const linesOf = (from: Pick<Tx, 'selectFrom'>, hub: string, inventory: string) =>
	from
		.selectFrom('inventoryLines as line')
		.leftJoin('inventoryLines as was', (join) => join.onRef('was.hub', '=', 'line.hub').onRef('was.id', '=', 'line.before'))
		.select([
			'line.id',
			'line.kind',
			'line.room',
			'line.element',
			'line.state',
			'line.words',
			'line.reading',
			'line.count',
			'line.before',
			'line.version',
			'was.state as wasState',
			'was.words as wasWords',
			'was.reading as wasReading',
			'was.count as wasCount'
		])
		.where('line.hub', '=', hub)
		.where('line.inventory', '=', inventory)
		.orderBy('line.position')
		.orderBy('line.id')
		.execute();
type LineRow = Awaited<ReturnType<typeof linesOf>>[number];

const wasOf = ({ before, kind, wasState, wasWords, wasReading, wasCount }: LineRow) =>
	before ? { kind, state: wasState, words: wasWords ?? '', reading: wasReading, count: wasCount } : null;

/** The document of an inventory, with its photos as small as a page needs them. */
async function paperOf(
	tx: Tx,
	hub: string,
	lease: LeaseRow,
	{ kind, heldOn, remarks }: { kind: string; heldOn: string; remarks: string },
	rows: LineRow[]
): Promise<Buffer> {
	const photos = await tx
		.selectFrom('attachments')
		.select(['id', 'record', 'sha256'])
		.where('hub', '=', hub)
		.where('kind', '=', 'inventory')
		.where('record', '=', sql<string>`any(${rows.map(({ id }) => id)}::uuid[])`)
		.where('removedAt', 'is', null)
		.orderBy('createdAt')
		.execute();
	const pictures: Record<string, Buffer> = {};
	const namesOf = new Map<string, { picture: string; hash: string }[]>();
	for (const [nth, { id, record: line, sha256 }] of photos.entries()) {
		const picture = `photo-${nth}.jpg`;
		pictures[picture] = await sharp(await bytesOfFile(tx, hub, id))
			.resize(520, 390, { fit: 'inside' })
			.jpeg({ quality: 70 })
			.toBuffer();
		namesOf.set(line, [...(namesOf.get(line) ?? []), { picture: `/${picture}`, hash: sha256.slice(0, 12) }]);
	}
	const lines = rows.map((row): PaperLine => {
		const was = wasOf(row);
		return { ...row, was, isWorse: was !== null && isWorse(was, row), photos: namesOf.get(row.id) ?? [] };
	});
	return inventoryPaper(lease, await shownIn(tx, hub, lease), { kind, heldOn, remarks, lines }, pictures);
}

export const InventoryId = z.object({ inventory: z.uuid() });

/** The document as it would be now, to be printed, read or signed on paper. */
export async function printInventory(actor: Actor, { inventory: id }: z.output<typeof InventoryId>) {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const row = found(await tx.selectFrom('inventories').selectAll().where('hub', '=', actor.hub).where('id', '=', id).executeTakeFirst());
		const lease = await heldLease(tx, actor.hub, row.lease);
		return { name: fileName(lease, row.kind), content: await paperOf(tx, actor.hub, lease, row, await linesOf(tx, actor.hub, id)) };
	});
}

const Was = z.object({
	state: z.enum(conditions).nullable(),
	words: z.string(),
	reading: z.number().nullable(),
	count: z.number().nullable()
});
const ShownLine = Was.extend({
	id: z.uuid(),
	version: z.number(),
	kind: z.enum(lineKinds),
	room: z.string(),
	element: z.string(),
	/** The same at the entry. */
	was: Was.extend({ photos: z.array(ShownFile) }).nullable(),
	isWorse: z.boolean(),
	isSaid: z.boolean(),
	photos: z.array(ShownFile)
});

export const InventoryLine = z.object({
	id: z.uuid(),
	lease: z.uuid(),
	kind: z.enum(inventoryKinds),
	state: z.enum(inventoryStates),
	heldOn: z.string(),
	signedAt: z.date().nullable()
});

export const Inventory = InventoryLine.extend({
	version: z.number(),
	number: z.string(),
	tenantName: z.string(),
	entry: z.uuid().nullable(),
	remarks: z.string(),
	expiresAt: z.date().nullable(),
	signatory: z.string(),
	signatoryEmail: z.string(),
	landlordSignatory: z.string(),
	lines: z.array(ShownLine),
	papers: z.array(z.object({ id: z.uuid(), kind: z.string(), file: z.uuid(), sha256: z.string(), createdAt: z.date() })),
	signatures: z.array(z.object({ side: z.enum(['tenant', 'landlord']), signer: z.string(), at: z.date(), paper: z.uuid() }))
});
export type Inventory = z.output<typeof Inventory>;

const shown = (actor: Actor) => {
	const query = db
		.selectFrom('inventories')
		.innerJoin('leases', (join) => join.onRef('leases.hub', '=', 'inventories.hub').onRef('leases.id', '=', 'inventories.lease'))
		.where('inventories.hub', '=', actor.hub)
		.where(leasesOpenTo(actor));
	// The tenant sees what it is asked to sign, not what is still being written.
	return seesTerms(actor) ? query : query.where('inventories.state', 'in', ['sent', 'signed']);
};

const listed = [
	'inventories.id',
	'inventories.lease',
	'inventories.kind',
	'inventories.state',
	'inventories.heldOn',
	'inventories.signedAt'
] as const;

export const OfLease = z.object({ lease: z.uuid() });

/** The inventories of a lease, the entry first. */
export async function listInventories(
	actor: Actor,
	{ lease }: z.output<typeof OfLease>
): Promise<{ items: z.output<typeof InventoryLine>[] }> {
	authorize(seesTerms(actor) || actor.organisations.length > 0);
	found(
		await db
			.selectFrom('leases')
			.select('leases.id')
			.where('leases.hub', '=', actor.hub)
			.where('leases.id', '=', lease)
			.where(leasesOpenTo(actor))
			.executeTakeFirst()
	);
	const items = await shown(actor).select(listed).where('inventories.lease', '=', lease).orderBy('inventories.kind').execute();
	return { items: items as z.output<typeof InventoryLine>[] };
}

/** An inventory with its lines as they are and, at the exit, as they were. */
export async function findInventory(actor: Actor, { inventory: id }: z.output<typeof InventoryId>): Promise<Inventory> {
	authorize(seesTerms(actor) || actor.organisations.length > 0);
	const row = found(
		await shown(actor)
			.innerJoin('organisations', (join) =>
				join.onRef('organisations.hub', '=', 'leases.hub').onRef('organisations.id', '=', 'leases.tenant')
			)
			.select([
				...listed,
				'inventories.version',
				'inventories.entry',
				'inventories.remarks',
				'inventories.expiresAt',
				'leases.number',
				'leases.signatory',
				'leases.signatoryEmail',
				'leases.landlordSignatory',
				'organisations.name as tenantName'
			])
			.where('inventories.id', '=', id)
			.executeTakeFirst()
	);
	const rows = await linesOf(db, actor.hub, id);
	const photos = await filesOfMany(actor.hub, 'inventory', [...rows.map((line) => line.id), ...rows.flatMap(({ before }) => before ?? [])]);
	const papers = await db
		.selectFrom('leasePapers')
		.select(['id', 'kind', 'attachment as file', 'sha256', 'createdAt'])
		.where('hub', '=', actor.hub)
		.where('lease', '=', row.lease)
		.where('subject', '=', id)
		.orderBy('createdAt', 'desc')
		.execute();
	const signatures = papers.length
		? await db
				.selectFrom('leaseSignatures')
				.select(['side', 'signer', 'at', 'paper'])
				.where('hub', '=', actor.hub)
				.where(
					'paper',
					'in',
					papers.map((paper) => paper.id)
				)
				.orderBy('at')
				.execute()
		: [];
	return {
		...(row as unknown as Omit<Inventory, 'lines' | 'papers' | 'signatures'>),
		lines: rows.map((line) => {
			const { id: row, version, kind, room, element, state, words, reading, count, before } = line;
			const was = wasOf(line);
			return {
				...{ id: row, version, kind, room, element, state, words, reading, count },
				was: was && { state: was.state, words: was.words, reading: was.reading, count: was.count, photos: photos.get(before ?? '') ?? [] },
				isWorse: was !== null && isWorse(was, line),
				isSaid: isSaid(line),
				photos: photos.get(row) ?? []
			} as z.output<typeof ShownLine>;
		}),
		papers,
		signatures: signatures as Inventory['signatures']
	};
}

// Pictures are opened by who sees the inventory, and are changed by its own page only.
filesAreFoundBy('inventory', async (from, actor, line) => {
	const query = from
		.selectFrom('inventoryLines')
		.innerJoin('inventories', (join) =>
			join.onRef('inventories.hub', '=', 'inventoryLines.hub').onRef('inventories.id', '=', 'inventoryLines.inventory')
		)
		.innerJoin('leases', (join) => join.onRef('leases.hub', '=', 'inventories.hub').onRef('leases.id', '=', 'inventories.lease'))
		.select(['leases.tenant', 'inventories.state'])
		.where('inventoryLines.hub', '=', actor.hub)
		.where('inventoryLines.id', '=', line)
		.where(leasesOpenTo(actor));
	const row = found(await query.executeTakeFirst());
	return { organisation: found(seesTerms(actor) || row.state !== 'draft' ? row.tenant : null), anonymous: false, isKept: true };
});
