export type Span = { text: string; href?: string };
export type Block = { kind: 'paragraph'; lines: Span[][] } | { kind: 'list'; items: Span[][] };

/** What people type into a large field, as paragraphs, lists and links to draw; never HTML. */
export function prose(text: string): Block[] {
	const blocks: Block[] = [];
	let open: Block | null = null;
	for (const line of visible(text).split('\n')) {
		const words = line.trim();
		const item = /^[-•–*]\s+(.+)$/.exec(words)?.[1];
		if (words === '') open = null;
		else if (item) {
			if (open?.kind !== 'list') blocks.push((open = { kind: 'list', items: [] }));
			open.items.push(spans(item));
		} else if (open?.kind === 'list' && /^\s{2,}/.test(line)) open.items.at(-1)!.push({ text: ' ' }, ...spans(words));
		else {
			if (open?.kind !== 'paragraph') blocks.push((open = { kind: 'paragraph', lines: [] }));
			open.lines.push(spans(words));
		}
	}
	return blocks;
}

// Letters that turn the direction of writing can make a link or a number read as another.
const visible = (text: string) =>
	text
		.toWellFormed()
		.replace(/\r\n?|[\u2028\u2029]/g, '\n')
		.replace(/\t/g, '  ')
		.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g, '');

const address =
	/(?<![\p{L}\p{N}])https?:\/\/[^\s<>"«»]+|(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}_-])/giu;

function spans(line: string): Span[] {
	const found: Span[] = [];
	let from = 0;
	for (const { 0: whole, index } of line.matchAll(address)) {
		const text = whole.includes('://') ? withoutTrailingMarks(whole) : whole;
		const href = whole.includes('://') ? webAddress(text) : `mailto:${text}`;
		if (!href) continue;
		if (index > from) found.push({ text: line.slice(from, index) });
		found.push({ text, href });
		from = index + text.length;
	}
	if (from < line.length) found.push({ text: line.slice(from) });
	return found;
}

/** A full stop ends the sentence, not the address; a bracket stays when the address opened it. */
function withoutTrailingMarks(text: string) {
	let end = text.length;
	let unopened = count(text, ')') - count(text, '(');
	for (; end > 0; end -= 1) {
		const last = text[end - 1]!;
		if (last === ')' && unopened > 0) unopened -= 1;
		else if (!/[.,;:!?'’”\]}*_…]/.test(last)) break;
	}
	return text.slice(0, end);
}

const count = (text: string, mark: string) => text.split(mark).length - 1;

function webAddress(text: string) {
	const url = URL.parse(text);
	// `https://bank.example@elsewhere.example` leads elsewhere.
	return url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url.href : null;
}
