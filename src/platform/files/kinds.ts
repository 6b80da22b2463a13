export const kinds = {
	png: { mime: 'image/png', endings: ['png'] },
	jpeg: { mime: 'image/jpeg', endings: ['jpg', 'jpeg', 'jpe', 'jfif'] },
	webp: { mime: 'image/webp', endings: ['webp'] },
	pdf: { mime: 'application/pdf', endings: ['pdf'] },
	docx: { mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', endings: ['docx'] },
	xlsx: { mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', endings: ['xlsx'] },
	pptx: { mime: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', endings: ['pptx'] },
	odt: { mime: 'application/vnd.oasis.opendocument.text', endings: ['odt'] },
	csv: { mime: 'text/csv; charset=utf-8', endings: ['csv'] },
	txt: { mime: 'text/plain; charset=utf-8', endings: ['txt'] },
	step: { mime: 'model/step', endings: ['step', 'stp', 'p21'] },
	dxf: { mime: 'image/vnd.dxf', endings: ['dxf'] }
} as const;

export type Kind = keyof typeof kinds;
export type PictureKind = 'png' | 'jpeg' | 'webp';

/** What the first bytes, and for text all of them, say. A zip may be an office document, a compound file an older or a locked one. */
export type Signature = PictureKind | 'pdf' | 'zip' | 'compound' | 'step' | 'dxf' | 'markup' | 'text' | 'unknown';

export const isPicture = (kind: string): kind is PictureKind => kind === 'png' || kind === 'jpeg' || kind === 'webp';

export const ending = (name: string) => /\.([a-z0-9]+)\s*$/i.exec(name)?.[1]?.toLowerCase() ?? '';

export const kindNamed = (name: string) =>
	(Object.keys(kinds) as Kind[]).find((kind) => (kinds[kind].endings as readonly string[]).includes(ending(name)));

export function signature(bytes: Buffer): Signature {
	const starts = (magic: string, at = 0) => bytes.subarray(at, at + magic.length).equals(Buffer.from(magic, 'latin1'));

	if (starts('\x89PNG\r\n\x1a\n')) return 'png';
	if (starts('\xff\xd8\xff')) return 'jpeg';
	if (starts('RIFF') && starts('WEBP', 8)) return 'webp';
	if (starts('%PDF-') || starts('\xef\xbb\xbf%PDF-')) return 'pdf';
	if (starts('PK\x03\x04')) return 'zip';
	if (starts('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return 'compound';
	if (!isText(bytes)) return 'unknown';

	const opening = bytes.subarray(0, 4096).toString('latin1').replaceAll('\0', '');
	if (/^(?:\xef\xbb\xbf)?\s*ISO-10303-21\s*;/.test(opening)) return 'step';
	if (/^(?:\xef\xbb\xbf)?\s*(?:999[ \t]*\r?\n[^\n]*\n\s*)*0[ \t]*\r?\n[ \t]*SECTION\b/.test(opening)) return 'dxf';
	// A browser that is left to guess may run these, whatever their name says.
	if (/<(?:\?xml|!doctype|html|head|body|script|svg|iframe)\b/i.test(opening.slice(0, 1024))) return 'markup';
	return 'text';
}

function isText(bytes: Buffer) {
	if (isUtf16(bytes)) return bytes.length % 2 === 0;
	const plain = (byte: number) => (byte >= 0x20 ? byte !== 0x7f : byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d);
	return bytes.every(plain);
}

export const isUtf16 = (bytes: Buffer) =>
	bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
