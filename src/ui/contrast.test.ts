import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { home } from '#platform/home.ts';

const css = readFileSync(join(home, 'src/app.css'), 'utf8');
const pages = globSync('src/**/*.svelte', { cwd: home }).map((file) => readFileSync(join(home, file), 'utf8'));

const colours = Object.fromEntries(
	[...css.matchAll(/--color-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, day, night]) => [name, { day, night }])
);
const names = Object.keys(colours);

const luminance = (hex: string) => {
	const [r, g, b] = [1, 3, 5]
		.map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
		.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

function contrast(a: string, b: string) {
	const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
	return (light + 0.05) / (dark + 0.05);
}

/** Text on the surfaces that it stands on without naming them: the page, a card, a recess, a notice. */
const standing: Record<string, string[]> = {
	ink: ['paper', 'sheet', 'well', 'tint', 'good-tint', 'wrong-tint'],
	soft: ['paper', 'sheet', 'well', 'tint'],
	brick: ['paper', 'sheet', 'well', 'tint'],
	'brick-deep': ['paper', 'sheet', 'well', 'tint'],
	good: ['paper', 'sheet', 'good-tint'],
	wrong: ['paper', 'sheet', 'wrong-tint'],
	'on-action': ['action', 'action-deep'],
	'on-wall': ['wall'],
	'on-signal': ['signal', 'glass']
};

/** What must be seen but is not read: borders of fields, buttons, the cap of a stone. */
const drawn: Record<string, string[]> = {
	edge: ['paper', 'sheet', 'well'],
	action: ['paper', 'sheet', 'well'],
	ink: ['paper', 'sheet', 'well'],
	wrong: ['sheet'],
	brick: ['well']
};

/** Backgrounds and texts that one element names together, `hover:` with `hover:`. */
function namedTogether() {
	const found = new Set<string>();
	for (const [, classes] of pages.flatMap((page) => [...page.matchAll(/["'`]([^"'`]*\bbg-[^"'`]*)["'`]/g)])) {
		const named = (kind: string) =>
			[...classes.matchAll(new RegExp(`(?:^|\\s)((?:[\\w-]+:)*)${kind}-([\\w-]+)(?=\\s|$)`, 'g'))].filter(([, , name]) =>
				names.includes(name)
			);
		for (const [, when, surface] of named('bg')) {
			const texts = named('text').filter(([, whenText]) => whenText === when);
			for (const [, , text] of texts) found.add(`${text} on ${surface}`);
		}
	}
	return [...found];
}

const pairs = (list: Record<string, string[]>) =>
	Object.entries(list).flatMap(([name, surfaces]) => surfaces.map((surface) => `${name} on ${surface}`));

describe.each(['day', 'night'] as const)('by %s', (time) => {
	const measured = (pair: string) => {
		const [front, , back] = pair.split(' ');
		return { pair, contrast: Number(contrast(colours[front][time], colours[back][time]).toFixed(2)) };
	};

	test('text can be read on every surface: 4.5 to 1', () => {
		const together = namedTogether();
		expect(together.length).toBeGreaterThan(8);
		expect([...pairs(standing), ...together].map(measured).filter((one) => one.contrast < 4.5)).toEqual([]);
	});

	test('borders and marks can be seen: 3 to 1', () => {
		expect(
			pairs(drawn)
				.map(measured)
				.filter((one) => one.contrast < 3)
		).toEqual([]);
	});
});

test('pages use no colour beside the tokens', () => {
	const foreign = pages.flatMap((page) =>
		[...page.matchAll(/(?:fill|stroke|color|background)\s*[:=]\s*["']?(#[0-9a-f]{3,8}|rgba?\([^)]*\))/gi)].map(([, colour]) => colour)
	);
	expect(foreign).toEqual([]);
});
