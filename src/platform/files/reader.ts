// Runs in a thread of its own, started by `apart.ts`: reads one file after another.
import { parentPort } from 'node:worker_threads';
import type { Task, Told } from './apart.ts';
import { clean } from './clean.ts';
import { FileRefused } from './refused.ts';

const port = parentPort!;
port.on('message', async ({ name, bytes, limits }: Task) => {
	const told: Told = await clean(name, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), limits).catch((error: unknown) => ({
		code: error instanceof FileRefused ? error.code : 'file_damaged'
	}));
	port.postMessage(told);
});
