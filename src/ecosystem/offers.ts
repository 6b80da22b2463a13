import { sql } from 'kysely';
import { z } from 'zod';
import { actsFor, isMember, type Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import type { Accepted } from '#platform/files/inspect.ts';
import { changes, history, record } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { locale, requiredText, text } from '#platform/shapes.ts';
import { sizeClasses } from './activities/firms.ts';
import { filesOf, keep, ShownFile } from './attachments.ts';
import { changed } from './changed.ts';
import { bands, offerStates, priceModels, reaches, type OfferState } from './choices.ts';
import { facetsOf } from './facets.ts';
import { contactOf, findFirm } from './firms.ts';
import { type HistoryLine, ShownFirm } from './needs-shown.ts';
import { isInsider, mayDecide, mayPost, mayWrite, offersOpenTo, ownOffers } from './needs-policy.ts';
import { conceptIds, understood, withUnderstood } from './understood.ts';
import { Area, areaOf, isIn } from './whereabouts.ts';

/** Where an offer may go from where it is. A withdrawn one may come back as a draft, to be looked over first. */
export const offerRoads: Record<OfferState, readonly OfferState[]> = {
	draft: ['open', 'withdrawn'],
	open: ['paused', 'withdrawn'],
	paused: ['open', 'withdrawn'],
	withdrawn: ['draft']
};

const WrittenOffer = z.object({
	/** The language that it is written in. */
	locale,
	title: requiredText(140),
	what: requiredText(8000),
	/** References and results. */
	proof: text(3000).default(''),
	/** Maturity, 1 (idea) to 9 (in use everywhere). */
	trl: z.number().int().min(1).max(9).nullish(),
	technologies: conceptIds(30).default([]),
	sectors: conceptIds(30).default([]),
	/** Concepts that KM0 understands from the words and that do not fit. */
	refusedConcepts: conceptIds(100).default([]),
	priceModel: z.enum(priceModels).nullish(),
	priceBand: z.enum(bands).nullish(),
	/** Engagements that the firm can take at once, and how many it has now. */
	capacity: z.number().int().min(0).max(1000).default(1),
	engaged: z.number().int().min(0).max(1000).default(0),
	languages: z.array(locale).max(3).default([]),
	reach: z.enum(reaches).default('region'),
	onSite: z.boolean().default(false),
	/** Sizes of firm that it is made for; none where it does not matter. */
	forSizes: z
		.array(z.enum(sizeClasses))
		.max(sizeClasses.length)
		.transform((chosen) => sizeClasses.filter((size) => chosen.includes(size)))
		.default([]),
	/** Day from which it is free, where that is not now. */
	availableFrom: z.iso.date().nullish(),
	visibility: z.enum(['public', 'members']).default('public'),
	/** Also shown in the other hubs of the network. */
	isPublished: z.boolean().default(false),
	contact: z.uuid().nullish(),
	/** Opens it in the same step. */
	opens: z.boolean().default(false)
});

export const CreateOffer = WrittenOffer.extend({ organisation: z.uuid().optional() });
export const ChangeOffer = WrittenOffer.extend({ offer: z.uuid(), version: z.number().int().min(1) });
export const OfferId = z.object({ offer: z.uuid() });
export const MoveOffer = OfferId.extend({ to: z.enum(offerStates) });

export const offerSorts = ['newest', 'price', 'maturity', 'title'] as const;

export const OfferFilter = z.object({
	q: text(300).default(''),
	technology: z.string().max(80).optional(),
	sector: z.string().max(80).optional(),
	state: z.enum([...offerStates, 'all']).default('open'),
	language: locale.optional(),
	price: z.enum(bands).optional(),
	priceModel: z.enum(priceModels).optional(),
	onSite: z.boolean().default(false),
	/** Has room for one more engagement today. */
	available: z.boolean().default(false),
	/** Made for firms of this size, or for all. */
	forSize: z.enum(sizeClasses).optional(),
	area: Area.optional(),
	organisation: z.uuid().optional(),
	/** Of the organisations that I act for. */
	mine: z.boolean().default(false),
	sort: z.enum(offerSorts).default('newest')
});
export const ListOffers = OfferFilter.extend(PageInput.shape);

export const OfferSummary = z.object({
	id: z.uuid(),
	state: z.enum(offerStates),
	locale,
	title: z.string(),
	/** The beginning of what it is. */
	excerpt: z.string(),
	technologies: z.array(z.string()),
	sectors: z.array(z.string()),
	trl: z.number().nullable(),
	priceModel: z.enum(priceModels).nullable(),
	priceBand: z.enum(bands).nullable(),
	capacity: z.number(),
	engaged: z.number(),
	languages: z.array(locale),
	reach: z.enum(reaches),
	onSite: z.boolean(),
	forSizes: z.array(z.enum(sizeClasses)),
	availableFrom: z.string().nullable(),
	visibility: z.enum(['public', 'members']),
	isPublished: z.boolean(),
	createdAt: z.date(),
	isDemo: z.boolean(),
	organisation: ShownFirm,
	area: z.string(),
	isMine: z.boolean()
});
export type OfferSummary = z.output<typeof OfferSummary>;

export const OfferView = OfferSummary.omit({ excerpt: true }).extend({
	what: z.string(),
	proof: z.string(),
	contact: z.object({ name: z.string(), title: z.string() }).nullable(),
	files: z.array(ShownFile),
	version: z.number(),
	/** What only the firm's own people and staff see. */
	inside: z
		.object({
			refusedConcepts: z.array(z.string()),
			contact: z.uuid().nullable(),
			mayDecide: z.boolean(),
			roads: z.array(z.enum(offerStates))
		})
		.nullable()
});
export type OfferView = z.output<typeof OfferView>;

export async function createOffer(actor: Actor, { organisation, opens, ...input }: z.output<typeof CreateOffer>, files: Accepted[] = []) {
	authorize(mayPost(actor));
	const firm = organisation ?? (actor.organisations.length === 1 ? actor.organisations[0]?.id : undefined);
	if (!firm) throw refuse('organisation', 'required');
	authorize(actor.staff || actsFor(actor, firm));

	const id = await transaction(async (tx) => {
		await findFirm(tx, actor.hub, firm);
		const row = await tx
			.insertInto('offers')
			.values({
				hub: actor.hub,
				organisation: firm,
				author: actor.member,
				state: 'draft',
				...(await written(tx, actor, firm, input, null))
			})
			.returningAll()
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'offer.created', row.id);
		await keep(tx, actor, 'offer', row.id, files);
		if (opens) await move(tx, actor, row, 'open');
		await changed(tx, actor.hub, 'offer', row.id);
		return row.id;
	});
	return findOffer(actor, { offer: id });
}

/** Replaces what is written in an offer. */
export async function changeOffer(actor: Actor, { offer, version, opens, ...input }: z.output<typeof ChangeOffer>, files: Accepted[] = []) {
	await transaction(async (tx) => {
		const before = await lockOffer(tx, actor, offer);
		authorize(mayWrite(actor, before));
		if (before.version !== version) throw conflict('changed_meanwhile');
		const after = await written(tx, actor, before.organisation, input, before);
		const wider = after.visibility !== before.visibility || after.isPublished !== before.isPublished;
		if (before.state !== 'draft' && wider) authorize(mayDecide(actor, before));

		const row = await tx
			.updateTable('offers')
			.set({ ...after, version: version + 1, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', offer)
			.returningAll()
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'offer.changed', offer, changes(before, after));
		await keep(tx, actor, 'offer', offer, files);
		if (opens && row.state !== 'open') await move(tx, actor, row, 'open');
		await changed(tx, actor.hub, 'offer', offer);
	});
	return findOffer(actor, { offer });
}

/** Opens, pauses or withdraws an offer. */
export async function moveOffer(actor: Actor, { offer, to }: z.output<typeof MoveOffer>) {
	await transaction(async (tx) => {
		await move(tx, actor, await lockOffer(tx, actor, offer), to);
		await changed(tx, actor.hub, 'offer', offer);
	});
	return findOffer(actor, { offer });
}

type OfferRow = Awaited<ReturnType<typeof lockOffer>>;

const lockOffer = async (tx: Tx, actor: Actor, id: string) =>
	found(
		await tx
			.selectFrom('offers')
			.selectAll()
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.where(offersOpenTo(actor))
			.forUpdate()
			.executeTakeFirst()
	);

const past = { draft: 'returned', open: 'opened', paused: 'paused', withdrawn: 'withdrawn' } as const;

async function move(tx: Tx, actor: Actor, row: OfferRow, to: OfferState) {
	authorize(mayDecide(actor, row));
	if (!offerRoads[row.state as OfferState].includes(to)) throw conflict('not_from_this_state');
	await tx
		.updateTable('offers')
		.set({ state: to, updatedAt: new Date(), version: sql<number>`version + 1` })
		.where('hub', '=', actor.hub)
		.where('id', '=', row.id)
		.execute();
	await record(tx, actor, `offer.${past[to]}`, row.id, changes<{ state: string }>({ state: row.state }, { state: to }));
}

type Input = Omit<z.output<typeof WrittenOffer>, 'opens'>;

const written = async (tx: Tx, actor: Actor, organisation: string, input: Input, before: OfferRow | null) => ({
	...offerColumns(input),
	contact: await contactOf(tx, actor, organisation, input.contact, before?.contact ?? null)
});

/** The row that these fields make, but for whom it names. */
export function offerColumns({ contact: _, ...input }: Input) {
	const { trl = null, priceModel = null, priceBand = null, availableFrom = null } = input;
	if (input.engaged > input.capacity) throw refuse('engaged', 'more_than_capacity');
	return {
		...input,
		...withUnderstood(input, `${input.title}\n${input.what}`, input.locale),
		trl,
		priceModel,
		priceBand,
		availableFrom,
		languages: [...new Set(input.languages)]
	};
}

const offerRows = (actor: Actor) =>
	db
		.selectFrom('offers')
		.innerJoin('organisations', (join) =>
			join.onRef('organisations.hub', '=', 'offers.hub').onRef('organisations.id', '=', 'offers.organisation')
		)
		.where('offers.hub', '=', actor.hub)
		.where('organisations.archivedAt', 'is', null)
		.where(offersOpenTo(actor))
		.select([
			'offers.id',
			'offers.state',
			'offers.locale',
			'offers.title',
			'offers.technologies',
			'offers.sectors',
			'offers.trl',
			'offers.priceModel',
			'offers.priceBand',
			'offers.capacity',
			'offers.engaged',
			'offers.languages',
			'offers.reach',
			'offers.onSite',
			'offers.forSizes',
			'offers.availableFrom',
			'offers.visibility',
			'offers.isPublished',
			'offers.createdAt',
			'offers.organisation',
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

type ListedRow = Awaited<ReturnType<ReturnType<typeof offerRows>['executeTakeFirstOrThrow']>>;

const shown = (actor: Actor, row: ListedRow): Omit<OfferSummary, 'excerpt'> => ({
	id: row.id,
	state: row.state as OfferState,
	locale: row.locale as OfferSummary['locale'],
	title: row.title,
	technologies: row.technologies,
	sectors: row.sectors,
	trl: row.trl,
	priceModel: row.priceModel as OfferSummary['priceModel'],
	priceBand: row.priceBand as OfferSummary['priceBand'],
	capacity: row.capacity,
	engaged: row.engaged,
	languages: row.languages as OfferSummary['languages'],
	reach: row.reach as OfferSummary['reach'],
	onSite: row.onSite,
	forSizes: row.forSizes as OfferSummary['forSizes'],
	availableFrom: row.availableFrom,
	visibility: row.visibility as OfferSummary['visibility'],
	isPublished: row.isPublished,
	createdAt: row.createdAt,
	isDemo: row.isDemo,
	organisation: {
		id: row.organisation,
		slug: row.firmSlug,
		name: row.firmName,
		kind: row.firmKind,
		communeName: row.firmCommune,
		logo: row.firmLogo
	},
	area: areaOf(row),
	isMine: actsFor(actor, row.organisation)
});

export async function findOffer(actor: Actor, { offer }: z.output<typeof OfferId>): Promise<OfferView> {
	const row = found(
		await offerRows(actor)
			.leftJoin('members as contacts', (join) => join.onRef('contacts.hub', '=', 'offers.hub').onRef('contacts.id', '=', 'offers.contact'))
			.leftJoin('accounts', 'accounts.id', 'contacts.account')
			.select([
				'offers.what',
				'offers.proof',
				'offers.version',
				'offers.refusedConcepts',
				'offers.author',
				'offers.contact',
				'accounts.name as contactName',
				'contacts.title as contactTitle',
				'contacts.isShown as contactIsShown',
				'contacts.leftAt as contactLeftAt'
			])
			.where('offers.id', '=', offer)
			.executeTakeFirst()
	);
	const inside = isInsider(actor, row);
	const seesContact = row.contactName && !row.contactLeftAt && (inside || isMember(actor) || row.contactIsShown);
	return {
		...shown(actor, row),
		what: row.what,
		proof: row.proof,
		contact: seesContact ? { name: row.contactName ?? '', title: row.contactTitle ?? '' } : null,
		files: await filesOf(actor.hub, 'offer', offer, false),
		version: row.version,
		inside: inside
			? {
					refusedConcepts: row.refusedConcepts,
					contact: row.contact,
					mayDecide: mayDecide(actor, row),
					roads: [...offerRoads[row.state as OfferState]]
				}
			: null
	};
}

const order = {
	newest: [
		['createdAt', 'desc'],
		['id', 'asc']
	],
	price: [
		['priceFirst', 'asc'],
		['id', 'asc']
	],
	maturity: [
		['trlFirst', 'desc'],
		['id', 'asc']
	],
	title: [
		['titleFirst', 'asc'],
		['id', 'asc']
	]
} as const;

const offerPage = (actor: Actor, { cursor, limit, sort, ...filter }: z.output<typeof ListOffers>) =>
	cursorPage(
		matchingOffers(actor, filter).select([
			'offers.what',
			'offers.proof',
			sql<string>`left(offers.what, 280)`.as('excerpt'),
			sql<number>`coalesce(array_position(${sql.val(bands)}::text[], offers.price_band), 99)`.as('priceFirst'),
			sql<number>`coalesce(offers.trl, 0)`.as('trlFirst'),
			sql<string>`lower(offers.title)`.as('titleFirst')
		]),
		order[sort],
		{ cursor, limit }
	);

export async function listOffers(actor: Actor, input: z.output<typeof ListOffers>): Promise<Page<OfferSummary>> {
	const page = await offerPage(actor, input);
	return { ...page, items: page.items.map((row) => ({ ...shown(actor, row), excerpt: row.excerpt })) };
}

/** The same list with all that is written in the offers, to be taken away. */
export async function wholeOffers(actor: Actor, input: z.output<typeof ListOffers>) {
	const page = await offerPage(actor, input);
	return { ...page, items: page.items.map((row) => ({ ...shown(actor, row), what: row.what, proof: row.proof })) };
}

export async function countOffers(actor: Actor, filter: Omit<z.output<typeof OfferFilter>, 'sort'>) {
	const { count } = await matchingOffers(actor, filter)
		.clearSelect()
		.select(sql<number>`count(*)`.as('count'))
		.executeTakeFirstOrThrow();
	return count;
}

/** What the offers in this state speak of and where they are: the entries of the filters. */
export const offerFacets = async (actor: Actor, state: z.output<typeof OfferFilter>['state']) =>
	facetsOf('offers', matchingOffers(actor, OfferFilter.parse({ state })));

function matchingOffers(actor: Actor, filter: Omit<z.output<typeof OfferFilter>, 'sort'>) {
	const { q, technology, sector, state, language, price, priceModel, onSite, available, forSize, area, organisation, mine } = filter;
	let rows = offerRows(actor);
	if (state !== 'all') rows = rows.where('offers.state', '=', state);
	if (mine) rows = rows.where(ownOffers(actor));
	if (q) rows = rows.where(speakingOf(actor, q));
	if (technology) rows = rows.where(sql<boolean>`${technology} = any(offers.technologies)`);
	if (sector) rows = rows.where(sql<boolean>`${sector} = any(offers.sectors)`);
	if (language) rows = rows.where(sql<boolean>`${language} = any(offers.languages)`);
	if (price) rows = rows.where('offers.priceBand', '=', price);
	if (priceModel) rows = rows.where('offers.priceModel', '=', priceModel);
	if (onSite) rows = rows.where('offers.onSite', '=', true);
	if (available)
		rows = rows.where(sql<boolean>`offers.engaged < offers.capacity and coalesce(offers.available_from <= current_date, true)`);
	if (forSize) rows = rows.where(sql<boolean>`(offers.for_sizes = '{}' or ${forSize} = any(offers.for_sizes))`);
	if (area) rows = rows.where(isIn(area));
	if (organisation) rows = rows.where('offers.organisation', '=', organisation);
	return rows;
}

const speakingOf = (actor: Actor, q: string) => {
	const ids = understood(q, actor.locale).map(({ id }) => id);
	const sign = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
	return sql<boolean>`(
		offers.words @@ asked_words(${q})
		or offers.technologies && ${ids}::text[] or offers.sectors && ${ids}::text[]
		or without_accents(organisations.name) ilike without_accents(${sign})
	)`;
};

/** What became of an offer, newest first; the firm's own people and staff see what its texts said before. */
export async function offerHistory(actor: Actor, { offer }: z.output<typeof OfferId>): Promise<HistoryLine[]> {
	const row = found(await offerRows(actor).where('offers.id', '=', offer).executeTakeFirst());
	const lines = await history(actor, 'offer', offer, 200);
	if (isInsider(actor, row))
		return lines.map(({ at, what, who, changed }) => ({ at, what, who, changed: changed as Record<string, [unknown, unknown]> }));
	const opened = lines.findLastIndex(({ what }) => what === 'offer.opened');
	return lines.slice(0, opened + 1).map(({ at, what, who }) => ({ at, what, who: isMember(actor) ? who : null, changed: null }));
}
