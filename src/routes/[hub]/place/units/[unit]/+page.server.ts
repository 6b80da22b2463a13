import { z } from 'zod';
import { firmsNamed } from '#ecosystem/firms.ts';
import { measureKinds, uses } from '#place/choices.ts';
import { HoldUnit, holdUnit } from '#place/claims.ts';
import { clockOf, dayAfter, today } from '#place/days.ts';
import { halves, joined } from '#place/drawn.ts';
import { AddPhoto, addPhoto, ChangePhoto, changePhoto, listPhotos, OnePhoto, removePhoto } from '#place/figures/photos.ts';
import { findPlan, findUnit } from '#place/plan.ts';
import { mayManagePlace } from '#place/policy.ts';
import { dayIn, drawnPlan, euros, squareMetres } from '#place/said.ts';
import { ChangeUnit, changeUnit, MeasureUnit, measureUnit, mergeUnits, splitUnit } from '#place/units.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found, refuse } from '#platform/refusal.ts';
import { requiredText } from '#platform/shapes.ts';
import type { Actions, PageServerLoad } from './$types';

const id = (text: string) => found(z.uuid().safeParse(text).data);

export const load: PageServerLoad = async ({ locals, params }) => {
	const { actor, locale } = locals;
	const unit = await findUnit(actor, { unit: id(params.unit) });
	const plan = await findPlan(actor, { floor: unit.floor });
	const near = plan.units.filter((one) => one.id === unit.id || one.state !== 'absent');
	const [day, area, money] = [dayIn(locale), squareMetres(locale), euros(locale)];
	const now = today(await clockOf(actor.hub));
	const at = `/${params.hub}/place`;
	return {
		mayManage: mayManagePlace(actor),
		today: now,
		inTenYears: dayAfter(now, 3652),
		unit: {
			id: unit.id,
			version: unit.version,
			number: unit.number,
			name: unit.name,
			use: unit.use,
			people: unit.people,
			safetyPeople: unit.safetyPeople,
			zone: unit.zone,
			isAccessible: unit.isAccessible,
			equipment: unit.equipment,
			rent: unit.askedRentCents === null ? null : unit.askedRentCents / 100,
			isHall: unit.isHall,
			isThere: unit.existsUntil === null || unit.existsUntil > now
		},
		said: {
			where: `${unit.building}, ${unit.floorName}`,
			use: say(`place_use_${unit.use}`, {}, locale),
			m2: area(unit.m2),
			state: say(`place_state_${unit.state}`, {}, locale),
			rent: unit.askedRentCents ? say('place_rent_m2', { rent: money(unit.askedRentCents) }, locale) : '',
			from: day(unit.existsFrom),
			until: unit.existsUntil ? day(dayAfter(unit.existsUntil, -1)) : '',
			free: unit.freeFrom ? (unit.freeFrom <= now ? say('place_now', {}, locale) : day(unit.freeFrom)) : '–'
		},
		planHref: `${at}?floor=${unit.floor}`,
		relatives: (['cameFrom', 'became', 'rooms'] as const).map((how) => ({
			how,
			label: say(`place_unit_${how === 'cameFrom' ? 'came_from' : how}`, {}, locale),
			units: unit[how].map((one) => ({ href: `${at}/units/${one.id}`, number: one.number }))
		})),
		measures: unit.measures.map(({ kind, m2, measuredOn, surveyor }) => ({
			kind: say(`place_measure_${kind}`, {}, locale),
			m2: new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(m2),
			on: day(measuredOn),
			surveyor
		})),
		spans: unit.spans
			.filter(({ state }) => state !== 'absent')
			.map((span) => ({
				from: span.from ? day(span.from) : '',
				until: span.until ? day(span.until) : say('place_open_end', {}, locale),
				state: say(`place_state_${span.state}`, {}, locale),
				holder: span.holder?.name ?? '',
				href: span.holder ? `/${params.hub}/organisations/${span.holder.slug}` : '',
				rent: span.rentCents ? say('place_rent_m2', { rent: money(span.rentCents) }, locale) : ''
			})),
		uses: uses.map((use) => ({ value: use, label: say(`place_use_${use}`, {}, locale) })),
		kinds: measureKinds.map((kind) => ({ value: kind, label: say(`place_measure_${kind}`, {}, locale) })),
		photos: (await listPhotos(actor, { unit: unit.id })).items.map((photo) => ({
			...photo,
			src: `${at}/units/${unit.id}/photos/${photo.id}`
		})),
		neighbours: plan.units
			.filter((one) => one.id !== unit.id && !one.isHall && one.existsUntil === null)
			.map((one) => ({ value: one.id, label: [one.number, one.name].filter(Boolean).join(' ') })),
		drawing: {
			label: say('place_plan_of', { floor: plan.name }, locale),
			...drawnPlan(plan, params.hub, locale, near)
		}
	};
};

const WrittenUnit = ChangeUnit.omit({ unit: true, askedRentCents: true, equipment: true }).extend({
	rent: z.number().min(0).max(100_000).nullish(),
	equipment: z.string().max(2000).default('')
});
const Divided = z.object({
	way: z.enum(['across', 'along']),
	metres: z.number().gt(0).max(10_000),
	first: requiredText(20),
	second: requiredText(20),
	on: z.iso.date()
});
const Merged = z.object({ other: z.uuid(), number: requiredText(20), on: z.iso.date() });
const WrittenHold = HoldUnit.omit({ unit: true, holder: true }).extend({ firm: z.string().trim().max(200).default('') });

export const actions: Actions = {
	change: form(WrittenUnit, async ({ rent, equipment, ...input }, { locals, params }) => ({
		done: await changeUnit(locals.actor, {
			...input,
			unit: id(params.unit),
			askedRentCents: rent === null || rent === undefined ? null : Math.round(rent * 100),
			equipment: equipment
				.split(',')
				.map((one) => one.trim().slice(0, 80))
				.filter(Boolean)
				.slice(0, 50)
		})
	})),
	measure: form(MeasureUnit.omit({ unit: true }), async (input, { locals, params }) => ({
		done: await measureUnit(locals.actor, { ...input, unit: id(params.unit) })
	})),
	hold: form(WrittenHold, async ({ firm, ...input }, { locals, params }) => {
		const [holder, ...more] = firm ? await firmsNamed(locals.actor.hub, firm) : [];
		if (firm && (!holder || more.length)) throw refuse('firm', holder ? 'firm_not_told_apart' : 'firm_unknown');
		return { done: await holdUnit(locals.actor, { ...input, unit: id(params.unit), holder: holder ?? null }) };
	}),
	photo: form(AddPhoto.omit({ unit: true }), async (input, { locals, params }) => ({
		done: await addPhoto(locals.actor, { ...input, unit: id(params.unit) })
	})),
	changePhoto: form(ChangePhoto, async (input, { locals }) => ({ done: await changePhoto(locals.actor, input) })),
	removePhoto: form(OnePhoto, async (input, { locals }) => ({ done: await removePhoto(locals.actor, input) })),
	split: form(Divided, async ({ way, metres, first, second, on }, { locals, params }) => {
		const unit = await findUnit(locals.actor, { unit: id(params.unit) });
		const { use, people, safetyPeople, zone, isAccessible, equipment, askedRentCents } = unit;
		const told = { name: '', use, people, safetyPeople, zone, isAccessible, equipment, askedRentCents };
		const [here, there] = halves(unit.shape, way, metres);
		const parts = [
			{ ...told, number: first, shape: here },
			{ ...told, number: second, shape: there }
		];
		return { done: await splitUnit(locals.actor, { unit: unit.id, on, parts }) };
	}),
	merge: form(Merged, async ({ other, number, on }, { locals, params }) => {
		const [unit, neighbour] = [await findUnit(locals.actor, { unit: id(params.unit) }), await findUnit(locals.actor, { unit: other })];
		const { use, zone, isAccessible, equipment, askedRentCents } = unit;
		const into = {
			number,
			name: unit.name,
			use,
			people: (unit.people ?? 0) + (neighbour.people ?? 0) || null,
			safetyPeople: (unit.safetyPeople ?? 0) + (neighbour.safetyPeople ?? 0) || null,
			zone,
			isAccessible: isAccessible && neighbour.isAccessible,
			equipment: [...new Set([...equipment, ...neighbour.equipment])].slice(0, 50),
			askedRentCents,
			shape: joined([unit.shape, neighbour.shape])
		};
		return { done: await mergeUnits(locals.actor, { units: [unit.id, other], on, into }) };
	})
};
