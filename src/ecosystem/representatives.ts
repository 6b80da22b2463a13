import { sql } from 'kysely';
import { z } from 'zod';
import { actsFor, isMember, type Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { notify, type NotificationKind } from '#platform/notifications.ts';
import { authorize, conflict, found, membersOnly } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { mayManage, mayMeetEverybody, visibleTo } from './policy.ts';
import { told } from './told.ts';

export const AskToJoin = z.object({ organisation: z.uuid(), message: text(2000).default('') });

/** A member asks to act for an organisation; its owners, or staff where it has none, decide. */
export async function askToJoin(actor: Actor, { organisation, message }: z.output<typeof AskToJoin>) {
	const { member } = actor;
	if (!member) throw membersOnly(actor);
	const { name, slug } = await findForRequest(actor, organisation);

	return transaction(async (tx) => {
		const asked = { message, askedAt: new Date(), refusedAt: null, decidedBy: null };
		const request = await tx
			.insertInto('representatives')
			.values({ hub: actor.hub, member, organisation, ...asked })
			// Who was refused may ask again; who waits or is in already may not.
			.onConflict((on) =>
				on.columns(['hub', 'member', 'organisation']).doUpdateSet(asked).where('representatives.refusedAt', 'is not', null)
			)
			.returning(['member', 'organisation', 'askedAt'])
			.executeTakeFirst();
		if (!request) throw conflict(actsFor(actor, organisation) ? 'already_acts_for' : 'already_asked');
		await record(tx, actor, 'organisation.join_asked', organisation, { member: [null, member] });
		for (const to of await deciders(tx, actor.hub, organisation))
			await tell(tx, actor, to.member, told.joinAsked, 'join_asked', {
				record: organisation,
				words: { who: actor.name, organisation: name },
				params: { message: message || '–' },
				path: `/organisations/${slug}/people`
			});
		return request;
	});
}

export const DecideRequest = z.object({ organisation: z.uuid(), member: z.uuid(), accepted: z.boolean(), reason: text(1000).default('') });

export async function decideRequest(actor: Actor, { organisation, member, accepted, reason }: z.output<typeof DecideRequest>) {
	const { name, slug } = await findManaged(actor, organisation);
	return transaction(async (tx) => {
		const now = new Date();
		const decided = await tx
			.updateTable('representatives')
			.set({ decidedBy: actor.member, ...(accepted ? { acceptedAt: now } : { refusedAt: now }) })
			.where('hub', '=', actor.hub)
			.where('organisation', '=', organisation)
			.where('member', '=', member)
			.where('acceptedAt', 'is', null)
			.where('refusedAt', 'is', null)
			.returning(['member', 'organisation', 'acceptedAt', 'refusedAt'])
			.executeTakeFirst();
		found(decided);
		await record(tx, actor, accepted ? 'organisation.join_accepted' : 'organisation.join_refused', organisation, {
			member: [member, member]
		});
		const asker = found(await people(tx, actor.hub).where('members.id', '=', member).executeTakeFirst());
		const decision = {
			record: organisation,
			words: { who: asker.name, organisation: name },
			params: { reason: reason || '–', decider: actor.name }
		};
		await tell(tx, actor, asker.member, told.joinDecided, accepted ? 'join_accepted' : 'join_refused', {
			...decision,
			path: `/organisations/${slug}`
		});
		for (const owner of await owners(tx, actor.hub, organisation))
			if (owner.member !== actor.member)
				await tell(tx, actor, owner.member, told.joinDecidedByOther, accepted ? 'join_was_accepted' : 'join_was_refused', {
					...decision,
					path: `/organisations/${slug}/people`
				});
		return found(decided);
	});
}

export const WithdrawRequest = z.object({ organisation: z.uuid() });

/** Who asked to join takes it back. */
export async function withdrawRequest(actor: Actor, { organisation }: z.output<typeof WithdrawRequest>) {
	const { member } = actor;
	if (!member) throw membersOnly(actor);
	await transaction(async (tx) => {
		const gone = await tx
			.deleteFrom('representatives')
			.where('hub', '=', actor.hub)
			.where('organisation', '=', organisation)
			.where('member', '=', member)
			.where('acceptedAt', 'is', null)
			.where('refusedAt', 'is', null)
			.returning('member')
			.executeTakeFirst();
		found(gone);
		await record(tx, actor, 'organisation.join_withdrawn', organisation, { member: [member, null] });
	});
}

export const OneRepresentative = z.object({ organisation: z.uuid(), member: z.uuid() });

export const nameOwner = (actor: Actor, input: z.output<typeof OneRepresentative>) => setOwner(actor, input, true);
export const unnameOwner = (actor: Actor, input: z.output<typeof OneRepresentative>) => setOwner(actor, input, false);

async function setOwner(actor: Actor, { organisation, member }: z.output<typeof OneRepresentative>, isOwner: boolean) {
	await findManaged(actor, organisation);
	return transaction(async (tx) => {
		const all = await lockedRepresentatives(tx, actor, organisation);
		const before = found(all.find((one) => one.member === member));
		if (before.isOwner !== isOwner) {
			if (!isOwner) keepAnOwner(actor, all, member);
			await tx
				.updateTable('representatives')
				.set({ isOwner })
				.where('hub', '=', actor.hub)
				.where('organisation', '=', organisation)
				.where('member', '=', member)
				.execute();
		}
		await record(tx, actor, isOwner ? 'organisation.owner_named' : 'organisation.owner_unnamed', organisation, {
			member: [member, member]
		});
		return { organisation, member, isOwner };
	});
}

/** Somebody acts for the organisation no longer: they leave themselves, or an owner or staff takes them off. */
export async function removeRepresentative(actor: Actor, { organisation, member }: z.output<typeof OneRepresentative>) {
	const leaves = member === actor.member;
	if (!leaves) await findManaged(actor, organisation);
	await transaction(async (tx) => {
		const all = await lockedRepresentatives(tx, actor, organisation);
		found(all.find((one) => one.member === member));
		keepAnOwner(actor, all, member);
		await tx
			.deleteFrom('representatives')
			.where('hub', '=', actor.hub)
			.where('organisation', '=', organisation)
			.where('member', '=', member)
			.execute();
		await record(tx, actor, leaves ? 'organisation.left' : 'organisation.representative_removed', organisation, { member: [member, null] });
	});
}

export const LeaveOrganisation = z.object({ organisation: z.uuid() });

export async function leaveOrganisation(actor: Actor, { organisation }: z.output<typeof LeaveOrganisation>) {
	if (!actor.member) throw membersOnly(actor);
	await removeRepresentative(actor, { organisation, member: actor.member });
}

interface Representative {
	member: string;
	isOwner: boolean;
}

/** Another owner is named before the last one goes. Where nobody else is left to name, staff see to the organisation. */
function keepAnOwner(actor: Actor, all: Representative[], leaving: string) {
	if (actor.staff && all.length === 1) return;
	const owners = all.filter(({ isOwner }) => isOwner);
	if (owners.length === 1 && owners[0]?.member === leaving) throw conflict('last_owner');
}

/** Held by the organisation's row: two owners who leave at once do so one after the other, and the second is the last. */
async function lockedRepresentatives(tx: Tx, actor: Actor, organisation: string): Promise<Representative[]> {
	found(
		await tx
			.selectFrom('organisations')
			.select('id')
			.where('hub', '=', actor.hub)
			.where('id', '=', organisation)
			.forUpdate()
			.executeTakeFirst()
	);
	return tx
		.selectFrom('representatives')
		.select(['member', 'isOwner'])
		.where('hub', '=', actor.hub)
		.where('organisation', '=', organisation)
		.where('acceptedAt', 'is not', null)
		.execute();
}

/** People of an organisation whom this actor may see: those who chose to be shown, and all of them for its own people and for staff. */
export async function peopleOf(actor: Actor, organisation: string) {
	const everybody = mayMeetEverybody(actor, organisation);
	const rows = await db
		.selectFrom('representatives')
		.innerJoin('members', (join) =>
			join.onRef('members.hub', '=', 'representatives.hub').onRef('members.id', '=', 'representatives.member')
		)
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select(['members.id', 'accounts.name', 'members.title', 'members.isShown', 'representatives.isOwner'])
		.where('representatives.hub', '=', actor.hub)
		.where('representatives.organisation', '=', organisation)
		.where('representatives.acceptedAt', 'is not', null)
		.where('members.leftAt', 'is', null)
		.$if(!everybody, (query) => query.where('members.isShown', '=', true))
		.orderBy('representatives.isOwner', 'desc')
		.orderBy('accounts.name')
		.execute();
	// Who owns it matters to those who run it.
	return rows.map((row) => (everybody ? row : { ...row, isOwner: false }));
}

export const Requests = z.object({ organisation: z.uuid().optional() });

/** Requests that wait for this actor's decision: those to join their own organisations, and all of them for staff. */
export async function requestsFor(actor: Actor, { organisation }: z.output<typeof Requests>) {
	if (!isMember(actor)) throw membersOnly(actor);
	if (organisation) await findManaged(actor, organisation);
	const own = actor.organisations.filter(({ isOwner }) => isOwner).map(({ id }) => id);
	if (!actor.staff && own.length === 0) return [];
	return db
		.selectFrom('representatives')
		.innerJoin('organisations', (join) =>
			join.onRef('organisations.hub', '=', 'representatives.hub').onRef('organisations.id', '=', 'representatives.organisation')
		)
		.innerJoin('members', (join) =>
			join.onRef('members.hub', '=', 'representatives.hub').onRef('members.id', '=', 'representatives.member')
		)
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select([
			'organisations.id as organisation',
			'organisations.slug',
			'organisations.name as organisationName',
			'members.id as member',
			'accounts.name',
			'accounts.email',
			'representatives.message',
			'representatives.askedAt'
		])
		.where('representatives.hub', '=', actor.hub)
		.where('representatives.acceptedAt', 'is', null)
		.where('representatives.refusedAt', 'is', null)
		.where('members.leftAt', 'is', null)
		.where('organisations.archivedAt', 'is', null)
		.$if(!actor.staff, (query) => query.where('organisations.id', 'in', own))
		.$if(organisation !== undefined, (query) => query.where('organisations.id', '=', organisation as string))
		.orderBy('representatives.askedAt')
		.execute();
}

/** The organisations that this person acts for, and those they asked to. */
export async function myOrganisations(actor: Actor) {
	if (!actor.member) throw membersOnly(actor);
	return db
		.selectFrom('representatives')
		.innerJoin('organisations', (join) =>
			join.onRef('organisations.hub', '=', 'representatives.hub').onRef('organisations.id', '=', 'representatives.organisation')
		)
		.select([
			'organisations.id',
			'organisations.slug',
			'organisations.name',
			'organisations.kind',
			'organisations.communeName',
			'organisations.logo',
			'organisations.isListed',
			'representatives.isOwner',
			'representatives.askedAt',
			'representatives.acceptedAt',
			'representatives.refusedAt'
		])
		.where('representatives.hub', '=', actor.hub)
		.where('representatives.member', '=', actor.member)
		.where('organisations.archivedAt', 'is', null)
		.orderBy('representatives.isOwner', 'desc')
		.orderBy('organisations.name')
		.execute();
}

/** The request of this person to join it, as far as it came. */
export const requestOf = async (actor: Actor, organisation: string) =>
	actor.member
		? ((await db
				.selectFrom('representatives')
				.select(['askedAt', 'acceptedAt', 'refusedAt'])
				.where('hub', '=', actor.hub)
				.where('organisation', '=', organisation)
				.where('member', '=', actor.member)
				.executeTakeFirst()) ?? null)
		: null;

/** Names of members, by id, for a history that this actor may read. */
export async function namesOf(actor: Actor, members: string[]): Promise<Map<string, string>> {
	if (members.length === 0) return new Map();
	const rows = await db
		.selectFrom('members')
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select(['members.id', 'accounts.name'])
		.where('members.hub', '=', actor.hub)
		.where('members.id', 'in', members)
		.execute();
	return new Map(rows.map(({ id, name }) => [id, name]));
}

const findForRequest = (actor: Actor, organisation: string) =>
	db
		.selectFrom('organisations')
		.select(['name', 'slug'])
		.where('hub', '=', actor.hub)
		.where('id', '=', organisation)
		.where(visibleTo(actor))
		.executeTakeFirst()
		.then(found);

async function findManaged(actor: Actor, organisation: string) {
	const row = await findForRequest(actor, organisation);
	authorize(mayManage(actor, organisation));
	return row;
}

const people = (tx: Tx, hub: string) =>
	tx
		.selectFrom('members')
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select(['members.id as member', 'accounts.name'])
		.where('members.hub', '=', hub)
		.where('members.leftAt', 'is', null);

const owners = (tx: Tx, hub: string, organisation: string) =>
	people(tx, hub)
		.innerJoin('representatives', (join) =>
			join.onRef('representatives.hub', '=', 'members.hub').onRef('representatives.member', '=', 'members.id')
		)
		.where('representatives.organisation', '=', organisation)
		.where('representatives.isOwner', '=', true)
		.where('representatives.acceptedAt', 'is not', null)
		.execute();

/** Those who can answer a request: the owners, or the animators where there is none. */
async function deciders(tx: Tx, hub: string, organisation: string) {
	const own = await owners(tx, hub, organisation);
	if (own.length) return own;
	return people(tx, hub)
		.where(sql<boolean>`members.roles && ${['animator', 'hub_manager']}`)
		.execute();
}

interface Joining {
	record: string;
	words: Record<'who' | 'organisation', string>;
	params: Record<string, string>;
	path: string;
}

const tell = (tx: Tx, { hub }: Actor, to: string, kind: NotificationKind, what: string, joining: Joining) =>
	notify(tx, { hub, to, kind, what, ...joining });
