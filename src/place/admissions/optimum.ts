import loadHighs from 'highs';

/** A firm may have a unit, and what that is worth in whole points. */
export interface Pair {
	file: string;
	unit: string;
	floor: string;
	points: number;
}

export interface Problem {
	pairs: readonly Pair[];
	/** Files whose firms compete: never on one floor. */
	rivals: readonly (readonly [string, string])[];
	/** Indices of pairs that must be. */
	pins: readonly number[];
	seconds: number;
}

export interface Optimum {
	status: 'optimal' | 'time_limit' | 'infeasible';
	/** Indices of the pairs that are chosen. */
	chosen: number[];
	points: number;
	/** No placement is worth more than this; at the optimum it is the points themselves. */
	bound: number;
}

const highs = loadHighs();

/**
 * The best choice among pairs: a unit once, a file once, rivals never on one floor. An exact integer optimum with its bound; out of time, the
 * best that was found and how much better another could be.
 */
export async function optimum({ pairs, rivals, pins, seconds }: Problem): Promise<Optimum> {
	if (pins.length === 0 && pairs.length === 0) return { status: 'optimal', chosen: [], points: 0, bound: 0 };
	const { withModel, constants } = await highs;
	return withModel({ format: 'lp', data: written(pairs, rivals, pins) }, (model) => {
		model.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: 0, mip_abs_gap: 0.5 });
		model.run();
		const status = model.getModelStatus();
		const { infeasible, unboundedOrInfeasible, optimal } = constants.modelStatus;
		if (status === infeasible || status === unboundedOrInfeasible)
			return { status: 'infeasible' as const, chosen: [], points: 0, bound: 0 };
		const values = model.getSolution().colValue;
		const chosen = pairs.flatMap((_, nth) => ((values[nth] ?? 0) > 0.5 ? [nth] : []));
		const points = chosen.reduce((sum, nth) => sum + (pairs[nth]?.points ?? 0), 0);
		// Points are whole, so that a bound between two numbers means the lower one.
		const bound = Math.max(points, Math.floor(Number(model.info.get('mip_dual_bound')) + 1e-6));
		return {
			status: status === optimal ? ('optimal' as const) : ('time_limit' as const),
			chosen,
			points,
			bound: status === optimal ? points : bound
		};
	});
}

function written(pairs: readonly Pair[], rivals: Problem['rivals'], pins: readonly number[]): string {
	const name = (nth: number) => `x${nth}`;
	const rows: string[] = [];
	const once = (key: 'file' | 'unit') => {
		for (const some of Map.groupBy(pairs.keys(), (nth) => pairs[nth]?.[key] ?? '').values())
			if (some.length > 1) rows.push(`${some.map(name).join(' + ')} <= 1`);
	};
	once('file');
	once('unit');
	const places = Map.groupBy(pairs.keys(), (nth) => `${pairs[nth]?.file} ${pairs[nth]?.floor}`);
	const floors = new Set(pairs.map(({ floor }) => floor));
	for (const [one, other] of rivals)
		for (const floor of floors) {
			const [these, those] = [places.get(`${one} ${floor}`), places.get(`${other} ${floor}`)];
			if (these && those) rows.push(`${[...these, ...those].map(name).join(' + ')} <= 1`);
		}
	for (const nth of pins) rows.push(`${name(nth)} >= 1`);
	const worth = pairs.map(({ points }, nth) => `${points < 0 ? '-' : '+'} ${Math.abs(points)} ${name(nth)}`).join('\n ');
	const all = pairs.map((_, nth) => name(nth)).join('\n ');
	// The format knows no model without a row.
	if (!rows.length) rows.push(`${name(0)} <= 1`);
	return `Maximize\n obj: ${worth}\nSubject To\n ${rows.map((row, nth) => `c${nth}: ${row}`).join('\n ')}\nBinary\n ${all}\nEnd\n`;
}
