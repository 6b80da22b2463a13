// Ways in without one's password, and the pages of whoever runs the network.
import { OAuth2Server } from 'oauth2-mock-server';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, expect, test } from 'vitest';
import { networkAdmin } from '#demo/sign-ins.ts';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';
import { figures } from './figures.ts';

const provider = new OAuth2Server();
let nonce = '';
const site = openSite(async () => {
	await provider.issuer.keys.generate('RS256');
	await provider.start(0, 'localhost');
	provider.service.on('beforeAuthorizeRedirect', (_, request: { url?: string }) => {
		nonce = new URL(request.url ?? '', provider.issuer.url).searchParams.get('nonce') ?? '';
	});
	provider.service.on('beforeTokenSigning', (token: { payload: Record<string, unknown> }) =>
		Object.assign(token.payload, { aud: 'km0', nonce, sub: 'uha-1', email: 'lea@uha.example', email_verified: true, name: 'Léa Sutter' })
	);
	return {
		KM0_OIDC_ISSUER: provider.issuer.url ?? '',
		KM0_OIDC_CLIENT_ID: 'km0',
		KM0_OIDC_CLIENT_SECRET: 'secret of the hub',
		KM0_OIDC_NAME: 'Compte UHA'
	};
});
afterEach(() => expect(site.troubles.splice(0)).toEqual([]));
afterAll(() => provider.stop());

const password = 'Une filature en 1812';
const member = 'martine.burgunder@fonderie-thurgiesse.example';

async function signIn(page: Page, email: string, word: string) {
	await page.goto('/sign-in');
	await page.getByLabel('Adresse e-mail').fill(email);
	await page.locator('[name=password]').fill(word);
	await page.getByRole('button', { name: 'Se connecter' }).click();
}

/** The link in the newest letter to somebody, as whoever runs the network reads it where no mail server is set. */
async function linkIn(administrator: Page, recipient: string) {
	const letter = administrator.getByRole('row').filter({ hasText: recipient }).first().getByRole('link');
	// It is written after the page has answered, so that the time it takes tells nobody who has an account.
	await expect.poll(() => administrator.goto('/network/letters').then(() => letter.count()), { timeout: 10_000 }).toBe(1);
	await letter.click();
	await administrator.waitForURL('**/network/letters/*');
	const link = await administrator
		.locator('main')
		.getByRole('link', { name: /token=/ })
		.first()
		.getAttribute('href');
	return link ?? '';
}

test('a forgotten password is chosen anew by the letter, once, and the old one opens nothing any more', async () => {
	const administrator = await site.page({ signedInAs: networkAdmin.email });
	const page = await site.page({ javaScript: false });
	await page.goto('/sign-in');
	await page.getByRole('link', { name: 'Mot de passe oublié ?' }).click();
	await page.getByLabel('Adresse e-mail').fill(member);
	await page.getByRole('button', { name: 'M’envoyer un lien' }).click();
	await page.getByText('Si un compte a cette adresse, une lettre est en route.').waitFor();

	const link = await linkIn(administrator, member);
	await page.goto(link);
	await expectAccessible(page);
	await page.locator('[name=password]').fill(password);
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	await page.getByText('Votre nouveau mot de passe est enregistré.').waitFor();
	await signIn(page, member, 'km0-demo-2016');
	await page.getByText('Adresse ou mot de passe incorrect.').waitFor();
	await signIn(page, member, password);
	await page.waitForURL(({ pathname }) => pathname !== '/sign-in');

	await page.goto(link);
	await page.locator('[name=password]').fill('Un autre mot de passe');
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	await page.getByRole('alert').waitFor();
	await page.getByRole('link', { name: 'M’envoyer un lien' }).waitFor();
	await page.context().close();
	await administrator.context().close();
});

test('a link by e-mail signs in once, and comes back to where one was', async () => {
	const administrator = await site.page({ signedInAs: networkAdmin.email });
	const page = await site.page();
	await page.goto('/sign-in?back=/mulhouse/needs/mine');
	await page.getByRole('link', { name: 'Recevoir un lien par e-mail' }).click();
	await page.getByLabel('Adresse e-mail').fill('animation@mulhouse.example');
	await page.locator('main').getByRole('button').first().click();
	await page.getByRole('status').waitFor();
	const link = await linkIn(administrator, 'animation@mulhouse.example');
	await page.goto(link);
	await page.getByRole('button', { name: 'Se connecter' }).click();
	await page.waitForURL('**/mulhouse/needs/mine');

	const another = await site.page();
	await another.goto(link);
	await another.getByRole('button', { name: 'Se connecter' }).click();
	await another.getByRole('alert').waitFor();
	await another.goto('/account');
	await another.waitForURL('**/sign-in?back=%2Faccount');
	for (const one of [page, another, administrator]) await one.context().close();
});

test('who has lost the phone signs in with a recovery code, and with each only once', async () => {
	const email = 'direction@strasbourg.example';
	const page = await site.page({ signedInAs: email });
	await page.goto('/account/security');
	await page.locator('#field-factor-password').fill('km0-demo-2016');
	await page.getByRole('button', { name: 'Activer le second facteur' }).click();
	await page.getByRole('img', { name: 'Code à scanner' }).waitFor();
	const secret = (await page.locator('code').first().textContent()) ?? '';
	const [code = ''] = await page.locator('li.select-all').allTextContents();
	await page.getByLabel('Les six chiffres').fill(figures(secret));
	await page.getByRole('button', { name: 'Vérifier et activer' }).click();
	await page.getByText('Le second facteur est activé.').waitFor();
	await page.context().close();

	for (const isFirst of [true, false]) {
		const lost = await site.page();
		await signIn(lost, email, 'km0-demo-2016');
		await lost.getByLabel('Code').fill(code);
		await lost.getByRole('button', { name: 'Continuer' }).click();
		if (isFirst) await lost.waitForURL(`${site.url}/`);
		else await lost.getByText('Ce code ne convient pas.').first().waitFor();
		await lost.context().close();
	}
});

test('a newcomer comes in through the provider of the installation', async () => {
	const page = await site.page();
	await page.goto('/sign-in?back=/mulhouse');
	await page.getByRole('link', { name: 'Avec Compte UHA' }).click();
	await page.waitForURL('**/mulhouse');
	await page.getByText('Léa Sutter').first().waitFor();
	await page.goto('/account/security');
	await page.getByText('Compte UHA').first().waitFor();
	await expectAccessible(page);
	await page.context().close();
});

test('whoever runs the network begins one, moves a hub there and back, invites who leads it and shares the work', async () => {
	const page = await site.page({ signedInAs: networkAdmin.email });
	await page.goto('/network');
	await page.locator('form[action="?/begin"] [name=name]').fill('Rhin supérieur');
	await page.locator('form[action="?/begin"] button').click();
	await page.getByRole('status').first().waitFor();
	await page.locator('a[href="/network/hubs/strasbourg"]').click();
	await page.waitForURL('**/network/hubs/strasbourg');
	const home = await page.locator('[name=network]').inputValue();
	for (const network of [{ label: 'Rhin supérieur' }, { value: home }]) {
		await page.locator('[name=network]').selectOption(network);
		await page.locator('form[action="?/move"] button').click();
		await page.locator('form[action="?/move"]').locator('xpath=preceding-sibling::div').waitFor();
		await page.reload();
	}
	expect(await page.locator('[name=network]').inputValue()).toBe(home);
	await page.locator('form[action="?/invite"] [name=email]').fill('nouvelle@strasbourg.example');
	await page.locator('form[action="?/invite"] button').click();
	await page.getByText('nouvelle@strasbourg.example').first().waitFor();
	await expectAccessible(page);

	await page.goto('/network/administrators');
	await page.locator('form[action="?/appoint"] [name=email]').fill('direction@mulhouse.example');
	await page.locator('form[action="?/appoint"] button').click();
	await page.getByRole('row').filter({ hasText: 'direction@mulhouse.example' }).waitFor();
	const other = await site.page({ signedInAs: 'direction@mulhouse.example' });
	expect((await other.goto('/network'))?.status()).toBe(200);
	await page.getByRole('row').filter({ hasText: 'direction@mulhouse.example' }).getByRole('button').click();
	await page.getByRole('row').filter({ hasText: 'direction@mulhouse.example' }).waitFor({ state: 'detached' });
	expect((await other.goto('/network'))?.status()).toBe(403);
	await other.context().close();
	await page.context().close();
});
