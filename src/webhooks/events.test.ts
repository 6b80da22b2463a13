import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { OperationRoute } from '#platform/operation.ts';
import { isMessage } from '#platform/i18n.ts';
import { api } from '#modules.ts';
import { choices, eventKinds, ping, unspoken } from './events.ts';

const src = join(import.meta.dirname, '..');
const texts = readdirSync(src, { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.ts') && !/\.test\.ts$|testing|paraglide|examples\.ts$|^demo/.test(name))
	.map((name) => readFileSync(join(src, name), 'utf8'));

/** Every line that the code writes into the journal, as far as it stands there in one word; of others the kind alone. */
function linesWritten() {
	const whole = new Set<string>();
	const kinds = new Set<string>();
	for (const text of texts) {
		for (const [call] of text.matchAll(/\brecord\(\s*\w+,[^;]*?;|\brecordMany\([^;]*?;|\bwhat: ['`][^;]*?;/g)) {
			for (const [, line = ''] of call.matchAll(/'([a-z_]+\.[a-z_]+)'/g)) whole.add(line);
			for (const [, kind = ''] of call.matchAll(/`([a-z_]+)\.\$\{/g)) kinds.add(kind);
		}
	}
	for (const line of whole) kinds.add(line.slice(0, line.indexOf('.')));
	return { whole, kinds };
}

test('every kind of line in the journal is told, or is named among those that are not', () => {
	const { kinds } = linesWritten();
	expect(kinds.size).toBeGreaterThan(15);
	expect(kinds).toContain('need');
	const known = new Set([...Object.keys(eventKinds), ...Object.keys(unspoken)]);
	// A new kind goes into `eventKinds` or `unspoken` of events.ts.
	expect([...kinds].filter((kind) => !known.has(kind))).toEqual([]);
	expect(Object.keys(eventKinds).filter((kind) => kind in unspoken)).toEqual([]);
});

test('every line that the code writes in one word can be chosen', () => {
	const { whole } = linesWritten();
	expect(whole).toContain('introduction.proposed');
	const hidden = (line: string) => line.slice(0, line.indexOf('.')) in unspoken;
	expect([...whole].filter((line) => !choices.includes(line) && !hidden(line))).toEqual([]);
	expect(choices).not.toContain(ping);
});

test('what a message says to read can be read', () => {
	const paths = Object.values(api).map((operation) => (operation as unknown as { '~orpc': { route: OperationRoute } })['~orpc'].route);
	const readable = new Set(paths.filter(({ method }) => method === 'GET').map(({ path }) => path.replaceAll(/\{\w+\}/g, '{id}')));
	const told = Object.values(eventKinds).flatMap(({ path }) => path ?? []);
	expect(told.length).toBeGreaterThan(5);
	expect(told.filter((path) => !readable.has(path))).toEqual([]);
});

test('every kind and chapter has its words', () => {
	const keys = Object.entries(eventKinds).flatMap(([kind, { group }]) => [`webhook_kind_${kind}`, `webhook_group_${group}`]);
	expect(keys.filter((key) => !isMessage(key))).toEqual([]);
});
