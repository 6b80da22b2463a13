import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { z } from 'zod';
import { askAuth, auth, baseUrl, type Caller } from '#platform/auth.server.ts';
import { acrossHubs, db, transaction, type Tx } from '#platform/db.server.ts';
import type { Locale } from '#platform/i18n.ts';
import { job, later } from '#platform/jobs.ts';
import { giveBack, limit } from '#platform/limits.ts';
import { post } from '#platform/mail.ts';
import { found, refuse } from '#platform/refusal.ts';
import { email, locale, requiredText } from '#platform/shapes.ts';
import { back } from './sign-in.ts';

/** The signed-in person, in whatever hub. */
export interface Account {
	id: string;
	name: string;
	email: string;
	locale: Locale;
	isNetworkAdmin: boolean;
}

export const newPassword = z.string().min(10).max(200);
const personName = requiredText(120);
const token = z.string().min(1).max(2000);

export const SignUp = z.object({ name: personName, email, password: newPassword, locale, back });

/** Makes an account that waits for its address to be confirmed. Who has one already gets a letter that says so; the page never does. */
export async function signUp(caller: Caller, { name, email, password, locale, back }: z.output<typeof SignUp>) {
	await limit(`sign-up:from:${caller.address}`, { max: 20, seconds: 3600 });
	await limit(`sign-up:to:${email}`, { max: 5, seconds: 3600 });
	await askAuth(caller, (options) => auth.api.signUpEmail({ ...options, body: { name, email, password, locale, callbackURL: back } }));
}

export const ConfirmEmail = z.object({ token, back });

/** Confirms a first or a new address with the token of its letter, and signs in whoever was not yet. */
export async function confirmEmail(caller: Caller, { token }: z.output<typeof ConfirmEmail>) {
	await limit(`confirm:from:${caller.address}`, { max: 30, seconds: 300 });
	await askAuth(caller, (options) => auth.api.verifyEmail({ ...options, query: { token } }));
	const { email, updateTo } = claims(token);
	if (updateTo) await tellOfChange(email, updateTo, 'email_changed');
}

const Claims = z.object({ email: z.string(), updateTo: z.string().optional() });

/** What the token says; to be believed once it was verified. */
const claims = (token: string) => Claims.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()));

/** The address that a letter's token is about, for its page to name; null where the link was cut short. */
export function addressIn(token: string): string | null {
	try {
		const { email, updateTo } = claims(token);
		return updateTo ?? email;
	} catch {
		return null;
	}
}

/** A change that a thief would make too is told to the address that the owner reads. */
async function tellOfChange(to: string, account: string, kind: string) {
	const { name, locale } = await db
		.selectFrom('accounts')
		.select(['name', 'locale'])
		.where('email', '=', account)
		.executeTakeFirstOrThrow();
	await acrossHubs(() => transaction((tx) => post(tx, { hub: null, to, locale: locale as Locale, kind, params: { name } })));
}

export const AskForPassword = z.object({ email });

/** The answer is the same, and as fast, whether somebody has this address or not: a job looks. */
export async function askForPassword(caller: Caller, { email }: z.output<typeof AskForPassword>) {
	await limit(`password:from:${caller.address}`, { max: 20, seconds: 3600 });
	await limit(`password:to:${email}`, { max: 3, seconds: 900 });
	await transaction((tx) => later(tx, sendPasswordLetter, { email }));
}

export const sendPasswordLetter = job<{ email: string }>('account.password', async ({ email }) => {
	await auth.api.requestPasswordReset({ body: { email } });
});

export const ChoosePassword = z.object({ token, password: newPassword });

/** A new password with the token of the letter; every session ends. */
export async function choosePassword(caller: Caller, { token, password }: z.output<typeof ChoosePassword>) {
	await limit(`password:choose:${caller.address}`, { max: 30, seconds: 300 });
	await askAuth(caller, (options) => auth.api.resetPassword({ ...options, body: { token, newPassword: password } }));
}

export const ChangePassword = z.object({ password: z.string().min(1).max(200), newPassword });

/** Other sessions end: whoever knew the old password is out. */
export async function changePassword(caller: Caller, account: Account, { password, newPassword }: z.output<typeof ChangePassword>) {
	await guessing(account, () =>
		askAuth(caller, (options) =>
			auth.api.changePassword({ ...options, body: { currentPassword: password, newPassword, revokeOtherSessions: true } })
		)
	);
	await tellOfChange(account.email, account.email, 'password_changed');
}

/** Whoever sits at an open session could try passwords here instead of at the front door. */
export async function guessing<T>(account: Account, work: () => Promise<T>): Promise<T> {
	const bucket = `guess:account:${account.id}`;
	await limit(bucket, { max: 10, seconds: 900 });
	const answer = await work();
	await giveBack(bucket);
	return answer;
}

export const checkPassword = (caller: Caller, account: Account, password: string) =>
	guessing(account, () => askAuth(caller, (options) => auth.api.verifyPassword({ ...options, body: { password } })));

export const ChangeEmail = z.object({ email, password: z.string().min(1).max(200) });

/** Takes effect when the letter to the new address is confirmed. Says the same when somebody else has that address. */
export async function changeEmail(caller: Caller, account: Account, { email, password }: z.output<typeof ChangeEmail>) {
	if (email === account.email) throw refuse('email', 'email_is_the_same');
	await limit(`change-email:account:${account.id}`, { max: 5, seconds: 3600 });
	await checkPassword(caller, account, password);
	await askAuth(caller, (options) => auth.api.changeEmail({ ...options, body: { newEmail: email, callbackURL: '/account' } }));
}

export const ChangeProfile = z.object({ name: personName, locale });

export const changeProfile = (account: Account, { name, locale }: z.output<typeof ChangeProfile>) =>
	transaction((tx) => tx.updateTable('accounts').set({ name, locale, updatedAt: new Date() }).where('id', '=', account.id).execute());

export const hasPassword = async (account: Account) =>
	(await db
		.selectFrom('credentials')
		.select('id')
		.where('account', '=', account.id)
		.where('providerId', '=', 'credential')
		.where('password', 'is not', null)
		.executeTakeFirst()) !== undefined;

export const CreateAccount = z.object({ name: personName, email, password: newPassword.optional(), locale: locale.default('fr') });

/** An account whose address needs no letter: its owner holds an invitation, sets up the first hub, or stands at the server. */
export async function createAccount(tx: Tx, { name, email, password, locale }: z.output<typeof CreateAccount>): Promise<Account> {
	const id = randomUUID();
	await tx.insertInto('accounts').values({ id, name, email, locale, emailVerified: true }).execute();
	if (password)
		await tx
			.insertInto('credentials')
			.values({ id: randomUUID(), account: id, providerId: 'credential', providerAccountId: id, password: await hashPassword(password) })
			.execute();
	return { id, name, email, locale, isNetworkAdmin: false };
}

export const findAccount = (email: string) =>
	db
		.selectFrom('accounts')
		.select(['id', 'name', 'email', 'locale', 'isNetworkAdmin'])
		.where('email', '=', email)
		.where('anonymisedAt', 'is', null)
		.executeTakeFirst() as Promise<Account | undefined>;

export async function makeNetworkAdmin(email: string) {
	const account = found(await findAccount(email));
	await db.updateTable('accounts').set({ isNetworkAdmin: true }).where('id', '=', account.id).execute();
	return account;
}

/** Tells people of a hub that came from another installation where it is now, and lets them choose a password. */
export const welcomeMoved = (hub: string, emails: readonly string[]) =>
	acrossHubs(() =>
		transaction(async (tx) => {
			const { name: hubName } = await tx.selectFrom('hubs').select('name').where('id', '=', hub).executeTakeFirstOrThrow();
			for (const email of emails) {
				const { name, locale } = await tx
					.selectFrom('accounts')
					.select(['name', 'locale'])
					.where('email', '=', email)
					.executeTakeFirstOrThrow();
				const letter = { hub: null, to: email, locale: locale as Locale, kind: 'hub_moved', params: { name, hub: hubName } };
				await post(tx, { ...letter, link: `${baseUrl}/reset-password` });
			}
		})
	);

/** Stands where a person's name was. */
export const nobody = 'N. N.';

export const ForgetAccount = z.object({ email, password: z.string().max(200).default('') });
