import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();

const seeker = 'martine.burgunder@fonderie-thurgiesse.example';
const animator = 'animation@mulhouse.example';

interface Card {
	firm: string;
	/** Address of its offer. */
	offer: string;
	score: number;
}

/** The answers of a page in their order. */
const cardsOf = (page: Page): Promise<Card[]> =>
	page.locator('main article').evaluateAll((articles) =>
		articles.map((article) => ({
			firm: article.querySelector('p')?.firstElementChild?.textContent?.trim() ?? '',
			offer: article.querySelector(':is(h2, h3) a')?.getAttribute('href') ?? '',
			score: Number(article.querySelector('.text-3xl')?.textContent)
		}))
	);

const cardOf = (page: Page, offer: string) => page.locator(`main article:has(:is(h2, h3) a[href="${offer}"])`);

/** The first start-up that another answer follows closely, and who owns it. */
async function closelyFollowed(cards: readonly Card[]): Promise<{ firm: string; offer: string; owner: string }> {
	for (const [place, { firm, offer, score }] of cards.entries()) {
		const next = cards[place + 1];
		const isFirst = cards.findIndex((other) => other.firm === firm) === place;
		if (!isFirst || !next || score - next.score > 3) continue;
		const [owner] = await site.rows<{ email: string }>(
			`select a.email from organisations o join representatives r on r.hub = o.hub and r.organisation = o.id
			join members m on m.hub = r.hub and m.id = r.member join accounts a on a.id = m.account
			where o.hub = 'mulhouse' and o.name = $1 and o.kind = 'start_up' and r.accepted_at is not null and m.left_at is null
			order by r.is_owner desc limit 1`,
			[firm]
		);
		if (owner) return { firm, offer, owner: owner.email };
	}
	throw new Error(`no start-up is closely followed in ${JSON.stringify(cards)}`);
}

for (const [javaScript, wish] of [
	[true, 'Repérer par caméra les fissures de nos pièces de fonderie avant l’usinage'],
	[false, 'Mesurer les vibrations de nos ventilateurs pour prévoir les pannes de roulements']
] as const)
	test(`a start-up declines with a reason, and the next ranking shows it in words and order (${javaScript ? 'with' : 'without'} JavaScript)`, async () => {
		const mill = await site.page({ javaScript, signedInAs: seeker });
		await mill.goto(`/mulhouse/ask?text=${encodeURIComponent(wish)}`);
		await mill.getByRole('link', { name: 'En faire un besoin' }).first().click();
		await mill.waitForURL(/\/mulhouse\/needs\/new/);
		await mill.getByRole('button', { name: 'Enregistrer et ouvrir' }).click();
		await mill.waitForURL(/\/mulhouse\/needs\/[0-9a-f-]{36}$/);
		const need = new URL(mill.url()).pathname;
		await mill.goto(`${need}/matches`);
		const before = await cardsOf(mill);
		const { firm, offer, owner } = await closelyFollowed(before);
		expect(await cardOf(mill, offer).textContent()).not.toContain('pas le bon métier');
		await mill
			.getByRole('checkbox', { name: `Retenir ${firm}` })
			.first()
			.check();
		await mill.getByRole('button', { name: 'Proposer la rencontre' }).click();
		await mill.waitForURL(/\/mulhouse\/introductions\/[0-9a-f-]{36}$/);
		const introduction = new URL(mill.url()).pathname;

		const studio = await site.page({ javaScript, signedInAs: owner });
		await studio.goto(introduction);
		await studio.locator('summary', { hasText: 'Décliner' }).click();
		await studio.getByLabel('Pourquoi pas').selectOption({ label: 'ce n’est pas notre métier' });
		await studio.getByRole('button', { name: 'Décliner' }).click();
		await studio
			.getByText(/a décliné le .*ce n’est pas notre métier/)
			.first()
			.waitFor();
		await expectAccessible(studio);

		await mill.goto(`${need}/matches`);
		const after = await cardsOf(mill);
		const said = /Un besoin semblable a été décliné\s: pas le bon métier \(\d+ fois\)/;
		expect(await cardOf(mill, offer).textContent()).toMatch(said);
		const placeIn = (cards: Card[]) => cards.findIndex((card) => card.offer === offer);
		const scoreIn = (cards: Card[]) => cards[placeIn(cards)]?.score ?? 0;
		expect(placeIn(after)).toBeGreaterThan(placeIn(before));
		expect(scoreIn(after)).toBeLessThan(scoreIn(before));
		await expectAccessible(mill);

		await mill.goto(`/mulhouse/ask?text=${encodeURIComponent(wish)}`);
		expect(await cardOf(mill, offer).textContent()).toMatch(said);
		expect(site.troubles).toEqual([]);
	}, 150_000);

for (const javaScript of [true, false])
	test(`staff see how good the ranking is and who is seen, try a lift, save it and undo it (${javaScript ? 'with' : 'without'} JavaScript)`, async () => {
		const staff = await site.page({ javaScript, signedInAs: animator });
		await staff.goto('/mulhouse/desk/matching/quality');
		await staff.getByRole('heading', { name: 'Le passé, rejoué' }).waitFor();
		await staff.getByRole('link', { name: 'Visibilité' }).click();
		await staff.waitForURL(/\/desk\/matching\/exposure$/);
		await staff.getByRole('heading', { name: 'Qui est vu, et combien' }).waitFor();
		await expectAccessible(staff);

		const field = staff.getByLabel('Points au plus');
		const inForce = await field.inputValue();
		await field.fill('6');
		await staff.getByRole('button', { name: 'Voir l’effet' }).click();
		await staff.getByRole('heading', { name: 'Ce que changerait un maximum de 6' }).waitFor();
		await staff.getByText('Qui serait vu').waitFor();
		await staff.getByText('Les mises en relation passées, au rang qu’elles auraient').waitFor();
		await expectAccessible(staff);
		expect(await field.inputValue()).toBe('6');
		// Trying saves nothing.
		await staff.goto('/mulhouse/desk/matching/exposure');
		expect(await field.inputValue()).toBe(inForce);

		await field.fill('6');
		await staff.getByRole('button', { name: 'Enregistrer' }).click();
		await staff.getByText('Le coup de pouce est enregistré.').waitFor();
		expect(await field.inputValue()).toBe('6');
		await staff.getByRole('button', { name: 'Y revenir : Version 0' }).click();
		await staff.getByText('Le réglage d’avant est de nouveau en vigueur.').waitFor();
		expect(await field.inputValue()).toBe(inForce);

		await staff.getByRole('searchbox', { name: 'Chercher une entreprise' }).fill('okulia');
		await staff.keyboard.press('Enter');
		await staff.waitForURL(/q=okulia/);
		const table = staff.getByRole('table', { name: 'Entreprise par entreprise' });
		await table.getByRole('link', { name: 'Okulia Vision' }).waitFor();
		const csv = await (await staff.request.get('/mulhouse/desk/matching/exposure/export/csv?q=okulia')).text();
		expect(csv).toContain('Okulia Vision');

		const member = await site.page({ javaScript, signedInAs: seeker });
		const answer = await member.goto('/mulhouse/desk/matching/exposure');
		expect(answer?.status()).toBe(403);
		expect(await member.content()).not.toContain('Gini');
		expect(site.troubles).toEqual([]);
	}, 150_000);
