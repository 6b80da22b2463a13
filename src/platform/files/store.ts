import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';

export type Stored = { key: string; size: number; sha256: string };

/** Where the bytes of uploads live. A key is the content's own SHA-256: the same file twice in a hub is kept once. */
export type FileStore = {
	put(hub: string, bytes: Uint8Array): Promise<Stored>;
	read(hub: string, key: string): Promise<Buffer | null>;
	stream(hub: string, key: string): Promise<{ size: number; content: Readable } | null>;
	remove(hub: string, key: string): Promise<void>;
	list(hub: string): AsyncIterable<{ key: string; size: number }>;
};

export function fileStore({ directory }: { directory: string }): FileStore {
	const root = resolve(directory);

	function hubFolder(hub: string) {
		if (!/^[a-z0-9][a-z0-9_-]{0,62}$/i.test(hub)) throw new RangeError('not the name of a hub');
		return join(root, hub);
	}

	function place(hub: string, key: string) {
		if (!/^[0-9a-f]{64}$/.test(key)) throw new RangeError('not the key of a file');
		return join(hubFolder(hub), key.slice(0, 2), key.slice(2, 4), key);
	}

	async function put(hub: string, bytes: Uint8Array) {
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		const path = place(hub, sha256);
		if ((await sizeOf(path)) !== bytes.length) await write(path, bytes);
		return { key: sha256, size: bytes.length, sha256 };
	}

	async function opened(hub: string, key: string) {
		return open(place(hub, key)).catch(absent);
	}

	async function read(hub: string, key: string) {
		const file = await opened(hub, key);
		if (!file) return null;
		try {
			return await file.readFile();
		} finally {
			await file.close();
		}
	}

	async function stream(hub: string, key: string) {
		const file = await opened(hub, key);
		return file && { size: (await file.stat()).size, content: file.createReadStream() };
	}

	async function remove(hub: string, key: string) {
		await rm(place(hub, key), { force: true });
	}

	async function* list(hub: string) {
		const folder = hubFolder(hub);
		for (const first of await names(folder)) {
			for (const second of await names(join(folder, first))) {
				for (const key of await names(join(folder, first, second))) {
					const size = /^[0-9a-f]{64}$/.test(key) ? await sizeOf(place(hub, key)) : null;
					if (size !== null) yield { key, size };
				}
			}
		}
	}

	return { put, read, stream, remove, list };
}

// A reader sees the whole file or none, even if the power fails in between.
async function write(path: string, bytes: Uint8Array) {
	const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	const draft = join(dirname(path), `.${randomUUID()}`);
	try {
		const file = await open(draft, 'wx', 0o600);
		try {
			await file.writeFile(bytes);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(draft, path);
	} catch (error) {
		await rm(draft, { force: true });
		throw error;
	}
	await syncFolders(dirname(path), made ? dirname(made) : dirname(path));
}

async function syncFolders(from: string, to: string) {
	for (let folder = from; ; folder = dirname(folder)) {
		// Windows opens no folders, and keeps them itself.
		const handle = await open(folder).catch(() => null);
		await handle?.sync().finally(() => handle.close());
		if (folder === to) return;
	}
}

function absent(error: NodeJS.ErrnoException): null {
	if (error.code === 'ENOENT') return null;
	throw error;
}

const sizeOf = (path: string) => stat(path).then(({ size }) => size, absent);
const names = async (folder: string) => ((await readdir(folder).catch(absent)) ?? []).sort();
