import sharp, { type Sharp } from 'sharp';
import type { PictureKind } from './kinds.ts';
import { FileRefused } from './refused.ts';

/** The picture drawn anew: upright, in sRGB, without a word about who took it, where and with what. */
export async function cleanPicture(bytes: Buffer, kind: PictureKind, pixels: number) {
	const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
	if (width * height > pixels) throw new FileRefused('image_too_large');

	const upright = sharp(bytes, { limitInputPixels: pixels, failOn: 'error' }).autoOrient().toColourspace('srgb');
	return drawn[kind](upright).toBuffer();
}

const drawn: Record<PictureKind, (picture: Sharp) => Sharp> = {
	png: (picture) => picture.png(),
	jpeg: (picture) => picture.jpeg({ quality: 90, chromaSubsampling: '4:4:4' }),
	webp: (picture) => picture.webp({ quality: 90 })
};

/** A picture inside a document, pixel for pixel, without the segments that tell about its maker. */
export function barePicture(bytes: Buffer) {
	if (bytes.readUInt16BE(0) === 0xffd8) return bareJpeg(bytes);
	if (bytes.subarray(1, 4).equals(Buffer.from('PNG'))) return barePng(bytes);
	if (bytes.subarray(4, 8).equals(Buffer.from('jP  '))) return bareJpeg2000(bytes);
	return bytes;
}

function bareJpeg(bytes: Buffer) {
	const kept = [bytes.subarray(0, 2)];
	let at = 2;
	while (at + 4 <= bytes.length) {
		if (bytes[at] !== 0xff) throw new FileRefused('file_damaged');
		const marker = bytes[at + 1]!;
		if (marker === 0xff) {
			at += 1;
			continue;
		}
		const end = at + 2 + bytes.readUInt16BE(at + 2);
		if (end > bytes.length) throw new FileRefused('file_damaged');
		// APP14 tells how the colours are coded; all other APPn and comments are talk.
		const talk = (marker >= 0xe0 && marker <= 0xef && marker !== 0xee) || marker === 0xfe;
		if (!talk) kept.push(bytes.subarray(at, end));
		at = end;
		if (marker === 0xda) return Buffer.concat([...kept, ...scans(bytes, at)]);
	}
	throw new FileRefused('file_damaged');
}

// From the first scan on: entropy-coded data, between whose scans a progressive JPEG may carry more segments; what
// follows the end of the image is a phone's preview or worse.
function scans(bytes: Buffer, from: number): Buffer[] {
	const kept: Buffer[] = [];
	let start = from;
	for (let at = bytes.indexOf(0xff, from); at !== -1 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at)) {
		const marker = bytes[at + 1]!;
		if (marker === 0xd9) return [...kept, bytes.subarray(start, at + 2)];
		if (marker === 0x00 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
		else if (marker === 0xff) at += 1;
		else {
			if (at + 4 > bytes.length) break;
			const end = at + 2 + bytes.readUInt16BE(at + 2);
			if ((marker >= 0xe0 && marker <= 0xef) || marker === 0xfe) {
				kept.push(bytes.subarray(start, at));
				start = end;
			}
			at = end;
		}
	}
	return [...kept, bytes.subarray(start), Buffer.from([0xff, 0xd9])];
}

const pngDrawing = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD', 'pHYs']);

function barePng(bytes: Buffer) {
	const kept = [bytes.subarray(0, 8)];
	for (let at = 8; at + 12 <= bytes.length;) {
		const end = at + 12 + bytes.readUInt32BE(at);
		if (end > bytes.length) throw new FileRefused('file_damaged');
		const name = bytes.toString('latin1', at + 4, at + 8);
		if (pngDrawing.has(name)) kept.push(bytes.subarray(at, end));
		if (name === 'IEND') return Buffer.concat(kept);
		at = end;
	}
	throw new FileRefused('file_damaged');
}

const jpeg2000Drawing = new Set(['jP  ', 'ftyp', 'jp2h', 'jp2c', 'rreq']);

function bareJpeg2000(bytes: Buffer) {
	const kept: Buffer[] = [];
	for (let at = 0; at + 8 <= bytes.length;) {
		const size = bytes.readUInt32BE(at);
		if (size === 1 || (size > 0 && size < 8) || at + size > bytes.length) throw new FileRefused('file_damaged');
		const end = size === 0 ? bytes.length : at + size;
		if (jpeg2000Drawing.has(bytes.toString('latin1', at + 4, at + 8))) kept.push(bytes.subarray(at, end));
		at = end;
	}
	return Buffer.concat(kept);
}
