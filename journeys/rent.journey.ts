import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { readText } from '#platform/testing/paper.ts';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();
afterEach(() => expect(site.troubles.splice(0)).toEqual([]));

async function downloaded(page: Page, click: () => Promise<void>): Promise<Buffer> {
	const [file] = await Promise.all([page.waitForEvent('download'), click()]);
	return readFileSync(await file.path());
}
const words = async (pdf: Buffer) => (await readText(pdf)).replace(/\s+/g, ' ');

test('a lease is indexed and the letter printed, provisional first and then settled', async () => {
	const page = await site.page({ signedInAs: 'compta@mulhouse.example' });
	await page.goto('/mulhouse/place/rent/indexation');
	const due = page.locator('section', { has: page.getByRole('heading', { name: 'À réviser' }) });
	const row = due.getByRole('row').filter({ hasText: 'Provisoire' }).first();
	const number = (await row.getByRole('link').first().textContent()) as string;
	await expectAccessible(page);
	for (const box of await due.getByRole('checkbox').all())
		if ((await box.evaluate((one) => one.closest('label')?.textContent?.trim())) !== number) await box.uncheck();
	await page.getByRole('button', { name: 'Réviser ces loyers' }).click();
	await page.getByText(/loyers? révisés/).waitFor();
	const made = page.locator('section', { has: page.getByRole('heading', { name: 'Révisions faites' }) });
	expect(await made.getByRole('row').filter({ hasText: number }).first().textContent()).toContain('Provisoire');
	const letter = await downloaded(page, () => page.getByRole('link', { name: 'Lettres en PDF' }).click());
	expect(await words(letter)).toMatch(new RegExp(`Révision provisoire du loyer – bail ${number}.*ILC.*×.*/.*=.*n’est pas encore`));

	const [open] = await site.rows<{ quarter: string }>(
		`select r.target_quarter as quarter from rent_revisions r join leases l on l.hub = r.hub and l.id = r.lease
			where l.number = $1 and r.target_hundredths is null order by r.nth limit 1`,
		[number]
	);
	const quarter = open?.quarter as string;
	await page.goto('/mulhouse/place/rent/indices');
	await page.locator('[name=quarter]').first().fill('2025-T5');
	await page.locator('[name=value]').fill('137.2');
	await page.getByRole('button', { name: 'Ajouter un indice' }).click();
	await page.getByText('Écrivez un trimestre').first().waitFor();
	expect(await page.locator('[name=value]').inputValue()).toBe('137.2');
	await expectAccessible(page);
	await page.locator('[name=file]').setInputFiles({
		name: 'indices.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from(`Indice;Trimestre;Valeur\nILC;${quarter};137,20\nILC;${quarter};138,20\n`)
	});
	await page.getByRole('button', { name: 'Importer' }).click();
	await page
		.getByText(new RegExp(`Ligne 3.*${quarter} figure deux fois`))
		.first()
		.waitFor();
	await page.locator('[name=file]').setInputFiles({
		name: 'indices.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from(`Indice;Trimestre;Valeur\nILC;${quarter};137,20\n`)
	});
	await page.getByRole('button', { name: 'Importer' }).click();
	await page.getByText('1 ajoutés, 0 déjà connus').waitFor();
	await page.getByText(/révisions provisoires sont régularisées/).waitFor();
	await page.getByRole('link', { name: 'Lettres en PDF' }).click();
	await page.getByRole('row').filter({ hasText: number }).filter({ hasText: 'régularisé' }).first().waitFor();
	const final = await downloaded(page, () => page.getByRole('button', { name: 'Toutes les lettres' }).click());
	expect(await words(final)).toContain('137,20');
	const zip = unzipSync(await downloaded(page, () => page.getByRole('button', { name: /ZIP/ }).click()));
	expect(Object.keys(zip).some((name) => name.startsWith(number))).toBe(true);

	await page.goto(`/mulhouse/place/rent?q=${number}`);
	await page.getByText('Différence d’indexation').nth(1).waitFor();
	await expectAccessible(page);
	await page.context().close();
});

test('a statement of charges is closed and each tenant’s printed, without a script and on a phone', async () => {
	const page = await site.page({ signedInAs: 'site@mulhouse.example', javaScript: false, width: 360 });
	const [last] = await site.rows<{ site: string; year: number }>('select site, year from charge_statements where closed_at is not null');
	await page.goto('/mulhouse/place/rent/charges');
	await page.locator('[name=year]').fill(String((last?.year ?? 0) - 2));
	await page.getByRole('button', { name: 'Commencer une année' }).click();
	await page.locator('[name=label]').fill('Ménage');
	await page.locator('[name=amount]').fill('-12');
	await page.getByRole('button', { name: 'Ajouter une dépense' }).click();
	await page.getByText('jamais négative').first().waitFor();
	expect(await page.locator('[name=label]').inputValue()).toBe('Ménage');
	await page.locator('[name=amount]').fill('12000.55');
	await page.getByRole('button', { name: 'Ajouter une dépense' }).click();
	await page.getByText('dépenses ajoutées').waitFor();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Arrêter l’année' }).click();
	await page.getByText('L’année est arrêtée ; les soldes').waitFor();
	expect(await page.getByRole('button', { name: 'Ajouter une dépense' }).count()).toBe(0);
	const paper = await downloaded(page, () => page.getByRole('link', { name: 'Tous les décomptes' }).click());
	expect(await words(paper)).toMatch(/Régularisation des charges.*12 000,55.*Part = dépense × surface/);
	await expectAccessible(page);
	await page.context().close();
});
