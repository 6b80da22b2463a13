import { sql, type ExpressionBuilder } from 'kysely';
import { isMember, type Actor } from '#platform/actor.ts';
import type { DB } from '#platform/schema.ts';
import { mayManagePlace } from '../policy.ts';

export const mayReportFaults = (actor: Actor) => isMember(actor);

/** All of them for who runs the place; to others what they or their firm reported, and what is broken where all go. */
export const faultsOpenTo = (actor: Actor) => (eb: ExpressionBuilder<DB, 'faults'>) => {
	if (mayManagePlace(actor)) return eb.lit(true);
	if (!isMember(actor)) return eb.lit(false);
	return eb.or([
		eb('faults.isShared', '=', true),
		eb('faults.reportedBy', '=', actor.member),
		eb('faults.organisation', '=', sql<string>`any(${actor.organisations.map(({ id }) => id)}::uuid[])`)
	]);
};
