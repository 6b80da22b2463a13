import type { RequestEvent } from '@sveltejs/kit';
import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { APIError, isAPIError } from 'better-auth/api';
import { genericOAuth, magicLink, twoFactor } from 'better-auth/plugins';
import { acrossHubs, db, transaction } from './db.server.ts';
import { isLocale, type Locale } from './i18n.ts';
import { limit } from './limits.ts';
import { log } from './log.ts';
import { post } from './mail.ts';
import { forbidden, refuse, Refusal, signInFirst } from './refusal.ts';
import { readSettings } from './settings.ts';

const settings = readSettings();
export const baseUrl =
	settings.KM0_BASE_URL ??
	`http://${['0.0.0.0', '127.0.0.1', '::'].includes(settings.HOST) ? 'localhost' : settings.HOST}:${settings.PORT}`;

/** Puts a letter about an account in the outbox. Its link opens a page of ours, where a button does the rest: what only fetches links changes nothing. */
const letter = (to: { email: string; name: string; locale?: unknown }, kind: string, page: string, token: string, theirs: string) => {
	const link = new URL(page, baseUrl);
	if (token) link.searchParams.set('token', token);
	const back = localPath(new URL(theirs, baseUrl).searchParams.get('callbackURL'));
	if (back !== '/') link.searchParams.set('back', back);
	return acrossHubs(() =>
		transaction((tx) =>
			post(tx, { hub: null, to: to.email, locale: languageOf(to.locale), kind, link: link.href, params: { name: to.name } })
		)
	);
};

const languageOf = (locale: unknown): Locale => (isLocale(locale) ? locale : 'fr');

/** A path of this site to come back to; anything else (another site, `//there`, a script) is the start page. */
export function localPath(path: unknown): string {
	if (typeof path !== 'string' || !/^\/(?![/\\])[^\s\\]*$/.test(path) || path.length > 500) return '/';
	return URL.canParse(path, baseUrl) && new URL(path, baseUrl).origin === new URL(baseUrl).origin ? path : '/';
}

const openId =
	settings.KM0_OIDC_ISSUER && settings.KM0_OIDC_CLIENT_ID && settings.KM0_OIDC_CLIENT_SECRET
		? [
				genericOAuth({
					config: [
						{
							providerId: 'openid',
							name: settings.KM0_OIDC_NAME,
							discoveryUrl: `${settings.KM0_OIDC_ISSUER.replace(/\/+$/, '')}/.well-known/openid-configuration`,
							clientId: settings.KM0_OIDC_CLIENT_ID,
							clientSecret: settings.KM0_OIDC_CLIENT_SECRET,
							scopes: ['openid', 'email', 'profile'],
							pkce: true
						}
					]
				})
			]
		: [];

export const openIdName = openId.length ? settings.KM0_OIDC_NAME : null;

const signInListeners = new Set<(account: string) => Promise<void>>();

/** Calls `listener` whenever somebody signs in, by whichever door. */
export const whenSignedIn = (listener: (account: string) => Promise<void>) => void signInListeners.add(listener);

const secondFactor = twoFactor({
	issuer: 'KM0',
	twoFactorTable: 'twoFactors',
	schema: { twoFactor: { fields: { userId: 'accountId' } } }
});
// The plugin asks for the second factor after a password only; a link from a mailbox is not worth more.
const signIns = ['/sign-in/email', '/magic-link/verify', '/verify-email'];
secondFactor.hooks.after[0].matcher = ({ path }) => signIns.includes(path ?? '');

const made = betterAuth({
	appName: 'KM0',
	baseURL: baseUrl,
	basePath: '/api/auth',
	secret: settings.KM0_SECRET ?? 'only for commands that sign nobody in, never for a server',
	database: { db, type: 'postgres', transaction: true },
	telemetry: { enabled: false },
	// Its own lines may name people: only that something broke is kept.
	logger: { level: 'error', log: (_, message) => log.error({ message }, 'auth') },
	// Counted in `limits.ts`, for pages and programs alike.
	rateLimit: { enabled: false },
	trustedOrigins: [baseUrl, baseUrl.replace('//localhost', '//127.0.0.1')],
	onAPIError: { errorURL: `${baseUrl}/sign-in` },
	advanced: { useSecureCookies: baseUrl.startsWith('https:'), cookiePrefix: 'km0', ipAddress: { ipAddressHeaders: ['x-km0-address'] } },
	user: {
		modelName: 'accounts',
		additionalFields: {
			locale: { type: 'string', defaultValue: 'fr' },
			isNetworkAdmin: { type: 'boolean', defaultValue: false, input: false }
		},
		changeEmail: { enabled: true },
		deleteUser: { enabled: false }
	},
	session: { modelName: 'sessions', fields: { userId: 'accountId' }, expiresIn: 60 * 60 * 24 * 30, updateAge: 60 * 60 },
	account: {
		modelName: 'credentials',
		fields: { userId: 'account', accountId: 'providerAccountId' },
		updateAccountOnSignIn: false,
		accountLinking: { enabled: true, trustedProviders: [] }
	},
	databaseHooks: {
		session: {
			create: {
				after: async ({ userId }) => {
					for (const listener of signInListeners) await listener(userId);
				}
			}
		},
		// We ask the OpenID provider who somebody is, and nothing in their name afterwards.
		account: { create: { before: async (account) => ({ data: { ...account, accessToken: null, refreshToken: null, idToken: null } }) } }
	},
	verification: { modelName: 'verifications', storeIdentifier: 'hashed' },
	emailAndPassword: {
		enabled: true,
		requireEmailVerification: true,
		minPasswordLength: 10,
		maxPasswordLength: 200,
		revokeSessionsOnPasswordReset: true,
		sendResetPassword: ({ user, token, url }) => letter(user, 'reset_password', '/reset-password', token, url),
		// Whoever opened the letter has shown that the address is theirs.
		onPasswordReset: async ({ user }) => {
			await db.updateTable('accounts').set({ emailVerified: true }).where('id', '=', user.id).execute();
		},
		onExistingUserSignUp: ({ user }) => letter(user, 'already_registered', '/sign-in', '', '/')
	},
	emailVerification: {
		sendOnSignUp: true,
		// A right password with an address that is not confirmed yet: the first letter may be lost.
		sendOnSignIn: true,
		expiresIn: 60 * 60 * 24,
		autoSignInAfterVerification: true,
		sendVerificationEmail: ({ user, token, url }) => letter(user, 'confirm_email', '/confirm', token, url)
	},
	plugins: [
		magicLink({
			disableSignUp: true,
			storeToken: 'hashed',
			expiresIn: 60 * 15,
			sendMagicLink: async ({ email, token, url }) => {
				const account = await db.selectFrom('accounts').select(['name', 'email', 'locale']).where('email', '=', email).executeTakeFirst();
				if (account) await letter(account, 'magic_link', '/sign-in/link', token, url);
			}
		}),
		secondFactor,
		passkey({
			rpName: 'KM0',
			rpID: new URL(baseUrl).hostname,
			origin: baseUrl,
			authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
			authentication: {
				// A key that asks neither for a finger nor for a PIN would stand for both factors with one.
				afterVerification: async ({ verification }) => {
					if (!verification.authenticationInfo.userVerified) throw new APIError('UNAUTHORIZED', { code: 'PASSKEY_WITHOUT_PERSON' });
				}
			},
			schema: { passkey: { modelName: 'passkeys', fields: { userId: 'accountId', credentialID: 'credentialId' } } }
		}),
		...openId
	]
});

// What a browser itself must ask; all else is asked by our pages, which count and check first.
const open = new Set([
	'/api/auth/callback/openid',
	'/api/auth/passkey/generate-register-options',
	'/api/auth/passkey/verify-registration',
	'/api/auth/passkey/generate-authenticate-options',
	'/api/auth/passkey/verify-authentication'
]);

async function handler(request: Request): Promise<Response> {
	if (!open.has(new URL(request.url).pathname)) return new Response(null, { status: 404 });
	try {
		await limit(`auth:${request.headers.get('x-km0-address')}`, { max: 60, seconds: 300 });
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		return new Response(null, { status: error.status, headers: { 'retry-after': String(error.params.seconds) } });
	}
	return made.handler(request);
}

export const auth = { ...made, handler };

/** A browser at the door: what it sent, from where, and where its cookies go. */
export interface Caller {
	headers: Headers;
	address: string;
	keep: (name: string, value: string, options: CookieOptions) => void;
}

export interface CookieOptions {
	path: string;
	maxAge?: number;
	httpOnly: boolean;
	secure: boolean;
	sameSite: 'lax' | 'strict' | 'none';
}

/** Asks the library in the caller's name, hands its cookies over and turns its refusals into ours. */
export async function askAuth<T>(
	caller: Caller,
	work: (options: { headers: Headers; returnHeaders: true }) => Promise<{ headers: Headers; response: T }>
): Promise<T> {
	try {
		const { headers, response } = await work({ headers: caller.headers, returnHeaders: true });
		for (const cookie of headers.getSetCookie()) keepCookie(caller, cookie);
		return response;
	} catch (error) {
		throw isAPIError(error) ? refusalFrom(error) : error;
	}
}

function keepCookie(caller: Caller, cookie: string) {
	const [pair = '', ...attributes] = cookie.split(/;\s*/);
	const sent = new Map(attributes.map((attribute) => [attribute.split('=')[0].toLowerCase(), attribute.split('=')[1] ?? '']));
	const maxAge = sent.get('max-age');
	caller.keep(pair.slice(0, pair.indexOf('=')), decodeURIComponent(pair.slice(pair.indexOf('=') + 1)), {
		path: sent.get('path') ?? '/',
		...(maxAge !== undefined && { maxAge: Number(maxAge) }),
		httpOnly: sent.has('httponly'),
		secure: sent.has('secure'),
		sameSite: (sent.get('samesite')?.toLowerCase() as CookieOptions['sameSite'] | undefined) ?? 'lax'
	});
}

const refusals: Record<string, () => Refusal> = {
	INVALID_EMAIL_OR_PASSWORD: () => new Refusal('sign_in_refused', { status: 401 }),
	EMAIL_NOT_VERIFIED: () => new Refusal('email_not_confirmed', { status: 403 }),
	INVALID_PASSWORD: () => refuse('password', 'password_wrong'),
	INVALID_TOKEN: () => new Refusal('link_no_longer_valid', { status: 410 }),
	TOKEN_EXPIRED: () => new Refusal('link_no_longer_valid', { status: 410 }),
	USER_NOT_FOUND: () => new Refusal('link_no_longer_valid', { status: 410 }),
	INVALID_USER: () => new Refusal('link_of_another_account', { status: 403 }),
	INVALID_CODE: () => refuse('code', 'code_wrong'),
	INVALID_BACKUP_CODE: () => refuse('code', 'code_wrong'),
	INVALID_TWO_FACTOR_COOKIE: () => new Refusal('sign_in_again', { status: 401 }),
	TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: () => new Refusal('sign_in_again', { status: 401 }),
	ACCOUNT_TEMPORARILY_LOCKED: () => new Refusal('too_many_requests', { status: 429, params: { seconds: 900 } }),
	SESSION_NOT_FRESH: () => new Refusal('sign_in_again', { status: 401 })
};

function refusalFrom(error: APIError): unknown {
	const known = refusals[error.body?.code ?? ''];
	if (known) return known();
	// A link that is used up sends elsewhere instead of saying so.
	if (error.status === 'FOUND') return new Refusal('link_no_longer_valid', { status: 410 });
	if (error.status === 'UNAUTHORIZED') return signInFirst();
	return error.status === 'FORBIDDEN' ? forbidden() : error;
}

/** The browser behind a page's action. */
export const callerOf = ({ request, getClientAddress, cookies }: RequestEvent): Caller => ({
	headers: request.headers,
	address: getClientAddress(),
	keep: (name, value, options) => cookies.set(name, value, options)
});
