import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Account } from '#ecosystem/accounts.ts';
import { discardFile } from '#ecosystem/attachments.ts';
import { undoDays } from '#ecosystem/merging/merges.ts';
import { has, system, type Actor } from '#platform/actor.ts';
import { acrossHubs, db, transaction, type Tx } from '#platform/db.server.ts';
import { job, later } from '#platform/jobs.ts';
import { changes, record } from '#platform/journal.ts';
import { authorize, Refusal, refuse } from '#platform/refusal.ts';
import { begin, inDays } from './erasures.ts';
import { daysPacked, sweepExports } from './own-exports.ts';

interface Rule {
	name: string;
	table: string;
	/** As usual. */
	days: number;
	/** Within what a hub may choose, where the law leaves it a choice. */
	choice?: { min: number; max: number };
	/** The moment from which the days count. */
	since: RawBuilder<Date>;
	/** Which rows it is about at all. */
	only?: RawBuilder<boolean>;
	/** The row stays, and these columns of it are emptied. */
	empties?: readonly string[];
}

/** How long what is of no more use stays: `privacy_rule_<name>` says what, and `privacy_rule_<name>_why` why so long. */
export const rules: readonly Rule[] = [
	{ name: 'sessions', table: 'sessions', days: 1, since: sql`expires_at` },
	{ name: 'own_data', table: 'own_data_exports', days: daysPacked, since: sql`coalesce(ended_at, asked_at)` },
	{ name: 'links', table: 'verifications', days: 7, since: sql`expires_at` },
	{
		name: 'invitations',
		table: 'invitations',
		days: 90,
		choice: { min: 30, max: 365 },
		since: sql`coalesce(revoked_at, expires_at)`,
		only: sql`accepted_at is null`
	},
	{
		name: 'refused_requests',
		table: 'representatives',
		days: 180,
		choice: { min: 60, max: 730 },
		since: sql`refused_at`,
		only: sql`accepted_at is null`
	},
	{ name: 'letters', table: 'mails', days: 365, choice: { min: 90, max: 1826 }, since: sql`coalesce(sent_at, failed_at)` },
	{ name: 'notifications', table: 'notifications', days: 365, choice: { min: 30, max: 730 }, since: sql`created_at` },
	{
		name: 'declined_words',
		table: 'introduction_answers',
		days: 365,
		choice: { min: 180, max: 730 },
		since: sql`answered_at`,
		only: sql`answer = 'no' and words <> ''`,
		empties: ['words']
	},
	{
		name: 'import_rows',
		table: 'import_rows',
		days: 90,
		choice: { min: 7, max: 365 },
		since: sql`(select coalesce(i.ended_at, i.created_at) from imports i where i.hub = import_rows.hub and i.id = import_rows.import)`
	},
	{
		name: 'merge_rows',
		table: 'organisation_merge_rows',
		days: undoDays,
		since: sql`(select coalesce(m.undone_at, m.merged_at) from organisation_merges m
			where m.hub = organisation_merge_rows.hub and m.id = organisation_merge_rows.merge)`
	},
	{ name: 'contacts', table: 'contacts', days: 1096, choice: { min: 180, max: 1096 }, since: sql`coalesce(invited_at, updated_at)` },
	{
		name: 'refused_admissions',
		table: 'admissions',
		days: 1096,
		choice: { min: 365, max: 1826 },
		since: sql`stage_since`,
		only: sql`stage in ('refused', 'withdrawn') and activity || why || transfer_reason || refused_because <> ''`,
		empties: ['activity', 'why', 'transfer_reason', 'refused_because']
	},
	// What can still be claimed from a lease: five years (Code de commerce, art. L110-4); what its books rest on: ten (art. L123-22).
	{
		name: 'lease_signatures',
		table: 'lease_signatures',
		days: 1826,
		choice: { min: 1826, max: 3653 },
		since: sql`(select coalesce(case when l.state = 'ended' then l.ends_on end, l.updated_at::date)::timestamptz
			from leases l where l.hub = lease_signatures.hub and l.id = lease_signatures.lease)`,
		only: sql`exists (select from leases l where l.hub = lease_signatures.hub and l.id = lease_signatures.lease
			and l.state in ('ended', 'expired', 'withdrawn'))`
	},
	{
		name: 'inventories',
		table: 'inventory_lines',
		days: 1826,
		choice: { min: 1826, max: 3653 },
		since: sql`(select l.ends_on::timestamptz from inventories i join leases l on l.hub = i.hub and l.id = i.lease
			where i.hub = inventory_lines.hub and i.id = inventory_lines.inventory and l.state = 'ended')`
	},
	{
		name: 'unsigned_leases',
		table: 'leases',
		days: 1096,
		choice: { min: 365, max: 1826 },
		since: sql`updated_at`,
		only: sql`state in ('expired', 'withdrawn') and signatory_email <> ''`,
		empties: ['signatory', 'signatory_title', 'signatory_email']
	},
	{
		name: 'ended_leases',
		table: 'leases',
		days: 3653,
		since: sql`ends_on::timestamptz`,
		only: sql`state = 'ended' and signatory_email <> ''`,
		empties: ['signatory', 'signatory_title', 'signatory_email']
	},
	// A whole year can be compared with the month before it; the ranking reads ninety days.
	{ name: 'exposure', table: 'matching_exposure', days: 400, choice: { min: 90, max: 800 }, since: sql`day::timestamptz` },
	{ name: 'webhook_deliveries', table: 'webhook_deliveries', days: 30, since: sql`created_at` },
	{ name: 'keys', table: 'api_keys', days: 365, choice: { min: 90, max: 1826 }, since: sql`coalesce(revoked_at, expires_at)` }
];

/** Somebody who stays away this long is told by letter, and erased if they do not come within the days of `daysToReturn`. */
export const daysAway = 1096;
export const daysToReturn = 30;

function due({ name, table, days, choice, since, only }: Rule) {
	const chosen = choice
		? sql`coalesce((select c.days from retention_choices c where c.hub = ${sql.ref(`${table}.hub`)} and c.rule = ${name}), ${days}::integer)`
		: sql`${days}::integer`;
	return sql<boolean>`${only ?? sql`true`} and ${since} < now() - make_interval(days => ${chosen})`;
}

/** What would go tonight, rule by rule. */
export const dueTonight = () =>
	acrossHubs(() =>
		Promise.all(
			rules.map(async (rule) => {
				const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(rule.table)} where ${due(rule)}`.execute(
					db
				);
				return { name: rule.name, days: rule.days, count: rows[0]?.count ?? 0 };
			})
		)
	);

/** Lets go of what is due, and leaves in each hub's journal how much of what that was. */
export const applyRetention = job<object>(
	'privacy.retention',
	() =>
		acrossHubs(async () => {
			await transaction(async (tx) => {
				const gone = new Map<string, Record<string, [null, number]>>();
				for (const rule of rules)
					for (const { hub, count } of await letGo(tx, rule)) gone.set(hub, { ...gone.get(hub), [rule.name]: [null, count] });
				await letPhotosGo(tx);
				for (const [hub, counts] of gone) await record(tx, system(hub), 'hub.retention_applied', hub, counts);
			});
			await sweepExports();
			await askInactive();
		}),
	{ every: '40 2 * * *' }
);

async function letGo(tx: Tx, rule: Rule): Promise<{ hub: string; count: number }[]> {
	const table = sql.table(rule.table);
	const emptied = (rule.empties ?? []).map((column) => sql`${sql.ref(column)} = ''`);
	const change = emptied.length ? sql`update ${table} set ${sql.join(emptied)}` : sql`delete from ${table}`;
	if (!rule.choice) {
		await sql`${change} where ${due(rule)}`.execute(tx);
		return [];
	}
	const { rows } = await sql<{
		hub: string;
		count: number;
	}>`with gone as (${change} where ${due(rule)} returning ${sql.ref(`${rule.table}.hub`)} as hub)
		select hub, count(*) as count from gone where hub is not null group by hub`.execute(tx);
	return rows;
}

/** Pictures of inventories whose lines are gone. */
async function letPhotosGo(tx: Tx) {
	const { rows } = await sql<{ hub: string; key: string }>`update attachments set removed_at = now()
		where kind = 'inventory' and removed_at is null
			and not exists (select from inventory_lines l where l.hub = attachments.hub and l.id = attachments.record)
		returning hub, sha256 as key`.execute(tx);
	for (const gone of rows) await later(tx, discardFile, gone);
}

/** People who have not been here for years, by page, by mail or with a key, learn that their account will go. */
async function askInactive() {
	const { rows } = await sql<Account>`select id, name, email, locale from accounts a
		where anonymised_at is null and last_seen_at < now() - make_interval(days => ${daysAway})
			and not exists (select from erasures e where e.account = a.id)
			and not exists (select from members m join api_keys k on k.hub = m.hub and k.member = m.id
				where m.account = a.id and k.last_used_at > now() - make_interval(days => ${daysAway}))
			and not exists (select from members m join introduction_messages i on i.hub = m.hub and i.author = m.id
				where m.account = a.id and i.written_at > now() - make_interval(days => ${daysAway}))
		order by last_seen_at limit 500`.execute(db);
	for (const account of rows)
		try {
			await transaction((tx) =>
				begin(tx, account, { onlyIn: null, because: 'inactive', note: '', dueAt: inDays(daysToReturn), kind: 'account_inactive' })
			);
		} catch (thrown) {
			// They asked for it themselves meanwhile.
			if (!(thrown instanceof Refusal)) throw thrown;
		}
}

export interface RetentionRule {
	name: string;
	days: number;
	usual: number;
	min: number;
	max: number;
}

/** How long this hub keeps what; where it has no choice, least and most are the same. */
export async function retention({ hub }: Actor, from: typeof db | Tx = db): Promise<{ items: RetentionRule[] }> {
	const chosen = await from.selectFrom('retentionChoices').select(['rule', 'days']).where('hub', '=', hub).execute();
	return {
		items: rules.map(({ name, days, choice }) => ({
			name,
			days: chosen.find(({ rule }) => rule === name)?.days ?? days,
			usual: days,
			min: choice?.min ?? days,
			max: choice?.max ?? days
		}))
	};
}

export const SetRetention = z.object({ rule: z.string().max(40), days: z.number().int() });

export const mayChooseRetention = (actor: Actor) => has(actor);

export async function setRetention(actor: Actor, { rule, days }: z.output<typeof SetRetention>): Promise<RetentionRule> {
	authorize(mayChooseRetention(actor));
	const choice = rules.find(({ name }) => name === rule)?.choice;
	if (!choice) throw refuse('rule', 'not_a_choice');
	if (days < choice.min) throw refuse('days', 'number_too_small', { minimum: choice.min });
	if (days > choice.max) throw refuse('days', 'number_too_big', { maximum: choice.max });
	await transaction(async (tx) => {
		const before = (await retention(actor, tx)).items.find(({ name }) => name === rule);
		await tx
			.insertInto('retentionChoices')
			.values({ hub: actor.hub, rule, days, setBy: actor.member })
			.onConflict((on) => on.columns(['hub', 'rule']).doUpdateSet({ days, setBy: actor.member, setAt: new Date() }))
			.execute();
		await record(tx, actor, 'hub.retention_set', actor.hub, changes({ [rule]: before?.days }, { [rule]: days }));
	});
	const { items } = await retention(actor);
	return items.find(({ name }) => name === rule) as RetentionRule;
}
