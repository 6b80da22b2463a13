import type { db } from '#platform/db.server.ts';
import { type Tx } from '#platform/db.server.ts';
import type { Future } from './choices.ts';
import { reckon, type PresentSite } from './net-jobs.ts';
import { isIn, ruleOf } from './rules.ts';

export interface SiteRow extends PresentSite {
	id: string;
	commune: string | null;
	communeName: string;
}

/** Present sites of a file, as the rule of the hub sees them. */
export async function sitesOf(from: Tx | typeof db, hub: string, admissions: readonly string[], region: readonly string[]) {
	const sites = new Map<string, SiteRow[]>();
	if (!admissions.length) return sites;
	const rows = await from
		.selectFrom('admissionSites')
		.select(['id', 'admission', 'commune', 'communeName', 'jobs', 'jobsMoved', 'jobsKept', 'm2', 'm2Freed', 'becomes'])
		.where('hub', '=', hub)
		.where('admission', 'in', admissions)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
	for (const { admission, becomes, ...row } of rows)
		sites.set(admission, [...(sites.get(admission) ?? []), { ...row, becomes: becomes as Future, isInRegion: isIn(region, row.commune) }]);
	return sites;
}

/** Counts a file by the hub's rule, in the transaction that changed one of the two. */
export async function reckonFile(tx: Tx, hub: string, id: string) {
	const rule = await ruleOf(tx, hub);
	const file = await tx
		.selectFrom('admissions')
		.select(['created12', 'created24', 'created36', 'm2Least'])
		.where('hub', '=', hub)
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	const sites = (await sitesOf(tx, hub, [id], rule.region)).get(id) ?? [];
	const reckoned = reckon({ sites, created: [file.created12 ?? 0, file.created24 ?? 0, file.created36 ?? 0], m2: file.m2Least ?? 0 }, rule);
	await tx.updateTable('admissions').set(reckoned).where('hub', '=', hub).where('id', '=', id).execute();
	return reckoned;
}
