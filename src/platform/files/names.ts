import { ending, isPicture, kinds, type Kind } from './kinds.ts';

const longest = 120;

/** A name to show and to download under: no path, nothing invisible, nothing a file system refuses. */
export function cleanName(name: string, kind: Kind) {
	const last = name.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
	const visible = last
		.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
		.replace(/[<>:"|?*]/g, '-')
		.replace(/\s+/g, ' ');
	const tail = `.${ending(visible) || kinds[kind].endings[0]}`;
	const stem = visible.replace(/\.[a-z0-9]+\s*$/i, '').replace(/^[. ]+|[. ]+$/g, '');
	return short(stem || 'document', longest - tail.length) + tail;
}

// Cutting by code point keeps an emoji whole.
function short(text: string, units: number) {
	let kept = '';
	for (const character of text) {
		if (kept.length + character.length > units) break;
		kept += character;
	}
	return kept.trimEnd();
}

/** For an anonymous need: the firm's own file name often names the firm. */
export const neutralName = (kind: Kind, n: number) => `${isPicture(kind) ? 'image' : 'document'}-${n}.${kinds[kind].endings[0]}`;
