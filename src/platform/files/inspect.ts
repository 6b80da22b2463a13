import { ending, isPicture, kindNamed, kinds, signature, type Kind } from './kinds.ts';
import { cleanName } from './names.ts';
import { cleanOffice, officeKind } from './office.ts';
import { cleanPdf } from './pdf.ts';
import { cleanPicture } from './pictures.ts';
import { FileRefused, type FileCode } from './refused.ts';
import { cleanDxf, cleanStep, cleanText } from './texts.ts';
import { readZip, type ZipLimits } from './zip.ts';

const megabyte = 1_000_000;

/** `image` and `other` are bytes sent, `pixels` what a picture may show, `zip` what an archive may become (a PDF's streams too). */
export type UploadLimits = { image: number; other: number; pixels: number; zip: ZipLimits };

export const usualLimits: UploadLimits = {
	image: 10 * megabyte,
	other: 25 * megabyte,
	pixels: 50_000_000,
	zip: { entries: 5_000, unpacked: 200 * megabyte, ratio: 100 }
};

export type Accepted = { ok: true; kind: Kind; mime: string; cleaned: Buffer; name: string };
export type Upload = Accepted | { ok: false; code: FileCode };

/**
 * Takes a file in: what it is, is read from its bytes, and what is kept says nothing about who made it. A file that
 * cannot be cleaned is refused, for an anonymous need may carry it.
 */
export async function acceptUpload(name: string, bytes: Uint8Array, limits = usualLimits): Promise<Upload> {
	try {
		const { kind, cleaned } = await clean(name, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), limits);
		return { ok: true, kind, mime: kinds[kind].mime, cleaned, name: cleanName(name, kind) };
	} catch (error) {
		// The readers of these formats fail in a hundred ways on a broken file, each as an exception of its own.
		return { ok: false, code: error instanceof FileRefused ? error.code : 'file_damaged' };
	}
}

async function clean(name: string, bytes: Buffer, limits: UploadLimits): Promise<{ kind: Kind; cleaned: Buffer }> {
	if (bytes.length === 0) throw new FileRefused('file_empty');
	if (bytes.length > Math.max(limits.image, limits.other)) throw new FileRefused('file_too_large');
	const found = signature(bytes);
	if (bytes.length > (isPicture(found) ? limits.image : limits.other)) throw new FileRefused('file_too_large');

	switch (found) {
		case 'png':
		case 'jpeg':
		case 'webp':
			return { kind: matching(name, found), cleaned: await cleanPicture(bytes, found, limits.pixels) };
		case 'pdf':
			return { kind: matching(name, found), cleaned: await cleanPdf(bytes, limits.zip.unpacked) };
		case 'zip': {
			const parts = readZip(bytes, limits.zip);
			const kind = officeKind(parts);
			return { kind: matching(name, kind), cleaned: cleanOffice(parts, kind, limits.zip) };
		}
		case 'compound':
			// Office programs lock a document by putting it whole into an older container.
			throw new FileRefused(bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'file_protected' : 'file_type_not_allowed');
		case 'step':
			return { kind: matching(name, found), cleaned: cleanStep(bytes) };
		case 'dxf':
			return { kind: matching(name, found), cleaned: cleanDxf(bytes) };
		case 'text':
			return { kind: matching(name, ending(name) === 'csv' ? 'csv' : 'txt'), cleaned: cleanText(bytes) };
		case 'markup':
		case 'unknown':
			throw new FileRefused(kindNamed(name) ? 'file_does_not_match_its_name' : 'file_type_not_allowed');
	}
}

function matching(name: string, kind: Kind) {
	if (kindNamed(name) === kind) return kind;
	throw new FileRefused('file_does_not_match_its_name');
}
