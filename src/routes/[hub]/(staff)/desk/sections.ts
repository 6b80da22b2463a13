import { has, type Actor } from '#platform/actor.ts';
import { mayImport } from '#imports/policy.ts';
import { mayTune } from '#matching/weights.ts';
import { mayCount } from '#road/policy.ts';
import { mayHook } from '#webhooks/policy.ts';
import { m } from '#platform/paraglide/messages.js';

interface Section {
	/** Below `/{hub}/desk`. */
	path: string;
	title: () => string;
	isFor: (actor: Actor) => boolean;
}

/** The desk's pages, in the order of its tabs. */
export const sections: Section[] = [
	{ path: '', title: m.desk_start, isFor: (actor) => actor.staff },
	{ path: '/funnel', title: m.funnel_title, isFor: mayCount },
	{ path: '/members', title: m.desk_members, isFor: (actor) => has(actor) },
	{ path: '/invitations', title: m.desk_invitations, isFor: (actor) => has(actor, 'animator') },
	{ path: '/duplicates', title: m.duplicates_title, isFor: (actor) => actor.staff },
	{ path: '/imports', title: m.imports_title, isFor: mayImport },
	{ path: '/register', title: m.register_title, isFor: (actor) => has(actor, 'animator') },
	{ path: '/outbox', title: m.desk_outbox, isFor: (actor) => has(actor) },
	{ path: '/webhooks', title: m.webhooks_title, isFor: mayHook },
	{ path: '/matching', title: m.desk_ranking, isFor: mayTune },
	{ path: '/settings', title: m.desk_settings, isFor: (actor) => has(actor) }
];
