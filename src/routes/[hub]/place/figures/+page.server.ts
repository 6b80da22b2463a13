import { clockOf, dayAfter, today } from '#place/days.ts';
import { pictures } from '#place/figures/pictures.ts';
import { listZones } from '#place/figures/zones.ts';
import { placeTabs } from '#place/tabs.ts';
import { listWorks } from '#place/works.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { actor, locale } = locals;
	const now = today(await clockOf(actor.hub));
	const { items: works } = await listWorks(actor);
	const first = works.reduce((least, { startsOn }) => (startsOn < least ? startsOn : least), dayAfter(now, -365));
	return { tabs: placeTabs(actor, 'figures'), zones: (await listZones(actor)).items, ...(await pictures(actor, first, now, locale)) };
};
