import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { checkPassword, ForgetAccount, hasPassword } from '#ecosystem/accounts.ts';
import { signOut } from '#ecosystem/sign-in.ts';
import { callerOf } from '#platform/auth.server.ts';
import { form } from '#platform/form.ts';
import { refuse } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import { askOwnErasure, KeepMyData, keepMyData, ownErasures } from '#privacy/erasures.ts';
import { askForOwnData, daysPacked, lastExport } from '#privacy/own-exports.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const account = signedIn(event);
	const packed = await lastExport(account);
	return {
		hasPassword: await hasPassword(account),
		erasures: await ownErasures(account),
		packed: packed && {
			id: packed.id,
			state: packed.state,
			isAtWork: ['waiting', 'running'].includes(packed.state),
			progress: packed.progress,
			days: daysPacked,
			size: sizeSaid(packed.size ?? 0, event.locals.locale)
		}
	};
};

const sizeSaid = (bytes: number, locale: string) =>
	new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(bytes / 1_000_000);

export const actions: Actions = {
	export: form(z.object({}), async (_, event) => {
		const how = await askForOwnData(signedIn(event), event.locals.locale);
		redirect(303, how === 'at_once' ? '/account/data/export.zip' : '/account/data');
	}),
	forget: form(ForgetAccount, async ({ email, password }, event) => {
		const account = signedIn(event);
		const caller = callerOf(event);
		if (email !== account.email) throw refuse('email', 'email_not_yours');
		if (await hasPassword(account)) await checkPassword(caller, account, password);
		await askOwnErasure(account);
		await signOut(caller);
		redirect(303, '/sign-in?done=forgotten');
	}),
	keep: form(KeepMyData, async (input, event) => {
		await keepMyData(signedIn(event), input);
		return { kept: true };
	})
};
