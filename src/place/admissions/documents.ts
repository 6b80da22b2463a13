import { z } from 'zod';
import { drop, filesAreFoundBy, inspected, keep, received, SentFile } from '#ecosystem/attachments.ts';
import type { Actor } from '#platform/actor.ts';
import type { db } from '#platform/db.server.ts';
import { transaction, type Tx } from '#platform/db.server.ts';
import type { Locale } from '#platform/i18n.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { AdmissionId, heldFile } from './admissions.ts';
import { openStages } from './choices.ts';
import { tellDocumentRefused } from './letters.ts';
import { admissionsOpenTo, mayAdmit, mayWriteFile, seesDocuments } from './policy.ts';
import { documentKinds, named } from './rules.ts';

filesAreFoundBy('admission', async (from, actor, id) => {
	const { organisation } = found(
		await from
			.selectFrom('admissions')
			.select('organisation')
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.where(admissionsOpenTo(actor))
			.executeTakeFirst()
	);
	return { organisation: found(seesDocuments(actor, organisation) ? organisation : null), anonymous: false, isKept: true };
});

export const documentStates = ['waiting', 'accepted', 'refused'] as const;

export const ShownDocument = z.object({
	kind: z.uuid(),
	name: z.string(),
	isRequired: z.boolean(),
	/** Null while the firm has not sent it. */
	document: z.uuid().nullable(),
	state: z.enum(documentStates).nullable(),
	because: z.string(),
	file: z.object({ id: z.uuid(), name: z.string(), size: z.number() }).nullable(),
	addedAt: z.date().nullable()
});
export type ShownDocument = z.output<typeof ShownDocument>;

/** What the hub asks of a file, and what it has; kinds that are no longer asked for only where they were sent. */
export async function documentsOf(from: Tx | typeof db, hub: string, admission: string, locale: Locale): Promise<ShownDocument[]> {
	const kinds = await documentKinds(from, hub);
	const rows = await from
		.selectFrom('admissionDocuments as documents')
		.innerJoin('admissionDocumentKinds as kinds', (join) =>
			join.onRef('kinds.hub', '=', 'documents.hub').onRef('kinds.id', '=', 'documents.kind')
		)
		.innerJoin('attachments as files', (join) => join.onRef('files.hub', '=', 'documents.hub').onRef('files.id', '=', 'documents.file'))
		.select(['documents.id', 'documents.kind', 'documents.state', 'documents.because', 'documents.addedAt', 'kinds.name as called'])
		.select(['files.id as file', 'files.name', 'files.size'])
		.where('documents.hub', '=', hub)
		.where('documents.admission', '=', admission)
		.where('documents.replacedAt', 'is', null)
		.execute();
	const sent = new Map(rows.map((row) => [row.kind, row]));
	const asked = [
		...kinds,
		...rows
			.filter(({ kind }) => !kinds.some(({ id }) => id === kind))
			.map(({ kind, called }) => ({ id: kind, name: called as Record<string, string>, isRequired: false }))
	];
	return asked.map(({ id, name, isRequired }) => {
		const row = sent.get(id);
		return {
			kind: id,
			name: named(name, locale),
			isRequired,
			document: row?.id ?? null,
			state: (row?.state as ShownDocument['state']) ?? null,
			because: row?.because ?? '',
			file: row ? { id: row.file, name: row.name, size: row.size } : null,
			addedAt: row?.addedAt ?? null
		};
	});
}

export const AttachDocument = AdmissionId.extend({ kind: z.uuid() }).extend(SentFile.shape);
export const DocumentId = z.object({ id: z.uuid() });

export const attachDocument = (actor: Actor, { admission, kind, ...file }: z.output<typeof AttachDocument>) =>
	addDocument(actor, { admission, kind }, received(file));

/** Adds a document, or puts it in the place of one that was refused or is out of date; what was accepted stays. */
export async function addDocument(
	actor: Actor,
	{ admission, kind }: { admission: string; kind: string },
	file: File
): Promise<{ id: string }> {
	const accepted = await inspected([file]);
	return transaction(async (tx) => {
		const held = await heldFile(tx, actor, admission);
		authorize(mayWriteFile(actor, held.organisation));
		if (held.stage !== 'draft' && !openStages.includes(held.stage)) throw conflict('admission_is_decided');
		if (!(await documentKinds(tx, actor.hub)).some(({ id }) => id === kind)) throw refuse('kind', 'not_a_choice');
		const before = await tx
			.updateTable('admissionDocuments')
			.set({ replacedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('admission', '=', admission)
			.where('kind', '=', kind)
			.where('replacedAt', 'is', null)
			.returning(['file', 'state'])
			.executeTakeFirst();
		if (before?.state === 'accepted') throw conflict('document_is_accepted');
		if (before) {
			const old = await tx
				.selectFrom('attachments')
				.select(['id', 'kind', 'record', 'name', 'sha256'])
				.where('hub', '=', actor.hub)
				.where('id', '=', before.file)
				.executeTakeFirstOrThrow();
			await drop(tx, actor, old);
		}
		const [kept] = await keep(tx, actor, 'admission', admission, accepted, 30);
		return tx
			.insertInto('admissionDocuments')
			.values({ hub: actor.hub, admission, kind, file: kept!.id, addedBy: actor.member })
			.returning('id')
			.executeTakeFirstOrThrow();
	});
}

export const JudgeDocument = z
	.object({ document: z.uuid(), isAccepted: z.boolean(), because: text(1000).default('') })
	.refine(({ isAccepted, because }) => isAccepted || because !== '', { path: ['because'], error: 'refusal_needs_a_reason' });

/** Accepts a document, or refuses it with a reason that the firm is told. */
export async function judgeDocument(actor: Actor, { document, isAccepted, because }: z.output<typeof JudgeDocument>) {
	authorize(mayAdmit(actor));
	return transaction(async (tx) => {
		const row = found(
			await tx
				.updateTable('admissionDocuments')
				.set({
					state: isAccepted ? 'accepted' : 'refused',
					because: isAccepted ? '' : because,
					decidedBy: actor.member,
					decidedAt: new Date()
				})
				.where('hub', '=', actor.hub)
				.where('id', '=', document)
				.where('replacedAt', 'is', null)
				.returning(['admission', 'kind'])
				.executeTakeFirst()
		);
		const file = await heldFile(tx, actor, row.admission);
		const { name } = await tx
			.selectFrom('admissionDocumentKinds')
			.select('name')
			.where('hub', '=', actor.hub)
			.where('id', '=', row.kind)
			.executeTakeFirstOrThrow();
		const called = named(name as Record<string, string>, 'fr');
		await record(tx, actor, isAccepted ? 'admission.document_accepted' : 'admission.document_refused', row.admission, {
			document: [null, called],
			...(!isAccepted && { because: [null, because] })
		});
		if (!isAccepted) await tellDocumentRefused(tx, file, called, because);
		return { id: document };
	});
}

/** Required documents that nobody has accepted yet. */
export const lacking = (documents: readonly ShownDocument[]) =>
	documents.filter(({ isRequired, state }) => isRequired && state !== 'accepted');
