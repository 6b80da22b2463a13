import { expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();

for (const javaScript of [true, false])
	test(`a visitor searches, filters, points at the map and takes the list away (${javaScript ? 'with' : 'without'} JavaScript)`, async () => {
		const page = await site.page({ javaScript });
		const names = () => page.locator('main ul h2').allTextContents();
		const found = async () => Number(/\d+/.exec((await page.getByRole('status').first().textContent()) ?? '')?.[0] ?? 0);
		await page.goto('/mulhouse/organisations');
		const all = await found();
		expect(all).toBeGreaterThan(100);
		await expectAccessible(page);

		await page.getByRole('searchbox', { name: 'Chercher une organisation' }).fill('fonderie');
		if (!javaScript) await page.getByRole('button', { name: 'Rechercher' }).click();
		await page.waitForURL(/q=fonderie/);
		await page.getByText('« fonderie »').waitFor();
		const foundries = await found();
		expect(foundries).toBeGreaterThan(0);
		expect(foundries).toBeLessThan(all);

		await page.getByRole('checkbox', { name: /^PME industrielle/ }).check();
		if (!javaScript) await page.getByRole('button', { name: 'Appliquer' }).click();
		await page.waitForURL(/kind=industrial_sme/);
		await page.getByRole('link', { name: /PME industrielle/ }).waitFor();
		expect(await found()).toBeLessThanOrEqual(foundries);
		await expectAccessible(page);

		await page.getByRole('link', { name: 'Tout effacer' }).first().click();
		await page.waitForURL((url) => url.search === '');
		await page.locator('svg a[data-commune="68066"]').click();
		await page.waitForURL(/commune=68066/);
		await page
			.getByText(/^Colmar$/)
			.first()
			.waitFor();
		const inColmar = await found();
		expect(inColmar).toBeGreaterThan(0);
		expect(inColmar).toBeLessThan(all);
		expect(await names()).toHaveLength(inColmar);

		const csv = await page.getByRole('link', { name: 'CSV' }).getAttribute('href');
		const list = await (await fetch(site.url + csv)).text();
		expect(list.trim().split('\r\n')).toHaveLength(inColmar + 1);
		for (const name of await names()) expect(list).toContain(name.replace(/démo/i, '').trim());
		expect(site.troubles).toEqual([]);
	});

test('while somebody searches, the cursor stays where it was, and the way back leads to what was seen before', async () => {
	const page = await site.page();
	await page.goto('/mulhouse/organisations');
	const search = page.getByRole('searchbox', { name: 'Chercher une organisation' });
	const box = page.getByRole('checkbox', { name: /^PME industrielle/ });
	await search.pressSequentially('fonderie');
	await page.getByText('« fonderie »').waitFor();
	await search.press('ArrowLeft');
	await search.pressSequentially('s');
	expect(await search.inputValue()).toBe('fonderise');
	await page.waitForURL(/q=fonderise/);
	expect(await search.evaluate((field: HTMLInputElement) => [field === document.activeElement, field.selectionStart])).toEqual([true, 8]);
	await search.fill('fonderie');
	await page.waitForURL(/q=fonderie$|q=fonderie&/);
	const seen = await page.getByRole('status').first().textContent();
	await box.check();
	await page.waitForURL(/kind=industrial_sme/);
	expect(await box.evaluate((field) => field === document.activeElement)).toBe(true);
	await page.goBack();
	await page.getByRole('link', { name: /PME industrielle/ }).waitFor({ state: 'detached' });
	expect(await box.isChecked()).toBe(false);
	expect(await search.inputValue()).toBe('fonderie');
	expect(await page.getByRole('status').first().textContent()).toBe(seen);
	await page.context().close();
});

test('the list is as alive for whoever comes from a page of their own', async () => {
	const page = await site.page({ signedInAs: 'animation@mulhouse.example' });
	await page.goto('/mulhouse/organisations/mine', { waitUntil: 'networkidle' });
	await page.evaluate(() => Object.assign(window, { isOld: true }));
	await page.getByRole('link', { name: 'Annuaire' }).first().click();
	await page.waitForURL(/organisations$/);
	await page.getByRole('searchbox', { name: 'Chercher une organisation' }).fill('fonderie');
	await page.waitForURL(/q=fonderie/);
	expect(await page.evaluate(() => 'isOld' in window)).toBe(false);
	await page.context().close();
});

test('a word typed with a slip of the finger finds what was meant', async () => {
	const page = await site.page();
	await page.goto('/mulhouse/organisations?q=fondrie');
	await page.getByText('Rien pour « fondrie »').waitFor();
	expect(await page.locator('main ul h2').count()).toBeGreaterThan(0);
});

test('on a phone, by night, the directory and an organisation are as readable', async () => {
	const page = await site.page({ locale: 'de', width: 360, scheme: 'dark' });
	await page.goto('/mulhouse/organisations');
	await expectAccessible(page);
	await page.locator('main ul h2 a').nth(3).click();
	await page.waitForURL(/organisations\/[a-z0-9-]+$/);
	await page.getByRole('heading', { level: 1 }).waitFor();
	await expectAccessible(page);
});

test('a page of an organisation shows its offers and no need that it wrote anonymously', async () => {
	const [firm] = await site.rows<{ slug: string; offer: string; need: string }>(
		`select organisations.slug, min(offers.title) as offer, min(needs.title) as need from organisations
			join needs on needs.organisation = organisations.id and needs.confidentiality = 'anonymous' and needs.state = 'open'
			left join offers on offers.organisation = organisations.id and offers.state = 'open'
			where organisations.hub = 'mulhouse' group by organisations.slug order by min(offers.title) nulls last limit 1`
	);
	expect(firm).toBeDefined();
	const page = await site.page();
	await page.goto(`/mulhouse/organisations/${firm!.slug}`);
	const text = (await page.locator('main').textContent()) ?? '';
	expect(text).not.toContain(firm!.need);
	if (firm!.offer) expect(text).toContain(firm!.offer);
	await expectAccessible(page);
});

test('a member adds a firm without JavaScript, with a wrong SIREN first', async () => {
	const name = 'Émaillerie du Rangen';
	const page = await site.page({ javaScript: false, signedInAs: 'jury@mulhouse.example' });
	await page.goto('/mulhouse/organisations/new');
	await expectAccessible(page);
	await page.getByRole('textbox', { name: /^Nom/ }).first().fill(name);
	await page.getByLabel(/^Type d’organisation/).selectOption({ label: 'PME industrielle' });
	await page.getByLabel('SIREN', { exact: true }).fill('732 829 321');
	await page.getByRole('textbox', { name: 'Code postal' }).fill('68700');
	await page.getByRole('combobox', { name: 'Commune' }).fill('Cernay');
	await page.getByRole('combobox', { name: 'Activité' }).fill('tréfilage');
	await page.getByLabel(/^Présentation \(français\)/).fill('Fils fins, du cuivre à l’inox.');
	await page.getByRole('checkbox', { name: 'allemand' }).check();
	await page.locator('summary', { hasText: 'Parcourir la liste' }).first().click();
	await page.locator('summary', { hasText: 'automatisation' }).click();
	await page.getByRole('checkbox', { name: 'automate programmable industriel' }).check();
	await page.getByRole('button', { name: 'Ajouter' }).click();

	await page.getByRole('alert').waitFor();
	expect(await page.locator('#field-siren-error').textContent()).toContain('son dernier chiffre ne vérifie pas les autres');
	expect(await page.getByLabel('SIREN', { exact: true }).inputValue()).toBe('732 829 321');
	expect(await page.getByRole('textbox', { name: /^Nom/ }).first().inputValue()).toBe(name);
	expect(await page.getByRole('textbox', { name: 'Code postal' }).inputValue()).toBe('68700');
	expect(await page.getByRole('combobox', { name: 'Activité' }).inputValue()).toBe('tréfilage');
	expect(await page.getByLabel(/^Présentation \(français\)/).inputValue()).toBe('Fils fins, du cuivre à l’inox.');
	expect(await page.getByRole('checkbox', { name: 'allemand' }).isChecked()).toBe(true);
	expect(await page.locator('input[name=technologies]:checked').count()).toBe(1);
	await expectAccessible(page);

	// Words are no activity: the codes that they may mean stand below.
	await page.getByLabel('SIREN', { exact: true }).fill('552 100 554');
	await page.getByRole('button', { name: 'Ajouter' }).click();
	await page.getByText('Vouliez-vous dire').waitFor();
	expect(await page.getByText('Tréfilage à froid').count()).toBeGreaterThan(0);
	await page.getByRole('combobox', { name: 'Activité' }).fill('24.34Z');
	await page.getByRole('button', { name: 'Ajouter' }).click();

	await page.getByRole('heading', { level: 1, name }).waitFor();
	expect(await page.getByText('Vous agissez pour elle').count()).toBe(1);
	await expectAccessible(page);

	// The same firm again is pointed out, with the way to it.
	await page.goto('/mulhouse/organisations/new');
	await page.getByRole('textbox', { name: /^Nom/ }).first().fill(name);
	await page.getByLabel(/^Type d’organisation/).selectOption({ label: 'PME industrielle' });
	await page.getByRole('combobox', { name: 'Commune' }).fill('Cernay');
	await page.getByRole('textbox', { name: 'Code postal' }).fill('68700');
	await page.getByRole('button', { name: 'Ajouter' }).click();
	await page.getByRole('link', { name: 'Voir la page et demander à la rejoindre' }).waitFor();
	await expectAccessible(page);
	await page.getByRole('checkbox', { name: 'C’est bien une autre organisation' }).check();
	await page.getByRole('button', { name: 'Ajouter' }).click();
	await page.waitForURL(/-2$/);
	expect(site.troubles).toEqual([]);
});

test('while a firm is typed, the one that is there already is pointed out, and a late suggestion does not pull the page back', async () => {
	const page = await site.page({ signedInAs: 'jury@mulhouse.example' });
	await page.goto('/mulhouse/organisations/new');
	await page.waitForLoadState('networkidle');
	const name = page.getByRole('textbox', { name: /^Nom/ }).first();
	const there = page.getByRole('status').getByText('Fonderie Thurgiesse');
	await name.fill('Fonderie Thurgiesse SAS');
	await there.waitFor();
	await name.fill('Fonderies Thurgiesse');
	await there.waitFor({ state: 'detached' });
	await page.getByRole('combobox', { name: 'Commune' }).fill('Vieux-Thann (68800)');
	await there.waitFor();
	await expectAccessible(page);
	await page.getByRole('combobox', { name: 'Commune' }).fill('Cernay (68700)');
	await there.waitFor({ state: 'detached' });
	const [{ siren }] = await site.rows<{ siren: string }>("select siren from organisations where slug = 'okulia'");
	await page.getByLabel('SIREN', { exact: true }).fill(siren);
	const numbered = page.getByRole('status').getByText('Okulia Vision');
	await numbered.waitFor();
	await page.getByLabel('SIREN', { exact: true }).fill('');
	await numbered.waitFor({ state: 'detached' });
	await name.fill('Tôlerie Sans Retour');
	await page.getByLabel(/^Type d’organisation/).selectOption({ label: 'PME industrielle' });

	const late = Promise.withResolvers<void>();
	await page.route(/activities/, async (route) => {
		await late.promise;
		await route.continue();
	});
	await page.getByRole('combobox', { name: 'Activité' }).pressSequentially('25.11Z');
	await page.waitForRequest(/activities/);
	await page.mouse.wheel(0, 20_000);
	await page.waitForFunction(() => scrollY + innerHeight > document.documentElement.scrollHeight - 100);
	const at = await page.evaluate(() => scrollY);
	const came = page.waitForResponse(/activities/);
	late.resolve();
	await (await came).finished();
	await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
	expect(await page.evaluate(() => scrollY)).toBe(at);
	await page.getByRole('button', { name: 'Ajouter' }).click();
	await page.getByRole('heading', { level: 1, name: 'Tôlerie Sans Retour' }).waitFor();
	expect(await page.getByText('25.11Z').count()).toBe(1);
	expect(site.troubles).toEqual([]);
});

test('owners and staff run an organisation from its pages', async () => {
	const member = await site.page({ javaScript: false, signedInAs: 'financeur@mulhouse.example' });
	await member.goto('/mulhouse/organisations/ascensal');
	await member.getByText(/Demander à la rejoindre/).click();
	await member.getByLabel('Votre message').fill('Je suis au conseil.');
	await member.getByRole('button', { name: 'Envoyer la demande' }).click();
	await member.getByText(/attend une réponse/).waitFor();
	await member.goto('/mulhouse/organisations/mine');
	await member.getByText('demande en attente').waitFor();
	await expectAccessible(member);
	expect((await member.goto('/mulhouse/organisations/ascensal/people'))?.status()).toBe(403);
	expect((await member.goto('/mulhouse/organisations/ascensal/edit'))?.status()).toBe(403);

	const staff = await site.page({ signedInAs: 'animation@mulhouse.example' });
	await staff.goto('/mulhouse/organisations/ascensal/people');
	await staff.getByText('Je suis au conseil.').waitFor();
	await expectAccessible(staff);
	await staff.getByRole('button', { name: 'Accepter – Pierre Lang' }).click();
	await staff.getByRole('button', { name: 'Nommer propriétaire – Pierre Lang' }).waitFor();

	await staff.goto('/mulhouse/organisations/ascensal/competitors?q=fonderie');
	await staff
		.getByRole('button', { name: /^Déclarer/ })
		.first()
		.click();
	await staff.getByRole('button', { name: /^Retirer de la liste/ }).waitFor();
	await expectAccessible(staff);
	await staff.goto('/mulhouse/organisations/ascensal/history');
	await staff.getByText('Concurrent déclaré').waitFor();
	expect(await staff.getByText('Pierre Lang').count()).toBeGreaterThan(0);
	await expectAccessible(staff);

	await staff.goto('/mulhouse/organisations/ascensal/edit');
	await site.rows("update organisations set version = version + 1 where hub = 'mulhouse' and slug = 'ascensal'");
	await staff.getByLabel('Raison sociale').fill('Ascensal SAS');
	await staff.getByRole('button', { name: 'Enregistrer', exact: true }).click();
	await staff.getByText(/modifié cette fiche entre-temps/).waitFor();
	await staff.getByRole('button', { name: 'Enregistrer', exact: true }).click();
	await staff.getByText('Ascensal SAS').waitFor();

	await staff.goto('/mulhouse/organisations/ascensal/edit');
	await expectAccessible(staff);
	await staff.getByRole('button', { name: 'Archiver' }).click();
	await staff.waitForURL(/organisations\/mine$/);
	expect((await member.goto('/mulhouse/organisations/ascensal'))?.status()).toBe(404);
	await staff.goto('/mulhouse/organisations/archived');
	await expectAccessible(staff);
	await staff.getByRole('button', { name: /^Rétablir/ }).click();
	await staff.getByRole('heading', { level: 1, name: /Ascensal/ }).waitFor();
	expect(site.troubles).toEqual([]);
});
