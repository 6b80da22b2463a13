// A server of its own process for a bench, and what it holds in memory.
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

export interface Server {
	process: ChildProcess;
	url: string;
}

/** Starts a server on a free port of loopback over the database at `url`, and returns when it is open. */
export async function startServer(url: string, folder: string, settings: Record<string, string> = {}): Promise<Server> {
	const port = await freePort();
	const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'src/server.ts')], {
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		env: {
			...process.env,
			NODE_ENV: 'production',
			PORT: String(port),
			KM0_DATA: folder,
			KM0_BASE_URL: `http://127.0.0.1:${port}`,
			DATABASE_URL: url,
			KM0_DEMO: '0',
			KM0_LOG: 'error',
			KM0_API_PER_MINUTE: '1000000',
			...settings
		}
	});
	await new Promise<void>((open, fail) => {
		child.once('message', () => open());
		child.once('exit', (code) => fail(new Error(`the server ended with ${code}`)));
	});
	return { process: child, url: `http://127.0.0.1:${port}` };
}

/** Returns when it has ended. */
export async function stopServer({ process: child }: Server) {
	const ended = new Promise((done) => child.once('exit', done));
	child.kill('SIGTERM');
	await ended;
}

const freePort = () =>
	new Promise<number>((tell) => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const { port } = server.address() as { port: number };
			server.close(() => tell(port));
		});
	});

/** What the process holds in memory, in bytes, as the system counts it. */
export async function memoryOf({ process: { pid } }: Server) {
	const [, pages = '0'] = (await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')).split(' ');
	return Number(pages) * 4096;
}

export const memory = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB`;

/** The time within which `part` of all were answered; `times` in milliseconds, in ascending order. */
export const percentile = (times: readonly number[], part: number) =>
	times[Math.min(times.length - 1, Math.floor(part * times.length))] ?? 0;
