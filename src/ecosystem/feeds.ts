import { createHash } from 'node:crypto';
import { visitor } from '#platform/actor.ts';
import { baseUrl } from '#platform/auth.server.ts';
import { db } from '#platform/db.server.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { findHub } from './hubs.ts';
import { filterFrom } from './list-address.ts';
import { dayOf, ListNeeds, listNeeds } from './needs-shown.ts';
import { ListOffers, listOffers } from './offers.ts';
import { label } from './vocabulary/concepts.ts';

/** As many entries as one page of a feed has. */
const pageSize = 50;

/**
 * The newest posts that everybody may read, as Atom (RFC 4287), with the older ones on pages after it (RFC 5005). Whoever asks is told what a
 * visitor is told: a feed is passed on.
 */
export async function feed(kind: 'needs' | 'offers', id: string, { searchParams }: URL, locale: Locale, limit = pageSize) {
	const hub = found(await findHub(id));
	const here = `${baseUrl}/${hub.id}/${kind}`;
	const cursor = searchParams.get('cursor') ?? undefined;
	const { posts, next, previous } = await newest[kind](hub.id, searchParams, locale, { cursor, limit });
	const updated = posts.reduce((latest, { updated }) => (updated > latest ? updated : latest), hub.createdAt);
	const at = (page: string | null | undefined, format = '.atom') => {
		const asked = new URLSearchParams(searchParams);
		asked.delete('cursor');
		if (page) asked.set('cursor', page);
		return escaped(`${here}${format}${asked.size ? `?${asked}` : ''}`);
	};
	const link = (rel: string, href: string) => `	<link rel="${rel}" type="application/atom+xml" href="${href}"/>\n`;
	const pages = [
		link('self', at(cursor)),
		link('first', at(null)),
		...(previous ? [link('previous', at(previous))] : []),
		...(next ? [link('next', at(next))] : [])
	];
	const xml = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">
	<id>${escaped(`tag:${new URL(baseUrl).hostname},2016:${hub.id}/${kind}`)}</id>
	<title>${escaped(`${say(`${kind}_title`, {}, locale)} · ${hub.name} ${hub.place}`)}</title>
	<updated>${updated.toISOString()}</updated>
${pages.join('')}	<link rel="alternate" type="text/html" hreflang="${locale}" href="${at(null, '')}"/>
	<generator>KM0</generator>
${posts.map((post) => entry(here, post, locale)).join('\n')}
</feed>
`;
	return { xml, updated, etag: etagOf(xml) };
}

const etagOf = (xml: string) => `"${createHash('sha256').update(xml).digest('base64url')}"`;

interface Post {
	id: string;
	locale: Locale;
	title: string;
	excerpt: string;
	at: Date;
	updated: Date;
	/** Null where the firm stays anonymous. */
	firm: string | null;
	concepts: string[];
}

interface Turn {
	cursor?: string;
	limit: number;
}

const newest = {
	needs: async (hub: string, params: URLSearchParams, locale: Locale, turn: Turn) => {
		const filter = filterFrom(ListNeeds.omit({ cursor: true, limit: true, sort: true, mine: true }), params);
		const { items, ...pages } = await listNeeds(visitor(hub, locale), { ...filter, mine: false, sort: 'newest', ...turn });
		const changed = await changesOf('needs', hub, items);
		const posts = items.flatMap(({ openedAt, organisation, technologies, sectors, ...post }): Post[] => {
			if (!openedAt) return [];
			const updated = changed.get(post.id) ?? openedAt;
			return [
				{
					...post,
					at: openedAt,
					// The minute in which an anonymous need was changed could be laid beside what else its firm did then.
					updated: latest(openedAt, organisation ? updated : (dayOf(updated) ?? openedAt)),
					firm: organisation?.name ?? null,
					concepts: [...technologies, ...sectors]
				}
			];
		});
		return { posts, ...pages };
	},
	offers: async (hub: string, params: URLSearchParams, locale: Locale, turn: Turn) => {
		const filter = filterFrom(ListOffers.omit({ cursor: true, limit: true, sort: true, mine: true }), params);
		const { items, ...pages } = await listOffers(visitor(hub, locale), { ...filter, mine: false, sort: 'newest', ...turn });
		const changed = await changesOf('offers', hub, items);
		const posts = items.map(({ createdAt, organisation, technologies, sectors, ...post }): Post => ({
			...post,
			at: createdAt,
			updated: latest(createdAt, changed.get(post.id) ?? createdAt),
			firm: organisation.name,
			concepts: [...technologies, ...sectors]
		}));
		return { posts, ...pages };
	}
};

const latest = (one: Date, other: Date) => (one > other ? one : other);

/** When each of these posts, which the reader may see, was changed the last time. */
async function changesOf(kind: 'needs' | 'offers', hub: string, posts: readonly { id: string }[]): Promise<Map<string, Date>> {
	if (!posts.length) return new Map();
	const rows = await db
		.selectFrom(kind)
		.select(['id', 'updatedAt'])
		.where('hub', '=', hub)
		.where(
			'id',
			'in',
			posts.map(({ id }) => id)
		)
		.execute();
	return new Map(rows.map(({ id, updatedAt }) => [id, updatedAt]));
}

/** Its id is the post's own, which stays when the installation moves to another address. */
const entry = (
	here: string,
	{ id, locale, title, excerpt, at, updated, firm, concepts }: Post,
	reader: Locale
) => `	<entry xml:lang="${locale}">
		<id>urn:uuid:${id}</id>
		<title>${escaped(title)}</title>
		<updated>${updated.toISOString()}</updated>
		<published>${at.toISOString()}</published>
		<author><name>${escaped(firm ?? say('post_anonymous_firm', {}, reader))}</name></author>
		<link rel="alternate" type="text/html" href="${escaped(`${here}/${id}`)}"/>
${concepts.map((concept) => `		<category term="${escaped(concept)}" label="${escaped(label(concept, reader))}"/>\n`).join('')}		<summary>${escaped(excerpt)}</summary>
	</entry>`;

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML cannot hold at all is left out: half a character at the end of an excerpt, and U+FFFE and U+FFFF. */
export const escaped = (text: string) =>
	text
		.toWellFormed()
		.replaceAll(/[\uFFFE\uFFFF]|[^\P{Cc}\t\n\r]/gu, '')
		.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? '');

export const answerFeed = async (kind: 'needs' | 'offers', hub: string, url: URL, locale: Locale, request: Request) =>
	answerWith(await feed(kind, hub, url, locale), locale, request);

/** A reader that has this very feed already is told so, and nothing else. */
export function answerWith(
	{ xml, updated, etag = etagOf(xml) }: { xml: string; updated: Date; etag?: string },
	locale: Locale,
	{ headers }: Request
) {
	const known = headers
		.get('if-none-match')
		?.split(',')
		.map((tag) => tag.trim().replace(/^W\//, ''));
	const said = { etag, 'last-modified': updated.toUTCString(), 'content-language': locale };
	const since = headers.get('if-modified-since');
	// Seconds are all that this header tells. Who sends a tag is answered by the tag, which also tells of what is gone.
	const isUnchanged = known
		? known.some((tag) => tag === etag || tag === '*')
		: since !== null && Date.parse(since) >= Math.floor(updated.getTime() / 1000) * 1000;
	if (isUnchanged) return new Response(null, { status: 304, headers: said });
	return new Response(xml, { headers: { ...said, 'content-type': 'application/atom+xml; charset=utf-8' } });
}
