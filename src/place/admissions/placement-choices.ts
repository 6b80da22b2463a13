import { z } from 'zod';
import { daysBetween } from '../days.ts';
import type { FreeUnit } from '../plan.ts';
import type { WantedUse } from './choices.ts';
import type { Choice } from './optimum.ts';

export const PlacementWeights = z.object({
	jobs: z.number().int().min(0).max(1000),
	fit: z.number().int().min(0).max(1000),
	vacancy: z.number().int().min(0).max(1000),
	transfer: z.number().int().min(0).max(1000)
});
export type PlacementWeights = z.output<typeof PlacementWeights>;

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

export interface Candidate extends Choice {
	from: string;
	/** The last day on which all of it is free. */
	until: string | null;
	waitMonths: number;
	jobPoints: number;
	fitPoints: number;
	vacancyPoints: number;
	transferPoints: number;
	sameUse: boolean;
	/** Several units that hang together by their walls. */
	adjoins: boolean;
	m2: number;
}

const months = (from: string, to: string) => Math.max(0, daysBetween(from, to) / 30.44);
export const mostOf = (file: Wanting) => file.m2Most ?? file.m2Least * 1.5;
export const serves = (file: Wanting, unit: FreeUnit) => unit.use === file.use || near[file.use].includes(unit.use);

/**
 * What it is worth that a firm has a unit, or several together; null where that does not fit. What somebody pinned only has to be possible in
 * time.
 */
export function candidate(
	file: Wanting,
	units: readonly FreeUnit[],
	weights: PlacementWeights,
	now: string,
	{ isPinned = false, adjoins = false } = {}
): Candidate | null {
	const earliest = file.wantedFrom > now ? file.wantedFrom : now;
	const from = units.reduce((last, { freeFrom }) => (freeFrom > last ? freeFrom : last), earliest);
	const until = units.reduce<string | null>(
		(first, { freeUntil }) => (freeUntil && (!first || freeUntil < first) ? freeUntil : first),
		null
	);
	const m2 = Math.round(100 * units.reduce((sum, unit) => sum + unit.m2, 0)) / 100;
	const sameUse = units.every(({ use }) => use === file.use);
	const most = mostOf(file);
	const waitMonths = months(earliest, from);
	if (until && daysBetween(from, until) < 365) return null;
	if (!isPinned) {
		if (!units.every((unit) => serves(file, unit))) return null;
		if (m2 < file.m2Least || m2 > most * 1.25) return null;
		if (waitMonths > patience) return null;
	}
	// A tenth of the fit is lost for each month of waiting up to three, a third for another use, up to a quarter for room that is too much, and
	// for each further unit a tenth if it adjoins, else a fifth.
	const spare = Math.min(0.25, Math.max(0, m2 / most - 1));
	const parted = (units.length - 1) * (adjoins ? 0.1 : 0.2);
	const fit = Math.max(0, 1 - (sameUse ? 0 : 1 / 3) - spare - Math.min(0.3, waitMonths / 10) - parted);
	const filled = units.reduce((sum, unit) => {
		const empty = months(unit.freeFrom > now ? unit.freeFrom : now, from);
		return sum + (unit.m2 / 100) * Math.max(0, (horizon - empty) / horizon);
	}, 0);
	const jobPoints = Math.round(10 * weights.jobs * file.net24);
	const fitPoints = Math.round(10 * weights.fit * fit);
	const vacancyPoints = Math.round(10 * weights.vacancy * filled);
	const transferPoints = file.isTransfer ? -10 * weights.transfer : 0;
	return {
		file: file.id,
		units: units.map(({ id }) => id),
		floors: [...new Set(units.map(({ floor }) => floor))],
		from,
		until,
		waitMonths: Math.round(waitMonths),
		sameUse,
		adjoins,
		m2,
		jobPoints,
		fitPoints,
		vacancyPoints,
		transferPoints,
		points: jobPoints + fitPoints + vacancyPoints + transferPoints
	};
}

/**
 * All that a firm may have: one unit that is large enough, or where one alone is too small two of one floor, or three that hang together, and
 * never more than it takes. `pinned` are units that it must have.
 */
export function choicesOf(
	file: Wanting,
	units: readonly FreeUnit[],
	areNeighbours: (one: string, other: string) => boolean,
	weights: PlacementWeights,
	now: string,
	pinned: readonly string[] = []
): Candidate[] {
	const made = new Map<string, Candidate>();
	const add = (some: readonly FreeUnit[], how: { isPinned?: boolean; adjoins?: boolean }) => {
		const choice = candidate(file, some, weights, now, how);
		if (choice) made.set([...choice.units].sort().join(' '), choice);
	};
	for (const unit of units) add([unit], { isPinned: pinned.includes(unit.id) });
	const small = units.filter((unit) => unit.m2 < file.m2Least && serves(file, unit));
	const least = file.m2Least;
	for (const floor of Map.groupBy(small, (unit) => unit.floor).values())
		for (const [nth, one] of floor.entries())
			for (const [next, other] of floor.slice(nth + 1).entries()) {
				const touch = areNeighbours(one.id, other.id);
				if (one.m2 + other.m2 >= least) add([one, other], { adjoins: touch });
				for (const third of floor.slice(nth + next + 2)) {
					const walls = [touch, areNeighbours(one.id, third.id), areNeighbours(other.id, third.id)].filter(Boolean).length;
					const isTooMuch = one.m2 + other.m2 + third.m2 - Math.min(one.m2, other.m2, third.m2) >= least;
					if (walls >= 2 && !isTooMuch) add([one, other, third], { adjoins: true });
				}
			}
	const together = units.filter(({ id }) => pinned.includes(id));
	if (together.length > 1) {
		const adjoins = together.every((one) => together.some((other) => other !== one && areNeighbours(one.id, other.id)));
		add(together, { isPinned: true, adjoins });
	}
	return [...made.values()];
}
