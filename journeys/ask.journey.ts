import { expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();
const question = 'contrôler nos pièces de fonderie par caméra pour ne plus laisser passer de fissures';

for (const javaScript of [true, false])
	test(`a visitor asks in French and finds a German-speaking vision firm, and reads why (${javaScript ? 'with' : 'without'} JavaScript)`, async () => {
		const page = await site.page({ locale: 'fr', javaScript });
		await page.goto('/mulhouse');
		await page.getByRole('textbox', { name: /De quoi avez-vous besoin/ }).fill(question);
		await page.getByRole('button', { name: /Chercher qui peut aider|Trouver/ }).click();
		await page.waitForURL(/\/mulhouse\/ask\?text=/);

		const answers = page.getByRole('listitem').filter({ has: page.getByRole('article') });
		const german = answers.filter({ hasText: 'Gusslicht' }).first();
		await german.waitFor();
		const names = await answers.locator('article').evaluateAll((all) => all.map((one) => one.textContent ?? ''));
		expect(names.findIndex((text) => text.includes('Gusslicht'))).toBeLessThan(5);
		expect(await german.textContent()).toContain('en allemand');

		const why = german.locator('details');
		if (!(await why.evaluate((details: HTMLDetailsElement) => details.open))) await why.locator('summary').click();
		const reasons = await why.locator('ul').first().getByRole('listitem').allTextContents();
		expect(reasons.join('\n')).toMatch(/dit dans une autre langue\s*:\s*vision industrielle/i);
		expect(await german.locator('mark').count()).toBeGreaterThan(0);
		await expectAccessible(page);

		await page.getByRole('link', { name: 'En faire un besoin' }).first().click();
		expect(decodeURIComponent(page.url())).toContain('fissures');
		expect(site.troubles).toEqual([]);
	});

test('on a phone, by night, in German, the answers are as readable', async () => {
	const page = await site.page({ locale: 'de', width: 360, scheme: 'dark' });
	await page.goto(`/mulhouse/ask?text=${encodeURIComponent('Kamera, die Risse in Gussteilen erkennt')}`);
	expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Wer Ihnen helfen kann');
	expect(await page.locator('article').count()).toBeGreaterThan(2);
	await expectAccessible(page);
});

test('what nobody offers is said plainly, with a way on', async () => {
	const page = await site.page({ locale: 'en' });
	await page.goto('/mulhouse/ask?text=qwertzuiop%20asdfghjkl');
	expect(await page.getByText('Nobody yet').count()).toBe(1);
	expect(await page.getByRole('link', { name: 'Make it a need' }).count()).toBe(1);
	await expectAccessible(page);
});

test('an animator moves a weight, sees what changes, and saves', async () => {
	const page = await site.page({ signedInAs: 'animation@mulhouse.example' });
	await page.goto('/mulhouse/desk/matching');
	await page.getByLabel(/^La distance/).fill('100');
	await page.getByRole('button', { name: 'Voir l’effet' }).click();
	await page.getByRole('heading', { name: 'Avec ce réglage' }).first().waitFor();
	await expectAccessible(page);
	expect(await site.rows('select 1 from matching_weights')).toEqual([]);
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	await page.getByText('Le réglage est enregistré.').waitFor();
	expect(await site.rows("select weights->>'distance' as distance from matching_weights where hub = 'mulhouse'")).toEqual([
		{ distance: '100' }
	]);
});

test('with the keys alone a visitor asks, unfolds a reason and goes on to make a need of it', async () => {
	const page = await site.page();
	await page.goto('/mulhouse');
	const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
	/** As a person who sees no mouse: on and on, and always seeing where. */
	const tabTo = async (goal: RegExp) => {
		for (let step = 0; step < 60; step++) {
			await page.keyboard.press('Tab');
			if (goal.test(await focused())) return;
		}
		throw new Error(`Tab never came to ${goal}`);
	};
	await page.keyboard.press('Tab');
	expect(await focused()).toMatch(/contenu/i);
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	await page.keyboard.type(question);
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/mulhouse\/ask\?text=/);
	await tabTo(/^Pourquoi/);
	const details = page.locator('details:focus-within');
	const wasOpen = await details.evaluate((one: HTMLDetailsElement) => one.open);
	await page.keyboard.press('Enter');
	expect(await details.evaluate((one: HTMLDetailsElement) => one.open)).toBe(!wasOpen);
	expect(await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)).not.toBe('none');
	await page.keyboard.press('Home');
	await tabTo(/En faire un besoin/);
	await page.keyboard.press('Enter');
	await page.waitForURL((url) => decodeURIComponent(url.href).includes('fissures') && !url.pathname.endsWith('/ask'));
});
