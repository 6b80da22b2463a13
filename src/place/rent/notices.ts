import { actsFor, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { paper } from '#platform/paper.ts';
import { authorize, found, refuse } from '#platform/refusal.ts';
import { clockOf, daysBetween, today } from '../days.ts';
import { seesTerms } from '../policy.ts';
import { addressesOf, sender } from './papers.ts';
import { centsIn, dayLongIn } from './said.ts';
import { linesDue, windowAround, type RentLine } from './schedule.ts';
import { shownLines } from './shown.ts';

const notice = `
#set document(title: data.title)
#set page(numbering: none)
#for (nth, n) in data.notices.enumerate() [
	#if nth > 0 { pagebreak() }
	#grid(columns: (1fr, 1fr), [*#n.from* \\ #n.fromAt], align(right)[#block(inset: (top: 12mm))[*#n.to* \\ #n.toAt]])
	#v(8mm)
	#n.place
	#v(4mm)
	= #n.subject
	#n.opening
	#v(2mm)
	#table(
		columns: (1fr, auto, auto, auto), column-gutter: 8pt, stroke: (x: none, y: 0.4pt + luma(180)), inset: (x: 3pt, y: 5pt), align: (left, right, right, right),
		table.header(..data.head.map(h => text(weight: "semibold", h))),
		..n.rows.map(r => ([#r.what #if r.period != "" [\\ #text(size: 9pt, fill: luma(90), r.period)]], r.net, [#r.vat \\ #text(size: 9pt, fill: luma(90), r.rate)], r.total)).flatten(),
		..n.sums.map(c => text(weight: "bold", c))
	)
	#v(3mm)
	#block(fill: luma(245), inset: 8pt, radius: 3pt, width: 100%)[#text(weight: "semibold")[#n.toPay]]
	#v(2mm)
	#for p in n.texts [#p #parbreak()]
]
`;

/** One page: what one lease owes on one day. */
export interface RentNotice {
	number: string;
	dueOn: string;
	page: object;
}

/** Who may read what a lease owes: who answers for rents, and its tenant. */
async function readable(actor: Actor, lease: string | undefined) {
	const row = lease
		? await db
				.selectFrom('leases')
				.select(['tenant', 'number', 'startsOn', 'endsOn'])
				.where('hub', '=', actor.hub)
				.where('id', '=', lease)
				.executeTakeFirst()
		: undefined;
	authorize(seesTerms(actor) || (row !== undefined && actsFor(actor, row.tenant)));
	return row;
}

export async function noticesOf(
	actor: Actor,
	{ from, until, lease }: { from: string; until: string; lease?: string },
	locale: Locale
): Promise<RentNotice[]> {
	await readable(actor, lease);
	if (until < from) throw refuse('until', 'ends_before_it_begins');
	if (daysBetween(from, until) > 400) throw refuse('until', 'notices_within_a_year');
	const lines = await linesDue(actor, { from, until, lease });
	const tenants = [...new Set(lines.map(({ tenant }) => tenant))];
	const [house, addresses] = [await sender(actor.hub), await addressesOf(actor.hub, tenants)];
	const [day, money] = [dayLongIn(locale), centsIn(locale)];
	const now = day(today(await clockOf(actor.hub)));
	const told = (key: string, params: Record<string, string | number> = {}) => say(`rent_notice_${key}`, params, locale);
	return [...Map.groupBy(lines, (line) => `${line.number} ${line.lease} ${line.dueOn}`).values()].map((own) => {
		const [first] = own as [RentLine];
		const sum = (key: 'netCents' | 'vatCents' | 'totalCents') => own.reduce((all, line) => all + line[key], 0);
		const total = sum('totalCents');
		const cases = [...new Set(own.filter(({ vatCase }) => vatCase !== 'outside').map(({ vatCase }) => vatCase))];
		return {
			number: first.number,
			dueOn: first.dueOn,
			page: {
				from: house.name,
				fromAt: house.address || house.place,
				to: first.legalName || first.tenantName,
				toAt: [addresses.get(first.tenant), first.siren && `SIREN ${first.siren}`].filter(Boolean).join(' · '),
				place: say('rent_letter_place', { place: house.place, day: now }, locale),
				subject: told('subject', { number: first.number }),
				opening: told('opening', { units: first.units.join(', '), day: day(first.dueOn) }),
				rows: shownLines(own, actor.hub, locale).map(({ what, period, net, vat, vatSaid, total: whole }) => ({
					what,
					period,
					net,
					vat,
					rate: vatSaid,
					total: whole
				})),
				sums: [told('sum'), money(sum('netCents')), money(sum('vatCents')), money(total)],
				toPay: told(total >= 0 ? 'to_pay' : 'to_get', { total: money(Math.abs(total)), day: day(first.dueOn) }),
				texts: [...cases.map((one) => told('vat', { case: say(`rent_vat_${one}`, {}, locale) })), told('no_invoice')]
			}
		};
	});
}

export const print = (notices: readonly RentNotice[], locale: Locale): Buffer =>
	paper(notice, { title: say('rent_notice_title', {}, locale), head: heads(locale), notices: notices.map(({ page }) => page) }, locale);

const heads = (locale: Locale) => ['rent_what', 'rent_net', 'rent_vat_amount', 'rent_total'].map((key) => say(key, {}, locale));

const schedule = `
#set document(title: data.title)
= #data.title
#data.lead
#v(2mm)
#table(
	columns: (auto, 1fr, auto, auto, auto, auto), column-gutter: 6pt, stroke: (x: none, y: 0.4pt + luma(190)), inset: (x: 3pt, y: 4pt),
	align: (left, left, right, right, right, left),
	table.header(..data.head.map(h => text(weight: "semibold", h))),
	..data.rows.map(r => (r.due, [#r.what #if r.period != "" [\\ #text(size: 9pt, fill: luma(90), r.period)]], r.net, r.vat, r.total, r.state)).flatten()
)
#v(2mm)
#for p in data.texts [#p #parbreak()]
`;

/** The schedule of one lease from the first day of this year to the last of the next. */
export async function schedulePaper(actor: Actor, lease: string, locale: Locale): Promise<{ number: string; bytes: Buffer }> {
	const row = found(await readable(actor, lease));
	const now = today(await clockOf(actor.hub));
	const [from, { until }] = [`${now.slice(0, 4)}-01-01`, windowAround(now)];
	const lines = await linesDue(actor, { from, until, lease });
	const [house, day] = [await sender(actor.hub), dayLongIn(locale)];
	const [first] = lines;
	const title = say('rent_schedule_title', { number: row.number }, locale);
	const lead = [
		first?.legalName,
		first?.units.join(', '),
		`${day(row.startsOn)} – ${row.endsOn ? day(row.endsOn) : say('place_open_end', {}, locale)}`
	];
	const bytes = paper(
		schedule,
		{
			title,
			lead: [house.name, ...lead].filter(Boolean).join(' · '),
			head: [say('rent_due', {}, locale), ...heads(locale), say('rent_state', {}, locale)],
			rows: shownLines(lines, actor.hub, locale).map(({ due, what, period, net, vat, total, isIssued }) => ({
				due,
				what,
				period,
				net,
				vat,
				total,
				state: say(isIssued ? 'rent_state_issued' : 'rent_state_open', {}, locale)
			})),
			texts: [say('rent_schedule_text', { day: day(now), until: day(until) }, locale)]
		},
		locale
	);
	return { number: row.number, bytes };
}
