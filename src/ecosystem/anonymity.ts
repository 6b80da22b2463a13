import { folded } from '#platform/text/folded.ts';
import { nameKey } from '#platform/text/similar.ts';
import { recogniseConcepts } from './vocabulary/concepts.ts';

/** All by which a firm may be known. */
export interface Firm {
	name: string;
	legalName: string;
	siren: string | null;
	siret: string | null;
	vat: string | null;
	foreignId: string | null;
	website: string | null;
	email: string | null;
	phone: string | null;
	street: string;
	postcode: string;
	communeName: string;
	people: { name: string; email: string }[];
}

export interface Finding {
	field: string;
	/** As it stands in the text. */
	found: string;
	/** Nothing else can be meant by it. Otherwise a person may say that it is only a word. */
	certain: boolean;
}

/** What in these texts tells readers which firm wrote them. */
export function whatNames(texts: Record<string, string>, firm: Firm): Finding[] {
	return Object.entries(texts).flatMap(([field, text]) => findings(text, firm).map((finding) => ({ field, ...finding })));
}

type Found = Omit<Finding, 'field'>;

function findings(text: string, firm: Firm): Found[] {
	const words = wordsOf(text);
	const all = [
		...addresses(text),
		...numbers(text, firm),
		...phrases(text, words, firm),
		...people(text, words, firm),
		...places(text, words, firm)
	];
	const best = new Map<string, Found>();
	for (const one of all) {
		const known = best.get(one.found.toLowerCase());
		if (!known || (one.certain && !known.certain)) best.set(one.found.toLowerCase(), one);
	}
	const known = [...best.values()];
	const sure = known.filter(({ certain }) => certain).map(({ found }) => found.toLowerCase());
	return known.filter(({ found, certain }) => certain || !sure.some((whole) => whole.includes(found.toLowerCase())));
}

interface Word {
	text: string;
	key: string;
	start: number;
	end: number;
	opensSentence: boolean;
}

/** Umlauts are written in two ways, and people mix them. */
const key = (text: string) => folded(text).replace(/([aou])e/g, '$1');

function wordsOf(text: string): Word[] {
	return [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: word, index }) => ({
		text: word,
		key: key(word),
		start: index,
		end: index + word.length,
		opensSentence: /(?:^|[.!?:•\n-])[\s«"“„(]*$/u.test(text.slice(0, index))
	}));
}

const keysOf = (phrase: string) => wordsOf(phrase).map(({ key }) => key);

/** Where `phrase` stands in the text, written in one word or in several. */
function standing(text: string, words: Word[], phrase: string): string[] {
	const wanted = keysOf(phrase);
	const joined = wanted.join('');
	if (joined.length < 3) return [];
	const hits: string[] = [];
	for (let from = 0; from < words.length; from++) {
		let sofar = '';
		for (let to = from; to < words.length && sofar.length < joined.length; to++) {
			sofar += words[to].key;
			if (sofar === joined) hits.push(text.slice(words[from].start, words[to].end));
		}
		// In a hashtag, a file name or an address the name sticks to other letters.
		if (joined.length >= 6 && words[from].key.length > joined.length && words[from].key.includes(joined)) hits.push(words[from].text);
	}
	return hits;
}

const certain = (found: string): Found => ({ found, certain: true });
const uncertain = (found: string): Found => ({ found, certain: false });

function addresses(text: string): Found[] {
	const mail = /[\w.+%-]+@[\w-]+(?:\.[\w-]+)+/g;
	const web = /(?:https?:\/\/|www\.)[^\s<>"«»]+/gi;
	const phone =
		/(?<![\d.,])(?:(?:\+|00)\d{2,3}(?:[\s./()-]{0,2}\d){8,11}|0\d(?:[\s.-]\d{2}){4}|0\d{2,4}[\s/-]\d{3,4}(?:[\s-]?\d{2,4}){1,2})(?![\d,])/g;
	return [mail, web, phone].flatMap((pattern) => [...text.matchAll(pattern)].map(([found]) => certain(found.trim())));
}

function numbers(text: string, firm: Firm): Found[] {
	const digits = (value: string | null) => (value ?? '').replace(/\D/g, '');
	const wanted = [digits(firm.siren), digits(firm.siret), digits(firm.vat), digits(firm.phone).slice(-9)].filter(
		({ length }) => length >= 8
	);
	return [...text.matchAll(/\d(?:[\s.\u00a0\u202f/-]{0,2}\d){7,}/g)]
		.filter(([run]) => wanted.some((number) => digits(run).includes(number)))
		.map(([run]) => certain(run));
}

const commonMailboxes = new Set(
	'gmail googlemail outlook hotmail live msn yahoo icloud proton protonmail orange wanadoo free sfr laposte bbox gmx web tonline freenet bluewin sunrise'.split(
		' '
	)
);

function phrases(text: string, words: Word[], firm: Firm): Found[] {
	const ends = [
		firm.website,
		...[firm.email, ...firm.people.map(({ email }) => email)].map((email) => email && `https://${email.split('@')[1]}`)
	];
	const domains = ends.flatMap((address) => {
		const label =
			address &&
			URL.parse(address)
				?.hostname.replace(/^www\./, '')
				.split('.')
				.slice(0, -1)
				.at(-1);
		return label && label.length >= 4 && !commonMailboxes.has(keysOf(label).join('')) ? [label] : [];
	});
	const written = [firm.name, firm.legalName].flatMap((name) => [name, nameKey(name), ...name.split(/\s*[()–—|]\s*/)]);
	const names = [...written, ...domains, firm.foreignId ?? ''].filter((name) => /\p{L}|\d{4}/u.test(name));
	const whole = names.flatMap((name) =>
		standing(text, words, name).map((found) => ({ found, certain: !wordsOf(found).every((word) => isEverydayWord(word.text)) }))
	);
	const distinctive = new Set([firm.name, firm.legalName].flatMap((name) => nameKey(name).split(' ')).map(key));
	const parts = words.filter((word) => word.key.length >= 4 && distinctive.has(word.key) && !isEverydayWord(word.text));
	return [...whole, ...parts.map((word) => uncertain(word.text))];
}

const titles = new Set(
	['m', 'mr', 'mme', 'mlle', 'monsieur', 'madame', 'herr', 'herrn', 'frau', 'mrs', 'ms', 'dr', 'chez', 'bei', 'prof'].map(key)
);

function people(text: string, words: Word[], firm: Firm): Found[] {
	return firm.people.flatMap(({ name }) => {
		const parts = name.split(/\s+/).filter(Boolean);
		if (parts.length < 2) return [];
		const both = [name, [...parts.slice(1), parts[0]].join(' ')].flatMap((order) => standing(text, words, order).map(certain));
		const last = key(parts.at(-1) ?? '');
		const alone = words.flatMap((word, at) => {
			if (last.length < 3 || word.key !== last) return [];
			if (at > 0 && titles.has(words[at - 1].key)) return [certain(word.text)];
			// Many names are words too: `klein`, `Stahl`, `petit`.
			const asName = /^\p{Lu}/u.test(word.text) && !word.opensSentence && !isEverydayWord(word.text);
			return asName ? [uncertain(word.text)] : [];
		});
		return [...both, ...alone];
	});
}

function places(text: string, words: Word[], firm: Firm): Found[] {
	const street = firm.street.replace(/^[\d\s,]+(?:bis|ter|[a-d])?[\s,]+|[\s,]+\d+\s?[a-z]?$/gi, '');
	return [
		...(keysOf(street).length > 1 ? standing(text, words, street).map(certain) : []),
		...[firm.communeName, firm.postcode].filter((place) => place.length > 2).flatMap((place) => standing(text, words, place).map(uncertain))
	];
}

const everyday = new Set(
	`groupe group gruppe industrie industries industrial industriel industrielle solution solutions service services technologie technologies
	technology technologien technik systeme systemes systems system france alsace elsass deutschland schweiz suisse rhin rhein oberrhein europe
	international atelier ateliers usine usines fabrik factory werk werke production produktion mecanique mechanik metal metall bois holz
	papier textile textil plastique plastiques kunststoff chimie chemie machine machines maschinen maschinenbau outillage fonderie giesserei
	imprimerie druckerei laiterie brasserie boulangerie conserverie filature tissage verre glas electronique elektronik automation logistique
	logistik transport transports energie digital digitale numerique data conseil beratung ingenierie engineering laboratoire labor institut
	centre zentrum center ecole schule universite universitat association verein societe gesellschaft etablissements freres fils sohne
	nord west ouest sud sued haut bas nouvelle neue grand grands petit petite saint sainte maison haus`
		.split(/\s+/)
		.map(key)
);

/** A word of the trade, which half of the hub may write. */
const isEverydayWord = (word: string) => everyday.has(key(word)) || recogniseConcepts(word).length > 0;
