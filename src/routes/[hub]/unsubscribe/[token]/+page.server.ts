import { digestKind, linkedPreference, Unsubscribe, unsubscribe } from '#notifications/preferences.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const { kind, isStopped } = await linkedPreference(locals.actor, { token: params.token });
	return { kind: say(`notification_kind_${kind}`), isDigest: kind === digestKind, isStopped };
};

export const actions: Actions = {
	// What a mail program posts in one click (RFC 8058) comes here too; it knows no other field than its own.
	default: form(Unsubscribe.omit({ token: true }), async ({ undo }, { locals, params }) => ({
		isUndone: !(await unsubscribe(locals.actor, { token: params.token as string, undo })).isStopped
	}))
};
