import { createMcpHandler, type McpServerFactory } from '@modelcontextprotocol/server';
import { assistantServer } from '#assistants/server.ts';
import { localeOfOwner } from '#platform/api-keys.ts';
import { countCall, holderOf } from '#platform/door.ts';
import { problem } from '#platform/http-api.ts';
import { Refusal } from '#platform/refusal.ts';
import { log } from '#platform/log.ts';
import type { RequestHandler } from './$types';

/** Each request stands for itself: no session is kept, so that any process may answer the next. */
const handle: RequestHandler = async (event) => {
	const { request, locals, url } = event;
	try {
		// A page of another site could lead a browser here; programs send no origin.
		const origin = request.headers.get('origin');
		if (origin !== null && origin !== url.origin) throw new Refusal('origin_refused', { status: 403 });
		const holder = () => holderOf(request.headers.get('authorization'), locals.locale, locals.request);
		const { actor } = await holder();
		// What the request asks for, or else what the key's owner speaks.
		const asks = url.searchParams.has('lang') || request.headers.has('accept-language');
		const locale = (!asks && (await localeOfOwner(actor))) || locals.locale;
		const factory: McpServerFactory = () => assistantServer({ holder, count: countCall, locale });
		const handler = createMcpHandler(factory, {
			responseMode: 'json',
			maxRequestBodySize: 256 * 1024,
			onerror: (error) => log.debug({ request: locals.request, error: error.message }, 'mcp')
		});
		const answer = await handler.fetch(request);
		// The hooks write headers of their own.
		return new Response(answer.body, answer);
	} catch (thrown) {
		if (!(thrown instanceof Refusal)) throw thrown;
		const answer = problem(thrown, locals.request);
		if (thrown.status === 401) answer.headers.set('www-authenticate', 'Bearer realm="KM0"');
		return answer;
	}
};

export { handle as GET, handle as POST, handle as DELETE };
