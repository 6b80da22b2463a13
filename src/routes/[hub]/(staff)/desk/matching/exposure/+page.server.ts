import { findHub } from '#ecosystem/hubs.ts';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import {
	balanceVersions,
	hubBalance,
	PreviewBalance,
	previewBalance,
	ReturnToBalance,
	returnToBalance,
	SetBalance,
	setBalance
} from '#matching/exposure/balance.ts';
import { countExposure, exposure, ExposureFilter, exposureOrders, ListExposure, listExposure } from '#matching/exposure/exposure.ts';
import { previewSaid } from '#matching/exposure/said.ts';
import { countedInWords } from '#matching/learning/counted.ts';
import { soundBalance } from '#matching/weights.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

const usual = ExposureFilter.parse({});

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const filter = filterFrom(ListExposure, url.searchParams);
	const [seen, kept, { versions }, page, total, hub] = await Promise.all([
		exposure(actor),
		hubBalance(actor),
		balanceVersions(actor),
		listExposure(actor, { ...filter, limit: 25 }),
		countExposure(actor, filter),
		findHub(params.hub)
	]);
	const { timeZone } = found(hub);
	const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
	const index = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
	const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
	const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
	const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}#firms`;
	return {
		...seen,
		giniSaid: index.format(seen.gini),
		misplacedSaid: percent.format(seen.misplaced),
		offersUnseenSaid: seen.offers ? percent.format(seen.offersUnseen / seen.offers) : '',
		months: seen.months.map((one) => ({
			...one,
			label: countedInWords('month', one.month, locale),
			shown: number.format(one.shown),
			gini: index.format(one.gini)
		})),
		balance: kept.balance,
		balanceSaid: number.format(kept.balance),
		version: kept.version,
		versions: [
			...versions.map(({ version, balance, returnedTo, setAt, who }) => ({
				version,
				balance: number.format(balance),
				returnedTo,
				at: moment.format(setAt) as string | null,
				who
			})),
			{ version: 0, balance: number.format(soundBalance), returnedTo: null, at: null, who: null }
		],
		q: filter.q,
		isUnseen: filter.unseen,
		order: filter.order,
		orders: exposureOrders.map((value) => ({ value, label: say(`exposure_order_${value}`, {}, locale) })),
		total,
		rows: page.items.map((one) => ({
			id: one.id,
			name: one.name,
			commune: one.commune,
			href: `/${params.hub}/organisations/${one.slug}`,
			offers: one.offers,
			shown: number.format(one.shown),
			attention: number.format(one.attention),
			due: number.format(one.due),
			lift: one.owed * kept.balance >= 0.1 ? `+ ${number.format(one.owed * kept.balance)}` : '',
			last: one.lastShown ? day.format(new Date(one.lastShown)) : ''
		})),
		previous: at(page.previous),
		next: at(page.next),
		address
	};
};

export const actions: Actions = {
	preview: form(PreviewBalance, async (input, { locals }) => ({
		did: 'previewed' as const,
		tried: input.balance,
		preview: previewSaid(await previewBalance(locals.actor, input), locals.locale)
	})),
	save: form(SetBalance, async (input, { locals }) => {
		await setBalance(locals.actor, input);
		return { did: 'saved' as const };
	}),
	back: form(ReturnToBalance, async (input, { locals }) => {
		await returnToBalance(locals.actor, input);
		return { did: 'returned' as const };
	})
};
