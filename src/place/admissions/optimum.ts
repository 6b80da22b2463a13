import loadHighs from 'highs';

/** A firm may have a unit, or several together, and what that is worth in whole points. */
export interface Choice {
	file: string;
	units: readonly string[];
	/** Where these units are. */
	floors: readonly string[];
	points: number;
}

export interface Problem {
	choices: readonly Choice[];
	/** Files whose firms compete: never on one floor. */
	rivals: readonly (readonly [string, string])[];
	/** Indices of choices of which one must be. */
	pins: readonly (readonly number[])[];
	seconds: number;
}

export interface Optimum {
	status: 'optimal' | 'time_limit' | 'infeasible';
	/** Indices of the choices that are made. */
	chosen: number[];
	points: number;
	/** No placement is worth more than this; at the optimum it is the points themselves. */
	bound: number;
}

const highs = loadHighs();

/**
 * The best choices: a unit once, a file once, rivals never on one floor. An exact integer optimum with its bound; out of time, the best that
 * was found and how much better another could be.
 */
export async function optimum({ choices, rivals, pins, seconds }: Problem): Promise<Optimum> {
	if (pins.some((some) => !some.length)) return { status: 'infeasible', chosen: [], points: 0, bound: 0 };
	if (choices.length === 0) return { status: 'optimal', chosen: [], points: 0, bound: 0 };
	const { withModel, constants } = await highs;
	return withModel({ format: 'lp', data: written(choices, rivals, pins) }, (model) => {
		model.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: 0, mip_abs_gap: 0.5 });
		model.run();
		const status = model.getModelStatus();
		const { infeasible, unboundedOrInfeasible, optimal } = constants.modelStatus;
		if (status === infeasible || status === unboundedOrInfeasible)
			return { status: 'infeasible' as const, chosen: [], points: 0, bound: 0 };
		const values = model.getSolution().colValue;
		const chosen = choices.flatMap((_, nth) => ((values[nth] ?? 0) > 0.5 ? [nth] : []));
		const points = chosen.reduce((sum, nth) => sum + (choices[nth]?.points ?? 0), 0);
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

function written(choices: readonly Choice[], rivals: Problem['rivals'], pins: Problem['pins']): string {
	const name = (nth: number) => `x${nth}`;
	const sum = (some: readonly number[]) => some.map(name).join(' + ');
	const rows: string[] = [];
	const by = (keys: (choice: Choice) => readonly string[]) => {
		const groups = new Map<string, number[]>();
		for (const [nth, choice] of choices.entries())
			for (const key of keys(choice)) {
				const group = groups.get(key);
				if (group) group.push(nth);
				else groups.set(key, [nth]);
			}
		return groups;
	};
	for (const groups of [by(({ file }) => [file]), by(({ units }) => units)])
		for (const some of groups.values()) if (some.length > 1) rows.push(`${sum(some)} <= 1`);
	const places = by(({ file, floors }) => floors.map((floor) => `${file} ${floor}`));
	const floors = new Set(choices.flatMap(({ floors }) => floors));
	for (const [one, other] of rivals)
		for (const floor of floors) {
			const [these, those] = [places.get(`${one} ${floor}`), places.get(`${other} ${floor}`)];
			if (these && those) rows.push(`${sum([...these, ...those])} <= 1`);
		}
	for (const some of pins) rows.push(`${sum(some)} >= 1`);
	const worth = choices.map(({ points }, nth) => `${points < 0 ? '-' : '+'} ${Math.abs(points)} ${name(nth)}`).join('\n ');
	const all = choices.map((_, nth) => name(nth)).join('\n ');
	// The format knows no model without a row.
	if (!rows.length) rows.push(`${name(0)} <= 1`);
	return `Maximize\n obj: ${worth}\nSubject To\n ${rows.map((row, nth) => `c${nth}: ${row}`).join('\n ')}\nBinary\n ${all}\nEnd\n`;
}
