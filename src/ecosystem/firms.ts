import { actsFor, type Actor } from '#platform/actor.ts';
import type { Tx } from '#platform/db.server.ts';
import { found, refuse } from '#platform/refusal.ts';

/** Whoever is named must act for the firm; else it is who writes, if they do. */
export async function contactOf(tx: Tx, actor: Actor, organisation: string, contact: string | null | undefined, before: string | null) {
	if (!contact || contact === before) return before ?? (actsFor(actor, organisation) ? actor.member : null);
	const acting = await tx
		.selectFrom('representatives')
		.select('member')
		.where('hub', '=', actor.hub)
		.where('organisation', '=', organisation)
		.where('member', '=', contact)
		.where('acceptedAt', 'is not', null)
		.executeTakeFirst();
	if (!acting) throw refuse('contact', 'contact_not_of_the_firm');
	return contact;
}

/** The organisation that a need or an offer is written for. */
export const findFirm = async (tx: Tx, hub: string, id: string) =>
	found(
		await tx
			.selectFrom('organisations')
			.select('id')
			.where('hub', '=', hub)
			.where('id', '=', id)
			.where('archivedAt', 'is', null)
			.executeTakeFirst()
	);
