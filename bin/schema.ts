// Writes `src/platform/schema.ts` from a freshly migrated database. Run by `npm run schema` after each migration.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '../src/platform/cluster.ts';
import { migrate } from '../src/platform/migrate.ts';
import { writeSchema } from '../src/platform/schema.write.ts';

const folder = await mkdtemp(join(tmpdir(), 'km0-schema-'));
const cluster = await startCluster(folder, { durable: false });
try {
	await migrate(cluster.url);
	await writeSchema(cluster.url, join(import.meta.dirname, '../src/platform/schema.ts'));
} finally {
	await cluster.stop();
	await rm(folder, { recursive: true, force: true });
}
