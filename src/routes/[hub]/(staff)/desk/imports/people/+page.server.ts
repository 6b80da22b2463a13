import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { ContactFilter, ContactId, forgetContact, inviteContact, ListContacts, listContacts } from '#imports/contacts.ts';
import { contactSaid } from '#imports/said.ts';
import { form } from '#platform/form.ts';
import type { Actions, PageServerLoad } from './$types';

const usual = ContactFilter.parse({});

export const load: PageServerLoad = async ({ locals, url, parent }) => {
	await parent();
	const filter = filterFrom(ListContacts, url.searchParams);
	const page = await listContacts(locals.actor, { ...filter, limit: 25 });
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}`;
	return { q: filter.q, people: page.items.map(contactSaid), previous: at(page.previous), next: at(page.next), address };
};

export const actions: Actions = {
	invite: form(ContactId, async (input, { locals }) => {
		await inviteContact(locals.actor, input);
		return { done: 'invited' as const };
	}),
	forget: form(ContactId, async (input, { locals }) => {
		await forgetContact(locals.actor, input);
		return { done: 'forgotten' as const };
	})
};
