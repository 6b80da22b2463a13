// A second process of a test: begins a merge, says so when its bytes are written and its segment is not yet listed, and waits to be killed.
import pg from 'pg';
import { mergeCorpus } from '../merge.ts';

const [, , hub = ''] = process.argv;
const blocker = new pg.Client({ connectionString: process.env.DATABASE_URL });
await blocker.connect();
await blocker.query("select set_config('km0.hub', '*', false)");
await blocker.query('begin');
// The merge lists its segment in a transaction that needs this row.
await blocker.query('select from index_corpora where hub = $1 for update', [hub]);
void mergeCorpus({ hub, corpus: 'offers' });
const isWaiting = async () =>
	(await blocker.query('select from pg_locks where not granted and transactionid = pg_current_xact_id()::xid')).rowCount;
while (!(await isWaiting())) await new Promise((resolve) => setTimeout(resolve, 20));
process.send?.('in the middle');
