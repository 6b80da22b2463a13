import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { clockOf, today } from '#place/days.ts';
import { ListRoll, listRoll, sumRoll } from '#place/rent/roll.ts';
import { centsIn } from '#place/rent/said.ts';
import { rentSections } from '#place/rent/sections.ts';
import { squareMetres } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { say } from '#platform/i18n.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url } = event;
	const { actor, locale } = locals;
	const now = Number(today(await clockOf(actor.hub)).slice(0, 4));
	const { q, year = now, cursor } = filterFrom(ListRoll, url.searchParams);
	const filter = { q, year };
	const [page, sum] = await Promise.all([listRoll(actor, { ...filter, cursor, limit: 25 }), sumRoll(actor, filter)]);
	const address = addressOf(filter, {});
	const at = (to: string | null) => to && `${url.pathname}${address}&cursor=${encodeURIComponent(to)}`;
	const [money, area] = [centsIn(locale), squareMetres(locale)];
	return {
		tabs: placeTabs(actor, 'rent'),
		sections: rentSections(actor, 'roll'),
		filter,
		address,
		years: [...new Set([now - 1, now, now + 1, year])].sort().map((value) => ({ value: String(value), label: String(value) })),
		total: say(
			'rent_roll_sum',
			{
				count: sum.count,
				net: money(sum.netCents),
				vat: money(sum.vatCents),
				total: money(sum.totalCents),
				issued: money(sum.issuedCents)
			},
			locale
		),
		previous: at(page.previous),
		next: at(page.next),
		rows: page.items.map((row) => ({
			id: row.lease,
			number: row.number,
			href: `/${actor.hub}/place/rent?lease=${row.lease}&from=${year}-01-01&until=${year}-12-31`,
			tenant: row.tenantName,
			tenantHref: `/${actor.hub}/organisations/${row.tenantSlug}`,
			units: [row.units.join(', '), area(row.m2)].filter(Boolean).join(' · '),
			rent: money(row.rentCents),
			charges: money(row.chargesCents),
			difference: row.differenceCents ? money(row.differenceCents) : '',
			net: money(row.netCents),
			vat: money(row.vatCents),
			total: money(row.totalCents)
		}))
	};
};
