import { createHash } from 'node:crypto';
import { request } from 'node:http';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();
afterEach(() => expect(site.troubles.splice(0)).toEqual([]));

const password = 'Une filature en 1812';

async function describeHub(page: Page, address: string) {
	await page.getByLabel('Nom du lieu').fill('La Filature');
	await page.getByLabel('Adresse', { exact: false }).first().fill(address);
	await page.getByLabel('Ville ou village').fill('Guebwiller');
	await page.getByLabel('Code INSEE').fill('68112');
	await page.getByLabel('allemand').check();
}

test('a director sets up a new hub with a link, names it, and lets in who will animate it', async () => {
	const key = 'a key that the network gave her';
	await site.rows("insert into setup_links (token_sha256, expires_at) values ($1, now() + interval '1 day')", [
		createHash('sha256').update(key).digest('hex')
	]);
	const page = await site.page();
	await page.goto(`/setup?key=${encodeURIComponent(key)}`);
	await page.waitForURL('**/sign-in?back=*');
	await page.getByRole('link', { name: 'Créer un compte' }).click();
	await page.getByLabel('Prénom et nom').fill('Jeanne Koechlin');
	await page.getByLabel('Adresse e-mail').fill('jeanne@filature.example');
	await page.locator('[name=password]').fill(password);
	await page.getByRole('button', { name: 'Créer mon compte' }).click();
	await page.getByRole('link', { name: 'Ouvrir le lien de la lettre' }).click();
	await page.getByRole('button', { name: 'Oui, c’est mon adresse' }).click();

	await page.getByRole('heading', { name: 'Installer un lieu' }).waitFor();
	await expectAccessible(page);
	await describeHub(page, 'api');
	await page.getByRole('button', { name: 'Ouvrir le lieu' }).click();
	await page.getByText('KM0 se réserve cette adresse.').first().waitFor();
	expect(await page.getByLabel('Ville ou village').inputValue()).toBe('Guebwiller');
	await page.locator('[name=address]').fill('filature');
	await page.getByRole('button', { name: 'Ouvrir le lieu' }).click();
	await page.waitForURL('**/filature/desk');
	await expectAccessible(page);

	await page.getByRole('link', { name: 'Réglages' }).click();
	await page.getByLabel('Devise (français)').fill('Du fil au code');
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	await page.getByText('Les réglages sont enregistrés.').waitFor();
	await expectAccessible(page);

	await page.getByRole('link', { name: 'Invitations' }).click();
	await page.locator('[name=email]').fill('yann@filature.example');
	await page.getByLabel('animateur ou animatrice').check();
	await page.getByRole('button', { name: 'Envoyer l’invitation' }).click();
	await page.getByText('L’invitation est partie à yann@filature.example.').waitFor();
	await expectAccessible(page);

	// Without a mail server she hands the link on herself.
	await page.getByRole('link', { name: 'Courrier' }).click();
	await expectAccessible(page);
	await page.getByRole('link', { name: 'Jeanne Koechlin vous invite' }).click();
	await page.getByRole('heading', { name: 'Jeanne Koechlin vous invite' }).waitFor();
	await expectAccessible(page);
	const link = (await page.getByRole('link', { name: '/filature/join?invitation=' }).getAttribute('href')) ?? '';

	const guest = await site.page({ javaScript: false, width: 360 });
	await guest.goto(new URL(link).pathname + new URL(link).search);
	await guest.getByText('Jeanne Koechlin vous invite').waitFor();
	await expectAccessible(guest);
	await guest.getByLabel('Prénom et nom').fill('Yann Schlumberger');
	await guest.locator('[name=password]').fill(password);
	await guest.getByRole('button', { name: 'Créer mon compte et entrer' }).click();
	await guest.waitForURL('**/filature');
	await guest.goto('/filature/desk/invitations');
	await guest.getByText('acceptée').waitFor();
	// An animator does not see who is a member with which address.
	expect((await guest.goto('/filature/desk/members'))?.status()).toBe(403);
	await guest.context().close();

	await page.getByRole('link', { name: 'Membres' }).click();
	await page.getByRole('link', { name: 'Yann Schlumberger' }).click();
	await expectAccessible(page);
	await page.getByLabel('mentor').check();
	await page.getByRole('button', { name: 'Enregistrer les rôles' }).click();
	await page.getByText('Les rôles sont enregistrés.').waitFor();
	await page.getByText(/^Rôles.*→ membre, animateur ou animatrice, mentor/).waitFor();
	await page.getByRole('link', { name: 'Membres' }).first().click();
	await page.getByRole('link', { name: 'Jeanne Koechlin' }).click();
	await page.getByLabel('direction').uncheck();
	await page.getByLabel('membre', { exact: true }).check();
	await page.getByRole('button', { name: 'Enregistrer les rôles' }).click();
	await page.getByText('Un lieu garde au moins une personne à sa direction.').first().waitFor();
	await page.context().close();
});

test('the link is used up, and nobody else finds the set-up page', async () => {
	const page = await site.page({ signedInAs: 'direction@mulhouse.example' });
	expect((await page.goto('/setup?key=a%20key%20that%20the%20network%20gave%20her'))?.status()).toBe(403);
	expect((await page.goto('/setup'))?.status()).toBe(403);
	expect((await page.goto('/filature/desk'))?.status()).toBe(403);
	await page.context().close();
});

test('a host name of its own leads to the hub’s front page', async () => {
	await site.rows("update hubs set host = 'filature.example' where id = 'filature'");
	const to = (host: string) =>
		new Promise<string>((done, fail) => {
			const asked = request(site.url, { headers: { host } }, (answer) => {
				answer.resume();
				done(`${answer.statusCode} ${answer.headers.location ?? ''}`.trim());
			});
			asked.on('error', fail).end();
		});
	expect(await to('filature.example')).toBe('307 /filature');
	expect(await to(new URL(site.url).host)).toBe('200');
	expect(await to('unknown.example')).toBe('200');
});

test('on an empty installation whoever comes first opens the first hub, without JavaScript too', async () => {
	await site.rows('truncate hubs, accounts, networks cascade');
	const page = await site.page({ javaScript: false });
	await page.goto('/setup');
	await page.getByText('Cette installation est vide.').waitFor();
	await expectAccessible(page);
	await describeHub(page, 'premier');
	await page.getByLabel('Ou en commencer un').fill('Vallées du Sud');
	await page.getByLabel('Prénom et nom').fill('Jeanne Koechlin');
	await page.getByLabel('Adresse e-mail').fill('jeanne@filature.example');
	await page.locator('[name=password]').fill(password);
	await page.getByRole('button', { name: 'Ouvrir le lieu' }).click();
	await page.waitForURL('**/premier/desk');
	expect(await site.rows('select id, network, locales from hubs')).toEqual([
		{ id: 'premier', network: 'vallees-du-sud', locales: ['fr', 'de'] }
	]);

	// She runs the network too: the page stays open to her, and to nobody else.
	expect((await page.goto('/setup'))?.status()).toBe(200);
	await page.getByLabel('Rejoindre un réseau').waitFor();
	await page.goto('/network');
	await page.getByRole('heading', { name: 'Lieux', exact: true }).waitFor();
	await expectAccessible(page);
	const other = await site.page();
	expect((await other.goto('/setup'))?.status()).toBe(403);
	await other.context().close();
	await page.context().close();
});
