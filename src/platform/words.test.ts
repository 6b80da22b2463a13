import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const messages = join(import.meta.dirname, '../../messages');
const read = (module: string, locale: string) =>
	JSON.parse(readFileSync(join(messages, module, `${locale}.json`), 'utf8')) as Record<string, string>;
const gaps = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g))].sort();

test.each(readdirSync(messages))('%s says everything in three languages, with the same gaps', (module) => {
	const spoken = { fr: read(module, 'fr'), de: read(module, 'de'), en: read(module, 'en') };
	const keys = Object.keys(spoken.fr).sort();
	expect(keys.length).toBeGreaterThan(3);
	for (const [locale, words] of Object.entries(spoken)) {
		expect([locale, Object.keys(words).sort()]).toEqual([locale, keys]);
		const different = keys.filter((key) => {
			const [said = '', french = ''] = [words[key], spoken.fr[key]];
			return !said.trim() || String(gaps(said)) !== String(gaps(french));
		});
		expect([locale, different]).toEqual([locale, []]);
	}
});

test('no word is said by two modules', () => {
	const keys = readdirSync(messages).flatMap((module) => Object.keys(read(module, 'fr')).filter((key) => key !== '$schema'));
	expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('French keeps its marks on the line of their word, and writes its apostrophes', () => {
	const careless = readdirSync(messages).flatMap((module) =>
		Object.entries(read(module, 'fr')).filter(([key, said]) => key !== '$schema' && / [:;?!»]|« |\w'\w/.test(said))
	);
	expect(careless).toEqual([]);
});
