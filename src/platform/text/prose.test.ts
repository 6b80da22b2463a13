import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prose } from './prose.ts';

test('lines become paragraphs and lists', () => {
	expect(prose('Nous cherchons :\r\n- une caméra\r\n•  un éclairage,\r\n   réglable\r\n\r\n\r\nMerci\nd’avance\n-5 °C\n')).toEqual([
		{ kind: 'paragraph', lines: [[{ text: 'Nous cherchons :' }]] },
		{ kind: 'list', items: [[{ text: 'une caméra' }], [{ text: 'un éclairage,' }, { text: ' ' }, { text: 'réglable' }]] },
		{ kind: 'paragraph', lines: [[{ text: 'Merci' }], [{ text: 'd’avance' }], [{ text: '-5 °C' }]] }
	]);
	expect(prose(' \n\t\n')).toEqual([]);
});

const links = (text: string) =>
	prose(text).flatMap((block) =>
		(block.kind === 'list' ? block.items : block.lines).flatMap((spans) => spans.flatMap(({ text, href }) => (href ? [[text, href]] : [])))
	);

test('web and mail addresses become links, without the marks of the sentence', () => {
	expect(links('Voir https://www.km0.info/plan?x=1#y, (http://example.org/a_(b)) ou https://example.org/x.')).toEqual([
		['https://www.km0.info/plan?x=1#y', 'https://www.km0.info/plan?x=1#y'],
		['http://example.org/a_(b)', 'http://example.org/a_(b)'],
		['https://example.org/x', 'https://example.org/x']
	]);
	expect(links('- «https://müller.example/ä»\n- jean.roth+km0@filature-roth.example.')).toEqual([
		['https://müller.example/ä', 'https://xn--mller-kva.example/%C3%A4'],
		['jean.roth+km0@filature-roth.example', 'mailto:jean.roth+km0@filature-roth.example']
	]);
});

test('nothing else becomes a link, and markup stays words', () => {
	const wild = [
		'javascript:alert(1)',
		'JaVaScRiPt://https:%0aalert(1)',
		'data:text/html,<script>',
		'vbscript:x',
		'file:///etc/passwd',
		'ftp://example.org',
		'//example.org',
		'https://bank.example@elsewhere.example/',
		'https://',
		'http://[',
		'a@b',
		'@example.org',
		'<b>gras</b>',
		'[x](javascript:alert(1))'
	];
	expect(wild.map(links)).toEqual(wild.map(() => []));
	expect(prose('<img src=x onerror=alert(1)>')).toEqual([{ kind: 'paragraph', lines: [[{ text: '<img src=x onerror=alert(1)>' }]] }]);
});

test('a link cannot be disguised by turning the direction of writing', () => {
	expect(prose('https://example.org/\u202Egnp.exe')).toEqual([
		{ kind: 'paragraph', lines: [[{ text: 'https://example.org/gnp.exe', href: 'https://example.org/gnp.exe' }]] }
	]);
});

test('any text keeps its words and only ever links to the web or to mail', () => {
	const piece = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.constantFrom('\n', '- ', 'https://a.example/', 'javascript:', 'x@y.example', ' ', '(', ')', '@', '://')
	);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
			const blocks = prose(pieces.join(''));
			const spans = blocks.flatMap((block) => (block.kind === 'list' ? block.items : block.lines)).flat();
			for (const { href } of spans) if (href !== undefined) expect(href).toMatch(/^(?:https?:\/\/|mailto:)/);
			const letters = (text: string) => text.toWellFormed().replace(/[^\p{L}\p{N}]/gu, '');
			expect(letters(spans.map(({ text }) => text).join(''))).toBe(letters(pieces.join('')));
		})
	);
});

test('a text made to be slow is not', () => {
	const started = performance.now();
	for (const text of [
		'https://'.repeat(20_000),
		'a.'.repeat(100_000),
		`${'a@'.repeat(50_000)}`,
		`https://a/${')'.repeat(100_000)}`,
		'- '.repeat(100_000),
		`a@${'a.'.repeat(100_000)}`
	])
		prose(text);
	expect(performance.now() - started).toBeLessThan(2_000);
});
