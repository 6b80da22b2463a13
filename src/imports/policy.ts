import { has, type Actor } from '#platform/actor.ts';

/** Takes files into the hub, and people whom it knows of. */
export const mayImport = (actor: Actor) => has(actor, 'animator');
