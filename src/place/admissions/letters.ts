import { sql } from 'kysely';
import { peopleActingFor } from '#ecosystem/introducible.ts';
import { db, type Tx } from '#platform/db.server.ts';
import { notificationKind, notify, recordsAreSeen, type NotificationKind, type Words } from '#platform/notifications.ts';
import { admissionsOpenTo } from './policy.ts';

/** What people are told of files. */
export const told = {
	received: notificationKind('admission_received', { about: 'admission', isForStaff: true }),
	moved: notificationKind('admission_moved', { about: 'admission' }),
	document: notificationKind('admission_document', { about: 'admission' }),
	declaration: notificationKind('admission_declaration', { about: 'admission' })
};

recordsAreSeen(
	'admission',
	(actor, id) =>
		sql`exists (${db
			.selectFrom('admissions')
			.select('admissions.id')
			.where('admissions.hub', '=', actor.hub)
			.where('admissions.id', '=', id)
			.where(admissionsOpenTo(actor))})`
);

interface File {
	hub: string;
	id: string;
	number: string;
	organisation: string;
}

const nameOf = async (tx: Tx, { hub, organisation }: File) =>
	(await tx.selectFrom('organisations').select('name').where('hub', '=', hub).where('id', '=', organisation).executeTakeFirstOrThrow())
		.name;

/** Those who move files along. */
const managers = (tx: Tx, hub: string) =>
	tx
		.selectFrom('members')
		.select('id as member')
		.where('hub', '=', hub)
		.where('leftAt', 'is', null)
		.where(sql<boolean>`'site_manager' = any (roles)`)
		.execute();

export async function tellManagers(tx: Tx, file: File, kind: NotificationKind, what: string, words: Words) {
	for (const { member } of await managers(tx, file.hub))
		await notify(tx, { hub: file.hub, to: member, kind, what, record: file.id, path: `/place/admissions/${file.id}`, words });
}

/** The owners of the firm, or else all who act for it. */
export async function tellFirm(tx: Tx, file: File, kind: NotificationKind, what: string, words: Words, path = '') {
	const acting = await peopleActingFor(tx, file.hub, [file.organisation]);
	const owners = acting.filter(({ isOwner }) => isOwner);
	for (const { member } of owners.length ? owners : acting)
		await notify(tx, { hub: file.hub, to: member, kind, what, record: file.id, path: `/place/admissions/${file.id}${path}`, words });
}

export const tellReceived = async (tx: Tx, file: File & { isTransfer: boolean }) =>
	tellManagers(tx, file, told.received, file.isTransfer ? 'admission_transfer_received' : 'admission_received', {
		number: file.number,
		firm: await nameOf(tx, file)
	});

export const tellStage = (tx: Tx, file: File, stage: string) =>
	tellFirm(tx, file, told.moved, 'admission_moved', { number: file.number, stage: { key: `admission_stage_${stage}` } });

export const tellRefused = (tx: Tx, file: File, because: string) =>
	tellFirm(tx, file, told.moved, 'admission_refused', { number: file.number, because });

export const tellDocumentRefused = (tx: Tx, file: File, document: string, because: string) =>
	tellFirm(tx, file, told.document, 'admission_document_refused', { number: file.number, document, because });

export const askDeclaration = (tx: Tx, file: File, year: number, due: string) =>
	tellFirm(
		tx,
		file,
		told.declaration,
		'admission_declaration',
		{ number: file.number, year: String(year), due: { at: `${due}T12:00:00Z`, as: 'day' } },
		'/declare'
	);
