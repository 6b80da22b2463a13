// Runs in a thread of its own, started by `reading.ts`: reads one file after another.
import { parentPort } from 'node:worker_threads';
import { readTable, TableRefused } from './sheet.ts';
import type { Asked, Answered } from './reading.ts';

const port = parentPort!;
const batch = 500;

port.on('message', async ({ bytes, sheet }: Asked) => {
	port.postMessage(
		await answer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), sheet).catch((error: unknown): Answered =>
			// The readers of these formats fail in a hundred ways on a broken file.
			error instanceof TableRefused ? { code: error.code, params: error.params } : { code: 'import_damaged', params: {} }
		)
	);
});

async function answer(bytes: Buffer, sheet?: string): Promise<Answered> {
	const { lines, ...read } = await readTable(bytes, sheet);
	const batches: string[] = [];
	for (let from = 0; from < lines.length; from += batch) batches.push(JSON.stringify(lines.slice(from, from + batch)));
	return { ...read, count: lines.length, batches };
}
