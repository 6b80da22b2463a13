import { sql, type ExpressionBuilder } from 'kysely';
import type { Actor } from '#platform/actor.ts';
import type { DB } from '#platform/schema.ts';
import { seesTerms } from '../policy.ts';

/** Who answers for terms, and the people of the tenant from when they were sent it. */
export const leasesOpenTo = (actor: Actor) => (eb: ExpressionBuilder<DB, 'leases'>) => {
	if (seesTerms(actor)) return eb.lit(true);
	const own = sql<string>`any(${actor.organisations.map(({ id }) => id)}::uuid[])`;
	return eb.and([eb('leases.tenant', '=', own), eb('leases.state', 'in', ['sent', 'signed', 'ended'])]);
};
