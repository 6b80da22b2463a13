import { sql } from 'kysely';
import { z } from 'zod';
import { actsFor, owns, type Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import type { Locale } from '#platform/i18n.ts';
import { changes, history, record } from '#platform/journal.ts';
import { authorize, conflict, found, Refusal } from '#platform/refusal.ts';
import type { JsonObject } from '#platform/schema.ts';
import { email, perLanguage, requiredText, text, webAddress } from '#platform/shapes.ts';
import { likelySame, nameKey, nameSimilarity } from '#platform/text/similar.ts';
import { slug } from '#platform/text/slug.ts';
import { activityMeant } from './activity-search.ts';
import { nomenclatures, type Nomenclature } from './activities/activities.ts';
import { sizeClasses, type SizeClass } from './activities/firms.ts';
import { communeMeant } from './addresses.ts';
import { changed } from './changed.ts';
import { foundBy } from './found-by.ts';
import { mayAddOrganisation, mayEdit, mayManage, shown, shownTo, visibleTo, type Shown } from './policy.ts';
import { mergedInto } from './merging/merged-into.ts';
import { consistent, identified } from './numbers.ts';
import { peopleOf } from './representatives.ts';
import { concept } from './vocabulary/concepts.ts';

export const kinds = [
	'industrial_sme',
	'mid_cap',
	'start_up',
	'digital_firm',
	'school',
	'university',
	'lab',
	'incubator',
	'public_body',
	'funder',
	'association'
] as const;
export type OrganisationKind = (typeof kinds)[number];
/** Languages that people of the Upper Rhine work in (ISO 639-1). */
export const workingLanguages = ['fr', 'de', 'en', 'it', 'es', 'pt', 'nl', 'pl', 'tr', 'ar', 'zh'] as const;
/** The European Union, its neighbours, and who trades with them most (ISO 3166-1). */
export const countries = [
	...['FR', 'DE', 'CH', 'AT', 'BE', 'BG', 'CY', 'CZ', 'DK', 'EE', 'ES', 'FI', 'GB', 'GR', 'HR', 'HU', 'IE', 'IS', 'IT', 'LI', 'LT'],
	...['LU', 'LV', 'MC', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK', 'US']
] as const;

const distinct = <T>(all: T[]) => [...new Set(all)];
const concepts = (is: (kind: string) => boolean) =>
	z
		.array(z.string().refine((id) => is(concept(id)?.kind ?? ''), 'not_a_choice'))
		.max(30)
		.transform(distinct);
const addressTyped = z.preprocess(
	(typed) => (typeof typed === 'string' && /^[\w-]+(\.[\w-]+)+/.test(typed.trim()) ? `https://${typed.trim()}` : typed),
	webAddress
);

const Fields = z.object({
	kind: z.enum(kinds),
	name: requiredText(120),
	legalName: text(160).default(''),
	country: z.enum(countries).default('FR'),
	siren: text(30).optional(),
	siret: text(30).optional(),
	vat: text(30).optional(),
	/** Number in the register of its own country, for firms outside France. */
	foreignId: text(40).optional(),
	activityNomenclature: z.enum(nomenclatures).optional(),
	/** A code of the nomenclature; NAF codes in either spelling. */
	activityCode: text(80).optional(),
	sizeClass: z.enum(sizeClasses).optional(),
	headcount: z.number().int().min(0).max(2_000_000).optional(),
	founded: z.number().int().min(1200).max(2200).optional(),
	street: text(200).default(''),
	postcode: text(12).default(''),
	/** Name of a commune, its code, or `Mulhouse (68100)`. */
	commune: text(120).default(''),
	languages: z.array(z.enum(workingLanguages)).max(20).transform(distinct).default([]),
	website: addressTyped.optional(),
	email: email.optional(),
	phone: text(40).optional(),
	description: perLanguage(4000).prefault({}),
	technologies: concepts((kind) => kind === 'technology' || kind === 'process').default([]),
	sectors: concepts((kind) => kind === 'sector').default([]),
	/** What visitors see besides name, kind, commune, description, technologies and sectors. Members of the hub see all of it. */
	shows: z.array(z.enum(shown)).max(shown.length).transform(distinct).default(['address', 'website', 'size', 'identifiers']),
	/** Unlisted: only its own people and staff find it. */
	isListed: z.boolean().default(true),
	/** Says that it is not the organisation of much the same name in the same commune. */
	confirmed: z.boolean().default(false)
});

export const AddOrganisation = Fields.extend({
	/** Whoever adds it acts for it, as its owner; staff may add it for others. */
	represents: z.boolean().default(true)
}).superRefine(consistent);

export const EditOrganisation = Fields.extend({ organisation: z.uuid(), version: z.number().int().min(1) }).superRefine(consistent);

export async function addOrganisation(actor: Actor, input: z.output<typeof AddOrganisation>) {
	authorize(mayAddOrganisation(actor));
	const fields = columns(input);
	if (!input.confirmed) await refuseLikelySame(db, actor, fields);

	return writing(async (tx) => {
		const made = await insert(tx, actor, fields);
		if (input.represents && actor.member)
			await tx
				.insertInto('representatives')
				.values({
					hub: actor.hub,
					member: actor.member,
					organisation: made.id,
					isOwner: true,
					acceptedAt: new Date(),
					decidedBy: actor.member
				})
				.execute();
		await record(tx, actor, 'organisation.added', made.id, changes({} as Told, told(fields)));
		await changed(tx, actor.hub, 'organisation', made.id);
		return made;
	});
}

/** Addresses of pages that stand beside those of the organisations. */
export const reserved = ['new', 'mine', 'archived', 'export', 'communes', 'activities', 'duplicates'];

async function insert(tx: Tx, actor: Actor, fields: ReturnType<typeof columns>) {
	const base = slug(fields.name) || 'organisation';
	for (let n = reserved.includes(base) ? 2 : 1; ; n++) {
		// Two of one name at once: whoever comes second finds the address taken and tries the next.
		const made = await tx
			.insertInto('organisations')
			.values({ hub: actor.hub, slug: n === 1 ? base : `${base}-${n}`, createdBy: actor.member, ...fields })
			.onConflict((on) => on.columns(['hub', 'slug']).doNothing())
			.returning(['id', 'slug', 'name', 'version'])
			.executeTakeFirst();
		if (made) return made;
	}
}

/** Replaces all that is known of an organisation by what was sent. */
export async function editOrganisation(actor: Actor, input: z.output<typeof EditOrganisation>) {
	const { organisation, version } = input;
	await findVisible(actor, organisation);
	authorize(mayEdit(actor, organisation));
	const fields = columns(input);

	return writing(async (tx) => {
		const before = await tx
			.selectFrom('organisations')
			.selectAll()
			.where('hub', '=', actor.hub)
			.where('id', '=', organisation)
			.where('archivedAt', 'is', null)
			.forUpdate()
			.executeTakeFirst()
			.then(found);
		if (before.version !== version) throw conflict('changed_meanwhile');
		const moved = (before.commune ?? before.communeName) !== (fields.commune ?? fields.communeName);
		if (!input.confirmed && (moved || before.nameKey !== fields.nameKey)) await refuseLikelySame(tx, actor, fields, organisation);
		const after = await tx
			.updateTable('organisations')
			.set({ ...fields, version: version + 1, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', organisation)
			.returning(['id', 'slug', 'name', 'version'])
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'organisation.edited', organisation, changes(told(before as unknown as Row), told(fields)));
		await changed(tx, actor.hub, 'organisation', organisation);
		return after;
	});
}

/**
 * Changes some columns of an organisation, for what knows them from elsewhere; `what` is its line in the journal. `amend` is told how the row
 * stands.
 */
export async function amendOrganisation(
	actor: Actor,
	{ organisation, version }: { organisation: string; version: number },
	what: `organisation.${string}`,
	amend: (before: Row) => Partial<Row>
) {
	await findVisible(actor, organisation);
	authorize(mayEdit(actor, organisation));
	return writing(async (tx) => {
		const kept = await tx
			.selectFrom('organisations')
			.selectAll()
			.where('hub', '=', actor.hub)
			.where('id', '=', organisation)
			.where('archivedAt', 'is', null)
			.forUpdate()
			.executeTakeFirst()
			.then(found);
		if (kept.version !== version) throw conflict('changed_meanwhile');
		const before = kept as unknown as Row;
		const amended = amend(before);
		const after = await tx
			.updateTable('organisations')
			.set({ ...amended, ...foundBy({ ...before, ...amended }), version: version + 1, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', organisation)
			.returning(['id', 'slug', 'name', 'version'])
			.executeTakeFirstOrThrow();
		await record(tx, actor, what, organisation, changes<Partial<Row>>(before, amended));
		await changed(tx, actor.hub, 'organisation', organisation);
		return after;
	});
}

export const OneOrganisation = z.object({ organisation: z.uuid() });
export const ArchiveOrganisation = OneOrganisation.extend({ reason: text(1000).default('') });

/** It is no longer part of the hub: found nowhere, its numbers free again, its history kept. */
export async function archiveOrganisation(actor: Actor, { organisation, reason }: z.output<typeof ArchiveOrganisation>) {
	await findVisible(actor, organisation);
	authorize(mayEdit(actor, organisation));
	return setArchived(actor, organisation, new Date(), reason);
}

export async function restoreOrganisation(actor: Actor, { organisation }: z.output<typeof OneOrganisation>) {
	authorize(actor.staff);
	return setArchived(actor, organisation, null, '');
}

/** What was taken out of the hub, latest first; only staff bring it back. */
export async function archivedOrganisations(actor: Actor) {
	authorize(actor.staff);
	return db
		.selectFrom('organisations')
		.select(['id', 'name', 'communeName', 'archivedAt'])
		.where('hub', '=', actor.hub)
		.where('archivedAt', 'is not', null)
		.where('mergedInto', 'is', null)
		.orderBy('archivedAt', 'desc')
		.limit(200)
		.execute();
}

const setArchived = (actor: Actor, organisation: string, archivedAt: Date | null, reason: string) =>
	writing(async (tx) => {
		const row = await tx
			.updateTable('organisations')
			.set((eb) => ({ archivedAt, updatedAt: new Date(), version: eb('version', '+', 1) }))
			.where('hub', '=', actor.hub)
			.where('id', '=', organisation)
			.where('archivedAt', archivedAt ? 'is' : 'is not', null)
			// A merge is undone as a whole.
			.where('mergedInto', 'is', null)
			.returning(['id', 'slug', 'archivedAt', 'version'])
			.executeTakeFirst()
			.then(found);
		await record(
			tx,
			actor,
			archivedAt ? 'organisation.archived' : 'organisation.restored',
			organisation,
			reason ? { reason: [null, reason] } : {}
		);
		await changed(tx, actor.hub, 'organisation', organisation);
		return row;
	});

const takenFields: Record<string, string> = { siren_taken: 'siren', vat_taken: 'vat', foreign_id_taken: 'foreignId' };

/** A number that another organisation has is refused beside its field. No query first: two people may enter the same firm at once. */
async function writing<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
	try {
		return await transaction(work);
	} catch (thrown) {
		const field = thrown instanceof Refusal ? takenFields[thrown.code] : undefined;
		throw field ? new Refusal((thrown as Refusal).code, { status: 409, fields: [{ field, code: (thrown as Refusal).code }] }) : thrown;
	}
}

type Row = ReturnType<typeof columns>;
export type OrganisationRow = Row;

/** The row that these fields make. */
export function columns(input: z.output<typeof Fields>) {
	const { kind, name, legalName, country, street, postcode, languages, description, technologies, sectors, shows, isListed } = input;
	const place = communeMeant(input.commune, input);
	return {
		...{ kind, name, legalName, country, street, postcode, languages, technologies, sectors, shows, isListed },
		...identified(input),
		...activityMeant(input),
		...place,
		sizeClass: input.sizeClass ?? null,
		headcount: input.headcount ?? null,
		founded: input.founded ?? null,
		website: input.website ?? null,
		email: input.email ?? null,
		phone: input.phone || null,
		description: description as JsonObject,
		...foundBy({ kind, name, legalName, communeName: place.communeName, description, technologies, sectors })
	};
}

export type Told = Omit<Row, 'nameKey' | 'foundByName' | 'foundByWords' | 'lat' | 'lon'>;

/** What the journal tells of a row: not what is made from its other columns. */
export const told = ({ nameKey: _, foundByName: __, foundByWords: ___, lat: ____, lon: _____, ...rest }: Row): Told => rest;

export const Duplicates = z.object({
	name: text(120).default(''),
	legalName: text(160).default(''),
	country: z.enum(countries).default('FR'),
	commune: text(120).default(''),
	postcode: text(12).default(''),
	siren: text(30).optional(),
	siret: text(30).optional(),
	vat: text(30).optional(),
	foreignId: text(40).optional()
});

/**
 * Organisations that what is being typed is likely to be: the same number or name anywhere, or much the same name in the same commune. Of a
 * branch in another commune only the name as it stands speaks, and adding it is not refused.
 */
export async function duplicates(actor: Actor, input: z.output<typeof Duplicates>) {
	authorize(mayAddOrganisation(actor));
	const { siren, vat, foreignId } = identified(input);
	const numbered = [siren, vat, foreignId].some(Boolean)
		? await among(actor)
				.where((eb) =>
					eb.or([
						...(siren ? [eb('siren', '=', siren)] : []),
						...(vat ? [eb('vat', '=', vat)] : []),
						...(foreignId ? [eb.and([eb('country', '=', input.country), eb('foreignId', '=', foreignId)])] : [])
					])
				)
				.execute()
		: [];
	const near = input.name ? await alike(db, actor, { ...input, ...communeMeant(input.commune, input) }) : [];
	const key = nameKey(input.name);
	const named = key ? await among(actor).where('nameKey', '=', key).limit(5).execute() : [];
	const told = new Set(numbered.map(({ id }) => id));
	const other = [...near, ...named].filter(({ id }) => !told.has(id) && told.add(id));
	return [
		...numbered.map((row) => ({ ...row, because: 'number' as const })),
		...other.map((row) => ({ ...row, because: 'name' as const }))
	];
}

const among = (actor: Actor, from: typeof db | Tx = db) =>
	from
		.selectFrom('organisations')
		.select(['id', 'slug', 'name', 'legalName', 'communeName'])
		.where('hub', '=', actor.hub)
		.where(visibleTo(actor));

async function alike(
	from: typeof db | Tx,
	actor: Actor,
	{ name, legalName, commune, communeName }: { name: string; legalName: string; commune: string | null; communeName: string }
) {
	const neighbours = await among(actor, from)
		.where(sql<string>`coalesce(commune, lower(commune_name))`, '=', commune ?? communeName.toLowerCase())
		.execute();
	const names = ({ name, legalName }: { name: string; legalName: string }) => [name, legalName].filter(Boolean);
	return neighbours
		.map((row) => ({
			row,
			closeness: Math.max(...names(row).flatMap((one) => names({ name, legalName }).map((other) => nameSimilarity(one, other))))
		}))
		.filter(({ closeness }) => closeness >= likelySame)
		.sort((one, other) => other.closeness - one.closeness)
		.slice(0, 5)
		.map(({ row }) => row);
}

async function refuseLikelySame(from: typeof db | Tx, actor: Actor, fields: Row, except?: string) {
	const [other] = (await alike(from, actor, fields)).filter(({ id }) => id !== except);
	if (other)
		throw new Refusal('look_at_the_fields', {
			status: 409,
			fields: [{ field: 'name', code: 'organisation_likely_there', params: { name: other.name } }]
		});
}

/** An organisation as this actor may know it, by its id. */
export const findOrganisation = (actor: Actor, { organisation }: z.output<typeof OneOrganisation>) => read(actor, 'id', organisation);

/** The same by the address of its page. */
export const organisationAt = (actor: Actor, address: string) => read(actor, 'slug', address);

async function read(actor: Actor, by: 'id' | 'slug', value: string) {
	const row = await db
		.selectFrom('organisations')
		.select([
			'id',
			'slug',
			'kind',
			'name',
			'legalName',
			'country',
			'siren',
			'siret',
			'vat',
			'foreignId',
			'activityNomenclature',
			'activityCode'
		])
		.select([
			'sizeClass',
			'headcount',
			'founded',
			'street',
			'postcode',
			'commune',
			'communeName',
			'lat',
			'lon',
			'languages',
			'website',
			'email'
		])
		.select(['phone', 'logo', 'description', 'technologies', 'sectors', 'shows', 'source', 'isListed', 'isDemo', 'isReal', 'createdAt'])
		.select(['updatedAt', 'version'])
		.where('hub', '=', actor.hub)
		.where(by, '=', value)
		.where(visibleTo(actor))
		.$narrowType<{ kind: OrganisationKind; sizeClass: SizeClass | null; activityNomenclature: Nomenclature | null }>()
		.executeTakeFirst()
		.then(found);
	return {
		...shownTo(actor, row),
		shows: row.shows as Shown[],
		description: row.description as Partial<Record<Locale, string>>,
		people: await peopleOf(actor, row.id),
		represents: actsFor(actor, row.id),
		owns: owns(actor, row.id),
		mayEdit: mayEdit(actor, row.id)
	};
}

/** Of these organisations the ones that exist for the actor, by name. */
export const organisationsAmong = (actor: Actor, ids: readonly string[]) =>
	db
		.selectFrom('organisations')
		.select(['id', 'slug', 'name', 'kind'])
		.where('hub', '=', actor.hub)
		.where('id', '=', sql<string>`any(${ids}::uuid[])`)
		.where(visibleTo(actor))
		.orderBy('name')
		.orderBy('id')
		.execute();

/** What happened to an organisation and to those merged into it, for its owners and staff: it tells of competitors and of who asked to join. */
export async function organisationHistory(actor: Actor, { organisation }: z.output<typeof OneOrganisation>) {
	await findVisible(actor, organisation);
	authorize(mayManage(actor, organisation));
	return history(actor, 'organisation', [organisation, ...(await mergedInto(actor.hub, organisation))]);
}

const findVisible = (actor: Actor, organisation: string) =>
	db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', actor.hub)
		.where('id', '=', organisation)
		.where(visibleTo(actor))
		.executeTakeFirst()
		.then(found);
