import { redirect } from '@sveltejs/kit';
import { ChangePassword, changePassword, hasPassword } from '#ecosystem/accounts.ts';
import {
	beginSecondFactor,
	dropSecondFactor,
	passkeysOf,
	ProveSecondFactor,
	proveSecondFactor,
	RemovePasskey,
	removePasskey,
	renewBackupCodes,
	secondFactorOf,
	WithPassword
} from '#ecosystem/second-factors.ts';
import { EndSession, endAllSessions, endSession, sessionsOf } from '#ecosystem/sessions.ts';
import { baseUrl, callerOf, openIdName } from '#platform/auth.server.ts';
import { form } from '#platform/form.ts';
import { signedIn } from '#platform/signed-in.ts';
import { qrSvg } from '#platform/text/qr.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const account = signedIn(event);
	const [password, secondFactor, passkeys, sessions] = await Promise.all([
		hasPassword(account),
		secondFactorOf(account),
		passkeysOf(account),
		sessionsOf(callerOf(event), account)
	]);
	return {
		hasPassword: password,
		openId: openIdName ?? 'OpenID',
		secondFactor,
		passkeys,
		sessions,
		hasPasskeys: event.url.host === new URL(baseUrl).host
	};
};

export const actions: Actions = {
	password: form(ChangePassword, async (input, event) => {
		await changePassword(callerOf(event), signedIn(event), input);
		return { done: 'password' as const };
	}),
	begin: form(WithPassword, async (input, event) => {
		const { address, secret, backupCodes } = await beginSecondFactor(callerOf(event), signedIn(event), input);
		return { done: 'begun' as const, picture: qrSvg(address), secret, backupCodes };
	}),
	prove: form(ProveSecondFactor, async (input, event) => {
		await proveSecondFactor(callerOf(event), signedIn(event), input);
		return { done: 'on' as const };
	}),
	drop: form(WithPassword, async (input, event) => {
		await dropSecondFactor(callerOf(event), signedIn(event), input);
		return { done: 'off' as const };
	}),
	renew: form(WithPassword, async (input, event) => ({
		done: 'renewed' as const,
		backupCodes: await renewBackupCodes(callerOf(event), signedIn(event), input)
	})),
	unkey: form(RemovePasskey, async (input, event) => {
		await removePasskey(signedIn(event), input);
		return { done: 'unkeyed' as const };
	}),
	end: form(EndSession, async (input, event) => {
		await endSession(signedIn(event), input);
		return { done: 'ended' as const };
	}),
	endAll: async (event) => {
		await endAllSessions(callerOf(event), signedIn(event));
		redirect(303, '/sign-in');
	}
};
