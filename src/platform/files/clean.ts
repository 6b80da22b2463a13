import { ending, isPicture, kindNamed, signature, type Kind } from './kinds.ts';
import { cleanOffice, officeKind } from './office.ts';
import { cleanPdf } from './pdf.ts';
import { cleanPicture } from './pictures.ts';
import { FileRefused } from './refused.ts';
import { cleanDxf, cleanStep, cleanText } from './texts.ts';
import { readZip, type ZipLimits } from './zip.ts';

/** `image` and `other` are bytes sent, `pixels` what a picture may show, `zip` what an archive may become (a PDF's streams too). */
export type CleanLimits = { image: number; other: number; pixels: number; zip: ZipLimits };

export interface Cleaned {
	kind: Kind;
	cleaned: Buffer;
}

/** What the file is, and its bytes without what tells who made it. */
export async function clean(name: string, bytes: Buffer, limits: CleanLimits): Promise<Cleaned> {
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
