import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { scriptless } from './browser.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** axe-core finds nothing on this page as it stands, all its rules on, and nothing is wider than the window. */
export async function expectAccessible(page: Page) {
	// Where a page runs no JavaScript its timers stand still, and axe waits on them.
	if (scriptless.has(page)) await page.evaluate(runTimersAtOnce);
	if (!(await page.evaluate('"axe" in window'))) await page.evaluate(source);
	const found = (await page.evaluate(
		'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)'
	)) as AxeResults['violations'];
	expect(
		found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join('\n')}`)
	).toEqual([]);
	expect(await overflow(page)).toEqual([]);
}

function runTimersAtOnce() {
	window.setTimeout = ((work: () => void) => {
		void Promise.resolve().then(work);
		return 0;
	}) as unknown as typeof window.setTimeout;
}

/** What sticks out to the right of the window, outside boxes that scroll by themselves. */
const overflow = (page: Page) =>
	page.evaluate(() => {
		if (document.documentElement.scrollWidth <= document.documentElement.clientWidth) return [];
		return [...document.querySelectorAll('body *')]
			.filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
			.map((element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> is wider than the window`)
			.slice(0, 5);
	});
