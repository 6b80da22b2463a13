import { has, type Actor } from '#platform/actor.ts';
import { waitingInvitations } from '#ecosystem/invitations.ts';
import { hasMailServer, stuckLetters } from '#ecosystem/outbox.ts';
import { m } from '#platform/paraglide/messages.js';

export interface Waiting {
	title: string;
	href: string;
}

/** What waits for this person at the desk; each entry leads to where it is done. */
export async function waiting(actor: Actor): Promise<Waiting[]> {
	const desk = `/${actor.hub}/desk`;
	const entries: Waiting[] = [];
	if (has(actor, 'animator')) {
		const count = await waitingInvitations(actor);
		if (count)
			entries.push({
				title: count === 1 ? m.desk_waiting_invitations_one() : m.desk_waiting_invitations({ count }),
				href: `${desk}/invitations`
			});
	}
	if (has(actor)) {
		const count = await stuckLetters(actor);
		if (count)
			entries.push({ title: count === 1 ? m.desk_failed_letters_one() : m.desk_failed_letters({ count }), href: `${desk}/outbox` });
		if (!hasMailServer()) entries.push({ title: m.desk_no_mail_server(), href: `${desk}/outbox` });
	}
	return entries;
}
