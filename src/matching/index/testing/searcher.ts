// A second process of a test: answers each message with the records that it finds.
import { inHub } from '#platform/db.server.ts';
import { analyseQuestion } from '../ranking.ts';
import { searchCorpora } from '../search.ts';

const [, , hub = ''] = process.argv;
process.on('message', (text: string) => {
	void inHub(hub, () =>
		searchCorpora([{ hub, corpus: 'offers' }], { words: analyseQuestion(text, 'fr'), concepts: [] }, { k: 50, mask: 0 })
	).then((hits) => process.send?.(hits.map(({ record }) => record)));
});
process.send?.('ready');
