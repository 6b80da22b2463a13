import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSigned, openReceiver } from '#webhooks/testing/receiver.ts';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite(() => Promise.resolve({ KM0_WEBHOOK_NETWORKS: '127.0.0.1/32' }));
let receiver: Awaited<ReturnType<typeof openReceiver>>;
beforeAll(async () => {
	receiver = await openReceiver();
});
afterAll(() => receiver.close());

const types = () => receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);

async function until(holds: () => boolean) {
	while (!holds()) await new Promise((later) => setTimeout(later, 50));
}

async function openANeed(title: string) {
	const page = await site.page({ signedInAs: 'martine.burgunder@fonderie-thurgiesse.example' });
	await page.goto('/mulhouse/needs/new');
	await page.getByLabel('En une phrase').fill(title);
	await page.getByLabel('Qu’est-ce qui coince').fill('Deux personnes contrôlent les pièces à l’œil, la nuit personne.');
	await page.getByRole('button', { name: 'Enregistrer et ouvrir' }).click();
	await page.waitForURL(/\/needs\/[0-9a-f-]{36}/);
	await page.context().close();
}

test('a manager registers an address, a need reaches it signed, its failures stand on the desk, and what failed is sent again', async () => {
	const page = await site.page({ signedInAs: 'direction@mulhouse.example' });
	await page.goto('/mulhouse/desk/webhooks');
	await page.getByRole('link', { name: 'Ajouter une adresse' }).click();
	await page.waitForURL(/webhooks\/new$/);
	await page.getByLabel('Adresse', { exact: false }).first().fill('https://10.0.0.1/km0');
	await page.getByLabel('Description').fill('CRM de l’atelier');
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	await page.getByText('Choisissez au moins un événement, ou tout.').first().waitFor();
	await page.locator('details').filter({ hasText: 'need.opened' }).locator('summary').click();
	await page.getByLabel('need.opened').check();
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	await page
		.getByText(/mène à un réseau interne/)
		.first()
		.waitFor();
	expect(await page.getByLabel('need.opened').isChecked()).toBe(true);
	await expectAccessible(page);
	await page.getByLabel('Adresse', { exact: false }).first().fill(receiver.url);
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	await page.getByText('L’adresse est enregistrée.').waitFor();
	const secret = (await page.locator('code').filter({ hasText: 'whsec_' }).textContent()) ?? '';
	await expectAccessible(page);

	await openANeed('Voir les rayures avant le client');
	await until(() => receiver.received.length > 0);
	expect(types()).toEqual(['need.opened']);
	expect(await isSigned(receiver.received[0]!, secret)).toBe(true);
	expect(receiver.received[0]?.body).not.toContain('rayures');

	await page.getByRole('link', { name: 'Voir l’adresse' }).click();
	await page.getByRole('cell', { name: 'reçu', exact: false }).first().waitFor();
	expect(await page.content()).not.toContain(secret);

	receiver.reply = [500];
	await openANeed('Trier les copeaux');
	for (let nth = 2; nth < 4; nth++) {
		await page.getByRole('button', { name: 'Envoyer un essai' }).click();
		await until(() => receiver.received.length > nth);
	}
	await page.getByText('ne répond pas').first().waitFor();
	await page.goto('/mulhouse/desk?kind=webhook_failing');
	await page.getByRole('link', { name: 'CRM de l’atelier', exact: true }).click();
	await page.waitForURL(/webhooks\/[0-9a-f-]{36}$/);

	receiver.reply = [200];
	await page.getByRole('link', { name: 'need.opened' }).first().click();
	await page.waitForURL(/\/deliveries\/[0-9a-f-]{36}$/);
	await page.getByText('Réponse 500', { exact: false }).first().waitFor();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Renvoyer', exact: true }).click();
	await page.getByText('Le message repart, sous le même numéro.').waitFor();
	await page.getByText('Réponse 200').waitFor();
	const ids = receiver.received.filter(({ body }) => body.includes('need.opened')).map(({ headers }) => headers['webhook-id']);
	expect(ids).toEqual([ids[0], ids[1], ids[1]]);
	expect(ids[0]).not.toBe(ids[1]);
	await page.goto('/mulhouse/desk?kind=webhook_failing');
	expect(await page.getByRole('link', { name: 'CRM de l’atelier', exact: true }).count()).toBe(0);
	expect(site.troubles).toEqual([]);
});

test('without JavaScript an address is registered, tried, given a new secret, changed and removed', async () => {
	receiver.reply = [200];
	const page = await site.page({ signedInAs: 'direction@mulhouse.example', javaScript: false, width: 360 });
	await page.goto('/mulhouse/desk/webhooks/new');
	await page.getByLabel('Adresse', { exact: false }).first().fill(receiver.url);
	await page.getByLabel('Description').fill('ERP sans script');
	await page.getByLabel('Tout ce qui se passe').check();
	await page.getByLabel('Allumée').uncheck();
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	const first = (await page.locator('code').filter({ hasText: 'whsec_' }).textContent()) ?? '';
	await page.getByRole('link', { name: 'Voir l’adresse' }).click();

	receiver.received.length = 0;
	await page.getByRole('button', { name: 'Changer le secret' }).click();
	const second = (await page.locator('code').filter({ hasText: 'whsec_' }).textContent()) ?? '';
	expect(second).not.toBe(first);
	await page.getByRole('button', { name: 'Envoyer un essai' }).click();
	await page.getByText('L’essai est parti.').waitFor();
	await until(() => receiver.received.length > 0);
	expect(types()).toEqual(['webhook.ping']);
	expect(await Promise.all([first, second].map((secret) => isSigned(receiver.received[0]!, secret)))).toEqual([true, true]);

	await page.getByRole('link', { name: 'Modifier' }).click();
	await page.getByLabel('Description').fill('ERP de l’atelier');
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	await page.getByRole('heading', { name: 'ERP de l’atelier' }).waitFor();
	const csv = await page.request.get(`${page.url()}/deliveries/export/csv`);
	expect(await csv.text()).toContain('webhook.ping');
	expect(await (await page.request.get('/mulhouse/desk/webhooks/export/csv')).text()).toContain('ERP de l’atelier');
	await page.getByRole('link', { name: 'Modifier' }).click();
	await page.getByRole('button', { name: 'Supprimer' }).click();
	await page.waitForURL(/desk\/webhooks$/);
	expect(await page.getByText('ERP de l’atelier').count()).toBe(0);
	expect(site.troubles).toEqual([]);
});
