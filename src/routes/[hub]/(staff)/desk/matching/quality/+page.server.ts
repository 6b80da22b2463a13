import { countedInWords } from '#matching/learning/counted.ts';
import { leastOfEach, quality, type QualityLine, type Share } from '#matching/learning/quality.ts';
import { say } from '#platform/i18n.ts';
import type { PageServerLoad } from './$types';

const measures = [
	['accepted', 'accepted', 'decided'],
	['met', 'met', 'met_known'],
	['useful', 'useful', 'useful_known']
] as const;

export const load: PageServerLoad = async ({ locals, params }) => {
	const { actor, locale } = locals;
	const { byRank, byMonth, past, accepted, declined } = await quality(actor);
	const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
	const number = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
	const shortMonth = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });

	const listOf = (name: 'rank' | 'month', key: string, reached: string) =>
		`/${params.hub}/introductions?${new URLSearchParams({ state: 'all', [name]: key, reached })}`;
	const figure = (name: 'rank' | 'month', { key }: QualityLine, { yes, of, share, low, high }: Share, taken: string, known: string) => ({
		yes,
		of,
		share: share === null ? null : percent.format(share),
		bounds: share === null ? '' : `${percent.format(low)} – ${percent.format(high)}`,
		yesHref: listOf(name, key, taken),
		ofHref: listOf(name, key, known)
	});
	const table = (name: 'rank' | 'month', lines: QualityLine[]) =>
		lines.map((line) => ({
			key: line.key,
			label: countedInWords(name, line.key, locale),
			figures: Object.fromEntries(
				measures.map(([measure, taken, known]) => [measure, figure(name, line, line[measure], taken, known)])
			) as Record<(typeof measures)[number][0], ReturnType<typeof figure>>
		}));
	const chart = (name: 'rank' | 'month', lines: QualityLine[], measure: (typeof measures)[number][0]) =>
		lines.map((line) => ({
			label:
				name === 'rank'
					? say(`quality_short_${line.key.replace('-', '_')}`, {}, locale)
					: shortMonth.format(new Date(`${line.key}-15T12:00:00Z`)),
			share: line[measure].share,
			low: line[measure].low,
			high: line[measure].high
		}));
	return {
		ranks: table('rank', byRank),
		months: table('month', byMonth),
		charts: measures.map(([measure]) => ({
			measure,
			ranks: chart('rank', byRank, measure),
			months: chart('month', byMonth, measure)
		})),
		past: past?.map(({ weights, auc, low, high, rank }) => ({
			weights,
			auc: number.format(auc),
			bounds: `${number.format(low)} – ${number.format(high)}`,
			rank: percent.format(rank / 100)
		})),
		accepted,
		declined,
		leastOfEach
	};
};
