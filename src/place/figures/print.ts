import type { Actor } from '#platform/actor.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { paper } from '#platform/paper.ts';
import { found } from '#platform/refusal.ts';
import { clockOf, numberOf, today } from '../days.ts';
import { listFloors } from '../floors.ts';
import { findPlan } from '../plan.ts';
import { boxOf, pointsOf } from '../polygons.ts';
import { dayIn, paintedUnits, squareMetres, type DrawnUnit } from '../said.ts';
import { painting, viewsOpenTo } from './paint.ts';

/** Inks for paper: pale, so that words stay legible; what is hatched or dotted stays so without colours. */
const inks: Record<string, string> = {
	free: '#e0f0e2',
	let: '#f3cfbd',
	in_use: '#ffc72c',
	bookable: '#fbecc9',
	common: '#f7f2e8',
	blank: '#ffffff',
	absent: '#ede5d7',
	'tint-0': '#f2c266',
	'tint-1': '#9ad2f2',
	'tint-2': '#66c5ab',
	'tint-3': '#f6ef8e',
	'tint-4': '#66a9d1',
	'tint-5': '#e79e66',
	'tint-6': '#e0afca',
	'tint-7': '#b9b9b9',
	'step-0': '#f8efea',
	'step-1': '#e6cfc7',
	'step-2': '#d3aa9d',
	'step-3': '#c18674',
	'step-4': '#ac5d4a'
};
const patterned = new Set(['works', 'held']);

const patterns = `<defs>
<pattern id="works" width="1.2" height="1.2" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="1.2" height="1.2" fill="#fff"/><rect width=".35" height="1.2" fill="#83766a"/></pattern>
<pattern id="held" width="1.6" height="1.6" patternUnits="userSpaceOnUse"><rect width="1.6" height="1.6" fill="#fff"/><circle cx=".8" cy=".8" r=".25" fill="#83766a"/></pattern>
</defs>`;
const fill = (paint: string) => (patterned.has(paint) ? `url(#${paint})` : (inks[paint] ?? '#ffffff'));
const escaped = (text: string) =>
	text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

function drawing(outline: string, box: ReturnType<typeof boxOf>, units: DrawnUnit[]): string {
	const [width, height] = [box.right - box.left + 1, box.bottom - box.top + 1];
	const parts = units
		.filter(({ isHall }) => !isHall)
		.map(({ points, paint, number, paintSaid, m2, label }) => {
			const said = (text: string, y: number, size: number, weight = 400) =>
				`<text x="${label.x}" y="${label.y + y}" font-size="${size}" font-weight="${weight}" text-anchor="middle" stroke="#fff" stroke-width=".3" paint-order="stroke" fill="#211b18">${escaped(text)}</text>`;
			const size = Math.min(1.6, (label.width * 1.7) / Math.max(6, paintSaid.length));
			const words =
				label.width > 3.5
					? said(number, -1.1, 1.7, 700) + said(paintSaid, 0.9, size) + said(m2, 2.7, 1.4)
					: said(number, 0.4, label.width / 5);
			return `<polygon points="${points}" fill="${fill(paint)}" stroke="#211b18" stroke-width=".15"${paint === 'absent' ? ' stroke-dasharray=".6 .6"' : ''}/>${words}`;
		});
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.left - 0.5} ${box.top - 0.5} ${width} ${height}" width="${width}" height="${height}" font-family="Hanken Grotesk">${patterns}<polygon points="${outline}" fill="#ede5d7" stroke="#211b18" stroke-width=".35"/>${parts.join('')}</svg>`;
}

const swatch = (paint: string) =>
	`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3" width="4" height="3">${patterns}<rect x=".1" y=".1" width="3.8" height="2.8" fill="${fill(paint)}" stroke="#211b18" stroke-width=".15"/></svg>`;

const template = `#set document(title: data.title)
#set page(paper: "a3", flipped: true, margin: 15mm, numbering: none, footer: text(size: 9pt)[#data.hub · #data.printed #h(1fr) #context counter(page).display("1 / 1", both: true)])
#set text(size: 11pt)
#for (nth, floor) in data.floors.enumerate() {
	if nth > 0 { pagebreak() }
	[= #floor.title]
	text(size: 13pt)[#data.day · #floor.m2 · #data.colour]
	v(4mm)
	align(center, image("/" + floor.picture, width: floor.width * 1mm, alt: floor.title))
	v(1fr)
	grid(columns: (1fr, auto), column-gutter: 10mm, align: bottom,
		{
			for one in data.legend {
				box(inset: (right: 6mm, bottom: 2mm))[#box(image("/" + one.picture, width: 7mm, alt: ""), baseline: 25%) #one.said]
			}
		},
		align(right, {
			box(width: floor.bar * 1mm, height: 2mm, stroke: (bottom: 1pt, left: 1pt, right: 1pt))
			linebreak()
			[#floor.metres · 1 : #floor.scale]
		})
	)
}
`;

const scales = [50, 100, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2000, 2500, 5000, 10_000];

/** The plan on A3, a page for each floor, to scale, on any day and coloured by any view that the reader finds open. */
export async function printPlan(
	actor: Actor,
	asked: { floor?: string | null; on?: string | null; view?: string | null },
	locale: Locale
): Promise<Buffer> {
	const { items: every } = await listFloors(actor);
	const floors = asked.floor ? every.filter(({ id }) => id === asked.floor) : every;
	found(floors[0]);
	const on = asked.on ?? today(await clockOf(actor.hub));
	const view = viewsOpenTo(actor).find((one) => one === asked.view) ?? 'state';
	const day = dayIn(locale);
	const area = squareMetres(locale);
	const plans = await Promise.all(floors.map(({ id }) => findPlan(actor, { floor: id, on })));
	const whole = painting(
		view,
		plans.flatMap(({ units }) => units),
		locale
	);
	const pictures: Record<string, Buffer> = {};
	const keep = (name: string, svg: string) => {
		pictures[name] = Buffer.from(svg);
		return name;
	};
	const seen = new Set<string>();
	const pages = plans.map((plan, nth) => {
		const box = boxOf(plan.outline);
		const units = paintedUnits(plan.units, actor.hub, locale, whole, numberOf(on));
		for (const { paint, paintSaid } of units) seen.add(view === 'tenant' ? paintSaid : paint);
		const [width, height] = [box.right - box.left + 1, box.bottom - box.top + 1];
		// What is left of 420 by 297 mm beside the margins, the title and the legend.
		const scale = scales.find((one) => (width * 1000) / one <= 385 && (height * 1000) / one <= 200) ?? 20_000;
		const metres = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((one) => (one * 1000) / scale >= 35) ?? 1000;
		return {
			title: plan.building === plan.name ? plan.name : `${plan.building}, ${plan.name}`,
			m2: area(plan.m2),
			picture: keep(`plan-${nth}.svg`, drawing(pointsOf(plan.outline), box, units)),
			width: (width * 1000) / scale,
			scale,
			bar: (metres * 1000) / scale,
			metres: say('figures_scale', { metres }, locale)
		};
	});
	const [site] = floors;
	return paper(
		template,
		{
			title: say('figures_plan_on', { day: day(on) }, locale),
			hub: [site?.siteName, site?.address].filter(Boolean).join(', '),
			printed: say('figures_plan_on', { day: day(on) }, locale),
			day: day(on),
			colour: `${say('figures_colour', {}, locale)} : ${say(`figures_view_${view}`, {}, locale)}`,
			floors: pages,
			legend: whole.legend
				.filter(({ paint, said }) => seen.has(view === 'tenant' ? said : paint) || (view === 'tenant' && seen.has(paint)))
				.map(({ paint, said }) => ({ said, picture: keep(`paint-${paint}.svg`, swatch(paint)) }))
		},
		locale,
		pictures
	);
}
