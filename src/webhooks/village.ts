import { inHub, transaction, type Tx } from '#platform/db.server.ts';
import type { Written } from '#platform/journal.ts';
import { insertMany } from '#platform/many.ts';
import { waits } from './delivering.ts';
import { addressedTo } from './outbox.ts';
import { messageId } from './events.ts';
import { newSecret, seal, signed } from './secrets.ts';

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day);

/** Two programs that listened to the demo hub. Both are off, so the demo sends nothing to anybody. */
export const fillWebhooks = (hub: string, manager: string) =>
	inHub(hub, () =>
		transaction(async (tx) => {
			const lines = await tx
				.selectFrom('journal')
				.select(['id', 'at', 'what', 'record'])
				.where('hub', '=', hub)
				.where('kind', 'in', ['need', 'offer', 'introduction'])
				.where('at', '>', ago(26))
				.where('at', '<', ago(0.5))
				.orderBy('at', 'desc')
				.limit(500)
				.execute();
			const heard = lines.filter(({ what }) => !what.startsWith('offer.')).slice(0, 60);
			const crm = { description: 'CRM du club des industriels', address: 'https://crm.club-industriels.example/crochets/km0' };
			await keep(
				tx,
				{ hub, createdBy: manager, ...crm, events: ['need', 'introduction'], deliveredAt: heard[0]?.at ?? null },
				heard,
				() => [200]
			);
			const chat = { description: 'Messagerie de l’équipe d’animation', address: 'https://equipe.animation.example/entrees/7f3a' };
			const switchedOffAt = ago(2.6);
			const events = ['need.created', 'need.opened', 'need.changed'];
			const missed = lines.filter(({ what, at }) => events.includes(what) && at > ago(9) && at < switchedOffAt);
			const answersTo = ({ at }: Written) => [0, ...waits].map((_, nth) => attemptedAt(at, nth)).filter((moment) => moment < switchedOffAt);
			await keep(
				tx,
				{
					...{ hub, createdBy: manager, ...chat, events, deliveredAt: ago(9.2) },
					...{ failingSince: ago(8.1), failures: missed.reduce((sum, line) => sum + answersTo(line).length, 0) },
					...{ switchedOffAt, switchedOffBecause: 'failing' }
				},
				missed,
				(line) => answersTo(line).map(() => 503)
			);
		})
	);

const attemptedAt = (at: Date, nth: number) =>
	new Date(at.getTime() + 800 + waits.slice(0, nth).reduce((sum: number, wait) => sum + wait, 0) * 60_000);

async function keep(tx: Tx, endpoint: object, lines: Written[], answersTo: (line: Written) => number[]) {
	const secret = newSecret();
	const [made] = await insertMany<{ hub: string; id: string }>(
		tx,
		'webhooks',
		[{ ...endpoint, isOn: false, secret: seal(secret), createdAt: ago(40) }],
		['hub', 'id']
	);
	if (!made) return;
	const { hub, id } = made;
	const tried = lines.map((line) => ({ line, answers: answersTo(line), message: addressedTo(hub, id, line) }));
	const status = (answers: number[]) => answers.at(-1) ?? 0;
	const deliveries = await insertMany<{ id: string; event: number }>(
		tx,
		'webhookDeliveries',
		tried.map(({ line, answers, message }) => ({
			...message,
			state: status(answers) === 200 ? 'delivered' : 'failed',
			dueAt: null,
			tries: answers.length,
			status: status(answers),
			failure: status(answers) === 200 ? null : 'refused',
			triedAt: attemptedAt(line.at, answers.length - 1)
		})),
		['id', 'event']
	);
	const ids = new Map(deliveries.map((one) => [one.event, one.id]));
	await insertMany(
		tx,
		'webhookAttempts',
		tried.flatMap(({ line, answers, message }) =>
			answers.map((answer, nth) => {
				const at = attemptedAt(line.at, nth);
				return {
					...{ hub, delivery: ids.get(line.id), nth: nth + 1, at, milliseconds: 90 + ((line.id * 37 + nth * 11) % 400) },
					headers: {
						'content-type': 'application/json',
						'user-agent': 'KM0',
						...signed(messageId(hub, line.id), at, message.body, [secret])
					},
					status: answer,
					failure: answer === 200 ? null : 'refused',
					answer: answer === 200 ? '{"ok":true}' : '<h1>503 Service Unavailable</h1>'
				};
			})
		)
	);
}
