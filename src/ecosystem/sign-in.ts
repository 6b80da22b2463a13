import { z } from 'zod';
import { askAuth, auth, localPath, openIdName, type Caller } from '#platform/auth.server.ts';
import { transaction } from '#platform/db.server.ts';
import { job, later } from '#platform/jobs.ts';
import { giveBack, limit } from '#platform/limits.ts';
import { found, refuse } from '#platform/refusal.ts';
import { email } from '#platform/shapes.ts';

/** Where to go afterwards: a path of this site, or the start page. */
export const back = z.string().max(500).optional().transform(localPath);

export const SignIn = z.object({ email, password: z.string().min(1).max(200), back });

/** By password. Whoever has a second factor gives it next. Nothing tells a wrong password from an address that nobody has. */
export async function signIn(caller: Caller, { email, password, back }: z.output<typeof SignIn>): Promise<'signed_in' | 'second_factor'> {
	// Only what fails is counted: a workshop behind one address may sign in as often as it likes.
	const buckets = [`sign-in:from:${caller.address}`, `sign-in:account:${email}`];
	await limit(buckets[0], { max: 50, seconds: 300 });
	await limit(buckets[1], { max: 10, seconds: 900 });
	const answer = await askAuth(caller, (options) => auth.api.signInEmail({ ...options, body: { email, password, callbackURL: back } }));
	await Promise.all(buckets.map(giveBack));
	return 'twoFactorRedirect' in answer ? 'second_factor' : 'signed_in';
}

export const GiveCode = z.object({ code: z.string().trim().min(6).max(20), trustDevice: z.boolean().default(false), back });

/** The second factor: the six figures of the app, or one of the codes kept for the day when it is lost. */
export async function giveCode(caller: Caller, { code, trustDevice }: z.output<typeof GiveCode>) {
	const bucket = `second-factor:from:${caller.address}`;
	await limit(bucket, { max: 30, seconds: 300 });
	const figures = code.replaceAll(/\s/g, '');
	await askAuth(caller, async (options) =>
		/^\d{6}$/.test(figures)
			? auth.api.verifyTOTP({ ...options, body: { code: figures, trustDevice } })
			: auth.api.verifyBackupCode({ ...options, body: { code, trustDevice } })
	);
	await giveBack(bucket);
}

export const AskForLink = z.object({ email, back });

/** A link by letter. The answer is the same, and as fast, whether somebody has this address or not: a job looks. */
export async function askForLink(caller: Caller, { email, back }: z.output<typeof AskForLink>) {
	await limit(`link:from:${caller.address}`, { max: 20, seconds: 3600 });
	await limit(`link:to:${email}`, { max: 3, seconds: 900 });
	await transaction((tx) => later(tx, sendLink, { email, back }));
}

export const sendLink = job<{ email: string; back: string }>('account.link', async ({ email, back }) => {
	await auth.api.signInMagicLink({ headers: new Headers(), body: { email, callbackURL: back } });
});

export const OpenLink = z.object({ token: z.string().min(1).max(200), back });

/** Signs in whoever holds the letter; the second factor stays to be given. */
export async function openLink(caller: Caller, { token }: z.output<typeof OpenLink>): Promise<'signed_in' | 'second_factor'> {
	await limit(`link:open:${caller.address}`, { max: 30, seconds: 300 });
	const answer = await askAuth(caller, (options) => auth.api.magicLinkVerify({ ...options, query: { token } }));
	return 'twoFactorRedirect' in answer ? 'second_factor' : 'signed_in';
}

/** The address of the OpenID provider to go to; it sends the person back to `back`. */
export async function signInWithOpenId(caller: Caller, { back }: { back: string }): Promise<string> {
	found(openIdName);
	await limit(`openid:from:${caller.address}`, { max: 60, seconds: 300 });
	const { url } = await askAuth(caller, (options) =>
		auth.api.signInSocial({
			...options,
			body: { provider: 'openid', callbackURL: back, errorCallbackURL: '/sign-in', disableRedirect: true }
		})
	);
	if (!url) throw refuse('back', 'openid_not_reached');
	return url;
}

export const signOut = (caller: Caller) => askAuth(caller, (options) => auth.api.signOut(options));
