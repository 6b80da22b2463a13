import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';
import { figures } from './figures.ts';

const site = openSite();
afterEach(() => expect(site.troubles.splice(0)).toEqual([]));

const password = 'Une filature en 1812';

/** Signs up as a newcomer to the demo does, whose letter has no mail server to leave by. */
async function signUp(page: Page, email: string, back = '') {
	await page.goto(`/sign-up${back && `?back=${encodeURIComponent(back)}`}`);
	await page.getByLabel('Prénom et nom').fill('Anna Kiener');
	await page.getByLabel('Adresse e-mail').fill(email);
	await page.getByLabel('Mot de passe', { exact: false }).first().fill(password);
	await page.getByRole('button', { name: 'Créer mon compte' }).click();
	await page.getByRole('link', { name: 'Ouvrir le lien de la lettre' }).click();
	await page.getByRole('button', { name: 'Oui, c’est mon adresse' }).click();
	await page.waitForURL(({ pathname }) => pathname !== '/confirm');
}

async function signIn(page: Page, email: string) {
	await page.goto('/sign-in');
	await page.getByLabel('Adresse e-mail').fill(email);
	await page.locator('[name=password]').fill(password);
	await page.getByRole('button', { name: 'Se connecter' }).click();
}

for (const javaScript of [true, false])
	test(`a newcomer signs up, confirms, protects the account with a phone, and signs out everywhere, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
		const email = `anna.${javaScript}@atelier.example`;
		const page = await site.page({ javaScript });
		await page.goto('/sign-up');
		await expectAccessible(page);
		await page.getByLabel('Prénom et nom').fill('Anna Kiener');
		await page.getByLabel('Adresse e-mail').fill(email);
		// The browser itself would hold a password that is too short back; the server must too.
		await page.locator('form').evaluateAll((forms) => forms.forEach((form) => ((form as HTMLFormElement).noValidate = true)));
		await page.locator('[name=password]').fill('court');
		await page.getByRole('button', { name: 'Créer mon compte' }).click();
		await page.getByRole('link', { name: 'Mot de passe – 10 caractères au moins.' }).waitFor();
		expect(await page.getByLabel('Adresse e-mail').inputValue()).toBe(email);
		expect(await page.locator('[name=password]').inputValue()).toBe('');
		await expectAccessible(page);

		await page.locator('[name=password]').fill(password);
		await page.getByRole('button', { name: 'Créer mon compte' }).click();
		await page.getByRole('heading', { name: 'Regardez votre courrier' }).waitFor();
		await page.getByText('Aucun serveur de courrier n’est réglé').waitFor();
		await expectAccessible(page);
		await page.getByRole('link', { name: 'Ouvrir le lien de la lettre' }).click();
		await page.getByText(`${email} est votre adresse ?`).waitFor();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Oui, c’est mon adresse' }).click();
		await page.waitForURL('**/account');
		await expectAccessible(page);

		await page.getByRole('link', { name: 'Sécurité' }).click();
		await page.getByRole('heading', { name: 'Sessions ouvertes' }).waitFor();
		await expectAccessible(page);
		await page.locator('#field-factor-password').fill(password);
		await page.getByRole('button', { name: 'Activer le second facteur' }).click();
		await page.getByRole('img', { name: 'Code à scanner' }).waitFor();
		await expectAccessible(page);
		const secret = (await page.locator('code').first().textContent()) ?? '';
		await page.getByLabel('Les six chiffres').fill(figures(secret));
		await page.getByRole('button', { name: 'Vérifier et activer' }).click();
		await page.getByText('Le second facteur est activé.').waitFor();

		await page.goto('/sign-out');
		await page.getByRole('button', { name: 'Me déconnecter' }).click();
		await page.waitForURL(`${site.url}/`);
		await signIn(page, email);
		await page.getByRole('heading', { name: 'Votre code' }).waitFor();
		await expectAccessible(page);
		await page.getByLabel('Code').fill('000000');
		await page.getByRole('button', { name: 'Continuer' }).click();
		await page.getByText('Ce code ne convient pas.').first().waitFor();
		await page.getByLabel('Code').fill(figures(secret));
		await page.getByRole('button', { name: 'Continuer' }).click();
		await page.waitForURL(`${site.url}/`);

		await page.goto('/account/security');
		await page.getByText('Cette session').waitFor();
		await page.getByText('sur cet ordinateur même').first().waitFor();
		await page.getByRole('button', { name: 'Me déconnecter partout' }).click();
		await page.waitForURL('**/sign-in');
		await page.goto('/account');
		await page.waitForURL('**/sign-in?back=%2Faccount');
		await page.context().close();
	});

test('what is typed as a password can be read, with JavaScript at once and without it on a new page', async () => {
	const page = await site.page();
	await page.goto('/sign-in');
	await page.locator('[name=password]').fill('visible');
	await page.getByRole('link', { name: 'Afficher le mot de passe' }).click();
	expect(await page.locator('[name=password]').getAttribute('type')).toBe('text');
	expect(await page.locator('[name=password]').inputValue()).toBe('visible');
	await page.getByRole('link', { name: 'Masquer le mot de passe' }).click();
	expect(await page.locator('[name=password]').getAttribute('type')).toBe('password');
	await page.context().close();

	const plain = await site.page({ javaScript: false });
	await plain.goto('/sign-in?back=/account');
	await plain.getByRole('link', { name: 'Afficher le mot de passe' }).click();
	expect(await plain.locator('[name=password]').getAttribute('type')).toBe('text');
	expect(await plain.locator('#content [name=back]').inputValue()).toBe('/account');
	await expectAccessible(plain);
	await plain.context().close();
});

test('a passkey signs in without a password', async () => {
	const page = await site.page();
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('WebAuthn.enable');
	await devtools.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true
		}
	});
	await signUp(page, 'passkey@atelier.example');
	await page.goto('/account/security');
	await page.getByLabel('Nom de la clé').fill('Ordinateur de l’atelier');
	await page.getByRole('button', { name: 'Ajouter une clé' }).click();
	await page.getByText('La clé est ajoutée.').waitFor();
	await page.getByRole('listitem').filter({ hasText: 'Ordinateur de l’atelier' }).waitFor();
	await expectAccessible(page);

	await page.goto('/sign-out');
	await page.getByRole('button', { name: 'Me déconnecter' }).click();
	await page.waitForURL(`${site.url}/`);
	await page.goto('/sign-in?back=/account/security');
	await page.getByRole('button', { name: 'Avec une clé d’accès' }).click();
	await page.waitForURL('**/account/security');

	await page.getByRole('button', { name: 'Retirer – Ordinateur de l’atelier' }).click();
	await page.getByText('La clé est retirée.').waitFor();
	await page.goto('/sign-out');
	await page.getByRole('button', { name: 'Me déconnecter' }).click();
	await page.waitForURL(`${site.url}/`);
	await page.goto('/sign-in');
	await page.getByRole('button', { name: 'Avec une clé d’accès' }).click();
	await page.getByText('La clé d’accès n’a pas été reconnue.').waitFor();
	await page.context().close();
});

test('whoever signs up does not learn who has an account, nor whoever asks for a password', async () => {
	const page = await site.page({ javaScript: false });
	const answerTo = async (email: string) => {
		await page.goto('/reset-password');
		await page.getByLabel('Adresse e-mail').fill(email);
		await page.getByRole('button', { name: 'M’envoyer un lien' }).click();
		return (await page.locator('#content, main, body').first().textContent())?.replaceAll(email, '…');
	};
	const known = await answerTo('direction@mulhouse.example');
	expect(known).toContain('Si un compte a cette adresse');
	expect(await answerTo('personne@mulhouse.example')).toBe(known);
	await expectAccessible(page);
	await page.context().close();
});

test('a member tells a hub what they do there', async () => {
	const page = await site.page();
	await signUp(page, 'adieu@atelier.example', '/mulhouse/join');
	await page.waitForURL('**/mulhouse/join');
	await page.getByRole('button', { name: 'Rejoindre' }).click();
	await page.waitForURL('**/mulhouse');
	await page.goto('/account/hubs');
	await page.getByLabel('Votre fonction').fill('Soudeuse');
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	await page.getByText('C’est enregistré.').waitFor();
	await expectAccessible(page);
	await page.context().close();
});

test('what is typed before the page wakes up stays', async () => {
	const page = await site.page({ signedInAs: 'jury@mulhouse.example' });
	let wake = () => {};
	const woken = new Promise<void>((done) => (wake = done));
	await page.route('**/_app/**/*.js', async (route) => {
		await woken;
		await route.continue();
	});
	await page.goto('/mulhouse/organisations/new', { waitUntil: 'commit' });
	await page.getByLabel('Raison sociale').fill('Laminage du Florival');
	wake();
	// Only a page that is awake offers it.
	await page
		.getByRole('searchbox', { name: /Chercher dans la liste/ })
		.first()
		.waitFor();
	expect(await page.getByLabel('Raison sociale').inputValue()).toBe('Laminage du Florival');
	await page.context().close();
});

test('a firm refuses somebody who asked to act for it, who reads why and may ask again', async () => {
	const page = await site.page();
	await signUp(page, 'curieux@atelier.example', '/mulhouse/join');
	await page.waitForURL('**/mulhouse/join');
	await page.getByRole('button', { name: 'Rejoindre' }).click();
	await page.goto('/mulhouse/organisations/fonderie-thurgiesse');
	await page.getByText('Demander à la rejoindre').click();
	await page.getByLabel('Votre message').fill('Je suis tourneur chez vous.');
	await page.getByRole('button', { name: 'Envoyer la demande' }).click();
	await page.getByText(/^Votre demande du .* attend une réponse/).waitFor();

	const owner = await site.page({ signedInAs: 'martine.burgunder@fonderie-thurgiesse.example', javaScript: false });
	await owner.goto('/mulhouse/organisations/fonderie-thurgiesse/people');
	await owner.getByText('Je suis tourneur chez vous.').waitFor();
	await owner.getByLabel('Motif, joint au refus').fill('Personne ici ne vous connaît.');
	await owner.getByRole('button', { name: 'Refuser – Anna Kiener' }).click();
	await owner.getByText('Je suis tourneur chez vous.').waitFor({ state: 'detached' });

	await page.reload();
	await page.getByText('Demander à la rejoindre').click();
	await page.getByText('Votre demande n’a pas été acceptée.').waitFor();
	await expectAccessible(page);
	const letters = await site.rows<{ body: string }>(
		"select body_text as body from mails where recipient = 'curieux@atelier.example' order by created_at"
	);
	expect(letters.at(-1)?.body).toContain('Personne ici ne vous connaît.');
	for (const one of [page, owner]) await one.context().close();
});
