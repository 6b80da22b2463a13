import { concepts, label } from '#ecosystem/vocabulary/concepts.ts';
import { checkSiren, checkSiret } from '#ecosystem/identifiers.ts';
import { locales, say } from '#platform/i18n.ts';
import { folded } from '#platform/text/folded.ts';
import type { Field, Reading } from './fields.ts';

/** Words as they are compared: without accents, marks and capitals. */
export const plain = (words: string) =>
	folded(words)
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

/** What somebody said that values of a file mean: a code, or '-' for nothing at all. */
export type Meanings = Record<string, Record<string, string>>;

export type Cell = { value: unknown } | { code: string; params?: Record<string, string | number> };

const unread = new Map<Reading, Map<string, string>>();

/** All that a choice is called by, in any language. */
function wordsOf(reads: Reading): Map<string, string> {
	const known = unread.get(reads);
	if (known) return known;
	const words = new Map<string, string>();
	const add = (word: string, code: string) => {
		const key = plain(word);
		if (key && !words.has(key)) words.set(key, code);
	};
	if (reads.as === 'one' || reads.as === 'many') {
		for (const code of reads.of) {
			add(code, code);
			for (const prefix of reads.said) for (const locale of locales) add(say(`${prefix}_${code}`, {}, locale), code);
		}
		for (const [word, code] of Object.entries(reads.also ?? {})) add(word, code);
	} else if (reads.as === 'country' || reads.as === 'language' || reads.as === 'languages') {
		const type = reads.as === 'country' ? 'region' : 'language';
		for (const code of reads.of) {
			add(code, code);
			for (const locale of locales) add(new Intl.DisplayNames([locale], { type }).of(code) ?? code, code);
		}
	} else if (reads.as === 'concepts') {
		const own = concepts.filter(({ kind }) => (kind === 'sector') === reads.sectors);
		for (const { id } of own) for (const name of [id, ...locales.map((locale) => label(id, locale))]) add(name, id);
		for (const { id, synonyms } of own) for (const locale of locales) for (const name of synonyms[locale]) add(name, id);
	}
	unread.set(reads, words);
	return words;
}

export const isChoice = ({ reads }: Field) => 'of' in reads || reads.as === 'concepts';
const isList = ({ reads }: Field) => reads.as === 'many' || reads.as === 'languages' || reads.as === 'concepts';

/** The entries of a cell that names several; the longest words that a list knows count as one, as some hold a comma themselves. */
function entriesOf(cell: string, knows: (word: string) => boolean): string[] {
	return cell.split(/[;|\n]/).flatMap((part) => {
		if (knows(part)) return [part.trim()];
		const pieces = part.split(/(,|\/|\s(?:et|ou|und|oder|and|or)\s)/);
		const entries: string[] = [];
		for (let from = 0; from < pieces.length;) {
			let to = pieces.length;
			while (to > from + 1 && !knows(pieces.slice(from, to).join(''))) to -= 2;
			entries.push(pieces.slice(from, to).join('').trim());
			from = to + 1;
		}
		return entries.filter(Boolean);
	});
}

/** Values of a cell that no list knows and nobody has explained. */
export function unknownIn(field: Field, cell: string, meanings: Meanings): string[] {
	if (!cell || !isChoice(field)) return [];
	const words = wordsOf(field.reads);
	const knows = (word: string) => words.has(plain(word)) || meanings[field.key]?.[word.trim()] !== undefined;
	return (isList(field) ? entriesOf(cell, knows) : [cell]).filter((word) => !knows(word));
}

/** What a cell says, as the form would have it. */
export function read(field: Field, cell: string, meanings: Meanings): Cell {
	const { reads } = field;
	if (isChoice(field)) {
		const words = wordsOf(reads);
		const own = meanings[field.key] ?? {};
		const meant = (word: string) => own[word.trim()] ?? words.get(plain(word));
		const knows = (word: string) => meant(word) !== undefined;
		const entries = isList(field) ? entriesOf(cell, knows) : [cell];
		const unknown = entries.filter((word) => !knows(word));
		if (unknown.length) return { code: 'import_value_unknown', params: { value: unknown.join(', ').slice(0, 100) } };
		const codes = entries.map((word) => meant(word) as string).filter((code) => code !== '-');
		return { value: isList(field) ? [...new Set(codes)] : codes[0] };
	}
	switch (reads.as) {
		case 'number':
			return numberIn(cell);
		case 'date':
			return dayIn(cell);
		case 'yes':
			return yesIn(cell);
		case 'siren':
			return { value: padded(cell, 9, (siren) => checkSiren(siren).ok) };
		case 'siret':
			return { value: padded(cell, 14, (siret) => checkSiret(siret).ok) };
		default:
			return { value: cell };
	}
}

/** A spreadsheet takes zeros at the beginning of a number away; the check digit says whether one was there. */
function padded(cell: string, length: number, holds: (number: string) => boolean) {
	const digits = cell.replace(/[\s.\u00a0\u202f]/g, '');
	if (!/^\d+$/.test(digits) || digits.length >= length || digits.length < length - 4) return cell;
	const whole = digits.padStart(length, '0');
	return holds(whole) ? whole : cell;
}

function numberIn(cell: string): Cell {
	const bare = cell.replace(/[\s\u00a0\u202f'’]/g, '').replace(/(?<=\d)[.,](?=\d{3}(?:\D|$))/g, '');
	const value = Number(bare.replace(',', '.'));
	return bare && Number.isFinite(value) ? { value } : { code: 'import_not_a_number' };
}

function dayIn(cell: string): Cell {
	const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(cell);
	const european = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(cell);
	const [year, month, day] = iso ? iso.slice(1) : european ? european.slice(1).reverse() : [];
	const written = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
	const at = new Date(`${written}T00:00:00Z`);
	return year && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(written) ? { value: written } : { code: 'import_not_a_day' };
}

const yes = new Set(['1', 'x', 'oui', 'o', 'vrai', 'ja', 'j', 'wahr', 'yes', 'y', 'true', '✓']);
const no = new Set(['0', '-', '–', 'non', 'n', 'faux', 'nein', 'falsch', 'no', 'false']);

function yesIn(cell: string): Cell {
	const word = cell.toLowerCase();
	if (yes.has(word)) return { value: true };
	return no.has(word) ? { value: false } : { code: 'import_not_yes_or_no' };
}
