import { has, type Actor } from '#platform/actor.ts';

/** An endpoint hears of everything in the hub, so it is the hub managers' business. */
export const mayHook = (actor: Actor) => has(actor);
