import { z } from 'zod';
import { notificationPreferences, setNotificationPreferences } from '#notifications/preferences.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { mailings, notificationKinds } from '#platform/notifications.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { kinds, digest } = await notificationPreferences(event.locals.actor);
	return {
		kinds: kinds.map((one) => ({ ...one, label: say(`notification_kind_${one.kind}`) })),
		digest,
		mailings: mailings.map((value) => ({ value, label: say(`mailing_${value}`) }))
	};
};

/** A box and a choice for each kind; a kind whose letter must go has no choice. */
const chosen = () => {
	const kinds = notificationKinds();
	return z.object({
		inApp: z.object(Object.fromEntries(kinds.map(({ name }) => [name, z.boolean().default(false)]))),
		mail: z.object(Object.fromEntries(kinds.map(({ name }) => [name, z.enum(mailings).optional()]))),
		digest: z.boolean().default(false)
	});
};

export const actions: Actions = {
	default: (event) =>
		form(chosen(), async ({ inApp, mail, digest }) => {
			const { actor } = event.locals;
			const { kinds } = await notificationPreferences(actor);
			await setNotificationPreferences(actor, {
				kinds: kinds.map((one) => ({ kind: one.kind, inApp: inApp[one.kind] ?? false, mail: mail[one.kind] ?? one.mail })),
				digest
			});
			return { saved: true };
		})(event)
};
