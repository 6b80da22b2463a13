import { sql, type ExpressionBuilder } from 'kysely';
import { actsFor, has, type Actor } from '#platform/actor.ts';
import type { DB } from '#platform/schema.ts';
import { sides, type Side } from './choices.ts';

/** Brings firms together, and may answer for one of them. */
export const mayAnimate = (actor: Actor) => has(actor, 'animator');

interface Firms {
	needFirm: string;
	offerFirm: string;
}

export const firmOf = ({ needFirm, offerFirm }: Firms, side: Side) => (side === 'need' ? needFirm : offerFirm);

/** The sides that somebody acts for. */
export const sidesOf = (actor: Actor, firms: Firms): Side[] => sides.filter((side) => actsFor(actor, firmOf(firms, side)));

/** Staff, and the people of both firms; that of the offer from when it is asked. */
export const introductionsOpenTo = (actor: Actor) => (eb: ExpressionBuilder<DB, 'introductions'>) => {
	if (actor.staff) return eb.lit(true);
	const own = sql<string>`any(${actor.organisations.map(({ id }) => id)}::uuid[])`;
	return eb.or([
		eb('introductions.needFirm', '=', own),
		eb.and([eb('introductions.offerFirm', '=', own), eb('introductions.offerAskedAt', 'is not', null)])
	]);
};
