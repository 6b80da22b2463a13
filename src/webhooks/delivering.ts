import { randomUUID } from 'node:crypto';
import { sql, type Selectable } from 'kysely';
import { system } from '#platform/actor.ts';
import { acrossHubs, db, transaction, type Tx } from '#platform/db.server.ts';
import { job, later } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { announcing } from '#platform/live.ts';
import type { DB, JsonObject } from '#platform/schema.ts';
import { messageId, ping } from './events.ts';
import { signed, unseal } from './secrets.ts';
import { send, type Answer } from './sending.ts';
import { tellSwitchedOff } from './told.ts';
import { switchOff } from './webhooks.ts';

type Endpoint = Selectable<DB['webhooks']>;

/** Minutes between two attempts: ten in a little over three days. */
export const waits = [1, 5, 30, 120, 300, 600, 840, 1080, 1440] as const;
const longestWait = 24 * 60;
/** Days without one success after which an endpoint is switched off. */
export const daysOfPatience = 5;

/** One worker writes to an endpoint at a time, so that a crowd of changes is no crowd of requests. */
const atOnce = 4;
const holdSeconds = 60;
/** After this long others get their turn. */
const turn = 30_000;

/** Sends what is due to one endpoint. */
export const deliver = job<{ hub: string; webhook: string }>('webhooks.deliver', ({ hub, webhook }) => deliverDue(hub, webhook), {
	atOnce: 6,
	heartbeat: 60
});

async function deliverDue(hub: string, webhook: string): Promise<void> {
	const until = Date.now() + turn;
	// Who lets go looks once more: what was queued meanwhile found the endpoint held and left.
	do {
		if (Date.now() > until) return transaction((tx) => later(tx, deliver, { hub, webhook }));
		if (!(await deliverUntil(until, hub, webhook))) return;
	} while (await isAnyDue(hub, webhook));
}

/** False where another worker is at it. */
async function deliverUntil(until: number, hub: string, webhook: string): Promise<boolean> {
	const me = randomUUID();
	try {
		do {
			const endpoint = await hold(hub, webhook, me);
			if (!endpoint) return false;
			const some = await nextDue(endpoint);
			if (!some.length) return true;
			await Promise.all(some.map((one) => attempt(endpoint, one)));
		} while (Date.now() < until);
		return true;
	} finally {
		await db.updateTable('webhooks').set({ heldBy: null, heldUntil: null }).where('hub', '=', hub).where('heldBy', '=', me).execute();
	}
}

const hold = (hub: string, webhook: string, me: string) =>
	db
		.updateTable('webhooks')
		.set({ heldBy: me, heldUntil: sql<Date>`now() + make_interval(secs => ${holdSeconds})` })
		.where('hub', '=', hub)
		.where('id', '=', webhook)
		.where((eb) => eb.or([eb('heldBy', 'is', null), eb('heldBy', '=', me), eb('heldUntil', '<', sql<Date>`now()`)]))
		.returningAll()
		.executeTakeFirst();

const due = () =>
	db
		.selectFrom('webhookDeliveries as d')
		.innerJoin('webhooks as w', (join) => join.onRef('w.hub', '=', 'd.hub').onRef('w.id', '=', 'd.webhook'))
		.where('d.state', '=', 'waiting')
		.where('d.dueAt', '<=', sql<Date>`now()`)
		.where((eb) => eb.or([eb('w.isOn', '=', true), eb('d.type', '=', ping)]));

const nextDue = ({ hub, id }: Endpoint) =>
	due()
		.select(['d.id', 'd.event', 'd.body', 'd.tries'])
		.where('d.hub', '=', hub)
		.where('d.webhook', '=', id)
		.orderBy('d.dueAt')
		.orderBy('d.event')
		.limit(atOnce)
		.execute();
type Due = Awaited<ReturnType<typeof nextDue>>[number];

const isAnyDue = async (hub: string, webhook: string) =>
	(await due().select('d.id').where('d.hub', '=', hub).where('d.webhook', '=', webhook).limit(1).executeTakeFirst()) !== undefined;

async function attempt(endpoint: Endpoint, { id, event, body, tries }: Due) {
	const { hub, id: webhook, address } = endpoint;
	const at = new Date();
	const secrets = secretsOf(endpoint, at);
	const headers = { 'content-type': 'application/json', 'user-agent': 'KM0', ...signed(messageId(hub, event), at, body, secrets) };
	const answer: Answer = secrets.length
		? await send(address, headers, body)
		: { status: null, failure: 'secret_unreadable', answer: '', retryAfter: null };
	const isOver = answer.failure === null;
	const nextWait = waits[tries];
	const isGivenUp = !isOver && nextWait === undefined;
	await transaction(async (tx) => {
		const kept = await tx
			.updateTable('webhookDeliveries')
			.set({
				state: isOver ? 'delivered' : isGivenUp ? 'failed' : 'waiting',
				dueAt: isOver || isGivenUp ? null : dueAfter(nextWait ?? 0, answer.retryAfter),
				tries: tries + 1,
				status: answer.status,
				failure: answer.failure,
				triedAt: at
			})
			.where('hub', '=', hub)
			.where('id', '=', id)
			.returning([
				announcing(hub, 'webhook', webhook).as('told'),
				sql<number>`(select count(*) from webhook_attempts a where a.hub = webhook_deliveries.hub and a.delivery = webhook_deliveries.id)`.as(
					'before'
				)
			])
			.executeTakeFirst();
		// Its endpoint was removed meanwhile.
		if (!kept) return;
		await tx
			.insertInto('webhookAttempts')
			.values({
				hub,
				delivery: id,
				nth: kept.before + 1,
				at,
				milliseconds: Date.now() - at.getTime(),
				headers: JSON.stringify(headers) as unknown as JsonObject,
				status: answer.status,
				failure: answer.failure,
				answer: answer.answer
			})
			.execute();
		await note(tx, endpoint, at, answer);
	});
}

function secretsOf({ secret, previousSecret, previousSecretUntil }: Endpoint, at: Date): string[] {
	const sealed = [secret, ...(previousSecret && previousSecretUntil && previousSecretUntil > at ? [previousSecret] : [])];
	return sealed.map(unseal).filter((one) => one !== null);
}

/** With some chance in it, so that what failed together does not come back together. Who asks for more time gets it, up to a day. */
function dueAfter(minutes: number, retryAfter: number | null): Date {
	const wished = retryAfter === null ? 0 : Math.min(retryAfter / 60, longestWait);
	return new Date(Date.now() + Math.max(minutes * (1 + Math.random() * 0.2), wished) * 60_000);
}

/** Keeps how the endpoint fares, and gives it up when it says that it is gone or has been silent for days. */
async function note(tx: Tx, { hub, id, address }: Endpoint, at: Date, { status, failure }: Answer) {
	const { failingSince, isOn } = await tx
		.updateTable('webhooks')
		.set(
			failure === null
				? { deliveredAt: at, failingSince: null, failures: 0 }
				: { failingSince: sql<Date>`coalesce(failing_since, ${at})`, failures: sql<number>`failures + 1` }
		)
		.where('hub', '=', hub)
		.where('id', '=', id)
		.returning(['failingSince', 'isOn'])
		.executeTakeFirstOrThrow();
	if (!isOn || failure === null || !failingSince) return;
	const because = status === 410 ? 'gone' : at.getTime() - failingSince.getTime() > daysOfPatience * 86_400_000 ? 'failing' : null;
	if (!because) return;
	await switchOff(tx, hub, id, because);
	await record(tx, system(hub), 'webhook.switched_off', id, { because: [null, because] });
	await tellSwitchedOff(tx, hub, id, new URL(address).host);
}

/** Wakes what is due again, and what a process that died left behind. */
export const wake = job<object>(
	'webhooks.wake',
	() =>
		acrossHubs(async () => {
			const waiting = await due().select(['d.hub', 'd.webhook']).distinct().execute();
			for (const { hub, webhook } of waiting) await transaction((tx) => later(tx, deliver, { hub, webhook }));
		}),
	{ every: '* * * * *' }
);
