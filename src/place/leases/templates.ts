import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import type { Locale } from '#platform/i18n.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict } from '#platform/refusal.ts';
import { locale } from '#platform/shapes.ts';
import { leaseKinds, type LeaseKind } from '../choices.ts';
import { json } from '../floors.ts';
import { mayManagePlace } from '../policy.ts';
import { Clause, clausesOf } from './clauses/clauses.ts';

export const FindTemplate = z.object({ kind: z.enum(leaseKinds), locale });
export const LeaseTemplate = z.object({
	clauses: z.array(Clause),
	/** Whether the hub wrote it; else it is the one that comes with KM0. */
	isOwn: z.boolean(),
	/** 0 until the hub wrote one. */
	version: z.number()
});
export type LeaseTemplate = z.output<typeof LeaseTemplate>;

/** The clauses with which leases of a kind begin. */
export async function findTemplate(actor: Actor, { kind, locale }: z.output<typeof FindTemplate>): Promise<LeaseTemplate> {
	authorize(mayManagePlace(actor));
	const own = await ownTemplate(db, actor.hub, kind, locale);
	return own
		? { clauses: own.clauses as unknown as Clause[], isOwn: true, version: own.version }
		: { clauses: clausesOf(kind, locale), isOwn: false, version: 0 };
}

const ownTemplate = (from: typeof db | Tx, hub: string, kind: LeaseKind, locale: Locale) =>
	from
		.selectFrom('leaseTemplates')
		.select(['clauses', 'version'])
		.where('hub', '=', hub)
		.where('kind', '=', kind)
		.where('locale', '=', locale)
		.executeTakeFirst();

export const templateIn = async (tx: Tx, hub: string, kind: LeaseKind, locale: Locale): Promise<Clause[]> =>
	((await ownTemplate(tx, hub, kind, locale))?.clauses as unknown as Clause[] | undefined) ?? clausesOf(kind, locale);

export const WriteTemplate = FindTemplate.extend({ clauses: z.array(Clause).min(1).max(60), version: z.number().int().min(0) });

/** Leases drafted from now on begin with these clauses; those that exist keep theirs. */
export async function writeTemplate(actor: Actor, { kind, locale, clauses, version }: z.output<typeof WriteTemplate>) {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const written = await tx
			.insertInto('leaseTemplates')
			.values({ hub: actor.hub, kind, locale, clauses: json(clauses), version: version + 1 })
			.onConflict((on) =>
				on
					.columns(['hub', 'kind', 'locale'])
					.doUpdateSet({ clauses: json(clauses), version: version + 1, updatedAt: new Date() })
					.where('leaseTemplates.version', '=', version)
			)
			.returning('version')
			.executeTakeFirst();
		if (!written) throw conflict('changed_meanwhile');
		await record(tx, actor, 'lease_template.written', `${kind}.${locale}`, { version: [version, written.version] });
		return { version: written.version };
	});
}
