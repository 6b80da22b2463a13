import { z } from 'zod';
import { difference, intersection, union } from 'polyclip-ts';
import { refuse } from '#platform/refusal.ts';
import { boxOf, rectangle, Shape, type Ring } from './polygons.ts';

/** Corners as somebody types them: a line `x y` for each; one line `x y width depth` is a rectangle. Comma or point for decimals. */
export const Corners = z
	.string()
	.max(20_000)
	.transform((typed, context): Ring => {
		const lines = typed
			.split(/\r?\n|;/)
			.map((line) => line.trim())
			.filter(Boolean)
			.map((line) => line.replaceAll(',', '.').split(/\s+/).map(Number));
		const [first = []] = lines;
		if (lines.length === 1 && first.length === 4 && !first.some(Number.isNaN))
			return rectangle(...(first as [number, number, number, number]));
		if (lines.length && lines.every((numbers) => numbers.length === 2 && !numbers.some(Number.isNaN))) return lines as Ring;
		context.addIssue({ code: 'custom', message: 'corners_unreadable' });
		return z.NEVER;
	})
	.pipe(Shape);

/** The two parts of a shape to both sides of a straight line across it, so many metres from its left or upper edge. */
export function halves(ring: Ring, way: 'across' | 'along', metres: number): [Ring, Ring] {
	const { left, top, right, bottom } = boxOf(ring);
	const first = way === 'across' ? rectangle(left, top, metres, bottom - top) : rectangle(left, top, right - left, metres);
	const parts = [intersection([ring], [first]), difference([ring], [first])].map((one) => one.map(([outer]) => outer as Ring));
	const [here, there] = parts.map(([only, ...more]) => (only && !more.length ? Shape.safeParse(only.slice(0, -1)).data : undefined));
	if (!here || !there) throw refuse('metres', 'line_does_not_part_it');
	return [here, there];
}

/** One shape out of several that lie side by side. */
export function joined(rings: Ring[]): Ring {
	const [first, ...rest] = rings.map((ring) => [ring]);
	const [only, ...more] = first ? union(first, ...rest) : [];
	const shape = only?.length === 1 && !more.length ? Shape.safeParse(only[0]?.slice(0, -1)).data : undefined;
	if (!shape) throw refuse('other', 'units_do_not_touch');
	return shape;
}
