import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { home } from './home.ts';
import { BadSettings, readSettings, Settings } from './settings.ts';

const wrong = (env: Record<string, string>) => {
	try {
		readSettings(env);
		return '';
	} catch (error) {
		if (error instanceof BadSettings) return error.message;
		throw error;
	}
};

test('an empty environment will do', () => {
	expect(readSettings({})).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', KM0_DEMO: 'auto', KM0_TRUST_PROXY: false });
	expect(readSettings({ PORT: '', KM0_DEMO: '' })).toMatchObject({ PORT: 3000, KM0_DEMO: 'auto' });
});

test('what is wrong is said in a plain line, and no secret is repeated', () => {
	expect(wrong({ PORT: 'eighty' })).toBe('PORT must be a number (it is "eighty").');
	expect(wrong({ PORT: '70000' })).toBe('PORT must be 0–65535 (it is "70000").');
	expect(wrong({ KM0_DEMO: 'yes' })).toBe('KM0_DEMO must be auto or 0 (it is "yes").');
	expect(wrong({ DATABASE_URL: 'mysql://root:hunter2@db' })).not.toContain('hunter2');
	expect(wrong({ KM0_SECRET: 'short' })).not.toContain('short');
	expect(wrong({ PORT: 'x', KM0_LOG: 'loud' }).split('\n')).toHaveLength(2);
	expect(wrong({ KM0_OIDC_ISSUER: 'https://id.example.org' })).toContain('needs KM0_OIDC_CLIENT_ID');
});

test('the table in the documentation names each setting, and no other', async () => {
	const page = await readFile(join(home, 'docs/settings.md'), 'utf8');
	const named = [...page.matchAll(/^\| `([A-Z0-9_]+)` +\|/gm)].map(([, name]) => name);
	expect(named.sort()).toEqual(Object.keys(Settings.shape).sort());
});

test('the code reads no setting of its own beside them', async () => {
	const folder = join(home, 'src');
	const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts') && !/testing|\.test\.ts$/.test(name));
	const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
	const read = texts.flatMap((text) => [...text.matchAll(/process\.env\.([A-Z0-9_]+)\b(?! =)/g)].map(([, name]) => name));
	expect(read).toContain('KM0_POOL');
	// Where the server itself stands, which it finds out before anything is read.
	expect(read.filter((name = '') => name !== 'KM0_HOME' && !(name in Settings.shape))).toEqual([]);
});
