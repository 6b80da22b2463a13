import { createHash } from 'node:crypto';
import { visitor } from '#platform/actor.ts';
import { baseUrl } from '#platform/auth.server.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { findHub } from './hubs.ts';
import { filterFrom } from './list-address.ts';
import { ListNeeds, listNeeds } from './needs-shown.ts';
import { ListOffers, listOffers } from './offers.ts';
import { label } from './vocabulary/concepts.ts';

/** The newest posts that everybody may read, as Atom (RFC 4287). Whoever asks is told what a visitor is told: a feed is passed on. */
export async function feed(kind: 'needs' | 'offers', id: string, { searchParams, search }: URL, locale: Locale) {
	const hub = found(await findHub(id));
	const here = `${baseUrl}/${hub.id}/${kind}`;
	const posts = await newest[kind](hub.id, searchParams, locale);
	const updated = posts.reduce((latest, { at }) => (at > latest ? at : latest), hub.createdAt);
	const xml = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">
	<id>${escaped(`tag:${new URL(baseUrl).hostname},2016:${hub.id}/${kind}`)}</id>
	<title>${escaped(`${say(`${kind}_title`, {}, locale)} · ${hub.name} ${hub.place}`)}</title>
	<updated>${updated.toISOString()}</updated>
	<link rel="self" type="application/atom+xml" href="${escaped(`${here}.atom${search}`)}"/>
	<link rel="alternate" type="text/html" href="${escaped(`${here}${search}`)}"/>
	<generator>KM0</generator>
${posts.map((post) => entry(here, post, locale)).join('\n')}
</feed>
`;
	return { xml, updated, etag: `"${createHash('sha256').update(xml).digest('base64url')}"` };
}

interface Post {
	id: string;
	locale: Locale;
	title: string;
	excerpt: string;
	at: Date;
	/** Null where the firm stays anonymous. */
	firm: string | null;
	concepts: string[];
}

const newest = {
	needs: async (hub: string, params: URLSearchParams, locale: Locale): Promise<Post[]> => {
		const filter = filterFrom(ListNeeds.omit({ cursor: true, limit: true, sort: true, mine: true }), params);
		const { items } = await listNeeds(visitor(hub, locale), { ...filter, mine: false, sort: 'newest', limit: 50 });
		return items.flatMap(({ openedAt, organisation, technologies, sectors, ...post }) =>
			openedAt ? [{ ...post, at: openedAt, firm: organisation?.name ?? null, concepts: [...technologies, ...sectors] }] : []
		);
	},
	offers: async (hub: string, params: URLSearchParams, locale: Locale): Promise<Post[]> => {
		const filter = filterFrom(ListOffers.omit({ cursor: true, limit: true, sort: true, mine: true }), params);
		const { items } = await listOffers(visitor(hub, locale), { ...filter, mine: false, sort: 'newest', limit: 50 });
		return items.map(({ createdAt, organisation, technologies, sectors, ...post }) => ({
			...post,
			at: createdAt,
			firm: organisation.name,
			concepts: [...technologies, ...sectors]
		}));
	}
};

/** Its id is the post's own, which stays when the installation moves to another address. */
const entry = (here: string, { id, locale, title, excerpt, at, firm, concepts }: Post, reader: Locale) => `	<entry xml:lang="${locale}">
		<id>urn:uuid:${id}</id>
		<title>${escaped(title)}</title>
		<updated>${at.toISOString()}</updated>
		<published>${at.toISOString()}</published>
		<author><name>${escaped(firm ?? say('post_anonymous_firm', {}, reader))}</name></author>
		<link rel="alternate" type="text/html" href="${escaped(`${here}/${id}`)}"/>
${concepts.map((concept) => `		<category term="${escaped(concept)}" label="${escaped(label(concept, reader))}"/>\n`).join('')}		<summary>${escaped(excerpt)}</summary>
	</entry>`;

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML cannot hold at all is left out: half a character at the end of an excerpt, and U+FFFE and U+FFFF. */
const escaped = (text: string) =>
	text
		.toWellFormed()
		.replaceAll(/[\uFFFE\uFFFF]|[^\P{Cc}\t\n\r]/gu, '')
		.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? '');

/** A reader that has this very feed already is told so, and nothing else. */
export async function answerFeed(kind: 'needs' | 'offers', hub: string, url: URL, locale: Locale, { headers }: Request) {
	const { xml, updated, etag } = await feed(kind, hub, url, locale);
	const known = headers
		.get('if-none-match')
		?.split(',')
		.map((tag) => tag.trim().replace(/^W\//, ''));
	const said = { etag, 'last-modified': updated.toUTCString(), 'content-language': locale };
	if (known?.some((tag) => tag === etag || tag === '*')) return new Response(null, { status: 304, headers: said });
	return new Response(xml, { headers: { ...said, 'content-type': 'application/atom+xml; charset=utf-8' } });
}
