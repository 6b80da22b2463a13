import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { toXlsx } from '#platform/export/xlsx.ts';
import { openSite } from './browser.ts';

const site = openSite();
const towns = ['Mulhouse', 'Colmar', 'Thann', 'Guebwiller', 'Sélestat'];
const letters = (nth: number) => nth.toString(26).replace(/./g, (sign) => String.fromCharCode(97 + parseInt(sign, 26)));

/** A thousand firms, three of which cannot be taken. */
const workbook = () =>
	buffer(
		toXlsx(
			['Boîte', 'Type', 'Ville', 'Effectif'].map((header) => ({ key: header, header, type: 'text' })),
			Array.from({ length: 1000 }, (_, nth) => ({
				Boîte: `Ferronnerie ${letters(nth * 7919 + 1_000_003)}`,
				Type: nth % 400 === 7 ? 'Manufacture' : 'PME',
				Ville: towns[nth % 5],
				Effectif: String(10 + (nth % 200))
			})),
			'Exposants'
		)
	);

test('an animator imports 1,000 firms from Excel, and the same file again changes nothing', async () => {
	const page = await site.page({ signedInAs: 'animation@mulhouse.example' });
	const file = { name: 'exposants.xlsx', mimeType: 'application/octet-stream', buffer: await workbook() };
	await page.goto('/mulhouse/desk/imports');
	await page.getByRole('link', { name: 'Importer un fichier' }).click();
	await page.waitForURL(/imports\/new$/);
	const template = await page.request.get('/mulhouse/desk/imports/template/organisations/xlsx');
	expect((await template.body()).subarray(0, 2).toString()).toBe('PK');

	const take = async () => {
		await page.goto('/mulhouse/desk/imports/new');
		await page.getByLabel('Fichier CSV ou Excel').setInputFiles(file);
		await page.getByRole('button', { name: 'Lire le fichier' }).click();
		await page.waitForURL(/\/columns$/);
	};
	const start = async () => {
		await page.getByRole('heading', { name: 'Valeurs inconnues' }).waitFor();
		await page.getByRole('button', { name: 'Voir l’aperçu' }).click();
		await page.getByRole('heading', { name: 'Lancer l’import' }).waitFor();
	};
	await take();
	await page.getByLabel('Contenu de la colonne Boîte').selectOption('name');
	await start();
	await page.getByRole('link', { name: /^Refusées/ }).click();
	await page.getByText('« Manufacture » n’est pas un choix connu.').first().waitFor();
	await expectAccessible(page);
	await page.getByRole('radio', { name: 'les importer comme nouvelles fiches' }).check();
	await page.getByRole('button', { name: 'Importer', exact: true }).click();
	await page.getByText('L’import est terminé.').waitFor();
	await expectAccessible(page);

	await page.goto(`/mulhouse/organisations?q=${letters(7919 + 1_000_003)}`);
	await page.getByRole('heading', { name: `Ferronnerie ${letters(7919 + 1_000_003)}` }).waitFor();

	// The odd header is known now.
	await take();
	expect(await page.getByLabel('Contenu de la colonne Boîte').inputValue()).toBe('name');
	await start();
	await page.getByRole('button', { name: 'Importer', exact: true }).click();
	await page.getByText(/rien n’a changé/).waitFor();
	expect(site.troubles).toEqual([]);
});
