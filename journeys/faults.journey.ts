import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();
afterEach(() => expect(site.troubles.splice(0)).toEqual([]));
const tenant = 'martine.burgunder@fonderie-thurgiesse.example';
const manager = 'site@mulhouse.example';

test('a fault is reported from a phone with a tap and a photo, planned, mended, and opened again when it is not', async () => {
	const phone = await site.page({ signedInAs: tenant, width: 360 });
	await phone.goto('/mulhouse/place/faults/new');
	await phone.getByLabel('En une ligne').fill('Néon qui clignote');
	await phone.locator('[data-unit]', { hasText: 'S-A2' }).click();
	await expect.poll(() => phone.getByLabel('Lot ou salle').locator('option:checked').textContent()).toContain('S-A2');
	await phone.getByLabel('De quoi').selectOption('electricity');
	await phone.getByRole('button', { name: 'Envoyer' }).scrollIntoViewIfNeeded();
	await phone
		.locator('input[type=file]')
		.setInputFiles({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('This is no picture.') });
	await phone.getByRole('button', { name: 'Envoyer' }).click();
	// Refused beside its field, and nothing of the rest is lost.
	await phone.locator('[id$=files-error]').waitFor();
	expect(await phone.getByLabel('En une ligne').inputValue()).toBe('Néon qui clignote');
	expect(await phone.getByLabel('Lot ou salle').locator('option:checked').textContent()).toContain('S-A2');
	expect(await phone.locator('[name=x]').inputValue()).toMatch(/^\d+\.\d+$/);
	const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#888' } })
		.png()
		.toBuffer();
	await phone.locator('input[type=file]').setInputFiles({ name: 'neon.png', mimeType: 'image/png', buffer: picture });
	await phone.getByRole('button', { name: 'Envoyer' }).click();
	await phone.getByText('C’est signalé').waitFor();
	await expectAccessible(phone);
	expect(await phone.getByRole('img', { name: 'neon' }).evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
	const address = new URL(phone.url()).pathname;

	const desk = await site.page({ signedInAs: manager, javaScript: false });
	await desk.goto('/mulhouse/place/faults?q=clignote');
	await desk.getByRole('link', { name: 'Néon qui clignote' }).first().click();
	await desk.getByLabel('Où en est-on').selectOption('planned');
	await desk.getByLabel('Réponse').fill('L’électricien passe.');
	await desk.getByRole('button', { name: 'Répondre' }).click();
	await desk.locator('[id$=plannedOn-error]').waitFor();
	expect(await desk.getByLabel('Réponse').inputValue()).toBe('L’électricien passe.');
	await desk.getByLabel('Jour prévu').fill('2031-03-10');
	await desk.getByRole('button', { name: 'Répondre' }).click();
	await desk
		.getByText(/prévu le 10 mars 2031/)
		.first()
		.waitFor();
	await desk.getByLabel('Où en est-on').selectOption('done');
	await desk.getByRole('button', { name: 'Répondre' }).click();
	await desk
		.getByText(/: réparé/)
		.first()
		.waitFor();
	await expectAccessible(desk);

	await phone.goto(address);
	await phone.getByLabel('Réponse').fill('Il clignote encore.');
	await phone.getByRole('button', { name: 'Rouvrir' }).click();
	await phone.getByText('Il clignote encore.').waitFor();
	await desk.goto('/mulhouse/place/faults?state=received&q=clignote');
	await desk.getByRole('link', { name: 'Néon qui clignote' }).first().waitFor();
	await Promise.all([phone.context().close(), desk.context().close()]);
});
