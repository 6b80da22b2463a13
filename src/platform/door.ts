import type { RequestEvent } from '@sveltejs/kit';
import { visitor, type Actor } from './actor.ts';
import { keyHolder, type KeyHolder } from './api-keys.ts';
import { inHub } from './db.server.ts';
import type { Locale } from './i18n.ts';
import { problem, type HttpApi } from './http-api.ts';
import { onceOnly } from './idempotency.ts';
import { limit } from './limits.ts';
import { Refusal } from './refusal.ts';
import { readSettings } from './settings.ts';

const { KM0_API_PER_MINUTE } = readSettings();

/** Answers a request of a program: who calls, how often, whether it said this before, then the operation itself. */
export async function answer(api: HttpApi, event: RequestEvent<{ hub: string }>): Promise<Response> {
	const { request, locals, params } = event;
	return inHub(params.hub, async () => {
		try {
			const { actor, scopes } = await caller(event);
			const who = actor.apiKey ?? actor.account ?? event.getClientAddress();
			const { remaining, reset, limit: max } = await count(actor, who);

			const key = request.headers.get('idempotency-key');
			const handle = (asked: Request) => api.handle(asked, actor, scopes.includes('write'));
			const response =
				key && !['GET', 'HEAD'].includes(request.method) ? await onceOnly(params.hub, who, key, request, handle) : await handle(request);
			response.headers.set('ratelimit', `"per-minute";r=${remaining};t=${reset}`);
			response.headers.set('ratelimit-limit', String(max));
			response.headers.set('ratelimit-remaining', String(remaining));
			response.headers.set('ratelimit-reset', String(reset));
			return response;
		} catch (thrown) {
			if (!(thrown instanceof Refusal)) throw thrown;
			const response = problem(thrown, locals.request);
			if (thrown.status === 429) response.headers.set('retry-after', String(thrown.params.seconds));
			if (thrown.status === 401) response.headers.set('www-authenticate', 'Bearer realm="KM0"');
			return response;
		}
	});
}

const count = ({ hub, apiKey }: Actor, who: string) =>
	limit(`api:${hub}:${who}`, { max: apiKey ? KM0_API_PER_MINUTE * 10 : KM0_API_PER_MINUTE, seconds: 60 });

/** Counts one call with a key, together with what it calls elsewhere. */
export const countCall = ({ actor }: KeyHolder) => count(actor, actor.apiKey ?? '');

/** Who holds the key in `Authorization: Bearer …`, where no address names the hub: the key does. */
export async function holderOf(header: string | null, locale: Locale, request: string): Promise<KeyHolder> {
	const [, key = '', hub] = /^Bearer\s+(km0_([a-z][a-z0-9-]{1,39})_\S{1,250})$/i.exec(header ?? '') ?? [];
	if (!hub) throw new Refusal('key_invalid', { status: 401 });
	return keyHolder(hub, key, locale, request);
}

/**
 * A key in `Authorization: Bearer …`, or the session of a page of ours. A session cookie that another site's page sends along counts for
 * nothing, so that no page elsewhere can act for who is signed in here.
 */
async function caller({ request, locals, params, url }: RequestEvent<{ hub: string }>): Promise<KeyHolder> {
	const header = request.headers.get('authorization');
	if (header !== null) {
		const key = /^Bearer\s+(\S{1,300})$/i.exec(header)?.[1];
		if (!key) throw new Refusal('key_invalid', { status: 401 });
		return keyHolder(params.hub, key, locals.locale, locals.request);
	}
	const site = request.headers.get('sec-fetch-site');
	const ours = site ? site === 'same-origin' : request.headers.get('origin') === url.origin;
	return ours
		? { actor: locals.actor, scopes: ['read', 'write'] }
		: { actor: visitor(params.hub, locals.locale, 'api', locals.request), scopes: ['read', 'write'] };
}
