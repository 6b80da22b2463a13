import { fold } from './language.ts';

/** A word of a text: where it stands, its place in the row of words, and how it is spelt without accents. What a hyphen parts is also told glued. */
export type Word = { folded: string; start: number; end: number; place: number; glued?: true };

type Piece = { folded: string; start: number; end: number };
type Joint = 'apart' | 'elision' | 'ending' | 'decimal' | 'hyphen';

const pieces = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
const genderMarks = /\(\s*[hfmwdxi](?:\s*[/|,*-]\s*[hfmwdxi]){1,3}\s*\)|(?<![\p{L}\p{N}])[HFMWDX](?:\/[HFMWDX]){1,2}(?![\p{L}\p{N}])/giu;
const genderEndings = new Set(
	's in innen e es ne nes le les n r rin rinnen euse euses rice rices trice trices iere ieres ere eres fe fes ive ives'.split(' ')
);
const endingsAfterSlash = new Set(['in', 'innen', 'e', 'trice', 'euse']);
const innerCapital = /(?<=\p{Ll})I(?=n(?:nen)?$)/u;
const elided = new Set('l d j m n s t c qu jusqu lorsqu puisqu quoiqu quelqu presqu entr'.split(' '));
const longestGlued = 40;
/** No word is longer; what is would be taken apart letter by letter, and everybody else would wait. */
const longestWord = 80;

/** Reads the words off a text. Elisions, possessives and gender marks fall away: l', 's, (h/f), -in, ·e·s. */
export function words(text: string): Word[] {
	const clean = text.replace(genderMarks, (mark) => ' '.repeat(mark.length));
	const found: Word[] = [];
	let place = 0;
	let last: Piece | undefined;
	let chain: Piece[] = [];
	const endChain = () => {
		const folded = chain.map((piece) => piece.folded).join('');
		if (chain.length > 1 && folded.length < longestGlued)
			found.push({ folded, start: chain[0].start, end: chain[chain.length - 1].end, place: place - 1, glued: true });
		chain = [];
	};
	for (const { 0: spelt, index } of clean.matchAll(pieces)) {
		const piece = { folded: fold(spelt.slice(0, longestWord).replace(innerCapital, 'i')), start: index, end: index + spelt.length };
		const joint = last ? jointOf(last, clean.slice(last.end, piece.start), piece) : 'apart';
		const before = found.at(-1);
		if (joint === 'ending' && last) {
			last = { ...last, end: piece.end };
			continue;
		}
		if (joint === 'decimal' && before) {
			before.folded += `.${piece.folded}`;
			before.end = piece.end;
			last = chain[chain.length - 1] = { folded: before.folded, start: before.start, end: before.end };
			continue;
		}
		if (joint === 'elision' && before?.start === last?.start) {
			found.pop();
			place--;
		}
		if (joint !== 'hyphen') endChain();
		// C++ and C# are not the letter C.
		const sign = spelt.length < 3 ? (/^(?:\+\+|#)/.exec(clean.slice(piece.end, piece.end + 2))?.[0] ?? '') : '';
		last = { ...piece, folded: piece.folded + sign, end: piece.end + sign.length };
		chain.push(last);
		found.push({ ...last, place: place++ });
	}
	endChain();
	return found;
}

function jointOf(last: Piece, gap: string, piece: Piece): Joint {
	if (last.folded.length > 2 && genderEndings.has(piece.folded)) {
		if (/^(?:[·•:*_.]|\(-?|\/-)$/.test(gap) || (gap === '/' && endingsAfterSlash.has(piece.folded))) return 'ending';
	}
	if (/^['’ʼ]$/.test(gap)) return elided.has(last.folded) ? 'elision' : piece.folded === 's' ? 'ending' : 'apart';
	if (/^[.,]$/.test(gap) && /\d$/.test(last.folded) && /^\d/.test(piece.folded)) return 'decimal';
	const initials = /^[.&]$/.test(gap) && last.folded.length === 1 && piece.folded.length === 1;
	return /^[-‐‑–]$/.test(gap) || initials ? 'hyphen' : 'apart';
}
