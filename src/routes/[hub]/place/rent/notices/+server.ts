import { filterFrom } from '#ecosystem/list-address.ts';
import { clockOf, today } from '#place/days.ts';
import { PrintNotices, printNotices, sent } from '#place/rent/printing.ts';
import { ListRent } from '#place/rent/schedule.ts';
import type { RequestHandler } from './$types';

const Asked = PrintNotices.extend({ from: ListRent.shape.from, until: ListRent.shape.until });

/** Rent notices of the days that an address chooses; of this year where it names none. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const year = today(await clockOf(locals.actor.hub)).slice(0, 4);
	const { from = `${year}-01-01`, until = `${year}-12-31`, ...asked } = filterFrom(Asked, url.searchParams);
	return sent(await printNotices(locals.actor, { ...asked, from, until }));
};
