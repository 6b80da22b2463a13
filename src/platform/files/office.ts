import { posix } from 'node:path';
import { barePicture } from './pictures.ts';
import { FileRefused } from './refused.ts';
import { attributes, blanked, rewriteXml, xmlText, type Change, type Tag } from './xml.ts';
import { readZip, writeZip, type Parts, type ZipLimits } from './zip.ts';

export type OfficeKind = 'docx' | 'xlsx' | 'pptx' | 'odt';

const contentTypes = '[Content_Types].xml';
const main: Record<string, OfficeKind> = {
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml': 'docx',
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml': 'xlsx',
	'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml': 'pptx'
};

export function officeKind(parts: Parts): OfficeKind {
	if (parts.get('mimetype')?.toString('latin1').trim() === 'application/vnd.oasis.opendocument.text') return 'odt';

	const types = parts.get(contentTypes);
	if (!types) throw new FileRefused('file_type_not_allowed');
	const declared: string[] = [];
	rewriteXml(xmlText(types), ({ source }) => {
		declared.push(attributes(source)['ContentType'] ?? '');
		return undefined;
	});
	if (declared.some((type) => /macroEnabled|vbaProject|activeX|macrosheet/i.test(type))) throw new FileRefused('file_has_macros');
	const kind = declared.map((type) => main[type]).find(Boolean);
	if (!kind) throw new FileRefused('file_type_not_allowed');
	return kind;
}

export function cleanOffice(parts: Parts, kind: OfficeKind, limits: ZipLimits) {
	return kind === 'odt' ? writeZip(cleanOdt(parts), ['mimetype']) : writeZip(cleanPackage(parts, limits, 0));
}

// Relationships, by the last word of their type, to parts that tell about people, machines and other files.
const talk = new Set([
	'core-properties',
	'extended-properties',
	'custom-properties',
	'thumbnail',
	'classificationlabels',
	'origin',
	'customXml',
	'printerSettings',
	'attachedTemplate',
	'people',
	'mailMergeSource',
	'mailMergeHeaderSource',
	'usernames',
	'revisionHeaders',
	'changesInfo',
	'revisionInfo'
]);
const macros = new Set([
	'vbaProject',
	'wordVbaData',
	'vbaProjectSignature',
	'xlMacrosheet',
	'xlIntlMacrosheet',
	'control',
	'activeXControlBinary',
	'keyMapCustomizations',
	'attachedToolbars'
]);

/**
 * Keeps the parts that can be reached from the document itself, without those that tell about its maker. What nothing
 * points to is a hiding place.
 */
function cleanPackage(parts: Parts, limits: ZipLimits, depth: number): Parts {
	if ([...parts.keys()].some((name) => /vbaProject|vbaData|macrosheets\/|activeX\//i.test(name))) throw new FileRefused('file_has_macros');
	const byName = new Map([...parts.keys()].map((name) => [name.toLowerCase(), name]));
	const kept: Parts = new Map();
	const waiting: { name: string; role: string }[] = [{ name: '', role: 'package' }];

	while (waiting.length > 0) {
		const { name, role } = waiting.pop()!;
		if (name && kept.has(name)) continue;
		if (name) kept.set(name, cleanPart(name, parts.get(name)!, role, limits, depth));

		const relations = byName.get(posix.join(posix.dirname(name), '_rels', `${posix.basename(name)}.rels`).toLowerCase());
		if (!relations) continue;
		const cleaned = rewriteXml(xmlText(parts.get(relations)!), (tag) => {
			if (tag.name !== 'Relationship') return undefined;
			const { Type = '', Target = '', TargetMode } = attributes(tag.source);
			const as = Type.split('/').at(-1)!;
			if (macros.has(as)) throw new FileRefused('file_has_macros');
			if (as === 'aFChunk') throw new FileRefused('file_type_not_allowed');
			if (talk.has(as) || (name === '' && as !== 'officeDocument')) return { drop: true };
			if (TargetMode === 'External') return outside(tag, as, Target);
			const target =
				byName.get(posix.join('/', posix.dirname(name), decoded(Target)).slice(1).toLowerCase()) ??
				byName.get(decoded(Target).replace(/^\//, '').toLowerCase());
			if (target) waiting.push({ name: target, role: as });
			return undefined;
		});
		kept.set(relations, Buffer.from(cleaned));
	}

	const types = rewriteXml(xmlText(parts.get(contentTypes)!), ({ name, source }) => {
		const part =
			name === 'Override'
				? byName.get(
						decoded(attributes(source)['PartName'] ?? '')
							.replace(/^\//, '')
							.toLowerCase()
					)
				: undefined;
		return name === 'Override' && !(part && kept.has(part)) ? { drop: true } : undefined;
	});
	return new Map([[contentTypes, Buffer.from(types)], ...kept]);
}

function decoded(target: string) {
	try {
		return decodeURIComponent(target.replace(/#.*$/, ''));
	} catch {
		return target;
	}
}

// Links people follow stay; templates, linked pictures and sheets load by themselves and carry paths with people's names.
function outside({ source }: Tag, as: string, target: string): Change | undefined {
	if (as === 'hyperlink' && /^(?:https?:|mailto:)/i.test(target)) return undefined;
	return { source: source.replace(/(\sTarget\s*=\s*)(?:"[^"]*"|'[^']*')/, '$1"about:blank"') };
}

function cleanPart(name: string, part: Buffer, role: string, limits: ZipLimits, depth: number): Buffer {
	if (role === 'oleObject') return Buffer.alloc(0);
	if (role === 'package') return cleanEmbedded(part, limits, depth);
	if (/\.(?:jpe?g|jfif|png)$/i.test(name)) return part.length > 8 ? barePicture(part) : part;
	if (role === 'worksheet') return cleanSheet(part);
	if (/\.svg$/i.test(name)) return cleanSvg(part);
	if (/\.(?:xml|vml)$/i.test(name)) return Buffer.from(rewriteXml(xmlText(part), (tag) => cleanTag(tag, role)));
	return part;
}

function cleanEmbedded(part: Buffer, limits: ZipLimits, depth: number) {
	// An older format shows its preview picture and opens no more.
	if (depth >= 2 || part.subarray(0, 2).toString('latin1') !== 'PK') return Buffer.alloc(0);
	const parts = readZip(part, limits);
	officeKind(parts);
	return writeZip(cleanPackage(parts, limits, depth + 1));
}

// A sheet may weigh a hundred megabytes, and only these two of its tags know a printer or a person.
function cleanSheet(part: Buffer) {
	const sheet = xmlText(part)
		.replace(/<(?:\w+:)?pageSetup\b[^<>]*>/g, (tag) => tag.replace(/\s(?:\w+:)?id\s*=\s*(?:"[^"]*"|'[^']*')/, ''))
		.replace(/<(?:\w+:)?scenario\b[^<>]*>/g, (tag) => blanked(tag, new Set(['user'])));
	return Buffer.from(sheet);
}

// Drawing programs leave a document type, their metadata and the author's folders.
function cleanSvg(part: Buffer) {
	const traces = new Set(['docname', 'export-filename', 'absref']);
	return Buffer.from(
		rewriteXml(withoutDocumentType(xmlText(part)), ({ name, source }) =>
			name === 'metadata' || name === 'script' ? { drop: true } : { source: blanked(source, traces) }
		)
	);
}

const withoutDocumentType = (xml: string) => xml.replace(/<!DOCTYPE\s[^[<>]*>/, '');

const droppedElements = new Set(['attachedTemplate', 'docVars', 'mailMerge', 'printerSettings', 'dataBinding', 'absPath']);
const authors = new Set(['author', 'initials', 'userId', 'providerId', 'refreshedBy', 'userName', 'lastModifiedBy']);
const anyAuthor = new RegExp([...authors].join('|'));
const connection = new Set(['connection', 'sourceFile', 'odcFile', 'command']);

function cleanTag({ name, source }: Tag, role: string): Change | undefined {
	if (droppedElements.has(name)) return { drop: true };
	if (name === 'author' && role === 'comments') return { empty: true };
	if (role === 'commentAuthors' || role === 'authors') return { source: blanked(source, new Set([...authors, 'name'])) };
	// A table has a display name too, and needs it.
	if (role === 'person') return { source: blanked(source, new Set([...authors, 'displayName'])) };
	if (role === 'connections') return { source: blanked(source, connection) };
	if (name === 'pageSetup') return { source: source.replace(/\s\w+:id\s*=\s*(?:"[^"]*"|'[^']*')/, '') };
	return anyAuthor.test(source) ? { source: blanked(source, authors) } : undefined;
}

const odtParts =
	/^(?:mimetype|META-INF\/manifest\.xml|(?:Object [^/]*\/)*(?:content|styles|settings|meta)\.xml|(?:Object [^/]*\/)*(?:Pictures|Fonts|media)\/[^/]+|ObjectReplacements\/[^/]+|Object [^/]+)$/;
const odtAuthors = new Set([
	'creator',
	'creator-initials',
	'sender-initials',
	'author-name',
	'author-initials',
	'printed-by',
	'initial-creator'
]);
const odtMachine = /^(?:PrinterName|PrinterSetup|PrintFaxName|CurrentDatabase\w+|EmbeddedDatabaseName|ColorTableURL|.*TableURL)$/;
const emptyMeta =
	'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/></office:document-meta>';

function cleanOdt(parts: Parts): Parts {
	if ([...parts.keys()].some((name) => /^(?:Basic|Scripts|Dialogs)\//.test(name))) throw new FileRefused('file_has_macros');
	const manifest = parts.get('META-INF/manifest.xml');
	if (!manifest) throw new FileRefused('file_damaged');
	const kept: Parts = new Map([['mimetype', Buffer.from('application/vnd.oasis.opendocument.text')]]);

	for (const [name, part] of parts) {
		if (!odtParts.test(name) || name === 'mimetype' || name === 'META-INF/manifest.xml') continue;
		kept.set(name, cleanOdtPart(name, part));
	}
	if (/<(?:[\w-]+:)?encryption-data\b/.test(xmlText(manifest))) throw new FileRefused('file_protected');
	// Older writers put a document type in the manifest, and only there.
	const listed = rewriteXml(withoutDocumentType(xmlText(manifest)), ({ name, source }) => {
		const path = attributes(source)['full-path'] ?? '';
		return name === 'file-entry' && !path.endsWith('/') && !kept.has(path) ? { drop: true } : undefined;
	});
	return kept.set('META-INF/manifest.xml', Buffer.from(listed));
}

function cleanOdtPart(name: string, part: Buffer) {
	if (name.endsWith('meta.xml')) return Buffer.from(emptyMeta);
	if (/^(?:ObjectReplacements|.*Pictures|.*media)\//.test(name)) return part.length > 8 ? barePicture(part) : part;
	if (/^Object [^/]+$/.test(name)) return Buffer.alloc(0);
	if (!name.endsWith('.xml')) return part;
	return Buffer.from(
		rewriteXml(xmlText(part), (tag) => {
			if (tag.name === 'event-listener' || tag.name === 'script') throw new FileRefused('file_has_macros');
			if (odtAuthors.has(tag.name)) return { empty: true };
			if (tag.name === 'config-item' && odtMachine.test(attributes(tag.source)['name'] ?? '')) return { empty: true };
			return undefined;
		})
	);
}
