import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();

const seeker = 'martine.burgunder@fonderie-thurgiesse.example';
const helper = 'sonia.lehmann@okulia.example';
const animator = 'animation@mulhouse.example';

for (const javaScript of [true, false])
	test(`from the box to the table: need, two yeses, a date, the invitation, the 30-day answer (${javaScript ? 'with' : 'without'} JavaScript)`, async () => {
		const wish = `Voir par caméra les bavures de nos carters ${javaScript ? 'gauches' : 'droits'} avant l’éjection, à 600 pièces par minute`;
		const mill = await site.page({ javaScript, signedInAs: seeker });
		const studio = await site.page({ javaScript, signedInAs: helper });

		await mill.goto(`/mulhouse/ask?text=${encodeURIComponent(wish)}`);
		await mill.getByRole('link', { name: 'En faire un besoin' }).first().click();
		await mill.waitForURL(/\/mulhouse\/needs\/new/);
		await mill.getByRole('button', { name: 'Enregistrer et ouvrir' }).click();
		await mill.waitForURL(/\/mulhouse\/needs\/[0-9a-f-]{36}$/);
		const need = new URL(mill.url()).pathname;

		await mill.goto(`${need}/matches`);
		await expectAccessible(mill);
		await mill.getByRole('checkbox', { name: 'Retenir Okulia Vision' }).first().check();
		await mill.getByLabel('Un mot pour elles').fill('Pouvez-vous passer voir la ligne ?');
		await mill.getByRole('button', { name: 'Proposer la rencontre' }).click();
		await mill.waitForURL(/\/mulhouse\/introductions\/[0-9a-f-]{36}$/);
		const introduction = new URL(mill.url()).pathname;
		// Nobody is reached before both said yes.
		expect(await mill.content()).not.toContain('@okulia.example');
		await expectAccessible(mill);

		await studio.goto('/mulhouse/introductions?waiting=true');
		await expectAccessible(studio);
		await studio.locator(`a[href="${introduction}"]`).click();
		await studio.getByText('Pouvez-vous passer voir la ligne ?').waitFor();
		expect(await studio.content()).not.toContain(seeker);
		await studio.getByRole('button', { name: 'Oui, rencontrons-nous' }).click();
		await studio.getByRole('link', { name: seeker }).waitFor();

		await mill.goto(introduction);
		await mill.getByRole('link', { name: helper }).waitFor();
		await mill.getByLabel('Votre message').fill('@Sonia Lehmann venez avec une optique qui ne craint pas l’huile.');
		await mill
			.getByLabel('Joindre des fichiers')
			.setInputFiles({ name: 'ligne.txt', mimeType: 'text/plain', buffer: Buffer.from('Hall B') });
		await mill.getByRole('button', { name: 'Envoyer' }).click();
		await mill.getByRole('link', { name: 'ligne.txt' }).waitFor();
		for (const [nth, day] of ['2031-03-04T09:00', '2031-03-05T14:00', '2031-03-06T16:30'].entries())
			await mill.getByLabel(`Date ${nth + 1}`).fill(day);
		await mill.getByLabel('Lieu').first().fill('La Fonderie, salle Tournesol');
		await mill.getByRole('button', { name: 'Proposer trois dates' }).click();
		await mill.getByText('En attente de l’autre côté').waitFor();

		await studio.goto(introduction);
		await expectAccessible(studio);
		await studio.getByText('à l’attention de Sonia Lehmann').waitFor();
		await studio.getByRole('button', { name: /Choisir le mer. 5 mars 2031/ }).click();
		await studio.getByRole('link', { name: 'Ajouter à mon agenda' }).waitFor();
		await expectAccessible(studio);
		for (const reader of [seeker, helper]) {
			const [letter] = await lettersTo(reader, 'introduction_meeting_set');
			expect(letter?.calendar).toContain('METHOD:REQUEST');
			expect(letter?.calendar).toContain('DTSTART:20310305T130000Z');
			expect(letter?.body_text).toContain('La Fonderie, salle Tournesol');
		}
		expect(await (await studio.request.get(`${introduction}/meeting.ics`)).text()).toContain('DTSTART:20310305T130000Z');

		await aMonthPasses(introduction);
		await answersByLink(await site.page({ javaScript }));
		const staff = await site.page({ javaScript, signedInAs: animator });
		await staff.goto(introduction);
		await staff.getByText('30 jours après · Martine Burgunder').waitFor();
		await expectAccessible(staff);
		expect(site.troubles).toEqual([]);
	}, 150_000);

const lettersTo = (reader: string, kind: string) =>
	site.rows<{ body_text: string; calendar: string | null }>(
		'select body_text, calendar from mails where recipient = $1 and kind = $2 order by created_at desc',
		[reader, kind]
	);

/** The meeting was held 31 days ago, and the job that asks afterwards has run. */
async function aMonthPasses(introduction: string) {
	const id = introduction.split('/').at(-1);
	const before = (await lettersTo(seeker, 'introduction_after_30')).length;
	await site.rows(
		`update introduction_meetings set starts = now() - interval '31 days 1 hour', ends = now() - interval '31 days' where introduction = $1`,
		[id]
	);
	await site.rows(`insert into pgboss.job (name, data) values ('introduction.ask_after', '{}')`);
	for (let tries = 0; tries < 60 && (await lettersTo(seeker, 'introduction_after_30')).length === before; tries++)
		await new Promise((later) => setTimeout(later, 500));
	expect((await lettersTo(seeker, 'introduction_after_30')).length).toBe(before + 1);
}

/** One click in the letter, one on the page, nobody signed in; the second time says what was said. */
async function answersByLink(page: Page) {
	const [letter] = await lettersTo(seeker, 'introduction_after_30');
	const link = /Très: (\S+)/.exec(letter?.body_text ?? '')?.[1] as string;
	const path = new URL(link).pathname;
	await page.goto(path);
	await page.getByText('Était-ce utile').waitFor();
	await expectAccessible(page);
	await page.goto(path);
	await page.getByRole('button', { name: 'Oui, envoyer cette réponse' }).click();
	await page.getByText('Merci, c’est noté').waitFor();
	await expectAccessible(page);
	await page.goto(path);
	await page.getByText('Vous avez déjà répondu').waitFor();
	expect(await page.getByRole('button', { name: 'Oui, envoyer cette réponse' }).count()).toBe(0);
	const other = /Un peu: (\S+)/.exec(letter?.body_text ?? '')?.[1] as string;
	await page.goto(new URL(other).pathname);
	await page.getByText('Vous avez déjà répondu : Très').waitFor();
}

/** The demo asks Okulia about the anonymous need of the Soultzquelle. */
const told = ['soultzquelle', 'soultzmatt', 'soultz'];
const owner = 'Eaux de la Soultzquelle';

test('a partner who is asked for an anonymous need learns whose it is from its yes alone', async () => {
	const [asked] = await site.rows<{ id: string; people: string[] }>(
		`select i.id, array(select a.name from representatives r join members m on m.hub = r.hub and m.id = r.member
			join accounts a on a.id = m.account where r.organisation = i.need_firm) as people
		from introductions i join organisations o on o.id = i.need_firm join needs n on n.id = i.need
		where o.name = $1 and n.confidentiality = 'anonymous' and i.state = 'proposed'`,
		[owner]
	);
	const id = asked?.id as string;
	const secrets = [...told, ...(asked?.people ?? [])].map((word) => word.toLowerCase());
	expect(secrets.length).toBeGreaterThan(told.length);
	const studio = await site.page({ signedInAs: helper });
	const seen = async () => {
		const pages: string[] = [];
		for (const address of [
			`/mulhouse/introductions/${id}`,
			`/mulhouse/introductions/${id}/__data.json`,
			`/mulhouse/introductions/${id}/meeting.ics`,
			'/mulhouse/introductions?state=all&q=bouteille',
			'/mulhouse/introductions?state=all&q=Soultzquelle',
			'/mulhouse/introductions/export/csv?state=proposed',
			'/mulhouse/notifications',
			'/mulhouse/notifications/__data.json',
			'/mulhouse/notifications/export/json',
			'/api/v1/hubs/mulhouse/notifications',
			'/api/v1/hubs/mulhouse/notifications?q=Soultzquelle',
			'/mulhouse/introductions/export/json?state=proposed',
			`/api/v1/hubs/mulhouse/introductions/${id}`,
			`/api/v1/hubs/mulhouse/introductions/${id}/history`,
			`/api/v1/hubs/mulhouse/introductions/${id}/messages`,
			'/api/v1/hubs/mulhouse/introductions?state=proposed'
		]) {
			const answer = await studio.request.get(address, { headers: { 'sec-fetch-site': 'same-origin' } });
			expect(answer.status(), address).toBeLessThan(500);
			// What was asked for stands in the search field again.
			pages.push((await answer.text()).replaceAll('q=Soultzquelle', '').replaceAll(/(?:value="|q:"|"q":")Soultzquelle"/g, ''));
		}
		return pages.join('\n').toLowerCase();
	};
	const before = await seen();
	expect(before).toContain('bouteille');
	expect(secrets.filter((word) => before.includes(word))).toEqual([]);

	const [email] = await site.rows<{ email: string }>(
		`select a.email from accounts a join members m on m.account = a.id join representatives r on r.hub = m.hub and r.member = m.id
		join organisations o on o.id = r.organisation where o.name = $1 order by r.is_owner desc limit 1`,
		[owner]
	);
	const spring = await site.page({ signedInAs: email?.email as string });
	await spring.goto(`/mulhouse/introductions/${id}`);
	await spring.getByText('révèle votre nom à ce partenaire').waitFor();
	await expectAccessible(spring);
	await spring.getByRole('button', { name: 'Oui, rencontrons-nous' }).click();
	await spring.getByText('a dit oui').first().waitFor();
	expect(await seen()).toContain('soultzquelle');
	expect(site.troubles).toEqual([]);
});
