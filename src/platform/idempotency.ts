import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isRedirect, redirect } from '@sveltejs/kit';
import { sql } from 'kysely';
import { db, type Tx } from './db.server.ts';
import { job } from './jobs.ts';
import { conflict, Refusal } from './refusal.ts';

/**
 * Answers a repeated write with what the first one answered (draft-ietf-httpapi-idempotency-key-header). The same key with another
 * request is refused, as is a repetition while the first is still at work. Keys are kept for a day, per caller.
 */
export async function onceOnly(
	hub: string,
	caller: string,
	key: string,
	request: Request,
	answer: (request: Request) => Promise<Response>
): Promise<Response> {
	if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw new Refusal('idempotency_key_invalid', { status: 400 });
	const body = Buffer.from(await request.arrayBuffer());
	const sha256 = createHash('sha256')
		.update(`${request.method} ${new URL(request.url).pathname}\n`)
		.update(body)
		.digest('hex');
	const mine = { hub, caller: hashed(caller), key };

	if (!(await claim(mine, sha256))) return replay(mine, sha256);

	const response = await answer(new Request(request.url, { method: request.method, headers: request.headers, body }));
	// A bug or a limit is not an answer to keep: the next try may do better.
	if (response.status >= 500 || response.status === 429) await release(mine);
	else {
		// A key for programs and the secret of a webhook are told once.
		const body = (await response.clone().text()).replaceAll(/"(?:km0_[a-z][a-z0-9-]*_[\w-]{43}|whsec_[\w+/=]{40,})"/g, 'null');
		await keep(mine, response.status, { 'content-type': response.headers.get('content-type') ?? '' }, body);
	}
	return response;
}

/** How long the second sending of a form waits for where the first one leads. */
const patience = { tries: 100, milliseconds: 100 };

/**
 * Does the work of a form that leads elsewhere once, however often the same page sends it with the same content: the second time leads to where
 * the first did. A refusal is forgotten, so that the form may be sent again.
 */
export async function sentOnce<R>(hub: string, caller: string, page: string, sent: FormData, work: () => Promise<R>): Promise<R> {
	const fields = [...sent].map(([name, value]) => [name, typeof value === 'string' ? value : `${value.name} ${value.size}`]);
	const sha256 = createHash('sha256').update(JSON.stringify(fields)).digest('hex');
	const mine = { hub, caller: hashed(caller), key: createHash('sha256').update(`${page} ${sha256}`).digest('hex') };
	for (let tries = 0; !(await claim(mine, sha256)); tries++) {
		const kept = await answered(mine);
		const { location } = (kept?.headers ?? {}) as { location?: string };
		if (location) redirect(303, location);
		if (tries === patience.tries) throw conflict('still_at_work');
		await pause(patience.milliseconds);
	}
	try {
		const result = await work();
		await release(mine);
		return result;
	} catch (thrown) {
		if (isRedirect(thrown)) await keep(mine, thrown.status, { location: thrown.location }, '');
		else await release(mine);
		throw thrown;
	}
}

/** Who called is told apart without being kept: a visitor is known by their address. */
const hashed = (caller: string) => createHash('sha256').update(`idempotency ${caller}`).digest('base64url');

/** Forgets what a caller sent and was answered in a hub. */
export const forgetCaller = (tx: Tx, hub: string, caller: string) =>
	tx.deleteFrom('idempotentRequests').where('hub', '=', hub).where('caller', '=', hashed(caller)).execute();

interface Mine {
	hub: string;
	/** Hashed. */
	caller: string;
	key: string;
}

const claim = ({ hub, caller, key }: Mine, sha256: string) =>
	db
		.insertInto('idempotentRequests')
		.values({ hub, caller, key, requestSha256: sha256 })
		// A request that died without an answer gives its key free again after a minute.
		.onConflict((on) =>
			on
				.columns(['hub', 'caller', 'key'])
				.doUpdateSet({ createdAt: new Date(), requestSha256: sha256 })
				.where('idempotentRequests.status', 'is', null)
				.where('idempotentRequests.createdAt', '<', sql<Date>`now() - interval '1 minute'`)
		)
		.returning('key')
		.executeTakeFirst();

const keep = ({ hub, caller, key }: Mine, status: number, headers: object, body: string) =>
	db
		.updateTable('idempotentRequests')
		.set({ status, headers: JSON.stringify(headers), body })
		.where('hub', '=', hub)
		.where('caller', '=', caller)
		.where('key', '=', key)
		.execute();

const release = ({ hub, caller, key }: Mine) =>
	db.deleteFrom('idempotentRequests').where('hub', '=', hub).where('caller', '=', caller).where('key', '=', key).execute();

const answered = ({ hub, caller, key }: Mine) =>
	db
		.selectFrom('idempotentRequests')
		.select(['requestSha256', 'status', 'headers', 'body'])
		.where('hub', '=', hub)
		.where('caller', '=', caller)
		.where('key', '=', key)
		.executeTakeFirst();

async function replay(mine: Mine, sha256: string) {
	const kept = await answered(mine);
	if (kept && kept.requestSha256 !== sha256) throw new Refusal('idempotency_key_reused');
	if (!kept?.status) throw conflict('still_at_work');
	return new Response(kept.body || null, {
		status: kept.status,
		headers: { ...(kept.headers as Record<string, string>), 'idempotency-replayed': 'true' }
	});
}

export const forgetRequests = job(
	'idempotency.forget',
	async () => {
		await db
			.deleteFrom('idempotentRequests')
			.where('createdAt', '<', sql<Date>`now() - interval '1 day'`)
			.execute();
	},
	{ every: '17 * * * *' }
);
