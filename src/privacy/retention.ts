import { sql } from 'kysely';
import { acrossHubs, db } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import { daysPacked, sweepExports } from './own-exports.ts';

/** How long what is of no more use stays: `privacy_rule_<name>` says what, and `privacy_rule_<name>_why` why so long. */
export const rules = [
	{ name: 'sessions', days: 1, table: 'sessions', due: sql<boolean>`expires_at < now() - interval '1 day'` },
	{
		name: 'own_data',
		days: daysPacked,
		table: 'own_data_exports',
		due: sql<boolean>`coalesce(ended_at, asked_at) < now() - make_interval(days => ${daysPacked})`
	},
	{ name: 'links', days: 7, table: 'verifications', due: sql<boolean>`expires_at < now() - interval '7 days'` },
	{
		name: 'invitations',
		days: 90,
		table: 'invitations',
		due: sql<boolean>`accepted_at is null and coalesce(revoked_at, expires_at) < now() - interval '90 days'`
	},
	{
		name: 'refused_requests',
		days: 180,
		table: 'representatives',
		due: sql<boolean>`accepted_at is null and refused_at < now() - interval '180 days'`
	},
	{ name: 'letters', days: 365, table: 'mails', due: sql<boolean>`coalesce(sent_at, failed_at) < now() - interval '365 days'` },
	{ name: 'notifications', days: 365, table: 'notifications', due: sql<boolean>`created_at < now() - interval '365 days'` },
	{
		name: 'import_rows',
		days: 90,
		table: 'import_rows',
		due: sql<boolean>`exists (select from imports i where i.hub = import_rows.hub and i.id = import_rows.import
			and coalesce(i.ended_at, i.created_at) < now() - interval '90 days')`
	},
	{
		name: 'contacts',
		days: 1096,
		table: 'contacts',
		due: sql<boolean>`coalesce(invited_at, updated_at) < now() - interval '3 years'`
	},
	{ name: 'webhook_deliveries', days: 30, table: 'webhook_deliveries', due: sql<boolean>`created_at < now() - interval '30 days'` },
	{ name: 'keys', days: 365, table: 'api_keys', due: sql<boolean>`coalesce(revoked_at, expires_at) < now() - interval '365 days'` }
] as const;

/** What would go tonight, rule by rule. */
export const dueTonight = () =>
	acrossHubs(() =>
		Promise.all(
			rules.map(async ({ name, days, table, due }) => {
				const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)} where ${due}`.execute(db);
				return { name, days, count: rows[0]?.count ?? 0 };
			})
		)
	);

export const applyRetention = job<object>(
	'privacy.retention',
	() =>
		acrossHubs(async () => {
			for (const { table, due } of rules) await sql`delete from ${sql.table(table)} where ${due}`.execute(db);
			await sweepExports();
		}),
	{ every: '40 2 * * *' }
);
