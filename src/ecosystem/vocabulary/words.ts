export type Language = 'fr' | 'de' | 'en';
export const languages: Language[] = ['fr', 'de', 'en'];

export type Word = { text: string; folded: string; start: number; end: number; sentence: number };

const accents: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', œ: 'oe', æ: 'ae' };

/** Lower case without accents; ä, ö, ü and ß become the two letters that a keyboard without them types. */
export const fold = (text: string) =>
	text
		.normalize('NFC')
		.toLowerCase()
		.replace(/[äöüßœæ]/g, (letter) => accents[letter])
		.normalize('NFD')
		.replace(/\p{M}/gu, '');

const elided = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)$/i;
const afterWord = /^['’ʼ]/;
/** No word is longer; what is would be taken apart letter by letter, and everybody else would wait. */
const longestWord = 80;

/** The words of a text with their place in it; an elided article (l', d', qu') is not a word. */
export function wordsOf(text: string): Word[] {
	const words: Word[] = [];
	let sentence = 0;
	let previous = 0;
	for (const match of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
		const end = match.index + match[0].length;
		if (/[!?;\n]|[.:]\s/.test(text.slice(previous, match.index))) sentence += 1;
		previous = end;
		if (elided.test(match[0]) && afterWord.test(text.slice(end, end + 1))) continue;
		words.push({ text: match[0], folded: fold(match[0].slice(0, longestWord)), start: match.index, end, sentence });
	}
	return words;
}

const little: Record<Language, Set<string>> = {
	fr: new Set(
		'a à au aux avec ce ces cet cette dans de des du elle elles en est et eux il ils je la le les leur leurs lui ma mes mon ne nos notre nous on ont ou où par pour qui que quand sa se ses si son sont sur ta te tes ton tu un une va vont vos votre vous y été être avoir ai avons avez as chaque tous toutes très aussi déjà'
			.split(' ')
			.map(fold)
	),
	de: new Set(
		'am an auf aus bei beim da das dass dem den der des die dies diese diesen dieser dieses du ein eine einem einen einer eines er es für hat haben ich ihr ihre ihren im in ins ist man mein meine mit nach nun oder ob sein seine sich sie sind so über um und uns unser unsere unserem unseren unserer vom von war was wenn wer werden wie wir wird wo zu zum zur auch noch sehr schon immer'
			.split(' ')
			.map(fold)
	),
	en: new Set(
		'a an and are as at be been being by can do does for from had has have he her his i if in is it its my of on or our she so some that the their them these they this those to us was we were what when which who will with you your also very'.split(
			' '
		)
	)
};

export const isLittle = (word: string, language: Language) => little[language].has(word);

const cut = (word: string, ending: RegExp, left = 4) => {
	const match = ending.exec(word);
	return match && match.index >= left ? word.slice(0, match.index) : word;
};

// A Server does not serve.
const withoutCase = (word: string) => {
	const withoutEr = cut(word, /ern?$/, 5);
	return withoutEr === word ? cut(word, /(?:en|em|es|e|n|s)$/) : withoutEr;
};

const singular: Record<Language, (word: string) => string> = {
	fr: (word) =>
		word
			.replace(/(eau|eu)x$/, '$1')
			.replace(/([^e])aux$/, '$1al')
			.replace(/([^s])s$/, '$1'),
	// Montag is not a Montage.
	de: (word) => (/agen?$/.test(word) ? word.replace(/n$/, '') : withoutCase(word)),
	en: (word) =>
		word
			.replace(/ies$/, 'y')
			.replace(/(ch|sh|ss|x)es$/, '$1')
			.replace(/([^sui])s$/, '$1')
};

// CMMS is not the plural of CMM.
const unspoken = (word: string) => word.length < 4 || /\d|^[^aeiouy]+$/.test(word);

/** A word without the ending of its plural or case: all that may vary in a word that stands alone. */
export const base = (word: string, language: Language) => (unspoken(word) ? word : singular[language](word));

// Devient is not the devis of several people.
const verbal: Record<Language, RegExp> = { fr: /(?:(?<![tv]i)ent|er|ez|ee|e)$/, de: /(?:et|t)$/, en: /(?:ing|ed|e)$/ };

/** A word without the ending of its verb either: inside a phrase, turning and turned are one. */
export const stem = (word: string, language: Language) => cut(base(word, language), verbal[language]).replace(/([bdgmnprt])\1$/, '$1');
