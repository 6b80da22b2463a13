import type { Band, Language, Need, Offer, Organisation, OrganisationKind, PriceModel, Reach, Size } from './types.ts';
import { concepts, label } from '#ecosystem/vocabulary/concepts.ts';
import { english } from './parts/english.ts';
import { french } from './parts/french.ts';
import { german } from './parts/german.ts';
import { towns, type Parts } from './parts/parts.ts';

export type Sizes = { firms: number; offers: number; needs: number; seed: number };

/** A demo hub of any size, one thing at a time so that a million need no memory; the same seed always tells the same. */
export const generate = ({ firms, offers, needs, seed }: Sizes) => ({
	organisations: each(firms, (nth) => organisation(seed, nth)),
	offers: each(firms && offers, (nth) => offer(seed, nth, firms)),
	needs: each(firms && needs, (nth) => need(seed, nth, firms))
});

function* each<T>(count: number, make: (nth: number) => T) {
	for (let nth = 0; nth < count; nth++) yield make(nth);
}

type Dice = ReturnType<typeof dice>;

/** Every thing has dice of its own, so that the thousandth offer does not depend on the ones before. */
function dice(seed: number, kind: number, nth: number) {
	let state = mixed(mixed(mixed(seed) + kind) + nth);
	// Mulberry32: short, and even enough to choose words with.
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let bits = Math.imul(state ^ (state >>> 15), state | 1);
		bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
		return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
	};
	return {
		between: (low: number, high: number) => low + Math.floor(next() * (high - low + 1)),
		of: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)],
		/** The first much more often than the last, as words and towns are in life. */
		often: <T>(list: readonly T[]): T => list[zipf(list.length, next())],
		chance: (share: number) => next() < share
	};
}

function mixed(value: number) {
	let bits = Math.imul((value | 0) ^ 0x9e3779b9, 0x85ebca6b);
	bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
	return bits ^ (bits >>> 16);
}

const ranks = new Map<number, number[]>();

function zipf(length: number, share: number) {
	let sums = ranks.get(length);
	if (!sums) {
		let sum = 0;
		sums = Array.from({ length }, (_, rank) => (sum += 1 / (rank + 1)));
		ranks.set(length, sums);
	}
	const wanted = share * sums[length - 1];
	return sums.findIndex((sum) => wanted < sum);
}

const parts: Record<Language, Parts> = { fr: french, de: german, en: english };
const languages: Language[] = ['fr', 'fr', 'fr', 'fr', 'fr', 'fr', 'de', 'de', 'de', 'en'];
const topics = Object.keys(french.topics);
const sectors = Object.keys(french.sectors);
const skills = concepts.filter(({ kind }) => kind !== 'sector').map(({ id }) => id);
const bands: Band[] = ['5k_20k', '20k_50k', 'under_5k', '50k_150k', 'over_150k'];
const makers = ['Nova', 'Tekto', 'Rotax', 'Helvo', 'Brenn', 'Silva', 'Astra', 'Korund', 'Delta', 'Varo', 'Pressa', 'Linea'];
const machines = ['mat', 'form', 'turn', 'line', 'press', 'flex', 'pack', 'cut'];

const numbers: Record<Language, (value: number) => string> = {
	fr: new Intl.NumberFormat('fr').format,
	de: new Intl.NumberFormat('de').format,
	en: new Intl.NumberFormat('en').format
};

/** French only: the other languages have no such words to say. */
const of = (noun: string) => (/^[aeiouéèê]/i.test(noun) ? `d’${noun}` : `de ${noun}`);

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The words one text has at hand: chosen once, so that its sentences speak of the same thing. */
function words(chosen: Dice, lang: Language, topic: string, sector: string) {
	const { name, does, troubles } = parts[lang].topics[topic];
	const { firms, objects } = parts[lang].sectors[sector];
	const first = chosen.between(0, 2);
	const second = (first + chosen.between(1, 2)) % 3;
	const object = chosen.between(0, objects.length - 1);
	const objects2 = objects[(object + chosen.between(1, objects.length - 1)) % objects.length];
	const worse = chosen.between(30, 140);
	const weeks = chosen.between(2, 14);
	const euros = chosen.between(3, 90);
	const number = numbers[lang];
	const [town] = chosen.often(towns);
	const [town2] = towns[(chosen.between(1, towns.length - 1) + towns.findIndex(([other]) => other === town)) % towns.length];
	return {
		topic: name,
		Topic: capital(name),
		firms,
		objects: objects[object],
		Objects: capital(objects[object]),
		objects2,
		does1: does[first],
		Does1: capital(does[first]),
		does2: does[second],
		trouble1: troubles[first],
		Trouble1: capital(troubles[first]),
		trouble2: troubles[second],
		Trade: capital(firms),
		town,
		town2,
		ofTown: of(town),
		ofTown2: of(town2),
		ofObjects: of(objects[object]),
		machine: `${chosen.of(makers)}${chosen.of(machines)} ${chosen.between(11, 99) * 10}`,
		year: String(chosen.between(1988, 2024)),
		n: String(chosen.between(6, 95)),
		many: String(chosen.between(7, 140)),
		few: String(chosen.between(2, 5)),
		pct: number(worse / 10),
		pct2: number(Math.round(worse / chosen.between(2, 6)) / 10),
		tens: String(chosen.between(11, 48)),
		weeks: String(weeks),
		weeks2: String(weeks + chosen.between(3, 18)),
		days: String(chosen.between(3, 20)),
		months: String(chosen.between(3, 24)),
		minutes: String(chosen.between(4, 55)),
		hours: String(chosen.between(3, 38)),
		rate: number(chosen.between(12, 240) * 10),
		euros: number(euros * 1000),
		euros2: number(euros * 1000 + chosen.between(4, 80) * 1000),
		skill1: '',
		skill2: ''
	} satisfies Record<string, string>;
}

type Words = ReturnType<typeof words>;

const cut = new Map<string, string[]>();

function say(sentence: string, at: Words) {
	let pieces = cut.get(sentence);
	if (!pieces) cut.set(sentence, (pieces = sentence.split(/[{}]/)));
	return pieces.map((piece, index) => (index % 2 ? at[piece as keyof Words] : piece)).join('');
}

const tell = (chosen: Dice, lists: string[][], at: Words) => lists.map((list) => say(chosen.of(list), at)).join(' ');

const count = (text: string) => text.split(' ').length;

/** Short sentences make a short text: some fall below what people write, and get one more sentence. */
function atLeast(least: number, chosen: Dice, lists: string[][], at: Words) {
	let text = tell(chosen, lists, at);
	for (let turn = 0; count(text) < least; turn++) {
		const list = lists[2 + (turn % (lists.length - 2))];
		const more = list.map((sentence) => say(sentence, at)).find((sentence) => !text.includes(sentence));
		if (more) text += ` ${more}`;
	}
	return text;
}

const beginnings = [
	'Hart',
	'Kalt',
	'Moos',
	'Rosen',
	'Lauch',
	'Brunn',
	'Wolfs',
	'Stein',
	'Linden',
	'Ober',
	'Vogel',
	'Silber',
	'Mühl',
	'Adler'
];
const middles = ['en', 'er', 'el', 'ig', 'au', 'in', 'ol', 'un'];
const endings = ['bach', 'tal', 'zell', 'matt', 'heim', 'feld', 'willer', 'stett', 'burn', 'kirch', 'lach', 'ried'];
const trades = ['Mécanique', 'Atelier', 'Industrie', 'Systèmes', 'Technik', 'Werke', 'Labs', 'Solutions', 'Services', 'Software'];
const firstNames = [
	'Anne',
	'Karim',
	'Luc',
	'Petra',
	'Julia',
	'Marc',
	'Sven',
	'Inès',
	'Paul',
	'Élise',
	'Hans',
	'Maria',
	'Yann',
	'Nina',
	'Omar'
];
const kinds: OrganisationKind[] = ['industrial_sme', 'digital_firm', 'start_up', 'mid_cap', 'lab'];
const sizes: [Size, number, number][] = [
	['small', 10, 49],
	['micro', 2, 9],
	['medium', 50, 249],
	['mid_cap', 250, 900]
];
const naf: Record<string, string> = {
	metallurgy: '24.53Z',
	'metal-products': '25.62B',
	'plastics-industry': '22.29A',
	'food-industry': '10.89Z',
	'textile-industry': '13.30Z',
	'wood-industry': '16.23Z',
	'paper-industry': '17.12Z',
	'chemical-industry': '20.59Z',
	'pharmaceutical-industry': '21.20Z',
	automotive: '29.32Z',
	'electronics-industry': '26.12Z',
	watchmaking: '26.52Z',
	'medical-devices': '32.50A',
	'logistics-sector': '52.10B',
	'railway-industry': '33.17Z',
	'energy-sector': '27.11Z',
	construction: '23.61Z',
	'packaging-industry': '17.21A'
};

const nameOf = (seed: number, nth: number) => {
	const chosen = dice(seed, 1, nth);
	const root = chosen.of(beginnings) + (chosen.chance(0.4) ? chosen.of(middles) : '') + chosen.of(endings);
	return { name: `${chosen.often(trades)} ${root}`, root, trades: [chosen.often(sectors), chosen.often(topics)] as const };
};

const keyOf = (seed: number, nth: number) => `${nameOf(seed, nth).root.toLowerCase().replaceAll('ü', 'u')}-${nth + 1}`;

function organisation(seed: number, nth: number): Organisation {
	const { name, root, trades } = nameOf(seed, nth);
	const [sector, topic] = trades;
	const chosen = dice(seed, 2, nth);
	const key = keyOf(seed, nth);
	const kind = chosen.often(kinds);
	const makes = kind === 'industrial_sme' || kind === 'mid_cap';
	const [size, low, high] = kind === 'mid_cap' ? sizes[3] : chosen.often(makes ? sizes.slice(0, 3) : sizes.slice(0, 2));
	const headcount = chosen.between(low, high);
	const [commune, postcode] = chosen.often(towns);
	const lang = chosen.of(languages);
	const [making, , working] = parts[lang].description;
	const at = { ...words(chosen, lang, topic, sector), town: commune, ofTown: of(commune), Trade: name, n: String(headcount) };
	return {
		key,
		name,
		kind,
		country: 'FR',
		commune,
		postcode,
		street: `${chosen.between(1, 120)} rue ${root}`,
		naf: makes ? naf[sector] : '62.01Z',
		size,
		headcount,
		founded: chosen.between(makes ? 1920 : kind === 'start_up' ? 2016 : 1990, 2025),
		languages: [...new Set<Language>([lang, 'fr'])],
		website: `https://${key}.example`,
		description: { [lang]: say(makes ? making : working, at) },
		technologies: [topic],
		sectors: [sector],
		people: [{ name: `${chosen.of(firstNames)} ${root}`, role: 'Direction', email: `contact@${key}.example`, shown: true, owner: true }]
	};
}

/** Firms offer and need what their trade is about, most of the time. */
function subject(seed: number, chosen: Dice, firms: number) {
	const nth = chosen.between(0, firms - 1);
	const [sector, topic] = nameOf(seed, nth).trades;
	return {
		firm: keyOf(seed, nth),
		lang: chosen.of(languages),
		sector: chosen.chance(0.6) ? sector : chosen.often(sectors),
		topic: chosen.chance(0.6) ? topic : chosen.often(topics)
	};
}

function offer(seed: number, nth: number, firms: number): Offer {
	const chosen = dice(seed, 3, nth);
	const { firm, lang, sector, topic } = subject(seed, chosen, firms);
	const also = [chosen.often(skills), chosen.often(skills)];
	const [skill1, skill2] = also.map((skill) => label(skill, lang));
	const at = { ...words(chosen, lang, topic, sector), skill1, skill2 };
	const { offerTitle, offer: lists, proof, also: ending } = parts[lang];
	const what = atLeast(62, chosen, lists, at);
	const told = count(what) < 100 && chosen.chance(0.7) && skill1 !== skill2;
	return {
		key: `offer-${nth + 1}`,
		organisation: firm,
		lang,
		title: say(chosen.of(offerTitle), at),
		what: told ? `${what} ${say(chosen.of(ending), at)}` : what,
		proof: say(chosen.of(proof), at),
		trl: chosen.between(4, 9),
		technologies: [...new Set([topic, ...(told ? also : [])])],
		sectors: [...new Set([sector, ...(chosen.chance(0.4) ? [chosen.often(sectors)] : [])])],
		priceModel: chosen.often<PriceModel>(['quote', 'fixed', 'daily_rate', 'subscription', 'free']),
		priceBand: chosen.often(bands),
		capacity: chosen.between(1, 6),
		languages: [...new Set<Language>([lang, chosen.of(languages)])],
		reach: chosen.often<Reach>(['region', 'country', 'europe', 'hub', 'world']),
		onSite: chosen.chance(0.6),
		visibility: chosen.chance(0.8) ? 'network' : 'members',
		forSizes: chosen.chance(0.3)
			? chosen.of<Size[]>([
					['micro', 'small'],
					['small', 'medium'],
					['medium', 'mid_cap', 'large']
				])
			: [],
		freeInDays: chosen.chance(0.15) ? chosen.between(2, 20) * 10 : 0
	};
}

function need(seed: number, nth: number, firms: number): Need {
	const chosen = dice(seed, 4, nth);
	const { firm, lang, sector, topic } = subject(seed, chosen, firms);
	const at = words(chosen, lang, topic, sector);
	const { needTitle, need: lists, result } = parts[lang];
	return {
		key: `need-${nth + 1}`,
		organisation: firm,
		lang,
		title: say(chosen.of(needTitle), at),
		problem: atLeast(52, chosen, lists, at),
		result: say(chosen.of(result), at),
		technologies: [topic],
		sectors: [sector],
		budgetBand: chosen.often(bands),
		wantedInDays: chosen.between(2, 30) * 10,
		languages: [...new Set<Language>([lang, chosen.of(languages)])],
		place: chosen.often(['on_site', 'either', 'remote']),
		confidentiality: chosen.often(['public', 'members', 'staff']),
		state: chosen.often(['open', 'introduced', 'in_project']),
		openedDaysAgo: chosen.between(0, 90)
	};
}
