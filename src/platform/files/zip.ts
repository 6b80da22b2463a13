import { crc32, inflateRawSync } from 'node:zlib';
import { zipSync, type Zippable } from 'fflate';
import { FileRefused } from './refused.ts';

export type ZipLimits = { entries: number; unpacked: number; ratio: number };
export type Parts = Map<string, Buffer>;

// Below this size even a page of blanks is harmless, and an honest empty sheet packs very well.
const ratioMattersFrom = 5_000_000;

/**
 * Reads an archive by its directory, as office programs do. Sizes are checked before anything is unpacked and again
 * while unpacking, because a directory can lie.
 */
export function readZip(bytes: Buffer, limits: ZipLimits): Parts {
	const directory = entriesOf(bytes);
	if (directory.length > limits.entries) throw new FileRefused('file_too_large');
	const unpacked = directory.reduce((sum, { size }) => sum + size, 0);
	if (unpacked > limits.unpacked) throw new FileRefused('file_too_large');
	if (unpacked > ratioMattersFrom && unpacked > limits.ratio * bytes.length) throw new FileRefused('file_too_large');

	const parts: Parts = new Map();
	for (const entry of directory) {
		if (entry.name.endsWith('/')) continue;
		// Two parts of one name are read differently by different programs: one could be cleaned and the other shown.
		if (parts.has(entry.name)) throw new FileRefused('file_damaged');
		parts.set(entry.name, unpack(bytes, entry));
	}
	return parts;
}

type Entry = { name: string; method: number; crc: number; packed: number; size: number; at: number };

function entriesOf(bytes: Buffer): Entry[] {
	const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
	if (end === -1) throw new FileRefused('file_damaged');
	const count = bytes.readUInt16LE(end + 10);
	let at = bytes.readUInt32LE(end + 16);

	const entries: Entry[] = [];
	for (let n = 0; n < count; n += 1) {
		if (bytes.readUInt32LE(at) !== 0x02014b50) throw new FileRefused('file_damaged');
		const flags = bytes.readUInt16LE(at + 8);
		if (flags & 1) throw new FileRefused('file_protected');
		const nameLength = bytes.readUInt16LE(at + 28);
		const extraLength = bytes.readUInt16LE(at + 30);
		const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
		if (name === '' || /^\/|\\|(?:^|\/)\.\.(?:\/|$)|\p{Cc}/u.test(name)) throw new FileRefused('file_damaged');
		const long = longSizes(bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength));
		const sized = (offset: number) => {
			const short = bytes.readUInt32LE(at + offset);
			return short === 0xffffffff ? long() : short;
		};
		// The order in which the long sizes are kept.
		const size = sized(24);
		const packed = sized(20);
		entries.push({ name, method: bytes.readUInt16LE(at + 10), crc: bytes.readUInt32LE(at + 16), packed, size, at: sized(42) });
		at += 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32);
	}
	return entries;
}

// Some writers use the 64-bit fields for small files too.
function longSizes(extra: Buffer) {
	let at = 0;
	while (at + 4 <= extra.length && extra.readUInt16LE(at) !== 1) at += 4 + extra.readUInt16LE(at + 2);
	at += 4;
	return () => {
		const size = Number(extra.readBigUInt64LE(at));
		at += 8;
		return size;
	};
}

function unpack(bytes: Buffer, { method, crc, packed, size, at }: Entry) {
	if (bytes.readUInt32LE(at) !== 0x04034b50) throw new FileRefused('file_damaged');
	const from = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
	if (from + packed > bytes.length) throw new FileRefused('file_damaged');
	const content = bytes.subarray(from, from + packed);
	const part = method === 0 ? content : method === 8 && size > 0 ? inflateRawSync(content, { maxOutputLength: size }) : Buffer.alloc(0);
	if (part.length !== size || crc32(part) !== crc) throw new FileRefused('file_damaged');
	return part;
}

/** Packs the parts in their order; those named in `plain` are stored as they are. */
export function writeZip(parts: Parts, plain: string[] = []) {
	const files: Zippable = {};
	for (const [name, part] of parts) files[name] = [part, { level: plain.includes(name) ? 0 : 6, mtime: new Date(1980, 0, 1) }];
	return Buffer.from(zipSync(files));
}
