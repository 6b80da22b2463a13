import { seesPromises } from '#place/admissions/policy.ts';
import { netJobsByYear } from '#place/admissions/promises.ts';
import { clockOf, dayAfter, today } from '#place/days.ts';
import { pictures } from '#place/figures/pictures.ts';
import { listZones } from '#place/figures/zones.ts';
import { placeTabs } from '#place/tabs.ts';
import { listWorks } from '#place/works.ts';
import { say } from '#platform/i18n.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { actor, locale } = locals;
	const now = today(await clockOf(actor.hub));
	const { items: works } = await listWorks(actor);
	const first = works.reduce((least, { startsOn }) => (startsOn < least ? startsOn : least), dayAfter(now, -365));
	const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
	return {
		tabs: placeTabs(actor, 'figures'),
		zones: (await listZones(actor)).items.map((zone) => ({ ...zone, m2: whole.format(zone.m2) })),
		jobs: seesPromises(actor) ? await jobs() : null,
		...(await pictures(actor, first, now, locale))
	};

	/** What was promised for each year beside what was declared since. */
	async function jobs() {
		const format = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 1 });
		const years = await netJobsByYear(actor);
		return {
			series: [],
			bars: years.flatMap(({ year, promisedByDeclared, notDeclared, real, promises, declared }) => {
				const href = `/${actor.hub}/place/admissions/promises?dueIn=${year}`;
				const bar = (key: 'promised' | 'real' | 'not_declared', value: number, params: Record<string, string | number>) => ({
					key: `${year} ${key}`,
					label: say(`figures_jobs_${key}`, { year, ...params }, locale),
					values: [value],
					shown: format.format(value),
					href
				});
				return [
					...(real === null ? [] : [bar('promised', promisedByDeclared, {}), bar('real', real, { declared, promises })]),
					...(declared === promises ? [] : [bar('not_declared', notDeclared, { count: promises - declared })])
				];
			})
		};
	}
};
