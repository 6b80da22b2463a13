import { sql } from 'kysely';
import { z } from 'zod';
import { filesOf, inspected, keep, received, SentFile, ShownFile } from '#ecosystem/attachments.ts';
import { firmNames } from '#ecosystem/firms.ts';
import { membersWithRole } from '#ecosystem/introducible.ts';
import { namesOf } from '#ecosystem/representatives.ts';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import type { Accepted } from '#platform/files/inspect.ts';
import { record } from '#platform/journal.ts';
import { notify } from '#platform/notifications.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { requiredText, text } from '#platform/shapes.ts';
import { commonUses } from '../choices.ts';
import { clockOf, today } from '../days.ts';
import { ringOf } from '../floors.ts';
import { mayManagePlace } from '../policy.ts';
import { contains, type Point } from '../polygons.ts';
import { faultCategories, faultStates, isOpenState, openStates, type FaultState } from './choices.ts';
import { told } from './kinds.ts';
import { faultsOpenTo, mayReportFaults } from './policy.ts';

const metre = z.number().min(-10_000).max(10_000);

export const ReportFault = z.object({
	/** Where: a unit, or a floor with or without a spot on it. */
	unit: z.uuid().nullish(),
	floor: z.uuid().nullish(),
	/** Metres on the floor's own grid. */
	x: metre.nullish(),
	y: metre.nullish(),
	category: z.enum(faultCategories),
	title: requiredText(120),
	words: text(4000).default(''),
	/** Somebody may be hurt, or work stands still. */
	isUrgent: z.boolean().default(false),
	/** For whom it is reported; without it, for the only firm of who reports. */
	organisation: z.uuid().nullish()
});
export const SentPhotos = z.object({ photos: z.array(SentFile).max(6).default([]) });
export const ReportFaultWithPhotos = ReportFault.extend(SentPhotos.shape);

export const FaultNumber = z.object({ id: z.uuid(), number: z.number() });

/** Takes in what somebody found broken, and tells who runs the place. Photos are cleaned of what tells more than they show. */
export const reportFaultWithPhotos = async (actor: Actor, { photos, ...input }: z.output<typeof ReportFaultWithPhotos>) => {
	authorize(mayReportFaults(actor));
	return reportFault(actor, input, await inspected(photos.map(received)));
};

export async function reportFault(actor: Actor, input: z.output<typeof ReportFault>, photos: Accepted[] = []) {
	authorize(mayReportFaults(actor));
	refuseWhatIsNoPicture(photos);
	const organisation = input.organisation ?? (actor.organisations.length === 1 ? (actor.organisations[0]?.id ?? null) : null);
	if (organisation && !mayManagePlace(actor) && !actor.organisations.some(({ id }) => id === organisation))
		throw refuse('organisation', 'refers_to_nothing');
	const day = today(await clockOf(actor.hub));
	return transaction(async (tx) => {
		const { floor, unit, isShared } = await whereIs(tx, actor.hub, day, input);
		await sql`select pg_advisory_xact_lock(hashtextextended(${`faults of ${actor.hub}`}, 0))`.execute(tx);
		const { title, category, isUrgent, words } = input;
		const row = await tx
			.insertInto('faults')
			.values(({ selectFrom }) => ({
				hub: actor.hub,
				number: sql<number>`1 + coalesce(${selectFrom('faults')
					.select(({ fn }) => fn.max('number').as('last'))
					.where('hub', '=', actor.hub)}, 0)`,
				floor,
				unit,
				x: input.x ?? null,
				y: input.y ?? null,
				category,
				title,
				isUrgent,
				isShared,
				organisation,
				reportedBy: actor.member
			}))
			.returning(['id', 'number'])
			.executeTakeFirstOrThrow();
		await write(tx, actor, row.id, { words, state: 'received', plannedOn: null });
		await keep(tx, actor, 'fault', row.id, photos);
		await record(tx, actor, 'fault.reported', row.id, { title: [null, title], category: [null, category] });
		for (const { member } of await membersWithRole(tx, actor.hub, 'site_manager'))
			if (member !== actor.member)
				await notify(tx, {
					hub: actor.hub,
					to: member,
					kind: told.reported,
					what: isUrgent ? 'fault_reported_urgent' : 'fault_reported',
					record: row.id,
					path: `/place/faults/${row.id}`,
					words: { number: String(row.number), title, who: actor.name },
					params: { words }
				});
		return row;
	});
}

const refuseWhatIsNoPicture = (photos: Accepted[]) => {
	const other = photos.find(({ mime }) => !mime.startsWith('image/'));
	if (other) throw refuse('files', 'fault_not_a_picture', { file: other.name });
};

/** The floor and the unit that a report speaks of: from the unit, or from the spot that was pointed at. */
async function whereIs(tx: Tx, hub: string, day: string, { unit: named, floor: onFloor, x, y }: z.output<typeof ReportFault>) {
	if (!named && !onFloor) throw refuse('unit', 'required');
	if ((x ?? null) === null ? (y ?? null) !== null : (y ?? null) === null) throw refuse('x', 'fault_spot_half');
	const spot: Point | null = typeof x === 'number' && typeof y === 'number' ? [x, y] : null;
	const there = tx
		.selectFrom('units')
		.select(['id', 'floor', 'use', 'shape'])
		.where('hub', '=', hub)
		.where('existsFrom', '<=', day)
		.where((eb) => eb.or([eb('existsUntil', 'is', null), eb('existsUntil', '>', day)]));
	const unit = named ? await there.where('id', '=', named).executeTakeFirst() : undefined;
	if (named && !unit) throw refuse('unit', 'refers_to_nothing');
	const id = unit?.floor ?? (onFloor as string);
	const floor = await tx.selectFrom('floors').select(['id', 'outline']).where('hub', '=', hub).where('id', '=', id).executeTakeFirst();
	if (!floor) throw refuse('floor', 'refers_to_nothing');
	if (spot && !contains(ringOf(floor.outline), spot)) throw refuse('x', 'fault_outside');
	const pointed =
		unit ??
		(spot && (await there.where('floor', '=', id).where('use', '!=', 'hall').execute()).find(({ shape }) => contains(ringOf(shape), spot)));
	return { floor: id, unit: pointed?.id ?? null, isShared: !pointed || commonUses.includes(pointed.use) };
}

const write = (tx: Tx, actor: Actor, fault: string, answer: { words: string; state: FaultState | null; plannedOn: string | null }) =>
	tx
		.insertInto('faultAnswers')
		.values({ hub: actor.hub, fault, author: actor.member, ...answer })
		.execute();

export const FaultLine = z.object({
	id: z.uuid(),
	number: z.number(),
	title: z.string(),
	category: z.enum(faultCategories),
	isUrgent: z.boolean(),
	isShared: z.boolean(),
	state: z.enum(faultStates),
	plannedOn: z.string().nullable(),
	floor: z.uuid(),
	floorName: z.string(),
	buildingName: z.string(),
	unit: z.uuid().nullable(),
	unitNumber: z.string().nullable(),
	x: z.number().nullable(),
	y: z.number().nullable(),
	organisation: z.string().nullable(),
	reportedAt: z.date(),
	movedAt: z.date(),
	version: z.number()
});
export type FaultLine = z.output<typeof FaultLine>;

export const ListFaults = PageInput.extend({
	q: text(200).default(''),
	state: z.enum(['open', 'all', ...faultStates]).default('open'),
	category: z.enum(['any', ...faultCategories]).default('any'),
	unit: z.uuid().optional()
});

const lines = (actor: Actor) =>
	db
		.selectFrom('faults')
		.innerJoin('floors', (join) => join.onRef('floors.hub', '=', 'faults.hub').onRef('floors.id', '=', 'faults.floor'))
		.innerJoin('buildings', (join) => join.onRef('buildings.hub', '=', 'floors.hub').onRef('buildings.id', '=', 'floors.building'))
		.leftJoin('units', (join) => join.onRef('units.hub', '=', 'faults.hub').onRef('units.id', '=', 'faults.unit'))
		.select([
			'faults.id',
			'faults.number',
			'faults.title',
			'faults.category',
			'faults.isUrgent',
			'faults.isShared',
			'faults.state',
			'faults.plannedOn',
			'faults.floor',
			'floors.name as floorName',
			'buildings.name as buildingName',
			'faults.unit',
			'units.number as unitNumber',
			'faults.x',
			'faults.y',
			'faults.organisation as firm',
			'faults.reportedBy',
			'faults.reportedAt',
			'faults.movedAt',
			'faults.version'
		])
		.where('faults.hub', '=', actor.hub)
		.where(faultsOpenTo(actor));
type Row = Awaited<ReturnType<ReturnType<typeof lines>['executeTakeFirstOrThrow']>>;

const lineOf = (names: Awaited<ReturnType<typeof firmNames>>, { firm, reportedBy: _, category, state, ...row }: Row): FaultLine => ({
	...row,
	category: category as FaultLine['category'],
	state: state as FaultState,
	organisation: firm && (names.get(firm)?.name ?? null)
});

/** What is broken and was, urgent first, then the latest. */
export async function listFaults(
	actor: Actor,
	{ q, state, category, unit, ...page }: z.output<typeof ListFaults>
): Promise<Page<FaultLine>> {
	authorize(mayReportFaults(actor));
	let query = lines(actor);
	if (state === 'open') query = query.where('faults.state', 'in', openStates);
	else if (state !== 'all') query = query.where('faults.state', '=', state);
	if (category !== 'any') query = query.where('faults.category', '=', category);
	if (unit) query = query.where('faults.unit', '=', unit);
	if (q) {
		const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
		query = query.where((eb) =>
			eb.or([
				sql<boolean>`without_accents(faults.title) ilike without_accents(${like})`,
				eb('units.number', 'ilike', like),
				eb(sql<string>`faults.number::text`, '=', q.replace(/^#/, '')),
				eb.exists(
					eb
						.selectFrom('faultAnswers')
						.select('faultAnswers.id')
						.whereRef('faultAnswers.hub', '=', 'faults.hub')
						.whereRef('faultAnswers.fault', '=', 'faults.id')
						.where(sql<boolean>`without_accents(fault_answers.words) ilike without_accents(${like})`)
				)
			])
		);
	}
	const { items, ...rest } = await cursorPage(
		query.select(sql<number>`(faults.is_urgent and faults.state in ('received', 'seen', 'planned'))::int`.as('first')),
		[
			['first', 'desc'],
			['reportedAt', 'desc'],
			['id', 'desc']
		],
		page
	);
	const names = await firmNames(
		actor,
		items.flatMap(({ firm }) => firm ?? [])
	);
	return { ...rest, items: items.map(({ first: _, ...row }) => lineOf(names, row)) };
}

/** How many faults stand where, of those that the actor sees. */
export async function countFaults(actor: Actor): Promise<Record<FaultState, number>> {
	const rows = await db
		.selectFrom('faults')
		.select(['state', sql<number>`count(*)`.as('count')])
		.where('hub', '=', actor.hub)
		.where(faultsOpenTo(actor))
		.groupBy('state')
		.execute();
	const counts = new Map(rows.map(({ state, count }) => [state, count]));
	return Object.fromEntries(faultStates.map((state) => [state, counts.get(state) ?? 0])) as Record<FaultState, number>;
}

export const FaultId = z.object({ fault: z.uuid() });

export const Fault = FaultLine.extend({
	reportedBy: z.string(),
	photos: z.array(ShownFile),
	answers: z.array(
		z.object({
			id: z.uuid(),
			at: z.date(),
			author: z.string(),
			isMine: z.boolean(),
			words: z.string(),
			state: z.enum(faultStates).nullable(),
			plannedOn: z.string().nullable()
		})
	)
});
export type Fault = z.output<typeof Fault>;

/** One fault with its photos and all that was said of it since, oldest first. */
export async function findFault(actor: Actor, { fault }: z.output<typeof FaultId>): Promise<Fault> {
	const row = found(await lines(actor).where('faults.id', '=', fault).executeTakeFirst());
	const answers = await db
		.selectFrom('faultAnswers')
		.select(['id', 'author', 'words', 'state', 'plannedOn', 'writtenAt'])
		.where('hub', '=', actor.hub)
		.where('fault', '=', fault)
		.orderBy('writtenAt')
		.orderBy('id')
		.execute();
	const [photos, firms, names] = await Promise.all([
		filesOf(actor.hub, 'fault', fault, false),
		firmNames(actor, row.firm ? [row.firm] : []),
		namesOf(actor, [...new Set([row.reportedBy, ...answers.map(({ author }) => author)].flatMap((member) => member ?? []))])
	]);
	const nameOf = (member: string | null) => (member && names.get(member)) ?? '';
	return {
		...lineOf(firms, row),
		reportedBy: nameOf(row.reportedBy),
		photos,
		answers: answers.map(({ id, author, words, state, plannedOn, writtenAt }) => ({
			id,
			at: writtenAt,
			author: nameOf(author),
			isMine: author !== null && author === actor.member,
			words,
			state: state as FaultState | null,
			plannedOn
		}))
	};
}

export const AnswerFault = FaultId.extend({
	version: z.number().int().min(1),
	words: text(4000).default(''),
	/** Where it stands from now on, for who runs the place; others may only say that it is not done after all. */
	state: z.enum(faultStates).nullish(),
	plannedOn: z.iso.date().nullish()
});
export const AnswerFaultWithPhotos = AnswerFault.extend(SentPhotos.shape);

export const answerFaultWithPhotos = async (actor: Actor, { photos, ...input }: z.output<typeof AnswerFaultWithPhotos>) => {
	authorize(mayReportFaults(actor));
	return answerFault(actor, input, await inspected(photos.map(received)));
};

/** Writes to a fault, and moves it. Whoever reported it, wrote to it or runs the place hears of it. */
export async function answerFault(
	actor: Actor,
	{ fault, version, words, state: wanted, plannedOn = null }: z.output<typeof AnswerFault>,
	photos: Accepted[] = []
): Promise<{ id: string; version: number }> {
	authorize(mayReportFaults(actor));
	refuseWhatIsNoPicture(photos);
	const now = today(await clockOf(actor.hub));
	return transaction(async (tx) => {
		const row = found(
			await tx
				.selectFrom('faults')
				.selectAll()
				.where('hub', '=', actor.hub)
				.where('id', '=', fault)
				.where(faultsOpenTo(actor))
				.forUpdate()
				.executeTakeFirst()
		);
		const isManager = mayManagePlace(actor);
		const state = wanted && wanted !== row.state ? wanted : null;
		if (!isManager && state) authorize(state === 'received' && !isOpenState(row.state));
		// Words never collide; two who move it at once do.
		if (row.version !== version && (state || plannedOn)) throw conflict('changed_meanwhile');
		const stands = (state ?? row.state) as FaultState;
		// The day that stood there may come back with the form; a new one is only for what is planned.
		if (plannedOn && plannedOn !== row.plannedOn && (!isManager || stands !== 'planned'))
			throw refuse('plannedOn', 'fault_day_is_for_planned');
		if (stands === 'planned' && !(plannedOn ?? row.plannedOn)) throw refuse('plannedOn', 'required');
		if (plannedOn && plannedOn !== row.plannedOn && plannedOn < now) throw refuse('plannedOn', 'fault_day_is_over');
		if ((state === 'declined' || (state === 'received' && !isManager)) && !words) throw refuse('words', 'fault_say_why');
		const isMoved = state !== null || (stands === 'planned' && plannedOn !== null && plannedOn !== row.plannedOn);
		if (!words && !isMoved && !photos.length) throw refuse('words', 'required');
		const next = stands === 'planned' ? (plannedOn ?? row.plannedOn) : null;
		if (words || isMoved) await write(tx, actor, fault, { words, state: isMoved ? stands : null, plannedOn: isMoved ? next : null });
		await keep(tx, actor, 'fault', fault, photos);
		await tx
			.updateTable('faults')
			.set({
				state: stands,
				plannedOn: next,
				version: row.version + 1,
				...(state && { movedAt: new Date() })
			})
			.where('hub', '=', actor.hub)
			.where('id', '=', fault)
			.execute();
		await record(
			tx,
			actor,
			isMoved ? 'fault.moved' : 'fault.answered',
			fault,
			isMoved ? { state: [row.state, stands], day: [row.plannedOn, next] } : {}
		);
		await tellOthers(tx, actor, row, { words, state: isMoved ? stands : null, plannedOn: next });
		return { id: fault, version: row.version + 1 };
	});
}

interface Moved {
	words: string;
	state: FaultState | null;
	plannedOn: string | null;
}

async function tellOthers(
	tx: Tx,
	actor: Actor,
	{ id, number, title, reportedBy }: { id: string; number: number; title: string; reportedBy: string | null },
	{ words, state, plannedOn }: Moved
) {
	const wrote = await tx
		.selectFrom('faultAnswers')
		.select('author')
		.distinct()
		.where('hub', '=', actor.hub)
		.where('fault', '=', id)
		.where('author', 'is not', null)
		.execute();
	const managers = mayManagePlace(actor) ? [] : await membersWithRole(tx, actor.hub, 'site_manager');
	const readers = new Set([reportedBy, ...wrote.map(({ author }) => author), ...managers.map(({ member }) => member)]);
	const stands = state && { key: `fault_state_${state}` };
	for (const to of readers)
		if (to && to !== actor.member)
			await notify(tx, {
				hub: actor.hub,
				to,
				kind: told.answered,
				what: state === 'planned' ? 'fault_planned' : state ? 'fault_moved' : 'fault_answered',
				record: id,
				path: `/place/faults/${id}`,
				words: {
					number: String(number),
					title,
					...(stands && { state: stands }),
					...(state === 'planned' && plannedOn && { day: { at: `${plannedOn}T12:00:00Z`, as: 'day' as const } })
				},
				params: { who: actor.name, words }
			});
}
