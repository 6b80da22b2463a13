import { expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();
const owner = 'martine.burgunder@fonderie-thurgiesse.example';

for (const javaScript of [true, false])
	test(`a member of Strasbourg cannot see Mulhouse’s members-only need but finds what Mulhouse published to the network (${javaScript ? 'with' : 'without'} JavaScript)`, async () => {
		const title = `Peser les lingots sans arrêter la ligne ${javaScript ? 'rapide' : 'lente'}`;
		const page = await site.page({ javaScript, signedInAs: owner });
		await page.goto('/mulhouse/needs/new');
		await page.getByLabel('En une phrase').fill(title);
		await page.getByLabel('Qu’est-ce qui coince').fill('La bascule arrête la ligne à chaque lingot, et la nuit personne ne pèse.');
		await page.getByLabel('Membres du hub', { exact: false }).first().check();
		await page.getByRole('button', { name: 'Enregistrer et ouvrir' }).click();
		await page.waitForURL(/\/mulhouse\/needs\/[0-9a-f-]{36}$/);
		const address = new URL(page.url()).pathname;

		const [{ email: neighbour } = { email: '' }] = await site.rows<{ email: string }>(
			`select email from accounts join members on members.account = accounts.id
			join representatives on representatives.hub = members.hub and representatives.member = members.id
			where members.hub = 'strasbourg' and members.roles = '{member}' order by email limit 1`
		);
		const other = await site.page({ javaScript, signedInAs: neighbour });
		expect((await other.goto(address))?.status()).toBe(404);
		expect(await other.content()).not.toContain('lingots');
		await expectAccessible(other);
		const search = async () => {
			await other.goto('/strasbourg/needs');
			await other.getByRole('link', { name: /Réseau/ }).click();
			await other.waitForURL(/network$/);
			await other.getByRole('searchbox', { name: 'Chercher un besoin' }).fill('lingots');
			await other.getByRole('button', { name: 'Rechercher' }).click();
			await other.waitForURL(/q=lingots/);
		};
		await search();
		expect(await other.getByRole('link', { name: title }).count()).toBe(0);
		for (const list of ['/mulhouse/needs?q=lingots', '/mulhouse/needs/export/json?q=lingots', '/api/v1/hubs/mulhouse/needs?q=lingots'])
			expect(await (await other.request.get(list)).text()).not.toContain(title);

		await page.getByRole('link', { name: 'Modifier' }).click();
		await page.getByLabel('Partager aussi').check();
		await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
		await page.waitForURL(new RegExp(`${address}$`));

		await search();
		await expectAccessible(other);
		await other.getByRole('link', { name: title }).click();
		await other.waitForURL(/\/strasbourg\/needs\/network\/mulhouse\//);
		expect(await other.getByRole('heading', { level: 1 }).textContent()).toBe(title);
		expect(await other.getByText('publié par KM0 Mulhouse').count()).toBeGreaterThan(0);
		await expectAccessible(other);
		// In Mulhouse itself it stays closed, and a visitor of Strasbourg finds nothing.
		expect((await other.goto(address))?.status()).toBe(404);
		const visitor = await site.page({ javaScript, width: 360 });
		await visitor.goto('/strasbourg/needs/network?q=lingots');
		expect(await visitor.getByRole('link', { name: title }).count()).toBe(0);
		await expectAccessible(visitor);
		expect(site.troubles).toEqual([]);
	});

test('lists and pages of needs and offers are readable on a phone, by night, in German and English', async () => {
	for (const locale of ['de', 'en'] as const) {
		const page = await site.page({ locale, width: 360, scheme: 'dark' });
		for (const list of ['needs', 'offers']) {
			await page.goto(`/mulhouse/${list}`);
			await expectAccessible(page);
			await page.locator('main ul li a').filter({ hasText: /\w{4}/ }).last().click();
			await page.waitForURL(new RegExp(`/mulhouse/${list}/`));
			await expectAccessible(page);
		}
	}
	const member = await site.page({ locale: 'de', width: 360, signedInAs: owner });
	for (const address of ['/mulhouse/needs/new', '/mulhouse/offers/new', '/mulhouse/needs/mine']) {
		await member.goto(address);
		await expectAccessible(member);
	}
	expect(site.troubles).toEqual([]);
});
