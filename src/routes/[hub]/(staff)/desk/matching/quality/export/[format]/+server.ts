import { findHub } from '#ecosystem/hubs.ts';
import { download } from '#ecosystem/list-export.ts';
import { countedInWords } from '#matching/learning/counted.ts';
import { quality } from '#matching/learning/quality.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const { byRank, byMonth } = await quality(actor);
	const word = (key: string) => say(key, {}, locale);
	const columns = [
		{ key: 'group', header: word('quality_column_group'), type: 'text' as const },
		{ key: 'measure', header: word('quality_column_measure'), type: 'text' as const },
		...(['yes', 'of', 'share', 'low', 'high'] as const).map((key) => ({
			key,
			header: word(`quality_column_${key}`),
			type: 'number' as const
		}))
	];
	return download(params.format, {
		name: `${hub.id}-quality`,
		title: say('quality_title'),
		columns,
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	function* rows() {
		for (const [name, lines] of [['rank', byRank] as const, ['month', byMonth] as const])
			for (const line of lines)
				for (const measure of ['accepted', 'met', 'useful'] as const)
					yield { group: countedInWords(name, line.key, locale), measure: word(`quality_${measure}`), ...line[measure] };
	}
};
