import type { Locale } from './i18n.ts';

export const roles = [
	'member',
	'animator',
	'site_manager',
	'training_manager',
	'incubator_lead',
	'juror',
	'mentor',
	'accountant',
	'funder',
	'hub_manager'
] as const;
export type Role = (typeof roles)[number];

/** Roles that run the hub day by day and see what members keep from each other. */
export const staffRoles: readonly Role[] = ['animator', 'site_manager', 'training_manager', 'incubator_lead', 'accountant', 'hub_manager'];

export type Door = 'page' | 'api' | 'mcp' | 'cli' | 'job';

/** Who acts in a hub, and through which door. A visitor has no account, a stranger to the hub no member. */
export interface Actor {
	hub: string;
	account: string | null;
	member: string | null;
	name: string;
	roles: readonly Role[];
	/** True for the roles in `staffRoles`. */
	staff: boolean;
	/** Organisations that this person may act for, owners' first. */
	organisations: readonly { id: string; isOwner: boolean }[];
	apiKey: string | null;
	locale: Locale;
	door: Door;
	request: string | null;
}

/** The hub itself at work: a job, or somebody at the server's own command line. */
export const system = (hub: string, door: Door = 'job', locale: Locale = 'fr'): Actor => ({
	hub,
	account: null,
	member: null,
	name: 'KM0',
	roles: ['hub_manager'],
	staff: true,
	organisations: [],
	apiKey: null,
	locale,
	door,
	request: null
});

export const visitor = (hub: string, locale: Locale, door: Door = 'page', request: string | null = null): Actor => ({
	...system(hub, door, locale),
	name: '',
	roles: [],
	staff: false,
	request
});

export const isMember = (actor: Actor) => actor.roles.length > 0;
export const has = (actor: Actor, ...wanted: Role[]) => actor.roles.some((role) => role === 'hub_manager' || wanted.includes(role));
export const actsFor = (actor: Actor, organisation: string) => actor.organisations.some(({ id }) => id === organisation);
export const owns = (actor: Actor, organisation: string) => actor.organisations.some(({ id, isOwner }) => isOwner && id === organisation);
