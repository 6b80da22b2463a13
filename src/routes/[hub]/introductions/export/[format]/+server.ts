import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { firmName, ListIntroductions, listIntroductions } from '#introductions/introductions-shown.ts';
import { waitsInWords } from '#introductions/said.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

const texts = ['need', 'need_firm', 'offer', 'offer_firm', 'state', 'waits', 'outcome'];
const days = ['created_at', 'accepted_at', 'ended_at'];

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListIntroductions, url.searchParams);
	// Read before anything is sent, so that who may not read gets a refusal and not half a file.
	const first = await listIntroductions(actor, { ...filter, cursor: undefined, limit: 100 });
	const rest = everyItem(actor.hub, (cursor) =>
		cursor ? listIntroductions(actor, { ...filter, cursor, limit: 100 }) : Promise.resolve(first)
	);
	const columns = [
		...texts.map((key) => ({ key, header: say(`introduction_column_${key}`), type: 'text' as const })),
		...days.map((key) => ({ key, header: say(`introduction_column_${key}`), type: 'date' as const })),
		{ key: 'url', header: say('introduction_column_url'), type: 'text' as const }
	];
	const dayOf = (at: Date | null) => at?.toISOString().slice(0, 10);
	return download(params.format, {
		name: `${hub.id}-introductions`,
		title: say('introductions_title'),
		columns,
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const one of rest)
			yield {
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
				url: `${url.origin}/${hub.id}/introductions/${one.id}`
			};
	}
};
