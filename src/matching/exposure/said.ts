import type { Locale } from '#platform/i18n.ts';
import { countedInWords } from '../learning/counted.ts';
import type { Share } from '../learning/quality.ts';
import type { BalancePreview, Bounded } from './balance.ts';

/** What another balance would change, as people read it. */
export function previewSaid({ effects, needs, exposure, quality, toldApart }: BalancePreview, locale: Locale) {
	const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
	const tenths = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
	const index = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
	const change = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' });
	const share = ({ yes, of, share, low, high }: Share) =>
		share === null
			? null
			: { share: percent.format(share), bounds: `${percent.format(low)} – ${percent.format(high)}`, counted: `${yes} / ${of}` };
	const bounded = ({ value, low, high }: Bounded, format: Intl.NumberFormat) => ({
		value: format.format(value),
		bounds: `${format.format(low)} – ${format.format(high)}`
	});
	const { now, then } = exposure;
	return {
		effects,
		needs,
		lorenz: { now: now.lorenz, then: then.lorenz },
		exposure: [
			{ key: 'gini' as const, now: index.format(now.gini), then: index.format(then.gini) },
			{ key: 'misplaced' as const, now: tenths.format(now.misplaced), then: tenths.format(then.misplaced) },
			{ key: 'unseen' as const, now: tenths.format(now.unseen), then: tenths.format(then.unseen) },
			{ key: 'newcomers' as const, now: tenths.format(now.newcomers), then: tenths.format(then.newcomers) }
		],
		quality: quality.now.flatMap((line, nth) => {
			const other = quality.then[nth];
			if (!other || (line.accepted.share === null && other.accepted.share === null)) return [];
			return [
				{
					key: line.key,
					label: countedInWords('rank', line.key, locale),
					accepted: { now: share(line.accepted), then: share(other.accepted) },
					useful: { now: share(line.useful), then: share(other.useful) }
				}
			];
		}),
		toldApart: toldApart && {
			now: bounded(toldApart.now, index),
			then: bounded(toldApart.then, index),
			change: bounded(toldApart.change, change),
			/** Whether the bounds of the change leave no doubt on which side it lies. */
			isSure: toldApart.change.low > 0 || toldApart.change.high < 0
		}
	};
}
