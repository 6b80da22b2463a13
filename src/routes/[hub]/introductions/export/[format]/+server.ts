import { listFile } from '#ecosystem/list-export.ts';
import { firmName, ListIntroductions, listIntroductions } from '#introductions/introductions-shown.ts';
import { waitsInWords } from '#introductions/said.ts';
import { say } from '#platform/i18n.ts';
import type { RequestHandler } from './$types';

const texts = ['need', 'need_firm', 'offer', 'offer_firm', 'state', 'waits', 'outcome'];
const days = ['created_at', 'accepted_at', 'ended_at'];
const dayOf = (at: Date | null) => at?.toISOString().slice(0, 10);

export const GET: RequestHandler = (event) =>
	listFile(event, {
		name: 'introductions',
		title: 'introductions_title',
		filters: ListIntroductions,
		list: listIntroductions,
		columns: [
			...texts.map((key) => [key, `introduction_column_${key}`, 'text'] as const),
			...days.map((key) => [key, `introduction_column_${key}`, 'date'] as const),
			['url', 'introduction_column_url', 'text']
		],
		row: (one, locale) => ({
			need: one.need.title,
			need_firm: firmName(one.needFirm),
			offer: one.offer.title,
			offer_firm: one.offerFirm.name,
			state: say(`introduction_state_${one.state}`, {}, locale),
			waits: waitsInWords(one),
			outcome: one.outcome && say(`outcome_${one.outcome}`, {}, locale),
			created_at: dayOf(one.createdAt),
			accepted_at: dayOf(one.acceptedAt),
			ended_at: dayOf(one.endedAt),
			url: `${event.url.origin}/${event.locals.actor.hub}/introductions/${one.id}`
		})
	});
