import { findHub } from '#ecosystem/hubs.ts';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { optionsOf } from '#ecosystem/posts-said.ts';
import { states } from '#introductions/choices.ts';
import { countIntroductions, IntroductionFilter, ListIntroductions, listIntroductions } from '#introductions/introductions-shown.ts';
import { SetIntroductionTerm, setIntroductionTerm } from '#introductions/endings.ts';
import { countedInWords } from '#matching/learning/counted.ts';
import { introductionLine } from '#introductions/said.ts';
import { has, isMember } from '#platform/actor.ts';
import { form } from '#platform/form.ts';
import { forbidden, found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const usual = IntroductionFilter.parse({});

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url, params } = event;
	const { actor, locale } = locals;
	if (!isMember(actor)) throw forbidden();
	const filter = filterFrom(ListIntroductions, url.searchParams);
	const [page, total, waiting, hub] = await Promise.all([
		listIntroductions(actor, { ...filter, limit: 25 }),
		countIntroductions(actor, filter),
		countIntroductions(actor, { ...usual, waiting: true }),
		findHub(params.hub)
	]);
	const { timeZone } = found(hub);
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}`;
	return {
		q: filter.q,
		state: filter.state,
		isMine: filter.mine,
		isWaiting: filter.waiting,
		need: filter.need ?? null,
		counted: (['rank', 'month', 'reached'] as const).flatMap((name) => {
			const value = filter[name];
			return value
				? [
						{
							name,
							value,
							label: countedInWords(name, value, locale),
							without: url.pathname + addressOf(filter, usual, { [name]: undefined })
						}
					]
				: [];
		}),
		states: optionsOf('introduction_state', ['live', ...states, 'all']),
		total,
		waiting,
		lines: page.items.map((one) => introductionLine(one, params.hub, locale, timeZone)),
		previous: at(page.previous),
		next: at(page.next),
		address,
		hasFirms: actor.organisations.length > 0,
		term: has(actor) ? { days: found(hub).introductionDays, reminderDays: found(hub).introductionReminderDays } : null
	};
};

export const actions: Actions = {
	term: form(SetIntroductionTerm, async (input, { locals }) => ({ saved: await setIntroductionTerm(locals.actor, input) }))
};
