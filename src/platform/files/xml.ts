import { isUtf16 } from './kinds.ts';
import { FileRefused } from './refused.ts';

export type Tag = { name: string; source: string };
/** A tag written differently, all inside the element taken out, or the element too. */
export type Change = { source?: string; empty?: true; drop?: true };

export function xmlText(bytes: Buffer) {
	const text = new TextDecoder(isUtf16(bytes) ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8', { fatal: true }).decode(bytes);
	const declared = /^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([\w-]+)["']/.exec(text)?.[1];
	// In any other encoding our search and the office program could read different words.
	if (declared && !/^(?:utf-?8|utf-?16|us-ascii)$/i.test(declared)) throw new FileRefused('file_damaged');
	return declared ? text.replace(/\bencoding\s*=\s*["'][\w-]+["']/, 'encoding="UTF-8"') : text;
}

const element = /<\/?([^\s<>"'/=]+)[^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*)*>/y;

/**
 * Walks the tags of a part once and applies what `change` says. Comments go; document types, which may redefine words,
 * are refused.
 */
export function rewriteXml(xml: string, change: (tag: Tag) => Change | undefined) {
	const kept: string[] = [];
	let copied = 0;
	let at = 0;
	let dropping: { name: string; depth: number; shell: boolean } | null = null;

	// Most of a part stays as it is and is copied in long pieces.
	const replace = (from: number, to: number, by = '') => {
		if (!dropping) kept.push(xml.slice(copied, from), by);
		copied = to;
	};
	const until = (mark: string, from: number) => {
		const end = xml.indexOf(mark, from);
		if (end === -1) throw new FileRefused('file_damaged');
		return end + mark.length;
	};

	for (let open = xml.indexOf('<'); open !== -1; open = xml.indexOf('<', at)) {
		if (xml.startsWith('<!--', open)) {
			at = until('-->', open + 4);
			replace(open, at);
			continue;
		}
		if (xml.startsWith('<![CDATA[', open) || xml.startsWith('<?', open)) {
			at = until(xml[open + 1] === '?' ? '?>' : ']]>', open);
			continue;
		}

		element.lastIndex = open;
		const match = element.exec(xml);
		if (!match || xml[open + 1] === '!') throw new FileRefused('file_damaged');
		const [source, name] = match as unknown as [string, string];
		at = open + source.length;

		const closing = source[1] === '/';
		const alone = source.endsWith('/>');
		if (dropping) {
			if (name === dropping.name && !alone) dropping.depth += closing ? -1 : 1;
			if (dropping.depth > 0) continue;
			copied = dropping.shell ? open : at;
			dropping = null;
			continue;
		}
		const changed = closing ? undefined : change({ name: name.replace(/^.*:/, ''), source });
		if (!changed) continue;
		replace(open, at, changed.drop ? '' : (changed.source ?? source));
		if (!alone && (changed.drop || changed.empty)) dropping = { name, depth: 1, shell: !changed.drop };
	}
	if (!dropping) kept.push(xml.slice(copied));
	return kept.join('');
}

// A name starts after a blank: tried at every letter, a long one would take forever.
const attribute = /(?<=\s)([^\s<>"'/=]+)(\s*=\s*)("[^"]*"|'[^']*')/g;
const local = (name: string) => name.replace(/^.*:/, '');

export const attributes = (source: string) =>
	Object.fromEntries([...source.matchAll(attribute)].map(([, name, , value]) => [local(name!), unescaped(value!.slice(1, -1))]));

/** The tag with the named attributes (by their local name) made empty. */
export const blanked = (source: string, names: Set<string>) =>
	source.replace(attribute, (whole, name: string, equals: string) => (names.has(local(name)) ? `${name}${equals}""` : whole));

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescaped = (value: string) =>
	value.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
		if (name) return named[name] ?? whole;
		const point = hex ? parseInt(hex, 16) : Number(decimal);
		return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
	});
