import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { leaseAlarms, ListAlarms, listAlarms } from '#place/leases/alarms.ts';
import { dayIn } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { say } from '#platform/i18n.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { PageServerLoad } from './$types';

const usual = ListAlarms.omit({ cursor: true, limit: true }).parse({});

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url, params } = event;
	const { actor, locale } = locals;
	const filter = filterFrom(ListAlarms, url.searchParams);
	const page = await listAlarms(actor, { ...filter, limit: 25 });
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}`;
	const day = dayIn(locale);
	return {
		tabs: placeTabs(actor, 'leases'),
		q: filter.q,
		alarm: filter.alarm ?? '',
		alarms: leaseAlarms.map((alarm) => ({ value: alarm, label: say(`lease_alarm_${alarm}`, {}, locale) })),
		address,
		previous: at(page.previous),
		next: at(page.next),
		lines: page.items.map((line) => ({
			key: `${line.lease} ${line.alarm} ${line.day}`,
			href: `/${params.hub}/place/leases/${line.lease}`,
			number: line.number,
			alarm: say(`lease_alarm_${line.alarm}`, {}, locale),
			isHard: line.isHard,
			day: day(line.day),
			tenant: line.tenantName,
			tenantHref: `/${params.hub}/organisations/${line.tenantSlug}`,
			units: line.units.join(', ')
		}))
	};
};
