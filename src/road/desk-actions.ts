import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { conflict, Refusal, refuse } from '#platform/refusal.ts';
import { resendInvitation, revokeInvitation } from '#ecosystem/invitations.ts';
import { renewNeed } from '#ecosystem/needs.ts';
import { sendAgain } from '#ecosystem/outbox.ts';
import { decideRequest } from '#ecosystem/representatives.ts';
import { outcomes } from '#introductions/choices.ts';
import { remindIntroduction } from '#introductions/endings.ts';
import { closeIntroduction } from '#introductions/introductions.ts';
import { seeAlarm, type LeaseAlarm } from '#place/leases/alarms.ts';
import { findEntry, waitingKinds, type DeskEntry, type WaitingKind } from './desk.ts';

export const deskActions = ['accept', 'decline', 'remind', 'close', 'renew', 'again', 'revoke', 'seen'] as const;
export type DeskAction = (typeof deskActions)[number];

/** What can be done with an entry right where it stands, the first thing first. */
export const actionsOf: Record<WaitingKind, readonly DeskAction[]> = {
	join_request: ['accept', 'decline'],
	introduction_unanswered: ['remind'],
	introduction_without_date: ['remind'],
	meeting_unreported: ['close'],
	follow_up_troubled: ['close'],
	need_without_introduction: [],
	need_without_match: [],
	need_let_down: [],
	need_expiring: ['renew'],
	charges_due: [],
	firm_ceased: [],
	duplicate_likely: [],
	invitation_unanswered: ['again', 'revoke'],
	letter_stuck: ['again'],
	webhook_failing: [],
	lease_running_on: ['seen'],
	lease_alarm: ['seen']
};

export const ActOnEntry = z.object({
	kind: z.enum(waitingKinds),
	record: z.string().max(80),
	action: z.enum(deskActions),
	/** What became of an introduction that is closed. */
	outcome: z.enum(outcomes).optional()
});

/** Does what the entry asks for, by the operation that does it anywhere else. Whoever comes second is told that it is done. */
export async function actOnEntry(actor: Actor, input: z.output<typeof ActOnEntry>): Promise<void> {
	const entry = await findEntry(actor, input);
	if (!actionsOf[input.kind].includes(input.action)) throw refuse('action', 'not_a_choice');
	try {
		await act(actor, entry, input);
	} catch (thrown) {
		if (!(thrown instanceof Refusal) || thrown.fields.length) throw thrown;
		await findEntry(actor, input);
		throw thrown;
	}
}

async function act(actor: Actor, { record, recordVersion }: DeskEntry, { action, kind, outcome }: z.output<typeof ActOnEntry>) {
	const [id = '', member = '', day = ''] = record.split('.');
	switch (action) {
		case 'accept':
		case 'decline':
			return decideRequest(actor, { organisation: id, member, accepted: action === 'accept', reason: '' });
		case 'remind':
			return remindIntroduction(actor, { introduction: id });
		case 'close':
			if (!outcome) throw refuse('outcome', 'required');
			if (recordVersion === null) throw conflict('desk_entry_done');
			return closeIntroduction(actor, { introduction: id, version: recordVersion, outcome, because: '' });
		case 'renew':
			return renewNeed(actor, { need: id, checked: false });
		case 'again':
			return kind === 'letter_stuck' ? sendAgain(actor, { letter: id }) : resendInvitation(actor, { invitation: id });
		case 'revoke':
			return revokeInvitation(actor, { invitation: id });
		case 'seen':
			await seeAlarm(actor, { lease: id, alarm: member as LeaseAlarm, day });
			return;
	}
}
