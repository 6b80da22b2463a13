import { PDFDocument } from '@cantoo/pdf-lib';
import { firmAsParty } from '#ecosystem/firms.ts';
import type { Tx } from '#platform/db.server.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { paper } from '#platform/paper.ts';
import { found } from '#platform/refusal.ts';
import type { LeaseKind } from '../choices.ts';
import { hundredths, yearRent } from '../rent/amounts.ts';
import { rateSaid } from '../rent/said.ts';
import { rentedOf } from '../rent/schedule.ts';
import type { LeaseTerms } from '../rent/terms.ts';
import { termsSaid } from '../rent/terms-said.ts';
import { filled, type Clause, type Gap } from './clauses/clauses.ts';
import { breaksOf } from './law.ts';
import type { LeaseRow } from './leases.ts';

/** The frame of each paper of a lease: a band with the house, a title, and parties who face each other. */
export const frame = `
#set document(title: data.title, author: data.house)
#set page(
	margin: (x: 24mm, top: 26mm, bottom: 24mm),
	header: context { if counter(page).get().first() > 1 { set text(8.5pt, fill: luma(90)); grid(columns: (1fr, auto), data.title, data.number); v(-2mm); line(length: 100%, stroke: 0.4pt + luma(190)) } },
	footer: context { set text(8.5pt, fill: luma(90)); grid(columns: (1fr, auto), data.house, [#counter(page).display() / #counter(page).final().first()]) },
)
#set par(justify: true)
#show heading.where(level: 2): it => block(above: 1.5em, below: 0.7em, text(11.5pt, weight: 700, it.body))
#rect(width: 100%, fill: brick, inset: (x: 7mm, y: 6mm), radius: 1.5mm)[
	#set text(fill: white)
	#text(9pt, tracking: 0.06em)[#upper(data.house)]
	#v(1mm)
	#show heading: set text(20pt, fill: white)
	#show heading: set block(below: 2.5mm)
	= #data.title
	#text(10pt)[#data.subtitle]
]
#v(3mm)
#if "parties" in data [
	#grid(columns: (1fr, 1fr), gutter: 6mm, ..data.parties.map(one => block(width: 100%, inset: 4mm, radius: 1.5mm, stroke: 0.6pt + luma(190))[
		#set par(justify: false)
		#text(8.5pt, fill: brick, weight: 600)[#one.role] \\
		#text(12pt, weight: 700)[#one.name] \\
		#for line in one.lines [#text(9.5pt)[#line] \\ ]
	]))
]
#if "facts" in data [
	#v(2mm)
	#set par(justify: false)
	#table(columns: (42mm, 1fr), stroke: (x, y) => (bottom: 0.4pt + luma(200)), inset: (x: 1.5mm, y: 2mm),
		..data.facts.map(((label, value)) => (text(9.5pt, fill: luma(80))[#label], text(10pt, weight: 600)[#value])).flatten())
]
`;

const contract = `${frame}
#for (nth, clause) in data.clauses.enumerate() [
	== #{nth + 1}. #clause.title
	#clause.text
]
#if data.annexes.len() > 0 [
	== #data.words.annexes
	#enum(..data.annexes.map(one => [#one]))
]
#v(6mm)
#block(breakable: false)[
	== #data.words.signatures
	#grid(columns: (1fr, 1fr), gutter: 6mm, ..data.signatures.map(one => block(width: 100%, height: 34mm, inset: 3mm, radius: 1.5mm, stroke: 0.6pt + luma(190))[
		#set par(justify: false)
		#text(8.5pt, fill: brick, weight: 600)[#one.role] \\
		#text(10pt, weight: 600)[#one.name]
		#if one.title != "" [\\ #text(9pt)[#one.title]]
	]))
]
`;

const evidence = `${frame}
#set par(justify: false)
#data.words.intro
#for (nth, one) in data.signed.enumerate() [
	#block(breakable: false, width: 100%, inset: 5mm, radius: 1.5mm, stroke: 0.6pt + luma(190), above: 5mm)[
		#grid(columns: (1fr, 62mm), gutter: 5mm,
			[
				#text(8.5pt, fill: brick, weight: 600)[#one.role] \\
				#text(13pt, weight: 700)[#one.signer]
				#v(1mm)
				#for (label, value) in one.facts [#text(8.5pt, fill: luma(80))[#label] \\ #text(9.5pt)[#value] \\ ]
			],
			align(center + horizon, rect(width: 100%, height: 26mm, stroke: 0.4pt + luma(200), radius: 1mm)[
				#align(center + horizon, if one.picture != "" { image(one.picture, width: 54mm) } else { text(17pt, style: "italic")[#one.signer] })
			]),
		)
		#v(1mm)
		#text(9pt, style: "italic")[#one.consent]
	]
]
#v(4mm)
#text(8.5pt, fill: luma(80))[#data.words.hash] \\
#text(9pt)[#data.sha256]
`;

const daysIn = (locale: Locale) => {
	const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
	return (day: string) => format.format(new Date(`${day}T12:00:00Z`));
};
const moneyIn = (locale: Locale) => {
	const format = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' });
	return (cents: number) => format.format(cents / 100);
};

export interface Shown {
	units: string[];
	m2: number;
	/** What the rent is for, and what it makes in a year. */
	basis: string;
	yearCents: number;
	terms: LeaseTerms;
	vatCase: string;
	house: string;
	party: Awaited<ReturnType<typeof firmAsParty>>;
	guarantees: { kind: string; guarantor: string; amountCents: number | null; endsOn: string | null }[];
}

export async function shownIn(tx: Tx, hub: string, lease: LeaseRow): Promise<Shown> {
	const units = await tx
		.selectFrom('leaseUnits')
		.innerJoin('units', (join) => join.onRef('units.hub', '=', 'leaseUnits.hub').onRef('units.id', '=', 'leaseUnits.unit'))
		.select(['units.number', 'units.name', 'leaseUnits.m2'])
		.where('leaseUnits.hub', '=', hub)
		.where('leaseUnits.lease', '=', lease.id)
		.orderBy('units.number')
		.execute();
	const { name, place } = await tx.selectFrom('hubs').select(['name', 'place']).where('id', '=', hub).executeTakeFirstOrThrow();
	const guarantees = await tx
		.selectFrom('leaseGuarantees')
		.select(['kind', 'guarantor', 'amountCents', 'endsOn'])
		.where('hub', '=', hub)
		.where('lease', '=', lease.id)
		.orderBy('createdAt')
		.execute();
	const { terms, vatOn } = found((await rentedOf(tx, hub, [lease.id])).get(lease.id));
	const basis = terms.rentBasis;
	return {
		units: units.map((unit) => [unit.number, unit.name].filter(Boolean).join(' ')),
		m2: units.reduce((sum, { m2 }) => sum + m2, 0),
		basis,
		terms,
		vatCase: vatOn(lease.startsOn),
		yearCents: yearRent(
			basis,
			lease.rentCents,
			units.map(({ m2 }) => hundredths(m2))
		),
		house: `${name} ${place}`,
		party: await firmAsParty(tx, hub, lease.tenant),
		guarantees
	};
}

/** What each gap of a clause stands for. */
export function gapsOf(lease: LeaseRow, { units, m2, house, party, basis, yearCents }: Shown, locale: Locale): Record<Gap, string> {
	const [day, money] = [daysIn(locale), moneyIn(locale)];
	const kind = lease.kind as LeaseKind;
	const breaks = breaksOf({ ...lease, kind });
	return {
		landlord: lease.landlord || house,
		tenant: party.legalName || party.name,
		units: units.join(', '),
		m2: say('place_m2', { m2: new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(m2) }, locale),
		use: lease.useClause || say('lease_use_any', {}, locale),
		start: day(lease.startsOn),
		end: lease.endsOn ? day(lease.endsOn) : say('place_open_end', {}, locale),
		breaks: breaks.map(({ on, noticeBy }) => say('lease_break_line', { day: day(on), notice: day(noticeBy) }, locale)).join(' ; ') || '–',
		notice: say('lease_months', { count: lease.noticeMonths }, locale),
		rent: rateSaid(lease.rentCents, basis, locale),
		year: say('place_rent_year', { rent: money(yearCents) }, locale),
		deposit: money(lease.depositCents),
		event: lease.event
	};
}

const titleOf = (lease: LeaseRow, locale: Locale) => say(`lease_paper_${lease.kind}`, {}, locale);

export const partiesOf = (lease: LeaseRow, { house, party }: Shown, locale: Locale) => [
	{
		role: say('lease_landlord', {}, locale),
		name: lease.landlord || house,
		lines: lease.landlordSignatory ? [say('lease_signs_for_it', { who: lease.landlordSignatory }, locale)] : []
	},
	{
		role: say('lease_tenant', {}, locale),
		name: party.legalName || party.name,
		lines: [
			party.siren ? `SIREN ${party.siren}` : '',
			party.street,
			[party.postcode, party.communeName].filter(Boolean).join(' '),
			lease.signatory ? say('lease_signs_for_it', { who: [lease.signatory, lease.signatoryTitle].filter(Boolean).join(', ') }, locale) : ''
		].filter(Boolean)
	}
];

export const signaturesOf = (lease: LeaseRow, { house }: Shown, locale: Locale) => [
	{ role: say('lease_landlord', {}, locale), name: lease.landlordSignatory || lease.landlord || house, title: '' },
	{ role: say('lease_tenant', {}, locale), name: lease.signatory, title: lease.signatoryTitle }
];

/** The lease as a document, ready to be signed. */
export function leasePaper(lease: LeaseRow, shown: Shown): Buffer {
	const locale = lease.locale as Locale;
	const gaps = gapsOf(lease, shown, locale);
	const [day, money] = [daysIn(locale), moneyIn(locale)];
	const guarantee = ({ kind, guarantor, amountCents, endsOn }: Shown['guarantees'][number]) =>
		[say(`lease_guarantee_${kind}`, {}, locale), guarantor, amountCents === null ? '' : money(amountCents), endsOn ? day(endsOn) : '']
			.filter(Boolean)
			.join(', ');
	const facts = [
		['lease_units', gaps.units],
		['place_surface', gaps.m2],
		['place_first_day', gaps.start],
		['place_last_day', gaps.end],
		['lease_breaks', breaksOf({ ...lease, kind: lease.kind as LeaseKind }).length ? gaps.breaks : ''],
		['lease_notice', gaps.notice],
		['place_rent', gaps.rent === gaps.year ? gaps.year : `${gaps.rent} · ${gaps.year}`],
		['lease_deposit', lease.depositCents ? gaps.deposit : ''],
		['lease_guarantees', shown.guarantees.map(guarantee).join(' ; ')]
	].filter(([, value]) => value);
	return paper(
		contract,
		{
			title: titleOf(lease, locale),
			number: lease.number,
			subtitle: say('lease_paper_subtitle', { number: lease.number, tenant: gaps.tenant }, locale),
			house: shown.house,
			parties: partiesOf(lease, shown, locale),
			facts: [
				...facts.map(([label, value]) => [say(label as string, {}, locale), value]),
				...termsSaid(shown.terms, locale, shown.vatCase).map(({ label, value }) => [label, value])
			],
			clauses: (lease.clauses as unknown as Clause[]).map(({ title, text }) => ({ title, text: filled(text, gaps) })),
			annexes: lease.annexes,
			words: { annexes: say('lease_annexes', {}, locale), signatures: say('lease_signatures', {}, locale) },
			signatures: signaturesOf(lease, shown, locale)
		},
		locale
	);
}

export interface Change {
	nth: number;
	words: string;
	endsOn: string | null;
	rentCents: number | null;
	terms?: LeaseTerms;
}

/** Each line of the terms that says something else from now on, as it was and as it becomes. */
function changedTerms(before: LeaseTerms, after: LeaseTerms, locale: Locale): string[][] {
	const [was, becomes] = [before, after].map((terms) => new Map(termsSaid(terms, locale).map(({ label, value }) => [label, value])));
	return [...new Set([...(was?.keys() ?? []), ...(becomes?.keys() ?? [])])]
		.map((label) => [label, was?.get(label) ?? '–', becomes?.get(label) ?? '–'] as const)
		.filter(([, one, other]) => one !== other)
		.map(([label, one, other]) => [label, `${one} → ${other}`]);
}

/** A change to a lease as a document of its own. */
export function amendmentPaper(lease: LeaseRow, shown: Shown, { nth, words, endsOn, rentCents, terms }: Change): Buffer {
	const locale = lease.locale as Locale;
	const day = daysIn(locale);
	const tenant = shown.party.legalName || shown.party.name;
	const changed = [
		endsOn && ['place_last_day', lease.endsOn ? `${day(lease.endsOn)} → ${day(endsOn)}` : day(endsOn)],
		(rentCents !== null || (terms && terms.rentBasis !== shown.basis)) && [
			'place_rent',
			`${rateSaid(lease.rentCents, shown.basis, locale)} → ${rateSaid(rentCents ?? lease.rentCents, terms?.rentBasis ?? shown.basis, locale)}`
		]
	].filter((one): one is string[] => Boolean(one));
	return paper(
		contract,
		{
			title: say('lease_paper_amendment', { nth }, locale),
			number: lease.number,
			subtitle: say('lease_paper_subtitle', { number: lease.number, tenant }, locale),
			house: shown.house,
			parties: partiesOf(lease, shown, locale),
			facts: [
				...changed.map(([label, value]) => [say(label as string, {}, locale), value]),
				...(terms ? changedTerms(shown.terms, terms, locale) : [])
			],
			clauses: [
				{ title: say('lease_amendment_what', {}, locale), text: words },
				{ title: say('lease_amendment_rest', {}, locale), text: say('lease_amendment_rest_text', {}, locale) }
			],
			annexes: [],
			words: { annexes: '', signatures: say('lease_signatures', {}, locale) },
			signatures: signaturesOf(lease, shown, locale)
		},
		locale
	);
}

export interface Signed {
	side: string;
	signer: string;
	signerEmail: string;
	how: string;
	drawing: string;
	consent: string;
	address: string;
	browser: string;
	at: Date;
}

/** The strokes of a signature as a picture; they are numbers, so nothing else gets into it. */
export function pictureOf(drawing: string): string {
	const lines = drawing
		.split(';')
		.filter(Boolean)
		.map((stroke) => `<polyline points="${stroke.replaceAll(/[^\d. ,]/g, '')}"/>`);
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200" width="600" height="200"><g fill="none" stroke="#1a1a40" stroke-width="4" stroke-linecap="round" stroke-linejoin="round">${lines.join('')}</g></svg>`;
}

/** The document with a page after it that says who signed it, when, from where and to what they agreed. */
export async function withEvidence(
	document: Buffer,
	{ lease, house, signed, sha256, timeZone }: { lease: LeaseRow; house: string; signed: Signed[]; sha256: string; timeZone: string }
): Promise<Buffer> {
	const locale = lease.locale as Locale;
	const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long', timeZone });
	const pictures: Record<string, Buffer> = {};
	const blocks = signed.map((one, nth) => {
		const name = `signature-${nth}.svg`;
		if (one.how === 'drawn') pictures[name] = Buffer.from(pictureOf(one.drawing));
		return {
			role: say(`lease_${one.side}`, {}, locale),
			signer: one.signer,
			picture: one.how === 'drawn' ? `/${name}` : '',
			consent: one.consent,
			facts: [
				[say('lease_evidence_at', {}, locale), moment.format(one.at)],
				[say('lease_evidence_how', {}, locale), say(`lease_signature_${one.how}`, {}, locale)],
				[say('lease_evidence_from', {}, locale), one.address || '–'],
				[say('lease_evidence_browser', {}, locale), one.browser.slice(0, 120) || '–'],
				[say('lease_evidence_link', {}, locale), one.signerEmail || say('lease_evidence_signed_in', {}, locale)]
			]
		};
	});
	const last = paper(
		evidence,
		{
			title: say('lease_evidence_title', {}, locale),
			number: lease.number,
			subtitle: lease.number,
			house,
			signed: blocks,
			sha256,
			words: { intro: say('lease_evidence_intro', {}, locale), hash: say('lease_evidence_hash', {}, locale) }
		},
		locale,
		pictures
	);
	const whole = await PDFDocument.load(document);
	const pages = await PDFDocument.load(last);
	for (const page of await whole.copyPages(pages, pages.getPageIndices())) whole.addPage(page);
	return Buffer.from(await whole.save());
}
