import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { auth, localPath } from '#platform/auth.server.ts';
import { db } from '#platform/db.server.ts';
import { limit } from '#platform/limits.ts';
import { log } from '#platform/log.ts';
import { browser, type Browser } from '#platform/testing/caller.ts';
import { newcomer, refusal } from '#platform/testing/people.ts';
import { postOffice } from '#platform/testing/post-office.ts';
import { forgetAccount } from '#privacy/erasure.ts';
import pino from 'pino';
import {
	askForPassword,
	changeEmail,
	changePassword,
	choosePassword,
	confirmEmail,
	findAccount,
	nobody,
	signUp,
	type Account
} from './accounts.ts';
import { beginSecondFactor, dropSecondFactor, proveSecondFactor, renewBackupCodes, secondFactorOf } from './second-factors.ts';
import { endAllSessions, endSession, sessionsOf, sweepSessions } from './sessions.ts';
import { askForLink, giveCode, openLink, signIn, signOut } from './sign-in.ts';

const password = 'Schlumberger 1837';
let office: Awaited<ReturnType<typeof postOffice>>;
let one = 0;

beforeAll(async () => void (office = await postOffice()));
afterAll(() => office.close());
beforeEach(() => office.collect());

const newEmail = () => `anna.${++one}@atelier.example`;
const tokenOf = (link: URL | null | undefined) => link?.searchParams.get('token') ?? '';

/** Somebody who signed up and confirmed, with the browser in which they did. */
async function somebody({ email = newEmail(), name = 'Anna Kiener' } = {}) {
	const at = browser();
	await signUp(at, { name, email, password, locale: 'fr', back: '/' });
	const [letter] = await office.collect();
	await confirmEmail(at, { token: tokenOf(letter?.link), back: '/' });
	return { at, account: (await findAccount(email)) as Account, email };
}

const whoIs = async (at: Browser) => (await auth.api.getSession({ headers: at.headers }))?.user.email ?? null;

const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
async function time(work: () => Promise<unknown>) {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

/** The six figures of RFC 6238, as an app on a phone makes them. */
function figures(secret: string, at = Date.now()) {
	const bits = [...secret].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('');
	const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
	const mac = createHmac('sha1', key).update(counter).digest();
	return String((mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Somebody whose sign-in asks for the second factor. */
async function careful() {
	const made = await somebody();
	const { secret, backupCodes } = await beginSecondFactor(made.at, made.account, { password });
	await proveSecondFactor(made.at, made.account, { code: figures(secret) });
	await office.collect();
	return { ...made, secret, backupCodes };
}

test('a newcomer signs up, gets a letter in their language, confirms, and is signed in', async () => {
	const at = browser();
	const email = newEmail();
	await signUp(at, { name: 'Anna Kiener', email, password, locale: 'de', back: '/mulhouse/join?invitation=x' });
	expect(await whoIs(at)).toBe(null);
	const [letter] = await office.collect();
	expect(letter).toMatchObject({ to: email, subject: 'Bestätigen Sie Ihre E-Mail-Adresse' });
	expect(letter?.text).toContain('Guten Tag Anna Kiener');
	expect(letter?.link?.pathname).toBe('/confirm');
	expect(letter?.link?.searchParams.get('back')).toBe('/mulhouse/join?invitation=x');

	// The letter may be lost: whoever knows the password gets another.
	expect(await refusal(signIn(browser(), { email, password, back: '/mulhouse' }))).toBe('email_not_confirmed');
	const [second] = await office.collect();
	expect(second?.link?.searchParams.get('back')).toBe('/mulhouse');

	await confirmEmail(at, { token: tokenOf(letter?.link), back: '/' });
	expect(await whoIs(at)).toBe(email);
	expect(await findAccount(email)).toMatchObject({ name: 'Anna Kiener', locale: 'de', isNetworkAdmin: false });
	// The same link later, in whatever hands, signs nobody in.
	const later = browser();
	await confirmEmail(later, { token: tokenOf(letter?.link), back: '/' });
	expect(await whoIs(later)).toBe(null);
	expect(await refusal(confirmEmail(later, { token: `${tokenOf(letter?.link)}x`, back: '/' }))).toBe('link_no_longer_valid');
});

test('nobody makes themselves network administrator on the way in', async () => {
	const email = newEmail();
	const greedy = { name: 'Greedy', email, password, locale: 'fr' as const, back: '/', isNetworkAdmin: true };
	await signUp(browser(), greedy);
	expect(await findAccount(email)).toMatchObject({ isNetworkAdmin: false });
});

test('signing up twice answers the same; only the letter tells, and it holds no key', async () => {
	const { email } = await somebody();
	expect(await signUp(browser(), { name: 'Somebody else', email, password: 'something else', locale: 'fr', back: '/' })).toBe(undefined);
	expect(await office.collect()).toMatchObject([{ to: email, subject: 'Vous avez déjà un compte' }]);
	expect(await signUp(browser(), { name: 'New', email: newEmail(), password, locale: 'fr', back: '/' })).toBe(undefined);
	expect((await findAccount(email))?.name).toBe('Anna Kiener');
	expect(await refusal(signIn(browser(), { email, password: 'something else', back: '/' }))).toBe('sign_in_refused');
});

test('a wrong password and an address that nobody has are refused alike, and as slowly', async () => {
	const { email } = await somebody();
	const tries = async (address: () => string) => {
		const times: number[] = [];
		for (let count = 0; count < 7; count++)
			times.push(
				await time(async () =>
					expect(await refusal(signIn(browser(), { email: address(), password: 'not this one', back: '/' }))).toBe('sign_in_refused')
				)
			);
		return median(times);
	};
	const known = await tries(() => email);
	const unknown = await tries(newEmail);
	// A password is checked, or one is hashed for nothing: without that, an unknown address would answer in a few milliseconds.
	expect(unknown).toBeGreaterThan(known / 2);
	expect(unknown).toBeLessThan(known * 2);
});

test('asking for a new password says and does the same for everybody; one letter leaves', async () => {
	const { email } = await somebody();
	const queued = async () =>
		(
			await db
				.selectFrom('pgboss.job' as never)
				.select('name' as never)
				.where('name' as never, '=', 'account.password' as never)
				.execute()
		).length;
	const before = await queued();
	const times = { known: [] as number[], unknown: [] as number[] };
	for (let count = 0; count < 3; count++) {
		times.known.push(await time(async () => expect(await askForPassword(browser(), { email })).toBe(undefined)));
		times.unknown.push(
			await time(async () => expect(await askForPassword(browser(), { email: 'nobody@atelier.example' })).toBe(undefined))
		);
	}
	// The request itself only queues: it cannot know who exists.
	expect((await queued()) - before).toBe(6);
	expect(Math.abs(median(times.known) - median(times.unknown))).toBeLessThan(25);
	expect(await refusal(askForPassword(browser(), { email }))).toBe('too_many_requests');
	expect(await refusal(askForPassword(browser(), { email: 'nobody@atelier.example' }))).toBe('too_many_requests');
	expect((await office.collect()).map(({ to }) => to)).toEqual([email, email, email]);
});

test('the letter’s link sets a new password once, and ends every session', async () => {
	const { at, email } = await somebody();
	await askForPassword(browser(), { email });
	const [letter] = await office.collect();
	expect(letter?.link?.pathname).toBe('/reset-password');
	const token = tokenOf(letter?.link);
	await choosePassword(browser(), { token, password: 'Dollfus 1746 Mieg' });

	expect(await whoIs(at)).toBe(null);
	expect(await refusal(choosePassword(browser(), { token, password: 'Another one 1' }))).toBe('link_no_longer_valid');
	expect(await refusal(signIn(browser(), { email, password, back: '/' }))).toBe('sign_in_refused');
	expect(await signIn(browser(), { email, password: 'Dollfus 1746 Mieg', back: '/' })).toBe('signed_in');
});

test('a letter that was opened confirms the address too', async () => {
	const email = newEmail();
	await signUp(browser(), { name: 'Anna', email, password, locale: 'fr', back: '/' });
	await office.collect();
	await askForPassword(browser(), { email });
	const [letter] = await office.collect();
	await choosePassword(browser(), { token: tokenOf(letter?.link), password: 'Dollfus 1746 Mieg' });
	expect(await signIn(browser(), { email, password: 'Dollfus 1746 Mieg', back: '/' })).toBe('signed_in');
});

test('a link by letter signs in once, and goes to nobody for an unknown address', async () => {
	const { email } = await somebody();
	await askForLink(browser(), { email: 'nobody@atelier.example', back: '/' });
	await askForLink(browser(), { email, back: '/mulhouse' });
	const letters = await office.collect();
	expect(letters.map(({ to }) => to)).toEqual([email]);
	expect(letters[0]?.link?.searchParams.get('back')).toBe('/mulhouse');

	const at = browser();
	expect(await openLink(at, { token: tokenOf(letters[0]?.link), back: '/' })).toBe('signed_in');
	expect(await whoIs(at)).toBe(email);
	expect(await refusal(openLink(browser(), { token: tokenOf(letters[0]?.link), back: '/' }))).toBe('link_no_longer_valid');
});

test('a link by letter ends after a quarter of an hour', async () => {
	const { email } = await somebody();
	await askForLink(browser(), { email, back: '/' });
	const [letter] = await office.collect();
	await db
		.updateTable('verifications')
		.set({ expiresAt: new Date(Date.now() - 1000) })
		.execute();
	expect(await refusal(openLink(browser(), { token: tokenOf(letter?.link), back: '/' }))).toBe('link_no_longer_valid');
});

test('tokens and passwords are kept as hashes only', async () => {
	const { email } = await somebody();
	await askForLink(browser(), { email, back: '/' });
	await askForPassword(browser(), { email });
	const tokens = (await office.collect()).map(({ link }) => tokenOf(link));
	expect(tokens.filter((token) => token.length > 15)).toHaveLength(2);
	const kept = JSON.stringify([
		await db.selectFrom('verifications').selectAll().execute(),
		await db.selectFrom('credentials').selectAll().execute()
	]);
	for (const secret of [...tokens, password]) expect(kept).not.toContain(secret);
});

test('with a second factor, neither the password nor a link from the mailbox is enough', async () => {
	const { email, secret } = await careful();
	const at = browser();
	expect(await signIn(at, { email, password, back: '/' })).toBe('second_factor');
	expect(await whoIs(at)).toBe(null);
	expect(await refusal(giveCode(at, { code: '000000', trustDevice: false, back: '/' }))).toBe('code_wrong');
	await giveCode(at, { code: figures(secret).replace(/^(\d{3})/, '$1 '), trustDevice: false, back: '/' });
	expect(await whoIs(at)).toBe(email);

	await askForLink(browser(), { email, back: '/' });
	const [letter] = await office.collect();
	const byLink = browser();
	expect(await openLink(byLink, { token: tokenOf(letter?.link), back: '/' })).toBe('second_factor');
	expect(await whoIs(byLink)).toBe(null);
	await giveCode(byLink, { code: figures(secret), trustDevice: false, back: '/' });
	expect(await whoIs(byLink)).toBe(email);
	expect(await refusal(giveCode(browser(), { code: figures(secret), trustDevice: false, back: '/' }))).toBe('sign_in_again');
});

test('a trusted device is not asked again, another is', async () => {
	const { email, secret } = await careful();
	const at = browser();
	await signIn(at, { email, password, back: '/' });
	await giveCode(at, { code: figures(secret), trustDevice: true, back: '/' });
	await signOut(at);
	expect(await signIn(at, { email, password, back: '/' })).toBe('signed_in');
	expect(await signIn(browser(), { email, password, back: '/' })).toBe('second_factor');
	// Signing out everywhere takes the trust back.
	await endAllSessions(at, (await findAccount(email)) as Account);
	expect(await signIn(at, { email, password, back: '/' })).toBe('second_factor');
});

test('a backup code stands in once, and new ones end the old', async () => {
	const { at, account, email, backupCodes } = await careful();
	const [first = '', second = ''] = backupCodes;
	const other = browser();
	await signIn(other, { email, password, back: '/' });
	await giveCode(other, { code: first, trustDevice: false, back: '/' });
	expect(await whoIs(other)).toBe(email);

	const again = browser();
	await signIn(again, { email, password, back: '/' });
	expect(await refusal(giveCode(again, { code: first, trustDevice: false, back: '/' }))).toBe('code_wrong');
	const renewed = await renewBackupCodes(at, account, { password });
	expect(await refusal(giveCode(again, { code: second, trustDevice: false, back: '/' }))).toBe('code_wrong');
	await giveCode(again, { code: renewed[0] ?? '', trustDevice: false, back: '/' });
	expect(await whoIs(again)).toBe(email);
});

test('codes cannot be guessed: five tries a sign-in, then ten in all', async () => {
	const { email, secret } = await careful();
	const wrong = async (at: Browser) => refusal(giveCode(at, { code: '000000', trustDevice: false, back: '/' }));
	const at = browser();
	await signIn(at, { email, password, back: '/' });
	const answers: string[] = [];
	for (let tries = 0; tries < 6; tries++) answers.push(await wrong(at));
	expect(answers).toEqual([...Array<string>(5).fill('code_wrong'), 'sign_in_again']);

	const next = browser();
	await signIn(next, { email, password, back: '/' });
	for (let tries = 0; tries < 5; tries++) await wrong(next);
	const last = browser();
	await signIn(last, { email, password, back: '/' });
	expect(await refusal(giveCode(last, { code: figures(secret), trustDevice: false, back: '/' }))).toBe('too_many_requests');
});

test('a second factor counts once it was proved, and is dropped with the password', async () => {
	const { at, account, email } = await somebody();
	expect(await refusal(beginSecondFactor(at, account, { password: 'not this one' }))).toBe('password_wrong');
	await beginSecondFactor(at, account, { password });
	expect(await secondFactorOf(account)).toBe('begun');
	expect(await signIn(browser(), { email, password, back: '/' })).toBe('signed_in');
	const { secret } = await beginSecondFactor(at, account, { password });
	await proveSecondFactor(at, account, { code: figures(secret) });
	expect(await secondFactorOf(account)).toBe('on');
	expect(await whoIs(at)).toBe(email);

	expect(await refusal(dropSecondFactor(at, account, { password: 'not this one' }))).toBe('password_wrong');
	await dropSecondFactor(at, account, { password });
	expect(await secondFactorOf(account)).toBe('off');
	expect(await signIn(browser(), { email, password, back: '/' })).toBe('signed_in');
	expect((await office.collect()).map(({ subject }) => subject).sort()).toEqual(['Second facteur activé', 'Second facteur désactivé']);
});

test('a password cannot be guessed for one account, nor for many from one address; what succeeds counts against nobody', async () => {
	const { email } = await somebody();
	const guess = (at: Browser, address: string) => refusal(signIn(at, { email: address, password: 'not this one', back: '/' }));
	for (let tries = 0; tries < 8; tries++) await limit(`sign-in:account:${email}`, { max: 10, seconds: 900 });
	for (let times = 0; times < 3; times++) expect(await signIn(browser(), { email, password, back: '/' })).toBe('signed_in');
	for (let tries = 0; tries < 2; tries++) expect(await guess(browser(), email)).toBe('sign_in_refused');
	expect(await refusal(signIn(browser(), { email, password, back: '/' }))).toBe('too_many_requests');

	const { email: other } = await somebody();
	const crowd = browser({ address: '198.51.100.7' });
	for (let tries = 0; tries < 48; tries++) await limit('sign-in:from:198.51.100.7', { max: 50, seconds: 300 });
	for (const name of ['bea', 'carl']) expect(await guess(crowd, `${name}@atelier.example`)).toBe('sign_in_refused');
	expect(await refusal(signIn(crowd, { email: other, password, back: '/' }))).toBe('too_many_requests');
	expect(await signIn(browser(), { email: other, password, back: '/' })).toBe('signed_in');
});

test('sessions are listed in words, and end one by one or all at once', async () => {
	const { at, account, email } = await somebody();
	const phone = browser({
		address: '192.168.1.20',
		userAgent:
			'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile Safari/604.1'
	});
	await signIn(phone, { email, password, back: '/' });
	const seen = await sessionsOf(at, account);
	expect(seen.map(({ isThisOne, browser, system, place }) => ({ isThisOne, browser, system, place }))).toEqual([
		{ isThisOne: true, browser: 'Firefox', system: 'Linux', place: 'here' },
		{ isThisOne: false, browser: 'Safari', system: 'iOS', place: 'local_network' }
	]);

	const { account: another } = await somebody();
	expect(await refusal(endSession(another, { session: seen[1]?.id ?? '' }))).toBe('not_found');
	await endSession(account, { session: seen[1]?.id ?? '' });
	expect(await whoIs(phone)).toBe(null);
	expect(await whoIs(at)).toBe(email);

	await signIn(phone, { email, password, back: '/' });
	await endAllSessions(at, account);
	expect([await whoIs(phone), await whoIs(at)]).toEqual([null, null]);
});

test('a new password ends the other sessions and is told by letter', async () => {
	const { at, account, email } = await somebody();
	const other = browser();
	await signIn(other, { email, password, back: '/' });
	expect(await refusal(changePassword(at, account, { password: 'not this one', newPassword: 'Koechlin 1826' }))).toBe('password_wrong');
	await changePassword(at, account, { password, newPassword: 'Koechlin 1826' });
	expect([await whoIs(at), await whoIs(other)]).toEqual([email, null]);
	expect(await office.collect()).toMatchObject([{ to: email, subject: 'Votre mot de passe a été changé' }]);
});

test('a new address counts once it is confirmed, and the old one is told; one that is taken says nothing', async () => {
	const { at, account, email } = await somebody();
	const { email: taken } = await somebody();
	expect(await changeEmail(at, account, { email: taken, password })).toBe(undefined);
	expect(await office.collect()).toEqual([]);

	const wanted = newEmail();
	expect(await refusal(changeEmail(at, account, { email: wanted, password: 'not this one' }))).toBe('password_wrong');
	expect(await changeEmail(at, account, { email: wanted, password })).toBe(undefined);
	const [letter] = await office.collect();
	expect(letter?.to).toBe(wanted);
	expect(await whoIs(at)).toBe(email);
	await confirmEmail(at, { token: tokenOf(letter?.link), back: '/' });
	expect(await whoIs(at)).toBe(wanted);
	expect(await office.collect()).toMatchObject([{ to: email, subject: 'Votre adresse e-mail a été changée' }]);
	expect(await refusal(signIn(browser(), { email, password, back: '/' }))).toBe('sign_in_refused');
});

test('an account that is given up leaves no name behind, and its place in the hub', async () => {
	const { at, account, email } = await somebody({ name: 'Zoé Oublitout' });
	const { id: member } = await db
		.insertInto('members')
		.values({ hub: 'mulhouse', account: account.id, roles: ['member'], title: 'Soudeuse chez Oublitout' })
		.returning('id')
		.executeTakeFirstOrThrow();
	await forgetAccount(account);

	expect(await whoIs(at)).toBe(null);
	expect(await refusal(signIn(browser(), { email, password, back: '/' }))).toBe('sign_in_refused');
	const row = await db.selectFrom('accounts').selectAll().where('id', '=', account.id).executeTakeFirstOrThrow();
	expect(row).toMatchObject({ name: nobody, emailVerified: false });
	for (const table of ['accounts', 'members', 'sessions', 'credentials', 'mails', 'invitations', 'verifications', 'journal'] as const) {
		const text = JSON.stringify(await db.selectFrom(table).selectAll().execute());
		expect(text.includes('Oublitout') || text.includes(email), table).toBe(false);
	}
	expect(await db.selectFrom('journal').select('what').where('member', '=', member).execute()).toEqual([{ what: 'member.forgotten' }]);
	// The address is free again.
	await signUp(browser(), { name: 'Zoé', email, password, locale: 'fr', back: '/' });
	expect(await office.collect()).toMatchObject([{ to: email, subject: 'Confirmez votre adresse e-mail' }]);
});

test('the last manager of a hub cannot vanish', async () => {
	const { hub } = { hub: 'strasbourg' };
	const managers = await db.selectFrom('members').select(['id', 'account']).where('hub', '=', hub).where('leftAt', 'is', null).execute();
	const manager = await newcomer(hub, ['hub_manager']);
	await db
		.updateTable('members')
		.set({ roles: ['member'] })
		.where('hub', '=', hub)
		.where('id', '<>', manager.member)
		.execute();
	const account: Account = { id: manager.account ?? '', name: '', email: 'x@example.org', locale: 'fr', isNetworkAdmin: false };
	expect(managers.length).toBeGreaterThan(0);
	expect(await refusal(forgetAccount(account))).toBe('hand_over_hub_first');
	expect((await db.selectFrom('accounts').select('anonymisedAt').where('id', '=', account.id).executeTakeFirstOrThrow()).anonymisedAt).toBe(
		null
	);
});

test('what is over is swept away', async () => {
	const { account, email } = await somebody();
	await askForLink(browser(), { email, back: '/' });
	await office.collect();
	const past = new Date(Date.now() - 3 * 86_400_000);
	await db.updateTable('sessions').set({ expiresAt: past }).where('accountId', '=', account.id).execute();
	await db.updateTable('verifications').set({ expiresAt: past }).execute();
	await db.updateTable('mails').set({ createdAt: past }).where('recipient', '=', email).execute();
	await sweepSessions.run({});
	expect(await db.selectFrom('sessions').select('id').where('accountId', '=', account.id).execute()).toEqual([]);
	expect(await db.selectFrom('verifications').select('id').execute()).toEqual([]);
	const bodies = await db.selectFrom('mails').select(['bodyText', 'bodyHtml']).where('recipient', '=', email).execute();
	expect(new Set(bodies.map((body) => JSON.stringify(body)))).toEqual(new Set(['{"bodyText":"","bodyHtml":""}']));
});

test('after sign-in one comes back to a page of this site, and to no other', () => {
	for (const path of ['/mulhouse', '/mulhouse/needs?q=a%20b#top', '/']) expect(localPath(path)).toBe(path);
	for (const path of [
		'//evil.example',
		'/\\evil.example',
		'https://evil.example',
		'javascript:alert(1)',
		'/a\n/b',
		'/ //x',
		'',
		null,
		undefined,
		`/${'x'.repeat(600)}`
	])
		expect(localPath(path)).toBe('/');
});

test('programs cannot reach the library around our pages', async () => {
	const ask = (path: string, body?: object) =>
		auth.handler(
			new Request(
				`http://localhost:3000/api/auth/${path}`,
				body && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
			)
		);
	const { email } = await somebody();
	expect((await ask('sign-in/email', { email, password })).status).toBe(404);
	expect((await ask('sign-up/email', { email: newEmail(), password, name: 'x' })).status).toBe(404);
	expect((await ask('request-password-reset', { email })).status).toBe(404);
	expect((await ask('get-session')).status).toBe(404);
	expect((await ask('passkey/generate-authenticate-options')).status).toBe(200);
	const answers: number[] = [];
	for (let tries = 0; tries < 60; tries++) answers.push((await ask('passkey/generate-authenticate-options')).status);
	expect(answers.at(-1)).toBe(429);
});

test('no line of the log holds a password, a token or a cookie', async () => {
	const lines: string[] = [];
	const { streamSym } = pino.symbols as unknown as { streamSym: symbol };
	const stream = (log as unknown as Record<symbol, { write: (line: string) => void }>)[streamSym];
	vi.spyOn(stream as { write: (line: string) => void }, 'write').mockImplementation((line) => void lines.push(line));
	for (const out of [process.stdout, process.stderr]) vi.spyOn(out, 'write').mockImplementation((part) => lines.push(String(part)) > 0);
	const level = log.level;
	log.level = 'trace';
	try {
		const { email, at } = await somebody();
		await signIn(at, { email, password, back: '/' });
		await refusal(signIn(browser(), { email, password: 'a wrong one, typed in haste', back: '/' }));
		await askForLink(at, { email, back: '/' });
		const token = tokenOf((await office.collect())[0]?.link);
		await openLink(at, { token, back: '/' });
		await refusal(openLink(at, { token, back: '/' }));
		log.info({ password, nested: { token } }, 'a line that tries');
		const all = lines.join('\n');
		expect(all).toContain('a line that tries');
		for (const secret of [password, 'typed in haste', token, ...at.jar.values()]) expect(all).not.toContain(secret);
	} finally {
		log.level = level;
		vi.restoreAllMocks();
	}
});
