/** What long words are made of, learnt from the words an index has met: a part and how often it stands alone or builds others. */
export type Parts = ReadonlyMap<string, number>;

const links = ['', 's', 'es', 'n', 'en', 'er', 'e', 'ens'];
const shortest = 4;
const kin = 2;
const costOfAPart = 9;

// Endings that look like words of their own: a Strickerin is no Strick-Erin.
const endings = new Set(
	(
		'erin erinnen innen erei ereien erung isch ische ischer isches ischen heit keit lich liche licher lichen liches schaft schaften ling chen lein ' +
		'enden ende endes ender ungen barkeit bare barer baren bares same samer samen ismus isten istin ation ationen ieren iert ierte ierung igkeit igen iger iges lose loser loses losen urin'
	).split(' ')
);

const plain = /^[a-z]+$/;

/** Learns parts from folded German words and how many documents hold each. A part that never stands alone (Hubschraub-) is known by its kin. */
export function learnParts(words: ReadonlyMap<string, number>): Parts {
	const parts = new Map<string, number>();
	const long: string[] = [];
	for (const [word, documents] of words) {
		if (word.length < shortest || endings.has(word) || !plain.test(word)) continue;
		parts.set(word, documents);
		if (word.length >= 2 * shortest) long.push(word);
	}
	for (let round = 0; round < 2; round++) {
		const heads = new Map<string, number>();
		const tails = new Map<string, number>();
		for (const word of long) {
			for (let cut = shortest; cut <= word.length - shortest; cut++) {
				const head = word.slice(0, cut);
				const tail = word.slice(cut);
				if (parts.has(tail)) heads.set(head, (heads.get(head) ?? 0) + 1);
				if (
					links.some(
						(link) => head.length - link.length >= shortest && head.endsWith(link) && parts.has(head.slice(0, head.length - link.length))
					)
				)
					tails.set(tail, (tails.get(tail) ?? 0) + 1);
			}
		}
		for (const found of [heads, tails]) {
			for (const [part, count] of found) {
				if (count >= kin && !parts.has(part) && !endings.has(part)) parts.set(part, count * 0.3);
			}
		}
	}
	return parts;
}

/** The parts of a compound, or none when the word is one. */
export function splitCompound(word: string, parts: Parts): string[] {
	if (word.length < 2 * shortest || !plain.test(word)) return [];
	const best: ({ worth: number; parts: string[] } | undefined)[] = [{ worth: 0, parts: [] }];
	for (let from = 0; from <= word.length - shortest; from++) {
		const before = best[from];
		if (!before) continue;
		for (let to = from + shortest; to <= word.length; to++) {
			if (from === 0 && to === word.length) continue;
			const part = strongest(word.slice(from, to), to < word.length, parts);
			if (!part) continue;
			const worth = before.worth + Math.log(1 + part.strength) - costOfAPart;
			if (worth > (best[to]?.worth ?? -Infinity)) best[to] = { worth, parts: [...before.parts, part.name] };
		}
	}
	return best[word.length]?.parts ?? [];
}

function strongest(piece: string, linked: boolean, parts: Parts) {
	let found: { name: string; strength: number } | undefined;
	for (const link of linked ? links : ['']) {
		const name = link ? piece.slice(0, -link.length) : piece;
		if (name.length < shortest || !piece.endsWith(link)) continue;
		const strength = (parts.get(name) ?? 0) * (link ? 0.9 : 1);
		if (strength > (found?.strength ?? 0)) found = { name, strength };
	}
	return found;
}
