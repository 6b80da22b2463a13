import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { checkSiren } from '#ecosystem/identifiers.ts';
import { fakeRegister, unit } from '#register/testing/register.ts';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const register = await fakeRegister();
afterAll(() => register.close());
const site = openSite(async () => ({ KM0_REGISTER_URL: register.url, KM0_REGISTER_TIMEOUT: '1', KM0_REGISTER_PER_SECOND: '50' }));

let body = 61_400_000;
function aSiren() {
	for (;;) {
		body++;
		for (let check = 0; check < 10; check++) if (checkSiren(`${body}${check}`).ok) return `${body}${check}`;
	}
}
function aFirm(more = {}) {
	const siren = aSiren();
	register.firms.set(siren, unit(siren, more));
	return siren;
}
const value = (page: Page, label: string) => page.getByLabel(label, { exact: true }).inputValue();
const readers = [
	['with JavaScript', { javaScript: true, signedInAs: 'animation@mulhouse.example' }],
	['without JavaScript', { javaScript: false, signedInAs: 'animation@mulhouse.example' }]
] as const;

test.each(readers)('a firm is added from its SIREN, and what was typed stays, %s', async (how, reader) => {
	register.reply = register.known;
	const name = `FILATURE ${how === 'with JavaScript' ? 'DU MATIN' : 'DU SOIR'}`;
	const siren = aFirm({ nom_raison_sociale: name, nom_complet: name });
	const page = await site.page(reader);
	await page.goto('/mulhouse/organisations/new');
	await page.getByLabel('Rue', { exact: true }).fill('1 rue Ailleurs');
	await page.getByLabel('Présentation (français)').fill('Nous filons.');
	await page.getByLabel('SIREN', { exact: true }).fill(`${siren.slice(0, 3)} ${siren.slice(3)}`);
	await page.getByRole('button', { name: 'Remplir depuis le registre' }).click();
	await page.getByText(/^Repris du registre\s: Nom, Raison sociale/).waitFor();
	await page.getByText(/^Source\s: Annuaire des Entreprises/).waitFor();
	expect(await value(page, 'Raison sociale')).toBe(name);
	expect(await value(page, 'Code postal')).toBe('68200');
	expect(await value(page, 'Commune')).toBe('Mulhouse (68100)');
	expect(await value(page, 'Taille')).toBe('medium');
	expect(await value(page, 'Activité')).toMatch(/^13\.10Z /);
	expect(await value(page, 'Rue')).toBe('1 rue Ailleurs');
	expect(await page.getByLabel('Présentation (français)').inputValue()).toBe('Nous filons.');
	if (reader.javaScript) await expectAccessible(page);

	await page.getByRole('checkbox', { name: /12 B RUE DES FABRIQUES/ }).check();
	await page.getByRole('button', { name: 'Reprendre ce qui est coché' }).click();
	await page.getByText(/^Repris du registre\s: Rue/).waitFor();
	expect(await value(page, 'Rue')).toBe('12 B RUE DES FABRIQUES');

	await page.getByLabel('Type d’organisation').selectOption('industrial_sme');
	await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
	await page.getByRole('heading', { level: 1, name }).waitFor();
	await page.getByText('12 B RUE DES FABRIQUES').waitFor();
	expect(site.troubles).toEqual([]);
});

test.each(readers)('a register that is silent, or knows nothing, leaves the form as it was, %s', async (_, reader) => {
	const page = await site.page(reader);
	register.reply = () => {};
	await page.goto('/mulhouse/organisations/new');
	const fill = async () => {
		await page.getByRole('button', { name: 'Remplir depuis le registre' }).click();
	};
	await page.getByLabel('Nom', { exact: false }).first().fill('Atelier du Canal');
	await page.getByLabel('SIREN', { exact: true }).fill(aSiren());
	await fill();
	await page.getByText('Le registre ne répond pas.', { exact: false }).waitFor();
	expect(await page.locator('#field-name').inputValue()).toBe('Atelier du Canal');

	register.reply = register.known;
	await page.getByLabel('SIREN', { exact: true }).fill(aSiren());
	await fill();
	await page.getByText('Le registre ne connaît pas ce SIREN').first().waitFor();
	expect(await page.locator('#field-name').inputValue()).toBe('Atelier du Canal');

	await page.getByLabel('SIREN', { exact: true }).fill('123');
	await fill();
	await page
		.getByText(/9\s*chiffres/)
		.first()
		.waitFor();
	expect(await page.locator('#field-name').inputValue()).toBe('Atelier du Canal');
	expect(site.troubles).toEqual([]);
});

test('the enter key saves a form from any field but that of the SIREN, where it fills', async () => {
	register.reply = register.known;
	const siren = aFirm({ nom_raison_sociale: 'TEINTURERIE DU STEINBACH' });
	const page = await site.page({ signedInAs: 'animation@mulhouse.example' });
	await page.goto('/mulhouse/organisations/new', { waitUntil: 'networkidle' });
	await page.getByLabel('SIREN', { exact: true }).fill(siren);
	await page.getByLabel('SIREN', { exact: true }).press('Enter');
	await page.getByText(/^Repris du registre/).waitFor();
	await page.getByLabel('Type d’organisation').selectOption('industrial_sme');
	await page.getByLabel('Raison sociale').press('Enter');
	await page.getByRole('heading', { level: 1, name: 'TEINTURERIE DU STEINBACH' }).waitFor();
	expect(site.troubles).toEqual([]);
});

test.each(readers)('staff compare a record with the register and take over what changed, %s', async (how, reader) => {
	const page = await site.page(reader);
	await page.goto('/mulhouse/desk/register');
	await page.getByRole('link', { name: 'Extrusion Thurwald' }).waitFor();
	if (reader.javaScript) await expectAccessible(page);
	const firm = how === 'with JavaScript' ? 'Chaudronnerie Tannelbach' : 'Verres techniques Lauchenal';
	await page.getByRole('link', { name: firm }).click();
	await page.getByRole('heading', { level: 1, name: firm }).waitFor();
	if (reader.javaScript) await expectAccessible(page);
	await page.getByRole('button', { name: how === 'with JavaScript' ? 'Reprendre adresse' : 'Reprendre raison sociale' }).click();
	await page.getByText('C’est repris du registre.').waitFor();
	await page.goto('/mulhouse/organisations/extrusion-thurwald');
	await page.getByText(/^Cette entreprise a cessé son activité le .* selon le registre/).waitFor();
	expect(site.troubles).toEqual([]);
});

test('an animator asks about all firms of the hub, and it is done', async () => {
	register.reply = register.known;
	const page = await site.page({ signedInAs: 'animation@mulhouse.example' });
	await page.goto('/mulhouse/desk/register');
	await page.getByRole('button', { name: 'Interroger pour toutes les fiches' }).click();
	await page.getByText(/^.*Terminé le .* entreprises demandées\./).waitFor();
	expect(site.troubles).toEqual([]);
});
