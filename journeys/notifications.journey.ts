import { expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();

const seeker = 'martine.burgunder@fonderie-thurgiesse.example';
const helper = 'sonia.lehmann@okulia.example';

const lettersTo = (reader: string, kind: string) =>
	site.rows<{ unsubscribe: string | null; body_text: string }>(
		'select unsubscribe, body_text from mails where recipient = $1 and kind = $2 order by created_at desc',
		[reader, kind]
	);

test('an open page hears of an introduction, mail comes as its reader wishes, and a letter is stopped without signing in', async () => {
	const studio = await site.page({ signedInAs: helper });
	await studio.goto('/mulhouse/needs');
	const bell = studio.locator('[data-bell]');
	const before = Number(await bell.locator('[data-number]').textContent());

	// Somebody proposes to meet; the page that the other looks at has not moved.
	const mill = await site.page({ signedInAs: seeker });
	await mill.goto(`/mulhouse/needs/new?text=${encodeURIComponent('Voir par caméra les bavures de nos carters, à 600 pièces par minute')}`);
	await mill.getByRole('button', { name: 'Enregistrer et ouvrir' }).click();
	await mill.waitForURL(/\/mulhouse\/needs\/[0-9a-f-]{36}$/);
	await mill.goto(`${new URL(mill.url()).pathname}/matches`);
	await mill.getByRole('checkbox', { name: 'Retenir Okulia Vision' }).first().check();
	await mill.getByRole('button', { name: 'Proposer la rencontre' }).click();
	await mill.waitForURL(/\/mulhouse\/introductions\/[0-9a-f-]{36}$/);
	const introduction = new URL(mill.url()).pathname;
	await bell.getByText(String(before + 1), { exact: true }).waitFor();
	expect(new URL(studio.url()).pathname).toBe('/mulhouse/needs');

	await bell.click();
	await studio.waitForURL(/\/mulhouse\/notifications$/);
	await expectAccessible(studio);
	await studio
		.getByRole('link', { name: /Un besoin pour vous.*carters/ })
		.first()
		.click();
	await studio.waitForURL(`**${introduction}`);
	expect(Number(await bell.locator('[data-number]').textContent())).toBe(before);

	// The yes appears on the other's open page, without loading it anew.
	await studio.getByRole('button', { name: 'Oui, rencontrons-nous' }).click();
	await studio.getByRole('link', { name: seeker }).waitFor();
	await mill.getByRole('link', { name: helper }).waitFor();

	// A message comes at once, until its reader wants a summary in the morning.
	const say = async (words: string) => {
		await mill.getByLabel('Votre message').fill(words);
		await mill.getByRole('button', { name: 'Envoyer' }).click();
		await studio.getByText(words).waitFor();
	};
	await say('Venez voir la ligne.');
	const letters = (await lettersTo(helper, 'introduction_message')).length;
	const settings = await site.page({ signedInAs: helper, javaScript: false });
	await settings.goto('/mulhouse/notifications/settings');
	const message = settings.getByRole('group', { name: 'Messages d’une conversation' });
	await message.getByLabel('Par e-mail').selectOption('Résumé du matin');
	await settings.getByRole('button', { name: 'Enregistrer' }).click();
	await settings.getByText('C’est enregistré.').waitFor();
	await say('Mardi, par exemple.');
	expect(await lettersTo(helper, 'introduction_message')).toHaveLength(letters);

	// A mail program stops the letters in one click, a person takes them up again, neither signed in.
	const visitor = await site.page({ javaScript: false });
	const [letter] = await lettersTo(seeker, 'introduction_opened');
	const link = new URL(letter?.unsubscribe as string).pathname;
	// Visitors get no bell, and nothing that listens.
	await visitor.goto('/mulhouse/needs');
	expect(await visitor.locator('[data-bell], script[src*="/live."]').count()).toBe(0);
	await visitor.goto(link);
	await visitor.getByText('Réponses aux propositions').waitFor();
	await expectAccessible(visitor);
	const oneClick = (at: string) =>
		fetch(site.url + at, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: 'List-Unsubscribe=One-Click'
		});
	expect((await oneClick(link)).status).toBe(200);
	expect((await oneClick(`${link.slice(0, -4)}AAAA`)).status).toBe(404);
	// Nowhere else does a form without an origin get in.
	expect((await oneClick('/sign-out')).status).toBe(403);
	await visitor.goto(link);
	await visitor.getByText('ces e-mails ne partiront plus').waitFor();
	await visitor.getByRole('button', { name: 'Les recevoir à nouveau' }).click();
	await visitor.getByText('Vous les recevez à nouveau').waitFor();
	await visitor.getByRole('button', { name: 'Ne plus les recevoir' }).click();
	await visitor.getByText('ces e-mails ne partiront plus').waitFor();

	// Signed out in one tab: the others hear nothing more.
	const isStream = (request: { url(): string }) => request.url().includes('/mulhouse/live');
	// Whichever side is the first to close it.
	const closed = Promise.race([studio.waitForEvent('requestfinished', isStream), studio.waitForEvent('requestfailed', isStream)]);
	await settings.request.post('/sign-out', { headers: { origin: site.url }, form: {} });
	await closed;
	expect(site.troubles).toEqual([]);
}, 60_000);
