import type { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { paper } from '#platform/paper.ts';
import { authorize, notFound } from '#platform/refusal.ts';
import { clockOf, today } from '../days.ts';
import { seesTerms } from '../policy.ts';
import { findStatement } from './charges.ts';
import { findLeaseRent } from './lease-rent.ts';
import { usuallyOutOn } from './quarters.ts';
import { listRevisions, type ListRevisions, type RevisionMade } from './revisions.ts';
import { centsIn, dayLongIn, indexIn, quarterIn } from './said.ts';
import { findWorksReport } from './works-report.ts';

const letter = `
#set document(title: data.title)
#set page(numbering: none)
#set par(justify: false)
#for (nth, l) in data.letters.enumerate() [
	#if nth > 0 { pagebreak() }
	#grid(columns: (1fr, 1fr), [*#l.from* \\ #l.fromAt], align(right)[#block(inset: (top: 12mm))[*#l.to* \\ #l.toAt]])
	#v(8mm)
	#l.place
	#v(4mm)
	= #l.subject
	#l.opening
	#v(2mm)
	#table(
		columns: (1fr, auto), stroke: (x: none, y: 0.4pt + luma(180)), inset: (x: 0pt, y: 5pt), align: (left, right),
		..l.facts.map(f => (f.at(0), f.at(1))).flatten()
	)
	#v(2mm)
	#block(fill: luma(245), inset: 8pt, radius: 3pt, width: 100%)[#text(weight: "semibold")[#l.formula]]
	#v(2mm)
	#for p in l.texts [#p #parbreak()]
	#v(6mm)
	#l.closing
]
`;

export async function sender(hub: string) {
	const { name, place } = await db.selectFrom('hubs').select(['name', 'place']).where('id', '=', hub).executeTakeFirstOrThrow();
	const site = await db.selectFrom('sites').select('address').where('hub', '=', hub).orderBy('createdAt').executeTakeFirst();
	return { name, place, address: site?.address ?? '' };
}

export type Chosen = Omit<z.output<typeof ListRevisions>, 'limit' | 'cursor'>;

/** All revisions that a list holds. */
export async function chosen(actor: Actor, filter: Chosen): Promise<RevisionMade[]> {
	const revisions: RevisionMade[] = [];
	let cursor: string | undefined;
	do {
		const page = await listRevisions(actor, { ...filter, limit: 100, cursor });
		revisions.push(...page.items);
		cursor = page.next ?? undefined;
	} while (cursor);
	return revisions;
}

/** Letters that tell tenants of their revised rents: one page each, in one PDF. */
export async function printed(actor: Actor, revisions: readonly RevisionMade[], locale: Locale): Promise<Buffer> {
	authorize(seesTerms(actor));
	if (!revisions.length) throw notFound();
	const from = await sender(actor.hub);
	const addresses = await addressesOf(actor.hub, [...new Set(revisions.map(({ tenant }) => tenant))]);
	const [day, money, index, quarter] = [dayLongIn(locale), centsIn(locale), indexIn(locale), quarterIn(locale)];
	const on = today(await clockOf(actor.hub));
	const now = day(on);
	const letters = await Promise.all(
		revisions.map(async (revision) => {
			const lease = await findLeaseRent(actor, { lease: revision.lease });
			const isOpen = revision.targetValue === null;
			const isLate = isOpen && on >= usuallyOutOn(revision.targetQuarter);
			const value = (revision.targetValue ?? revision.provisionalValue) as number;
			const counted = isOpen ? (revision.provisionalQuarter as string) : revision.targetQuarter;
			const told = (key: string, params: Record<string, string | number> = {}) => say(`rent_letter_${key}`, params, locale);
			const named = (of: string, number: number) => `${revision.index} ${quarter(of)} : ${index(number)}`;
			const parts = lease.terms.payment === 'monthly' ? 12 : 4;
			const texts = [
				isOpen
					? told(isLate ? 'provisional_late' : 'provisional', { quarter: quarter(revision.targetQuarter), index: revision.index })
					: revision.publishedOn
						? told('published', { quarter: quarter(revision.targetQuarter), index: revision.index, day: day(revision.publishedOn) })
						: '',
				revision.settledAt
					? told(revision.provisionalQuarter ? 'settled' : 'corrected', { before: money(revision.provisionalCents ?? 0) })
					: '',
				revision.exceedsQuarter ? told('quarter') : '',
				lease.reviewFrom ? told('review', { day: day(lease.reviewFrom) }) : ''
			];
			return {
				from: from.name,
				fromAt: from.address || from.place,
				to: revision.tenantName,
				toAt: addresses.get(revision.tenant) ?? '',
				place: told('place', { place: from.place, day: now }),
				subject: told(isOpen ? 'subject_provisional' : 'subject', { number: revision.number }),
				opening: told('opening', { day: day(revision.effectiveOn), units: lease.units.join(', ') }),
				facts: [
					[told('base'), money(revision.baseCents)],
					[told('reference'), named(revision.referenceQuarter, revision.referenceValue)],
					[told(isLate ? 'last_known' : isOpen ? 'last_published' : 'target'), named(counted, value)],
					[told('before'), money(revision.beforeCents)],
					[told('after', { day: day(revision.effectiveOn) }), money(revision.afterCents)],
					[told(lease.terms.payment === 'monthly' ? 'a_month' : 'a_quarter'), money(Math.round(revision.afterCents / parts))]
				],
				formula: `${money(revision.baseCents)} × ${index(value)} / ${index(revision.referenceValue)} = ${money(revision.afterCents)}`,
				texts: texts.filter(Boolean),
				closing: told('closing', { hub: from.name })
			};
		})
	);
	return paper(letter, { title: say('rent_letters_title', {}, locale), letters }, locale);
}

export async function addressesOf(hub: string, firms: readonly string[]): Promise<Map<string, string>> {
	if (!firms.length) return new Map();
	const rows = await db
		.selectFrom('organisations')
		.select(['id', 'street', 'postcode', 'communeName'])
		.where('hub', '=', hub)
		.where('id', 'in', firms)
		.execute();
	return new Map(
		rows.map(({ id, street, postcode, communeName }) => [
			id,
			[street, [postcode, communeName].filter(Boolean).join(' ')].filter(Boolean).join(', ')
		])
	);
}

const statementPaper = `
#set document(title: data.title)
#set page(numbering: none)
#for (nth, s) in data.papers.enumerate() [
	#if nth > 0 { pagebreak() }
	#grid(columns: (1fr, 1fr), [*#s.from* \\ #s.fromAt], align(right)[#block(inset: (top: 12mm))[*#s.to* \\ #s.toAt]])
	#v(8mm)
	#s.place
	#v(4mm)
	= #s.subject
	#s.opening
	#v(2mm)
	#table(
		columns: (1fr, auto, auto), stroke: (x: none, y: 0.4pt + luma(180)), inset: (x: 3pt, y: 5pt), align: (left, right, right),
		table.header(..s.head.map(h => text(weight: "semibold", h))),
		..s.rows.flatten(),
		..s.sums.map(r => r.map(c => text(weight: "bold", c))).flatten()
	)
	#v(2mm)
	#for p in s.texts [#p #parbreak()]
]
`;

/** Statements of service charges, one page for each tenant; of one lease if it is named. */
export async function statementPapers(actor: Actor, id: string, lease: string | null, locale: Locale): Promise<Buffer> {
	const statement = await findStatement(actor, { statement: id });
	const tenants = statement.tenants.filter((one) => !lease || one.lease === lease);
	if (!tenants.length) throw notFound();
	const from = await sender(actor.hub);
	const addresses = await addressesOf(actor.hub, [...new Set(tenants.map(({ tenant }) => tenant))]);
	const [day, money] = [dayLongIn(locale), centsIn(locale)];
	const now = day(today(await clockOf(actor.hub)));
	const square = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
	const told = (key: string, params: Record<string, string | number> = {}) => say(`rent_statement_${key}`, params, locale);
	const papers = tenants.map((one) => ({
		from: from.name,
		fromAt: from.address || from.place,
		to: one.tenantName,
		toAt: addresses.get(one.tenant) ?? '',
		place: say('rent_letter_place', { place: from.place, day: now }, locale),
		subject: told('subject', { year: statement.year, number: one.number }),
		opening: told('opening', { m2: square.format(one.m2), days: one.days, site: statement.siteName }),
		head: [told('kind'), told('cost'), told('share')],
		rows: statement.costs
			.filter(({ isChargeable }) => isChargeable)
			.map((cost) => [
				[say(`rent_cost_${cost.kind}`, {}, locale), cost.label, cost.buildingName].filter(Boolean).join(' – '),
				money(cost.cents),
				money(one.shares.find((share) => share.cost === cost.id)?.cents ?? 0)
			]),
		sums: [
			[told('sum'), '', money(one.shareCents)],
			[told('provisions'), '', money(-one.provisionCents)],
			[told(one.balanceCents >= 0 ? 'to_pay' : 'to_get'), '', money(Math.abs(one.balanceCents))]
		],
		texts: [told('formula'), told('landlord'), told('proofs'), ...(statement.closedAt ? [] : [told('draft')])]
	}));
	return paper(statementPaper, { title: told('title', { year: statement.year }), papers }, locale);
}

const works = `
#set document(title: data.title)
#set page(numbering: none)
#grid(columns: (1fr, 1fr), [*#data.from* \\ #data.fromAt], align(right)[#block(inset: (top: 12mm))[*#data.to* \\ #data.toAt]])
#v(8mm)
#data.place
#v(4mm)
= #data.subject
#data.opening
#for part in data.parts [
	== #part.title
	#if part.rows.len() == 0 [#part.none] else [
		#table(
			columns: (auto, 1fr, auto), stroke: (x: none, y: 0.4pt + luma(180)), inset: (x: 3pt, y: 5pt), align: (left, left, right),
			table.header(..data.head.map(h => text(weight: "semibold", h))),
			..part.rows.flatten(),
			..part.sums.map(c => text(weight: "bold", c))
		)
	]
	#v(3mm)
]
#for p in data.texts [#p #parbreak()]
`;

/** The works of three years before and after, addressed to the tenant of a lease if it is named. */
export async function worksPaper(actor: Actor, { site, lease }: { site?: string; lease?: string }, locale: Locale): Promise<Buffer> {
	const report = await findWorksReport(actor, { site });
	const to = lease ? await findLeaseRent(actor, { lease }) : null;
	const from = await sender(actor.hub);
	const addresses = to ? await addressesOf(actor.hub, [to.tenant]) : new Map<string, string>();
	const [day, money] = [dayLongIn(locale), centsIn(locale)];
	const told = (key: string, params: Record<string, string | number> = {}) => say(`rent_works_${key}`, params, locale);
	const part = (key: 'ahead' | 'past') => ({
		title: told(`${key}_title`, { from: report[key].from, until: report[key].until }),
		none: told('none'),
		rows: report[key].works.map(({ year, label, buildingName, cents, isCharged }) => [
			String(year),
			[label, buildingName, isCharged === null ? '' : told(isCharged ? 'charged' : 'not_charged')].filter(Boolean).join(' – '),
			cents === null ? told('no_budget') : money(cents)
		]),
		sums: ['', told('sum'), money(report[key].cents)]
	});
	return paper(
		works,
		{
			title: told('title'),
			from: from.name,
			fromAt: from.address || from.place,
			to: to?.tenantName ?? '',
			toAt: to ? (addresses.get(to.tenant) ?? '') : '',
			place: say('rent_letter_place', { place: from.place, day: day(today(await clockOf(actor.hub))) }, locale),
			subject: to ? told('subject', { number: to.number }) : told('title'),
			opening: told('opening', { site: report.siteName }),
			head: [told('year'), told('work'), told('amount')],
			parts: [part('ahead'), part('past')],
			texts: [told('law'), told('major')]
		},
		locale
	);
}
