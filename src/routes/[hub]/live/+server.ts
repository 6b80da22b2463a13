import { OpenStream, stream } from '#notifications/streams.ts';
import { auth } from '#platform/auth.server.ts';
import { signInFirst } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

const headers = {
	'content-type': 'text/event-stream',
	'cache-control': 'private, no-store',
	// A proxy that gathers what it passes on would keep it for itself.
	'x-accel-buffering': 'no'
};

/** Who asks for the head alone would leave a stream behind that nobody reads. */
export const HEAD: RequestHandler = () => new Response(null, { headers });

export const GET: RequestHandler = async ({ locals, request, url }) => {
	const session = (await auth.api.getSession({ headers: request.headers }))?.session;
	if (!session) throw signInFirst();
	// What the browser heard last on this connection counts more than when the page was made.
	const since = request.headers.get('last-event-id') ?? url.searchParams.get('since') ?? undefined;
	const wanted = OpenStream.safeParse({ watch: url.searchParams.get('watch') ?? undefined, since });
	return new Response(stream(locals.actor, session.id, wanted.data ?? { watch: [], since: undefined }), {
		headers
	});
};
