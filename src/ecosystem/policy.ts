import { sql, type ExpressionBuilder } from 'kysely';
import { actsFor, isMember, owns, type Actor } from '#platform/actor.ts';
import type { DB } from '#platform/schema.ts';

/** What an organisation may keep from visitors; everything else on its page is public. */
export const shown = ['address', 'website', 'contact', 'size', 'identifiers'] as const;
export type Shown = (typeof shown)[number];

const columns = {
	address: ['street', 'postcode'],
	website: ['website'],
	contact: ['email', 'phone'],
	size: ['sizeClass', 'headcount'],
	identifiers: ['siren', 'siret', 'vat', 'foreignId', 'activityNomenclature', 'activityCode']
} as const satisfies Record<Shown, readonly string[]>;

/** Organisations that exist for this actor: listed ones for everybody, unlisted ones for those who act for them and for staff. */
export const visibleTo = (actor: Actor) => (eb: ExpressionBuilder<DB, 'organisations'>) => {
	const own = actor.organisations.map(({ id }) => id);
	const there = eb('organisations.archivedAt', 'is', null);
	if (actor.staff) return there;
	const listed = eb('organisations.isListed', '=', true);
	return eb.and([there, own.length ? eb.or([listed, eb('organisations.id', '=', sql<string>`any(${own}::uuid[])`)]) : listed]);
};

/** Members of the hub see what a firm keeps from visitors. */
export function shownTo<O extends { shows: readonly string[] }>(actor: Actor, organisation: O): O {
	if (isMember(actor)) return organisation;
	const hidden = shown.filter((what) => !organisation.shows.includes(what)).flatMap((what): readonly string[] => columns[what]);
	return { ...organisation, ...Object.fromEntries(hidden.filter((column) => column in organisation).map((column) => [column, null])) };
}

export const mayAddOrganisation = isMember;
export const mayEdit = (actor: Actor, organisation: string) => actor.staff || owns(actor, organisation);

/** Requests to join, owners, competitors and the history are the business of owners and staff. */
export const mayManage = mayEdit;

/** All people who act for it, and not only those who chose to be shown. */
export const mayMeetEverybody = (actor: Actor, organisation: string) => actor.staff || actsFor(actor, organisation);
