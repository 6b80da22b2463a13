import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { workThrough } from '#platform/jobs.ts';
import { browser } from '#platform/testing/caller.ts';
import { newcomer, person, refusal } from '#platform/testing/people.ts';
import { postOffice } from '#platform/testing/post-office.ts';
import { findAccount, signUp, type Account } from './accounts.ts';
import { inviteMember } from './invitations.ts';
import { accountLetters, findAccountLetter, findLetter, letters, linkOfNewcomer, sendAccountLetterAgain, sendAgain } from './outbox.ts';

const page = { limit: 25 };
let manager: Actor;
let admin: Account;

beforeAll(async () => {
	manager = await person('mulhouse', 'direction@mulhouse.example');
	admin = (await findAccount('reseau@alsace.example'))!;
	await inviteMember(manager, { email: 'guest@atelier.example', roles: ['member'], locale: 'fr' });
	await signUp(browser(), { name: 'Anna', email: 'anna@atelier.example', password: 'Filature 1812', locale: 'fr', back: '/' });
});

const newest = async (recipient: string) =>
	(await db.selectFrom('mails').select('id').where('recipient', '=', recipient).orderBy('createdAt', 'desc').executeTakeFirstOrThrow()).id;

test('managers see the letters of their hub; those about accounts are for whoever runs the network', async () => {
	const waiting = (await letters(manager, page)).items.filter(({ state }) => state === 'waiting');
	expect(waiting.map(({ recipient }) => recipient)).toEqual(['guest@atelier.example']);
	expect((await letters(await newcomer('strasbourg', ['hub_manager']), page)).items).toEqual([]);
	expect(await refusal(letters(await newcomer('mulhouse', ['animator']), page))).toBe('forbidden');
	expect(await refusal(accountLetters({ ...admin, isNetworkAdmin: false }, page))).toBe('forbidden');
	expect(await refusal(accountLetters(null, page))).toBe('forbidden');
	expect((await accountLetters(admin, page)).items.map(({ recipient }) => recipient)).toEqual(['anna@atelier.example']);
});

test('a letter opens for whoever sees it in a list, and for nobody else', async () => {
	const invitation = await newest('guest@atelier.example');
	const confirmation = await newest('anna@atelier.example');
	expect((await findLetter(manager, { letter: invitation })).bodyText).toContain('/mulhouse/join?invitation=');
	expect(await refusal(findLetter(manager, { letter: confirmation }))).toBe('not_found');
	expect(await refusal(findLetter(await newcomer('strasbourg', ['hub_manager']), { letter: invitation }))).toBe('not_found');
	expect((await findAccountLetter(admin, { letter: confirmation })).bodyText).toContain('/confirm?token=');
	expect(await refusal(findAccountLetter(admin, { letter: invitation }))).toBe('not_found');
	for (const other of [{ ...admin, isNetworkAdmin: false }, null]) {
		expect(await refusal(findAccountLetter(other, { letter: confirmation }))).toBe('forbidden');
		expect(await refusal(sendAccountLetterAgain(other, { letter: confirmation }))).toBe('forbidden');
	}
	expect(await refusal(sendAccountLetterAgain(admin, { letter: confirmation }))).toBe('accepted');
});

test('a letter that could not leave is told, tried again, and once sent keeps its link to itself', async () => {
	process.env.KM0_SMTP_URL = 'smtp://127.0.0.1:9';
	await inviteMember(manager, { email: 'late@atelier.example', roles: ['member'], locale: 'fr' });
	const letter = await newest('late@atelier.example');
	await workThrough();
	expect(await findLetter(manager, { letter })).toMatchObject({ state: 'failed', failure: expect.stringContaining('ECONNREFUSED') });

	const office = await postOffice();
	try {
		await sendAgain(manager, { letter });
		expect((await office.collect()).map(({ to }) => to)).toContain('late@atelier.example');
		expect(await findLetter(manager, { letter })).toMatchObject({ state: 'sent', bodyText: '', failure: null });
		expect(await refusal(sendAgain(manager, { letter }))).toBe('letter_left');
	} finally {
		await office.close();
	}
});

test('a newcomer’s link is shown only at the demo’s own computer, and never one that opens somebody’s account', async () => {
	const here = { url: new URL('http://localhost:3000/sign-up'), address: '127.0.0.1', headers: new Headers() };
	expect((await linkOfNewcomer('anna@atelier.example', here))?.pathname).toBe('/confirm');
	expect(await linkOfNewcomer('anna@atelier.example', { ...here, url: new URL('https://km0.example/sign-up') })).toBe(null);
	expect(await linkOfNewcomer('anna@atelier.example', { ...here, address: '203.0.113.9' })).toBe(null);
	expect(await linkOfNewcomer('anna@atelier.example', { ...here, headers: new Headers({ 'x-forwarded-for': '203.0.113.9' }) })).toBe(null);
	process.env.KM0_SMTP_URL = 'smtp://127.0.0.1:9';
	try {
		expect(await linkOfNewcomer('anna@atelier.example', here)).toBe(null);
	} finally {
		delete process.env.KM0_SMTP_URL;
	}

	// Signing up with somebody's address yields the way to sign in, and no token.
	await signUp(browser(), { name: 'Thief', email: 'direction@mulhouse.example', password: 'Filature 1812', locale: 'fr', back: '/' });
	const link = await linkOfNewcomer('direction@mulhouse.example', here);
	expect([link?.pathname, link?.search]).toEqual(['/sign-in', '']);
	await db.updateTable('hubs').set({ isDemo: false }).execute();
	expect(await linkOfNewcomer('anna@atelier.example', here)).toBe(null);
});
