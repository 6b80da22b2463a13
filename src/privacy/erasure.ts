import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { nobody, type Account } from '#ecosystem/accounts.ts';
import { changedMany } from '#ecosystem/changed.ts';
import { leave } from '#ecosystem/members.ts';
import { system } from '#platform/actor.ts';
import { acrossHubs, transaction, type Tx } from '#platform/db.server.ts';
import { forgetCaller } from '#platform/idempotency.ts';
import { record } from '#platform/journal.ts';
import { Refusal } from '#platform/refusal.ts';

export type Person = Pick<Account, 'id' | 'name' | 'email'>;

/** Takes away everything that names the person. What was done stays done: the journal and the hubs' records keep their rows. */
export const forgetAccount = (account: Person, because = 'own_wish') =>
	acrossHubs(() => transaction((tx) => forgetAccountIn(tx, account, because)));

export async function forgetAccountIn(tx: Tx, account: Person, because: string) {
	const { id, email } = account;
	await refuseWhoIsNeeded(tx, id, null);
	const memberships = await tx.selectFrom('members').select(['hub', 'id']).where('account', '=', id).orderBy('hub').execute();
	for (const membership of memberships) await forgetMember(tx, membership, account, because);
	await tx.deleteFrom('credentials').where('account', '=', id).execute();
	for (const table of ['sessions', 'twoFactors', 'passkeys'] as const) await tx.deleteFrom(table).where('accountId', '=', id).execute();
	for (const table of ['ownDataExports', 'erasures'] as const) await tx.deleteFrom(table).where('account', '=', id).execute();
	await tx
		.deleteFrom('mails')
		.where(sql`lower(recipient)`, '=', email)
		.execute();
	await tx
		.deleteFrom('verifications')
		.where(sql<boolean>`value = ${id} or position(${email} in value) > 0`)
		.execute();
	await tx
		.deleteFrom('rateLimits')
		.where(sql<boolean>`position(${email} in bucket) > 0`)
		.execute();
	await tx
		.updateTable('invitations')
		.set({ email: gone(id) })
		.where(sql`lower(email)`, '=', email)
		.execute();
	await forgetSignatory(tx, id, email, null);
	const queue = await sql<{ there: boolean }>`select to_regclass('pgboss.job') is not null as there`.execute(tx);
	if (queue.rows[0]?.there) await sql`delete from pgboss.job where data ->> 'email' = ${email}`.execute(tx);
	await tx
		.updateTable('accounts')
		.set({
			name: nobody,
			email: gone(id),
			emailVerified: false,
			image: null,
			twoFactorEnabled: false,
			isNetworkAdmin: false,
			anonymisedAt: new Date()
		})
		.where('id', '=', id)
		.execute();
}

/** Parts a person from one hub and goes on elsewhere: the hub's records keep a member without a name. */
export async function forgetInHub(tx: Tx, hub: string, account: Person, because: string) {
	await refuseWhoIsNeeded(tx, account.id, hub);
	const member = await tx
		.selectFrom('members')
		.select(['hub', 'id'])
		.where('hub', '=', hub)
		.where('account', '=', account.id)
		.executeTakeFirst();
	if (!member) return;
	await forgetMember(tx, member, account, because);
	await tx
		.deleteFrom('mails')
		.where('hub', '=', hub)
		.where(sql`lower(recipient)`, '=', account.email)
		.execute();
	for (const table of ['contacts', 'importRows'] as const)
		await tx.deleteFrom(table).where('hub', '=', hub).where('email', '=', account.email).execute();
	const id = randomUUID();
	await forgetSignatory(tx, id, account.email, hub);
	await tx
		.updateTable('invitations')
		.set({ email: gone(id) })
		.where('hub', '=', hub)
		.where(sql`lower(email)`, '=', account.email)
		.execute();
	await tx
		.insertInto('accounts')
		.values({ id, name: nobody, email: gone(id), anonymisedAt: new Date() })
		.execute();
	await tx.updateTable('members').set({ account: id }).where('hub', '=', hub).where('id', '=', member.id).execute();
}

/** Who was to sign a lease is no longer named by it; what they did sign is evidence of the contract and stays. */
const forgetSignatory = (tx: Tx, id: string, email: string, hub: string | null) =>
	tx
		.updateTable('leases')
		.set({ signatory: '', signatoryTitle: '', signatoryEmail: gone(id) })
		.where(sql<boolean>`lower(signatory_email) = ${email} and (${hub}::text is null or hub = ${hub})`)
		.execute();

const gone = (id: string) => `${id}@forgotten.invalid`;

interface Membership {
	hub: string;
	id: string;
}

async function forgetMember(tx: Tx, { hub, id: member }: Membership, { id, name, email }: Person, because: string) {
	await leave(tx, hub, member, null);
	await tx.updateTable('members').set({ title: '' }).where('hub', '=', hub).where('id', '=', member).execute();
	for (const table of ['notifications', 'notificationPreferences', 'organisationMergeRows'] as const)
		await tx.deleteFrom(table).where('hub', '=', hub).where('member', '=', member).execute();
	await forgetCaller(tx, hub, id);
	await tx
		.updateTable('apiKeys')
		.set({ name: nobody, revokedAt: sql<Date>`coalesce(revoked_at, now())` })
		.where('hub', '=', hub)
		.where('member', '=', member)
		.execute();
	// The reason that was picked stays and counts; what was said to it in their own words does not.
	await tx
		.updateTable('introductionAnswers')
		.set({ words: '' })
		.where('hub', '=', hub)
		.where('answeredBy', '=', member)
		.where('answer', '=', 'no')
		.execute();
	await takeNamesOut(tx, hub, member, { name, email });
	await record(tx, { ...system(hub, 'page'), member }, 'member.forgotten', member, { because: [null, because] });
}

/** Where people write freely, by table. The words stay, the name in them does not. */
const words: Record<string, readonly string[]> = {
	mails: ['subject', 'body_text', 'body_html', 'calendar'],
	introductions: ['note', 'ended_because'],
	introduction_answers: ['words', 'for_firm'],
	introduction_messages: ['words'],
	introduction_dates: ['place'],
	introduction_meetings: ['place'],
	attachments: ['name'],
	desk_entries: ['snoozed_because'],
	claims: ['note'],
	admissions: ['activity', 'why', 'transfer_reason', 'refused_because'],
	admission_documents: ['because'],
	admission_declarations: ['words'],
	admission_visits: ['place'],
	admission_committees: ['place', 'minutes'],
	admission_scores: ['words'],
	admission_conflicts: ['because'],
	admission_wishes: ['note'],
	leases: ['signatory', 'landlord_signatory', 'ended_because'],
	lease_amendments: ['words'],
	inventories: ['remarks'],
	inventory_lines: ['words'],
	faults: ['title'],
	fault_answers: ['words'],
	webhook_deliveries: ['body'],
	not_duplicates: ['because'],
	needs: ['title', 'problem', 'result', 'constraints'],
	offers: ['title', 'what', 'proof']
};
const structured: Record<string, readonly string[]> = {
	notifications: ['words'],
	import_rows: ['changes', 'reasons', 'likely'],
	organisations: ['description'],
	organisation_merges: ['before', 'after'],
	organisation_merge_rows: ['before', 'after'],
	journal: ['changed']
};

async function takeNamesOut(tx: Tx, hub: string, member: string, { name, email }: Pick<Person, 'name' | 'email'>) {
	const anybodys = `${whole(name)}|${literal(email)}`;
	const without = (column: string, pattern = anybodys) => sql`regexp_replace(${sql.ref(column)}, ${pattern}, ${nobody}, 'gi')`;
	for (const [table, columns] of Object.entries(words)) {
		const { rows } = await sql<{
			id?: string;
		}>`update ${sql.table(table)} set ${sql.join(columns.map((column) => sql`${sql.ref(column)} = ${without(column)}`))}
			where hub = ${hub} and concat_ws(' ', ${sql.join(columns.map((column) => sql.ref(column)))}) ~* ${anybodys}
			returning ${['needs', 'offers'].includes(table) ? sql.ref('id') : sql`null as id`}`.execute(tx);
		const ids = rows.flatMap(({ id }) => id ?? []);
		if (table === 'needs' || table === 'offers') await changedMany(tx, hub, table === 'needs' ? 'need' : 'offer', ids);
	}
	await sql`select set_config('km0.erasing', 'on', true)`.execute(tx);
	for (const [table, columns] of Object.entries(structured))
		await sql`update ${sql.table(table)} set ${sql.join(
			columns.map((column) => sql`${sql.ref(column)} = regexp_replace(${sql.ref(column)}::text, ${anybodys}, ${nobody}, 'gi')::jsonb`)
		)} where hub = ${hub} and concat_ws(' ', ${sql.join(columns.map((column) => sql`${sql.ref(column)}::text`))}) ~* ${anybodys}`.execute(
			tx
		);
	await sql`update import_rows set name = ${without('name')},
			cells = array(select regexp_replace(cell, ${anybodys}, ${nobody}, 'gi') from unnest(cells) with ordinality as of (cell, nth) order by nth)
		where hub = ${hub} and array_to_string(cells, ' ') || name ~* ${anybodys}`.execute(tx);

	// People sign what they write: with a first name, a number to call, a file that is called after them.
	const own = [
		anybodys,
		...name
			.split(/\s+/)
			.filter((part) => part.length > 2)
			.map(whole)
	].join('|');
	await sql`update introduction_messages set words = regexp_replace(${without('words', own)}, ${phone}, '…', 'g')
		where hub = ${hub} and author = ${member}`.execute(tx);
	// A file is called whatever: there, parts of words count too.
	const loose = own.replaceAll(/\\[mM]/g, '');
	await sql`update attachments set name = ${without('name', loose)} where hub = ${hub} and created_by = ${member}`.execute(tx);
	await sql`update journal set changed = regexp_replace(changed::text, ${loose}, ${nobody}, 'gi')::jsonb
		where hub = ${hub} and member = ${member} and what ~ '[.]file_(added|removed)$'`.execute(tx);
	await sql`select set_config('km0.erasing', '', true)`.execute(tx);
}

const phone = String.raw`(\+|\m00|\m0)[1-9][\d ./()-]{7,}\d`;
const literal = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, String.raw`\$&`);
/** A name as whole words, whatever is between them. */
const whole = (name: string) =>
	String.raw`\m${name
		.trim()
		.split(/\s+/)
		.map(literal)
		.join(String.raw`\s+`)}\M`;

/** Whoever others depend on hands over first, and is told what and where. */
export async function refuseWhoIsNeeded(tx: Tx, account: string, hub: string | null) {
	const here = hub ? sql<boolean>`m.hub = ${hub}` : sql<boolean>`true`;
	const firms = await sql<{ name: string }>`select o.name from representatives r
		join members m on m.hub = r.hub and m.id = r.member join organisations o on o.hub = r.hub and o.id = r.organisation
		where m.account = ${account} and ${here} and r.is_owner and r.accepted_at is not null and o.archived_at is null
			and exists (select from representatives c where c.hub = r.hub and c.organisation = r.organisation and c.member <> r.member and c.accepted_at is not null)
			and not exists (select from representatives c where c.hub = r.hub and c.organisation = r.organisation and c.member <> r.member
				and c.accepted_at is not null and c.is_owner)
		order by o.name`.execute(tx);
	if (firms.rows.length)
		throw new Refusal('hand_over_first', { status: 409, params: { firms: firms.rows.map(({ name }) => name).join(', ') } });
	const hubs = await sql<{ name: string }>`select h.name from members m join hubs h on h.id = m.hub
		where m.account = ${account} and ${here} and m.left_at is null and 'hub_manager' = any (m.roles)
			and not exists (select from members c where c.hub = m.hub and c.id <> m.id and c.left_at is null and 'hub_manager' = any (c.roles))
		order by h.name`.execute(tx);
	if (hubs.rows.length)
		throw new Refusal('hand_over_hub_first', { status: 409, params: { hubs: hubs.rows.map(({ name }) => name).join(', ') } });
	const alone = await sql`select from accounts a where a.id = ${account} and a.is_network_admin and ${hub === null}
		and not exists (select from accounts c where c.is_network_admin and c.id <> a.id)`.execute(tx);
	if (alone.rows.length) throw new Refusal('last_administrator', { status: 409 });
}
