import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();
afterEach(() => expect(site.troubles.splice(0)).toEqual([]));
const manager = 'site@mulhouse.example';

/** Adds a floor of 60 m by 28 m to the old building, by its corners, and opens its editor. */
async function newFloor(page: Page, name: string, level: number): Promise<string> {
	await page.goto('/mulhouse/place/draw');
	const form = page.locator('form[action="?/floor"]');
	await form.getByLabel('Bâtiment').selectOption({ label: 'Bâtiment 23' });
	await form.getByLabel('Nom').fill(name);
	await form.getByLabel('Niveau').fill(String(level));
	await form.getByLabel('Coins en mètres').fill('0 0 60 28');
	await form.getByRole('button', { name: 'Ajouter un étage' }).click();
	await page.getByText('C’est ajouté au plan').waitFor();
	const floors = page.locator('form[method="GET"]').getByLabel('Étage');
	await floors.selectOption({ label: `Bâtiment 23 – ${name}` });
	await page.getByRole('button', { name: 'Afficher' }).click();
	await page.getByRole('link', { name: 'Ouvrir l’éditeur' }).click();
	await page.getByRole('toolbar', { name: 'Outils' }).waitFor();
	return page.url();
}

/** The hand of somebody who draws, and how often it did something. */
function hand(page: Page) {
	let actions = 0;
	const at = (x: number, y: number) =>
		page.evaluate(
			([x, y]) => {
				const svg = document.querySelector<SVGSVGElement>('svg[data-tool]')!;
				const [left = 0, top = 0, width = 1] = svg.getAttribute('viewBox')!.split(' ').map(Number);
				const box = svg.getBoundingClientRect();
				const scale = box.width / width;
				return { x: box.left + (x! - left) * scale, y: box.top + (y! - top) * scale };
			},
			[x, y]
		);
	const counted = <T extends unknown[]>(work: (...args: T) => Promise<void>) => {
		return async (...args: T) => {
			actions++;
			await page.locator('svg[data-tool]').scrollIntoViewIfNeeded();
			await work(...args);
		};
	};
	return {
		get actions() {
			return actions;
		},
		tool: counted((name: string) => page.getByRole('toolbar').getByRole('button', { name, exact: true }).click()),
		press: counted((key: string) => page.keyboard.press(key)),
		button: counted((name: string) => page.getByRole('button', { name, exact: true }).click()),
		fill: counted(async (label: string, value: string) => {
			const field = page.getByLabel(label, { exact: true });
			await field.fill(value);
			await field.blur();
		}),
		choose: counted(async (label: string, value: string) => {
			await page.getByRole('combobox', { name: label, exact: true }).selectOption({ label: value });
		}),
		click: counted(async (x: number, y: number, shift = false) => {
			const point = await at(x, y);
			if (shift) await page.keyboard.down('Shift');
			await page.mouse.click(point.x, point.y);
			if (shift) await page.keyboard.up('Shift');
		}),
		drag: counted(async (x1: number, y1: number, x2: number, y2: number) => {
			const [from, to] = [await at(x1, y1), await at(x2, y2)];
			await page.mouse.move(from.x, from.y);
			await page.mouse.down();
			await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
			await page.mouse.move(to.x, to.y);
			await page.mouse.up();
		})
	};
}

const rooms = (page: Page) => page.locator('[data-room]');
const saved = (page: Page) => page.getByText('L’étage est enregistré').waitFor();

test('the site manager draws a floor of forty rooms over a picture of its plan', async () => {
	const page = await site.page({ signedInAs: manager });
	await newFloor(page, 'Troisième étage', 3);

	// 30 pixels a metre, with the floor 100 pixels from the left and 50 from the top.
	const plan = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="940"><rect width="2000" height="940" fill="white"/>
		<g fill="none" stroke="black" stroke-width="4"><rect x="100" y="50" width="1800" height="840"/><path d="M100 410H1900M100 530H1900"/></g></svg>`;
	await page
		.getByLabel(/Une image du plan/)
		.setInputFiles({ name: 'plan.png', mimeType: 'image/png', buffer: await sharp(Buffer.from(plan)).png().toBuffer() });
	await page.getByRole('button', { name: 'Mettre sous le dessin' }).click();
	await page.locator('svg[data-tool] image').waitFor();
	const draws = hand(page);
	// As laid there the picture is as wide as the floor: its own walls lie at 3 m and 57 m.
	await draws.tool('Échelle du fond');
	await draws.click(3, 1.5);
	await draws.click(57, 1.5);
	await draws.fill('Distance réelle (m)', '60');
	await draws.button('Mettre à l’échelle');
	await draws.fill('De la gauche (m)', '-3,33'.replace(',', '.'));
	await draws.fill('Du haut (m)', '-1.67');
	const image = page.locator('svg[data-tool] image');
	await expect.poll(async () => Math.round(Number(await image.getAttribute('width')))).toBe(67);

	await draws.tool('Rectangle');
	await draws.drag(0, 0, 6, 6);
	await draws.fill('Début du numéro', '3-');
	await draws.fill('Personnes', '4');
	await draws.fill('Copies', '9');
	await draws.button('Répéter à droite');
	await draws.button('Numéroter le choix');
	expect(await rooms(page).count()).toBe(10);
	await draws.drag(0, 6, 6, 12);
	await draws.button('Répéter à droite');
	await draws.drag(0, 16, 6, 22);
	await draws.button('Répéter à droite');
	await draws.drag(0, 22, 6, 28);
	await draws.button('Répéter à droite');
	await draws.drag(0, 12, 60, 16);
	await draws.choose('Usage', 'parties communes');
	await draws.fill('Nom', 'Couloir');
	expect(await rooms(page).count()).toBe(41);

	// A room is parted, two are put together, a step is taken back and forth.
	await draws.tool('Choisir');
	await draws.click(3, 9);
	await draws.tool('Couper');
	await draws.click(3, 6.1);
	await draws.click(3, 11.9);
	await expect.poll(() => rooms(page).count()).toBe(42);
	await draws.tool('Choisir');
	await draws.click(57, 25);
	await draws.click(51, 25, true);
	await draws.button('Réunir');
	await expect.poll(() => rooms(page).count()).toBe(41);
	await draws.button('Annuler');
	await draws.button('Annuler');
	expect(await rooms(page).count()).toBe(41);
	await draws.button('Rétablir');
	await draws.button('Rétablir');
	await draws.click(3, 14);
	await draws.fill('Lot', '3-00');
	await draws.click(3, -1);
	await draws.button('Numéroter tout');
	await draws.click(30, 14);
	await draws.fill('Lot', '3-00');

	// A polygon by its corners, over a room that is there: told at once, and taken back.
	await draws.tool('Polygone');
	for (const [x, y] of [
		[1, 17],
		[9, 17],
		[9, 20],
		[1, 20]
	] as const)
		await draws.click(x, y);
	await draws.press('Enter');
	await page.getByText(/À corriger/).waitFor();
	await draws.press('Control+z');
	await expect.poll(() => page.getByText(/À corriger/).count()).toBe(0);
	await draws.tool('Choisir');
	await expectAccessible(page);

	// What is drawn outlives a closed tab.
	await page.reload();
	await page.getByText('Votre brouillon est repris').waitFor();
	expect(await rooms(page).count()).toBe(41);
	await draws.button('Enregistrer l’étage');
	await saved(page);
	expect(await page.locator('[data-room]').filter({ hasText: '3-00' }).count()).toBe(1);
	// At fifteen seconds each, two minutes for every room would be over two hours: this is under a quarter of one.
	expect(draws.actions).toBeLessThan(60);
	await page.context().close();

	const visitor = await site.page();
	await visitor.goto('/mulhouse/place');
	await visitor.getByRole('link', { name: /Troisième étage/ }).click();
	await visitor.getByRole('row').filter({ hasText: '3-00' }).getByText('Couloir').waitFor();
	const free = visitor.getByText('libre', { exact: true });
	expect(await visitor.getByRole('row').filter({ has: free }).count()).toBe(40);
	await visitor.context().close();
});

test('of two who draw on one floor the second is told, and both drawings are put together', async () => {
	const page = await site.page({ signedInAs: manager });
	const address = await newFloor(page, 'Quatrième étage', 4);
	const other = await site.page({ signedInAs: 'direction@mulhouse.example' });
	await other.goto(address);
	await other.getByRole('toolbar', { name: 'Outils' }).waitFor();

	const [one, two] = [hand(page), hand(other)];
	await one.tool('Rectangle');
	await one.drag(0, 0, 10, 10);
	await two.tool('Rectangle');
	await two.drag(20, 0, 30, 10);
	await two.drag(40, 0, 50, 10);
	await two.fill('Lot', '4-07');
	await one.button('Enregistrer l’étage');
	await saved(page);
	await two.button('Enregistrer l’étage');
	await other.getByText('Quelqu’un a enregistré cet étage pendant que vous dessiniez').waitFor();
	await expectAccessible(other);
	await two.button('Prendre ses changements, garder les miens');
	await expect.poll(() => rooms(other).count()).toBe(3);

	// Both called their first room 4-01: refused beside it, and mended there.
	await two.button('Enregistrer l’étage');
	await other
		.getByText(/Ce numéro existe déjà/)
		.first()
		.waitFor();
	await two.fill('Lot', '4-02');
	await two.button('Enregistrer l’étage');
	await saved(other);
	await other.context().close();

	// By keyboard alone: from room to room, to a corner, and a metre to the right.
	await page.reload();
	await page.getByRole('toolbar', { name: 'Outils' }).waitFor();
	await page.getByRole('button', { name: /^Lot 4-01/ }).focus();
	await page.keyboard.press('Enter');
	const corner = () => page.evaluate(() => (document.activeElement as SVGElement | null)?.dataset.corner);
	await expect.poll(corner).toBe('0');
	await page.keyboard.press('Tab');
	await expect.poll(corner).toBe('1');
	await page.keyboard.press('Shift+ArrowRight');
	await page.getByRole('button', { name: /^Coin 2.*11,00\sm/ }).waitFor();
	await page.keyboard.press('Control+z');
	await expect.poll(() => page.locator('[data-room]', { hasText: '4-01' }).locator('polygon').getAttribute('points')).toContain('10,0');
	await page.context().close();

	const still = await site.page({ signedInAs: manager, javaScript: false, width: 360 });
	await still.goto(address);
	await still.getByRole('link', { name: 'Dessiner par les coins' }).click();
	await still.getByLabel('Numéro', { exact: true }).or(still.locator('#unit-number')).first().fill('4-90');
	await still.locator('form[action="?/unit"]').getByLabel('Usage').selectOption({ label: 'bureau' });
	await still.locator('form[action="?/unit"]').getByLabel('Coins en mètres').fill('0 20 5 5');
	await still.locator('form[action="?/unit"]').getByRole('button').last().click();
	await still.getByText('C’est ajouté au plan').waitFor();
	await still.context().close();
});

test('a drawing of the architect becomes rooms after a look at them, and a machine is put into one', async () => {
	const page = await site.page({ signedInAs: manager });
	const address = await newFloor(page, 'Cinquième étage', 5);
	await page.getByRole('link', { name: 'Importer un DXF' }).click();
	const send = async (name: string, content: string) => {
		await page.locator('#file-content').setInputFiles({ name, mimeType: 'image/vnd.dxf', buffer: Buffer.from(content) });
		await page.getByRole('button', { name: 'Voir ce qui serait fait' }).click();
	};
	await send('etage.dxf', 'Il était une fois');
	await page.getByText('ne correspond pas').first().waitFor();
	await expectAccessible(page);
	await send('etage.dxf', dxf());
	await page.getByText(/38 lots seront faits, 2 refusés/).waitFor();
	expect(await page.getByRole('row').filter({ hasText: 'Il recouvre le lot' }).count()).toBe(2);
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Faire ces 38 lots' }).click();
	await page.getByText(/38 lots sont faits, 2 refusés/).waitFor();
	await page.getByRole('toolbar', { name: 'Outils' }).waitFor();
	expect(await rooms(page).count()).toBe(38);
	expect(await page.locator('svg[data-tool] polyline').count()).toBe(1);

	const draws = hand(page);
	await draws.tool('Ressource');
	await draws.click(4, 4);
	const form = page.getByRole('form', { name: 'Ajouter une ressource' });
	await form.getByLabel('Genre').selectOption({ label: 'machine' });
	await form.getByLabel('Nom').fill('Découpe laser');
	await form.getByRole('button').click();
	await page.getByText('C’est enregistré').waitFor();
	await expectAccessible(page);
	await draws.drag(4, 4, 5, 5);
	await expect.poll(() => page.locator('[data-mark] circle').getAttribute('cx')).toBe('5');
	await page.context().close();

	const visitor = await site.page({ width: 360 });
	await visitor.goto('/mulhouse/place/resources?q=laser');
	await visitor.getByRole('link', { name: 'AR-01' }).waitFor();
	await expectAccessible(visitor);
	expect((await visitor.request.get(`${address}/export/dxf`, { maxRedirects: 0 })).status()).toBe(403);
	await visitor.context().close();
});

/** Forty rooms in millimetres, two of them drawn twice, with their numbers as texts and a line that is no room. */
function dxf(): string {
	const room = (x: number, y: number, number: string) => {
		const corners = [
			[x, y],
			[x + 6000, y],
			[x + 6000, y + 6000],
			[x, y + 6000]
		];
		return `0\nLWPOLYLINE\n8\nLOCAUX\n90\n4\n70\n1\n${corners.map(([cx, cy]) => `10\n${cx}\n20\n${cy}`).join('\n')}
0\nTEXT\n8\nTEXTES\n10\n${x + 3000}\n20\n${y + 3000}\n40\n300\n1\n${number}`;
	};
	const all = Array.from({ length: 38 }, (_, at) => {
		const [column, row] = [at % 10, Math.floor(at / 10)];
		return room(column * 6000, 22_000 - row * 6000 - (row > 1 ? 4000 : 0), `AR-${String(at + 1).padStart(2, '0')}`);
	});
	const twice = [room(0, 22_000, 'AR-98'), room(6000, 22_000, 'AR-99')];
	const line = '0\nLINE\n8\nAXES\n10\n0\n20\n14000\n11\n60000\n21\n14000';
	return `0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1021\n9\n$INSUNITS\n70\n4\n0\nENDSEC\n0\nSECTION\n2\nENTITIES\n${[...all, ...twice, line].join('\n')}\n0\nENDSEC\n0\nEOF\n`;
}
