import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { home } from '../home.ts';
import type { Cleaned, CleanLimits } from './clean.ts';
import type { Kind } from './kinds.ts';
import { FileRefused, type FileCode } from './refused.ts';

/** How long one file may be read, and in how much memory. */
export interface Patience {
	seconds: number;
	megabytes: number;
}

export interface Task {
	name: string;
	bytes: Uint8Array;
	limits: CleanLimits;
}
export type Told = { kind: Kind; cleaned: Uint8Array } | { code: FileCode };

/** Files read at once; others wait for their turn. */
const most = 2;
let busy = 0;
const waiting: (() => void)[] = [];
const idle: { worker: Worker; script: string; megabytes: number }[] = [];

/** Cleans a file in a thread of its own. */
export async function cleanApart(name: string, bytes: Buffer, { apart, ...limits }: CleanLimits & { apart: Patience }): Promise<Cleaned> {
	const told = await readApart<Task, Told>('src/platform/files/reader.ts', { name, bytes, limits }, apart);
	if ('code' in told) throw new FileRefused(told.code);
	const { kind, cleaned } = told;
	return { kind, cleaned: Buffer.from(cleaned.buffer, cleaned.byteOffset, cleaned.byteLength) };
}

/** What `script` says of a file, in a thread of its own: one that is made to keep its reader busy, or to fill its memory, holds up nobody else. */
export async function readApart<Asked, Answered>(script: string, task: Asked, patience: Patience): Promise<Answered> {
	if (busy >= most) await new Promise<void>((go) => waiting.push(go));
	else busy++;
	try {
		return await read<Asked, Answered>(script, task, patience);
	} finally {
		// The place is handed on, so that nobody who comes now slips in between.
		const next = waiting.shift();
		if (next) next();
		else busy--;
	}
}

function read<Asked, Answered>(script: string, task: Asked, { seconds, megabytes }: Patience) {
	const worker = readerWith(script, megabytes);
	return new Promise<Answered>((done, fail) => {
		const told = (answer: Answered) => {
			leave();
			worker.unref();
			idle.push({ worker, script, megabytes });
			done(answer);
		};
		// Out of time, or of memory, which ends the thread.
		const refused = () => {
			leave();
			void worker.terminate();
			fail(new FileRefused('file_damaged'));
		};
		const patience = setTimeout(refused, seconds * 1000);
		const leave = () => {
			clearTimeout(patience);
			worker.off('message', told).off('error', refused).off('exit', refused);
		};
		worker.on('message', told).on('error', refused).on('exit', refused);
		worker.ref();
		worker.postMessage(task);
	});
}

/** A thread that has read before, or a new one. */
function readerWith(script: string, megabytes: number) {
	const at = idle.findIndex((one) => one.script === script && one.megabytes === megabytes);
	const [known] = at === -1 ? [] : idle.splice(at, 1);
	if (known) return known.worker;
	const limits = { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 64 };
	// Nobody else may listen when a thread that was given up ends.
	return new Worker(pathToFileURL(join(home, script)), { resourceLimits: limits }).on('error', () => {});
}
