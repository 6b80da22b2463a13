const letters: Record<string, string> = {
	ä: 'ae',
	ö: 'oe',
	ü: 'ue',
	ß: 'ss',
	æ: 'ae',
	œ: 'oe',
	ø: 'o',
	å: 'a',
	ł: 'l',
	đ: 'd',
	ð: 'd',
	þ: 'th',
	ı: 'i'
};

/** Small letters without accents, umlauts written out as on a telegram. */
export const folded = (text: string) =>
	text
		.normalize('NFC')
		.toLowerCase()
		.replace(/[äöüßæœøåłđðþı]/g, (letter) => letters[letter]!)
		.normalize('NFKD')
		.replace(/\p{M}/gu, '');
