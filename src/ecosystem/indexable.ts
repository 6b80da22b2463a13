import { sql } from 'kysely';
import type { db } from '#platform/db.server.ts';
import { type Tx } from '#platform/db.server.ts';
import type { Locale } from '#platform/i18n.ts';
import type { PublishedNeed, PublishedOffer } from './publications.ts';

/** What is said in a need or an offer that can be found now, and who may find it. */
export interface Indexable {
	record: string;
	locale: Locale;
	title: string;
	/** What it is, or what the problem is. */
	what: string;
	/** What was achieved, or is wanted. */
	result: string;
	technologies: string[];
	sectors: string[];
	refusedConcepts: string[];
	isPublic: boolean;
	/** For members as for visitors; otherwise for staff alone. */
	isShared: boolean;
	/** Has a place free. */
	isFree: boolean;
}

/** Some records by their ids, or the next so many after one. */
export type Choice = { ids: readonly string[] } | { after: string | null; many: number };

type Source = Tx | typeof db;
type Read = (from: Source, hub: string, choice: Choice) => Promise<Indexable[]>;

const ofOrganisation = sql<boolean>`not exists (select from organisations o where o.hub = t.hub and o.id = t.organisation and o.archived_at is not null)`;

const chosen = (choice: Choice, id: string) =>
	'ids' in choice
		? sql`${sql.ref(id)} = any(${choice.ids}::uuid[])`
		: sql`(${choice.after}::uuid is null or ${sql.ref(id)} > ${choice.after}::uuid)`;

const page = (choice: Choice) => ('ids' in choice ? 100_000 : choice.many);

const offersOf: Read = async (from, hub, choice) =>
	(
		await sql<Indexable>`select t.id as record, t.locale, t.title, t.what, t.proof as result, t.technologies, t.sectors, t.refused_concepts,
			t.visibility = 'public' as is_public, true as is_shared, t.capacity > t.engaged as is_free
			from offers t where t.hub = ${hub} and t.state = 'open' and ${ofOrganisation} and ${chosen(choice, 't.id')}
			order by t.id limit ${page(choice)}`.execute(from)
	).rows;

const needsOf: Read = async (from, hub, choice) =>
	(
		await sql<Indexable>`select t.id as record, t.locale, t.title, t.problem as what, t.result, t.technologies, t.sectors, t.refused_concepts,
			t.confidentiality in ('public', 'anonymous') as is_public, t.confidentiality <> 'staff' as is_shared, true as is_free
			from needs t where t.hub = ${hub} and t.state = 'open' and t.expires_at > now() and ${ofOrganisation} and ${chosen(choice, 't.id')}
			order by t.id limit ${page(choice)}`.execute(from)
	).rows;

const publishedOf =
	(kind: 'need' | 'offer'): Read =>
	async (from, hub, choice) => {
		const { rows } = await sql<{ record: string; locale: Locale; title: string; isPublic: boolean; shown: unknown }>`
			select p.record, p.locale, p.title, p.audience = 'public' as is_public, p.shown
			from publications p where p.hub = ${hub} and p.kind = ${kind} and ${chosen(choice, 'p.record')}
			order by p.record limit ${page(choice)}`.execute(from);
		return rows.map(({ shown, ...row }) => {
			const { technologies, sectors, ...copy } = shown as Partial<PublishedNeed & PublishedOffer>;
			return {
				...row,
				what: copy.what ?? copy.problem ?? '',
				result: copy.proof ?? copy.result ?? '',
				technologies: technologies ?? [],
				sectors: sectors ?? [],
				refusedConcepts: [],
				isShared: true,
				isFree: copy.capacity === undefined || copy.capacity > (copy.engaged ?? 0)
			};
		});
	};

/** What can be found, in the order of ids. What is asked for by id and not told is not to be found. */
export const indexable = {
	offers: offersOf,
	needs: needsOf,
	published_offers: publishedOf('offer'),
	published_needs: publishedOf('need')
} satisfies Record<string, Read>;

/** Needs and offers of these organisations, whatever their state. */
export async function postsOf(from: Source, hub: string, organisations: readonly string[]) {
	const ids = async (table: 'needs' | 'offers') =>
		(
			await from
				.selectFrom(table)
				.select('id')
				.where('hub', '=', hub)
				.where('organisation', '=', sql<string>`any(${organisations}::uuid[])`)
				.execute()
		).map(({ id }) => id);
	return { needs: await ids('needs'), offers: await ids('offers') };
}
