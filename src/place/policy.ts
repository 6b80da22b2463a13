import { has, isMember, type Actor } from '#platform/actor.ts';

/** Draws the place, claims it, plans works and signs leases. */
export const mayManagePlace = (actor: Actor) => has(actor, 'site_manager');

/** Rents, tenants' terms and budgets: who runs the place, keeps its books or paid for it. */
export const seesTerms = (actor: Actor) => has(actor, 'site_manager', 'accountant', 'funder');

/** Who is behind a door is known to those who work there; neighbours see that a unit is let. */
export const seesTenants = (actor: Actor) => isMember(actor);
