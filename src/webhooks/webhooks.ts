import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { changes, record } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { NotReachable, reach } from './addresses.ts';
import { choices } from './events.ts';
import { mayHook } from './policy.ts';
import { newSecret, seal } from './secrets.ts';

/** `off` by its manager; `gone` and `failing_off` by KM0 itself. */
export const healths = ['new', 'healthy', 'failing', 'off', 'gone', 'failing_off'] as const;
export type Health = (typeof healths)[number];

const Written = z
	.object({
		/** Where messages are posted: https, and on the public internet. */
		address: z
			.string()
			.trim()
			.max(500)
			.refine((value) => URL.canParse(value), 'webhook_address_invalid'),
		description: text(200).default(''),
		/** Everything that happens in the hub, also what later versions tell of. */
		all: z.boolean().default(false),
		/** Kinds of records (`need`) and single events (`need.opened`). */
		events: z.array(z.enum(choices)).max(choices.length).default([]),
		isOn: z.boolean().default(true)
	})
	.refine(({ all, events }) => all || events.length > 0, { path: ['events'], error: 'webhook_events_required' });
export const CreateWebhook = Written;
type Input = z.output<typeof Written>;

export const WebhookId = z.object({ webhook: z.uuid() });
export const ChangeWebhook = Written.safeExtend({ ...WebhookId.shape, version: z.number().int() });

const most = 20;

/** Registers an address and returns its secret, this once. */
export async function createWebhook(actor: Actor, input: Input) {
	authorize(mayHook(actor));
	await checked(input.address);
	const secret = newSecret();
	const id = await transaction(async (tx) => {
		const { count } = await tx
			.selectFrom('webhooks')
			.select(sql<number>`count(*)`.as('count'))
			.where('hub', '=', actor.hub)
			.executeTakeFirstOrThrow();
		if (count >= most) throw conflict('webhook_too_many');
		const made = await tx
			.insertInto('webhooks')
			.values({ hub: actor.hub, ...columns(input), secret: seal(secret), createdBy: actor.member })
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'webhook.registered', made.id, changes<object>({}, told(input)));
		return made.id;
	});
	return { ...(await findWebhook(actor, { webhook: id })), secret };
}

const columns = ({ address, description, all, events, isOn }: Input) => ({
	address: new URL(address).href,
	description,
	events: all ? null : events,
	isOn
});

/** An address may hold a token, so the journal keeps its host alone. */
const told = ({ address, description, all, events, isOn }: Omit<Input, 'secret'>) => ({
	host: new URL(address).host,
	description,
	events: all ? 'all' : events,
	isOn
});

async function checked(address: string) {
	try {
		await reach(address);
	} catch (error) {
		if (error instanceof NotReachable) throw refuse('address', error.code);
		throw error;
	}
}

/** Changes an endpoint. What is switched on or off by hand is as new: its failures are over. */
export async function changeWebhook(actor: Actor, { webhook, version, ...input }: z.output<typeof ChangeWebhook>) {
	const before = await findWebhook(actor, { webhook });
	if (new URL(input.address).href !== before.address) await checked(input.address);
	await transaction(async (tx) => {
		const { numUpdatedRows } = await tx
			.updateTable('webhooks')
			.set({ ...columns(input), ...(!(input.isOn && before.isOn) && asNew), version: sql<number>`version + 1` })
			.where('hub', '=', actor.hub)
			.where('id', '=', webhook)
			.where('version', '=', version)
			.executeTakeFirst();
		if (!numUpdatedRows) throw conflict('changed_meanwhile');
		await record(tx, actor, 'webhook.changed', webhook, changes<object>(told(before), told(input)));
	});
	return findWebhook(actor, { webhook });
}

const asNew = { switchedOffBecause: null, switchedOffAt: null, failingSince: null, failures: 0 };

/** How long the secret before still signs beside the new one. */
const hoursOfBoth = 24;

/** A new secret, returned this once. For a day messages carry the signature of the old one too, so that the receiver can change over. */
export async function rotateSecret(actor: Actor, { webhook }: z.output<typeof WebhookId>) {
	await findWebhook(actor, { webhook });
	const secret = newSecret();
	await transaction(async (tx) => {
		await tx
			.updateTable('webhooks')
			.set({
				previousSecret: sql<string>`secret`,
				previousSecretUntil: sql<Date>`now() + make_interval(hours => ${hoursOfBoth})`,
				secret: seal(secret),
				version: sql<number>`version + 1`
			})
			.where('hub', '=', actor.hub)
			.where('id', '=', webhook)
			.execute();
		await record(tx, actor, 'webhook.secret_rotated', webhook);
	});
	return { ...(await findWebhook(actor, { webhook })), secret };
}

/** Ends it, with all that was sent to it. */
export async function removeWebhook(actor: Actor, { webhook }: z.output<typeof WebhookId>) {
	const { address } = await findWebhook(actor, { webhook });
	await transaction(async (tx) => {
		await tx.deleteFrom('webhooks').where('hub', '=', actor.hub).where('id', '=', webhook).execute();
		await record(tx, actor, 'webhook.removed', webhook, { host: [new URL(address).host, null] });
	});
	return { id: webhook };
}

const health = sql<Health>`case
	when not is_on then case switched_off_because when 'gone' then 'gone' when 'failing' then 'failing_off' else 'off' end
	when failing_since is not null then 'failing' when delivered_at is null then 'new' else 'healthy' end`;

const listed = (actor: Actor) =>
	db
		.selectFrom('webhooks')
		.select(['id', 'address', 'description', 'events', 'isOn', 'switchedOffAt', 'failingSince', 'failures', 'deliveredAt'])
		.select(['createdAt', 'version', health.as('health')])
		.select(sql<Date | null>`case when previous_secret_until > now() then previous_secret_until end`.as('previousSecretUntil'))
		.select((eb) =>
			(['waiting', 'delivered', 'failed'] as const).map((state) =>
				eb
					.selectFrom('webhookDeliveries as d')
					.select(sql<number>`count(*)`.as('count'))
					.whereRef('d.hub', '=', 'webhooks.hub')
					.whereRef('d.webhook', '=', 'webhooks.id')
					.where('d.state', '=', state)
					.as(state)
			)
		)
		.where('hub', '=', actor.hub);

const shown = <Row extends { events: string[] | null }>({ events, ...row }: Row) => ({
	...row,
	all: events === null,
	events: events ?? []
});

export function eventsToChoose(actor: Actor) {
	authorize(mayHook(actor));
	return choices;
}

export const ListWebhooks = PageInput.extend({ q: text(100).default('') });

/** The endpoints of the hub with how they fare, the newest first. */
export async function listWebhooks(actor: Actor, { q, ...page }: z.output<typeof ListWebhooks>) {
	authorize(mayHook(actor));
	let query = listed(actor);
	if (q)
		query = query.where(
			sql<boolean>`without_accents(address || ' ' || description) ilike without_accents(${`%${q.replaceAll(/[\\%_]/g, '\\$&')}%`})`
		);
	const newestFirst = [
		['createdAt', 'desc'],
		['id', 'asc']
	] as const;
	const { items, ...around } = await cursorPage(query, newestFirst, page);
	return { ...around, items: items.map((row) => shown({ ...row, ...countsIn(row) })) };
}

export async function findWebhook(actor: Actor, { webhook }: z.output<typeof WebhookId>) {
	authorize(mayHook(actor));
	const row = found(await listed(actor).where('id', '=', webhook).executeTakeFirst());
	return shown({ ...row, ...countsIn(row) });
}
export type Webhook = Awaited<ReturnType<typeof findWebhook>>;
export type WebhookPage = Page<Webhook>;

const countsIn = ({ waiting, delivered, failed }: Record<'waiting' | 'delivered' | 'failed', number | null>) => ({
	waiting: waiting ?? 0,
	delivered: delivered ?? 0,
	failed: failed ?? 0
});

/** KM0 itself sends nothing there any more; what waited has failed, and can be asked for again. */
export async function switchOff(tx: Tx, hub: string, webhook: string, because: 'gone' | 'failing') {
	await tx
		.updateTable('webhooks')
		.set({ isOn: false, switchedOffBecause: because, switchedOffAt: new Date(), version: sql<number>`version + 1` })
		.where('hub', '=', hub)
		.where('id', '=', webhook)
		.execute();
	await tx
		.updateTable('webhookDeliveries')
		.set({ state: 'failed', dueAt: null })
		.where('hub', '=', hub)
		.where('webhook', '=', webhook)
		.where('state', '=', 'waiting')
		.execute();
}
