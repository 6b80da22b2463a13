import { join } from 'node:path';
import { sql } from 'kysely';
import { z } from 'zod';
import { actsFor, type Actor } from '#platform/actor.ts';
import { acrossHubs, db, transaction, type Tx } from '#platform/db.server.ts';
import { acceptUpload, usualLimits, type Accepted } from '#platform/files/inspect.ts';
import { kinds, type Kind } from '#platform/files/kinds.ts';
import { neutralName } from '#platform/files/names.ts';
import { fileStore } from '#platform/files/store.ts';
import { job, later, type Job } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { authorize, found, notFound, refuse } from '#platform/refusal.ts';
import { readSettings } from '#platform/settings.ts';
import { requiredText } from '#platform/shapes.ts';
import { changed } from './changed.ts';
import { isInsider, mayWrite, needsOpenTo, offersOpenTo } from './needs-policy.ts';

const listed = ['need', 'offer', 'organisation'] as const;
export type Holder = (typeof listed)[number] | 'message' | 'lease' | 'inventory' | 'fault' | 'unit' | 'floor' | 'admission';

/** Whose a record is, and whether its firm stays unnamed. */
interface Held {
	organisation: string;
	anonymous: boolean;
	/** Its files are added and taken away by its own module only. */
	isKept?: boolean;
}

type FindHeld = (from: typeof db | Tx, actor: Actor, id: string) => Promise<Held>;

const finders = new Map<Holder, FindHeld>();

/** Records of modules above this one hold files too: each says who may see it. */
export const filesAreFoundBy = (holder: Exclude<Holder, (typeof listed)[number]>, find: FindHeld) => void finders.set(holder, find);

const isListed = (holder: Holder): holder is (typeof listed)[number] => (listed as readonly string[]).includes(holder);
const mayChangeFiles = (actor: Actor, held: Held) => !held.isKept && mayWrite(actor, held);

export const ShownFile = z.object({ id: z.uuid(), name: z.string(), mime: z.string(), size: z.number() });
export type ShownFile = z.output<typeof ShownFile>;

export const mostFiles = 10;

/** A file as programs send it. */
export const SentFile = z.object({ name: requiredText(200), content: z.base64().max(50_000_000) });
export const AttachToNeed = SentFile.extend({ need: z.uuid() });
export const AttachToOffer = SentFile.extend({ offer: z.uuid() });

export const attachToNeed = async (actor: Actor, { need, ...file }: z.output<typeof AttachToNeed>) =>
	attach(actor, 'need', need, [received(file)]);
export const attachToOffer = async (actor: Actor, { offer, ...file }: z.output<typeof AttachToOffer>) =>
	attach(actor, 'offer', offer, [received(file)]);

export const received = ({ name, content }: z.output<typeof SentFile>) => new File([Buffer.from(content, 'base64')], name);

/** Adds files to a record; one that cannot be taken in keeps all of them out. */
export async function attach(actor: Actor, holder: Holder, id: string, files: File[]): Promise<ShownFile[]> {
	authorize(mayChangeFiles(actor, await findHolder(db, actor, holder, id)));
	const accepted = await inspected(files);
	await transaction(async (tx) => {
		await keep(tx, actor, holder, id, accepted);
		if (isListed(holder)) await changed(tx, actor.hub, holder, id);
	});
	return filesOf(actor.hub, holder, id, false);
}

/** What `files` are, cleaned; or a refusal beside the field `files`. */
export async function inspected(files: File[]): Promise<Accepted[]> {
	if (files.length > mostFiles) throw refuse('files', 'too_many_files', { maximum: mostFiles });
	const megabytes = readSettings().KM0_UPLOAD_MB;
	const limits = { ...usualLimits, image: Math.min(usualLimits.image, megabytes * 1_000_000), other: megabytes * 1_000_000 };
	const accepted: Accepted[] = [];
	// One after another: each may be as large as the limit.
	for (const file of files) {
		const upload = await acceptUpload(file.name, new Uint8Array(await file.arrayBuffer()), limits);
		if (!upload.ok) throw refuse('files', upload.code, { file: file.name, maximum: megabytes });
		accepted.push(upload);
	}
	return accepted;
}

/** Stores cleaned files for a record, in the transaction that wrote it. */
export async function keep(
	tx: Tx,
	actor: Actor,
	holder: Holder,
	id: string,
	accepted: Pick<Accepted, 'name' | 'mime' | 'cleaned'>[],
	most = mostFiles
): Promise<{ id: string; sha256: string }[]> {
	const kept: { id: string; sha256: string }[] = [];
	if (accepted.length === 0) return kept;
	await lock(tx, `${actor.hub}/${holder}/${id}`);
	const { count } = await tx
		.selectFrom('attachments')
		.select(sql<number>`count(*)`.as('count'))
		.where('hub', '=', actor.hub)
		.where('kind', '=', holder)
		.where('record', '=', id)
		.where('removedAt', 'is', null)
		.executeTakeFirstOrThrow();
	if (count + accepted.length > most) throw refuse('files', 'too_many_files', { maximum: most });
	for (const { name, mime, cleaned } of accepted) {
		const { key, size } = await putLocked(tx, actor.hub, cleaned);
		const row = await tx
			.insertInto('attachments')
			.values({ hub: actor.hub, kind: holder, record: id, name, mime, size, sha256: key, createdBy: actor.member })
			.returning(['id', 'sha256'])
			.executeTakeFirstOrThrow();
		kept.push(row);
		await record(tx, actor, `${holder}.file_added`, id, { file: [null, name] });
	}
	return kept;
}

/** The bytes of a file that another record just gave up may be on their way out: whoever holds the lock of their key decides alone. */
async function putLocked(tx: Tx, hub: string, bytes: Buffer) {
	const stored = await store().put(hub, bytes);
	await lock(tx, `${hub}/${stored.key}`);
	return store().put(hub, bytes);
}

const lock = (tx: Tx, what: string) => sql`select pg_advisory_xact_lock(hashtextextended(${what}, 7))`.execute(tx);

const store = () => {
	const { KM0_FILES, KM0_DATA } = readSettings();
	return fileStore({ directory: KM0_FILES ?? join(KM0_DATA, 'files') });
};

/** Takes the files off a record that the caller has found; their bytes go when no other record has them. */
export async function giveUp(tx: Tx, hub: string, holder: Holder, id: string) {
	const gone = await tx
		.updateTable('attachments')
		.set({ removedAt: new Date() })
		.where('hub', '=', hub)
		.where('kind', '=', holder)
		.where('record', '=', id)
		.where('removedAt', 'is', null)
		.returning('sha256')
		.execute();
	for (const { sha256 } of gone) await later(tx, discardFile, { hub, key: sha256 });
}

export const RemoveFile = z.object({ file: z.uuid() });

export async function removeFile(actor: Actor, { file }: z.output<typeof RemoveFile>) {
	await transaction(async (tx) => {
		const row = found(
			await tx
				.selectFrom('attachments')
				.selectAll()
				.where('hub', '=', actor.hub)
				.where('id', '=', file)
				.where('removedAt', 'is', null)
				.forUpdate()
				.executeTakeFirst()
		);
		const holder = row.kind as Holder;
		authorize(mayChangeFiles(actor, await findHolder(tx, actor, holder, row.record)));
		await drop(tx, actor, row);
		if (isListed(holder)) await changed(tx, actor.hub, holder, row.record);
	});
}

/** Lets go of a file that the caller has found, in the transaction that puts another in its place. */
export async function drop(
	tx: Tx,
	actor: Actor,
	{ id, kind, record: holder, name, sha256 }: Record<'id' | 'kind' | 'record' | 'name' | 'sha256', string>
) {
	await tx.updateTable('attachments').set({ removedAt: new Date() }).where('hub', '=', actor.hub).where('id', '=', id).execute();
	await record(tx, actor, `${kind}.file_removed`, holder, { file: [name, null] });
	await later(tx, discardFile, { hub: actor.hub, key: sha256 });
}

/** Deletes the bytes of a file that no record has any more. */
export const discardFile: Job<{ hub: string; key: string }> = job<{ hub: string; key: string }>(
	'file.discard',
	({ hub, key }): Promise<void> =>
		acrossHubs(() =>
			transaction(async (tx) => {
				if (await filesAreHeld(tx)) {
					await later(tx, discardFile, { hub, key }, { at: new Date(Date.now() + 600_000) });
					return;
				}
				await lock(tx, `${hub}/${key}`);
				const used = await tx
					.selectFrom('attachments')
					.select('id')
					.where('hub', '=', hub)
					.where('sha256', '=', key)
					.where('removedAt', 'is', null)
					.executeTakeFirst();
				if (!used) await store().remove(hub, key);
			})
		)
);

/** While a backup is taken, the files of its moment stay. */
const filesAreHeld = async (tx: Tx) =>
	!(await sql<{ free: boolean }>`select pg_try_advisory_xact_lock_shared(hashtext('km0 files are kept')) as free`.execute(tx)).rows[0]
		?.free;

/** The files of a record that the caller has found. `neutral` names them by what they are: a firm's file names name the firm. */
export async function filesOf(hub: string, holder: Holder, id: string, neutral: boolean): Promise<ShownFile[]> {
	const rows = await db
		.selectFrom('attachments')
		.select(['id', 'name', 'mime', 'size', 'removedAt'])
		.where('hub', '=', hub)
		.where('kind', '=', holder)
		.where('record', '=', id)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
	// Counted with the removed ones, so that a file keeps its name.
	return rows.flatMap(({ removedAt, ...row }, nth) =>
		removedAt ? [] : [{ ...row, name: neutral ? neutralName(kindOf(row.mime), nth + 1) : row.name }]
	);
}

/** The files of several messages of one conversation. */
export const filesOfMessages = (hub: string, ids: readonly string[]) => filesOfMany(hub, 'message', ids);

/** The files of several records that the caller has found. */
export async function filesOfMany(hub: string, holder: Holder, ids: readonly string[]): Promise<Map<string, ShownFile[]>> {
	const rows = await db
		.selectFrom('attachments')
		.select(['id', 'name', 'mime', 'size', 'record'])
		.where('hub', '=', hub)
		.where('kind', '=', holder)
		.where('record', '=', sql<string>`any(${ids}::uuid[])`)
		.where('removedAt', 'is', null)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
	const byMessage = new Map<string, ShownFile[]>();
	for (const { record: message, ...file } of rows) byMessage.set(message, [...(byMessage.get(message) ?? []), file]);
	return byMessage;
}

/** What this person uploaded, in every hub, oldest first. The caller is the person, or packs for them. */
export async function uploadsOf(account: string) {
	const rows = await db
		.selectFrom('attachments')
		.innerJoin('members', (join) => join.onRef('members.hub', '=', 'attachments.hub').onRef('members.id', '=', 'attachments.createdBy'))
		.select(['attachments.hub', 'attachments.id', 'attachments.name', 'attachments.size', 'attachments.sha256'])
		.where('members.account', '=', account)
		.where('attachments.removedAt', 'is', null)
		.orderBy('attachments.createdAt')
		.orderBy('attachments.id')
		.execute();
	return rows.map(({ sha256, ...file }) => ({
		...file,
		/** Its bytes; null where the store has lost them. */
		open: async () => (await store().stream(file.hub, sha256))?.content ?? null
	}));
}

const kindOf = (mime: string) => (Object.keys(kinds) as Kind[]).find((kind) => kinds[kind].mime === mime) ?? 'txt';

/** The bytes of a file of a record that the caller has found. */
export async function bytesOfFile(from: typeof db | Tx, hub: string, id: string): Promise<Buffer> {
	const { sha256 } = found(
		await from
			.selectFrom('attachments')
			.select('sha256')
			.where('hub', '=', hub)
			.where('id', '=', id)
			.where('removedAt', 'is', null)
			.executeTakeFirst()
	);
	return found(await store().read(hub, sha256));
}

/** A file for download, if the actor may see the record that it belongs to; asked anew each time. */
export async function openFile(actor: Actor, id: string) {
	const row = found(
		await db
			.selectFrom('attachments')
			.select(['kind', 'record', 'sha256'])
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.where('removedAt', 'is', null)
			.executeTakeFirst()
	);
	const holder = row.kind as Holder;
	const record = await findHolder(db, actor, holder, row.record);
	const shown = found(
		(await filesOf(actor.hub, holder, row.record, record.anonymous && !isInsider(actor, record))).find((file) => file.id === id)
	);
	/** Its bytes, opened when somebody reads them. */
	const content = async () => found(await store().stream(actor.hub, row.sha256)).content;
	return { ...shown, content };
}

/** The record that holds a file, if the actor may see it. */
async function findHolder(from: typeof db | Tx, actor: Actor, holder: Holder, id: string): Promise<Held> {
	if (!isListed(holder)) {
		const find = finders.get(holder);
		if (!find) throw notFound();
		return find(from, actor, id);
	}
	if (holder === 'need') {
		const need = await from
			.selectFrom('needs')
			.select(['organisation', 'confidentiality'])
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.where(needsOpenTo(actor))
			.executeTakeFirst();
		const { organisation, confidentiality } = found(need);
		return { organisation, anonymous: confidentiality === 'anonymous' };
	}
	if (holder === 'offer') {
		const offer = await from
			.selectFrom('offers')
			.select('organisation')
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.where(offersOpenTo(actor))
			.executeTakeFirst();
		return { ...found(offer), anonymous: false };
	}
	const organisation = found(
		await from
			.selectFrom('organisations')
			.select(['id', 'isListed'])
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.where('archivedAt', 'is', null)
			.executeTakeFirst()
	);
	found(organisation.isListed || actor.staff || actsFor(actor, id) ? organisation : null);
	return { organisation: id, anonymous: false };
}
