import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '#platform/db.server.ts';
import { browser, type Browser } from '#platform/testing/caller.ts';
import { refusal } from '#platform/testing/people.ts';

const provider = new OAuth2Server();
let claims: Record<string, unknown> = {};
let auth: (typeof import('#platform/auth.server.ts'))['auth'];
let signInWithOpenId: (typeof import('./sign-in.ts'))['signInWithOpenId'];

beforeAll(async () => {
	await provider.issuer.keys.generate('RS256');
	await provider.start(0, 'localhost');
	provider.service.on('beforeTokenSigning', (token: { payload: Record<string, unknown> }) => Object.assign(token.payload, claims));
	Object.assign(process.env, {
		KM0_OIDC_ISSUER: provider.issuer.url,
		KM0_OIDC_CLIENT_ID: 'km0',
		KM0_OIDC_CLIENT_SECRET: 'secret of the hub',
		KM0_OIDC_NAME: 'Compte UHA'
	});
	({ auth } = await import('#platform/auth.server.ts'));
	({ signInWithOpenId } = await import('./sign-in.ts'));
});
afterAll(() => provider.stop());

/** Goes to the provider, where somebody with these claims is known, and comes back. */
async function goThrough(at: Browser, who: Record<string, unknown>, back = '/mulhouse') {
	const there = new URL(await signInWithOpenId(at, { back }));
	expect(there.origin).toBe(provider.issuer.url);
	expect(there.searchParams.get('code_challenge_method')).toBe('S256');
	claims = { aud: 'km0', nonce: there.searchParams.get('nonce') ?? undefined, ...who };
	const home = (await fetch(there, { redirect: 'manual' })).headers.get('location') ?? '';
	expect(home).toMatch(/^http:\/\/localhost:3000\/api\/auth\/callback\/openid\?/);
	const answer = await auth.handler(new Request(home, { headers: at.headers }));
	for (const cookie of answer.headers.getSetCookie()) {
		const [pair = ''] = cookie.split(';');
		at.jar.set(pair.slice(0, pair.indexOf('=')), decodeURIComponent(pair.slice(pair.indexOf('=') + 1)));
	}
	return answer.headers.get('location') ?? '';
}

const whoIs = async (at: Browser) => (await auth.api.getSession({ headers: at.headers }))?.user;

test('a newcomer whom the provider vouches for gets an account, and none of the provider’s tokens is kept', async () => {
	const at = browser();
	expect(await goThrough(at, { sub: 'uha-1', email: 'lea@uha.example', email_verified: true, name: 'Léa Sutter' })).toBe('/mulhouse');
	const user = await whoIs(at);
	expect(user).toMatchObject({ email: 'lea@uha.example', name: 'Léa Sutter', emailVerified: true, isNetworkAdmin: false });
	expect(
		await db
			.selectFrom('credentials')
			.select(['providerId', 'accessToken', 'refreshToken', 'idToken'])
			.where('account', '=', user?.id ?? '')
			.execute()
	).toEqual([{ providerId: 'openid', accessToken: null, refreshToken: null, idToken: null }]);

	const again = browser();
	expect(await goThrough(again, { sub: 'uha-1', email: 'lea@uha.example', email_verified: true, name: 'Léa Sutter' })).toBe('/mulhouse');
	expect((await whoIs(again))?.id).toBe(user?.id);
});

test('an account with a password is the same person when the provider vouches for the address', async () => {
	const at = browser();
	await goThrough(at, { sub: 'uha-2', email: 'animation@mulhouse.example', email_verified: true, name: 'Y. Benali' });
	expect(await whoIs(at)).toMatchObject({ id: 'demo-animation@mulhouse.example', name: 'Yacine Benali' });
});

test('an address that the provider does not vouch for opens nobody’s account', async () => {
	const at = browser();
	const to = await goThrough(at, { sub: 'uha-3', email: 'direction@mulhouse.example', email_verified: false, name: 'Mallory' });
	expect(to).toMatch(/^\/sign-in\?error=/);
	expect(await whoIs(at)).toBe(undefined);
});

test('the way back is a page of this site, and a state made elsewhere is refused', async () => {
	expect(await refusal(signInWithOpenId(browser(), { back: '/mulhouse' }))).toBe('accepted');
	const at = browser();
	const there = new URL(await signInWithOpenId(at, { back: '/' }));
	const home = (await fetch(there, { redirect: 'manual' })).headers.get('location') ?? '';
	const thief = await auth.handler(new Request(home, { headers: browser().headers }));
	expect(thief.headers.get('location')).toMatch(/error=/);
	expect(thief.headers.getSetCookie().join()).not.toMatch(/session_token=[^;]/);
});
