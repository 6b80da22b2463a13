import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { uses } from '#place/choices.ts';
import { findDrawing } from '#place/drawing/drawings.ts';
import { ImportDrawing, importDrawing, ReadDrawing, readDrawing, units, type ReadOutcome } from '#place/drawing/exchange.ts';
import { boxOf, labelPoint, pointsOf } from '#place/polygons.ts';
import { mayManagePlace } from '#place/policy.ts';
import { squareMetres } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { authorize } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params } = event;
	const { actor, locale } = locals;
	authorize(mayManagePlace(actor));
	const drawing = await findDrawing(actor, { floor: params.floor });
	const floor = drawing.building === drawing.name ? drawing.name : `${drawing.building}, ${drawing.name}`;
	return {
		tabs: placeTabs(actor, 'draw'),
		floor: params.floor,
		floorName: floor,
		title: say('drawing_import_title', { floor }, locale),
		today: drawing.on,
		units: Object.keys(units).map((unit) => ({ value: unit, label: say(`drawing_unit_${unit}`, {}, locale) })),
		uses: uses.map((use) => ({ value: use, label: say(`place_use_${use}`, {}, locale) }))
	};
};

const inPage = { floor: true, name: true, content: true, layers: true } as const;
const WrittenFile = ReadDrawing.omit(inPage).extend({ content: z.file() });
const WrittenAgain = ImportDrawing.omit({ floor: true, name: true, content: true, unit: true }).extend({
	content: z.string().max(60_000_000),
	/** The layers are asked about: none chosen means none. */
	layers: z.array(z.string().max(255)).max(500)
});

export const actions: Actions = {
	read: form(WrittenFile, async ({ content, ...input }, { locals, params }) => {
		const sent = { name: content.name, content: Buffer.from(await content.arrayBuffer()).toString('base64') };
		const read = await readDrawing(locals.actor, { ...input, ...sent, layers: [], floor: params.floor ?? '' });
		return { read: shown(read, locals.locale), chosen: input };
	}),
	again: form(WrittenAgain, async ({ content, lines: _, ...input }, { locals, params }) => {
		const sent = { name: 'drawing.geojson', content: Buffer.from(content).toString('base64') };
		const read = await readDrawing(locals.actor, { ...input, ...sent, floor: params.floor ?? '' });
		return { read: shown(read, locals.locale), chosen: input };
	}),
	import: form(WrittenAgain, async ({ content, ...input }, { locals, params, url }) => {
		const sent = { name: 'drawing.geojson', content: Buffer.from(content).toString('base64') };
		const { made, refused } = await importDrawing(locals.actor, { ...input, ...sent, floor: params.floor ?? '' });
		redirect(303, `${url.pathname.replace(/\/import$/, '')}?made=${made}&refused=${refused}${input.on ? `&on=${input.on}` : ''}`);
	})
};

/** What the page shows of what was read. */
function shown({ rooms, layers, lines, content, kind, metres, isGuessed }: ReadOutcome, locale: Locale) {
	const area = squareMetres(locale);
	const made = rooms.filter(({ reasons }) => !reasons.length).length;
	return {
		kind,
		content,
		unit: isGuessed
			? say('drawing_unit_guessed', { unit: say(metres === 1 ? 'drawing_unit_m' : 'drawing_unit_mm', {}, locale) }, locale)
			: '',
		layers: layers.map(({ name, rooms, lines, texts, isChosen }) => ({
			value: name,
			label: name,
			hint: say('drawing_layer_holds', { rooms, lines, texts }, locale),
			isChosen
		})),
		lines: lines.length,
		box: rooms.length ? boxOf(rooms.flatMap(({ shape }) => shape)) : null,
		made,
		refused: rooms.length - made,
		rooms: rooms.map(({ number, name, use, people, m2, shape, reasons }, nth) => ({
			id: `room-${nth}`,
			number,
			name,
			use: say(`place_use_${use}`, {}, locale),
			people: people === null ? '' : String(people),
			m2: area(m2),
			points: pointsOf(shape),
			label: labelPoint(shape),
			verdict: reasons.map(({ code, params }) => say(code, params, locale)).join(' ')
		}))
	};
}
