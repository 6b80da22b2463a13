import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import tar from 'tar-stream';
import { z } from 'zod';

/** What is wrong with an archive, or with the place it is to be read into, in one plain line. */
export class ArchiveTrouble extends Error {}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const Header = z.object({
	format: z.literal(1),
	kind: z.enum(['installation', 'hub']),
	hub: z.string().optional(),
	km0: z.string(),
	postgres: z.string(),
	madeAt: z.iso.datetime(),
	migrations: z.array(z.object({ name: z.string(), sha256 })),
	tables: z.array(z.object({ name: z.string().regex(/^\w+$/), columns: z.array(z.string()) })),
	/** Tells whether another installation has the same secret, and nothing about it. */
	secretPrint: z.string()
});
export type Header = z.output<typeof Header>;

const Manifest = z.object({
	header: sha256,
	tables: z.record(z.string(), z.object({ rows: z.number(), bytes: z.number(), sha256 })),
	sequences: z.record(z.string(), z.object({ last: z.string(), called: z.boolean() })),
	files: z.record(z.string(), z.object({ size: z.number(), sha256 })),
	secret: sha256.nullable(),
	/** Files that a record names and the store had lost before. */
	missing: z.array(z.string())
});
export type Manifest = z.output<typeof Manifest>;

export type Tell = (line: string) => void;

const partSize = 1 << 20;
const toBeZipped = (file: string) => /\.t?gz$/.test(file);

/** Writes one archive, which has its name only once it is whole and on the disk. Nobody else may read it: it holds everything. */
export async function writeArchive(file: string, header: Header, fill: (archive: Writer) => Promise<void>): Promise<Manifest> {
	if (await stat(file).catch(() => null)) throw new ArchiveTrouble(`${file} exists already.`);
	const draft = `${file}.part`;
	const pack = tar.pack();
	const written = pipeline(
		pack,
		toBeZipped(file) ? createGzip({ level: 4 }) : new PassThrough(),
		createWriteStream(draft, { mode: 0o600, flush: true })
	);
	// What breaks while we fill is told by the pipeline, not twice.
	written.catch(() => {});
	try {
		const archive = new Writer(pack);
		await Promise.race([
			(async () => {
				await archive.begin(header);
				await fill(archive);
				await archive.end();
			})(),
			written
		]);
		await written;
		await rename(draft, file);
		await syncFolder(dirname(file));
		return archive.manifest;
	} catch (error) {
		pack.destroy();
		await written.catch(() => {});
		await rm(draft, { force: true });
		throw error;
	}
}

async function syncFolder(folder: string) {
	const handle = await open(folder).catch(() => null);
	await handle?.sync().finally(() => handle.close());
}

export class Writer {
	readonly manifest: Manifest = { header: '', tables: {}, sequences: {}, files: {}, secret: null, missing: [] };
	readonly #pack: tar.Pack;

	constructor(pack: tar.Pack) {
		this.#pack = pack;
	}

	async begin(header: Header) {
		this.manifest.header = await this.#text('km0.json', JSON.stringify(header, null, '\t'));
	}

	/** A table of unknown size, in parts that each fit the memory. */
	async table(name: string, content: AsyncIterable<Buffer>, rows: () => number) {
		const hash = createHash('sha256');
		let parts = 0;
		let bytes = 0;
		let waiting: Buffer[] = [];
		let size = 0;
		const flush = async () => {
			const part = Buffer.concat(waiting);
			hash.update(part);
			bytes += part.length;
			await this.#bytes(`tables/${name}/${String(parts++).padStart(6, '0')}`, part);
			waiting = [];
			size = 0;
		};
		for await (const chunk of content) {
			waiting.push(chunk);
			size += chunk.length;
			if (size >= partSize) await flush();
		}
		await flush();
		this.manifest.tables[name] = { rows: rows(), bytes, sha256: hash.digest('hex') };
	}

	async file(hub: string, key: string, size: number, content: Readable) {
		const name = `files/${hub}/${key}`;
		const hash = createHash('sha256');
		const entry = this.#pack.entry({ name, size, mode: 0o600 });
		const ended = finished(entry);
		for await (const chunk of content) {
			hash.update(chunk);
			if (!entry.write(chunk)) await new Promise<void>((drained) => entry.once('drain', () => drained()));
		}
		entry.end(null);
		await ended;
		this.manifest.files[`${hub}/${key}`] = { size, sha256: hash.digest('hex') };
	}

	async secret(text: string) {
		this.manifest.secret = await this.#text('secret', text);
	}

	async end() {
		const text = JSON.stringify(this.manifest, null, '\t');
		await this.#text('manifest.sha256', await this.#text('manifest.json', text));
		this.#pack.finalize();
	}

	async #text(name: string, text: string) {
		const bytes = Buffer.from(text);
		await this.#bytes(name, bytes);
		return createHash('sha256').update(bytes).digest('hex');
	}

	#bytes(name: string, bytes: Buffer) {
		return new Promise<void>((done, fail) =>
			this.#pack.entry({ name, size: bytes.length, mode: 0o600 }, bytes, (error) => (error ? fail(error) : done()))
		);
	}
}

export type Section =
	| { kind: 'header'; header: Header }
	| { kind: 'table'; name: string; columns: string[]; content: AsyncIterable<Buffer> }
	| { kind: 'file'; hub: string; key: string; content: AsyncIterable<Buffer> }
	| { kind: 'secret'; secret: string }
	| { kind: 'end'; manifest: Manifest };

/**
 * Reads an archive part by part. Whoever reads must take the content of each part before the next; the last section comes only
 * when every byte was what the manifest says, so nothing may be put in use before it.
 */
export async function* readArchive(file: string): AsyncGenerator<Section> {
	const entries = tar.extract();
	const isZipped = await startsAsGzip(file);
	const source = createReadStream(file);
	const read = pipeline(source, isZipped ? createGunzip() : new PassThrough(), entries);
	read.catch(() => {});
	try {
		yield* sections(file, entries as AsyncIterable<unknown> as AsyncIterable<Entry>);
		await read;
	} catch (error) {
		throw notWhole(file, error);
	} finally {
		source.destroy();
		entries.destroy();
		await read.catch(() => {});
	}
}

const notWhole = (file: string, error: unknown) =>
	error instanceof ArchiveTrouble
		? error
		: new ArchiveTrouble(`${file} is no whole backup of KM0: it was cut short, altered, or is something else.`, { cause: error });

async function startsAsGzip(file: string) {
	const handle = await open(file).catch(() => {
		throw new ArchiveTrouble(`${file} cannot be read.`);
	});
	try {
		const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
		return buffer[0] === 0x1f && buffer[1] === 0x8b;
	} finally {
		await handle.close();
	}
}

interface Entry extends AsyncIterable<Buffer> {
	header: { name: string; size?: number | null };
}

async function* sections(file: string, entries: AsyncIterable<Entry>): AsyncGenerator<Section> {
	const altered = (what: string) => new ArchiveTrouble(`${file} was altered or damaged: ${what}.`);
	const seen: Omit<Manifest, 'sequences' | 'missing' | 'tables'> = { header: '', files: {}, secret: null };
	const tables: Record<string, { parts: number; bytes: number; hash: Hash }> = {};
	let header: Header | undefined;
	let manifest: Manifest | undefined;
	let manifestSum = '';
	let proved = false;

	for await (const entry of entries) {
		const [first = '', second = '', third = ''] = entry.header.name.split('/');
		if (!header) {
			const bytes = first === 'km0.json' ? await whole(entry, 16 << 20) : null;
			if (!bytes) throw new ArchiveTrouble(`${file} is not a backup of KM0.`);
			seen.header = hashOf(bytes);
			header = parsed(Header, bytes, () => new ArchiveTrouble(`${file} is a backup of another kind than this KM0 reads.`));
			yield { kind: 'header', header };
		} else if (manifest) {
			if (first !== 'manifest.sha256' || proved) throw altered(`there is more in it than it should hold`);
			if ((await whole(entry, 64)).toString() !== manifestSum) throw altered('its list of contents does not match');
			proved = true;
		} else if (first === 'tables') {
			const known = header.tables.find(({ name }) => name === second);
			const table = (tables[second] ??= { parts: 0, bytes: 0, hash: createHash('sha256') });
			if (!known || Number(third) !== table.parts++) throw altered(`the parts of ${second} are not in order`);
			yield { kind: 'table', ...known, content: counted(file, entry, table) };
		} else if (first === 'files') {
			const one = { bytes: 0, hash: createHash('sha256') };
			if (!/^[0-9a-f]{64}$/.test(third) || !/^[a-z0-9][a-z0-9_-]*$/i.test(second)) throw altered(`a file in it has no proper name`);
			yield { kind: 'file', hub: second, key: third, content: counted(file, entry, one) };
			seen.files[`${second}/${third}`] = { size: one.bytes, sha256: one.hash.digest('hex') };
		} else if (first === 'secret') {
			const bytes = await whole(entry, 4096);
			seen.secret = hashOf(bytes);
			yield { kind: 'secret', secret: bytes.toString() };
		} else if (first === 'manifest.json') {
			const bytes = await whole(entry, entry.header.size ?? 0);
			manifestSum = hashOf(bytes);
			manifest = parsed(Manifest, bytes, () => altered('its list of contents cannot be read'));
		} else throw altered(`it holds ${entry.header.name}, which no backup holds`);
	}

	if (!header || !manifest || !proved) throw new ArchiveTrouble(`${file} was cut short: its end is missing.`);
	if (seen.header !== manifest.header) throw altered('its first page does not match');
	if (seen.secret !== manifest.secret) throw altered('its secret does not match');
	for (const { name } of header.tables) {
		const { bytes, sha256 } = manifest.tables[name] ?? {};
		const table = tables[name];
		if (!table || table.bytes !== bytes || table.hash.digest('hex') !== sha256) throw altered(`the table ${name} does not match`);
	}
	const names = new Set([...Object.keys(seen.files), ...Object.keys(manifest.files)]);
	for (const name of names) {
		const [had, has] = [manifest.files[name], seen.files[name]];
		if (had?.size !== has?.size || had?.sha256 !== has?.sha256) throw altered(`the file ${name} does not match`);
	}
	yield { kind: 'end', manifest };
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

// Whoever takes the content meets the end of a file that was cut short, not the generator that hands it out.
async function* counted(file: string, entry: AsyncIterable<Buffer>, count: { bytes: number; hash: Hash }) {
	const chunks = entry[Symbol.asyncIterator]();
	for (;;) {
		const { value, done } = await chunks.next().catch((error: unknown) => {
			throw notWhole(file, error);
		});
		if (done) return;
		count.bytes += value.length;
		count.hash.update(value);
		yield value;
	}
}

async function whole(entry: AsyncIterable<Buffer>, most: number) {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of entry) {
		size += chunk.length;
		if (size <= most) chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

function parsed<S extends z.ZodType>(schema: S, bytes: Buffer, trouble: () => ArchiveTrouble): z.output<S> {
	let value: unknown;
	try {
		value = JSON.parse(bytes.toString());
	} catch {
		throw trouble();
	}
	const read = schema.safeParse(value);
	if (!read.success) throw trouble();
	return read.data;
}

/** Reads all of it and says what it is, or what is wrong. */
export async function checkArchive(file: string): Promise<{ header: Header; manifest: Manifest }> {
	let header: Header | undefined;
	for await (const section of readArchive(file)) {
		if (section.kind === 'header') header = section.header;
		if ('content' in section) for await (const chunk of section.content) void chunk;
		if (section.kind === 'end' && header) return { header, manifest: section.manifest };
	}
	throw new ArchiveTrouble(`${file} was cut short: its end is missing.`);
}
