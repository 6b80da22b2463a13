import { redirect } from '@sveltejs/kit';
import { attach, RemoveFile, removeFile } from '#ecosystem/attachments.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { MoveNeed, moveNeed, OpenNeed, openNeed, renewNeed } from '#ecosystem/needs.ts';
import { mayPost } from '#ecosystem/needs-policy.ts';
import { findNeed, needHistory, NeedId, similarNeeds } from '#ecosystem/needs-shown.ts';
import { dayInWords, historyInWords, languageName, needLine } from '#ecosystem/posts-said.ts';
import { named } from '#ecosystem/understood.ts';
import { areaName } from '#ecosystem/whereabouts.ts';
import { countIntroductions, IntroductionFilter } from '#introductions/introductions-shown.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { readSettings } from '#platform/settings.ts';
import { z } from 'zod';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { actor, locale } = locals;
	const id = found(NeedId.safeParse({ need: params.need }).data);
	const need = await findNeed(actor, id);
	const hub = found(await findHub(params.hub));
	// Beside an anonymous need the named ones next to it would be taken for its firm's.
	const mayCompare = need.organisation !== null;
	const [history, similar] = await Promise.all([
		needHistory(actor, id),
		mayCompare
			? similarNeeds(actor, { text: need.title, locale: need.locale, concepts: [...need.technologies, ...need.sectors], except: need.id })
			: []
	]);
	const day = (at: Date) => dayInWords(at, locale, need.organisation ? hub.timeZone : 'UTC');
	const introductions = need.inside ? await countIntroductions(actor, IntroductionFilter.parse({ need: need.id, state: 'all' })) : 0;
	return {
		need,
		introductions,
		said: {
			state: say(`need_state_${need.state}`),
			confidentiality: say(`confidentiality_${need.confidentiality}`),
			where: areaName(need.area, locale),
			kind: need.organisation && say(`organisation_kind_${need.organisation.kind}`),
			renewed: dayInWords(new Date(Date.now() + hub.needDays * 24 * 60 * 60 * 1000), locale, hub.timeZone),
			facts: [
				{ label: say('need_budget'), value: say(need.budgetBand ? `amount_${need.budgetBand}` : 'amount_open') },
				{ label: say('need_wanted_by'), value: need.wantedBy && dayInWords(need.wantedBy, locale) },
				{ label: say('need_place'), value: say(`place_${need.place}`) },
				{ label: say('need_languages'), value: need.languages.map((code) => languageName(code, locale)).join(', ') },
				{ label: say('need_where'), value: need.organisation?.communeName || areaName(need.area, locale) },
				{ label: say('need_contact'), value: need.contact && [need.contact.name, need.contact.title].filter(Boolean).join(', ') },
				{ label: say('need_until'), value: need.state === 'open' && need.expiresAt ? day(need.expiresAt) : null }
			]
		},
		technologies: named(need.technologies, locale),
		sectors: named(need.sectors, locale),
		history: historyInWords(history, locale, need.organisation ? hub.timeZone : 'UTC'),
		similar: similar.map((one) => needLine(one, params.hub, locale)),
		mayPost: mayPost(actor),
		maximum: readSettings().KM0_UPLOAD_MB
	};
};

const here = (event: { params: Partial<Record<string, string>> }) => `/${event.params.hub}/needs/${event.params.need}`;

export const actions: Actions = {
	open: form(OpenNeed.omit({ need: true }), async (input, event) => {
		await openNeed(event.locals.actor, { ...input, need: event.params.need as string });
		redirect(303, here(event));
	}),
	renew: form(OpenNeed.omit({ need: true }), async (input, event) => {
		await renewNeed(event.locals.actor, { ...input, need: event.params.need as string });
		redirect(303, here(event));
	}),
	move: form(MoveNeed.omit({ need: true }), async (input, event) => {
		await moveNeed(event.locals.actor, { ...input, need: event.params.need as string });
		redirect(303, here(event));
	}),
	attach: form(z.object({ files: z.array(z.instanceof(File)).min(1) }), async ({ files }, event) => {
		await attach(event.locals.actor, 'need', event.params.need as string, files);
		redirect(303, `${here(event)}#files`);
	}),
	removeFile: form(RemoveFile, async (input, event) => {
		await removeFile(event.locals.actor, input);
		redirect(303, `${here(event)}#files`);
	})
};
