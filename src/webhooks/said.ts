// Endpoints and deliveries in the words of their reader.
import type { Locale } from '#platform/i18n.ts';
import { say } from '#platform/i18n.ts';
import type { DeliveryLine, findDelivery, State } from './deliveries.ts';
import { eventKinds, kindOf, ping } from './events.ts';
import type { Health, Webhook } from './webhooks.ts';

const toneOf = {
	new: 'plain',
	healthy: 'good',
	failing: 'wrong',
	off: 'plain',
	gone: 'wrong',
	failing_off: 'wrong'
} as const satisfies Record<Health, string>;
const toneOfState = { waiting: 'signal', delivered: 'good', failed: 'wrong' } as const satisfies Record<State, string>;

export const momentInWords = (at: Date, locale: Locale, timeZone: string) =>
	new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone }).format(at);

export const eventsSaid = ({ all, events }: Pick<Webhook, 'all' | 'events'>) => {
	if (all) return say('webhook_events_all');
	const [first = '', ...more] = events.map((event) => (event in eventKinds ? say(`webhook_kind_${event}`) : event));
	return more.length > 2 ? say('webhook_events_count', { count: events.length }) : [first, ...more].join(', ');
};

/** An endpoint as one line of the list. */
export const webhookLine = (one: Webhook, hub: string, locale: Locale, timeZone: string) => ({
	id: one.id,
	href: `/${hub}/desk/webhooks/${one.id}`,
	address: one.address,
	description: one.description,
	health: say(`webhook_health_${one.health}`),
	tone: toneOf[one.health],
	events: eventsSaid(one),
	deliveredAt: one.deliveredAt ? momentInWords(one.deliveredAt, locale, timeZone) : say('webhook_never'),
	delivered: one.delivered,
	waiting: one.waiting,
	failed: one.failed
});

/** An endpoint as its page tells of it. */
export function webhookFacts(one: Webhook, locale: Locale, timeZone: string) {
	const at = (moment: Date | null) => moment && momentInWords(moment, locale, timeZone);
	return [
		{ label: say('webhook_address'), value: one.address },
		{ label: say('webhook_events'), value: one.all ? say('webhook_events_all') : one.events.join(', ') },
		{ label: say('webhook_delivered_at'), value: at(one.deliveredAt) ?? say('webhook_never') },
		{ label: say('webhook_failing_since'), value: at(one.failingSince) },
		{ label: say('webhook_failures'), value: one.failures || null },
		{ label: say('webhook_switched_off_at'), value: at(one.switchedOffAt) },
		{ label: say('webhook_previous_until'), value: at(one.previousSecretUntil) },
		{ label: say('webhook_created_at'), value: at(one.createdAt) }
	];
}

const answerSaid = ({ status, failure }: { status: number | null; failure: string | null }) =>
	[status === null ? '' : say('webhook_status', { status }), failure ? say(`webhook_failure_${failure}`) : ''].filter(Boolean).join(' – ');

export const deliveryLine = (one: DeliveryLine, at: string, locale: Locale, timeZone: string) => ({
	id: one.id,
	href: `${at}/deliveries/${one.id}`,
	message: one.message,
	type: one.type,
	record: one.record,
	state: say(`webhook_state_${one.state}`),
	tone: toneOfState[one.state],
	at: momentInWords(one.createdAt, locale, timeZone),
	tries: one.tries,
	answer: answerSaid(one),
	due: one.dueAt && one.tries ? momentInWords(one.dueAt, locale, timeZone) : ''
});

export const deliveryShown = (one: Awaited<ReturnType<typeof findDelivery>>, at: string, locale: Locale, timeZone: string) => ({
	...deliveryLine(one, at, locale, timeZone),
	body: JSON.stringify(JSON.parse(one.body), null, 2),
	attempts: one.attempts.map(({ nth, at: moment, milliseconds, headers, answer, ...rest }) => ({
		nth,
		title: say('webhook_attempt', { nth, at: momentInWords(moment, locale, timeZone) }),
		took: say('webhook_attempt_took', { milliseconds }),
		isGood: rest.failure === null,
		said: answerSaid(rest),
		headers: Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
		answer
	}))
});

export const kindOptions = () =>
	[...Object.keys(eventKinds), kindOf(ping)].map((kind) => ({ value: kind, label: say(`webhook_kind_${kind}`) }));

/** What can be chosen, chapter by chapter. */
export const eventChapters = () =>
	[...Map.groupBy(Object.entries(eventKinds), ([, { group }]) => group)].map(([group, kinds]) => ({
		group,
		title: say(`webhook_group_${group}`),
		kinds: kinds.map(([kind, { events }]) => ({
			kind,
			label: say(`webhook_kind_${kind}`),
			events: events.map((event) => `${kind}.${event}`)
		}))
	}));
