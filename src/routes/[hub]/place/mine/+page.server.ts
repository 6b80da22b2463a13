import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { Insured, takeCertificate } from '#place/leases/insurance.ts';
import { ownLeases } from '#place/leases/mine.ts';
import { phaseTone } from '#place/leases/said.ts';
import { clockOf, dayAfter, today } from '#place/days.ts';
import { findPlan } from '#place/plan.ts';
import { dayIn, drawnPlan, floorName, squareMetres } from '#place/said.ts';
import { listDue } from '#place/rent/schedule.ts';
import { shownLines } from '#place/rent/shown.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { refuse } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	const { items } = await ownLeases(actor);
	const [day, area] = [dayIn(locale), squareMetres(locale)];
	const at = `/${params.hub}/place`;
	const living = items.filter(({ phase }) => !['ended', 'sent'].includes(phase));
	const units = living.flatMap((lease) => lease.units);
	const floors = [...new Set(units.map(({ floor }) => floor))].slice(0, 4);
	const plans = await Promise.all(
		floors.map(async (floor) => {
			const plan = await findPlan(actor, { floor });
			const drawn = drawnPlan(plan, params.hub, locale);
			const isMine = (id: string) => units.some((unit) => unit.id === id);
			return {
				title: floorName(plan),
				drawing: {
					label: say('place_plan_of', { floor: floorName(plan) }, locale),
					...drawn,
					units: drawn.units.map((unit) =>
						isMine(unit.id)
							? { ...unit, paint: 'mine', paintSaid: say('lease_mine_unit', {}, locale) }
							: { ...unit, paint: 'blank', paintSaid: '' }
					)
				}
			};
		})
	);
	const now = today(await clockOf(actor.hub));
	const from = dayAfter(now, -31);
	const due = await Promise.all(actor.organisations.map(({ id }) => listDue(actor, { organisation: id, from, limit: 12 })));
	const owing = new Set(due.flatMap(({ items: lines }) => lines.map(({ lease }) => lease)));
	// Of several firms the form asks which one.
	const firms = [...new Set(living.map(({ tenant }) => tenant))];
	const more = (form: string) => (firms.length === 1 ? `${form}?organisation=${firms[0]}` : form);
	const owed = due
		.flatMap((page) => page.items)
		.toSorted((one, other) => one.dueOn.localeCompare(other.dueOn))
		.slice(0, 12);
	return {
		tabs: placeTabs(actor, 'mine'),
		isDone: url.searchParams.has('done'),
		moreHref: more(`${at}/admissions/new`),
		due: shownLines(owed, params.hub, locale).map((line, nth) => ({ ...line, href: `${at}/leases/${owed[nth]?.lease}` })),
		plans,
		leases: items.map((lease) => ({
			id: lease.id,
			href: `${at}/leases/${lease.id}`,
			number: lease.number,
			kind: say(`lease_paper_${lease.kind}`, {}, locale),
			phase: say(`lease_phase_${lease.phase}`, {}, locale),
			tone: phaseTone[lease.phase],
			when: `${day(lease.startsOn)} – ${lease.endsOn ? day(lease.endsOn) : say('place_open_end', {}, locale)}`,
			inventories: lease.inventories.map((one) => ({
				href: `${at}/leases/${lease.id}/inventories/${one.id}`,
				label: `${say(`inventory_paper_${one.kind}`, {}, locale)} – ${say(`inventory_phase_${one.state}`, {}, locale)}`
			})),
			owes: owing.has(lease.id),
			insurer: lease.insurer,
			insurance: lease.insuranceEndsOn
				? say('lease_mine_insurance', { day: day(lease.insuranceEndsOn) }, locale)
				: say('lease_mine_insurance_none', {}, locale),
			isInsured: lease.insuranceEndsOn !== null && lease.insuranceEndsOn >= now,
			mayInsure: ['running', 'upcoming', 'overrun'].includes(lease.phase),
			file: lease.file && `/${params.hub}/files/${lease.file}`,
			units: lease.units.map(({ id, number, name, m2 }) => ({
				href: `${at}/units/${id}`,
				faultHref: `${at}/faults/new?unit=${id}`,
				label: [number, name, area(m2)].filter(Boolean).join(' · ')
			}))
		}))
	};
};

export const actions: Actions = {
	insure: form(Insured.extend({ files: z.array(z.instanceof(File)).default([]) }), async ({ files, ...input }, { locals, params }) => {
		const [file] = files;
		if (!file) throw refuse('files', 'required');
		await takeCertificate(locals.actor, input, file);
		redirect(303, `/${params.hub}/place/mine?done`);
	})
};
