import { z } from 'zod';
import { findHub } from '#ecosystem/hubs.ts';
import { download } from '#ecosystem/list-export.ts';
import { findStatement } from '#place/rent/charges.ts';
import { say } from '#platform/i18n.ts';
import { found, notFound } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const id = z.uuid().safeParse(params.statement).data;
	if (!id) throw notFound();
	const statement = await findStatement(actor, { statement: id });
	const column = (key: string, label: string, type: 'text' | 'number' = 'number') => ({ key, header: say(label, {}, locale), type });
	return download(params.format, {
		name: `${hub.id}-charges-${statement.year}`,
		title: say('rent_statement_title', { year: statement.year }, locale),
		columns: [
			column('number', 'place_lease', 'text'),
			column('tenant', 'rent_tenant', 'text'),
			column('m2', 'rent_surface'),
			column('days', 'rent_days_present'),
			column('share', 'rent_share'),
			column('provisions', 'rent_provisions'),
			column('balance', 'rent_balance')
		],
		rows: [
			...statement.tenants.map((one) => ({
				number: one.number,
				tenant: one.tenantName,
				m2: one.m2,
				days: one.days,
				share: one.shareCents / 100,
				provisions: one.provisionCents / 100,
				balance: one.balanceCents / 100
			})),
			{ number: '', tenant: say('rent_landlord', {}, locale), share: statement.totals.landlordCents / 100 }
		],
		locale,
		timeZone: hub.timeZone
	});
};
