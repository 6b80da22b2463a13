import { inflateSync } from 'node:zlib';
import {
	PDFArray,
	PDFDict,
	PDFHeader,
	PDFInvalidObject,
	PDFName,
	PDFNumber,
	PDFParser,
	PDFRawStream,
	PDFRef,
	PDFStream,
	PDFWriter,
	decodePDFRawStream,
	type PDFContext,
	type PDFObject
} from '@cantoo/pdf-lib';
import { barePicture } from './pictures.ts';
import { FileRefused } from './refused.ts';

const patience = 5_000;
const mostObjects = 2_000_000;

export async function cleanPdf(bytes: Buffer, unpacked: number) {
	if (/\/Encrypt\s*(?:<<|\d+\s+\d+\s+R)/.test(bytes.toString('latin1'))) throw new FileRefused('file_protected');
	const context = await parsed(bytes, unpacked);
	if (context.lookup(context.trailerInfo.Encrypt)) throw new FileRefused('file_protected');

	context.trailerInfo = { Root: context.trailerInfo.Root };
	for (const [ref, object] of context.enumerateIndirectObjects()) context.assign(ref, cleaned(object, context, unpacked));
	if (!keepReachable(context)) throw new FileRefused('file_damaged');
	context.header = PDFHeader.forVersion(1, 7);
	// The writer of compressed references takes the square of the number of objects: minutes for a thick manual.
	return Buffer.from(await PDFWriter.forContext(context, 500).serializeToBuffer());
}

/**
 * The parser trusts its file: it unpacks object streams without a limit, counts as far as a reference stream tells it
 * to, and between objects tries every byte. We stand beside it at these three places. It is strict, because when
 * lenient it looks for the end of each broken object in all the rest of the file.
 */
async function parsed(bytes: Buffer, unpacked: number): Promise<PDFContext> {
	const parser = PDFParser.forBytesWithOptions(bytes, 500, true);
	const until = performance.now() + patience;
	let left = unpacked;
	let refused: unknown;
	const beside = (method: string, check: (result: unknown) => void) => {
		const original = Reflect.get(parser, method) as (...given: unknown[]) => unknown;
		Reflect.set(parser, method, (...given: unknown[]) => {
			const result = original.apply(parser, given);
			try {
				check(result);
			} catch (error) {
				throw (refused = error);
			}
			return result;
		});
	};
	const inTime = () => {
		if (performance.now() > until) throw new FileRefused('file_damaged');
	};
	beside('matchIndirectObjectHeader', inTime);
	beside('maybeParseTrailer', inTime);
	beside('parseDictOrStream', (object) => {
		if (object instanceof PDFRawStream) left -= structureSize(object, left);
	});
	return parser.parseDocument().catch((error: unknown) => {
		throw refused ?? error;
	});
}

/** What the parser is about to unpack of a stream, when that stream tells about the file itself. */
function structureSize(stream: PDFRawStream, limit: number) {
	const { dict } = stream;
	const type = dict.lookup(key.type);
	if (type === PDFName.of('XRef')) checkCounts(dict);
	else if (type !== PDFName.of('ObjStm')) return 0;

	const filter = dict.lookup(key.filter);
	const only = filter instanceof PDFArray && filter.size() === 1 ? filter.lookup(0) : filter;
	if (only === undefined) return 0;
	// Other packings of these streams are unheard of, and packed twice they hide their size.
	if (only !== PDFName.of('FlateDecode')) throw new FileRefused('file_damaged');
	try {
		return inflateSync(stream.getContents(), { maxOutputLength: Math.max(limit, 1) }).length;
	} catch (error) {
		throw new FileRefused((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'file_too_large' : 'file_damaged');
	}
}

function checkCounts(dict: PDFDict) {
	const numbers = (word: string) => {
		const value = dict.lookup(PDFName.of(word));
		return value instanceof PDFArray ? value.asArray().map((_, n) => value.lookup(n, PDFNumber).asNumber()) : [];
	};
	const size = dict.lookup(PDFName.of('Size'), PDFNumber).asNumber();
	const objects = [size, ...numbers('Index').filter((_, n) => n % 2 === 1)].reduce((sum, count) => sum + count, 0);
	if (objects > mostObjects || numbers('W').some((width) => width > 8)) throw new FileRefused('file_damaged');
}

const names = (...words: string[]) => words.map((word) => PDFName.of(word));
const key = {
	a: PDFName.of('A'),
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
const page = PDFName.of('Page');

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
	if (dict.lookup(key.type) === page) dict.delete(PDFName.of('B'));
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

/** Earlier versions of a page, and whatever we cut off above, must not travel along; says whether a page is left. */
function keepReachable(context: PDFContext) {
	const reached = new Set<PDFRef>();
	let pages = 0;
	const waiting: (PDFObject | undefined)[] = [context.trailerInfo.Root];
	while (waiting.length > 0) {
		const object = waiting.pop();
		if (object instanceof PDFRef) {
			if (reached.has(object)) continue;
			reached.add(object);
			waiting.push(context.lookup(object));
		} else if (object instanceof PDFDict) {
			if (object.lookup(key.type) === page) pages += 1;
			waiting.push(...object.values());
		} else if (object instanceof PDFArray) waiting.push(...object.asArray());
		else if (object instanceof PDFStream) waiting.push(...object.dict.values());
		// What the parser could not read it would copy as it stands.
		else if (object instanceof PDFInvalidObject) throw new FileRefused('file_damaged');
	}
	for (const [ref] of context.enumerateIndirectObjects()) if (!reached.has(ref)) context.delete(ref);
	return pages > 0;
}
