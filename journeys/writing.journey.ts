import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();
const owner = 'martine.burgunder@fonderie-thurgiesse.example';
const trouble = 'Les opérateurs laissent passer des fissures. Nous voulons un contrôle qualité par caméra, et un logiciel de maintenance.';

const kept = (title: string) =>
	site.rows<{ technologies: string[]; refused_concepts: string[]; state: string }>(
		'select technologies, refused_concepts, state from needs where title = $1',
		[title]
	);

test('while a need is typed, KM0 shows what it understands and who looks for the same, and minds a refusal', async () => {
	const title = 'Voir les fissures avant l’usinage';
	const page = await site.page({ signedInAs: owner });
	await page.goto('/mulhouse/needs/new');
	await page.waitForLoadState('networkidle');
	await page.getByLabel('En une phrase').fill(title);
	await page.getByLabel('Qu’est-ce qui coince').pressSequentially(trouble.slice(0, 20));
	await page.getByLabel('Qu’est-ce qui coince').fill(trouble);
	const chip = page
		.getByRole('checkbox', { name: 'GMAO' })
		.or(page.getByRole('checkbox', { name: /maintenance/i }))
		.first();
	await page.getByRole('checkbox', { name: 'vision industrielle' }).waitFor();
	await chip.waitFor();
	await chip.uncheck();
	// What was refused stays refused while the words go on.
	await page.getByLabel('Qu’est-ce qui coince').fill(`${trouble} Nos pièces sont en fonte.`);
	await page.waitForResponse(/understood/);
	expect(await chip.isChecked()).toBe(false);
	expect(await page.getByRole('checkbox', { name: 'vision industrielle' }).isChecked()).toBe(true);
	await expectAccessible(page);

	await page.getByLabel('Ajouter une technologie').fill('pâté en croûte, soudage');
	await page.getByRole('button', { name: 'Enregistrer le brouillon' }).click();
	await page.getByRole('alert').getByText('pâté en croûte').waitFor();
	expect(await chip.isChecked()).toBe(false);
	await page.getByLabel('Ajouter une technologie').fill('soudage');
	await page.getByRole('button', { name: 'Enregistrer le brouillon' }).click();
	await page.waitForURL(/\/needs\/[0-9a-f-]{36}$/);
	const [need] = await kept(title);
	expect(need?.technologies).toEqual(expect.arrayContaining(['machine-vision', 'welding']));
	expect(need?.refused_concepts).toHaveLength(1);
	expect(need?.technologies).not.toContain(need?.refused_concepts[0]);
	expect(site.troubles).toEqual([]);
});

test('without JavaScript a button shows what KM0 understands, and a refused file keeps the rest of the form', async () => {
	const title = 'Trier les copeaux sans les mains';
	const page = await site.page({ javaScript: false, signedInAs: owner, width: 360 });
	await page.goto('/mulhouse/needs/new');
	await page.getByLabel('En une phrase').fill(title);
	await page.getByLabel('Qu’est-ce qui coince').fill(trouble);
	await page.getByLabel('À quoi verrez-vous').fill('Plus de coupures aux doigts');
	await page.getByRole('button', { name: 'Vérifier' }).click();
	const vision = page.getByRole('checkbox', { name: 'vision industrielle' });
	expect(await vision.isChecked()).toBe(true);
	expect(await page.getByRole('alert').count()).toBe(0);
	await vision.uncheck();
	await page
		.getByLabel('Ajouter des fichiers')
		.setInputFiles({ name: 'plan.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg onload="alert(1)"/>') });
	await page.getByRole('button', { name: 'Enregistrer et ouvrir' }).click();
	expect(await page.getByRole('alert').textContent()).toContain('plan.svg');
	expect(await page.getByLabel('Qu’est-ce qui coince').inputValue()).toBe(trouble);
	expect(await page.getByLabel('À quoi verrez-vous').inputValue()).toBe('Plus de coupures aux doigts');
	expect(await vision.isChecked()).toBe(false);
	await expectAccessible(page);

	await page
		.getByLabel('Ajouter des fichiers')
		.setInputFiles({ name: 'cahier.txt', mimeType: 'text/plain', buffer: Buffer.from('Trois bennes par jour') });
	await page.getByRole('button', { name: 'Enregistrer et ouvrir' }).click();
	await page.waitForURL(/\/needs\/[0-9a-f-]{36}$/);
	expect(await kept(title)).toMatchObject([{ state: 'open', refused_concepts: ['machine-vision'] }]);
	await expectAccessible(page);

	const download = page.waitForEvent('download');
	await page.getByRole('link', { name: 'cahier.txt' }).click();
	expect(await text((await (await download).createReadStream()) as Readable)).toBe('Trois bennes par jour');
	await site.rows("update needs set state = 'expired', expires_at = now() - interval '1 day' where title = $1", [title]);
	await page.reload();
	await page.getByText('Ce besoin a expiré').waitFor();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Prolonger jusqu’au' }).click();
	await page.getByText('Ce besoin a expiré').waitFor({ state: 'detached' });
	expect(await kept(title)).toMatchObject([{ state: 'open' }]);

	await page.getByRole('button', { name: 'Retirer cahier.txt' }).click();
	await page.waitForURL(/\/needs\/[0-9a-f-]{36}/);
	expect(await page.getByRole('link', { name: 'cahier.txt' }).count()).toBe(0);
	await page.getByRole('link', { name: 'Abandonner' }).click();
	await page.getByLabel('Pourquoi').fill('Le client est parti');
	await page.getByRole('button', { name: 'Abandonner' }).click();
	await page.getByText('Abandonné : Le client est parti').waitFor();
	expect(await kept(title)).toMatchObject([{ state: 'dropped' }]);
	expect(site.troubles).toEqual([]);
});

for (const javaScript of [true, false])
	test(`a firm posts an offer, pauses it and takes it back (${javaScript ? 'with' : 'without'} JavaScript)`, async () => {
		const title = `Coulée basse pression en prototype ${javaScript ? 'A' : 'B'}`;
		const page = await site.page({ javaScript, signedInAs: owner });
		await page.goto('/mulhouse/offers/new');
		await page.getByLabel('En une phrase').fill(title);
		await page.getByLabel('Que faites-vous').fill('Nous coulons des prototypes en fonderie d’aluminium en une semaine.');
		await page.getByLabel('dont déjà en cours').fill('5');
		await page.getByRole('button', { name: 'Enregistrer et ouvrir' }).click();
		await page.getByRole('alert').waitFor();
		expect(await page.getByLabel('En une phrase').inputValue()).toBe(title);
		await page.getByLabel('dont déjà en cours').fill('0');
		await page.getByLabel('Disponible à partir du').fill('2031-03-01');
		await page.getByRole('checkbox', { name: '10 à 49 personnes' }).check();
		await page.getByRole('button', { name: 'Enregistrer et ouvrir' }).click();
		await page.waitForURL(/\/offers\/[0-9a-f-]{36}$/);
		await expectAccessible(page);
		await page.getByText('libre à partir du 1 mars 2031').waitFor();
		expect(await page.getByRole('definition').filter({ hasText: '10 à 49 personnes' }).count()).toBe(1);
		const address = new URL(page.url()).pathname;
		await page.getByRole('button', { name: 'Mettre en pause' }).click();
		await page.getByText('Cette offre est en pause').waitFor();
		await page.getByRole('button', { name: 'Retirer', exact: true }).click();
		await page.getByText('Cette offre est retirée').waitFor();
		await expectAccessible(page);
		const visitor = await site.page({ javaScript });
		expect((await visitor.goto(address))?.status()).toBe(404);
		expect(site.troubles).toEqual([]);
	});

test.each([true, false])(
	'a double click makes one need, and the end of a session takes no word away (JavaScript: %s)',
	async (javaScript) => {
		const title = `Compter les palettes ${javaScript}`;
		const page = await site.page({ signedInAs: owner, javaScript });
		const cookies = await page.context().cookies();
		await page.goto('/mulhouse/needs/new');
		if (javaScript) await page.waitForLoadState('networkidle');
		await page.getByLabel('En une phrase').fill(title);
		await page.getByLabel('Qu’est-ce qui coince').fill('Nous les comptons à la main.');
		await page.context().clearCookies();
		await page.getByRole('button', { name: 'Enregistrer le brouillon' }).click();
		await page.getByText('Votre session a pris fin').waitFor();
		if (!javaScript) await expectAccessible(page);
		expect(await kept(title)).toEqual([]);

		await page.context().addCookies(cookies);
		await page
			.getByRole('button', { name: 'Enregistrer le brouillon' })
			.or(page.getByRole('button', { name: 'Envoyer de nouveau' }))
			.dblclick({ noWaitAfter: true });
		await page.waitForURL(/\/needs\/[0-9a-f-]{36}$/);
		expect(await kept(title)).toHaveLength(1);

		// Somebody else saves first: who comes second is told, and may save then.
		const address = page.url();
		await page.goto(`${address}/edit`);
		if (javaScript) await page.waitForLoadState('networkidle');
		await site.rows('update needs set version = version + 1 where title = $1', [title]);
		await page.getByLabel('Qu’est-ce qui coince').fill('Nous les comptons deux fois.');
		const save = page.getByRole('button', { name: 'Enregistrer le brouillon' });
		await save.click();
		const told = page.getByRole('alert').getByText('a modifié cette fiche');
		await told.waitFor();
		// Who has read that saves over what they were told of: the page has it a moment after the message.
		await page.locator('[name=version][value="2"]').waitFor({ state: 'attached' });
		await save.click();
		await page.waitForURL(address);
		await page.getByText('Nous les comptons deux fois.').first().waitFor();
		expect(site.troubles.splice(0)).toEqual([]);
	}
);
