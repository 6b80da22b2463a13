import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { toXlsx } from '#platform/export/xlsx.ts';
import { openSite } from './browser.ts';

const site = openSite();
const letters = (nth: number) => nth.toString(26).replace(/./g, (sign) => String.fromCharCode(97 + parseInt(sign, 26)));
const word = (nth: number) => letters(nth * 104_729 + 11_881_376).toUpperCase();

/** A thousand firms, two of which stand twice in the list. */
const workbook = () =>
	buffer(
		toXlsx(
			['Nom', 'Type', 'Ville', 'Site web', 'Effectif'].map((header) => ({ key: header, header, type: 'text' })),
			[
				{ Nom: 'Tuyauterie Zundel', Type: 'PME', Ville: 'Mulhouse', 'Site web': 'https://zundel-tuyaux.example', Effectif: '' },
				{ Nom: 'Tuyauterie Zundel SARL', Type: 'PME', Ville: 'Mulhouse', 'Site web': 'https://www.zundel-tuyaux.example', Effectif: '31' },
				{ Nom: 'Galvanoplastie Quirin', Type: 'PME', Ville: 'Colmar', 'Site web': 'https://quirin-galva.example', Effectif: '12' },
				{ Nom: 'Galvanoplastie Quirin SAS', Type: 'PME', Ville: 'Colmar', 'Site web': 'https://quirin-galva.example', Effectif: '14' },
				...Array.from({ length: 996 }, (_, nth) => ({
					Nom: word(nth),
					Type: 'PME',
					Ville: ['Mulhouse', 'Colmar', 'Thann', 'Guebwiller', 'Sélestat'][nth % 5],
					'Site web': '',
					Effectif: String(10 + (nth % 200))
				}))
			],
			'Exposants'
		)
	);

test('an animator imports 1,000 firms from Excel, merges two, and undoes one', async () => {
	const page = await site.page({ signedInAs: 'animation@mulhouse.example' });
	await page.goto('/mulhouse/desk/imports/new');
	await page
		.getByLabel('Fichier CSV ou Excel')
		.setInputFiles({ name: 'salon.xlsx', mimeType: 'application/octet-stream', buffer: await workbook() });
	await page.getByRole('button', { name: 'Lire le fichier' }).click();
	await page.waitForURL(/\/columns$/);
	await page.getByRole('button', { name: 'Voir l’aperçu' }).click();
	await page.getByRole('heading', { name: 'Lancer l’import' }).waitFor();
	await page.getByRole('radio', { name: 'les importer comme nouvelles fiches' }).check();
	await page.getByRole('button', { name: 'Importer', exact: true }).click();
	await page.getByText('L’import est terminé.').waitFor();

	const merge = async (name: string, twin: string) => {
		await page.goto(`/mulhouse/desk/duplicates?q=${encodeURIComponent(name)}`);
		await page.getByText('même site web').waitFor();
		await page.getByRole('link', { name: /^Comparer –/ }).click();
		await page.getByRole('heading', { level: 1, name: /^Fusionner/ }).waitFor();
		const swap = page.getByRole('link', { name: `Garder plutôt ${name}`, exact: true });
		if (await swap.isVisible()) await swap.click();
		await page.getByRole('heading', { level: 1, name: `Fusionner ${twin} dans ${name}`, exact: true }).waitFor();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Fusionner', exact: true }).click();
		await page.getByText('Les deux fiches n’en font plus qu’une.').waitFor();
	};
	await merge('Tuyauterie Zundel', 'Tuyauterie Zundel SARL');
	await expectAccessible(page);
	await merge('Galvanoplastie Quirin', 'Galvanoplastie Quirin SAS');

	// The old address leads on, and what the other record knew is kept.
	await page.goto('/mulhouse/organisations/tuyauterie-zundel-sarl/history');
	expect(new URL(page.url()).pathname).toBe('/mulhouse/organisations/tuyauterie-zundel/history');
	await page.goto('/mulhouse/organisations/tuyauterie-zundel-sarl');
	expect(new URL(page.url()).pathname).toBe('/mulhouse/organisations/tuyauterie-zundel');
	await page.getByText('31', { exact: false }).first().waitFor();

	await page.goto('/mulhouse/desk/duplicates/merges');
	await page.getByRole('link', { name: 'Galvanoplastie Quirin SAS dans Galvanoplastie Quirin', exact: true }).click();
	await page.getByRole('button', { name: 'Annuler la fusion' }).click();
	await page.getByText('La fusion est annulée').waitFor();
	await page.goto('/mulhouse/organisations/galvanoplastie-quirin-sas');
	await page.getByRole('heading', { level: 1, name: 'Galvanoplastie Quirin SAS' }).waitFor();
	expect(site.troubles).toEqual([]);
});

test('without JavaScript two records are compared, told apart, taken back, merged and made two again', async () => {
	const page = await site.page({ signedInAs: 'animation@mulhouse.example', javaScript: false });
	await page.goto('/mulhouse/desk/duplicates?q=moulin');
	await page.getByText('Ce sont deux organisations').first().click();
	await page.getByLabel('Pourquoi (facultatif)').fill('Deux moulins');
	await page.getByRole('button', { name: /^Ce sont deux organisations –/ }).click();
	await page.getByText('C’est noté').waitFor();
	await page.goto('/mulhouse/desk/duplicates?state=distinct&q=moulin');
	await page.getByText('Deux moulins').waitFor();
	await page.getByRole('button', { name: /^Les signaler de nouveau –/ }).click();
	await page.getByText('de nouveau à regarder').waitFor();

	await page.goto('/mulhouse/desk/duplicates?q=moulin');
	await page.getByRole('link', { name: /^Comparer –/ }).click();
	await page.getByRole('heading', { name: 'Ce qui dépend de chaque fiche' }).waitFor();
	await page.getByRole('button', { name: 'Fusionner', exact: true }).click();
	await page.getByText('Les deux fiches n’en font plus qu’une.').waitFor();
	await page.getByRole('button', { name: 'Annuler la fusion' }).click();
	await page.getByText('La fusion est annulée').waitFor();
	expect(site.troubles).toEqual([]);
});
