import sharp from 'sharp';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();

const firm = {
	name: 'Tamiserie Zurbuchen',
	slug: 'tamiserie-zurbuchen',
	street: '7 impasse des Vanniers',
	postcode: '68290',
	commune: 'Zurdorf-sous-Bois',
	website: 'https://zurbuchen.example',
	siren: '732829320'
};
const wish = 'Les crépines de notre tamis rotatif se bouchent deux fois par poste. Nous cherchons une alarme avant le débordement.';

/** Everything that would tell whose need it is. */
const secrets = (owner: string, organisation: string) => [
	'Zurbuchen',
	firm.slug,
	'Vanniers',
	firm.postcode,
	'Zurdorf',
	firm.siren,
	owner,
	'plan-atelier',
	organisation
];

const picture = () =>
	sharp({ create: { width: 16, height: 16, channels: 3, background: '#a3341f' } })
		.withExif({ IFD0: { Artist: 'Zurbuchen', Copyright: firm.name } })
		.jpeg()
		.toBuffer();

for (const javaScript of [true, false])
	test(`a firm joins, posts an anonymous need, and nobody can tell who it is (${javaScript ? 'with' : 'without'} JavaScript)`, async () => {
		const owner = javaScript ? 'Odile Ganzhorn' : 'Benoît Ganzhorn';
		const page = await site.page({ javaScript });

		await page.goto(`/mulhouse/ask?text=${encodeURIComponent(wish)}`);
		await page.getByRole('link', { name: 'En faire un besoin' }).first().click();
		await page.waitForURL(/\/sign-in/);
		await signUp(page, owner, javaScript);
		await page.waitForURL(/\/mulhouse\/needs\/new/);
		expect(await page.getByRole('blockquote').textContent()).toBe(wish);
		await expectAccessible(page);
		await page.getByRole('link', { name: /Rejoindre/ }).click();
		await page.getByRole('button', { name: /Rejoindre/ }).click();
		await page.waitForURL(/\/mulhouse\/needs\/new/);
		const organisation = await actingFor(owner);

		await page.goto('/mulhouse/needs/new');
		// What was typed before there was an account has waited.
		expect(await page.getByLabel('Qu’est-ce qui coince').inputValue()).toBe(wish);
		expect(await page.getByLabel('En une phrase').inputValue()).toBe('Les crépines de notre tamis rotatif se bouchent deux fois par poste');
		await page.getByLabel('Qu’est-ce qui coince').fill(`Chez ${firm.name}, ${wish} Appelez le 03 89 12 34 56.`);
		await page.getByLabel('Anonyme', { exact: false }).first().check();
		await page.getByLabel('Partager aussi').check();
		await page
			.getByLabel('Ajouter des fichiers')
			.setInputFiles({ name: 'plan-atelier-zurbuchen.jpg', mimeType: 'image/jpeg', buffer: await picture() });
		await page.getByRole('button', { name: 'Enregistrer et ouvrir' }).click();

		// The words themselves tell who it is, so it does not open; what was typed stays.
		await page.getByRole('alert').getByText('Tamiserie Zurbuchen').waitFor();
		expect(await page.getByRole('alert').textContent()).toContain('03 89 12 34 56');
		expect(await page.getByLabel('Anonyme', { exact: false }).first().isChecked()).toBe(true);
		await expectAccessible(page);
		await page.getByLabel('Qu’est-ce qui coince').fill(wish);
		await page
			.getByLabel('Ajouter des fichiers')
			.setInputFiles({ name: 'plan-atelier-zurbuchen.jpg', mimeType: 'image/jpeg', buffer: await picture() });
		await page.getByRole('button', { name: 'Enregistrer et ouvrir' }).click();
		await page.waitForURL(/\/mulhouse\/needs\/[0-9a-f-]{36}$/);
		expect(await page.getByText(firm.name).count()).toBeGreaterThan(0);
		expect(await page.getByRole('link', { name: 'plan-atelier-zurbuchen.jpg' }).count()).toBe(1);
		await expectAccessible(page);

		const need = new URL(page.url()).pathname.split('/').at(-1) as string;
		const told = secrets(owner, organisation);
		const readers = [{ javaScript }, { javaScript, signedInAs: 'martine.burgunder@fonderie-thurgiesse.example' }];
		for (const reader of readers) {
			const other = await site.page(reader);
			const seen = await everythingSeen(other, need);
			expect(seen).toContain('crépines de notre tamis');
			expect(seen).toContain('Haut-Rhin');
			expect(told.filter((secret) => seen.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);
			await other.goto(`/mulhouse/needs/${need}`);
			expect(await other.getByText('Entreprise anonyme').count()).toBeGreaterThan(0);
			await expectAccessible(other);
			await downloadsPlainPicture(other);
		}
		const staff = await site.page({ javaScript, signedInAs: 'animation@mulhouse.example' });
		await staff.goto(`/mulhouse/needs/${need}`);
		expect(await staff.getByText(firm.name).count()).toBeGreaterThan(0);
		expect(site.troubles).toEqual([]);
		await site.rows('update needs set state = $1, dropped_reason = $2 where id = $3', ['dropped', 'journey over', need]);
	});

async function signUp(page: Page, name: string, javaScript: boolean) {
	const email = `${name.toLowerCase().replace(/\W/g, '.')}@zurbuchen.example`;
	await page.getByRole('link', { name: 'Créer un compte' }).click();
	await page.getByLabel('Prénom et nom').fill(name);
	await page.getByLabel(/E-mail|Adresse e-mail/).fill(email);
	await page.getByLabel('Mot de passe', { exact: false }).first().fill('tamis-rotatif-2026');
	await page.getByRole('button', { name: 'Créer mon compte' }).click();
	await page.getByRole('heading', { name: 'Regardez votre courrier' }).waitFor();
	const [letter] = await site.rows<{ body_text: string }>(
		'select body_text from mails where recipient = $1 order by created_at desc limit 1',
		[email]
	);
	const link = /https?:\/\/\S+/.exec(letter?.body_text ?? '')?.[0] as string;
	await page.goto(new URL(link).pathname + new URL(link).search);
	await page.getByRole('button', { name: 'Oui, c’est mon adresse' }).click();
	if (javaScript) await page.waitForLoadState('networkidle');
}

/** The firm is in the directory, and this person acts for it. */
async function actingFor(name: string) {
	const [organisation] = await site.rows<{ id: string }>(
		`insert into organisations (hub, slug, kind, name, legal_name, name_key, siren, website, street, postcode, commune, commune_name)
		values ('mulhouse', $1, 'industrial_sme', $2, $2, lower($2), $3, $4, $5, $6, '68999', $7)
		on conflict (hub, slug) do update set name = excluded.name returning id`,
		[firm.slug, firm.name, firm.siren, firm.website, firm.street, firm.postcode, firm.commune]
	);
	await site.rows(
		`insert into representatives (hub, member, organisation, is_owner, accepted_at)
		select 'mulhouse', members.id, $2, true, now() from members join accounts on accounts.id = members.account
		where hub = 'mulhouse' and accounts.name = $1`,
		[name, organisation?.id]
	);
	return organisation?.id as string;
}

/** All that the site sends a reader of this need and of the lists that it stands in: pages with their data, exports, the API, and the hub next door. */
async function everythingSeen(page: Page, need: string) {
	const addresses = [
		`/mulhouse/needs/${need}`,
		`/mulhouse/needs/${need}/__data.json`,
		`/mulhouse/needs?q=tamis`,
		`/mulhouse/needs/export/csv?q=tamis`,
		`/mulhouse/needs/export/json?q=tamis`,
		`/mulhouse/needs/${need}/edit`,
		`/mulhouse/needs/${need}/drop`,
		`/mulhouse/needs/${need}/matches`,
		`/mulhouse/needs/new`,
		'/mulhouse',
		`/strasbourg/needs/network?q=tamis`,
		`/strasbourg/needs/network/mulhouse/${need}`,
		`/strasbourg/needs/${need}`,
		`/api/v1/hubs/mulhouse/needs/${need}`,
		`/api/v1/hubs/mulhouse/needs/${need}/history`,
		`/api/v1/hubs/mulhouse/needs?q=tamis`,
		`/api/v1/hubs/strasbourg/network/needs/mulhouse/${need}`
	];
	const seen: string[] = [];
	for (const address of addresses) {
		const answer = await page.request.get(address, { headers: { 'accept-language': 'fr' } });
		expect(answer.status(), address).toBeLessThan(500);
		seen.push(JSON.stringify(answer.headers()), await answer.text());
	}
	return seen.join('\n');
}

async function downloadsPlainPicture(page: Page) {
	const link = page.getByRole('link', { name: 'image-1.jpg' });
	const answer = await page.request.get((await link.getAttribute('href')) as string);
	const bytes = await answer.body();
	expect(answer.headers()).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-type': 'image/jpeg' });
	expect(answer.headers()['content-disposition']).toBe(`attachment; filename="image-1.jpg"; filename*=UTF-8''image-1.jpg`);
	expect((await sharp(bytes).metadata()).exif).toBeUndefined();
	expect(bytes.includes(Buffer.from('Zurbuchen'))).toBe(false);
}
