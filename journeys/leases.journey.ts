import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { readText } from '#platform/testing/paper.ts';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();
afterEach(() => expect(site.troubles.splice(0)).toEqual([]));
const manager = 'site@mulhouse.example';

test('a lease is sent, signed by the tenant through its link and by the landlord, and runs; its inventory is filled on a phone', async () => {
	const [lease] = await site.rows<{ id: string }>(
		"update leases set starts_on = current_date - 1, locale = 'fr' where hub = 'mulhouse' and number like 'B-%-D2' and state = 'draft' returning id"
	);
	const at = `/mulhouse/place/leases/${lease?.id}`;
	const desk = await site.page({ signedInAs: manager });
	await desk.goto(at);
	await desk.locator('form[action="?/send"] button').click();
	const link = await desk.locator('a[href*="/place/sign/"]').getAttribute('href');

	const tenant = await site.page({ javaScript: false });
	await tenant.goto(new URL(link ?? '').pathname);
	await tenant.getByLabel('Votre nom').fill('Nadia Brunner');
	await tenant.getByRole('button', { name: 'Signer' }).click();
	await tenant.locator('[id$=agrees-error]').waitFor();
	expect(await tenant.getByLabel('Votre nom').inputValue()).toBe('Nadia Brunner');
	await tenant.getByLabel(/J’ai lu/).check();
	await tenant.getByRole('button', { name: 'Signer' }).click();
	await tenant.getByText('Vous avez signé').waitFor();

	await desk.goto(at);
	const landlord = desk.locator('form[action="?/sign"]');
	await landlord.getByLabel('Votre nom').fill('Claire Weber');
	await landlord.getByLabel(/J’ai lu/).check();
	await landlord.getByRole('button').last().click();
	await desk.getByText('en cours', { exact: true }).first().waitFor();
	const paper = await desk.locator('a[href*="/files/"]', { hasText: 'signe.pdf' }).getAttribute('href');
	const text = await readText(await (await desk.request.get(paper ?? '')).body());
	expect(text).toContain('Nadia Brunner');
	expect(text).toContain('Claire Weber');

	const phone = await site.page({ signedInAs: manager, width: 360 });
	await phone.goto(at);
	await phone.getByRole('button', { name: 'Commencer l’état des lieux d’entrée' }).click();
	const room = phone.locator('details[id^=room-][open]');
	const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#888' } })
		.png()
		.toBuffer();
	await room.locator('input[type=file]').first().setInputFiles({ name: 'sol.png', mimeType: 'image/png', buffer: picture });
	for (const element of await room.getByRole('radiogroup').all()) await element.getByText('Bon', { exact: true }).click();
	await room.getByLabel('Remarque – Sol').fill('Rayures près de la porte');
	await expectAccessible(phone);
	expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
	await room.getByRole('button', { name: 'Enregistrer cette partie' }).click();
	await phone.getByText('8 sur 8 notés').waitFor();
	for (const reading of await room.getByLabel(/^Relevé/).all()) await reading.fill('1204,5'.replace(',', '.'));
	await room.getByRole('button', { name: 'Enregistrer cette partie' }).click();
	await phone.getByText('3 sur 3 notés').waitFor();
	for (const count of await room.getByLabel(/^Nombre/).all()) await count.fill('2');
	await room.getByRole('button', { name: 'Enregistrer cette partie' }).click();
	await phone.locator('form[action="?/send"] button').click();
	await phone.getByText('À signer', { exact: true }).waitFor();
	expect(await phone.getByRole('img', { name: 'Sol, photo 1' }).count()).toBe(1);
});
