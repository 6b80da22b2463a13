import { sql } from 'kysely';
import { peopleActingFor } from '#ecosystem/introducible.ts';
import { db, type Tx } from '#platform/db.server.ts';
import { notificationKind, notify, recordsAreSeen, type NotificationKind, type Told, type Words } from '#platform/notifications.ts';
import { admissionsOpenTo, mayAdmit } from './policy.ts';

/** What people are told of files. */
export const told = {
	received: notificationKind('admission_received', { about: 'admission', isForStaff: true }),
	moved: notificationKind('admission_moved', { about: 'admission' }),
	document: notificationKind('admission_document', { about: 'admission' }),
	declaration: notificationKind('admission_declaration', { about: 'admission' }),
	visit: notificationKind('admission_visit', { about: 'admission', mustGo: true }),
	freed: notificationKind('admission_freed', { about: 'admission_wish', isForStaff: true })
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

recordsAreSeen('admission_wish', (actor) => sql<boolean>`${mayAdmit(actor)}`);

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

export async function tellManagers(
	tx: Tx,
	file: File,
	kind: NotificationKind,
	what: string,
	words: Words,
	also: Pick<Told, 'params' | 'calendar'> = {}
) {
	for (const { member } of await managers(tx, file.hub))
		await notify(tx, { hub: file.hub, to: member, kind, what, record: file.id, path: `/place/admissions/${file.id}`, words, ...also });
}

/** The owners of the firm, or else all who act for it. */
export async function tellFirm(
	tx: Tx,
	file: File,
	kind: NotificationKind,
	what: string,
	words: Words,
	path = '',
	also: Pick<Told, 'params' | 'calendar'> = {}
) {
	const acting = await peopleActingFor(tx, file.hub, [file.organisation]);
	const owners = acting.filter(({ isOwner }) => isOwner);
	for (const { member } of owners.length ? owners : acting)
		await notify(tx, {
			hub: file.hub,
			to: member,
			kind,
			what,
			record: file.id,
			path: `/place/admissions/${file.id}${path}`,
			words,
			...also
		});
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

export const tellVisitDates = (tx: Tx, file: File) => tellFirm(tx, file, told.visit, 'admission_visit_dates', { number: file.number });

/** Both sides hear of the visit, with what their calendars need. */
export async function tellVisit(tx: Tx, file: File, at: Date, place: string, content: string) {
	const words = { number: file.number, when: { at: at.toISOString(), as: 'moment' as const } };
	const also = { params: { place: place || '–' }, calendar: { method: 'REQUEST' as const, content } };
	await tellFirm(tx, file, told.visit, 'admission_visit_set', words, '', also);
	await tellManagers(tx, file, told.visit, 'admission_visit_set', words, also);
}

/** Those who move files along hear that a unit fits a wish. */
export async function tellFreed(tx: Tx, hub: string, wish: string, firm: string, units: string) {
	for (const { member } of await managers(tx, hub))
		await notify(tx, {
			hub,
			to: member,
			kind: told.freed,
			what: 'admission_freed',
			record: wish,
			path: '/place/admissions/waiting',
			words: { firm, units }
		});
}
