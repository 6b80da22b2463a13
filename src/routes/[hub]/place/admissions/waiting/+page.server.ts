import { z } from 'zod';
import { writableFirms } from '#ecosystem/firms.ts';
import { listOn } from '#ecosystem/list-address.ts';
import { admissionParts } from '#place/admissions/parts.ts';
import { mayAdmit } from '#place/admissions/policy.ts';
import { surfaceSaid, wantedUseOptions } from '#place/admissions/said.ts';
import { JoinWaitingList, joinWaitingList, leaveWaitingList, ListWishes, listWishes, WishId } from '#place/admissions/waiting-list.ts';
import { dayIn, squareMetres } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	const [day, area] = [dayIn(locale), squareMetres(locale)];
	const search = url.searchParams.get('firm') ?? '';
	const asked = z.uuid().safeParse(url.searchParams.get('organisation')).data;
	const own = await writableFirms(actor);
	const named = mayAdmit(actor) && search ? await writableFirms(actor, search) : [];
	const { filter, page, ...list } = await listOn(url, ListWishes, (filter) => listWishes(actor, filter));
	return {
		tabs: placeTabs(actor, 'admissions'),
		parts: admissionParts(actor, 'waiting'),
		...list,
		q: filter.q,
		use: filter.use ?? '',
		wishes: page.items.map((wish) => ({
			id: wish.id,
			firm: wish.firm,
			use: say(`place_use_${wish.use}`, {}, locale),
			surface: surfaceSaid(wish.m2Least, wish.m2Most, locale),
			until: day(wish.wantedUntil),
			note: wish.note,
			since: day(wish.createdAt.toISOString().slice(0, 10)),
			mayLeave: mayAdmit(actor) || own.some(({ value }) => value === wish.organisation),
			units: wish.units.map((unit) => ({
				...unit,
				href: `/${params.hub}/place/units/${unit.id}`,
				m2: area(unit.m2),
				from: day(unit.freeFrom)
			}))
		})),
		uses: wantedUseOptions(locale),
		firms: [...own, ...named.filter(({ value }) => !own.some((one) => one.value === value))],
		chosen: asked ?? '',
		search,
		mayChoose: mayAdmit(actor)
	};
};

export const actions: Actions = {
	join: form(JoinWaitingList, async (input, { locals }) => ({ saved: await joinWaitingList(locals.actor, input) })),
	leave: form(WishId, async (input, { locals }) => ({ saved: await leaveWaitingList(locals.actor, input) }))
};
