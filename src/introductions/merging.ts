import { sql } from 'kysely';
import { hindersMerge } from '#ecosystem/merging/merged.ts';

/**
 * Two firms that were introduced to each other are two until somebody ends that, and a need that is introduced to both would be introduced to one
 * twice: people decide which of the two goes on.
 */
hindersMerge(async (from, hub, { kept, gone }) => {
	const { rows } = await sql<{ id: string; isBetween: boolean; title: string }>`
		select i.id, i.need_firm in (${kept}, ${gone}) as is_between, n.title
		from introductions i join needs n on n.hub = i.hub and n.id = i.need
		where i.hub = ${hub} and i.state in ('proposed', 'accepted', 'meeting') and (
			(i.need_firm = ${kept} and i.offer_firm = ${gone}) or (i.need_firm = ${gone} and i.offer_firm = ${kept})
			or (i.offer_firm = ${gone} and exists (select from introductions k where k.hub = i.hub and k.need = i.need and k.offer_firm = ${kept}
				and k.state in ('proposed', 'accepted', 'meeting')))
		)
		order by i.id`.execute(from);
	return rows.map(({ id, isBetween, title }) => ({
		code: isBetween ? 'merge_introduced_to_each_other' : 'merge_introduced_to_both',
		params: { need: title },
		path: `/introductions/${id}`
	}));
});
