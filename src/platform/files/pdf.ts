import { inflateSync } from 'node:zlib';
import {
	PDFArray,
	PDFDict,
	PDFDocument,
	PDFInvalidObject,
	PDFName,
	PDFRawStream,
	PDFRef,
	PDFStream,
	decodePDFRawStream,
	type PDFContext,
	type PDFObject
} from '@cantoo/pdf-lib';
import { barePicture } from './pictures.ts';
import { FileRefused } from './refused.ts';

export async function cleanPdf(bytes: Buffer, unpacked: number) {
	if (/\/Encrypt\s*(?:<<|\d+\s+\d+\s+R)/.test(bytes.toString('latin1'))) throw new FileRefused('file_protected');
	checkUnpacking(bytes, unpacked);
	const pdf = await load(bytes);
	if (pdf.getPageCount() === 0) throw new FileRefused('file_damaged');

	const { context } = pdf;
	context.trailerInfo = { Root: context.trailerInfo.Root };
	for (const [ref, object] of context.enumerateIndirectObjects()) context.assign(ref, cleaned(object, context, unpacked));
	keepReachable(context);
	return Buffer.from(await pdf.save({ useObjectStreams: true, addDefaultPage: false, updateFieldAppearances: false }));
}

async function load(bytes: Buffer) {
	const context = await PDFDocument.load(bytes, { updateMetadata: false, ignoreEncryption: true });
	if (context.isEncrypted) throw new FileRefused('file_protected');
	return context;
}

/**
 * The library unpacks object and reference streams without a limit while it loads. We unpack them first, with one;
 * only plain deflate is packed that way in practice, so anything else there is refused.
 */
function checkUnpacking(bytes: Buffer, limit: number) {
	let left = limit;
	for (let at = bytes.indexOf('stream'); at !== -1; at = bytes.indexOf('stream', at + 6)) {
		if (bytes.toString('latin1', at - 3, at) === 'end') continue;
		const opened = bytes.subarray(Math.max(0, at - 20_000), at);
		const dictionary = opened
			.subarray(Math.max(0, opened.lastIndexOf('obj')))
			.toString('latin1')
			.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
		if (!/ObjStm|XRef|\/Type\s*\d/.test(dictionary)) continue;

		const filters = dictionary.match(/\/Filter\b|\w+Decode\b/g) ?? [];
		if (filters.length === 0) continue;
		if (filters.join() !== '/Filter,FlateDecode') throw new FileRefused('file_damaged');
		const start = at + 6 + (bytes[at + 6] === 0x0d ? 1 : 0) + (bytes[at + 6] === 0x0a || bytes[at + 7] === 0x0a ? 1 : 0);
		left -= unpackedSize(bytes.subarray(start), left);
	}
}

function unpackedSize(packed: Buffer, limit: number) {
	try {
		return inflateSync(packed, { maxOutputLength: Math.max(limit, 1) }).length;
	} catch (error) {
		throw new FileRefused((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'file_too_large' : 'file_damaged');
	}
}

const names = (...words: string[]) => words.map((word) => PDFName.of(word));
const key = {
	a: PDFName.of('A'),
	contents: PDFName.of('Contents'),
	fieldType: PDFName.of('FT'),
	filter: PDFName.of('Filter'),
	filterOptions: PDFName.of('DecodeParms'),
	next: PDFName.of('Next'),
	signature: PDFName.of('Sig'),
	subtype: PDFName.of('Subtype'),
	action: PDFName.of('S'),
	title: PDFName.of('T'),
	type: PDFName.of('Type'),
	value: PDFName.of('V')
};

// What tells about people and tools, what runs, and what carries other files, wherever it stands.
const talk = names('Metadata', 'PieceInfo', 'LastModified', 'Thumb', 'CreatorInfo', 'Creator', 'Author', 'Producer', 'Threads');
const running = names('OpenAction', 'AA', 'JavaScript', 'JS', 'XFA', 'RichMediaContent');
const carrying = names('EmbeddedFiles', 'EF', 'AF', 'Collection', 'Perms', 'DSS', 'Legal', 'SpiderInfo');
const actions = new Set(
	names('JavaScript', 'Launch', 'SubmitForm', 'ImportData', 'GoToE', 'GoToR', 'Rendition', 'RichMediaExecute', 'Movie', 'Sound')
);
const carriers = new Set(names('FileAttachment', 'RichMedia', 'Movie', 'Sound', 'Screen', '3D'));
const pictures = new Set(names('DCTDecode', 'JPXDecode'));

function cleaned(object: PDFObject, context: PDFContext, unpacked: number): PDFObject {
	if (object instanceof PDFDict) cleanDict(object, context, unpacked);
	if (object instanceof PDFArray) cleanArray(object, context, unpacked);
	if (object instanceof PDFStream) cleanDict(object.dict, context, unpacked);
	return object instanceof PDFRawStream ? withBarePicture(object, unpacked) : object;
}

function cleanDict(dict: PDFDict, context: PDFContext, unpacked: number) {
	for (const word of [...talk, ...running, ...carrying]) dict.delete(word);
	if (dict.lookup(key.fieldType) === key.signature) dict.delete(key.value);
	// An annotation's title is who wrote it; a form field's is its name.
	if (isAnnotation(dict)) dict.delete(key.title);
	if (dict.lookup(key.type) === PDFName.of('Page')) dict.delete(PDFName.of('B'));
	for (const word of [key.a, key.next]) if (runs(dict.lookup(word))) dict.delete(word);
	for (const [, value] of dict.entries()) cleaned(value, context, unpacked);
}

function cleanArray(array: PDFArray, context: PDFContext, unpacked: number) {
	for (let n = array.size() - 1; n >= 0; n -= 1) {
		const item = array.lookup(n);
		if (runs(item) || carries(item)) array.remove(n);
		else cleaned(array.get(n), context, unpacked);
	}
}

const isAnnotation = (dict: PDFDict) =>
	dict.has(PDFName.of('Rect')) && dict.has(key.subtype) && dict.lookup(key.subtype) !== PDFName.of('Widget');
const runs = (object: PDFObject | undefined) => object instanceof PDFDict && actions.has(object.lookup(key.action) as PDFName);
const carries = (object: PDFObject | undefined) =>
	object instanceof PDFDict && object.has(PDFName.of('Rect')) && carriers.has(object.lookup(key.subtype) as PDFName);

/** A photograph in a PDF is the camera's file as it was, place and owner included. */
function withBarePicture(stream: PDFRawStream, unpacked: number) {
	const filter = stream.dict.lookup(key.filter);
	const filters = filter instanceof PDFArray ? filter.asArray().map((name) => stream.dict.context.lookup(name)) : [filter];
	const last = filters.at(-1) as PDFName;
	if (!pictures.has(last)) return stream;

	let picture = Buffer.from(stream.getContents());
	for (const outer of filters.slice(0, -1)) picture = unwrapped(picture, outer as PDFName, stream.dict.context, unpacked);
	const dict = stream.dict.clone();
	dict.set(key.filter, last);
	if (filters.length > 1) dict.delete(key.filterOptions);
	return PDFRawStream.of(dict, barePicture(picture));
}

function unwrapped(content: Buffer, filter: PDFName, context: PDFContext, unpacked: number): Buffer<ArrayBuffer> {
	if (filter === PDFName.of('FlateDecode')) return inflateSync(content, { maxOutputLength: unpacked });
	if (filter !== PDFName.of('ASCII85Decode') && filter !== PDFName.of('ASCIIHexDecode')) throw new FileRefused('file_damaged');
	const dict = context.obj({});
	dict.set(key.filter, filter);
	return Buffer.from(decodePDFRawStream(PDFRawStream.of(dict, content)).decode());
}

/** Earlier versions of a page, and whatever we cut off above, must not travel along. */
function keepReachable(context: PDFContext) {
	const reached = new Set<PDFRef>();
	const waiting: (PDFObject | undefined)[] = [context.trailerInfo.Root];
	while (waiting.length > 0) {
		const object = waiting.pop();
		if (object instanceof PDFRef) {
			if (reached.has(object)) continue;
			reached.add(object);
			waiting.push(context.lookup(object));
		} else if (object instanceof PDFDict) waiting.push(...object.values());
		else if (object instanceof PDFArray) waiting.push(...object.asArray());
		else if (object instanceof PDFStream) waiting.push(...object.dict.values());
		// What the parser could not read it would copy as it stands.
		else if (object instanceof PDFInvalidObject) throw new FileRefused('file_damaged');
	}
	for (const [ref] of context.enumerateIndirectObjects()) if (!reached.has(ref)) context.delete(ref);
}
