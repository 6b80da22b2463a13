import { escaped } from '#ecosystem/feeds.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { visitor } from '#platform/actor.ts';
import { baseUrl } from '#platform/auth.server.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { dayIn } from './said.ts';
import { listWorks } from './works.ts';

/** The works as Atom (RFC 4287), for neighbours who follow them: one entry a lot, told anew when it moves. No money and no tenant: a feed is passed on. */
export async function worksFeed(id: string, locale: Locale): Promise<{ xml: string; updated: Date }> {
	const hub = found(await findHub(id));
	const { items } = await listWorks(visitor(hub.id, locale));
	const day = dayIn(locale);
	const here = `${baseUrl}/${hub.id}/place/works`;
	const word = (key: string, params = {}) => escaped(say(key, params, locale));
	const newest = items.toSorted((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
	const updated = newest[0]?.updatedAt ?? hub.createdAt;
	const told = (works: (typeof items)[number]) => {
		const { startsOn, endsOn, promisedEnd, late, about, contractor, state } = works;
		return [
			say('place_works_from_until', { from: day(startsOn), until: day(endsOn), state: say(`place_works_${state}`, {}, locale) }, locale),
			late ? say('place_works_late', { days: late, day: day(promisedEnd) }, locale) : '',
			contractor,
			about
		]
			.filter(Boolean)
			.join('\n');
	};
	const entries = newest.map(
		(works) => `	<entry>
		<id>urn:uuid:${works.id}</id>
		<title>${word('place_lot')} ${escaped(works.lot)} – ${escaped(works.name)}</title>
		<updated>${works.updatedAt.toISOString()}</updated>
		<author><name>${escaped(`${hub.name} ${hub.place}`)}</name></author>
		<link rel="alternate" type="text/html" href="${escaped(`${here}#lot-${works.id}`)}"/>
		<summary>${escaped(told(works))}</summary>
	</entry>`
	);
	const xml = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">
	<id>${escaped(`tag:${new URL(baseUrl).hostname},2016:${hub.id}/place/works`)}</id>
	<title>${word('place_works_title')} · ${escaped(`${hub.name} ${hub.place}`)}</title>
	<updated>${updated.toISOString()}</updated>
	<link rel="self" type="application/atom+xml" href="${escaped(`${here}.atom`)}"/>
	<link rel="alternate" type="text/html" hreflang="${locale}" href="${escaped(here)}"/>
	<generator>KM0</generator>
${entries.join('\n')}
</feed>
`;
	return { xml, updated };
}
