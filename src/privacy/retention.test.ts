import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { system } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { newcomer, refusal } from '#platform/testing/people.ts';
import { eraseDue, takeBackErasure } from './erasures.ts';
import { applyRetention, daysAway, daysToReturn, retention, rules, setRetention } from './retention.ts';

const hub = 'mulhouse';
let member: string;
let account: string;
let introductions: string[];
let made = 0;

beforeAll(async () => {
	const one = await newcomer(hub);
	[member, account] = [one.member ?? '', one.account ?? ''];
	const { rows } = await sql<{ introduction: string }>`select introduction from introduction_answers a where hub = ${hub} and side = 'need'
		and exists (select from introduction_answers b where b.hub = a.hub and b.introduction = a.introduction and b.side = 'offer') limit 40`.execute(
		db
	);
	introductions = rows.map(({ introduction }) => introduction);
	await applyRetention.run({});
});

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

/** A row for each rule, as it is `days` after the moment from which its days count; `is` says whether it is still there. */
const rowOf: Record<string, (at: Date, key: string) => Promise<() => ReturnType<typeof sql>>> = {
	sessions: async (at, key) => {
		await sql`insert into sessions (id, account_id, token, expires_at) values (${key}, ${account}, ${key}, ${at})`.execute(db);
		return () => sql`select from sessions where id = ${key}`;
	},
	own_data: async (at) => {
		const { id } = await db
			.insertInto('ownDataExports')
			.values({ account, locale: 'fr', state: 'ready', endedAt: at })
			.returning('id')
			.executeTakeFirstOrThrow();
		return () => sql`select from own_data_exports where id = ${id}`;
	},
	links: async (at, key) => {
		await sql`insert into verifications (id, identifier, value, expires_at) values (${key}, ${key}, 'x', ${at})`.execute(db);
		return () => sql`select from verifications where id = ${key}`;
	},
	invitations: async (at, key) => {
		await sql`insert into invitations (hub, email, token_sha256, expires_at) values (${hub}, ${key}, ${key}, ${at})`.execute(db);
		return () => sql`select from invitations where email = ${key}`;
	},
	refused_requests: async (at) => {
		const other = (await newcomer(hub)).member;
		await sql`insert into representatives (hub, member, organisation, refused_at)
			select ${hub}, ${other}, id, ${at} from organisations where hub = ${hub} limit 1`.execute(db);
		return () => sql`select from representatives where member = ${other}`;
	},
	letters: async (at, key) => {
		await sql`insert into mails (hub, recipient, subject, body_text, body_html, locale, kind, sent_at)
			values (${hub}, ${key}, 'x', 'x', 'x', 'fr', 'x', ${at})`.execute(db);
		return () => sql`select from mails where recipient = ${key}`;
	},
	notifications: async (at, key) => {
		await sql`insert into notifications (hub, member, kind, what, about, record, path, mail, created_at)
			values (${hub}, ${member}, ${key}, 'x', 'need', gen_random_uuid(), '/', 'never', ${at})`.execute(db);
		return () => sql`select from notifications where kind = ${key}`;
	},
	declined_words: async (at) => {
		const introduction = introductions[made];
		await sql`update introduction_answers set answer = 'no', reason = 'other', words = 'Trop cher', answered_at = ${at}
			where hub = ${hub} and introduction = ${introduction} and side = 'need'`.execute(db);
		return () =>
			sql`select from introduction_answers where introduction = ${introduction} and side = 'need' and answer = 'no' and words <> ''`;
	},
	import_rows: async (at) => {
		const { rows } = await sql<{
			id: string;
		}>`insert into imports (hub, kind, file_name, sha256, headers, row_count, mapping, door, locale, ended_at)
			values (${hub}, 'people', 'x', 'x', '{x}', 1, '{x}', 'page', 'fr', ${at}) returning id`.execute(db);
		await sql`insert into import_rows (hub, import, line, cells) values (${hub}, ${rows[0]?.id}, 2, '{x}')`.execute(db);
		return () => sql`select from import_rows where import = ${rows[0]?.id}`;
	},
	merge_rows: async (at) => {
		const { rows } = await sql<{ id: string }>`insert into organisation_merges (hub, kept, gone, undone_at)
			select ${hub}, min(id::text)::uuid, max(id::text)::uuid, ${at} from organisations where hub = ${hub} returning id`.execute(db);
		await sql`insert into organisation_merge_rows (hub, merge, what, table_name, key) values (${hub}, ${rows[0]?.id}, 'moved', 'needs', '{}')`.execute(
			db
		);
		return () => sql`select from organisation_merge_rows where merge = ${rows[0]?.id}`;
	},
	contacts: async (at, key) => {
		await sql`insert into contacts (hub, email, name, legal_basis, updated_at) values (${hub}, ${key}, 'x', 'interest', ${at})`.execute(db);
		return () => sql`select from contacts where email = ${key}`;
	},
	refused_admissions: async (at, key) => {
		await sql`insert into admissions (hub, organisation, number, stage, why, activity, transfer_reason, refused_because, stage_since)
			select ${hub}, min(id::text)::uuid, ${key}, 'refused', 'x', 'x', 'x', 'x', ${at} from organisations where hub = ${hub}`.execute(db);
		return () => sql`select from admissions where number = ${key} and activity || why || transfer_reason || refused_because <> ''`;
	},
	lease_signatures: async (at, key) => {
		const lease = await leaseOver(at, key);
		await sql`with file as (insert into attachments (hub, kind, record, name, mime, size, sha256)
				values (${hub}, 'lease', ${lease}, 'x', 'application/pdf', 1, ${key}) returning id),
			paper as (insert into lease_papers (hub, lease, kind, attachment, sha256) select ${hub}, ${lease}, 'offer', id, ${key} from file returning id)
			insert into lease_signatures (hub, lease, paper, side, signer, how, consent, sha256, address)
			select ${hub}, ${lease}, id, 'tenant', 'x', 'typed', 'x', ${key}, '192.0.2.1' from paper`.execute(db);
		return () => sql`select from lease_signatures where sha256 = ${key}`;
	},
	inventories: async (at, key) => {
		const lease = await leaseOver(at, key);
		await sql`with made as (insert into inventories (hub, lease, kind, held_on) values (${hub}, ${lease}, 'entry', '2000-01-01') returning id)
			insert into inventory_lines (hub, inventory, kind, element, position) select ${hub}, id, 'element', ${key}, 0 from made`.execute(db);
		return () => sql`select from inventory_lines where element = ${key}`;
	},
	unsigned_leases: async (at, key) => {
		await leaseOver(at, key, 'withdrawn');
		return () => sql`select from leases where signatory_email = ${key}`;
	},
	ended_leases: async (at, key) => {
		await leaseOver(at, key);
		return () => sql`select from leases where signatory_email = ${key}`;
	},
	exposure: async (at) => {
		const { rows } = await sql<{ offer: string }>`insert into matching_exposure (hub, day, offer, firm, shown, attention, due)
			values (${hub}, ${at}, gen_random_uuid(), gen_random_uuid(), 1, 1, 1) returning offer`.execute(db);
		return () => sql`select from matching_exposure where offer = ${rows[0]?.offer}`;
	},
	webhook_deliveries: async (at) => {
		const { rows } = await sql<{
			id: string;
		}>`insert into webhooks (hub, address, secret) values (${hub}, 'https://example.org', 'x') returning id`.execute(db);
		await sql`insert into webhook_deliveries (hub, webhook, event, type, record, body, created_at)
			values (${hub}, ${rows[0]?.id}, 1, 'x', 'x', '{}', ${at})`.execute(db);
		return () => sql`select from webhook_deliveries where webhook = ${rows[0]?.id}`;
	},
	keys: async (at, key) => {
		await sql`insert into api_keys (hub, name, prefix, sha256, roles, scopes, revoked_at)
			values (${hub}, ${key}, 'x', ${key}, '{member}', '{read}', ${at})`.execute(db);
		return () => sql`select from api_keys where sha256 = ${key}`;
	}
};

const leaseOver = async (at: Date, key: string, state = 'ended') => {
	const { rows } = await sql<{
		id: string;
	}>`insert into leases (hub, number, kind, tenant, starts_on, ends_on, rent_cents, state, signatory_email, updated_at)
		select ${hub}, ${key}, 'service', min(id::text)::uuid, '2000-01-01', ${at}::timestamptz::date, 1, ${state}, ${key}, ${at} from organisations
		where hub = ${hub} returning id`.execute(db);
	return rows[0]?.id;
};

async function aged(name: string, days: number) {
	const make = rowOf[name];
	if (!make) throw new Error(`no row for the rule ${name}: put one here`);
	const there = await make(daysAgo(days), `${name}-${++made}@example.org`);
	return async () => (await there().execute(db)).rows.length === 1;
}

for (const { name, days, choice } of rules)
	test(`${name}: a row stays its days and goes the night after${choice ? ', as the hub chose' : ''}`, async () => {
		const [young, old] = [await aged(name, days - 1.5), await aged(name, days + 1.5)];
		expect([await young(), await old()]).toEqual([true, true]);
		await applyRetention.run({});
		expect([await young(), await old()]).toEqual([true, false]);
		if (!choice) return;

		const line = await db
			.selectFrom('journal')
			.select('changed')
			.where('hub', '=', hub)
			.where('what', '=', 'hub.retention_applied')
			.orderBy('id', 'desc')
			.limit(1)
			.execute();
		expect(line).toEqual([{ changed: { [name]: [null, 1] } }]);
		const manager = system(hub);
		expect(await setRetention(manager, { rule: name, days: choice.min })).toMatchObject({ days: choice.min, usual: days });
		await applyRetention.run({});
		expect(await young()).toBe(days - 1.5 < choice.min);
		const kept = await aged(name, choice.min - 1.5);
		await applyRetention.run({});
		expect(await kept()).toBe(true);
		expect((await retention(system('strasbourg'))).items.find((rule) => rule.name === name)?.days).toBe(days);
		expect(await refusal(setRetention(manager, { rule: name, days: choice.min - 1 }))).toBe('number_too_small');
		expect(await refusal(setRetention(manager, { rule: name, days: choice.max + 1 }))).toBe('number_too_big');
	});

test('what the law or the trade of the software settles is no hub’s to choose', async () => {
	expect(await refusal(setRetention(system(hub), { rule: 'sessions', days: 2 }))).toBe('not_a_choice');
	expect(await refusal(setRetention(await newcomer(hub, ['animator']), { rule: 'letters', days: 200 }))).toBe('forbidden');
});

test('who has not been here for three years is told by letter, and erased a month later unless they sign in', async () => {
	const [gone, back, busy, young] = await Promise.all([1, 2, 3, 4].map(() => newcomer(hub)));
	const seen = (id: string | null | undefined, days: number) =>
		db
			.updateTable('accounts')
			.set({ lastSeenAt: daysAgo(days) })
			.where('id', '=', id ?? '')
			.execute();
	for (const one of [gone, back, busy]) await seen(one?.account, daysAway + 1);
	await seen(young?.account, daysAway - 1);
	await db
		.insertInto('apiKeys')
		.values({
			hub,
			name: 'x',
			prefix: 'x',
			sha256: 'busy',
			roles: ['member'],
			scopes: ['read'],
			member: busy?.member,
			lastUsedAt: daysAgo(2)
		})
		.execute();
	await applyRetention.run({});
	await applyRetention.run({});
	const asked = await db.selectFrom('erasures').select(['account', 'dueAt']).where('because', '=', 'inactive').execute();
	expect(asked.map((one) => one.account).sort()).toEqual([gone?.account, back?.account].sort());
	expect(asked.map(({ dueAt }) => Math.round((dueAt.getTime() - Date.now()) / 86_400_000))).toEqual([daysToReturn, daysToReturn]);
	expect(await db.selectFrom('mails').select('id').where('kind', '=', 'account_inactive').execute()).toHaveLength(2);

	await sql`insert into sessions (id, account_id, token, expires_at) values ('back', ${back?.account}, 'back', now() + interval '1 day')`.execute(
		db
	);
	await takeBackErasure(back?.account ?? '');
	await db
		.updateTable('erasures')
		.set({ dueAt: daysAgo(1) })
		.execute();
	await eraseDue.run({});
	await applyRetention.run({});
	const forgotten = async (one: typeof gone) =>
		(
			await db
				.selectFrom('accounts')
				.select('anonymisedAt')
				.where('id', '=', one?.account ?? '')
				.executeTakeFirstOrThrow()
		).anonymisedAt !== null;
	expect([await forgotten(gone), await forgotten(back), await forgotten(busy), await forgotten(young)]).toEqual([
		true,
		false,
		false,
		false
	]);
	expect(await db.selectFrom('erasures').select('id').execute()).toEqual([]);
});
