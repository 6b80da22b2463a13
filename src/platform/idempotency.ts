import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { db } from './db.server.ts';
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
	const mine = { hub, caller, key };

	const claimed = await db
		.insertInto('idempotentRequests')
		.values({ ...mine, requestSha256: sha256 })
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
	if (!claimed) return replay(mine, sha256);

	const response = await answer(new Request(request.url, { method: request.method, headers: request.headers, body }));
	const text = await response.clone().text();
	const own = db.updateTable('idempotentRequests').where('hub', '=', hub).where('caller', '=', caller).where('key', '=', key);
	// A bug or a limit is not an answer to keep: the next try may do better.
	if (response.status >= 500 || response.status === 429)
		await db.deleteFrom('idempotentRequests').where('hub', '=', hub).where('caller', '=', caller).where('key', '=', key).execute();
	else
		await own
			.set({ status: response.status, headers: JSON.stringify({ 'content-type': response.headers.get('content-type') ?? '' }), body: text })
			.execute();
	return response;
}

async function replay(mine: { hub: string; caller: string; key: string }, sha256: string) {
	const { hub, caller, key } = mine;
	const kept = await db
		.selectFrom('idempotentRequests')
		.select(['requestSha256', 'status', 'headers', 'body'])
		.where('hub', '=', hub)
		.where('caller', '=', caller)
		.where('key', '=', key)
		.executeTakeFirst();
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
