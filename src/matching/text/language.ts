export const languages = ['fr', 'de', 'en'] as const;
export type Language = (typeof languages)[number];

/** Letters without their accents, in lower case; ß, œ and æ become two letters. What comes out may be longer than what went in. */
export function fold(text: string) {
	return text
		.normalize('NFKD')
		.replace(/\p{M}+/gu, '')
		.toLowerCase()
		.replace(/[ßœæøłđðþı]/g, (letter) => ligatures[letter] ?? letter);
}

const ligatures: Record<string, string> = { ß: 'ss', œ: 'oe', æ: 'ae', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

const list = (words: string) => new Set(words.trim().split(/\s+/).map(fold));

/** Words that carry no matter, question words included, folded. */
export const stopWords: Record<Language, Set<string>> = {
	fr: list(`
		a à au aux avec ai as avons avez ont avais avait avions aviez avaient aura aurai auras aurons aurez auront aurait auraient ayant eu eue eus ait aie aient avoir
		ce cet cette ces ceci cela ça celui celle ceux celles ci c ça car chez comme comment combien d dans de des du dès depuis dont donc or ni
		elle elles en entre es est et eux étaient était étais été étant être êtes êtes sera serai seras serons serez seront serait seraient soit sois soient sommes suis sont fut furent
		fait faire fais font faut falloir il ils je j l la le les là leur leurs lorsque lui m ma mais me même mêmes mes moi mon n ne nos notre nous nôtre
		on ou où par parce pas pendant peu peut peux peuvent pouvez pouvons pourrait pouvoir plus plutôt pour pourquoi puis puisque qu quand que quel quelle quelles quels quelque quelques qui quoi
		s sa sans se ses si son sous sur ta tandis te tes toi ton tous tout toute toutes très tu t un une uns unes vers via voici voilà vos votre vous y
		afin ainsi alors après assez aucun aucune aussi autre autres avant beaucoup bien cependant chaque certains certaines déjà dois doit doivent devons devez devoir encore
		hors jamais jusque lequel laquelle lesquels lesquelles malgré moins non oui parmi peu plusieurs presque quant sauf selon seulement souvent tant tel telle tels telles toujours trop
		estce estceque yatil puisje veux veut voudrais voudrait voulez voulons souhaite souhaitons souhaitez aimerais aimerions existe vais va vas allons allez vont aller`),
	de: list(`
		aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei beim bin bis bist da dadurch daher damit dann das dass daß dein deine deinem
		deinen deiner dem den denn der deren des dessen dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer eure
		für gegen gewesen hab habe haben hat hatte hatten hattest hätte hätten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede jedem jeden jeder jedes jener jetzt
		kann kannst können könnt könnte könnten machen man manche mein meine meinem meinen meiner mich mir mit muss musste müssen muß nach nachdem nein nicht nichts noch nun nur ob oder ohne
		sehr sein seine seinem seinen seiner seit selbst sich sie sind so solche soll sollen sollte sollten sollst sonst soweit sowie über um und uns unser unsere unserem unseren unserer unter
		viel vom von vor wann war waren warum warst was weg weil weiter welche welchem welchen welcher welches wem wen wenn wer werde werden wird wurde wurden würde würden wie wieder will wir wo woher wohin
		wollen womit worin während zu zum zur zwar zwischen bzw beziehungsweise sowohl weder möchte möchten gibt geben welch wieviel wozu wofür weshalb wieso jemand bitte suche suchen brauche brauchen`),
	en: list(`
		a about above after again against all also am an and any anyone are as at be because been before being below between both but by can could did do does doing done down during each few for from further
		had has have having he her here hers him his how i if in into is it its itself just let may me might more most must my no nor not of off on once only or other ought our ours out over own
		same shall she should so some such than that the their theirs them then there these they this those through to too under until up upon us very was we were what when where whether which while who whom whose why will with would
		you your yours s t d ll m re ve don isn aren doesn didn won there's it's`)
};

const onlyIn = Object.fromEntries(
	languages.map((language) => [
		language,
		new Set([...stopWords[language]].filter((word) => languages.every((other) => other === language || !stopWords[other].has(word))))
	])
) as Record<Language, Set<string>>;

const endings: Record<Language, RegExp> = {
	fr: /(?:tion|ment|eur|euse|trice|ique|age|aire|ite|eux|ance|ence|iere|ier|elle|ure|oire|ees|ee)s?$/,
	de: /(?:ung|ungen|keit|heit|schaft|lich|isch|ische|ischen|erin|erinnen|enden|tung|stoff|technik|zeug|werk|mann|frau|gen|ten|ern|eln|ers|sch)$/,
	en: /(?:ing|ness|ity|ed|ly|tions|ship|able|ful|ics|ical|ers|or|al|ous|ology|th|wer|ware|y)$/
};
const letters: Record<Language, RegExp> = {
	fr: /[àâçèêëîïôûœ]|é/g,
	de: /[äöüß]|sch|(?<=\p{Ll}\s)\p{Lu}(?=\p{Ll})/gu,
	en: /\b(?:wh|th)|\w(?:ght|ck)\b/g
};

/** How much a text speaks like each language; a text without words speaks like none. */
export function languageScores(text: string): Record<Language, number> {
	const scores = { fr: 0, de: 0, en: 0 };
	const lower = text.toLowerCase();
	for (const word of lower.match(/\p{L}+/gu) ?? []) {
		const folded = fold(word);
		for (const language of languages) {
			if (onlyIn[language].has(folded)) scores[language] += folded.length > 1 ? 2 : 1;
			else if (stopWords[language].has(folded)) scores[language] += 0.5;
			if (folded.length > 4 && endings[language].test(folded)) scores[language] += 0.5;
		}
	}
	scores.fr += (lower.match(letters.fr)?.length ?? 0) + (lower.match(/\b[ldnjcs]['’]/g)?.length ?? 0);
	scores.de += text.match(letters.de)?.length ?? 0;
	scores.en += (lower.match(letters.en)?.length ?? 0) * 0.7;
	return scores;
}

/** The language a text is written in, or `otherwise` when nothing tells. */
export function detectLanguage(text: string, otherwise: Language = 'fr'): Language {
	const scores = languageScores(text.slice(0, 4000));
	const best = languages.reduce((one, other) => (scores[other] > scores[one] ? other : one), otherwise);
	return scores[best] > 0 ? best : otherwise;
}
