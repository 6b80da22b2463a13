import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { demoPassword } from '#demo/sign-ins.ts';
import { readZip } from '#platform/files/zip.ts';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();
afterEach(() => expect(site.troubles.splice(0)).toEqual([]));

interface Writer {
	id: string;
	name: string;
	email: string;
	introduction: string;
}

/** Somebody who wrote in a conversation and on whom nobody depends. */
const writer = async (): Promise<Writer> => {
	const [one] = await site.rows<Writer & Record<string, string>>(
		`select a.id, a.name, a.email, i.introduction from introduction_messages i join members m on m.hub = i.hub and m.id = i.author join accounts a on a.id = m.account
			where i.hub = 'mulhouse' and a.anonymised_at is null and not m.roles && '{hub_manager,animator}' and i.side <> 'staff'
				and not exists (select from representatives r join representatives c on c.hub = r.hub and c.organisation = r.organisation and c.member <> r.member
					where r.hub = m.hub and r.member = m.id)
			order by a.email limit 1`
	);
	if (!one) throw new Error('nobody of the demo wrote');
	return one;
};

const books = () =>
	site.rows(
		`select (select count(*) from introductions) as introductions, (select count(*) from introduction_answers) as answers,
			(select count(*) from introduction_messages) as messages, (select count(*) from needs) as needs, (select count(*) from offers) as offers,
			(select count(*) from leases) as leases, (select md5(string_agg(concat_ws(' ', hub, id, at, member, what, record), ',' order by hub, id)) from journal where at < $1) as journal`,
		[began]
	);
const began = new Date();

async function signIn(page: Page, email: string) {
	await page.goto('/sign-in');
	await page.getByLabel('Adresse e-mail').fill(email);
	await page.locator('[name=password]').fill(demoPassword);
	await page.getByRole('button', { name: 'Se connecter' }).click();
}

async function askToBeErased(page: Page, email: string) {
	await page.goto('/account/data');
	await page.getByLabel('Pour confirmer, recopiez votre adresse e-mail').fill(email);
	await page.locator('[name=password]').fill(demoPassword);
	await page.getByRole('button', { name: 'Supprimer mon compte' }).click();
	await page.getByText('Votre compte sera effacé dans quatorze jours.').waitFor();
}

for (const javaScript of [true, false])
	test(`a member takes everything away, thinks better of being erased, and is then erased; the books stay whole, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
		const { id, name, email, introduction } = await writer();
		const page = await site.page({ javaScript });
		await signIn(page, email);
		await page.waitForURL((url) => url.pathname !== '/sign-in');
		await page.goto('/account/data');
		await expectAccessible(page);
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Télécharger le ZIP' }).click()]);
		const parts = readZip(await readFile(await download.path()), { entries: 500, unpacked: 50_000_000, ratio: 1000 });
		expect(String(parts.get('index.html'))).toContain('<html lang="fr">');
		expect(String(parts.get('index.html'))).toContain(name);
		expect((JSON.parse(String(parts.get('data/introduction_messages.json'))) as object[]).length).toBeGreaterThan(0);

		await page.getByLabel('Pour confirmer, recopiez votre adresse e-mail').fill('quelqu.un@example.org');
		await page.locator('[name=password]').fill(demoPassword);
		await page.getByRole('button', { name: 'Supprimer mon compte' }).click();
		await page.getByText('Ce n’est pas l’adresse de ce compte').first().waitFor();

		await askToBeErased(page, email);
		await expectAccessible(page);
		const waiting = () => site.rows('select 1 from erasures where account = $1', [id]);
		expect(await waiting()).toHaveLength(1);
		await signIn(page, email);
		await page.waitForURL((url) => url.pathname !== '/sign-in');
		expect(await waiting()).toHaveLength(0);
		expect(await site.rows("select 1 from mails where recipient = $1 and kind = 'erasure_called_off'", [email])).toHaveLength(1);

		const before = await books();
		await askToBeErased(page, email);
		await site.rows("update erasures set due_at = now() - interval '1 minute' where account = $1", [id]);
		await site.rows("insert into pgboss.job (name) values ('privacy.erase')");
		await expect
			.poll(async () => (await site.rows<{ name: string }>('select name from accounts where id = $1', [id]))[0]?.name, { timeout: 20_000 })
			.toBe('N. N.');
		expect(await books()).toEqual(before);

		const staff = await site.page({ javaScript, signedInAs: 'animation@mulhouse.example' });
		await staff.goto(`/mulhouse/introductions/${introduction}`);
		expect(await staff.getByText('N. N.').count()).toBeGreaterThan(0);
		for (const address of [
			`/mulhouse/introductions/${introduction}`,
			'/mulhouse/desk',
			`/mulhouse/organisations?q=${encodeURIComponent(name)}`
		]) {
			await staff.goto(address);
			expect(await staff.locator('main').textContent()).not.toContain(address.includes('?q=') ? email : name);
		}
		await signIn(page, email);
		await page.getByText('Adresse ou mot de passe', { exact: false }).first().waitFor();
	});

test('a manager notes that somebody asked to be erased, and takes it back', async () => {
	const [member] = await site.rows<{ id: string }>(
		`select m.id from members m join accounts a on a.id = m.account where m.hub = 'mulhouse' and m.left_at is null and a.anonymised_at is null
			and m.roles = '{member}' and not exists (select from representatives r join representatives c on c.hub = r.hub and c.organisation = r.organisation and c.member <> r.member
				where r.hub = m.hub and r.member = m.id)
			order by a.email desc limit 1`
	);
	const page = await site.page({ javaScript: false, signedInAs: 'direction@mulhouse.example' });
	await page.goto(`/mulhouse/desk/members/${member?.id}`);
	await page.getByLabel('Comment la demande est arrivée').fill('lettre du 3 mars');
	await page.getByRole('button', { name: /^Effacer / }).click();
	await page.getByText('lettre du 3 mars').waitFor();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Ne pas effacer' }).click();
	await page.getByLabel('Comment la demande est arrivée').waitFor();
});
