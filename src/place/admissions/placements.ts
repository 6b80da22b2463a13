import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { z } from 'zod';
import { competitorsAmong } from '#ecosystem/competitors.ts';
import { firmNames, firmsNamed } from '#ecosystem/firms.ts';
import { system, type Actor } from '#platform/actor.ts';
import { db, inHub, transaction, type Tx } from '#platform/db.server.ts';
import { home } from '#platform/home.ts';
import { job, later } from '#platform/jobs.ts';
import { changes, record } from '#platform/journal.ts';
import { log } from '#platform/log.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, conflict, found, Refusal, refuse } from '#platform/refusal.ts';
import type { JsonObject } from '#platform/schema.ts';
import { text } from '#platform/shapes.ts';
import { clockOf, dayAfter, today } from '../days.ts';
import { json, ringOf } from '../floors.ts';
import { monthsAfter } from '../leases/law.ts';
import { listFree, type FreeUnit } from '../plan.ts';
import { shareWall } from '../rings.ts';
import { openStages } from './choices.ts';
import type { Problem } from './optimum.ts';
import { choicesOf, mostOf, PlacementWeights, serves, type Candidate, type Wanting } from './placement-choices.ts';
import { mayAdmit } from './policy.ts';
import type { Heard, Solved } from './solver.ts';
import { OfferUnits, offerUnits } from './stages.ts';

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
	/** In the best placement without this one: what the firm has, and who has its units. */
	instead: { units: string[]; takers: string[] };
}
type Option = Pick<Candidate, 'units' | 'from' | 'until' | 'm2' | 'points'>;
interface Result {
	status: Solved['best']['status'];
	points: number;
	bound: number;
	lines: Line[];
	/** Files without a unit, and why: nothing fits, or better for others. */
	left: { admission: string; why: 'no_use' | 'no_size' | 'no_date' | 'outweighed'; units: string[] }[];
	/** What each file could have, the best first, for who changes the result by hand. */
	options: Record<string, Option[]>;
	/** Units that nobody gets. */
	empty: string[];
	candidates: number;
}

const mostOptions = 40;

/** Somebody stopped it. */
class Stopped extends Error {}

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
	/** One that was stopped, or comes late, says nothing any more. */
	const set = (values: { state?: string; progress?: number; result?: JsonObject; endedAt?: Date }) =>
		db.updateTable('placements').set(values).where('hub', '=', hub).where('id', '=', id).where('state', '=', 'running').execute();
	const isStopped = async () =>
		(await db.selectFrom('placements').select('state').where('hub', '=', hub).where('id', '=', id).executeTakeFirst())?.state !== 'running';
	try {
		const now = today(await clockOf(hub));
		const files = await wanting(db, hub);
		const { items: units } = await listFree(system(hub), { least: 0, q: '' });
		const areNeighbours = await neighboursAmong(hub, units);
		const pins = row.pins as unknown as PairInput[];
		const forbids = row.forbids as unknown as PairInput[];
		const weights = row.weights as unknown as PlacementWeights;
		const candidates = files.flatMap((file) => {
			const of = (pairs: PairInput[]) => pairs.filter(({ admission }) => admission === file.id).map(({ unit }) => unit);
			const forbidden = of(forbids);
			const open = units.filter((unit) => !forbidden.includes(unit.id));
			return choicesOf(file, open, areNeighbours, weights, now, of(pins));
		});
		const problem: Problem = {
			choices: candidates.map(({ file, units, floors, points }) => ({ file, units, floors, points })),
			rivals: await rivalsAmong(hub, files),
			// A pin whose unit or file is gone has no choice left, and cannot be kept.
			pins: pins.map(({ admission, unit }) =>
				candidates.flatMap((one, nth) => (one.file === admission && one.units.includes(unit) ? [nth] : []))
			),
			seconds: row.seconds
		};
		const solved = await solveApart(problem, (progress) => void set({ progress }), isStopped);
		const result = told(files, units, candidates, solved, pins);
		await set({ state: result.status === 'infeasible' ? 'infeasible' : 'ready', progress: 100, result: json(result), endedAt: new Date() });
	} catch (error) {
		if (error instanceof Stopped) return;
		log.error({ placement: id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'placement');
		await set({ state: 'failed', endedAt: new Date() });
	}
}

/** Stops a proposal that is being worked out, or waits for it. */
export async function cancelPlacement(actor: Actor, { placement }: z.output<typeof PlacementId>): Promise<{ id: string }> {
	authorize(mayAdmit(actor));
	return transaction(async (tx) => {
		const of = tx.selectFrom('placements').select('state').where('hub', '=', actor.hub).where('id', '=', placement).forUpdate();
		const { state } = found(await of.executeTakeFirst());
		if (state !== 'waiting' && state !== 'running') throw conflict('placement_is_over');
		await tx
			.updateTable('placements')
			.set({ state: 'cancelled', endedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', placement)
			.execute();
		await record(tx, actor, 'placement.cancelled', placement);
		return { id: placement };
	});
}

/** Which of some free units share a wall. */
async function neighboursAmong(hub: string, units: readonly FreeUnit[]) {
	const ids = units.map(({ id }) => id);
	const rows = ids.length
		? await db.selectFrom('units').select(['id', 'shape']).where('hub', '=', hub).where('id', 'in', ids).execute()
		: [];
	const shapes = new Map(rows.map(({ id, shape }) => [id, ringOf(shape)]));
	const known = new Map<string, boolean>();
	return (one: string, other: string) => {
		const key = `${one} ${other}`;
		const answer = known.get(key) ?? shareWall(shapes.get(one) ?? [], shapes.get(other) ?? []);
		known.set(key, answer);
		return answer;
	};
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

/** Solves in a thread of its own, which is ended when it takes twice its time or somebody stopped it. */
function solveApart(problem: Problem, onProgress: (percent: number) => void, isStopped: () => Promise<boolean>): Promise<Solved> {
	const worker = new Worker(pathToFileURL(join(home, 'src/place/admissions/solver.ts')), {
		resourceLimits: { maxOldGenerationSizeMb: 512 }
	});
	return new Promise<Solved>((done, fail) => {
		const patience = setTimeout(() => end(() => fail(new Error('the solver took too long'))), problem.seconds * 2000 + 10_000);
		const watch = setInterval(
			() =>
				void isStopped().then(
					(stopped) => stopped && end(() => fail(new Stopped())),
					(error: Error) => end(() => fail(error))
				),
			500
		);
		const end = (then: () => void) => {
			clearTimeout(patience);
			clearInterval(watch);
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

function told(files: Wanting[], units: FreeUnit[], candidates: Candidate[], { best, without }: Solved, pins: readonly PairInput[]): Result {
	const chosen = best.chosen.map((nth) => candidates[nth]!);
	const lines = chosen.map((choice, nth): Line => {
		const takes = (one: Candidate) => one.file !== choice.file && one.units.some((unit) => choice.units.includes(unit));
		const next = (without[nth]?.chosen ?? []).map((at) => candidates[at]!);
		return {
			...choice,
			cost: best.points - (without[nth]?.points ?? best.points),
			isPinned: pins.some(({ admission, unit }) => admission === choice.file && choice.units.includes(unit)),
			others: [...new Set(candidates.filter(takes).map(({ file }) => file))],
			instead: {
				units: [...(next.find(({ file }) => file === choice.file)?.units ?? [])],
				takers: next.filter(takes).map(({ file }) => file)
			}
		};
	});
	const placed = new Set(chosen.map(({ file }) => file));
	const used = new Set(chosen.flatMap(({ units }) => units));
	const options = Map.groupBy(candidates, ({ file }) => file);
	return {
		status: best.status,
		points: best.points,
		bound: best.bound,
		lines: lines.toSorted((one, other) => other.points - one.points),
		left: files
			.filter(({ id }) => !placed.has(id))
			.map((file) => {
				const own = options.get(file.id) ?? [];
				const uses = units.filter((unit) => serves(file, unit));
				const sizes = uses.filter(({ m2 }) => m2 >= file.m2Least && m2 <= mostOf(file) * 1.25);
				const why = own.length ? 'outweighed' : !uses.length ? 'no_use' : !sizes.length ? 'no_size' : 'no_date';
				return { admission: file.id, why, units: [...new Set(own.flatMap(({ units }) => units))] };
			}),
		options: Object.fromEntries(
			options.entries().map(([file, all]) => [
				file,
				all
					.toSorted((one, other) => other.points - one.points)
					.slice(0, mostOptions)
					.map(({ units, from, until, m2, points }) => ({ units, from, until, m2, points }))
			])
		),
		empty: units.filter(({ id }) => !used.has(id)).map(({ id }) => id),
		candidates: candidates.length
	};
}

export const placementStates = ['waiting', 'running', 'ready', 'infeasible', 'cancelled', 'failed'] as const;
const Named = z.object({ id: z.uuid(), number: z.string(), firm: z.string(), version: z.number(), isOpen: z.boolean() });
const NamedUnit = z.object({ id: z.uuid(), number: z.string(), m2: z.number(), askedRentCents: z.number().nullable() });

export const PlacementView = z.object({
	id: z.uuid(),
	state: z.enum(placementStates),
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
			units: z.array(NamedUnit),
			adjoins: z.boolean(),
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
			until: z.string().nullable(),
			others: z.array(Named),
			/** In the best proposal without this line: what the firm has, and who has its units. */
			instead: z.object({ units: z.array(NamedUnit), takers: z.array(Named) })
		})
	),
	left: z.array(z.object({ file: Named, why: z.enum(['no_use', 'no_size', 'no_date', 'outweighed']), units: z.array(NamedUnit) })),
	/** What each file could have, the best first. */
	options: z.array(
		z.object({
			admission: z.uuid(),
			choices: z.array(
				z.object({ units: z.array(NamedUnit), from: z.string(), until: z.string().nullable(), m2: z.number(), points: z.number() })
			)
		})
	),
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
	const units = await db
		.selectFrom('units')
		.select(['id', 'number', 'askedRentCents'])
		.select(
			sql<number>`coalesce((select m2 from unit_measures m where m.hub = units.hub and m.unit = units.id order by measured_on desc, created_at desc limit 1), 0)`.as(
				'm2'
			)
		)
		.where('hub', '=', actor.hub)
		.execute();
	const unitOf = new Map(units.map((unit) => [unit.id, unit]));
	const file = (id: string) => fileOf.get(id) ?? { id, number: '–', firm: '', version: 0, isOpen: false };
	const unit = (id: string) => unitOf.get(id) ?? { id, number: '–', m2: 0, askedRentCents: null };
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
		lines: (result?.lines ?? []).map(({ others, instead, ...line }) => ({
			...line,
			file: file(line.file),
			units: line.units.map(unit),
			others: others.map(file),
			instead: { units: instead.units.map(unit), takers: instead.takers.map(file) }
		})),
		left: (result?.left ?? []).map(({ admission, why, units: wanted }) => ({ file: file(admission), why, units: wanted.map(unit) })),
		options: Object.entries(result?.options ?? {}).map(([admission, choices]) => ({
			admission,
			choices: choices.map((choice) => ({ ...choice, units: choice.units.map(unit) }))
		})),
		empty: (result?.empty ?? []).map(unit)
	};
}

export const PlacementLine = z.object({
	id: z.uuid(),
	state: z.enum(placementStates),
	askedAt: z.date(),
	acceptedAt: z.date().nullable(),
	/** Firms that have a place in it, and those that have none. */
	placed: z.number(),
	left: z.number(),
	pins: z.number(),
	forbids: z.number()
});
export type PlacementLine = z.output<typeof PlacementLine>;

export const ListPlacements = PageInput.extend({
	/** A firm that it places or leaves out. */
	q: text(200).default(''),
	state: z.enum([...placementStates, 'accepted', 'all']).default('all')
});

/** Proposals, the latest first. */
export async function listPlacements(actor: Actor, { q, state, ...page }: z.output<typeof ListPlacements>): Promise<Page<PlacementLine>> {
	authorize(mayAdmit(actor));
	let query = db
		.selectFrom('placements')
		.select(['id', 'state', 'askedAt', 'acceptedAt'])
		.select([
			sql<number>`coalesce(jsonb_array_length(result->'lines'), 0)`.as('placed'),
			sql<number>`coalesce(jsonb_array_length(result->'left'), 0)`.as('left'),
			sql<number>`jsonb_array_length(pins)`.as('pins'),
			sql<number>`jsonb_array_length(forbids)`.as('forbids')
		])
		.where('placements.hub', '=', actor.hub);
	if (state === 'accepted') query = query.where('placements.acceptedAt', 'is not', null);
	else if (state !== 'all') query = query.where('placements.state', '=', state);
	if (q) {
		const firms = await firmsNamed(actor.hub, q);
		query = query.where(
			sql<boolean>`exists (select from admissions a where a.hub = placements.hub and a.organisation = any(${firms}::uuid[]) and (
				placements.result->'lines' @> jsonb_build_array(jsonb_build_object('file', a.id))
				or placements.result->'left' @> jsonb_build_array(jsonb_build_object('admission', a.id))))`
		);
	}
	const { items, ...rest } = await cursorPage(
		query,
		[
			['askedAt', 'desc'],
			['id', 'asc']
		],
		page
	);
	return { ...rest, items: items.map((row) => ({ ...row, state: row.state as PlacementLine['state'] })) };
}

export const AcceptPlacement = PlacementId.extend({
	/** Files whose line becomes an offer. */
	admissions: z.array(z.uuid()).min(1).max(200),
	/** What somebody chose for a file by hand, among what fits it. */
	instead: z
		.array(z.object({ admission: z.uuid(), units: z.array(z.uuid()).min(1).max(20) }))
		.max(200)
		.default([]),
	/** Days that the offers hold. */
	days: z.number().int().min(1).max(365).default(30)
});

const sameUnits = (one: readonly { id: string }[], units: readonly string[]) =>
	one.length === units.length && one.every(({ id }) => units.includes(id));

/** Makes offers of lines of a proposal. Each stands alone: what was taken meanwhile is told, and the others are offered. */
export async function acceptPlacement(
	actor: Actor,
	{ placement, admissions, instead, days }: z.output<typeof AcceptPlacement>
): Promise<{ offered: string[]; refused: { admission: string; code: string }[] }> {
	const { state, lines, left, options } = await findPlacement(actor, { placement });
	if (state !== 'ready') throw conflict('placement_is_not_ready');
	const wanted = [...new Set(admissions)].map((id) => {
		const line = lines.find(({ file }) => file.id === id);
		const file = line?.file ?? left.find((one) => one.file.id === id)?.file;
		const byHand = instead.find(({ admission }) => admission === id);
		const choices = options.find(({ admission }) => admission === id)?.choices ?? [];
		const choice =
			byHand && !sameUnits(line?.units ?? [], byHand.units) ? choices.find(({ units }) => sameUnits(units, byHand.units)) : line;
		if (byHand && !choice) throw refuse('instead', 'refers_to_nothing');
		return { file: found(file), ...found(choice && { units: choice.units, from: choice.from, until: choice.until }) };
	});
	const taken = wanted.flatMap(({ units }) => units.map(({ id }) => id));
	if (new Set(taken).size < taken.length) throw refuse('instead', 'unit_chosen_twice');
	const offered: string[] = [];
	const refused: { admission: string; code: string }[] = [];
	for (const { file, units, from, until } of wanted) {
		const nineYears = dayAfter(monthsAfter(from, 108), -1);
		const m2 = units.reduce((sum, unit) => sum + unit.m2, 0);
		const rent = units.reduce((sum, unit) => sum + (unit.askedRentCents ?? 0) * unit.m2, 0);
		const offer = {
			units: units.map(({ id }) => id),
			from,
			until: until && until < nineYears ? until : nineYears,
			rentCents: m2 ? Math.round(rent / m2) : 0,
			days
		};
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
