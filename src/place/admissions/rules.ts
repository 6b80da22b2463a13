import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import type { Locale } from '#platform/i18n.ts';
import { changes, record } from '#platform/journal.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import type { JsonObject } from '#platform/schema.ts';
import { perLanguage } from '#platform/shapes.ts';
import { openStages } from './choices.ts';
import type { Rule } from './net-jobs.ts';
import { mayAdmit } from './policy.ts';
import { reckonFile } from './reckoning.ts';

export const DocumentKind = z.object({
	id: z.uuid(),
	name: z.record(z.string(), z.string()),
	isRequired: z.boolean(),
	position: z.number()
});
export type DocumentKind = z.output<typeof DocumentKind>;

export const AdmissionRules = z.object({
	/** Beginnings of commune codes that are the region. */
	region: z.array(z.string()),
	horizon: z.union([z.literal(12), z.literal(24), z.literal(36)]),
	mostMovedPercent: z.number(),
	leastNetJobs: z.number(),
	closingCounts: z.boolean(),
	/** 0 while the hub goes by the usual rule. */
	version: z.number(),
	documents: z.array(DocumentKind)
});
export type AdmissionRules = z.output<typeof AdmissionRules>;

export type HubRule = Rule & { region: string[]; version: number };

/** A hub that never chose: the department of its commune (both of Alsace for one of them), and a move that brings nothing new in two years. */
const usual = (commune: string | null): HubRule => ({
	region: commune && /^6[78]/.test(commune) ? ['67', '68'] : [commune?.slice(0, 2) || '0'],
	horizon: 24,
	mostMovedPercent: 60,
	leastNetJobs: 1,
	closingCounts: false,
	version: 0
});

export async function ruleOf(from: Tx | typeof db, hub: string): Promise<HubRule> {
	const row = await from
		.selectFrom('hubs')
		.leftJoin('admissionRules as rules', 'rules.hub', 'hubs.id')
		.select([
			'hubs.commune',
			'rules.region',
			'rules.horizon',
			'rules.mostMovedPercent',
			'rules.leastNetJobs',
			'rules.closingCounts',
			'rules.version'
		])
		.where('hubs.id', '=', hub)
		.executeTakeFirstOrThrow();
	const { commune, ...rule } = row;
	return rule.version === null ? usual(commune) : (rule as HubRule);
}

export const isIn = (region: readonly string[], commune: string | null) =>
	commune !== null && region.some((start) => commune.startsWith(start));

export const documentKinds = async (from: Tx | typeof db, hub: string): Promise<DocumentKind[]> =>
	(
		await from
			.selectFrom('admissionDocumentKinds')
			.select(['id', 'name', 'isRequired', 'position'])
			.where('hub', '=', hub)
			.where('removedAt', 'is', null)
			.orderBy('position')
			.orderBy('id')
			.execute()
	).map(({ name, ...kind }) => ({ ...kind, name: name as Record<string, string> }));

/** A name by language, in the reader's or in one that there is. */
export const named = (name: Record<string, string>, locale: Locale) => name[locale] ?? Object.values(name)[0] ?? '';

export async function findAdmissionRules(actor: Actor): Promise<AdmissionRules> {
	const [rule, documents] = [await ruleOf(db, actor.hub), await documentKinds(db, actor.hub)];
	return { ...rule, documents };
}

export const SetAdmissionRules = z.object({
	version: z.number().int().min(0),
	region: z
		.array(
			z
				.string()
				.trim()
				.regex(/^[A-Z0-9-]{1,12}$/, 'region_code_invalid')
		)
		.min(1)
		.max(50),
	horizon: z.union([z.literal(12), z.literal(24), z.literal(36)]),
	mostMovedPercent: z.number().int().min(0).max(100),
	leastNetJobs: z.number().min(-10_000).max(10_000),
	closingCounts: z.boolean().default(false)
});

/** Sets when a move is a transfer; files that are not decided are judged anew. */
export async function setAdmissionRules(actor: Actor, { version, ...input }: z.output<typeof SetAdmissionRules>): Promise<AdmissionRules> {
	authorize(mayAdmit(actor));
	await transaction(async (tx) => {
		await sql`select pg_advisory_xact_lock(hashtextextended(${`admission rules ${actor.hub}`}, 11))`.execute(tx);
		const before = await ruleOf(tx, actor.hub);
		if (before.version !== version) throw conflict('changed_meanwhile');
		const row = { ...input, version: version + 1, setBy: actor.member, setAt: new Date() };
		await tx
			.insertInto('admissionRules')
			.values({ hub: actor.hub, ...row })
			.onConflict((on) => on.column('hub').doUpdateSet(row))
			.execute();
		const files = await tx
			.selectFrom('admissions')
			.select('id')
			.where('hub', '=', actor.hub)
			.where('stage', 'in', ['draft', ...openStages])
			.orderBy('id')
			.execute();
		for (const { id } of files) await reckonFile(tx, actor.hub, id);
		await record(tx, actor, 'admission_rule.set', await hubId(tx, actor.hub), changes<object>(before, input));
	});
	return findAdmissionRules(actor);
}

/** The journal names records by id; a hub's rule is the one of its place. */
async function hubId(tx: Tx, hub: string): Promise<string> {
	const { rows } = await sql<{ id: string }>`select md5(${hub})::uuid as id`.execute(tx);
	return rows[0]!.id;
}

const names = perLanguage(120).refine((all) => Object.keys(all).length > 0, { path: ['fr'], error: 'name_needed_once' });

export const AddDocumentKind = z.object({ name: names, isRequired: z.boolean().default(false) });

const mostKinds = 10;

export async function addDocumentKind(actor: Actor, { name, isRequired }: z.output<typeof AddDocumentKind>): Promise<DocumentKind> {
	authorize(mayAdmit(actor));
	return transaction(async (tx) => {
		await sql`select pg_advisory_xact_lock(hashtextextended(${`admission rules ${actor.hub}`}, 11))`.execute(tx);
		const kinds = await documentKinds(tx, actor.hub);
		if (kinds.length >= mostKinds) throw refuse('name.fr', 'too_many', { maximum: mostKinds });
		const position = (kinds.at(-1)?.position ?? 0) + 1;
		const { id } = await tx
			.insertInto('admissionDocumentKinds')
			.values({ hub: actor.hub, name: JSON.stringify(name) as unknown as JsonObject, isRequired, position })
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'admission_rule.document_added', id, { name: [null, Object.values(name)[0]], isRequired: [null, isRequired] });
		return { id, name: name as Record<string, string>, isRequired, position };
	});
}

export const DocumentKindId = z.object({ kind: z.uuid() });

/** No longer asked for; files keep what they have. */
export async function removeDocumentKind(actor: Actor, { kind }: z.output<typeof DocumentKindId>): Promise<{ removed: boolean }> {
	authorize(mayAdmit(actor));
	return transaction(async (tx) => {
		found(
			await tx
				.updateTable('admissionDocumentKinds')
				.set({ removedAt: new Date() })
				.where('hub', '=', actor.hub)
				.where('id', '=', kind)
				.where('removedAt', 'is', null)
				.returning('id')
				.executeTakeFirst()
		);
		await record(tx, actor, 'admission_rule.document_removed', kind);
		return { removed: true };
	});
}
