import { say, type Locale } from '#platform/i18n.ts';
import { paper } from '#platform/paper.ts';
import { frame, partiesOf, signaturesOf, type Shown } from './document.ts';
import type { LeaseRow } from './leases.ts';

interface Noted {
	state: string | null;
	words: string;
	reading: number | null;
	count: number | null;
}

export interface PaperLine extends Noted {
	kind: string;
	room: string;
	element: string;
	was: Noted | null;
	isWorse: boolean;
	photos: { picture: string; hash: string }[];
}

const template = `${frame}
#set par(justify: false)
#if data.worse.len() > 0 [
	== #data.words.worse
	#list(..data.worse.map(one => [#one]))
]
#for room in data.rooms [
	== #room.name
	#table(
		columns: if data.compares { (1fr, 1.25fr, 1.25fr) } else { (1fr, 2fr) },
		stroke: (x, y) => (bottom: 0.4pt + luma(200)),
		inset: (x: 1.5mm, y: 1.8mm),
		table.header(..data.columns.map(one => text(8.5pt, fill: luma(80), weight: 600)[#one])),
		..room.lines.map(line => {
			let now = [#if line.worse [#text(fill: brick, weight: 700)[▼ #line.now]] else [#text(weight: 600)[#line.now]] #if line.words != "" [\\ #text(9pt)[#line.words]]]
			let was = [#line.was #if line.wasWords != "" [\\ #text(9pt, fill: luma(80))[#line.wasWords]]]
			if data.compares { (text(10pt)[#line.element], was, now) } else { (text(10pt)[#line.element], now) }
		}).flatten()
	)
	#let photos = room.lines.map(line => line.photos.map(one => (line.element, one))).flatten().chunks(2)
	#if photos.len() > 0 [
		#grid(columns: (1fr, 1fr, 1fr), gutter: 4mm, ..photos.map(((element, one)) => block(breakable: false)[
			#image(one.picture, width: 100%, alt: element)
			#text(8pt, fill: luma(80))[#element · #one.hash]
		]))
	]
]
#if data.remarks != "" [
	== #data.words.remarks
	#data.remarks
]
#v(6mm)
#block(breakable: false)[
	== #data.words.signatures
	#grid(columns: (1fr, 1fr), gutter: 6mm, ..data.signatures.map(one => block(width: 100%, height: 30mm, inset: 3mm, radius: 1.5mm, stroke: 0.6pt + luma(190))[
		#text(8.5pt, fill: brick, weight: 600)[#one.role] \\
		#text(10pt, weight: 600)[#one.name]
		#if one.title != "" [\\ #text(9pt)[#one.title]]
	]))
]
`;

/** What a line says in words: its state, its reading or how many keys. */
export function notedIn({ kind }: { kind: string }, { state, reading, count }: Omit<Noted, 'words'>, locale: Locale): string {
	if (kind === 'meter') return reading === null ? '–' : new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(reading);
	if (kind === 'keys') return count === null ? '–' : String(count);
	return state ? say(`inventory_state_${state}`, {}, locale) : '–';
}

/** An inventory as a document, ready to be signed; one of an exit shows both, and what got worse first. */
export function inventoryPaper(
	lease: LeaseRow,
	told: Shown,
	{ kind, heldOn, remarks, lines }: { kind: string; heldOn: string; remarks: string; lines: PaperLine[] },
	pictures: Record<string, Buffer>
): Buffer {
	const locale = lease.locale as Locale;
	const words = (key: string, params: Record<string, string | number> = {}) => say(key, params, locale);
	const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${heldOn}T12:00:00Z`));
	const compares = lines.some(({ was }) => was !== null);
	const rooms = [...Map.groupBy(lines, ({ room }) => room)].map(([name, own]) => ({
		name: name || words('inventory_room_none'),
		lines: own.map((line) => ({
			element: line.element,
			now: notedIn(line, line, locale),
			words: line.words,
			was: line.was ? notedIn(line, line.was, locale) : '–',
			wasWords: line.was?.words ?? '',
			worse: line.isWorse,
			photos: line.photos
		}))
	}));
	return paper(
		template,
		{
			title: words(`inventory_paper_${kind}`),
			number: lease.number,
			subtitle: words('lease_paper_subtitle', { number: lease.number, tenant: told.party.legalName || told.party.name }),
			house: told.house,
			parties: partiesOf(lease, told, locale),
			facts: [
				[words('lease_units'), told.units.join(', ')],
				[words('inventory_held_on'), day]
			],
			compares,
			columns: compares
				? [words('inventory_element'), words('inventory_at_entry'), words('inventory_at_exit')]
				: [words('inventory_element'), words('inventory_state')],
			rooms,
			worse: lines
				.filter(({ isWorse }) => isWorse)
				.map((line) =>
					words('inventory_worse_line', {
						what: [line.room, line.element].filter(Boolean).join(', '),
						before: line.was ? notedIn(line, line.was, locale) : '',
						after: notedIn(line, line, locale)
					})
				),
			remarks,
			words: { worse: words('inventory_worse'), remarks: words('inventory_remarks'), signatures: words('lease_signatures') },
			signatures: signaturesOf(lease, told, locale)
		},
		locale,
		pictures
	);
}
