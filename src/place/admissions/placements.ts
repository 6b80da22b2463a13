import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { competitorsAmong } from '#ecosystem/competitors.ts';
import { firmNames } from '#ecosystem/firms.ts';
import { system, type Actor } from '#platform/actor.ts';
import { db, inHub, transaction, type Tx } from '#platform/db.server.ts';
import { home } from '#platform/home.ts';
import { job, later } from '#platform/jobs.ts';
import { changes, record } from '#platform/journal.ts';
import { log } from '#platform/log.ts';
import { authorize, conflict, found, Refusal } from '#platform/refusal.ts';
import type { JsonObject } from '#platform/schema.ts';
import { clockOf, dayAfter, daysBetween, today } from '../days.ts';
import { json } from '../floors.ts';
import { listFree, type FreeUnit } from '../plan.ts';
import { openStages, type WantedUse } from './choices.ts';
import type { Pair, Problem } from './optimum.ts';
import { mayAdmit } from './policy.ts';
import type { Heard, Solved } from './solver.ts';
import { OfferUnits, offerUnits } from './stages.ts';

export const PlacementWeights = z.object({
	jobs: z.number().int().min(0).max(1000),
	fit: z.number().int().min(0).max(1000),
	vacancy: z.number().int().min(0).max(1000),
	transfer: z.number().int().min(0).max(1000)
});
export type PlacementWeights = z.output<typeof PlacementWeights>;
export const KeptWeights = PlacementWeights.extend({ version: z.number().int() });

const usual: PlacementWeights & { version: number } = { jobs: 10, fit: 20, vacancy: 5, transfer: 15, version: 0 };

export async function findPlacementWeights(actor: Actor): Promise<z.output<typeof KeptWeights>> {
	authorize(mayAdmit(actor));
	const row = await db
		.selectFrom('placementWeights')
		.select(['jobs', 'fit', 'vacancy', 'transfer', 'version'])
		.where('hub', '=', actor.hub)
		.executeTakeFirst();
	return row ?? usual;
}

export const SetPlacementWeights = PlacementWeights.extend({ version: z.number().int().min(0) });

export async function setPlacementWeights(actor: Actor, { version, ...weights }: z.output<typeof SetPlacementWeights>) {
	const before = await findPlacementWeights(actor);
	return transaction(async (tx) => {
		const row = { ...weights, version: version + 1, setBy: actor.member, setAt: new Date() };
		const kept = version
			? await tx
					.updateTable('placementWeights')
					.set(row)
					.where('hub', '=', actor.hub)
					.where('version', '=', version)
					.returning('version')
					.executeTakeFirst()
			: await tx
					.insertInto('placementWeights')
					.values({ hub: actor.hub, ...row })
					.onConflict((on) => on.column('hub').doNothing())
					.returning('version')
					.executeTakeFirst();
		if (!kept) throw conflict('changed_meanwhile');
		await record(tx, actor, 'placement.weights_set', crypto.randomUUID(), changes<object>(before, weights));
		return { ...weights, version: kept.version };
	});
}

/** Months over which a placement counts, and how late or early a unit may be for a firm. */
const horizon = 36;
const patience = 12;
/** Uses that serve another as well as not. */
const near: Record<WantedUse, readonly string[]> = {
	workshop: ['lab', 'storage'],
	office: ['coworking', 'training'],
	coworking: ['office'],
	training: ['office'],
	lab: ['workshop', 'office'],
	storage: ['workshop']
};

export interface Wanting {
	id: string;
	organisation: string;
	use: WantedUse;
	m2Least: number;
	m2Most: number | null;
	wantedFrom: string;
	net24: number;
	isTransfer: boolean;
}

export interface Candidate extends Pair {
	from: string;
	waitMonths: number;
	jobPoints: number;
	fitPoints: number;
	vacancyPoints: number;
	transferPoints: number;
	sameUse: boolean;
	m2: number;
}

const months = (from: string, to: string) => Math.max(0, daysBetween(from, to) / 30.44);

/** What it is worth that a firm has a unit; null where it does not fit. A pinned pair only has to be possible in time. */
export function candidate(file: Wanting, unit: FreeUnit, weights: PlacementWeights, now: string, isPinned = false): Candidate | null {
	const earliest = file.wantedFrom > now ? file.wantedFrom : now;
	const from = unit.freeFrom > earliest ? unit.freeFrom : earliest;
	const sameUse = unit.use === file.use;
	const most = file.m2Most ?? file.m2Least * 1.5;
	const waitMonths = months(earliest, from);
	if (unit.freeUntil && daysBetween(from, unit.freeUntil) < 365) return null;
	if (!isPinned) {
		if (!sameUse && !near[file.use].includes(unit.use)) return null;
		if (unit.m2 < file.m2Least || unit.m2 > most * 1.25) return null;
		if (waitMonths > patience) return null;
	}
	// A tenth of the fit is lost for each month of waiting up to three, a third for another use, up to a quarter for room that is too much.
	const spare = Math.min(0.25, Math.max(0, unit.m2 / most - 1));
	const fit = Math.max(0, 1 - (sameUse ? 0 : 1 / 3) - spare - Math.min(0.3, waitMonths / 10));
	const empty = months(unit.freeFrom > now ? unit.freeFrom : now, from);
	const filled = (unit.m2 / 100) * Math.max(0, (horizon - empty) / horizon);
	const jobPoints = Math.round(10 * weights.jobs * file.net24);
	const fitPoints = Math.round(10 * weights.fit * fit);
	const vacancyPoints = Math.round(10 * weights.vacancy * filled);
	const transferPoints = file.isTransfer ? -10 * weights.transfer : 0;
	return {
		file: file.id,
		unit: unit.id,
		floor: unit.floor,
		from,
		waitMonths: Math.round(waitMonths),
		sameUse,
		m2: unit.m2,
		jobPoints,
		fitPoints,
		vacancyPoints,
		transferPoints,
		points: jobPoints + fitPoints + vacancyPoints + transferPoints
	};
}

const PairInput = z.object({ admission: z.uuid(), unit: z.uuid() });
type PairInput = z.output<typeof PairInput>;

export const ProposePlacement = z.object({
	/** Firms that must have a unit, and those that must not. */
	pins: z.array(PairInput).max(200).default([]),
	forbids: z.array(PairInput).max(200).default([]),
	/** After so many seconds the best so far is taken, with its bound. */
	seconds: z.number().int().min(1).max(300).default(20)
});
export const PlacementId = z.object({ placement: z.uuid() });

/** Asks for a proposal; it is worked out by a job, and found again by its id. */
export async function proposePlacement(
	actor: Actor,
	{ pins, forbids, seconds }: z.output<typeof ProposePlacement>
): Promise<{ id: string }> {
	authorize(mayAdmit(actor));
	const { jobs, fit, vacancy, transfer } = await findPlacementWeights(actor);
	const weights: PlacementWeights = { jobs, fit, vacancy, transfer };
	return transaction(async (tx) => {
		const { id } = await tx
			.insertInto('placements')
			.values({ hub: actor.hub, pins: json(pins), forbids: json(forbids), weights: json(weights), seconds, askedBy: actor.member })
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'placement.asked', id, { pins: [null, pins.length], forbids: [null, forbids.length] });
		await later(tx, placing, { hub: actor.hub, id });
		return { id };
	});
}

/** Begun anew as often as it is cut off: nothing but its own row is written. */
export const placing = job<{ hub: string; id: string }>('admission.place', ({ hub, id }) => inHub(hub, () => workOut(hub, id)), {
	heartbeat: 30
});

interface Line extends Candidate {
	/** Points that the best placement without this one has less. */
	cost: number;
	isPinned: boolean;
	/** Other files that would fit here and go elsewhere or nowhere. */
	others: string[];
}
interface Result {
	status: Solved['best']['status'];
	points: number;
	bound: number;
	lines: Line[];
	/** Files without a unit, and why: nothing fits, or better for others. */
	left: { admission: string; why: 'no_use' | 'no_size' | 'no_date' | 'outweighed'; units: string[] }[];
	/** Units that nobody gets. */
	empty: string[];
	candidates: number;
}

const pairKey = ({ admission, unit }: PairInput) => `${admission} ${unit}`;

/** Works out a proposal that waits. */
export async function workOut(hub: string, id: string) {
	const row = await db
		.updateTable('placements')
		.set({ state: 'running' })
		.where('hub', '=', hub)
		.where('id', '=', id)
		.where('state', 'in', ['waiting', 'running'])
		.returning(['pins', 'forbids', 'weights', 'seconds'])
		.executeTakeFirst();
	if (!row) return;
	const set = (values: { state?: string; progress?: number; result?: JsonObject; endedAt?: Date }) =>
		db.updateTable('placements').set(values).where('hub', '=', hub).where('id', '=', id).execute();
	/** One that comes late says nothing any more. */
	const step = (progress: number) =>
		db.updateTable('placements').set({ progress }).where('hub', '=', hub).where('id', '=', id).where('state', '=', 'running').execute();
	try {
		const now = today(await clockOf(hub));
		const files = await wanting(db, hub);
		const { items: units } = await listFree(system(hub), { least: 0, q: '' });
		const pins = row.pins as unknown as PairInput[];
		const forbids = new Set((row.forbids as unknown as PairInput[]).map(pairKey));
		const pinned = new Set(pins.map(pairKey));
		const candidates = files.flatMap((file) =>
			units.flatMap((unit) => {
				const key = pairKey({ admission: file.id, unit: unit.id });
				if (forbids.has(key)) return [];
				return candidate(file, unit, row.weights as unknown as PlacementWeights, now, pinned.has(key)) ?? [];
			})
		);
		const at = new Map(candidates.map(({ file, unit }, nth) => [pairKey({ admission: file, unit }), nth]));
		const rivals = await rivalsAmong(hub, files);
		// A pin whose unit or file is gone cannot be kept.
		const isLost = pins.some((pin) => !at.has(pairKey(pin)));
		const problem: Problem = {
			pairs: candidates.map(({ file, unit, floor, points }) => ({ file, unit, floor, points })),
			rivals,
			pins: pins.flatMap((pin) => at.get(pairKey(pin)) ?? []),
			seconds: row.seconds
		};
		const solved: Solved = isLost
			? { best: { status: 'infeasible', chosen: [], points: 0, bound: 0 }, without: [] }
			: await solveApart(problem, (progress) => void step(progress));
		const result = told(files, units, candidates, solved, pinned);
		await set({ state: result.status === 'infeasible' ? 'infeasible' : 'ready', progress: 100, result: json(result), endedAt: new Date() });
	} catch (error) {
		log.error({ placement: id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'placement');
		await set({ state: 'failed', endedAt: new Date() });
	}
}

const wanting = async (from: Tx | typeof db, hub: string): Promise<Wanting[]> =>
	(await from
		.selectFrom('admissions')
		.select(['id', 'organisation', 'use', 'm2Least', 'm2Most', 'wantedFrom', 'net24', 'isTransfer'])
		.where('hub', '=', hub)
		.where(
			'stage',
			'in',
			openStages.filter((stage) => stage !== 'offered')
		)
		.where('use', 'is not', null)
		.where('m2Least', 'is not', null)
		.where('wantedFrom', 'is not', null)
		.orderBy('number')
		.execute()) as Wanting[];

async function rivalsAmong(hub: string, files: readonly Wanting[]): Promise<[string, string][]> {
	const pairs = await competitorsAmong(
		hub,
		files.map(({ organisation }) => organisation)
	);
	return pairs.flatMap(([one, other]) =>
		files
			.filter(({ organisation }) => organisation === one)
			.flatMap((a) => files.filter(({ organisation }) => organisation === other).map((b): [string, string] => [a.id, b.id]))
	);
}

/** Solves in a thread of its own, which is ended when it takes twice its time. */
function solveApart(problem: Problem, onProgress: (percent: number) => void): Promise<Solved> {
	const worker = new Worker(pathToFileURL(join(home, 'src/place/admissions/solver.ts')), {
		resourceLimits: { maxOldGenerationSizeMb: 512 }
	});
	return new Promise<Solved>((done, fail) => {
		const patience = setTimeout(() => end(() => fail(new Error('the solver took too long'))), problem.seconds * 2000 + 10_000);
		const end = (then: () => void) => {
			clearTimeout(patience);
			void worker.terminate();
			then();
		};
		worker.on('message', (heard: Heard) => {
			if ('progress' in heard) onProgress(heard.progress);
			else if ('solved' in heard) end(() => done(heard.solved));
			else end(() => fail(new Error(heard.trouble)));
		});
		worker.on('error', (error) => end(() => fail(error)));
		worker.postMessage(problem);
	});
}

function told(files: Wanting[], units: FreeUnit[], candidates: Candidate[], { best, without }: Solved, pinned: Set<string>): Result {
	const chosen = best.chosen.map((nth) => candidates[nth]!);
	const lines = chosen.map((pair, nth): Line => ({
		...pair,
		cost: best.points - (without[nth] ?? best.points),
		isPinned: pinned.has(pairKey({ admission: pair.file, unit: pair.unit })),
		others: candidates.filter(({ unit, file }) => unit === pair.unit && file !== pair.file).map(({ file }) => file)
	}));
	const placed = new Set(chosen.map(({ file }) => file));
	const used = new Set(chosen.map(({ unit }) => unit));
	return {
		status: best.status,
		points: best.points,
		bound: best.bound,
		lines: lines.toSorted((one, other) => other.points - one.points),
		left: files
			.filter(({ id }) => !placed.has(id))
			.map((file) => {
				const own = candidates.filter((pair) => pair.file === file.id);
				const uses = units.filter(({ use }) => use === file.use || near[file.use].includes(use));
				const sizes = uses.filter(({ m2 }) => m2 >= file.m2Least && m2 <= (file.m2Most ?? file.m2Least * 1.5) * 1.25);
				const why = own.length ? 'outweighed' : !uses.length ? 'no_use' : !sizes.length ? 'no_size' : 'no_date';
				return { admission: file.id, why, units: own.map(({ unit }) => unit) };
			}),
		empty: units.filter(({ id }) => !used.has(id)).map(({ id }) => id),
		candidates: candidates.length
	};
}

const Named = z.object({ id: z.uuid(), number: z.string(), firm: z.string(), version: z.number(), isOpen: z.boolean() });
const NamedUnit = z.object({ id: z.uuid(), number: z.string(), askedRentCents: z.number().nullable() });

export const PlacementView = z.object({
	id: z.uuid(),
	state: z.enum(['waiting', 'running', 'ready', 'infeasible', 'failed']),
	progress: z.number(),
	weights: PlacementWeights,
	pins: z.array(PairInput),
	forbids: z.array(PairInput),
	askedAt: z.date(),
	endedAt: z.date().nullable(),
	acceptedAt: z.date().nullable(),
	status: z.enum(['optimal', 'time_limit', 'infeasible']).nullable(),
	points: z.number(),
	/** No placement is worth more. */
	bound: z.number(),
	/** How much better another could be, in percent of the bound. */
	gapPercent: z.number(),
	candidates: z.number(),
	lines: z.array(
		z.object({
			file: Named,
			unit: NamedUnit,
			from: z.string(),
			m2: z.number(),
			waitMonths: z.number(),
			sameUse: z.boolean(),
			points: z.number(),
			jobPoints: z.number(),
			fitPoints: z.number(),
			vacancyPoints: z.number(),
			transferPoints: z.number(),
			cost: z.number(),
			isPinned: z.boolean(),
			others: z.array(Named)
		})
	),
	left: z.array(z.object({ file: Named, why: z.enum(['no_use', 'no_size', 'no_date', 'outweighed']), units: z.array(NamedUnit) })),
	empty: z.array(NamedUnit)
});
export type PlacementView = z.output<typeof PlacementView>;

/** A proposal, as far as it is. */
export async function findPlacement(actor: Actor, { placement }: z.output<typeof PlacementId>): Promise<PlacementView> {
	authorize(mayAdmit(actor));
	const row = found(
		await db.selectFrom('placements').selectAll().where('hub', '=', actor.hub).where('id', '=', placement).executeTakeFirst()
	);
	const result = row.result as unknown as Result | null;
	const files = await db
		.selectFrom('admissions')
		.select(['id', 'number', 'organisation', 'version', 'stage'])
		.where('hub', '=', actor.hub)
		.where('stage', '!=', 'draft')
		.execute();
	const firms = await firmNames(
		actor,
		files.map(({ organisation }) => organisation)
	);
	const fileOf = new Map(
		files.map(({ id, number, organisation, version, stage }) => [
			id,
			{
				id,
				number,
				version,
				firm: firms.get(organisation)?.name ?? '',
				isOpen: (openStages as readonly string[]).includes(stage) && stage !== 'offered'
			}
		])
	);
	const units = await db.selectFrom('units').select(['id', 'number', 'askedRentCents']).where('hub', '=', actor.hub).execute();
	const unitOf = new Map(units.map((unit) => [unit.id, unit]));
	const file = (id: string) => fileOf.get(id) ?? { id, number: '–', firm: '', version: 0, isOpen: false };
	const unit = (id: string) => unitOf.get(id) ?? { id, number: '–', askedRentCents: null };
	const { points = 0, bound = 0 } = result ?? {};
	return {
		id: row.id,
		state: row.state as PlacementView['state'],
		progress: row.progress,
		weights: row.weights as unknown as PlacementWeights,
		pins: row.pins as unknown as PairInput[],
		forbids: row.forbids as unknown as PairInput[],
		askedAt: row.askedAt,
		endedAt: row.endedAt,
		acceptedAt: row.acceptedAt,
		status: result?.status ?? null,
		points,
		bound,
		gapPercent: bound > 0 ? Math.round((1000 * (bound - points)) / bound) / 10 : 0,
		candidates: result?.candidates ?? 0,
		lines: (result?.lines ?? []).map(({ others, ...line }) => ({
			...line,
			file: file(line.file),
			unit: unit(line.unit),
			others: others.map(file)
		})),
		left: (result?.left ?? []).map(({ admission, why, units: wanted }) => ({ file: file(admission), why, units: wanted.map(unit) })),
		empty: (result?.empty ?? []).map(unit)
	};
}

export const PlacementLine = z.object({ id: z.uuid(), state: z.string(), askedAt: z.date(), acceptedAt: z.date().nullable() });

/** Proposals of the last time, the latest first. */
export async function listPlacements(actor: Actor): Promise<{ items: z.output<typeof PlacementLine>[] }> {
	authorize(mayAdmit(actor));
	const items = await db
		.selectFrom('placements')
		.select(['id', 'state', 'askedAt', 'acceptedAt'])
		.where('hub', '=', actor.hub)
		.orderBy('askedAt', 'desc')
		.limit(20)
		.execute();
	return { items };
}

export const AcceptPlacement = PlacementId.extend({
	/** Files whose line becomes an offer. */
	admissions: z.array(z.uuid()).min(1).max(200),
	/** Days that the offers hold. */
	days: z.number().int().min(1).max(365).default(30)
});

/** Makes offers of lines of a proposal. Each stands alone: what was taken meanwhile is told, and the others are offered. */
export async function acceptPlacement(
	actor: Actor,
	{ placement, admissions, days }: z.output<typeof AcceptPlacement>
): Promise<{ offered: string[]; refused: { admission: string; code: string }[] }> {
	const { state, lines } = await findPlacement(actor, { placement });
	if (state !== 'ready') throw conflict('placement_is_not_ready');
	const wanted = lines.filter(({ file }) => admissions.includes(file.id));
	if (wanted.length < new Set(admissions).size) throw found<never>(null);
	const offered: string[] = [];
	const refused: { admission: string; code: string }[] = [];
	for (const { file, unit, from } of wanted) {
		const until = dayAfter(from, 9 * 365 + 1);
		const offer = { units: [unit.id], from, until, rentCents: unit.askedRentCents ?? 0, days };
		try {
			await offerUnits(actor, OfferUnits.parse({ admission: file.id, version: file.version || 1, ...offer }));
			offered.push(file.id);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			refused.push({ admission: file.id, code: error.code });
		}
	}
	await transaction(async (tx) => {
		if (offered.length)
			await tx.updateTable('placements').set({ acceptedAt: new Date() }).where('hub', '=', actor.hub).where('id', '=', placement).execute();
		await record(tx, actor, 'placement.accepted', placement, { offered: [null, offered.length], refused: [null, refused.length] });
	});
	return { offered, refused };
}
