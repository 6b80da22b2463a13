// The operations of the forms for many records at once: the same rows, the same lines of the journal, the same listeners.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '#platform/actor.ts';
import type { Tx } from '#platform/db.server.ts';
import { changes, recordMany } from '#platform/journal.ts';
import { insertMany, updateMany } from '#platform/many.ts';
import { slug } from '#platform/text/slug.ts';
import { changedMany } from './changed.ts';
import { endOfTerm, type needColumns } from './needs.ts';
import type { offerColumns } from './offers.ts';
import { reserved, told, type OrganisationRow, type Told } from './organisations.ts';

/** A record that stood so when it was last looked at, and what is to stand there. */
export interface Change<Row> {
	id: string;
	version: number;
	before: Row;
	after: Row;
}

export async function addOrganisations(tx: Tx, actor: Actor, rows: readonly OrganisationRow[]): Promise<string[]> {
	if (!rows.length) return [];
	const bases = rows.map(({ name }) => slug(name) || 'organisation');
	const taken = new Set([...reserved, ...(await addressesLike(tx, actor.hub, bases))]);
	const made = rows.map((row, at) => {
		const base = bases[at] as string;
		let free = base;
		for (let n = 2; taken.has(free); n++) free = `${base}-${n}`;
		taken.add(free);
		return { hub: actor.hub, id: randomUUID() as string, slug: free, createdBy: actor.member, ...row };
	});
	await insertMany(tx, 'organisations', made);
	await recordMany(
		tx,
		actor,
		made.map(({ id }, at) => ({
			what: 'organisation.added',
			id,
			changed: changes({} as Told, told(rows[at] as OrganisationRow))
		}))
	);
	const ids = made.map(({ id }) => id);
	await changedMany(tx, actor.hub, 'organisation', ids);
	return ids;
}

/** Addresses that begin with one of these, the archived ones' too. */
const addressesLike = async (tx: Tx, hub: string, bases: readonly string[]) =>
	(
		await tx
			.selectFrom('organisations')
			.select('slug')
			.where('hub', '=', hub)
			.where(
				sql<boolean>`regexp_replace(slug, '-[0-9]+$', '') = any(${[...new Set(bases.flatMap((base) => [base, base.replace(/-\d+$/, '')]))]})
				or slug = any(${bases})`
			)
			.execute()
	).map(({ slug }) => slug);

export async function changeOrganisations(tx: Tx, actor: Actor, all: readonly Change<OrganisationRow>[]) {
	if (!all.length) return;
	await updateMany(
		tx,
		'organisations',
		all.map(({ id, version, after }) => ({ hub: actor.hub, id, version, ...after }))
	);
	await recordMany(
		tx,
		actor,
		all.map(({ id, before, after }) => ({ what: 'organisation.edited', id, changed: changes(told(before), told(after)) }))
	);
	await changedMany(
		tx,
		actor.hub,
		'organisation',
		all.map(({ id }) => id)
	);
}

export type NeedColumns = ReturnType<typeof needColumns>;
export type OfferColumns = ReturnType<typeof offerColumns>;

/** A need or an offer to be written for a firm, open at once or a draft. */
export interface Post<Row> {
	organisation: string;
	opens: boolean;
	row: Row;
}

export async function createNeeds(tx: Tx, actor: Actor, all: readonly Post<NeedColumns>[]): Promise<string[]> {
	if (!all.length) return [];
	const [openedAt, expiresAt] = [new Date(), await endOfTerm(tx, actor.hub)];
	return createPosts(
		tx,
		actor,
		'need',
		all.map(({ organisation, opens, row }) => ({
			...row,
			organisation,
			state: opens ? 'open' : 'draft',
			openedAt: opens ? openedAt : null,
			expiresAt: opens ? expiresAt : null
		}))
	);
}

export const createOffers = (tx: Tx, actor: Actor, all: readonly Post<OfferColumns>[]) =>
	createPosts(
		tx,
		actor,
		'offer',
		all.map(({ organisation, opens, row }) => ({ ...row, organisation, state: opens ? 'open' : 'draft' }))
	);

async function createPosts(tx: Tx, actor: Actor, kind: 'need' | 'offer', rows: readonly { state: string }[]): Promise<string[]> {
	if (!rows.length) return [];
	const made = rows.map((row) => ({ hub: actor.hub, id: randomUUID() as string, author: actor.member, ...row }));
	await insertMany(tx, `${kind}s`, made);
	await recordMany(
		tx,
		actor,
		made.flatMap(({ id, state }) => [
			{ what: `${kind}.created`, id },
			...(state === 'open' ? [{ what: `${kind}.opened`, id, changed: { state: ['draft', 'open'] as const } }] : [])
		])
	);
	const ids = made.map(({ id }) => id);
	await changedMany(tx, actor.hub, kind, ids);
	return ids;
}

export const changeNeeds = (tx: Tx, actor: Actor, all: readonly Change<NeedColumns>[]) => changePosts(tx, actor, 'need', all);
export const changeOffers = (tx: Tx, actor: Actor, all: readonly Change<OfferColumns>[]) => changePosts(tx, actor, 'offer', all);

async function changePosts(tx: Tx, actor: Actor, kind: 'need' | 'offer', all: readonly Change<object>[]) {
	if (!all.length) return;
	await updateMany(
		tx,
		`${kind}s`,
		all.map(({ id, version, after }) => ({ hub: actor.hub, id, version, ...after }))
	);
	await recordMany(
		tx,
		actor,
		all.map(({ id, before, after }) => ({ what: `${kind}.changed`, id, changed: changes(before, after) }))
	);
	await changedMany(
		tx,
		actor.hub,
		kind,
		all.map(({ id }) => id)
	);
}
