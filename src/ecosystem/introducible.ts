import { sql } from 'kysely';
import type { Actor, Role } from '#platform/actor.ts';
import { db, type Tx } from '#platform/db.server.ts';
import { isLocale, type Locale } from '#platform/i18n.ts';
import { changes, record } from '#platform/journal.ts';
import { refuse } from '#platform/refusal.ts';
import { changed } from './changed.ts';
import type { NeedState, OfferState } from './choices.ts';
import { namesOfFirmIn } from './needs-shown.ts';
import { areaOf } from './whereabouts.ts';

type Source = Tx | typeof db;

/** A firm as an introduction shows it; hiding it is up to whoever shows it. */
export interface IntroducedFirm {
	id: string;
	slug: string;
	name: string;
	kind: string;
	communeName: string;
	logo: string | null;
	phone: string | null;
	isArchived: boolean;
	isDemo: boolean;
}

export interface IntroducedNeed {
	id: string;
	title: string;
	problem: string;
	result: string;
	locale: Locale;
	state: NeedState;
	isAnonymous: boolean;
	isForStaff: boolean;
	area: string;
	contact: string | null;
	firm: IntroducedFirm;
}

export interface IntroducedOffer {
	id: string;
	title: string;
	what: string;
	locale: Locale;
	state: OfferState;
	contact: string | null;
	firm: IntroducedFirm;
}

const firm = sql<IntroducedFirm>`json_build_object('id', organisations.id, 'slug', organisations.slug, 'name', organisations.name, 'kind', organisations.kind,
	'communeName', organisations.commune_name, 'logo', organisations.logo, 'phone', organisations.phone,
	'isArchived', organisations.archived_at is not null, 'isDemo', organisations.is_demo)`;

/** Needs of the hub by their ids, whatever their state: whoever calls knows who may see what of them. */
export async function introducedNeeds(from: Source, hub: string, ids: readonly string[]): Promise<Map<string, IntroducedNeed>> {
	const rows = await from
		.selectFrom('needs')
		.innerJoin('organisations', (join) =>
			join.onRef('organisations.hub', '=', 'needs.hub').onRef('organisations.id', '=', 'needs.organisation')
		)
		.select(['needs.id', 'needs.title', 'needs.problem', 'needs.result', 'needs.confidentiality', 'needs.author', 'needs.contact'])
		.select(['organisations.country', 'organisations.commune', 'organisations.postcode'])
		.select([sql<Locale>`needs.locale`.as('locale'), sql<NeedState>`needs.state`.as('state'), firm.as('firm')])
		.where('needs.hub', '=', hub)
		.where('needs.id', '=', sql<string>`any(${ids}::uuid[])`)
		.execute();
	return new Map(
		rows.map(({ confidentiality, country, commune, postcode, author, contact, ...row }) => [
			row.id,
			{
				...row,
				contact: contact ?? author,
				isAnonymous: confidentiality === 'anonymous',
				isForStaff: confidentiality === 'staff',
				area: areaOf({ country, commune, postcode })
			}
		])
	);
}

export async function introducedOffers(from: Source, hub: string, ids: readonly string[]): Promise<Map<string, IntroducedOffer>> {
	const rows = await from
		.selectFrom('offers')
		.innerJoin('organisations', (join) =>
			join.onRef('organisations.hub', '=', 'offers.hub').onRef('organisations.id', '=', 'offers.organisation')
		)
		.select(['offers.id', 'offers.title', 'offers.what', 'offers.author', 'offers.contact'])
		.select([sql<Locale>`offers.locale`.as('locale'), sql<OfferState>`offers.state`.as('state'), firm.as('firm')])
		.where('offers.hub', '=', hub)
		.where('offers.id', '=', sql<string>`any(${ids}::uuid[])`)
		.execute();
	return new Map(rows.map(({ author, contact, ...row }) => [row.id, { ...row, contact: contact ?? author }]));
}

/** Holds a need until the transaction ends, and says how far it has come. */
export const holdNeed = (tx: Tx, hub: string, id: string) =>
	tx.selectFrom('needs').select('state').where('hub', '=', hub).where('id', '=', id).forUpdate().executeTakeFirstOrThrow();

/** Two firms met over a need: it is introduced, also when its term ended while they were asked. */
export async function introduceNeed(tx: Tx, actor: Actor, id: string) {
	const { state } = await holdNeed(tx, actor.hub, id);
	if (state !== 'open' && state !== 'expired') return;
	await tx
		.updateTable('needs')
		.set({ state: 'introduced', updatedAt: new Date(), version: sql<number>`version + 1` })
		.where('hub', '=', actor.hub)
		.where('id', '=', id)
		.execute();
	await record(tx, actor, 'need.introduced', id, changes<object>({ state }, { state: 'introduced' }));
	await changed(tx, actor.hub, 'need', id);
}

/** Whether an organisation was taken out of the hub. */
export const isArchived = async (from: Source, hub: string, organisation: string) =>
	(await from
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', hub)
		.where('id', '=', organisation)
		.where('archivedAt', 'is not', null)
		.executeTakeFirst()) !== undefined;

/** Somebody who can be written to. */
export interface Reachable {
	member: string;
	name: string;
	title: string;
	email: string;
	locale: Locale;
}

export interface ActingPerson extends Reachable {
	organisation: string;
	isOwner: boolean;
}

const reachable = (from: Source, hub: string) =>
	from
		.selectFrom('members')
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select(['members.id as member', 'accounts.name', 'members.title', 'accounts.email'])
		.select(sql<string>`accounts.locale`.as('locale'))
		.where('members.hub', '=', hub)
		.where('members.leftAt', 'is', null);

const spoken = <T extends { locale: string }>(row: T) => ({ ...row, locale: isLocale(row.locale) ? row.locale : ('fr' as const) });

/** Everybody who acts for one of these organisations now, owners first. */
export const peopleActingFor = async (from: Source, hub: string, organisations: readonly string[]): Promise<ActingPerson[]> =>
	(
		await reachable(from, hub)
			.innerJoin('representatives', (join) =>
				join.onRef('representatives.hub', '=', 'members.hub').onRef('representatives.member', '=', 'members.id')
			)
			.innerJoin('organisations', (join) =>
				join.onRef('organisations.hub', '=', 'representatives.hub').onRef('organisations.id', '=', 'representatives.organisation')
			)
			.select(['representatives.organisation', 'representatives.isOwner'])
			.where('representatives.organisation', '=', sql<string>`any(${organisations}::uuid[])`)
			.where('representatives.acceptedAt', 'is not', null)
			.where('organisations.archivedAt', 'is', null)
			.orderBy('representatives.isOwner', 'desc')
			.orderBy('accounts.name')
			.execute()
	).map(spoken);

/** Those who have a role in this hub. */
export const membersWithRole = async (from: Source, hub: string, role: Role): Promise<Reachable[]> =>
	(
		await reachable(from, hub)
			.where(sql<boolean>`${role} = any (members.roles)`)
			.orderBy('accounts.name')
			.execute()
	).map(spoken);

/** Those who bring people together in this hub. */
export const animatorsOf = async (from: Source, hub: string): Promise<Reachable[]> =>
	(
		await reachable(from, hub)
			.where(sql<boolean>`members.roles && ${['animator', 'hub_manager']}`)
			.orderBy('accounts.name')
			.execute()
	).map(spoken);

/** Needs, offers and organisations of the hub whose title or name holds these words. */
export async function postsSpeakingOf(hub: string, q: string): Promise<{ needs: string[]; offers: string[]; firms: string[] }> {
	const sign = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
	const { rows } = await sql<{ kind: 'needs' | 'offers' | 'firms'; id: string }>`
		select 'needs' as kind, id from needs where hub = ${hub} and (words @@ asked_words(${q}) or without_accents(title) ilike without_accents(${sign}))
		union all
		select 'offers', id from offers where hub = ${hub} and (words @@ asked_words(${q}) or without_accents(title) ilike without_accents(${sign}))
		union all
		select 'firms', id from organisations where hub = ${hub} and without_accents(name) ilike without_accents(${sign})`.execute(db);
	const of = (kind: string) => rows.filter((row) => row.kind === kind).map(({ id }) => id);
	return { needs: of('needs'), offers: of('offers'), firms: of('firms') };
}

/** Refuses words that tell which firm is behind an anonymous need; `checked` says that doubtful ones do not. */
export async function refuseNamesOf(tx: Tx, hub: string, organisation: string, texts: Record<string, string>, checked: boolean) {
	const telling = (await namesOfFirmIn(tx, hub, organisation, texts)).filter(({ certain }) => certain || !checked);
	const [first] = telling;
	if (!first) return;
	const code = telling.some(({ certain }) => certain) ? 'text_names_the_firm' : 'text_may_name_the_firm';
	throw refuse(first.field, code, { found: telling.map(({ found }) => `“${found}”`).join(', ') });
}
