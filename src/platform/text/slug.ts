import { folded } from './folded.ts';

const longest = 60;

/** A name for an address: `Grüne Werkstatt` becomes `gruene-werkstatt`; empty when nothing in it can be written so. */
export function slug(text: string) {
	const words = folded(text)
		.replace(/['’]/g, ' ')
		.split(/[^a-z0-9]+/)
		.filter(Boolean);
	let kept = '';
	for (const word of words) {
		const longer = kept ? `${kept}-${word}` : word;
		if (longer.length > longest) break;
		kept = longer;
	}
	return kept || (words[0] ?? '').slice(0, longest);
}
