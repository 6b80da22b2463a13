import { onChanged } from '#ecosystem/changed.ts';
import { indexable, postsOf, type Indexable } from '#ecosystem/indexable.ts';
import '#ecosystem/publications.ts';
import { db, inHub, type Tx } from '#platform/db.server.ts';
import { corpora, indexDocuments, type Corpus } from './index/fresh.ts';
import { buildCorpus } from './index/merge.ts';
import { flag, type Doc } from './index/ranking.ts';
import { conceptsOf } from './subject.ts';

const weights = { title: 3, what: 1, result: 0.75 };

/** What the index keeps of a need or an offer. */
export function documentOf({ record, locale, title, what, result, technologies, sectors, refusedConcepts, ...may }: Indexable): Doc {
	return {
		record,
		locale,
		fields: [
			{ text: title, weight: weights.title },
			{ text: what, weight: weights.what },
			{ text: result, weight: weights.result }
		],
		concepts: conceptsOf([title, what, result].join('\n'), locale, [...technologies, ...sectors], refusedConcepts),
		flags: (may.isPublic ? flag.visitors : 0) | (may.isShared ? flag.members : 0) | (may.isFree ? flag.open : 0) | flag.staff
	};
}

async function follow(tx: Tx, hub: string, corpus: Corpus, ids: readonly string[]) {
	const found = new Map((await indexable[corpus](tx, hub, { ids })).map((one) => [one.record, one]));
	await indexDocuments(
		tx,
		hub,
		corpus,
		ids.map((record) => ({ record, make: found.has(record) ? () => documentOf(found.get(record) as Indexable) : null }))
	);
}

async function followBoth(tx: Tx, hub: string, kind: 'needs' | 'offers', ids: readonly string[]) {
	await follow(tx, hub, kind, ids);
	// The copy for the network was brought up to date by the listener before this one.
	await follow(tx, hub, `published_${kind}`, ids);
}

const followNeeds = (tx: Tx, hub: string, ids: readonly string[]) => followBoth(tx, hub, 'needs', ids);
const followOffers = (tx: Tx, hub: string, ids: readonly string[]) => followBoth(tx, hub, 'offers', ids);
const followFirms = async (tx: Tx, hub: string, organisations: readonly string[]) => {
	const { needs, offers } = await postsOf(tx, hub, organisations);
	await followBoth(tx, hub, 'needs', needs);
	await followBoth(tx, hub, 'offers', offers);
};
onChanged('need', (tx, hub, id) => followNeeds(tx, hub, [id]), followNeeds);
onChanged('offer', (tx, hub, id) => followOffers(tx, hub, [id]), followOffers);
onChanged('organisation', (tx, hub, id) => followFirms(tx, hub, [id]), followFirms);

const pageSize = 1000;

async function* documents(hub: string, corpus: Corpus): AsyncGenerator<Doc> {
	for (let after: string | null = null; ;) {
		const rows: Indexable[] = await indexable[corpus](db, hub, { after, many: pageSize });
		for (const row of rows) yield documentOf(row);
		if (rows.length < pageSize) return;
		after = rows.at(-1)?.record ?? null;
	}
}

/** Makes the index of a hub anew from its records: after they were written past the operations, or when a new version reads words otherwise. */
export async function reindexHub(hub: string, tell: (line: string) => void = () => {}) {
	for (const corpus of corpora)
		await inHub(hub, () => buildCorpus(hub, corpus, documents(hub, corpus), (built) => tell(`${corpus}: ${built} in the index`)));
}
