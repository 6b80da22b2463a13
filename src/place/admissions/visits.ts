import { sql } from 'kysely';
import { z } from 'zod';
import { actsFor, type Actor } from '#platform/actor.ts';
import { baseUrl } from '#platform/auth.server.ts';
import { invitation } from '#platform/calendar.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { instantsOf } from '#platform/time.ts';
import { clockOf } from '../days.ts';
import { AdmissionId, heldFile } from './admissions.ts';
import { openStages } from './choices.ts';
import { tellVisit, tellVisitDates } from './letters.ts';
import { admissionsOpenTo, mayAdmit } from './policy.ts';

/** An instant, or what the hub's clock shows then. */
const when = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ local: true })]);

export const BookVisit = AdmissionId.extend({
	/** Three dates to choose from, or the one that both agreed to. */
	starts: z.array(when).min(1).max(3),
	minutes: z.number().int().min(15).max(480).default(60),
	place: text(300).default('')
});
export const VisitId = z.object({ visit: z.uuid() });

/** Offers three dates for a visit, or sets the one; what was offered or set before is of no use any more. */
export async function bookVisit(actor: Actor, { admission, starts, minutes, place }: z.output<typeof BookVisit>): Promise<{ id: string }> {
	authorize(mayAdmit(actor));
	const timeZone = await clockOf(actor.hub);
	const instants = starts.map((value) => instantOf(value, timeZone));
	if (new Set(instants.map(Number)).size < instants.length) throw refuse('starts', 'dates_alike');
	if (instants.length === 2) throw refuse('starts', 'one_date_or_three');
	return transaction(async (tx) => {
		const file = await heldFile(tx, actor, admission);
		if (!openStages.includes(file.stage)) throw conflict('admission_is_decided');
		const before = await standing(tx, actor.hub, admission);
		// To a calendar a visit that moves is the same one.
		const isMoved = before?.picked && before.picked > new Date();
		if (before) await cancelRow(tx, actor.hub, before.id);
		const [only] = instants;
		const { id } = await tx
			.insertInto('admissionVisits')
			.values({
				hub: actor.hub,
				admission,
				starts: instants,
				minutes,
				place,
				picked: instants.length === 1 ? (only ?? null) : null,
				proposedBy: actor.member,
				...(isMoved && { uid: before.uid, sequence: before.sequence + 1 })
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(tx, actor, instants.length === 1 ? 'admission.visit_set' : 'admission.visit_proposed', admission, {
			starts: [null, instants.map((at) => at.toISOString()).join(', ')]
		});
		if (instants.length === 1 && only) await tellVisit(tx, file, only, place, await icsOf(tx, actor.hub, id, 'REQUEST'));
		else await tellVisitDates(tx, file);
		return { id };
	});
}

function instantOf(value: string, timeZone: string): Date {
	const given = /(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? [new Date(value)] : instantsOf(value, timeZone);
	const [at, again] = given;
	if (!at) throw refuse('starts', 'time_does_not_exist');
	if (again) throw refuse('starts', 'time_exists_twice');
	if (at <= new Date()) throw refuse('starts', 'date_has_passed');
	return at;
}

const standing = (from: Tx | typeof db, hub: string, admission: string) =>
	from
		.selectFrom('admissionVisits')
		.selectAll()
		.where('hub', '=', hub)
		.where('admission', '=', admission)
		.where('cancelledAt', 'is', null)
		.executeTakeFirst();

const cancelRow = (tx: Tx, hub: string, id: string) =>
	tx.updateTable('admissionVisits').set({ cancelledAt: new Date() }).where('hub', '=', hub).where('id', '=', id).execute();

export const PickVisit = VisitId.extend({ starts: z.iso.datetime({ offset: true }) });

/** The firm picks one of three dates. */
export async function pickVisit(actor: Actor, { visit, starts }: z.output<typeof PickVisit>): Promise<{ id: string }> {
	return transaction(async (tx) => {
		const { row, file } = await heldVisit(tx, actor, visit);
		authorize(actsFor(actor, file.organisation) || mayAdmit(actor));
		if (row.cancelledAt) throw conflict('dates_replaced');
		if (row.picked) throw conflict('date_already_picked');
		const picked = row.starts.find((at) => at.getTime() === new Date(starts).getTime());
		if (!picked) throw refuse('starts', 'not_a_choice');
		if (picked <= new Date()) throw refuse('starts', 'date_has_passed');
		await tx.updateTable('admissionVisits').set({ picked }).where('hub', '=', actor.hub).where('id', '=', visit).execute();
		await record(tx, actor, 'admission.visit_set', file.id, { starts: [null, picked.toISOString()] });
		await tellVisit(tx, file, picked, row.place, await icsOf(tx, actor.hub, visit, 'REQUEST'));
		return { id: visit };
	});
}

/** The visit is off, or its dates are. */
export async function cancelVisit(actor: Actor, { visit }: z.output<typeof VisitId>): Promise<{ id: string }> {
	return transaction(async (tx) => {
		const { row, file } = await heldVisit(tx, actor, visit);
		authorize(actsFor(actor, file.organisation) || mayAdmit(actor));
		if (row.cancelledAt) throw conflict('dates_replaced');
		await cancelRow(tx, actor.hub, visit);
		await record(tx, actor, 'admission.visit_cancelled', file.id);
		return { id: visit };
	});
}

async function heldVisit(tx: Tx, actor: Actor, visit: string) {
	const row = found(
		await tx.selectFrom('admissionVisits').selectAll().where('hub', '=', actor.hub).where('id', '=', visit).forUpdate().executeTakeFirst()
	);
	return { row, file: await heldFile(tx, actor, row.admission) };
}

export const VisitView = z.object({
	id: z.uuid(),
	starts: z.array(z.date()),
	picked: z.date().nullable(),
	minutes: z.number(),
	place: z.string()
});

/** The visit that stands for a file, or its dates to choose from. */
export async function findVisit(actor: Actor, { admission }: z.output<typeof AdmissionId>) {
	found(
		await db
			.selectFrom('admissions')
			.select('id')
			.where('hub', '=', actor.hub)
			.where('id', '=', admission)
			.where(admissionsOpenTo(actor))
			.executeTakeFirst()
	);
	const row = await standing(db, actor.hub, admission);
	return { visit: row ? { id: row.id, starts: row.starts, picked: row.picked, minutes: row.minutes, place: row.place } : null };
}

/** The visit as a file for a calendar. */
export async function visitFile(actor: Actor, { admission }: z.output<typeof AdmissionId>): Promise<string> {
	const { visit } = await findVisit(actor, { admission });
	found(visit?.picked);
	return icsOf(db, actor.hub, found(visit).id, 'PUBLISH');
}

async function icsOf(from: Tx | typeof db, hub: string, id: string, method: 'REQUEST' | 'PUBLISH'): Promise<string> {
	const row = await from
		.selectFrom('admissionVisits as visits')
		.innerJoin('admissions', (join) => join.onRef('admissions.hub', '=', 'visits.hub').onRef('admissions.id', '=', 'visits.admission'))
		.innerJoin('organisations', (join) =>
			join.onRef('organisations.hub', '=', 'admissions.hub').onRef('organisations.id', '=', 'admissions.organisation')
		)
		.innerJoin('hubs', 'hubs.id', 'visits.hub')
		.select(['visits.uid', 'visits.sequence', 'visits.minutes', 'visits.place', 'admissions.number', 'admissions.id as admission'])
		.select(['organisations.name', 'hubs.name as hubName', sql<Date>`coalesce(visits.picked, visits.starts[1])`.as('starts')])
		.where('visits.hub', '=', hub)
		.where('visits.id', '=', id)
		.executeTakeFirstOrThrow();
	return invitation({
		method,
		uid: row.uid,
		sequence: row.sequence,
		stamp: new Date(),
		starts: row.starts,
		ends: new Date(row.starts.getTime() + row.minutes * 60_000),
		summary: `${row.hubName} – ${row.name}`,
		description: row.number,
		place: row.place,
		url: `${baseUrl}/${hub}/place/admissions/${row.admission}`,
		organizer: { name: 'KM0', email: 'km0@localhost' },
		attendees: []
	});
}
