import { z } from 'zod';
import { askAuth, auth, type Caller } from '#platform/auth.server.ts';
import { acrossHubs, db, transaction } from '#platform/db.server.ts';
import { post } from '#platform/mail.ts';
import { conflict, found } from '#platform/refusal.ts';
import { guessing, type Account } from './accounts.ts';

export const WithPassword = z.object({ password: z.string().min(1).max(200) });
type WithPassword = z.output<typeof WithPassword>;

/** Makes a secret that counts only once a code from it was given. It is shown this once. */
export async function beginSecondFactor(caller: Caller, account: Account, { password }: WithPassword) {
	const begun = await guessing(account, () =>
		askAuth(caller, (options) => auth.api.enableTwoFactor({ ...options, body: { password, method: 'totp' } }))
	);
	if (begun.method !== 'totp') throw new Error('the second factor is an app, never a letter');
	return {
		address: begun.totpURI,
		secret: new URL(begun.totpURI).searchParams.get('secret') ?? '',
		backupCodes: begun.backupCodes
	};
}

export const ProveSecondFactor = z.object({ code: z.string().trim().min(6).max(10) });

/** From here on, a sign-in asks for it. */
export async function proveSecondFactor(caller: Caller, account: Account, { code }: z.output<typeof ProveSecondFactor>) {
	if ((await secondFactorOf(account)) !== 'begun') throw conflict('start_again');
	await guessing(account, () =>
		askAuth(caller, (options) => auth.api.verifyTOTP({ ...options, body: { code: code.replaceAll(/\s/g, '') } }))
	);
	await tell(account, 'second_factor_on');
}

export async function dropSecondFactor(caller: Caller, account: Account, { password }: WithPassword) {
	await guessing(account, () => askAuth(caller, (options) => auth.api.disableTwoFactor({ ...options, body: { password } })));
	await tell(account, 'second_factor_off');
}

/** New codes for the day when the app is lost; the old ones end. */
export async function renewBackupCodes(caller: Caller, account: Account, { password }: WithPassword): Promise<string[]> {
	const { backupCodes } = await guessing(account, () =>
		askAuth(caller, (options) => auth.api.generateBackupCodes({ ...options, body: { password } }))
	);
	return backupCodes;
}

const tell = ({ email, name, locale }: Account, kind: string) =>
	acrossHubs(() => transaction((tx) => post(tx, { hub: null, to: email, locale, kind, params: { name } })));

export const passkeysOf = (account: Account) =>
	db
		.selectFrom('passkeys')
		.select(['id', 'name', 'deviceType', 'createdAt'])
		.where('accountId', '=', account.id)
		.orderBy('createdAt')
		.execute();

export const RemovePasskey = z.object({ passkey: z.string().min(1).max(100) });

export async function removePasskey(account: Account, { passkey }: z.output<typeof RemovePasskey>) {
	found(await db.deleteFrom('passkeys').where('accountId', '=', account.id).where('id', '=', passkey).returning('id').executeTakeFirst());
}

/** `begun` waits for its first code; only `on` is asked at sign-in. */
export async function secondFactorOf(account: Account): Promise<'off' | 'begun' | 'on'> {
	const row = await db.selectFrom('twoFactors').select('verified').where('accountId', '=', account.id).executeTakeFirst();
	return row ? (row.verified ? 'on' : 'begun') : 'off';
}
