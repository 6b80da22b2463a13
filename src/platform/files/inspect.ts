import { cleanApart, type Patience } from './apart.ts';
import { clean, type CleanLimits } from './clean.ts';
import { kinds, signature, type Kind } from './kinds.ts';
import { cleanName } from './names.ts';
import { FileRefused, type FileCode } from './refused.ts';

const megabyte = 1_000_000;

export type UploadLimits = CleanLimits & { apart: Patience };

export const usualLimits: UploadLimits = {
	image: 10 * megabyte,
	other: 25 * megabyte,
	pixels: 50_000_000,
	zip: { entries: 5_000, unpacked: 200 * megabyte, ratio: 100 },
	apart: { seconds: 15, megabytes: 700 }
};

export type Accepted = { ok: true; kind: Kind; mime: string; cleaned: Buffer; name: string };
export type Upload = Accepted | { ok: false; code: FileCode };

/**
 * Takes a file in: what it is, is read from its bytes, and what is kept says nothing about who made it. A file that
 * cannot be cleaned is refused, for an anonymous need may carry it.
 */
export async function acceptUpload(name: string, given: Uint8Array, limits = usualLimits): Promise<Upload> {
	const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
	try {
		const { kind, cleaned } = await readerOf(bytes)(name, bytes, limits);
		return { ok: true, kind, mime: kinds[kind].mime, cleaned, name: cleanName(name, kind) };
	} catch (error) {
		// The readers of these formats fail in a hundred ways on a broken file, each as an exception of its own.
		return { ok: false, code: error instanceof FileRefused ? error.code : 'file_damaged' };
	}
}

/** What is built like a program is read apart, where it holds nobody up; pictures have threads of their own, and texts are short work. */
const readerOf = (bytes: Buffer) => (['pdf', 'zip'].includes(signature(bytes)) ? cleanApart : clean);
