import { sql } from 'kysely';
import { z } from 'zod';
import { actsFor, isMember, type Actor } from '#platform/actor.ts';
import { db, type Tx } from '#platform/db.server.ts';
import { history } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { found } from '#platform/refusal.ts';
import { locale, text } from '#platform/shapes.ts';
import { whatNames, type Finding, type Firm } from './anonymity.ts';
import { filesOf, ShownFile } from './attachments.ts';
import { facetsOf } from './facets.ts';
import { bands, confidentialities, needStates, places, roads, type NeedState } from './choices.ts';
import { isInsider, mayDecide, needsOfInsider, needsOpenTo, needsThatNameTheirFirm, ownNeeds } from './needs-policy.ts';
import { understood } from './understood.ts';
import { Area, areaOf, isIn } from './whereabouts.ts';

export const NeedId = z.object({ need: z.uuid() });

export const sorts = ['newest', 'wanted_by', 'budget', 'title'] as const;

export const NeedFilter = z.object({
	q: text(300).default(''),
	technology: z.string().max(80).optional(),
	sector: z.string().max(80).optional(),
	state: z.enum([...needStates, 'all']).default('open'),
	language: locale.optional(),
	budget: z.enum(bands).optional(),
	place: z.enum(['on_site', 'remote']).optional(),
	area: Area.optional(),
	organisation: z.uuid().optional(),
	confidentiality: z.enum(confidentialities).optional(),
	/** Of the organisations that I act for. */
	mine: z.boolean().default(false),
	sort: z.enum(sorts).default('newest')
});
export const ListNeeds = NeedFilter.extend(PageInput.shape);

export const ShownFirm = z.object({
	id: z.uuid(),
	slug: z.string(),
	name: z.string(),
	kind: z.string(),
	communeName: z.string(),
	logo: z.uuid().nullable()
});

export const NeedSummary = z.object({
	id: z.uuid(),
	state: z.enum(needStates),
	locale,
	title: z.string(),
	/** The beginning of the problem. */
	excerpt: z.string(),
	technologies: z.array(z.string()),
	sectors: z.array(z.string()),
	budgetBand: z.enum(bands).nullable(),
	wantedBy: z.string().nullable(),
	languages: z.array(locale),
	place: z.enum(places),
	confidentiality: z.enum(confidentialities),
	isPublished: z.boolean(),
	openedAt: z.date().nullable(),
	expiresAt: z.date().nullable(),
	isDemo: z.boolean(),
	/** Null where the need is anonymous and the reader neither staff nor of the firm. */
	organisation: ShownFirm.nullable(),
	/** A country, or a French department: `DE`, `FR-68`. */
	area: z.string(),
	isMine: z.boolean()
});
export type NeedSummary = z.output<typeof NeedSummary>;

export const NeedView = NeedSummary.omit({ excerpt: true }).extend({
	problem: z.string(),
	result: z.string(),
	constraints: z.string(),
	contact: z.object({ name: z.string(), title: z.string() }).nullable(),
	files: z.array(ShownFile),
	closedAt: z.date().nullable(),
	version: z.number(),
	/** What only the firm's own people and staff see. */
	inside: z
		.object({
			refusedConcepts: z.array(z.string()),
			droppedReason: z.string().nullable(),
			contact: z.uuid().nullable(),
			createdAt: z.date(),
			/** What in the texts tells which firm it is, while the need is anonymous. */
			findings: z.array(z.object({ field: z.string(), found: z.string(), certain: z.boolean() })),
			mayDecide: z.boolean(),
			roads: z.array(z.enum(needStates))
		})
		.nullable()
});
export type NeedView = z.output<typeof NeedView>;

const needRows = (actor: Actor) =>
	db
		.selectFrom('needs')
		.innerJoin('organisations', (join) =>
			join.onRef('organisations.hub', '=', 'needs.hub').onRef('organisations.id', '=', 'needs.organisation')
		)
		.where('needs.hub', '=', actor.hub)
		.where('organisations.archivedAt', 'is', null)
		.where(needsOpenTo(actor))
		.select([
			'needs.id',
			'needs.hub',
			'needs.state',
			'needs.locale',
			'needs.title',
			'needs.technologies',
			'needs.sectors',
			'needs.budgetBand',
			'needs.wantedBy',
			'needs.languages',
			'needs.place',
			'needs.confidentiality',
			'needs.isPublished',
			'needs.openedAt',
			'needs.expiresAt',
			'needs.organisation',
			'organisations.slug as firmSlug',
			'organisations.name as firmName',
			'organisations.kind as firmKind',
			'organisations.communeName as firmCommune',
			'organisations.logo as firmLogo',
			'organisations.isDemo',
			'organisations.country',
			'organisations.commune',
			'organisations.postcode'
		]);

type ListedRow = Awaited<ReturnType<ReturnType<typeof needRows>['executeTakeFirstOrThrow']>>;

/** The minute at which an anonymous need was opened could be laid beside what else its firm did then. */
export const dayOf = (at: Date | null) => at && new Date(at.toISOString().slice(0, 10));

/** What this reader is told of a need; field by field, so that a new column is hidden until somebody shows it. */
function shown(actor: Actor, row: ListedRow): Omit<NeedSummary, 'excerpt'> {
	const inside = isInsider(actor, row);
	const named = inside || row.confidentiality !== 'anonymous';
	const told = named ? (at: Date | null) => at : dayOf;
	return {
		id: row.id,
		state: row.state as NeedState,
		locale: row.locale as NeedSummary['locale'],
		title: row.title,
		technologies: row.technologies,
		sectors: row.sectors,
		budgetBand: row.budgetBand as NeedSummary['budgetBand'],
		wantedBy: row.wantedBy,
		languages: row.languages as NeedSummary['languages'],
		place: row.place as NeedSummary['place'],
		confidentiality: row.confidentiality as NeedSummary['confidentiality'],
		isPublished: row.isPublished,
		openedAt: told(row.openedAt),
		expiresAt: told(row.expiresAt),
		isDemo: named && row.isDemo,
		organisation: named
			? {
					id: row.organisation,
					slug: row.firmSlug,
					name: row.firmName,
					kind: row.firmKind,
					communeName: row.firmCommune,
					logo: row.firmLogo
				}
			: null,
		area: areaOf(row),
		isMine: actsFor(actor, row.organisation)
	};
}

export async function findNeed(actor: Actor, { need }: z.output<typeof NeedId>): Promise<NeedView> {
	const row = found(
		await needRows(actor)
			.leftJoin('members as contacts', (join) => join.onRef('contacts.hub', '=', 'needs.hub').onRef('contacts.id', '=', 'needs.contact'))
			.leftJoin('accounts', 'accounts.id', 'contacts.account')
			.select([
				'needs.problem',
				'needs.result',
				'needs.constraints',
				'needs.closedAt',
				'needs.createdAt',
				'needs.version',
				'needs.refusedConcepts',
				'needs.droppedReason',
				'needs.author',
				'needs.contact',
				'accounts.name as contactName',
				'contacts.title as contactTitle',
				'contacts.isShown as contactIsShown',
				'contacts.leftAt as contactLeftAt'
			])
			.where('needs.id', '=', need)
			.executeTakeFirst()
	);
	const summary = shown(actor, row);
	const inside = isInsider(actor, row);
	const seesContact = summary.organisation && row.contactName && !row.contactLeftAt && (inside || isMember(actor) || row.contactIsShown);
	return {
		...summary,
		problem: row.problem,
		result: row.result,
		constraints: row.constraints,
		contact: seesContact ? { name: row.contactName ?? '', title: row.contactTitle ?? '' } : null,
		files: await filesOf(actor.hub, 'need', need, summary.organisation === null),
		closedAt: summary.organisation ? row.closedAt : dayOf(row.closedAt),
		version: row.version,
		inside: inside
			? {
					refusedConcepts: row.refusedConcepts,
					droppedReason: row.droppedReason,
					contact: row.contact,
					createdAt: row.createdAt,
					findings: await findingsIn(db, row),
					mayDecide: mayDecide(actor, row),
					roads: [...roads[row.state as NeedState]]
				}
			: null
	};
}

const order = {
	newest: [
		['listedFirst', 'desc'],
		['id', 'asc']
	],
	wanted_by: [
		['wantedFirst', 'asc'],
		['id', 'asc']
	],
	budget: [
		['budgetFirst', 'desc'],
		['id', 'asc']
	],
	title: [
		['titleFirst', 'asc'],
		['id', 'asc']
	]
} as const;

const needPage = (actor: Actor, { cursor, limit, sort, ...filter }: z.output<typeof ListNeeds>) =>
	cursorPage(
		matchingNeeds(actor, filter).select([
			'needs.problem',
			'needs.result',
			'needs.constraints',
			sql<string>`left(needs.problem, 280)`.as('excerpt'),
			// An anonymous need stands among those of its day: its place and the cursor would tell the moment at which its firm opened it.
			'needs.placedAt as listedFirst',
			sql<string>`coalesce(needs.wanted_by, 'infinity')`.as('wantedFirst'),
			sql<number>`coalesce(array_position(${sql.val(bands)}::text[], needs.budget_band), 0)`.as('budgetFirst'),
			sql<string>`lower(needs.title)`.as('titleFirst')
		]),
		order[sort],
		{ cursor, limit }
	);

export async function listNeeds(actor: Actor, input: z.output<typeof ListNeeds>): Promise<Page<NeedSummary>> {
	const page = await needPage(actor, input);
	return { ...page, items: page.items.map((row) => ({ ...shown(actor, row), excerpt: row.excerpt })) };
}

/** The same list with all that is written in the needs, to be taken away. */
export async function wholeNeeds(actor: Actor, input: z.output<typeof ListNeeds>) {
	const page = await needPage(actor, input);
	return {
		...page,
		items: page.items.map((row) => ({ ...shown(actor, row), problem: row.problem, result: row.result, constraints: row.constraints }))
	};
}

export async function countNeeds(actor: Actor, filter: Omit<z.output<typeof NeedFilter>, 'sort'>) {
	const { count } = await matchingNeeds(actor, filter)
		.clearSelect()
		.select(sql<number>`count(*)`.as('count'))
		.executeTakeFirstOrThrow();
	return count;
}

/** What the needs in this state speak of and where they are: the entries of the filters. */
export const needFacets = async (actor: Actor, state: z.output<typeof NeedFilter>['state']) =>
	facetsOf('needs', matchingNeeds(actor, NeedFilter.parse({ state })));

function matchingNeeds(
	actor: Actor,
	{
		q,
		technology,
		sector,
		state,
		language,
		budget,
		place,
		area,
		organisation,
		confidentiality,
		mine
	}: Omit<z.output<typeof NeedFilter>, 'sort'>
) {
	let rows = needRows(actor);
	if (state !== 'all') rows = rows.where('needs.state', '=', state);
	if (mine) rows = rows.where(ownNeeds(actor));
	if (q) rows = rows.where(speakingOf(actor, q));
	if (technology) rows = rows.where(sql<boolean>`${technology} = any(needs.technologies)`);
	if (sector) rows = rows.where(sql<boolean>`${sector} = any(needs.sectors)`);
	if (language) rows = rows.where(sql<boolean>`(${language} = any(needs.languages) or needs.locale = ${language})`);
	if (budget) rows = rows.where('needs.budgetBand', '=', budget);
	if (place) rows = rows.where('needs.place', 'in', [place, 'either']);
	if (area) rows = rows.where(isIn(area));
	if (organisation) rows = rows.where('needs.organisation', '=', organisation).where(needsThatNameTheirFirm(actor));
	if (confidentiality) rows = rows.where('needs.confidentiality', '=', confidentiality);
	return rows;
}

/** Its words, the technologies and sectors these stand for, or the firm's name where it may be known. */
const speakingOf = (actor: Actor, q: string) => {
	const ids = understood(q, actor.locale).map(({ id }) => id);
	const sign = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
	return sql<boolean>`(
		needs.words @@ asked_words(${q})
		or needs.technologies && ${ids}::text[] or needs.sectors && ${ids}::text[]
		or ((needs.confidentiality <> 'anonymous' or ${needsOfInsider(actor)}) and without_accents(organisations.name) ilike without_accents(${sign}))
	)`;
};

/** Everything by which readers could know the firm: its names and numbers, and its people. */
async function firmOf(from: typeof db | Tx, hub: string, organisation: string): Promise<Firm> {
	const row = await from
		.selectFrom('organisations')
		.select(['name', 'legalName', 'siren', 'siret', 'vat', 'foreignId', 'website', 'email', 'phone', 'street', 'postcode', 'communeName'])
		.where('hub', '=', hub)
		.where('id', '=', organisation)
		.executeTakeFirstOrThrow();
	const people = await from
		.selectFrom('representatives')
		.innerJoin('members', (join) =>
			join.onRef('members.hub', '=', 'representatives.hub').onRef('members.id', '=', 'representatives.member')
		)
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select(['accounts.name', 'accounts.email'])
		.where('representatives.hub', '=', hub)
		.where('representatives.organisation', '=', organisation)
		.where('representatives.acceptedAt', 'is not', null)
		.execute();
	return { ...row, people };
}

export interface Texts {
	hub: string;
	organisation: string;
	confidentiality: string;
	title: string;
	problem: string;
	result: string;
	constraints: string;
}

export async function findingsIn(from: typeof db | Tx, need: Texts): Promise<Finding[]> {
	if (need.confidentiality !== 'anonymous') return [];
	const { title, problem, result, constraints } = need;
	return namesOfFirmIn(from, need.hub, need.organisation, { title, problem, result, constraints });
}

/** What in these texts tells that this firm is meant. */
export const namesOfFirmIn = async (from: typeof db | Tx, hub: string, organisation: string, texts: Record<string, string>) =>
	whatNames(texts, await firmOf(from, hub, organisation));

export const SimilarNeeds = z.object({
	text: text(8000),
	locale,
	/** Technologies and sectors that are known already, besides those understood from the text. */
	concepts: z.array(z.string().max(80)).max(60).default([]),
	except: z.uuid().optional()
});

/**
 * Open needs that speak of the same, nearest first; of those that this reader may see. What few of them share says more than what all do: a
 * need is near when it shares rare technologies, or rare words of its title.
 */
export async function similarNeeds(
	actor: Actor,
	{ text: said, locale, concepts = [], except }: z.input<typeof SimilarNeeds>
): Promise<NeedSummary[]> {
	const ids = [...new Set([...concepts, ...understood(said, locale).map(({ id }) => id)])];
	const { rows } = await sql<{ word: string }>`
		select word from unnest(tsvector_to_array(text_words(${locale}, ${said}))) as word where length(word) > 4`.execute(db);
	const words = rows.map(({ word }) => word);
	if (ids.length + words.length === 0) return [];

	let near = needRows(actor)
		.clearSelect()
		.select([
			'needs.id',
			sql<string[]>`array(
				select id from unnest(needs.technologies || needs.sectors) as id where id = any(${ids}::text[])
				union all
				select word from unnest(tsvector_to_array(ts_filter(needs.words, '{a}'))) as word where word = any(${words}::text[])
			)`.as('common')
		])
		.where('needs.state', '=', 'open')
		.where(
			sql<boolean>`(
				needs.technologies && ${ids}::text[] or needs.sectors && ${ids}::text[]
				or needs.words @@ (select coalesce(string_agg(quote_literal(word) || ':A', ' | '), '')::tsquery from unnest(${words}::text[]) as word)
			)`
		);
	if (except) near = near.where('needs.id', '<>', except);
	const nearest = await db
		.with(
			(cte) => cte('near').materialized(),
			() => near
		)
		.with('shared', (cte) => cte.selectFrom('near').select(['near.id', sql<string>`unnest(near.common)`.as('what')]))
		.with('rare', (cte) =>
			cte
				.selectFrom('shared')
				.select([
					'what',
					sql<number>`ln(1 + (select count(*) from needs where hub = ${actor.hub} and state = 'open')::float / count(*))`.as('worth'),
					sql<number>`ln(1 + (select count(*) from needs where hub = ${actor.hub} and state = 'open')::float)`.as('most')
				])
				.groupBy('what')
		)
		.selectFrom('shared')
		.innerJoin('rare', 'rare.what', 'shared.what')
		.select('shared.id')
		.groupBy('shared.id')
		.having(sql<boolean>`sum(worth) > 0.7 * max(most)`)
		// One word alone may be any word.
		.having(sql<boolean>`(count(*) > 1 or bool_or(shared.what = any(${ids}::text[])))`)
		.orderBy(sql`sum(worth)`, 'desc')
		.orderBy('shared.id')
		.limit(3)
		.execute();
	if (nearest.length === 0) return [];
	const found = await needRows(actor)
		.select(sql<string>`left(needs.problem, 280)`.as('excerpt'))
		.where(
			'needs.id',
			'in',
			nearest.map(({ id }) => id)
		)
		.execute();
	return nearest.flatMap(({ id }) => found.filter((row) => row.id === id).map((row) => ({ ...shown(actor, row), excerpt: row.excerpt })));
}

export const HistoryLine = z.object({
	at: z.date(),
	what: z.string(),
	who: z.string().nullable(),
	/** What changed, for the firm's own people and staff. */
	changed: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])).nullable()
});
export type HistoryLine = z.output<typeof HistoryLine>;

/**
 * What became of a need, newest first. Others see what happened since it opened, never what a text said before; of an anonymous need they do
 * not see who did it.
 */
export async function needHistory(actor: Actor, { need }: z.output<typeof NeedId>): Promise<HistoryLine[]> {
	const row = found(await needRows(actor).where('needs.id', '=', need).executeTakeFirst());
	const lines = await history(actor, 'need', need, 200);
	if (isInsider(actor, row))
		return lines.map(({ at, what, who, changed }) => ({ at, what, who, changed: changed as Record<string, [unknown, unknown]> }));
	const opened = lines.findLastIndex(({ what }) => what === 'need.opened');
	const anonymous = row.confidentiality === 'anonymous';
	return lines.slice(0, opened + 1).map(({ at, what, who }) => ({
		at: anonymous ? (dayOf(at) as Date) : at,
		what,
		who: isMember(actor) && !anonymous ? who : null,
		changed: null
	}));
}
