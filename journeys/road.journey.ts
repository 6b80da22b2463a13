import { expect, test } from 'vitest';
import { openSite } from './browser.ts';

const site = openSite();

const animator = 'animation@mulhouse.example';

test('the animator works the desk by keyboard: takes an entry, does it, and it goes', async () => {
	const page = await site.page({ signedInAs: animator });
	await page.goto('/mulhouse/desk?kind=join_request&whose=free', { waitUntil: 'networkidle' });
	const entries = page.locator('[data-entry]');
	const before = await entries.count();
	expect(before).toBeGreaterThan(2);
	await page.keyboard.press('?');
	await page.getByRole('heading', { name: 'Raccourcis clavier' }).waitFor();
	await page.keyboard.press('?');

	await page.keyboard.press('j');
	await page.keyboard.press('j');
	await expect.poll(() => entries.nth(1).evaluate((one) => one === document.activeElement)).toBe(true);
	const taken = (await entries.nth(1).getAttribute('data-entry')) ?? '';
	await page.keyboard.press('a');
	await page.getByText('Yacine Benali s’en occupe.').waitFor();
	expect(await entries.count()).toBe(before - 1);

	await page.goto('/mulhouse/desk?kind=join_request&whose=mine');
	const mine = page.locator(`[data-entry="${taken}"]`);
	await mine.focus();
	await page.keyboard.press('f');
	await page.getByText('Demande acceptée.').waitFor();
	await expect.poll(() => mine.count()).toBe(0);
	const [record = ''] = taken.split(' ').slice(1);
	expect(
		await site.rows('select from representatives where organisation = $1 and member = $2 and accepted_at is not null', record.split('.'))
	).toHaveLength(1);
});

test('an open desk hears of what a colleague does', async () => {
	const page = await site.page({ signedInAs: animator });
	await page.goto('/mulhouse/desk?kind=join_request', { waitUntil: 'networkidle' });
	const before = await page.locator('[data-entry]').count();
	const colleague = await site.page({ signedInAs: 'direction@mulhouse.example', javaScript: false });
	await colleague.goto('/mulhouse/desk?kind=join_request');
	await colleague.locator('[data-entry] [data-key="act"]').first().click();
	await colleague.getByText('Demande acceptée.').waitFor();
	await expect.poll(() => page.locator('[data-entry]').count(), { timeout: 10_000 }).toBe(before - 1);
});

test('without JavaScript an entry is put aside with a reason, and found among what rests', async () => {
	const page = await site.page({ signedInAs: animator, javaScript: false });
	await page.goto('/mulhouse/desk?kind=invitation_unanswered');
	const entry = page.locator('[data-entry]').first();
	const key = (await entry.getAttribute('data-entry')) ?? '';
	await entry.locator('summary').click();
	await entry.getByLabel('Pourquoi').fill('Fermé jusqu’à lundi');
	await entry.getByRole('button', { name: 'Reporter', exact: true }).click();
	await page.getByText('Mis en attente.').waitFor();
	expect(await page.locator(`[data-entry="${key}"]`).count()).toBe(0);
	await page.goto('/mulhouse/desk?resting=true&kind=invitation_unanswered');
	await page.locator(`[data-entry="${key}"]`).getByText('Fermé jusqu’à lundi').waitFor();
});

test('a figure of the funnel opens the list that it counts', async () => {
	const page = await site.page({ signedInAs: animator });
	await page.goto('/mulhouse/desk/funnel?by=size');
	const figure = page.getByRole('link', { name: /^Rencontre: \d+$/ });
	const count = Number(await figure.textContent());
	expect(count).toBeGreaterThan(5);
	await figure.click();
	await page.waitForURL(/\/desk\/funnel\/list/);
	expect(await page.locator('tbody tr').count()).toBe(count);
});

test('a member sees the road of the firm move from km 3 to km 4 when both said yes', async () => {
	const [asked] = await site.rows<{ id: string; slug: string; email: string; side: string }>(
		`select i.id, o.slug, a.email from introductions i
			join organisations o on o.hub = i.hub and o.id = i.need_firm
			join representatives r on r.hub = i.hub and r.organisation = o.id and r.is_owner
			join members m on m.hub = r.hub and m.id = r.member join accounts a on a.id = m.account
		where i.hub = 'mulhouse' and i.state = 'proposed' and i.expires_at > now() and i.waits_for = '{need}'
			and not exists (select from introductions other where other.hub = i.hub and other.accepted_at is not null
				and o.id in (other.need_firm, other.offer_firm))
			and not exists (select from needs n where n.hub = i.hub and n.organisation = o.id and n.state in ('in_project', 'solved'))
		order by i.created_at desc limit 1`
	);
	const page = await site.page({ signedInAs: asked?.email ?? '' });
	await page.goto(`/mulhouse/organisations/${asked?.slug}/road`);
	const here = page.locator('li[aria-current="step"] h3');
	await here.getByText('Rapprochement').waitFor();
	await page.getByRole('link', { name: /Dire oui ou non/ }).click();
	await page.waitForURL(/\/introductions\//);
	await page.getByRole('button', { name: /^Oui/ }).first().click();
	await page.getByText('deux oui').first().waitFor();
	await page.goto(`/mulhouse/organisations/${asked?.slug}/road`);
	await here.getByText('Mise en relation').waitFor();
});
