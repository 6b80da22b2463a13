import alsace from './alsace.json' with { type: 'json' };
import around from './around.json' with { type: 'json' };

export type Point = { lat: number; lon: number };

export type Commune = {
	/** INSEE code in France; elsewhere the country and the GeoNames number. */
	code: string;
	name: string;
	otherNames: string[];
	country: string;
	postcodes: string[];
	population: number;
	point: Point | null;
	/** The point is that of the largest commune with the same postcode. */
	approximate: boolean;
};

const otherNames: Record<string, string[]> = {
	'67482': ['Straßburg', 'Strossburi'],
	'68224': ['Mülhausen', 'Milhüsa'],
	'68066': ['Kolmar'],
	'67180': ['Hagenau'],
	'67462': ['Schlettstadt'],
	'67437': ['Zabern'],
	'67544': ['Weißenburg'],
	'CH-2661604': ['Bâle', 'Basle'],
	'CH-2657896': ['Zurich'],
	'CH-2660646': ['Genf', 'Geneva'],
	'CH-2661552': ['Berne'],
	'CH-2658564': ['Soleure'],
	'DE-2925177': ['Freiburg im Breisgau', 'Fribourg-en-Brisgau'],
	'DE-2842647': ['Sarrebruck'],
	'DE-2821164': ['Trèves'],
	'DE-2886242': ['Cologne'],
	'DE-2867714': ['Munich'],
	'DE-2861650': ['Nuremberg'],
	'DE-2874225': ['Mayence'],
	'AT-2761369': ['Vienne', 'Vienna']
};

const read = (line: string): Commune => {
	const [code, name, country, postcodes, lat, lon, population] = line.split(';');
	return {
		code,
		name,
		otherNames: otherNames[code] ?? [],
		country,
		postcodes: postcodes.split(' ').filter(Boolean),
		population: Number(population),
		point: lat ? { lat: Number(lat), lon: Number(lon) } : null,
		approximate: false
	};
};

const byPopulation = (one: Commune, other: Commune) => other.population - one.population;

function placedByPostcode(communes: Commune[]): Commune[] {
	const placed = communes.filter(({ point }) => point).sort(byPopulation);
	return communes.map((commune) => {
		if (commune.point) return commune;
		const main = placed.find(({ postcodes }) => postcodes.some((postcode) => commune.postcodes.includes(postcode)));
		return main ? { ...commune, point: main.point, approximate: true } : commune;
	});
}

export const communesOfAlsace: Commune[] = placedByPostcode(alsace.map(read));
const communes: Commune[] = [...communesOfAlsace, ...around.map(read)].sort(byPopulation);
const byCode = new Map(communes.map((commune) => [commune.code, commune]));

export const commune = (code: string): Commune | undefined => byCode.get(code);

const plain = (text: string) =>
	text
		.toLowerCase()
		.replaceAll('œ', 'oe')
		.replaceAll('ß', 'ss')
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replace(/[^a-z0-9]+/g, ' ')
		.trim()
		.replace(/\bst(e?)\b/g, 'saint$1');

const twoLetters = (text: string) => text.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue');

const spellings = new Map(
	communes.map(({ code, name, otherNames }) => [
		code,
		[...new Set([name, ...otherNames].flatMap((one) => [plain(one), plain(twoLetters(one))]))]
	])
);

const starts = (spelling: string, query: string) => ` ${spelling}`.includes(` ${query}`);

const ofAlsace = new Set(communesOfAlsace.map(({ code }) => code));
const weight = ({ code, population }: Commune) => (ofAlsace.has(code) ? 10 * population : population);

/** As one types: by the start of a word of the name, or of the postcode; the name typed in full first, then the largest, those of Alsace counting tenfold. */
export function findCommunes(query: string, limit = 10): Commune[] {
	const wanted = plain(query);
	if (!wanted) return [];
	if (/^\d/.test(wanted))
		return communes.filter(({ postcodes }) => postcodes.some((postcode) => postcode.startsWith(wanted))).slice(0, limit);

	const rank = ({ code }: Commune) => {
		const names = spellings.get(code)!;
		if (names.includes(wanted)) return 0;
		return names.some((name) => name.startsWith(wanted)) ? 1 : 2;
	};
	return communes
		.filter(({ code }) => spellings.get(code)!.some((name) => starts(name, wanted)))
		.sort((one, other) => rank(one) - rank(other) || weight(other) - weight(one))
		.slice(0, limit);
}

const earth = 6371;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance, rounded to a tenth: the points are centres of communes. */
export function distanceKm(from: Point, to: Point): number {
	const half = (one: number, other: number) => Math.sin(radians(other - one) / 2) ** 2;
	const chord = half(from.lat, to.lat) + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * half(from.lon, to.lon);
	return Math.round(2 * earth * Math.asin(Math.sqrt(Math.min(1, chord))) * 10) / 10;
}
