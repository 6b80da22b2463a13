import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { dayInWords } from '#ecosystem/posts-said.ts';
import { printed } from '#ecosystem/numbers.ts';
import { form } from '#platform/form.ts';
import { isMessage, say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { registerIsOn } from '#register/client.ts';
import { firmsBeside, ListFirms, shows } from '#register/firms.ts';
import { cancelRun, lastRun, startRun } from '#register/runs.ts';
import { ceasedSaid, fieldsSaid } from '#register/said.ts';
import type { Actions, PageServerLoad } from './$types';

const Nothing = z.object({});
const tones = { ceased: 'signal', differing: 'brick', missing: 'plain', absent: 'wrong' } as const;

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
	await parent();
	const { actor, locale } = locals;
	const { show } = filterFrom(ListFirms, url.searchParams);
	const [{ firms, asked, counts, items }, run, hub] = await Promise.all([
		firmsBeside(actor, { show }),
		lastRun(actor),
		findHub(params.hub)
	]);
	const { timeZone } = found(hub);
	const day = (at: Date) => dayInWords(at, locale, timeZone);
	const isAtWork = run?.state === 'queued' || run?.state === 'running';
	const total = shows.reduce((sum, one) => sum + counts[one], 0);
	return {
		isOn: registerIsOn(),
		isAtWork,
		progress:
			run && isAtWork
				? {
						percent: run.total ? Math.round((run.done / run.total) * 100) : 0,
						text: say('registers_progress', { done: run.done, total: run.total })
					}
				: null,
		past:
			run && !isAtWork && run.endedAt
				? say(`registers_${run.state}`, {
						day: day(run.endedAt),
						done: run.done,
						reason: run.failure ? say(isMessage(run.failure) ? run.failure : 'broken') : ''
					})
				: '',
		known: say('registers_known', { asked, firms }),
		tabs: [
			{ href: url.pathname, label: say('registers_show_all'), count: total, current: !show },
			...shows.map((one) => ({
				href: `${url.pathname}?show=${one}`,
				label: say(`registers_show_${one}`),
				count: counts[one],
				current: show === one
			}))
		],
		lines: items.map((firm) => ({
			id: firm.id,
			name: firm.name,
			href: `/${params.hub}/organisations/${firm.slug}/register`,
			siren: printed(firm.siren),
			sort: say(`registers_show_${firm.show}`),
			tone: tones[firm.show],
			said:
				ceasedSaid({ state: firm.show === 'ceased' ? 'ceased' : 'active', ceasedOn: firm.ceasedOn }, locale) ||
				fieldsSaid(firm.fields, locale),
			askedAt: day(firm.askedAt)
		}))
	};
};

export const actions: Actions = {
	start: form(Nothing, async (_, { locals, url }) => {
		await startRun(locals.actor);
		redirect(303, url.pathname);
	}),
	cancel: form(Nothing, async (_, { locals, url }) => {
		await cancelRun(locals.actor);
		redirect(303, url.pathname);
	})
};
