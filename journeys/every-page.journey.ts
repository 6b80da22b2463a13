// Every page of the site, in every role that finds it open.
import { createHash, createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { networkAdmin } from '#demo/sign-ins.ts';
import { openSite, secret, type Reader } from './browser.ts';

const site = openSite();
afterEach(() => expect(site.troubles.splice(0)).toEqual([]));

/** Each in a language of their own, so that the longest words meet the narrowest window. */
const readers = {
	visitor: { locale: 'fr' },
	member: { locale: 'fr', signedInAs: 'martine.burgunder@fonderie-thurgiesse.example' },
	animator: { locale: 'de', signedInAs: 'animation@mulhouse.example' },
	manager: { locale: 'en', signedInAs: 'direction@mulhouse.example' },
	administrator: { locale: 'de', signedInAs: networkAdmin.email }
} satisfies Record<string, Reader>;
type Who = keyof typeof readers;

const everybody: Who[] = ['visitor', 'member', 'animator', 'manager'];
const signedIn: Who[] = ['member', 'animator', 'manager'];
const staff: Who[] = ['animator', 'manager'];
const manager: Who[] = ['manager'];
/** Acts for a firm that rents, and who runs the place. */
const tenant: Who[] = ['member', 'manager'];
const visitor: Who[] = ['visitor'];
/** Belongs to no hub, and opens only what is theirs. */
const administrator: Who[] = ['administrator'];

/** Who finds a page open, and one address of it; without one, its folder is the address. */
type Entry = readonly [who: Who[], at?: string];

/** By the page’s folder, without its groups. */
const pages: Record<string, Entry> = {
	'/': [everybody],
	'/accessibility': [everybody],
	'/account': [signedIn],
	'/account/data': [signedIn],
	'/account/hubs': [signedIn],
	'/account/security': [signedIn],
	'/api': [everybody],
	'/confirm': [everybody],
	'/network': [administrator],
	'/network/administrators': [administrator],
	'/network/hubs/[id]': [administrator, '/network/hubs/mulhouse'],
	'/network/letters': [administrator],
	'/network/letters/[letter]': [administrator, '/network/letters/{letterOfAccounts}'],
	'/privacy': [everybody],
	'/reset-password': [everybody, '/reset-password?token=a-token-long-enough'],
	'/setup': [signedIn, '/setup?key={key}'],
	'/sign-in': [visitor],
	'/sign-in/code': [visitor],
	'/sign-in/link': [everybody],
	'/sign-out': [signedIn],
	'/sign-up': [visitor],
	'/[hub]': [everybody],
	'/[hub]/ask': [everybody, '/mulhouse/ask?text=contrôle qualité par caméra'],
	'/[hub]/desk': [staff],
	'/[hub]/desk/duplicates': [staff],
	'/[hub]/desk/duplicates/[one]/[other]': [staff, '/mulhouse/desk/duplicates/{pair}'],
	'/[hub]/desk/duplicates/choose': [staff, '/mulhouse/desk/duplicates/choose?q=fonderie'],
	'/[hub]/desk/duplicates/merges': [staff],
	'/[hub]/desk/duplicates/merges/[merge]': [staff],
	'/[hub]/desk/funnel': [staff],
	'/[hub]/desk/funnel/list': [staff, '/mulhouse/desk/funnel/list?km=4'],
	'/[hub]/desk/imports': [staff],
	'/[hub]/desk/imports/[import]': [staff],
	'/[hub]/desk/imports/[import]/columns': [staff, '/mulhouse/desk/imports/{importToSettle}/columns'],
	'/[hub]/desk/imports/new': [staff],
	'/[hub]/desk/imports/people': [staff],
	'/[hub]/desk/invitations': [staff],
	'/[hub]/desk/matching': [staff],
	'/[hub]/desk/matching/exposure': [staff],
	'/[hub]/desk/matching/learning': [staff],
	'/[hub]/desk/matching/quality': [staff],
	'/[hub]/desk/members': [manager],
	'/[hub]/desk/members/[member]': [manager],
	'/[hub]/desk/outbox': [manager],
	'/[hub]/desk/outbox/[letter]': [manager],
	'/[hub]/desk/register': [staff],
	'/[hub]/desk/settings': [manager],
	'/[hub]/desk/webhooks': [manager],
	'/[hub]/desk/webhooks/[webhook]': [manager],
	'/[hub]/desk/webhooks/[webhook]/deliveries/[delivery]': [manager],
	'/[hub]/desk/webhooks/[webhook]/edit': [manager],
	'/[hub]/desk/webhooks/new': [manager],
	'/[hub]/follow-up/[token]': [everybody],
	'/[hub]/introductions': [signedIn],
	'/[hub]/introductions/[introduction]': [signedIn],
	'/[hub]/join': [everybody],
	'/[hub]/keys': [signedIn],
	'/[hub]/needs': [everybody],
	'/[hub]/needs/[need]': [everybody],
	'/[hub]/needs/[need]/drop': [signedIn],
	'/[hub]/needs/[need]/edit': [signedIn],
	'/[hub]/needs/[need]/matches': [signedIn],
	'/[hub]/needs/mine': [signedIn],
	'/[hub]/needs/network': [everybody],
	'/[hub]/needs/network/[from]/[id]': [everybody, '/mulhouse/needs/network/strasbourg/{needOfNetwork}'],
	'/[hub]/needs/new': [signedIn, '/mulhouse/needs/new?organisation={firm}'],
	'/[hub]/notifications': [signedIn],
	'/[hub]/notifications/settings': [signedIn],
	'/[hub]/offers': [everybody],
	'/[hub]/offers/[offer]': [everybody],
	'/[hub]/offers/[offer]/edit': [signedIn],
	'/[hub]/offers/[offer]/matches': [signedIn],
	'/[hub]/offers/network': [everybody],
	'/[hub]/offers/network/[from]/[id]': [everybody, '/mulhouse/offers/network/strasbourg/{offerOfNetwork}'],
	'/[hub]/offers/new': [signedIn, '/mulhouse/offers/new?organisation={firm}'],
	'/[hub]/organisations': [everybody],
	'/[hub]/organisations/[organisation]': [everybody],
	'/[hub]/organisations/[organisation]/competitors': [signedIn],
	'/[hub]/organisations/[organisation]/edit': [signedIn],
	'/[hub]/organisations/[organisation]/history': [signedIn],
	'/[hub]/organisations/[organisation]/people': [signedIn],
	'/[hub]/organisations/[organisation]/register': [signedIn],
	'/[hub]/organisations/[organisation]/road': [signedIn],
	'/[hub]/organisations/archived': [staff],
	'/[hub]/organisations/mine': [signedIn],
	'/[hub]/organisations/new': [signedIn],
	'/[hub]/privacy': [everybody],
	'/[hub]/unsubscribe/[token]': [everybody, '/mulhouse/unsubscribe/{unsubscribe}'],
	'/[hub]/place': [everybody],
	'/[hub]/place/admissions': [signedIn],
	'/[hub]/place/admissions/[admission]': [signedIn],
	'/[hub]/place/admissions/[admission]/declare': [['member', 'manager']],
	'/[hub]/place/admissions/[admission]/edit': [['member', 'manager'], '/mulhouse/place/admissions/{admissionToWrite}/edit'],
	'/[hub]/place/admissions/committees': [signedIn],
	'/[hub]/place/admissions/committees/[committee]': [staff],
	'/[hub]/place/admissions/new': [signedIn],
	'/[hub]/place/admissions/placement': [manager],
	'/[hub]/place/admissions/placement/[placement]': [manager],
	'/[hub]/place/admissions/promises': [staff],
	'/[hub]/place/admissions/rules': [manager],
	'/[hub]/place/admissions/waiting': [signedIn],
	'/[hub]/place/draw': [manager],
	'/[hub]/place/draw/[floor]': [manager],
	'/[hub]/place/draw/[floor]/import': [manager],
	'/[hub]/place/figures': [everybody],
	'/[hub]/place/figures/[list]': [everybody, '/mulhouse/place/figures/units'],
	'/[hub]/place/faults': [signedIn],
	'/[hub]/place/faults/[fault]': [signedIn],
	'/[hub]/place/faults/new': [signedIn],
	'/[hub]/place/free': [everybody],
	'/[hub]/place/leases': [manager],
	'/[hub]/place/leases/[lease]': [tenant],
	'/[hub]/place/leases/[lease]/edit': [manager, '/mulhouse/place/leases/{draftLease}/edit'],
	'/[hub]/place/leases/[lease]/inventories/[inventory]': [
		['member', 'manager'],
		'/mulhouse/place/leases/{inventoriedLease}/inventories/{inventory}'
	],
	'/[hub]/place/leases/alarms': [manager],
	'/[hub]/place/leases/templates': [manager],
	'/[hub]/place/mine': [signedIn],
	'/[hub]/place/sign/[token]': [everybody, '/mulhouse/place/sign/{paperToSign}'],
	'/[hub]/place/leases/new': [manager, '/mulhouse/place/leases/new?organisation={firm}'],
	'/[hub]/place/leases/[lease]/rent': [manager, '/mulhouse/place/leases/{indexedLease}/rent'],
	'/[hub]/place/rent': [manager],
	'/[hub]/place/rent/charges': [manager],
	'/[hub]/place/rent/charges/[statement]': [manager],
	'/[hub]/place/rent/indexation': [manager],
	'/[hub]/place/rent/roll': [manager],
	'/[hub]/place/rent/works': [manager],
	'/[hub]/place/rent/indices': [manager],
	'/[hub]/place/rent/indices/[index]': [manager],
	'/[hub]/place/resources': [everybody],
	'/[hub]/place/units/[unit]': [everybody],
	'/[hub]/place/works': [everybody]
};

test('no page is left out', () => {
	const routes = join(import.meta.dirname, '../src/routes');
	const folders = readdirSync(routes, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('+page.svelte'))
		.map((file) => `/${dirname(file)}`.replace('/.', '/').replaceAll(/\/\([^)]*\)/g, ''));
	expect(folders.toSorted()).toEqual(Object.keys(pages).toSorted());
});

describe.each([...everybody, ...administrator])('for the %s', (who) => {
	let page: Page;
	let filled: Record<string, string>;
	const titles = new Map<string, string>();
	beforeAll(async () => {
		filled = await examples();
		page = await site.page(readers[who]);
	});
	afterAll(() => page.context().close());

	// A manager sees what an animator sees, and pages of their own; what is outside of hubs and open to everybody, a visitor sees for all.
	const isTheirs = ([folder, [open]]: [string, Entry]) =>
		who === 'manager' || who === 'administrator'
			? open.length === 1 && open.includes(who)
			: who === 'visitor' || folder.startsWith('/[hub]') || open !== everybody;
	const theirs = Object.entries(pages).filter(isTheirs);
	// Narrow and in the dark a page is looked at once, as whoever finds most on it.
	const seesMost = (folder: string, [open]: Entry) =>
		open === everybody && !folder.startsWith('/[hub]') ? 'visitor' : open.includes('animator') ? 'animator' : open[0];
	test.each(theirs)('%s', async (folder, entry) => {
		const address = addressOf(folder, entry, filled);
		if (!entry[0].includes(who)) {
			const answer = await page.request.get(address, { maxRedirects: 0 });
			expect([303, 403]).toContain(answer.status());
			return;
		}
		await page.emulateMedia({ colorScheme: 'light' });
		await page.setViewportSize({ width: 1280, height: 900 });
		const answer = await page.goto(address);
		expect([answer?.status(), new URL(page.url()).pathname]).toEqual([200, new URL(address, site.url).pathname]);
		await expectWhole(page, titles);
		if (who !== seesMost(folder, entry)) return;
		await page.emulateMedia({ colorScheme: 'dark' });
		await page.setViewportSize({ width: 360, height: 800 });
		// The wish for a dark page reaches the page a moment after it was made.
		await page.waitForFunction(() => matchMedia('(prefers-color-scheme: dark)').matches);
		await expectAccessible(page);
	});
});

describe('a public page', () => {
	const open = Object.entries(pages).filter(([, [who]]) => who.includes('visitor'));

	test('ships at most 60 kB of JavaScript, whichever it is', { timeout: 180_000 }, async () => {
		const filled = await examples();
		const shipped: Record<string, number> = {};
		for (const [folder, entry] of open) {
			const page = await site.page();
			const scripts: Promise<Buffer>[] = [];
			page.on('response', (response) => {
				if (response.request().resourceType() === 'script') scripts.push(response.body());
			});
			await page.goto(addressOf(folder, entry, filled), { waitUntil: 'networkidle' });
			scripts.push(...(await page.locator('script:not([src])').allTextContents()).map(async (inline) => Buffer.from(inline)));
			shipped[folder] = (await Promise.all(scripts)).reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0);
			await page.context().close();
		}
		expect(Object.entries(shipped).filter(([, bytes]) => bytes > 60_000)).toEqual([]);
		// It is counted at all: this page keeps its list in step with its form.
		expect(shipped['/[hub]/needs']).toBeGreaterThan(1_000);
	});

	test('names in its head only what is there', async () => {
		const page = await site.page();
		await page.goto('/mulhouse');
		const named = await page.evaluate(() =>
			[...document.head.querySelectorAll('link[href], meta[property="og:image"]')].map(
				(one) => one.getAttribute('href') ?? one.getAttribute('content') ?? ''
			)
		);
		expect(named).toEqual(expect.arrayContaining(['/favicon.ico', '/favicon.svg', '/apple-touch-icon.png', `${site.url}/og.png`]));
		const answers = await Promise.all(named.map(async (address) => [address, (await page.request.get(address)).status()]));
		expect(answers.filter(([, status]) => status !== 200)).toEqual([]);
		await page.context().close();
	});
});

/** One heading, a title that no other page has, words instead of their keys, and nothing that axe finds. */
async function expectWhole(page: Page, titles: Map<string, string>) {
	const { headings, words } = await page.evaluate(() => {
		const spoken = [...document.querySelectorAll('body *:not(script, style, code, pre, code *, pre *)')].flatMap((element) =>
			[...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ textContent }) => textContent ?? '')
		);
		const attributes = ['aria-label', 'title', 'placeholder', 'alt'];
		const named = [...document.querySelectorAll(attributes.map((name) => `[${name}]`).join())].flatMap((element) =>
			attributes.map((name) => element.getAttribute(name) ?? '')
		);
		return { headings: document.querySelectorAll('h1').length, words: [...spoken, ...named].join('\n') };
	});
	expect(headings).toBe(1);
	expect(words.match(/(?<![\w@./"-])[a-z]+(_[a-z0-9]+)+(?![\w@./"-])|undefined|\[object|\bNaN\b/g) ?? []).toEqual([]);
	const title = await page.title();
	expect(`${title} is also the title of ${titles.get(title) ?? 'no other page'}`).toBe(`${title} is also the title of no other page`);
	titles.set(title, page.url());
	await expectAccessible(page);
}

const addressOf = (folder: string, [, at = folder.replaceAll(/\[(\w+)\]/g, '{$1}')]: Entry, filled: Record<string, string>) =>
	at.replaceAll(/\{(\w+)\}/g, (_, name: string) => filled[name] ?? `no ${name} in the demo`);

/** What the addresses are filled with: things of the demo that the member has written or runs. */
async function examples(): Promise<Record<string, string>> {
	const key = 'a key of the network';
	await site.rows("insert into setup_links (token_sha256, expires_at) values ($1, now() + interval '1 day') on conflict do nothing", [
		createHash('sha256').update(key).digest('hex')
	]);
	await site.rows(
		`insert into mails (hub, recipient, subject, body_text, body_html, locale, kind)
			select hub, 'yann@filature.example', 'Une invitation', 'Venez nous rejoindre.', '<p>Venez nous rejoindre.</p>', 'fr', 'invitation'
			from (values ('mulhouse'), (null)) as of (hub)
			where not exists (select 1 from mails where mails.hub is not distinct from of.hub)`
	);
	const [found] = await site.rows<Record<string, string>>(
		`select organisations.slug as organisation, organisations.id as firm, members.id as member,
			(select id from needs where hub = 'mulhouse' and organisation = organisations.id and state in ('open', 'introduced') and confidentiality = 'public' limit 1) as need,
			(select id from offers where hub = 'mulhouse' and organisation = organisations.id and state = 'open' and visibility = 'public' limit 1) as offer,
			(select record from publications where hub = 'strasbourg' and kind = 'need' and audience = 'public' limit 1) as "needOfNetwork",
			(select record from publications where hub = 'strasbourg' and kind = 'offer' and audience = 'public' limit 1) as "offerOfNetwork",
			(select id from units where hub = 'mulhouse' and number = 'S-S5') as unit,
			(select id from admission_committees where hub = 'mulhouse' limit 1) as committee,
			(select id from placements where hub = 'mulhouse' limit 1) as placement,
			(select id from admissions where hub = 'mulhouse' and organisation = organisations.id and stage = 'moved_in' limit 1) as admission,
			(select id from admissions where hub = 'mulhouse' and organisation = organisations.id and stage = 'draft' limit 1) as "admissionToWrite",
			(select floor from units where hub = 'mulhouse' and number = 'S-S5') as floor,
			(select lease from rent_revisions where hub = 'mulhouse' order by effective_on desc limit 1) as "indexedLease",
			(select id from charge_statements where hub = 'mulhouse' and closed_at is null limit 1) as statement,
			(select id from rent_indices where hub = 'mulhouse' limit 1) as index,
			(select id from leases where hub = 'mulhouse' and tenant = organisations.id and state = 'signed' order by created_at limit 1) as lease,
			(select id from leases where hub = 'mulhouse' and state = 'draft' order by created_at limit 1) as "draftLease",
			(select i.lease from inventories i join leases l on l.hub = i.hub and l.id = i.lease
				where i.hub = 'mulhouse' and l.tenant = organisations.id and i.state = 'signed' limit 1) as "inventoriedLease",
			(select i.id from inventories i join leases l on l.hub = i.hub and l.id = i.lease
				where i.hub = 'mulhouse' and l.tenant = organisations.id and i.state = 'signed' limit 1) as inventory,
			(select p.id from lease_papers p join leases l on l.hub = p.hub and l.id = p.lease
				where p.hub = 'mulhouse' and p.kind = 'offer' and l.state = 'sent' order by p.created_at limit 1) as "offerSent",
			(select id from faults where hub = 'mulhouse' and is_urgent limit 1) as fault,
			(select id from webhooks where hub = 'mulhouse' and switched_off_because is not null limit 1) as webhook,
			(select d.id from webhook_deliveries d join webhooks w on w.hub = d.hub and w.id = d.webhook
				where d.hub = 'mulhouse' and w.switched_off_because is not null limit 1) as delivery,
			(select id from mails where hub = 'mulhouse' limit 1) as letter,
			(select id from mails where hub is null limit 1) as "letterOfAccounts",
			(select id from imports where hub = 'mulhouse' and state = 'done' limit 1) as import,
			(select id from imports where hub = 'mulhouse' and state = 'previewed' limit 1) as "importToSettle",
			(select one || '/' || other from duplicate_pairs where hub = 'mulhouse' order by points desc limit 1) as pair,
			(select id from organisation_merges where hub = 'mulhouse' and undone_at is null limit 1) as merge
		from accounts join members on members.account = accounts.id and members.hub = 'mulhouse'
		join representatives on representatives.hub = members.hub and representatives.member = members.id
		join organisations on organisations.hub = representatives.hub and organisations.id = representatives.organisation
		where accounts.email = $1`,
		[readers.member.signedInAs]
	);
	const [asked] = await site.rows<{ introduction: string }>(
		`with offer as (select id, organisation from offers where hub = 'mulhouse' and organisation <> $2 and state = 'open' order by id limit 1),
			new as (
				insert into introductions (hub, need, offer, need_firm, offer_firm, started_as, offer_asked_at, expires_at, waits_for)
				select 'mulhouse', $1, id, $2, organisation, 'staff', now(), now() + interval '9 days', '{need,offer}' from offer
				on conflict do nothing returning id
			)
		select id as introduction from new union select id from introductions where hub = 'mulhouse' and need = $1 limit 1`,
		[found?.need, found?.firm]
	);
	await site.rows(
		"insert into introduction_follow_ups (hub, introduction, member, days) values ('mulhouse', $1, $2, 30) on conflict do nothing",
		[asked?.introduction, found?.member]
	);
	return {
		hub: 'mulhouse',
		key: encodeURIComponent(key),
		token: followUpToken(asked?.introduction, found?.member),
		unsubscribe: unsubscribeToken(found?.member),
		...found,
		...asked,
		paperToSign: paperToken(found?.offerSent)
	};
}

/** As a letter holds it: to hear no more of needs that end. */
function unsubscribeToken(member = '') {
	const said = Buffer.concat([Buffer.from(member.replaceAll('-', ''), 'hex'), Buffer.from('need_ends')]);
	return Buffer.concat([createHmac('sha256', secret).update('unsubscribe mulhouse ').update(said).digest().subarray(0, 16), said]).toString(
		'base64url'
	);
}

/** As a letter holds it: the lease that was sent to be signed. */
function paperToken(paper = '') {
	const said = Buffer.from(paper.replaceAll('-', ''), 'hex');
	return Buffer.concat([said, createHmac('sha256', secret).update('lease paper mulhouse ').update(said).digest().subarray(0, 16)]).toString(
		'base64url'
	);
}

/** As a letter holds it: whether they met, thirty days later, and the answer yes. */
function followUpToken(introduction = '', member = '') {
	const said = Buffer.concat([Buffer.from((introduction + member).replaceAll('-', ''), 'hex'), Buffer.from([30, 0, 0])]);
	return Buffer.concat([said, createHmac('sha256', secret).update('follow-up mulhouse ').update(said).digest().subarray(0, 16)]).toString(
		'base64url'
	);
}
