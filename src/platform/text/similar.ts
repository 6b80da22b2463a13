import { folded } from './folded.ts';

// Longer forms first: `GmbH & Co. KG` is one thing.
const legalForms = [
	'gmbh und co kgaa',
	'gmbh und co kg',
	'gmbh und co ohg',
	'ag und co kgaa',
	'ag und co kg',
	'se und co kgaa',
	'se und co kg',
	'ug haftungsbeschraenkt und co kg',
	'ug haftungsbeschraenkt',
	'societe par actions simplifiee unipersonnelle',
	'societe par actions simplifiee',
	'societe a responsabilite limitee',
	'societe anonyme',
	'gesellschaft mit beschraenkter haftung',
	'aktiengesellschaft',
	'eingetragener verein',
	'entreprise individuelle',
	'et compagnie',
	'und compagnie',
	'et cie',
	'und cie',
	'und co kg',
	'und co',
	...['sasu', 'sas', 'sarl', 'eurl', 'sci', 'snc', 'scop', 'scic', 'scp', 'selarl', 'sa', 'gie', 'ei', 'eirl', 'sem', 'spl', 'sca'],
	...['gmbh', 'mbh', 'ggmbh', 'ag', 'kg', 'kgaa', 'ohg', 'gbr', 'ug', 'ek', 'ev', 'eg', 'se', 'sagl'],
	...['ltd', 'limited', 'plc', 'llc', 'inc', 'bv', 'nv', 'spa', 'srl', 'sprl', 'cie', 'co']
];
const ending = new RegExp(`\\s(?:${legalForms.join('|')})$`);
const opening = /^(?:sasu|sas|sarl|eurl|sci|snc|scop|scic|selarl|sa|gie|ets|etablissements|ste|societe|firma|fa|entreprise)\s(?=\S)/;
const fillers = new Set([
	'de',
	'du',
	'des',
	'la',
	'le',
	'les',
	'l',
	'd',
	'et',
	'und',
	'and',
	'der',
	'die',
	'das',
	'von',
	'the',
	'of',
	'en',
	'fuer',
	'pour'
]);

/** What is left of a firm's name when accents, marks and its legal form are gone; equal keys are most likely one firm. */
export function nameKey(name: string) {
	let key = folded(name)
		.replace(/[&+]/g, ' und ')
		.replace(/[.'’`]/g, (mark, at: number, text: string) =>
			mark === '.' && /\b\p{L}\.(?:\s?\p{L}\b)/u.test(text.slice(Math.max(0, at - 1), at + 3)) ? '' : ' '
		)
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim()
		.replace(/\b(?:e k|e v|e g|s a s|s a r l|s a|a g)\b/g, (spelled) => spelled.replaceAll(' ', ''));
	for (let shorter = withoutForm(key); shorter !== key; shorter = withoutForm(key)) key = shorter;
	return key;
}

const withoutForm = (key: string) => key.replace(ending, '').replace(opening, '');

/**
 * From 0 (nothing in common) to 1 (the same name). Words are compared one by one, as near-duplicates differ by a letter
 * or by a word; `likelySame` is where we point a pair out.
 */
export function nameSimilarity(a: string, b: string) {
	const [left, right] = [words(a), words(b)];
	if (left.length === 0 || right.length === 0) return 0;
	if (left.join('') === right.join('')) return 1;
	return Math.max(wordsShared(left, right), joined(left, right));
}

export const likelySame = 0.85;

const words = (name: string) => {
	const all = nameKey(name).split(' ').filter(Boolean);
	const telling = all.filter((word) => !fillers.has(word));
	return telling.length > 0 ? telling : all;
};

// Each word meets its nearest in the other name, weighted by length: `Metall` matters more than `3D`.
function wordsShared(left: string[], right: string[]) {
	const pairs = left
		.flatMap((mine, i) => right.map((other, j) => ({ i, j, weight: wordSimilarity(mine, other) * (mine.length + other.length) })))
		.filter(({ i, j, weight }) => weight >= 0.85 * (left[i]!.length + right[j]!.length))
		.sort((a, b) => b.weight - a.weight || a.i + a.j - b.i - b.j);
	const [met, found] = [new Set<number>(), new Set<number>()];
	let shared = 0;
	for (const { i, j, weight } of pairs) {
		if (met.has(i) || found.has(j)) continue;
		met.add(i);
		found.add(j);
		shared += weight;
	}
	return shared / (length(left) + length(right));
}

// `Soft Line` and `Softline`.
const joined = (left: string[], right: string[]) => {
	const similarity = wordSimilarity(left.join(''), right.join(''));
	return left.length === right.length ? 0 : similarity >= 0.96 ? similarity : 0;
};

const length = (list: string[]) => list.reduce((sum, word) => sum + word.length, 0);

/** Short words and numbers are the same or not; longer ones may differ by a slip of the finger. */
function wordSimilarity(a: string, b: string) {
	if (a === b) return 1;
	if (Math.min(a.length, b.length) < 4 || /\d/.test(a + b)) return 0;
	return jaroWinkler(a, b);
}

function jaroWinkler(a: string, b: string) {
	const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
	const taken = new Set<number>();
	const matched: string[] = [];
	for (let i = 0; i < a.length; i += 1) {
		for (let j = Math.max(0, i - reach); j < Math.min(b.length, i + reach + 1); j += 1) {
			if (taken.has(j) || a[i] !== b[j]) continue;
			taken.add(j);
			matched.push(a[i]!);
			break;
		}
	}
	if (matched.length === 0) return 0;
	const other = [...taken].sort((x, y) => x - y).map((j) => b[j]);
	const swapped = matched.filter((letter, n) => letter !== other[n]).length / 2;
	const jaro = (matched.length / a.length + matched.length / b.length + (matched.length - swapped) / matched.length) / 3;
	let prefix = 0;
	while (prefix < 4 && a[prefix] === b[prefix]) prefix += 1;
	return jaro + prefix * 0.1 * (1 - jaro);
}
