import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileStore, type FileStore } from './store.ts';

let directory: string;
let store: FileStore;
const hello = Buffer.from('Hello, Mulhouse');
const sha256 = 'a'.repeat(64);

beforeAll(async () => {
	directory = await mkdtemp(join(tmpdir(), 'km0-files-'));
	store = fileStore({ directory });
});
afterAll(() => rm(directory, { recursive: true }));

const everyFile = async () => (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

test('what is put in comes out, by its own checksum', async () => {
	const stored = await store.put('mulhouse', hello);
	expect(stored).toEqual({ key: stored.sha256, size: 15, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
	expect(await store.read('mulhouse', stored.key)).toEqual(hello);
	const streamed = await store.stream('mulhouse', stored.key);
	expect([streamed!.size, await buffer(streamed!.content)]).toEqual([15, hello]);
});

test('the same file is kept once, readable by its owner only, and no draft stays behind', async () => {
	await Promise.all([store.put('mulhouse', hello), store.put('mulhouse', hello), store.put('mulhouse', hello)]);
	const files = await everyFile();
	expect(files.map(({ name }) => name)).toEqual([(await store.put('mulhouse', hello)).key]);
	expect((await stat(join(files[0]!.parentPath, files[0]!.name))).mode & 0o777).toBe(0o600);
});

test('a file cut short by a crash is written again', async () => {
	const { key } = await store.put('mulhouse', hello);
	const path = join(directory, 'mulhouse', key.slice(0, 2), key.slice(2, 4), key);
	await chmod(path, 0o600);
	await writeFile(path, 'Hel');
	await store.put('mulhouse', hello);
	expect(await store.read('mulhouse', key)).toEqual(hello);
});

test('one hub does not see the files of another', async () => {
	const { key } = await store.put('mulhouse', hello);
	expect(await store.read('strasbourg', key)).toBeNull();
	expect(await store.stream('strasbourg', key)).toBeNull();
	expect(await Array.fromAsync(store.list('strasbourg'))).toEqual([]);
	await store.remove('strasbourg', key);
	expect(await store.read('mulhouse', key)).toEqual(hello);
});

test('a hub lists its files, and what is removed is gone', async () => {
	const second = await store.put('mulhouse', Buffer.from('Bonjour'));
	const first = await store.put('mulhouse', hello);
	const listed = await Array.fromAsync(store.list('mulhouse'));
	expect(listed).toHaveLength(2);
	expect(listed).toEqual(expect.arrayContaining([first, second].map(({ key, size }) => ({ key, size }))));
	await store.remove('mulhouse', second.key);
	await store.remove('mulhouse', second.key);
	expect(await store.read('mulhouse', second.key)).toBeNull();
	expect(await Array.fromAsync(store.list('mulhouse'))).toEqual([{ key: first.key, size: 15 }]);
});

test('no name leads out of the store', async () => {
	await writeFile(join(directory, 'secret'), 'secret');
	const wild = fc.oneof(
		fc.string(),
		fc.constantFrom('..', '.', '', '../secret', 'mulhouse/..', '..\\secret', 'a\0b', `${'../'.repeat(21)}a`, sha256.toUpperCase())
	);
	await fc.assert(
		fc.asyncProperty(wild, async (key) => {
			await expect(store.read('mulhouse', key)).rejects.toThrow('not the key of a file');
			await expect(store.remove('mulhouse', key)).rejects.toThrow('not the key of a file');
		})
	);
	for (const hub of ['..', '.', '', 'a/b', '../mulhouse', 'a\\b', '/etc', 'mulhouse\n']) {
		await expect(store.read(hub, sha256)).rejects.toThrow('not the name of a hub');
		await expect(store.put(hub, hello)).rejects.toThrow('not the name of a hub');
	}
});
