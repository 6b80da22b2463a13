import { sql } from 'kysely';
import { z } from 'zod';
import { communeMeant } from '#ecosystem/addresses.ts';
import { findFirm } from '#ecosystem/firms.ts';
import type { Actor } from '#platform/actor.ts';
import type { db } from '#platform/db.server.ts';
import { transaction, type Tx } from '#platform/db.server.ts';
import { changes, record } from '#platform/journal.ts';
import { authorize, conflict, found, Refusal, type FieldRefusal } from '#platform/refusal.ts';
import { requiredText, text } from '#platform/shapes.ts';
import { clockOf, today } from '../days.ts';
import { futures, wantedUses, writableStages, type Stage } from './choices.ts';
import { tellReceived } from './letters.ts';
import { admissionsOpenTo, mayWriteFile } from './policy.ts';
import { endOffer } from './offers.ts';
import { reckonFile } from './reckoning.ts';

export const AdmissionId = z.object({ admission: z.uuid() });
export const Kept = z.object({ id: z.uuid(), version: z.number() });
export type Kept = z.output<typeof Kept>;

const version = z.number().int().min(1);
const people = z.number().int().min(0).max(10_000);
const surface = z.number().gt(0).max(1_000_000);
const jobs = z.number().min(0).max(10_000);

export const StartAdmission = z.object({ organisation: z.uuid() });

/** Opens a file for a firm: nobody but the firm and who receives it sees it before it is sent. */
export async function startAdmission(actor: Actor, { organisation }: z.output<typeof StartAdmission>): Promise<Kept> {
	authorize(mayWriteFile(actor, organisation));
	const year = today(await clockOf(actor.hub)).slice(0, 4);
	return transaction(async (tx) => {
		await findFirm(tx, actor.hub, organisation);
		// Numbers follow each other without a gap, so who opens a file waits for who does so at the same time.
		await sql`select pg_advisory_xact_lock(hashtextextended(${`admission numbers ${actor.hub}`}, 11))`.execute(tx);
		const { last } = await tx
			.selectFrom('admissions')
			.select(sql<number>`coalesce(max(substring(number from 8)::int), 0)`.as('last'))
			.where('hub', '=', actor.hub)
			.where(sql<boolean>`number ~ ${`^D-${year}-[0-9]{3,8}$`}`)
			.executeTakeFirstOrThrow();
		const row = await tx
			.insertInto('admissions')
			.values({ hub: actor.hub, organisation, number: `D-${year}-${String(last + 1).padStart(3, '0')}`, createdBy: actor.member })
			.returning(['id', 'version', 'number'])
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'admission.started', row.id, { number: [null, row.number] });
		return { id: row.id, version: row.version };
	});
}

export const SaveWish = AdmissionId.extend({
	version,
	activity: text(4000).default(''),
	use: z.enum(wantedUses).nullish(),
	people: people.nullish(),
	m2Least: surface.nullish(),
	m2Most: surface.nullish(),
	wantedFrom: z.iso.date().nullish(),
	why: text(4000).default('')
}).refine(({ m2Least, m2Most }) => !m2Least || !m2Most || m2Most >= m2Least, { path: ['m2Most'], error: 'surfaces_the_wrong_way_round' });

/** What the firm does, how much room it wants, from when, and why here. May be left half done. */
export const saveWish = (actor: Actor, { admission, version, ...input }: z.output<typeof SaveWish>): Promise<Kept> =>
	change(actor, admission, version, {
		...input,
		use: input.use ?? null,
		people: input.people ?? null,
		m2Least: input.m2Least ?? null,
		m2Most: input.m2Most ?? null,
		wantedFrom: input.wantedFrom ?? null
	});

export const SaveJobs = AdmissionId.extend({
	version,
	hasNoSite: z.boolean().default(false),
	/** New jobs in the place, each counted from the day of moving in. */
	created12: jobs.nullish(),
	created24: jobs.nullish(),
	created36: jobs.nullish(),
	transferReason: text(4000).default('')
});

/** New jobs that the firm promises, and why it moves if that is a transfer. */
export const saveJobs = (actor: Actor, { admission, version, ...input }: z.output<typeof SaveJobs>): Promise<Kept> =>
	change(actor, admission, version, {
		...input,
		created12: input.created12 ?? null,
		created24: input.created24 ?? null,
		created36: input.created36 ?? null
	});

export const PresentSiteInput = AdmissionId.extend({
	version,
	/** Its name, with a postcode where several have it. */
	commune: requiredText(120),
	country: z.enum(['FR', 'DE', 'CH', 'BE', 'LU', 'AT', 'IT']).default('FR'),
	jobs: z.number().min(0).max(100_000),
	jobsMoved: z.number().min(0).max(100_000),
	jobsKept: z.number().min(0).max(100_000),
	m2: z.number().min(0).max(1_000_000),
	m2Freed: z.number().min(0).max(1_000_000),
	becomes: z.enum(futures)
})
	.refine(({ jobs, jobsMoved, jobsKept }) => jobsMoved + jobsKept <= jobs, { path: ['jobsMoved'], error: 'more_jobs_than_the_site_has' })
	.refine(({ m2, m2Freed }) => m2Freed <= m2, { path: ['m2Freed'], error: 'frees_more_than_it_has' })
	.refine(({ becomes, jobsKept, m2, m2Freed }) => becomes !== 'closed' || (jobsKept === 0 && m2Freed === m2), {
		path: ['becomes'],
		error: 'closed_site_keeps_nothing'
	});

const mostSites = 20;

/** A site that the firm has today, with what becomes of its jobs. */
export async function addAdmissionSite(
	actor: Actor,
	{ admission, version, commune, country, ...site }: z.output<typeof PresentSiteInput>
): Promise<Kept> {
	const { commune: code, communeName } = communeMeant(commune, { country, postcode: '' });
	return writing(actor, admission, version, async (tx) => {
		const sites = await tx
			.selectFrom('admissionSites')
			.select('id')
			.where('hub', '=', actor.hub)
			.where('admission', '=', admission)
			.execute();
		if (sites.length >= mostSites) throw conflict('too_many_sites');
		await tx
			.insertInto('admissionSites')
			.values({ hub: actor.hub, admission, commune: code, communeName, ...site })
			.execute();
		await record(tx, actor, 'admission.site_added', admission, { commune: [null, communeName], jobsMoved: [null, site.jobsMoved] });
		return { hasNoSite: false };
	});
}

export const RemoveSite = AdmissionId.extend({ version, site: z.uuid() });

export const removeAdmissionSite = (actor: Actor, { admission, version, site }: z.output<typeof RemoveSite>): Promise<Kept> =>
	writing(actor, admission, version, async (tx) => {
		const gone = found(
			await tx
				.deleteFrom('admissionSites')
				.where('hub', '=', actor.hub)
				.where('admission', '=', admission)
				.where('id', '=', site)
				.returning('communeName')
				.executeTakeFirst()
		);
		await record(tx, actor, 'admission.site_removed', admission, { commune: [gone.communeName, null] });
		return {};
	});

type Row = Awaited<ReturnType<typeof heldFile>>;

/** The file as the actor may see it, held until the end of the transaction. Of two who change it at once the second is told. */
export async function heldFile(tx: Tx, actor: Actor, id: string, version?: number) {
	const row = found(
		await tx
			.selectFrom('admissions')
			.selectAll()
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.where(admissionsOpenTo(actor))
			.forUpdate()
			.executeTakeFirst()
	);
	if (version !== undefined && row.version !== version) throw conflict('changed_meanwhile');
	return { ...row, stage: row.stage as Stage };
}

/** Puts a file where it stands from now on. */
export async function moveFile(tx: Tx, actor: Actor, file: Row, to: Stage, set: object = {}, because = '') {
	await tx
		.updateTable('admissions')
		.set({ ...set, stage: to, stageSince: new Date(), version: file.version + 1, updatedAt: new Date() })
		.where('hub', '=', file.hub)
		.where('id', '=', file.id)
		.execute();
	await record(tx, actor, to === 'refused' ? 'admission.refused' : 'admission.moved', file.id, {
		stage: [file.stage, to],
		...(because && { because: [null, because] })
	});
}

/** Changes a file that its firm may still write, and counts it anew. */
async function writing(actor: Actor, admission: string, version: number, work: (tx: Tx, before: Row) => Promise<object>): Promise<Kept> {
	return transaction(async (tx) => {
		const before = await heldFile(tx, actor, admission);
		authorize(mayWriteFile(actor, before.organisation));
		if (!writableStages.includes(before.stage)) throw conflict('admission_no_longer_writable');
		if (before.version !== version) throw conflict('changed_meanwhile');
		const set = await work(tx, before);
		await tx
			.updateTable('admissions')
			.set({ ...set, version: version + 1, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', admission)
			.execute();
		await reckonFile(tx, actor.hub, admission);
		return { id: admission, version: version + 1 };
	});
}

const change = (actor: Actor, admission: string, version: number, input: object) =>
	writing(actor, admission, version, async (tx, before) => {
		await record(tx, actor, 'admission.changed', admission, changes<object>(before, input));
		return input;
	});

export const SendAdmission = AdmissionId.extend({ version });

/** Gives the file in. What is missing is said field by field; a transfer says why. */
export async function sendAdmission(actor: Actor, { admission, version }: z.output<typeof SendAdmission>): Promise<Kept> {
	return transaction(async (tx) => {
		const file = await heldFile(tx, actor, admission);
		authorize(mayWriteFile(actor, file.organisation));
		if (file.stage !== 'draft') throw conflict('admission_sent_already');
		if (file.version !== version) throw conflict('changed_meanwhile');
		const fields = await missing(tx, file);
		if (fields.length) throw new Refusal('admission_is_incomplete', { fields });
		await tx
			.updateTable('admissions')
			.set({ stage: 'received', sentAt: new Date(), stageSince: new Date(), version: version + 1 })
			.where('hub', '=', actor.hub)
			.where('id', '=', admission)
			.execute();
		await record(tx, actor, 'admission.sent', admission, {
			stage: ['draft', 'received'],
			...(file.isTransfer && { transfer: [null, file.transferBecause.join(', ')] })
		});
		await tellReceived(tx, file);
		return { id: admission, version: version + 1 };
	});
}

type Unsent = Omit<Row, 'stage'>;

/** What a file lacks before it can be given in: the field, and the step of the form that asks for it. */
export async function missing(from: Tx | typeof db, file: Unsent): Promise<FieldRefusal[]> {
	const fields: FieldRefusal[] = [];
	const needs = (field: keyof Unsent) => {
		if (file[field] === null || file[field] === '') fields.push({ field, code: 'required' });
	};
	for (const field of ['activity', 'use', 'people', 'm2Least', 'wantedFrom', 'why', 'created12', 'created24', 'created36'] as const)
		needs(field);
	const site = await from
		.selectFrom('admissionSites')
		.select('id')
		.where('hub', '=', file.hub)
		.where('admission', '=', file.id)
		.limit(1)
		.executeTakeFirst();
	if (!site && !file.hasNoSite) fields.push({ field: 'hasNoSite', code: 'say_where_you_are' });
	if (file.isTransfer && !file.transferReason) fields.push({ field: 'transferReason', code: 'transfer_needs_a_reason' });
	return fields;
}

export const WithdrawAdmission = AdmissionId.extend({ version, because: text(1000).default('') });

/** The firm thinks better of it. */
export async function withdrawAdmission(actor: Actor, { admission, version, because }: z.output<typeof WithdrawAdmission>): Promise<Kept> {
	return transaction(async (tx) => {
		const file = await heldFile(tx, actor, admission);
		authorize(mayWriteFile(actor, file.organisation));
		if (['signed', 'moved_in', 'refused', 'withdrawn'].includes(file.stage)) throw conflict('admission_is_decided');
		if (file.version !== version) throw conflict('changed_meanwhile');
		await endOffer(tx, actor, admission);
		await tx
			.updateTable('admissions')
			.set({ stage: 'withdrawn', stageSince: new Date(), version: version + 1 })
			.where('hub', '=', actor.hub)
			.where('id', '=', admission)
			.execute();
		await record(tx, actor, 'admission.withdrawn', admission, { stage: [file.stage, 'withdrawn'], because: [null, because] });
		return { id: admission, version: version + 1 };
	});
}
