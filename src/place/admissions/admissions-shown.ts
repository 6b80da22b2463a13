import { sql } from 'kysely';
import { z } from 'zod';
import { firmNames, firmsNamed, peopleOf } from '#ecosystem/firms.ts';
import { actsFor, isMember, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { history } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, found } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { clockOf, today } from '../days.ts';
import { leasePhases, phaseOf } from '../leases/shown.ts';
import type { AdmissionId } from './admissions.ts';
import { missing } from './admissions.ts';
import {
	boardStages,
	stages,
	transferReasons,
	wantedUses,
	writableStages,
	type Stage,
	type TransferReason,
	type WantedUse
} from './choices.ts';
import { documentsOf, lacking, ShownDocument } from './documents.ts';
import { standingOffer } from './offers.ts';
import { admissionsOpenTo, mayAdmit, mayWriteFile, seesDocuments } from './policy.ts';
import { sitesOf } from './reckoning.ts';
import { ruleOf } from './rules.ts';

export const AdmissionLine = z.object({
	id: z.uuid(),
	number: z.string(),
	organisation: z.uuid(),
	firm: z.string(),
	slug: z.string(),
	stage: z.enum(stages),
	use: z.enum(wantedUses).nullable(),
	people: z.number().nullable(),
	m2Least: z.number().nullable(),
	m2Most: z.number().nullable(),
	wantedFrom: z.string().nullable(),
	net12: z.number(),
	net24: z.number(),
	net36: z.number(),
	netM2: z.number(),
	movedPercent: z.number(),
	isTransfer: z.boolean(),
	refusedBecause: z.string(),
	sentAt: z.date().nullable(),
	stageSince: z.date(),
	movedInOn: z.string().nullable(),
	version: z.number()
});
export type AdmissionLine = z.output<typeof AdmissionLine>;

export const AdmissionFilter = z.object({
	q: text(200).default(''),
	stage: z.enum([...boardStages, 'draft', 'withdrawn', 'open', 'all']).default('all'),
	use: z.enum(wantedUses).optional(),
	/** Only those that are transfers. */
	transfers: z.boolean().default(false),
	/** Only those of the firms that the actor acts for. */
	mine: z.boolean().default(false)
});
export const ListAdmissions = AdmissionFilter.extend(PageInput.shape);

/** Files that the actor may see, the latest to move first. */
export async function listAdmissions(
	actor: Actor,
	{ q, stage, use, transfers, mine, ...page }: z.output<typeof ListAdmissions>
): Promise<Page<AdmissionLine>> {
	authorize(isMember(actor));
	let query = db
		.selectFrom('admissions')
		.select(['id', 'number', 'organisation', 'stage', 'use', 'people', 'm2Least', 'm2Most', 'wantedFrom'])
		.select([
			'net12',
			'net24',
			'net36',
			'netM2',
			'movedPercent',
			'isTransfer',
			'refusedBecause',
			'sentAt',
			'stageSince',
			'movedInOn',
			'version'
		])
		.where('admissions.hub', '=', actor.hub)
		.where(admissionsOpenTo(actor));
	if (stage === 'open') query = query.where('admissions.stage', 'not in', ['draft', 'moved_in', 'refused', 'withdrawn']);
	else if (stage !== 'all') query = query.where('admissions.stage', '=', stage);
	// A file that is still being written is of no use on a board.
	else if (!mine) query = query.where('admissions.stage', 'not in', ['draft', 'withdrawn']);
	if (use) query = query.where('admissions.use', '=', use);
	if (transfers) query = query.where('admissions.isTransfer', '=', true);
	if (mine) query = query.where('admissions.organisation', '=', sql<string>`any(${actor.organisations.map(({ id }) => id)}::uuid[])`);
	if (q) {
		const firms = await firmsNamed(actor.hub, q);
		const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
		query = query.where((eb) =>
			eb.or([
				eb('admissions.number', 'ilike', like),
				eb('admissions.activity', 'ilike', like),
				...(firms.length ? [eb('admissions.organisation', 'in', firms)] : [])
			])
		);
	}
	const { items, ...rest } = await cursorPage(
		query,
		[
			['stageSince', 'desc'],
			['id', 'asc']
		],
		page
	);
	const names = await firmNames(
		actor,
		items.map(({ organisation }) => organisation)
	);
	return {
		...rest,
		items: items.map((row) => ({
			...row,
			stage: row.stage as Stage,
			use: row.use as WantedUse | null,
			firm: names.get(row.organisation)?.name ?? '',
			slug: names.get(row.organisation)?.slug ?? ''
		}))
	};
}

/** How many files stand in each column of the board. */
export async function countByStage(actor: Actor): Promise<Record<string, number>> {
	const rows = await db
		.selectFrom('admissions')
		.select(['stage', sql<number>`count(*)::int`.as('count')])
		.where('hub', '=', actor.hub)
		.where(admissionsOpenTo(actor))
		.groupBy('stage')
		.execute();
	return Object.fromEntries(rows.map(({ stage, count }) => [stage, count]));
}

const Site = z.object({
	id: z.uuid(),
	commune: z.string().nullable(),
	communeName: z.string(),
	isInRegion: z.boolean(),
	jobs: z.number(),
	jobsMoved: z.number(),
	jobsKept: z.number(),
	m2: z.number(),
	m2Freed: z.number(),
	becomes: z.enum(['kept', 'reduced', 'closed'])
});

export const AdmissionView = AdmissionLine.extend({
	activity: z.string(),
	why: z.string(),
	hasNoSite: z.boolean(),
	created12: z.number().nullable(),
	created24: z.number().nullable(),
	created36: z.number().nullable(),
	transferReason: z.string(),
	transferBecause: z.array(z.enum(transferReasons)),
	sites: z.array(Site),
	/** Null for who may not see them. */
	documents: z.array(ShownDocument).nullable(),
	/** Fields that are still empty before it can be given in, and documents that nobody accepted yet. */
	missing: z.array(z.string()),
	lacking: z.array(z.string()),
	offer: z
		.object({
			units: z.array(z.object({ id: z.uuid(), number: z.string(), m2: z.number() })),
			fromOn: z.string(),
			untilOn: z.string(),
			rentCents: z.number(),
			expiresAt: z.date()
		})
		.nullable(),
	lease: z
		.object({ id: z.uuid(), number: z.string(), phase: z.enum(leasePhases), startsOn: z.string(), units: z.array(z.string()) })
		.nullable(),
	declarations: z.array(
		z.object({
			year: z.number(),
			dueOn: z.string(),
			jobsHere: z.number().nullable(),
			jobsElsewhere: z.number().nullable(),
			m2Elsewhere: z.number().nullable(),
			words: z.string(),
			declaredAt: z.date().nullable()
		})
	),
	contacts: z.array(z.string()),
	may: z.object({ write: z.boolean(), admit: z.boolean(), declare: z.boolean() })
});
export type AdmissionView = z.output<typeof AdmissionView>;

/** A file with what it promises, what it lacks and where it stands. */
export async function findAdmission(actor: Actor, { admission }: z.output<typeof AdmissionId>): Promise<AdmissionView> {
	const row = found(
		await db
			.selectFrom('admissions')
			.selectAll()
			.where('hub', '=', actor.hub)
			.where('id', '=', admission)
			.where(admissionsOpenTo(actor))
			.executeTakeFirst()
	);
	const names = await firmNames(actor, [row.organisation]);
	const { region } = await ruleOf(db, actor.hub);
	const sites = (await sitesOf(db, actor.hub, [admission], region)).get(admission) ?? [];
	const documents = seesDocuments(actor, row.organisation) ? await documentsOf(db, actor.hub, admission, actor.locale) : null;
	const declarations = await db
		.selectFrom('admissionDeclarations')
		.select(['year', 'dueOn', 'jobsHere', 'jobsElsewhere', 'm2Elsewhere', 'words', 'declaredAt'])
		.where('hub', '=', actor.hub)
		.where('admission', '=', admission)
		.orderBy('year')
		.execute();
	return {
		...row,
		stage: row.stage as Stage,
		use: row.use as WantedUse | null,
		transferBecause: row.transferBecause as TransferReason[],
		firm: names.get(row.organisation)?.name ?? '',
		slug: names.get(row.organisation)?.slug ?? '',
		sites,
		documents,
		missing: (await missing(db, row)).map(({ field }) => field),
		lacking: documents ? lacking(documents).map(({ name }) => name) : [],
		offer: await offerShown(actor, admission),
		lease: row.lease ? await leaseShown(actor, row.lease) : null,
		declarations,
		contacts: seesDocuments(actor, row.organisation) ? (await peopleOf(actor, row.organisation)).map(({ label }) => label) : [],
		may: {
			write: mayWriteFile(actor, row.organisation) && writableStages.includes(row.stage as Stage),
			admit: mayAdmit(actor),
			declare: actsFor(actor, row.organisation) || mayAdmit(actor)
		}
	};
}

async function offerShown(actor: Actor, admission: string): Promise<AdmissionView['offer']> {
	const offer = await standingOffer(db, actor.hub, admission);
	if (!offer) return null;
	const units = await db
		.selectFrom('units')
		.select(['id', 'number'])
		.select(
			sql<number>`coalesce((select m2 from unit_measures m where m.hub = units.hub and m.unit = units.id order by measured_on desc, created_at desc limit 1), 0)`.as(
				'm2'
			)
		)
		.where('hub', '=', actor.hub)
		.where('id', 'in', offer.units)
		.orderBy('number')
		.execute();
	return { ...offer, units };
}

async function leaseShown(actor: Actor, id: string): Promise<AdmissionView['lease']> {
	const lease = await db
		.selectFrom('leases')
		.select(['id', 'number', 'state', 'startsOn', 'endsOn'])
		.select(
			sql<string[]>`array(select u.number from lease_units lu join units u on u.hub = lu.hub and u.id = lu.unit
				where lu.hub = leases.hub and lu.lease = leases.id order by u.number)`.as('units')
		)
		.where('hub', '=', actor.hub)
		.where('id', '=', id)
		.executeTakeFirst();
	if (!lease) return null;
	const { state, endsOn, ...shown } = lease;
	return { ...shown, phase: phaseOf({ state, startsOn: lease.startsOn, endsOn }, today(await clockOf(actor.hub))) };
}

/** What happened to a file that the caller has found, newest first. */
export const historyOf = (actor: Actor, admission: string) => history(actor, 'admission', admission, 50);
