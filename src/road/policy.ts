import { actsFor, has, type Actor } from '#platform/actor.ts';

/** How far a firm has come is its own business, and that of those who run the hub. */
export const mayFollow = (actor: Actor, organisation: string) => actor.staff || actsFor(actor, organisation);

/** Whoever runs the hub opens each figure; whoever pays for it reads figures that name nobody. */
export const mayCount = (actor: Actor) => actor.staff || has(actor, 'funder');
