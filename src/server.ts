// The server of a hub: settings, Postgres, migrations, demo, then the built site. Started by `npm start`, or by itself on a server.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { signIns } from '#demo/sign-ins.ts';
import { ClusterTrouble } from '#platform/cluster.ts';
import { openHouse } from '#platform/house.ts';
import { MigrationTrouble } from '#platform/migrate.ts';
import { BadSettings, readSettings, type Settings } from '#platform/settings.ts';

class AlreadyRunning extends Error {}
class PortTaken extends Error {}

async function main() {
	const settings = readSettings();
	const house = await openHouse(settings);

	// Held as long as this process lives, by the connection itself: a killed server leaves no lock behind.
	const holder = new pg.Client({ connectionString: house.url, application_name: 'km0 server' });
	await holder.connect();
	if (house.embedded) {
		const { rows } = await holder.query<{ free: boolean }>("select pg_try_advisory_lock(hashtext('km0 data folder')) as free");
		if (!rows[0]?.free) {
			await holder.end();
			throw new AlreadyRunning(
				`Another KM0 server is already running on ${settings.KM0_DATA}. Stop it, or choose another folder with KM0_DATA.`
			);
		}
	}
	holder.on('error', () => {
		process.stderr.write('The connection to Postgres was lost.\n');
		process.exit(1);
	});
	if (house.migrated.length) say(`Database brought up to date (${house.migrated.length} migrations).`);

	const demo = settings.KM0_DEMO === 'auto' ? await demoIn(holder) : null;

	const end = async () => {
		await holder.end();
		// A Postgres left over from a killed server is this one's now.
		await house.leave(true);
	};
	await serve(settings, end, demo);
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** The sign-ins of the demo, with which an empty database is filled first. All that this takes is loaded only then. */
async function demoIn(holder: pg.Client) {
	const { rows } = await holder.query<{ some: boolean; demo: boolean }>(
		'select count(*) > 0 as some, coalesce(bool_or(is_demo), false) as demo from hubs'
	);
	if (rows[0]?.some) return rows[0].demo ? signIns() : null;
	const { prepareJobs, stopJobs } = await import('#platform/jobs.ts');
	await import('#modules.ts');
	await prepareJobs();
	const { fillDemo } = await import('#demo/fill.ts');
	await fillDemo(say);
	await stopJobs();
	const { closePool } = await import('#platform/db.server.ts');
	await closePool();
	return signIns();
}

async function serve(settings: Settings, end: () => Promise<void>, demo: string | null) {
	// The adapter believes these two headers alone, and here they are always ours, never a stranger's.
	process.env.PROTOCOL_HEADER = 'x-km0-protocol';
	process.env.ADDRESS_HEADER = 'x-km0-address';
	process.env.BODY_SIZE_LIMIT = String(Math.ceil((settings.KM0_UPLOAD_MB + 2) * 1024 * 1024));
	const trusted = settings.KM0_TRUST_PROXY;
	const server = createServer((request, response) => {
		const last = (name: string) =>
			String(request.headers[name] ?? '')
				.split(',')
				.at(-1)
				?.trim();
		request.headers['x-km0-protocol'] = (trusted && last('x-forwarded-proto')) || 'http';
		request.headers['x-km0-address'] = (trusted && last('x-forwarded-for')) || request.socket.remoteAddress || 'unknown';
		if (trusted && request.headers['x-forwarded-host']) request.headers.host = last('x-forwarded-host');
		// A mail program that unsubscribes in one click (RFC 8058) names no page that it comes from. The key in the address is all that counts there.
		if (request.method === 'POST' && !request.headers.origin && /^\/[^/]+\/unsubscribe\/[^/?]+$/.test(request.url ?? ''))
			request.headers.origin = `${request.headers['x-km0-protocol']}://${request.headers.host}`;
		if (request.url?.startsWith('/api/v1/')) asProgram(request);
		void handler.then((handle) => handle(request, response));
	});
	// The site starts its workers as it is loaded: not before this port is ours.
	try {
		server.listen(settings.PORT, settings.HOST);
		await once(server, 'listening');
	} catch (error) {
		await end();
		if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
			throw new PortTaken(`Port ${settings.PORT} is taken. Choose another with PORT.`);
		throw error;
	}
	const handler = process.argv.includes('--dev') ? developing() : built();
	await handler;
	const { port } = server.address() as { port: number };
	say(`\nKM0 is open at ${settings.KM0_BASE_URL ?? `http://${settings.HOST === '127.0.0.1' ? 'localhost' : settings.HOST}:${port}`}`);
	if (demo) say(demo);
	process.send?.('open');

	let ending = false;
	const stop = () => {
		if (ending) return;
		ending = true;
		server.close();
		server.closeIdleConnections();
		setTimeout(() => server.closeAllConnections(), 5_000).unref();
		// The site stops its own workers on this event.
		process.emit('sveltekit:shutdown' as never);
		server.once('close', () => {
			// Nobody is answered any more: what the site still has in mind it writes down now.
			const last: Promise<unknown>[] = [];
			process.emit('km0:closed' as never, last as never);
			void Promise.allSettled(last)
				.then(end)
				.finally(() => process.exit(0));
		});
	};
	// Told twice by a service manager, that tells the whole group, and by `npm start`, that passes it on.
	process.on('SIGINT', stop).on('SIGTERM', stop);
}

/**
 * The framework answers whatever might be the form of a page elsewhere in plain words of its own. A program gets our refusal instead: by the API a
 * cookie that another page sends along counts for nothing.
 */
function asProgram({ method = '', headers }: IncomingMessage) {
	if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return;
	const type = headers['content-type'];
	const isEmpty = headers['transfer-encoding'] === undefined && !Number(headers['content-length'] ?? 0);
	if (type && !/^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)/i.test(type.trim())) return;
	headers['content-type'] = isEmpty ? 'application/json' : 'application/octet-stream';
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const built = async () => ((await import('../build/handler.js' as string)) as { handler: Handler }).handler;

/** The same server with Vite in the place of the built site: changed files show at once. */
async function developing(): Promise<Handler> {
	const { createServer: createVite } = await import('vite');
	const vite = await createVite({ server: { middlewareMode: true } });
	return (request, response) => vite.middlewares(request, response);
}

main().catch((error: unknown) => {
	const plain = [BadSettings, ClusterTrouble, AlreadyRunning, PortTaken, MigrationTrouble].some((kind) => error instanceof kind);
	process.stderr.write(`${plain && error instanceof Error ? error.message : error instanceof Error ? error.stack : error}\n`);
	process.exit(1);
});
