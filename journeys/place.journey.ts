import { afterEach, expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();
afterEach(() => expect(site.troubles.splice(0)).toEqual([]));
const manager = 'site@mulhouse.example';

test('the funder moves the slider from the first day of works to today, and the plan follows', async () => {
	const page = await site.page({ signedInAs: 'financeur@mulhouse.example' });
	await page.goto('/mulhouse/place');
	const unit = page.locator('[data-slides]', { hasText: 'S-N1' });
	expect(await unit.getAttribute('data-state')).toBe('let');
	expect(await page.getByRole('row').filter({ hasText: 'S-N1' }).textContent()).toMatch(/120\s€/);
	const slider = page.locator('[data-plan-day]');
	await expect.poll(() => slider.isEnabled()).toBe(true);
	const [first, today, last] = (await slider.evaluate(({ min, value, max }: HTMLInputElement) => [min, value, max])).map(Number) as [
		number,
		number,
		number
	];
	await slider.focus();
	await page.keyboard.press('Home');
	await expect.poll(() => unit.getAttribute('data-state')).toBe('works');
	expect(page.url()).toContain('on=2016-10-03');
	const { x, y, width, height } = (await slider.boundingBox())!;
	await page.mouse.move(x + 8, y + height / 2);
	await page.mouse.down();
	const seen = new Set<string | null>();
	for (let step = 0; step <= 12; step++) {
		await page.mouse.move(x + 8 + ((width - 16) * ((today - first) / (last - first)) * step) / 12, y + height / 2);
		await page.waitForTimeout(30);
		seen.add(await unit.getAttribute('data-state'));
	}
	await page.mouse.up();
	expect([...seen][0]).toBe('works');
	expect([...seen].at(-1)).toBe('let');
	expect(Math.abs(Number(await slider.inputValue()) - today)).toBeLessThan(40);
	await expectAccessible(page);
	await page.context().close();

	const still = await site.page({ javaScript: false, width: 360 });
	await still.goto('/mulhouse/place');
	await still.getByLabel('Date').fill('2017-06-01');
	await still.getByRole('button', { name: 'Afficher' }).click();
	expect(await still.getByRole('row').filter({ hasText: 'S-N1' }).textContent()).toContain('en travaux');
	expect(await still.locator('main').textContent()).not.toMatch(/120\s€/);
	await expectAccessible(still);
	await still.context().close();
});

test('a lease takes its unit on the plan, and works that slip turn its promised move-in red', async () => {
	const page = await site.page({ signedInAs: manager });
	await page.goto('/mulhouse/place/leases/new');
	await page.getByRole('searchbox').fill('Fonderie Thurgiesse');
	await page.getByRole('button', { name: 'Rechercher' }).click();
	await page.locator('main section li a').first().click();
	await page.getByLabel('Numéro').fill('B-2027-90');
	await page.getByRole('checkbox', { name: /^2-08/ }).check();
	await page.getByLabel('Premier jour').fill('2020-01-01');
	await page.getByLabel('Loyer en').fill('131.5');
	await page.getByRole('button', { name: 'Enregistrer le bail' }).click();
	await page.getByText('Déjà pris à ce moment').first().waitFor();
	expect(await page.getByLabel('Numéro').inputValue()).toBe('B-2027-90');
	await page.getByLabel('Premier jour').fill('2028-01-01');
	await page.getByRole('button', { name: 'Enregistrer le bail' }).click();
	await page.getByText('Le bail est enregistré').waitFor();
	await expectAccessible(page);

	await page.goto('/mulhouse/place/works');
	await page.getByLabel('Déplacer – 5').click();
	const form = page.locator('form', { has: page.locator('input[name=version]') }).filter({ visible: true });
	await form.getByLabel('Dernier jour').fill('2028-02-29');
	await form.getByRole('button', { name: 'Déplacer' }).click();
	await page
		.getByText(/Bail B-2027-90.*l’entrée promise le 1 janv. 2028 ne tient plus, il manque 60 jours/)
		.first()
		.waitFor();
	await page.getByText(/Le lot 6 suit.*1 mars 2028/).waitFor();
	const lot = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: /^Lot 6/ }) });
	await lot.getByText('Commandes et factures').click();
	await lot.getByLabel('Nature').selectOption('facture');
	await lot.getByLabel('Libellé').fill('Acompte');
	await lot.getByLabel('Montant en').fill('40000');
	await lot.getByRole('button', { name: 'Noter le montant' }).click();
	await lot.getByText(/dépassé de 6\s000\s€/).waitFor();
	await expectAccessible(page);
	await page.goto('/mulhouse/place/leases?state=alarm&q=B-2027-90');
	await page.getByText('Entrée compromise par les travaux').waitFor();

	await page.goto('/mulhouse/place?on=2028-03-15');
	await page.getByRole('link', { name: /Deuxième étage/ }).click();
	await page.waitForURL(/floor=/);
	await page.getByRole('row').filter({ hasText: '2-08' }).getByRole('link', { name: '2-08' }).click();
	await page.locator('summary', { hasText: 'Diviser' }).click();
	await page.locator('[name=metres]').fill('4');
	await page.getByRole('button', { name: 'Diviser' }).click();
	await page
		.getByText(/Le lot 2-08 est encore pris/)
		.first()
		.waitFor();
	await expectAccessible(page);
	await page.context().close();
});
