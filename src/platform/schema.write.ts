import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const tool = join(import.meta.dirname, '../../node_modules/kysely-codegen/dist/cli/bin.js');

/** Writes the types of the database at `url` to `file`, as Kysely reads them. */
export async function writeSchema(url: string, file: string) {
	await promisify(execFile)(process.execPath, [
		tool,
		'--dialect=postgres',
		'--camel-case',
		`--url=${url}`,
		`--out-file=${file}`,
		'--type-mapping={"int8":"number","date":"string"}',
		'--exclude-pattern=pgboss.*',
		'--log-level=error'
	]);
}
