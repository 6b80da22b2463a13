import { has, type Actor } from '#platform/actor.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { dayInWords } from '#ecosystem/posts-said.ts';
import { actionsOf } from './desk-actions.ts';
import type { DeskEntry } from './desk.ts';

/** Where an entry is looked at, and what is done there if it cannot be done at the desk. */
function addressOf({ kind, record, firm, statement }: DeskEntry, hub: string): string {
	const [id, other] = record.split('.');
	if (kind === 'charges_due') return `/${hub}/place/rent/charges${statement ? `/${statement}` : ''}`;
	if (kind === 'need_expiring') return `/${hub}/needs/${id}`;
	if (kind.startsWith('need_')) return `/${hub}/needs/${id}/matches`;
	if (kind === 'join_request') return `/${hub}/organisations/${firm?.slug}/people`;
	if (kind === 'firm_ceased') return `/${hub}/organisations/${firm?.slug}/register`;
	if (kind === 'duplicate_likely') return `/${hub}/desk/duplicates/${id}/${other}`;
	if (kind === 'invitation_unanswered') return `/${hub}/desk/invitations`;
	if (kind === 'letter_stuck') return `/${hub}/desk/outbox/${id}`;
	if (kind.startsWith('lease_')) return `/${hub}/place/leases/${id}`;
	if (kind === 'webhook_failing') return `/${hub}/desk/webhooks/${id}`;
	return `/${hub}/introductions/${id}`;
}

/** Of what has no title of its own. */
function titleOf({ kind, person, firm, partner }: DeskEntry): string {
	if (kind === 'join_request') return say('desk_asks_to_join', { who: person, firm: firm?.name ?? '' });
	if (kind === 'duplicate_likely') return say('desk_looks_same', { one: firm?.name ?? '', other: partner?.name ?? '' });
	if (kind === 'charges_due') return say('desk_charges_of', { of: person });
	return person;
}

const animators = ['remind', 'close'];

/** An entry of the desk in words of the reader. */
export function entryInWords(entry: DeskEntry, actor: Actor, locale: Locale, timeZone: string) {
	const { kind, record, urgency, firm, partner, person, title } = entry;
	const day = (at: Date) => dayInWords(at, locale, timeZone);
	const firms = [firm?.name, partner?.name].filter(Boolean).join(' – ');
	return {
		key: `${kind} ${record}`,
		kind,
		record,
		version: entry.version,
		kindSaid: say(`desk_kind_${kind}`),
		urgency,
		urgencySaid: say(`desk_${urgency}`),
		title: title || titleOf(entry),
		lang: entry.locale,
		about: ['join_request', 'firm_ceased', 'duplicate_likely'].includes(kind) ? '' : kind === 'letter_stuck' ? person : firms,
		words: entry.words,
		href: addressOf(entry, actor.hub),
		since: say('desk_since', { day: day(entry.since) }),
		next: say(`desk_do_${kind}`),
		actions: actionsOf[kind]
			.filter((action) => !animators.includes(action) || has(actor, 'animator'))
			.map((action) => ({ action, label: say(`desk_action_${action}`), asksOutcome: action === 'close' })),
		assignee: entry.assignee?.member ?? '',
		isMine: entry.assignee !== null && entry.assignee.member === actor.member,
		who: entry.assignee?.name ?? '',
		rests: entry.restsUntil ? say('desk_rests', { day: day(entry.restsUntil), because: entry.restsBecause }) : ''
	};
}
