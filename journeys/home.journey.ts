import { describe, expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();

describe.each(['fr', 'de', 'en'] as const)('in %s', (locale) => {
	test.each([
		{ width: 360, javaScript: true, scheme: 'light' },
		{ width: 360, javaScript: false, scheme: 'dark' },
		{ width: 1280, javaScript: true, scheme: 'dark' },
		{ width: 1280, javaScript: false, scheme: 'light' }
	] as const)('the home page welcomes at $width px, JavaScript $javaScript, $scheme', async (reader) => {
		const page = await site.page({ locale, ...reader });
		await page.goto('/mulhouse');
		expect(await page.locator('html').getAttribute('lang')).toBe(locale);
		await expectAccessible(page);
		await page.context().close();
	});
});
