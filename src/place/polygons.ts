import { difference, intersection, type Geom } from 'polyclip-ts';
import { z } from 'zod';
import { areaOf, boxOf, crossesItself, tidied, type Ring } from './rings.ts';

export * from './rings.ts';

/** Square metres of overlap that a hand-drawn line may have. */
export const slack = 0.05;

const metres = z.number().min(-10_000).max(10_000);
/** A ring of at least three corners that does not cross itself; to the millimetre, points that stand on one another only once. */
export const Shape = z
	.array(z.tuple([metres, metres]))
	.min(3)
	.max(500)
	.transform(tidied)
	.refine((ring) => !crossesItself(ring), 'shape_crosses_itself')
	.refine((ring) => ring.length >= 3 && areaOf(ring) >= 0.1, 'shape_has_no_surface');

const sum = (rings: Geom) =>
	(rings as Ring[][]).reduce((all, [outer = [], ...holes]) => all + areaOf(outer) - holes.reduce((h, ring) => h + areaOf(ring), 0), 0);

/** Square metres that both cover. */
export const sharedArea = (one: Ring, other: Ring) => (boxesMeet(one, other) ? sum(intersection([one], [other])) : 0);

/** Square metres of `ring` outside of `outline`. */
export const areaOutside = (ring: Ring, outline: Ring) => sum(difference([ring], [outline]));

/** Square metres of `whole` that none of the parts covers. */
export const areaLeft = (whole: Ring, parts: Ring[]) => sum(difference([whole], ...parts.map((part): Geom => [part])));

function boxesMeet(one: Ring, other: Ring) {
	const [a, b] = [boxOf(one), boxOf(other)];
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
