import type { Actor } from '../actor.ts';

/**
 * An input with which this operation must succeed for `actor`, with whatever rows it needs put there first: a fresh record of the actor's
 * own firm to edit, a letter to answer. Called anew before each try.
 */
export type Example = (actor: Actor) => object | Promise<object>;

/** One for each published operation: the permission matrix, the nonsense and the journal test are made from them. */
export type Examples<Api> = { [Name in keyof Api]: Example };
