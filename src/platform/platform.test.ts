import { expect, test } from 'vitest';
import { db } from './db.server.ts';

test('the village is there', async () => {
	expect((await db.selectFrom('hubs').select('id').execute()).map(({ id }) => id)).toContain('mulhouse');
});
