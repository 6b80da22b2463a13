import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { genericOAuth, magicLink, twoFactor } from 'better-auth/plugins';
import { acrossHubs, db, transaction } from './db.server.ts';
import { isLocale, preferred, locales, type Locale } from './i18n.ts';
import { post } from './mail.ts';
import { readSettings } from './settings.ts';

const settings = readSettings();
export const baseUrl =
	settings.KM0_BASE_URL ??
	`http://${['0.0.0.0', '127.0.0.1', '::'].includes(settings.HOST) ? 'localhost' : settings.HOST}:${settings.PORT}`;

const letter = (to: { email: string; locale?: unknown }, request: Request | undefined, kind: string, link: string, name = '') =>
	acrossHubs(() =>
		transaction((tx) => post(tx, { hub: null, to: to.email, locale: languageOf(to.locale, request), kind, link, params: { name } }))
	);

const languageOf = (locale: unknown, request: Request | undefined): Locale =>
	isLocale(locale) ? locale : (preferred(request?.headers.get('accept-language') ?? null, locales) ?? 'fr');

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

export const auth = betterAuth({
	appName: 'KM0',
	baseURL: baseUrl,
	basePath: '/api/auth',
	secret: settings.KM0_SECRET ?? 'only for commands that sign nobody in, never for a server',
	database: { db, type: 'postgres', transaction: true },
	telemetry: { enabled: false },
	logger: { level: 'error' },
	rateLimit: { enabled: false },
	trustedOrigins: async () => {
		const hosts = await db.selectFrom('hubs').select('host').where('host', 'is not', null).execute();
		return [baseUrl, baseUrl.replace('//localhost', '//127.0.0.1'), ...hosts.map(({ host }) => `https://${host}`)];
	},
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
	session: { modelName: 'sessions', fields: { userId: 'accountId' }, expiresIn: 60 * 60 * 24 * 30, updateAge: 60 * 60 * 24 },
	account: {
		modelName: 'credentials',
		fields: { userId: 'accountId', accountId: 'providerAccountId' },
		accountLinking: { enabled: true, trustedProviders: [] }
	},
	verification: { modelName: 'verifications', storeIdentifier: 'hashed' },
	emailAndPassword: {
		enabled: true,
		requireEmailVerification: true,
		minPasswordLength: 10,
		maxPasswordLength: 200,
		revokeSessionsOnPasswordReset: true,
		sendResetPassword: async ({ user, url }, request) => void (await letter(user, request, 'reset_password', url, user.name))
	},
	emailVerification: {
		sendOnSignUp: true,
		autoSignInAfterVerification: true,
		sendVerificationEmail: async ({ user, url }, request) => void (await letter(user, request, 'confirm_email', url, user.name))
	},
	plugins: [
		magicLink({
			disableSignUp: true,
			storeToken: 'hashed',
			sendMagicLink: async ({ email, url }, context) => void (await letter({ email }, context?.request, 'magic_link', url))
		}),
		twoFactor({
			issuer: 'KM0',
			twoFactorTable: 'twoFactors',
			schema: { twoFactor: { fields: { userId: 'accountId' } } }
		}),
		passkey({
			rpName: 'KM0',
			rpID: new URL(baseUrl).hostname,
			origin: baseUrl,
			schema: { passkey: { modelName: 'passkeys', fields: { userId: 'accountId', credentialID: 'credentialId' } } }
		}),
		...openId
	]
});
