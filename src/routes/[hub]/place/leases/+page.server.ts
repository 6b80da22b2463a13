import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { clockOf, today } from '#place/days.ts';
import { leaseLists, ListLeases, listLeases } from '#place/leases/leases.ts';
import { phaseTone } from '#place/leases/said.ts';
import { phaseOf } from '#place/leases/shown.ts';
import { mayManagePlace } from '#place/policy.ts';
import { dayIn, euros, squareMetres } from '#place/said.ts';
import { rateSaid } from '#place/rent/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { say } from '#platform/i18n.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { PageServerLoad } from './$types';

const usual = ListLeases.omit({ cursor: true, limit: true }).parse({});

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url, params } = event;
	const { actor, locale } = locals;
	const filter = filterFrom(ListLeases, url.searchParams);
	const page = await listLeases(actor, { ...filter, limit: 25 });
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}`;
	const now = today(await clockOf(actor.hub));
	const [day, area, money] = [dayIn(locale), squareMetres(locale), euros(locale)];
	return {
		tabs: placeTabs(actor, 'leases'),
		mayLet: mayManagePlace(actor),
		isSigned: url.searchParams.has('signed'),
		q: filter.q,
		state: filter.state,
		states: leaseLists.map((state) => ({ value: state, label: say(`place_leases_${state}`, {}, locale) })),
		address,
		previous: at(page.previous),
		next: at(page.next),
		lines: page.items.map((lease) => ({
			id: lease.id,
			href: `/${params.hub}/place/leases/${lease.id}`,
			phase: say(`lease_phase_${phaseOf(lease, now)}`, {}, locale),
			tone: phaseTone[phaseOf(lease, now)],
			number: lease.number,
			kind: say(`place_lease_${lease.kind}`, {}, locale),
			tenant: lease.tenantName,
			tenantHref: `/${params.hub}/organisations/${lease.tenantSlug}`,
			units: lease.units.join(', '),
			m2: area(lease.m2),
			from: day(lease.startsOn),
			until: lease.endsOn ? day(lease.endsOn) : say('place_open_end', {}, locale),
			rent: rateSaid(lease.rentCents, lease.rentBasis, locale),
			year: say('place_rent_year', { rent: money(lease.yearCents) }, locale),
			alarm: lease.alarm && say(`place_alarm_${lease.alarm}`, {}, locale),
			isHard: lease.alarm === 'overdue' || lease.alarm === 'moves_in_late' || lease.alarm === 'ended_yesterday'
		}))
	};
};
