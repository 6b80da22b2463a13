import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { actorOf } from '#ecosystem/members.ts';
import { flushShown } from '#matching/exposure/counting.ts';
import { addressAtHost, hubAtHost } from '#ecosystem/hubs.ts';
import { closeStreams } from '#notifications/streams.ts';
import { auth, baseUrl } from '#platform/auth.server.ts';
import { inHub } from '#platform/db.server.ts';
import { isLocale, isMessage, locales, preferred, say, speaking, type Locale } from '#platform/i18n.ts';
import { startJobs, stopJobs } from '#platform/jobs.ts';
import { stopHearing } from '#platform/live.ts';
import { log } from '#platform/log.ts';
import { fromDatabase, Refusal } from '#platform/refusal.ts';
import '#modules.ts';

export const init: ServerInit = async () => {
	await startJobs();
	process.once('sveltekit:shutdown' as never, () => {
		closeStreams();
		void stopHearing();
		void stopJobs();
	});
	process.once('km0:closed' as never, (last: Promise<unknown>[]) => last.push(flushShown()));
};

const ownHost = new URL(baseUrl).host;

export const handle: Handle = async ({ event, resolve }) => {
	const started = performance.now();
	const { locals, url, request, cookies } = event;
	locals.request = request.headers.get('x-request-id')?.match(/^[\w-]{8,64}$/)?.[0] ?? randomUUID();

	const session = request.headers.get('cookie')?.includes('km0') ? await auth.api.getSession({ headers: request.headers }) : null;
	const user = session?.user;
	locals.locale = languageOf(event, user?.locale);
	locals.account = user
		? {
				id: user.id,
				name: user.name,
				email: user.email,
				locale: isLocale(user.locale) ? user.locale : locals.locale,
				isNetworkAdmin: user.isNetworkAdmin === true
			}
		: null;
	const hub = event.params.hub ?? '';
	locals.actor = await actorOf(hub, locals.account, locals.locale, url.pathname.startsWith('/api/') ? 'api' : 'page', locals.request);

	if (url.searchParams.has('lang') && isLocale(url.searchParams.get('lang')))
		cookies.set('km0_lang', locals.locale, {
			path: '/',
			maxAge: 60 * 60 * 24 * 180,
			sameSite: 'lax',
			httpOnly: false,
			secure: url.protocol === 'https:'
		});

	const answer = await speaking(locals.locale, () =>
		inHub(hub, async () => {
			if (url.pathname.startsWith('/api/auth/')) return auth.handler(request);
			if (url.host !== ownHost) await toHubOfHost(event);
			Object.defineProperty(event, 'request', { value: shortForm(request), enumerable: true });
			return resolve(event, { transformPageChunk: ({ html }) => html.replace('%km0.lang%', locals.locale) });
		})
	);
	secure(answer, url);
	answer.headers.set('x-request-id', locals.request);
	log.info(
		{
			request: locals.request,
			method: request.method,
			path: pathOf(event),
			status: answer.status,
			ms: Math.round(performance.now() - started),
			hub
		},
		'request'
	);
	return answer;
};

/** At the host name of a hub `/needs` is that hub's. */
async function toHubOfHost({ url, route, request }: Parameters<Handle>[0]['event']) {
	if (!['GET', 'HEAD'].includes(request.method)) return;
	const at = await hubAtHost(url.hostname);
	const address = at && (await addressAtHost(url, route.id, at.id));
	if (address) redirect(307, address);
}

/** More than the longest form without files, were each of its letters written as nine. */
const longestForm = 512 * 1024;

/** A form without files that is too long is refused before it is read: taking it apart would keep everybody waiting. */
function shortForm(request: Request): Request {
	const { headers, body } = request;
	if (!body || !/^(application\/x-www-form-urlencoded|text\/plain)/i.test(headers.get('content-type')?.trim() ?? '')) return request;
	let length = 0;
	// Read to its end all the same, and thrown away: whoever is still sending would hear of no answer.
	const counted = body.pipeThrough(
		new TransformStream<Uint8Array, Uint8Array>({
			transform(piece, through) {
				length += piece.byteLength;
				if (length <= longestForm) through.enqueue(piece);
			},
			flush(through) {
				if (length > longestForm) through.error(new Refusal('too_much_at_once', { status: 413 }));
			}
		})
	);
	return new Request(request, { body: counted, duplex: 'half' } as RequestInit);
}

/** The address as the log keeps it: whoever reads a log must not be able to answer with the link of somebody's letter. */
const pathOf = ({ url, params }: Pick<Parameters<Handle>[0]['event'], 'url' | 'params'>) =>
	params.token ? url.pathname.replace(params.token, '…') : url.pathname;

function languageOf(event: Parameters<Handle>[0]['event'], account: unknown): Locale {
	const chosen = event.url.searchParams.get('lang') ?? event.cookies.get('km0_lang') ?? account;
	return isLocale(chosen) ? chosen : (preferred(event.request.headers.get('accept-language'), locales) ?? 'fr');
}

function secure(answer: Response, url: URL) {
	const { headers } = answer;
	headers.set('x-content-type-options', 'nosniff');
	headers.set('x-frame-options', 'DENY');
	headers.set('referrer-policy', 'same-origin');
	headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
	headers.set('cross-origin-opener-policy', 'same-origin');
	headers.set('cross-origin-resource-policy', 'same-origin');
	if (url.protocol === 'https:') headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
	if (!headers.has('content-security-policy')) headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
	// Pages are made for who asks; only built files, which are served before this hook, may be kept.
	if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache');
	headers.append('vary', 'cookie, accept-language');
}

const frameworkCodes: Record<number, string> = { 404: 'not_found', 405: 'method_not_allowed', 413: 'too_much_at_once' };

export const handleError: HandleServerError = ({ kind, error, event }) => {
	const { request, locale } = event.locals;
	const answer = (status: number, code: string) => ({ status, code, message: say(isMessage(code) ? code : 'broken', {}, locale), request });
	if (kind === 'framework') return answer(error.status, frameworkCodes[error.status] ?? 'not_readable');
	const refusal = fromDatabase(error);
	if (refusal instanceof Refusal) return answer(refusal.status, refusal.code);
	if (kind !== 'unknown') return;
	log.error({ request, path: pathOf(event), error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'bug');
	return answer(500, 'broken');
};
