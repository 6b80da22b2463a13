import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import { actsFor, isMember, owns, type Actor } from '#platform/actor.ts';
import type { DB } from '#platform/schema.ts';

type Where<T extends keyof DB> = ExpressionBuilder<DB, T>;
type Condition = Expression<SqlBool>;

interface Owned {
	organisation: string;
	author: string | null;
}

/** The firm's own people and staff: they know who it is, and see its drafts. */
export const isInsider = (actor: Actor, { organisation }: { organisation: string }) => actor.staff || actsFor(actor, organisation);

export const mayWrite = isInsider;

/** Moving a need or an offer through its life is for who wrote it, the owners of its firm, and staff. */
export const mayDecide = (actor: Actor, { organisation, author }: Owned) =>
	actor.staff || owns(actor, organisation) || (actsFor(actor, organisation) && author === actor.member);

export const mayPost = (actor: Actor) => actor.staff || actor.organisations.length > 0;

const ownedBy = (actor: Actor, organisation: 'needs.organisation' | 'offers.organisation'): Condition =>
	actor.staff
		? sql`true`
		: actor.organisations.length
			? sql`${sql.ref(organisation)} in (${sql.join(actor.organisations.map(({ id }) => id))})`
			: sql`false`;

export const needsOfInsider = (actor: Actor) => ownedBy(actor, 'needs.organisation');

/** Of the organisations that somebody acts for. */
export const ownNeeds = (actor: Actor) => ownedBy({ ...actor, staff: false }, 'needs.organisation');
export const ownOffers = (actor: Actor) => ownedBy({ ...actor, staff: false }, 'offers.organisation');

/** States in which others see a need. */
export const shownStates = ['open', 'introduced', 'in_project', 'solved'] as const;

/**
 * An anonymous need is open to all alike. Were it hidden from the declared competitors of its firm, a firm could declare a competitor and
 * watch which anonymous needs disappear.
 */
export const needsOpenTo =
	(actor: Actor) =>
	(eb: Where<'needs'>): Condition =>
		eb.or([
			needsOfInsider(actor),
			eb.and([
				eb('needs.state', 'in', shownStates),
				eb.or([eb('needs.state', '<>', 'open'), eb('needs.expiresAt', '>', sql<Date>`now()`)]),
				eb.or([
					eb('needs.confidentiality', 'in', ['public', 'anonymous']),
					...(isMember(actor) ? [eb.and([eb('needs.confidentiality', '=', 'members'), eb.not(withCompetitor(actor))])] : [])
				])
			])
		]);

/** What may be told of a need together with the firm it comes from: in lists by firm, filters by firm, and on the firm's page. */
export const needsThatNameTheirFirm =
	(actor: Actor) =>
	(eb: Where<'needs'>): Condition =>
		eb.or([needsOfInsider(actor), eb('needs.confidentiality', '<>', 'anonymous')]);

const withCompetitor = (actor: Actor): Condition =>
	actor.organisations.length === 0
		? sql`false`
		: sql`exists (select from competitors where competitors.hub = needs.hub and (
			(competitors.organisation = needs.organisation and competitors.competitor in (${own(actor)}))
			or (competitors.competitor = needs.organisation and competitors.organisation in (${own(actor)}))
		))`;

const own = (actor: Actor) => sql.join(actor.organisations.map(({ id }) => id));

export const offersOpenTo =
	(actor: Actor) =>
	(eb: Where<'offers'>): Condition =>
		eb.or([
			ownedBy(actor, 'offers.organisation'),
			eb.and([eb('offers.state', 'in', ['open', 'paused']), ...(isMember(actor) ? [] : [eb('offers.visibility', '=', 'public')])])
		]);
