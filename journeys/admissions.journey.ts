import { afterEach, expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();
afterEach(() => expect(site.troubles.splice(0)).toEqual([]));
const firm = 'martine.burgunder@fonderie-thurgiesse.example';
const manager = 'site@mulhouse.example';
const paper = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from('Pièce jointe\n') });

test('a firm applies, is judged a transfer, explains, is admitted, signs, and the plan shows it from its date', async () => {
	const page = await site.page({ signedInAs: firm, javaScript: false, width: 360 });
	await page.goto('/mulhouse/place/free?q=S-A1');
	await page.getByRole('link', { name: 'Candidater pour S-A1' }).click();
	await page.getByText('Pour le lot S-A1').waitFor();
	await page.getByRole('button', { name: 'Commencer' }).click();
	await page.getByLabel('Activité').fill('Noyaux de fonderie imprimés');
	await page.getByLabel('Personnes à l’arrivée').fill('8');
	await page.getByLabel('Au plus (m²)').fill('1');
	await page.getByRole('button', { name: 'Enregistrer et continuer' }).click();
	await page.getByText('Le maximum est plus petit que le minimum').first().waitFor();
	expect(await page.getByLabel('Activité').inputValue()).toBe('Noyaux de fonderie imprimés');
	await page.getByLabel('Au plus (m²)').fill('600');
	await page.getByLabel('Pourquoi ici').fill('Près des autres fonderies');
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Enregistrer et continuer' }).click();

	await page.getByText('Ajouter un établissement').first().click();
	for (const [label, value] of [
		['Commune', 'Thann'],
		['Emplois aujourd’hui', '8'],
		['Emplois déplacés ici', '8'],
		['Emplois maintenus là-bas', '0'],
		['Surface aujourd’hui (m²)', '500'],
		['Surface libérée (m²)', '500']
	] as const)
		await page.getByLabel(label).fill(value);
	await page.getByLabel('fermé').check();
	await page.getByRole('button', { name: 'Ajouter un établissement' }).click();
	await page.getByText('Thann (68800) · fermé').waitFor();
	for (const months of [12, 24, 36]) await page.getByLabel(`À ${months} mois`).fill('1');
	await page.getByRole('button', { name: 'Enregistrer et continuer' }).click();
	await page.getByText('Selon la règle du lieu, c’est un transfert').waitFor();
	await page.getByText(/89\s% des emplois ici à 24 mois viendraient de la région/).waitFor();
	await page.getByLabel('Pourquoi ce transfert').fill('Notre bail finit et la commune démolit.');
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Enregistrer et continuer' }).click();
	for (const [document, file] of [
		['Extrait Kbis', 'kbis.txt'],
		['Plan de financement', 'plan.txt']
	] as const) {
		const form = page.locator('form', { has: page.getByLabel(new RegExp(`Envoyer.*${document}`)) });
		await form.locator('input[type=file]').setInputFiles(paper(file));
		await form.locator('button').click();
		await page.getByText(file).waitFor();
	}
	await page.getByRole('link', { name: 'Relire et envoyer' }).first().click();
	await page.getByRole('button', { name: 'Envoyer la candidature' }).click();
	await page.getByText('Votre dossier est envoyé').waitFor();
	const address = new URL(page.url()).pathname;
	await expectAccessible(page);

	const staff = await site.page({ signedInAs: manager });
	await staff.goto(address);
	await staff.getByText('Notre bail finit et la commune démolit.').waitFor();
	await staff.getByRole('button', { name: /^Accepter.*Kbis/ }).click();
	await staff.getByRole('button', { name: /^Accepter.*Plan/ }).click();
	await staff.getByText('C’est fait.').waitFor();
	await staff.goto('/mulhouse/place/admissions');
	const next = staff.getByRole('button', { name: /Déplacer Fonderie Thurgiesse.* complet/ });
	await next.focus();
	await staff.keyboard.press('Enter');
	await staff.getByText('Le dossier est déplacé.').waitFor();
	await expectAccessible(staff);

	await staff.goto(address);
	await staff.locator('summary', { hasText: 'Proposer une surface' }).click();
	await staff.getByRole('checkbox', { name: /^S-A1/ }).check();
	await staff.getByLabel('Premier jour').fill('2031-03-01');
	await staff.getByLabel('Dernier jour').fill('2040-02-29');
	await staff.getByLabel('Loyer en').fill('95');
	await staff.getByRole('button', { name: 'Proposer une surface' }).click();
	await staff.getByText('Une surface est gardée pour cette entreprise').waitFor();
	await staff.locator('summary', { hasText: 'Préparer le bail' }).click();
	await staff.getByLabel('Numéro').fill('B-2031-77');
	await staff.getByRole('button', { name: 'Préparer le bail' }).click();
	await staff.getByRole('heading', { name: 'Bail B-2031-77' }).waitFor();
	await staff.getByRole('button', { name: 'Envoyer à la signature' }).click();
	const link = new URL((await staff.getByRole('link', { name: '/place/sign/' }).textContent())!).pathname;
	await staff.locator('summary', { hasText: 'Signer pour le bailleur' }).click();
	await staff.getByLabel('Votre nom').fill('Claire Weber');
	await staff.getByRole('checkbox').check();
	await staff.getByRole('button', { name: 'Signer pour le bailleur' }).click();
	await staff.getByText('Claire Weber, pour le bailleur').waitFor();
	await staff.context().close();

	await page.goto(address);
	await page.getByText('envoyé, à signer').waitFor();
	await page.goto(link);
	await page.getByRole('checkbox').check();
	await page.getByRole('button', { name: 'Signer' }).click();
	await page.getByText('Vous avez signé.').waitFor();
	await page.goto(address);
	await page.getByText('signé, à venir').waitFor();
	await page.getByText(/Étape\s: bail signé/).waitFor();
	await expectAccessible(page);
	await page.goto('/mulhouse/place?on=2031-02-28');
	const unit = page.getByRole('row').filter({ hasText: 'S-A1' });
	expect(await unit.textContent()).not.toContain('Fonderie Thurgiesse');
	await page.goto('/mulhouse/place?on=2031-03-01');
	expect(await unit.textContent()).toContain('Fonderie Thurgiesse');
	await page.context().close();
});

test('a plan of who goes where is worked out, explained, changed by hand and accepted', async () => {
	const page = await site.page({ signedInAs: manager, javaScript: false });
	await page.goto('/mulhouse/place/admissions/placement');
	await page.getByRole('button', { name: 'Proposer un plan' }).click();
	await expect
		.poll(
			async () => {
				await page.reload();
				return page.getByText(/aucun autre plan n’en vaut plus/).count();
			},
			{ timeout: 30_000, interval: 500 }
		)
		.toBe(1);
	await expectAccessible(page);
	const first = page.locator('main form ol > li').first();
	const name = (await first.locator('h2 a').first().textContent()) ?? '';
	const unit = (await first.locator('h2 a').nth(1).textContent()) ?? '';
	expect(await first.textContent()).toMatch(/le meilleur plan vaudrait [\d,\s]+ points de moins/);
	await first.getByLabel(`Proposer à ${name}`).check();
	await page.getByRole('button', { name: 'Faire les propositions cochées' }).click();
	await page.getByText(/1 propositions faites/).waitFor();
	await page.goto('/mulhouse/place/admissions?view=list&stage=offered');
	await page.getByRole('row').filter({ hasText: name }).getByRole('link').first().click();
	await page.getByText('Une surface est gardée pour cette entreprise').waitFor();
	await page.getByRole('link', { name: unit, exact: true }).waitFor();
	await page.context().close();
});
