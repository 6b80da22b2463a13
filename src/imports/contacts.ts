import { sql } from 'kysely';
import { z } from 'zod';
import { invite } from '#ecosystem/invitations.ts';
import type { Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import type { Locale } from '#platform/i18n.ts';
import { record } from '#platform/journal.ts';
import { limit } from '#platform/limits.ts';
import { cursorPage, PageInput } from '#platform/page.ts';
import { authorize, conflict, found } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import type { legalBases } from './imports.ts';
import { mayImport } from './policy.ts';

export const ContactFilter = z.object({ q: text(100).default('') });
export const ListContacts = ContactFilter.extend(PageInput.shape);
export const ContactId = z.object({ contact: z.uuid() });

const isMember = sql<boolean>`exists (select from members m join accounts a on a.id = m.account
	where m.hub = contacts.hub and m.left_at is null and lower(a.email) = contacts.email)`;

const listed = (actor: Actor) =>
	db
		.selectFrom('contacts')
		.leftJoin('organisations', (join) =>
			join
				.onRef('organisations.hub', '=', 'contacts.hub')
				.onRef('organisations.id', '=', 'contacts.organisation')
				.on('archivedAt', 'is', null)
		)
		.select([
			'contacts.id',
			'contacts.email',
			'contacts.name',
			'contacts.title',
			'contacts.phone',
			'contacts.source',
			'contacts.recordedAt'
		])
		.select(['contacts.invitedAt', 'organisations.name as organisation', 'organisations.slug as organisationSlug'])
		.select([
			sql<Locale>`contacts.locale`.as('locale'),
			sql<(typeof legalBases)[number]>`contacts.legal_basis`.as('legalBasis'),
			isMember.as('isMember')
		])
		.where('contacts.hub', '=', actor.hub);

/** People whom imports recorded, by name. */
export async function listContacts(actor: Actor, { q, ...page }: z.output<typeof ListContacts>) {
	authorize(mayImport(actor));
	let query = listed(actor);
	if (q)
		query = query.where(
			sql<boolean>`without_accents(concat_ws(' ', contacts.name, contacts.email, contacts.title, organisations.name))
				ilike without_accents(${`%${q.replaceAll(/[\\%_]/g, '\\$&')}%`})`
		);
	return cursorPage(
		query,
		[
			['name', 'asc'],
			['id', 'asc']
		],
		page
	);
}
export type ContactView = Awaited<ReturnType<typeof listContacts>>['items'][number];

const findContact = async (actor: Actor, id: string) => {
	authorize(mayImport(actor));
	return found(await listed(actor).select('contacts.organisation as organisationId').where('contacts.id', '=', id).executeTakeFirst());
};

/** Sends a recorded person the letter with which they become a member. */
export async function inviteContact(actor: Actor, { contact }: z.output<typeof ContactId>) {
	const { email, locale, organisationId, isMember } = await findContact(actor, contact);
	if (isMember) throw conflict('contact_already_invited');
	await limit(`invite:${actor.hub}:${actor.member}`, { max: 100, seconds: 3600 });
	await transaction(async (tx) => {
		const { numUpdatedRows } = await tx
			.updateTable('contacts')
			.set({ invitedAt: new Date(), updatedAt: new Date(), version: sql<number>`version + 1` })
			.where('hub', '=', actor.hub)
			.where('id', '=', contact)
			.where('invitedAt', 'is', null)
			.executeTakeFirst();
		if (!numUpdatedRows) throw conflict('contact_already_invited');
		await invite(tx, actor, { email, roles: ['member'], locale, organisation: organisationId ?? undefined });
		await record(tx, actor, 'contact.invited', contact);
	});
	return { id: contact };
}

/** Keeps nothing of this person any longer. */
export async function forgetContact(actor: Actor, { contact }: z.output<typeof ContactId>) {
	const { email } = await findContact(actor, contact);
	await transaction(async (tx) => {
		await tx.deleteFrom('contacts').where('hub', '=', actor.hub).where('id', '=', contact).execute();
		await tx.deleteFrom('importRows').where('hub', '=', actor.hub).where('email', '=', email).execute();
		await record(tx, actor, 'contact.forgotten', contact);
	});
	return { id: contact };
}
