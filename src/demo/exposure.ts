import { system } from '#platform/actor.ts';
import { db, inHub } from '#platform/db.server.ts';
import { countShown, flushShown } from '#matching/exposure/counting.ts';
import { askAgain, candidatesOf } from '#matching/matches.ts';
import { dice } from '#matching/learning/dice.ts';
import { rankingOf } from '#matching/weights.ts';

const day = 86_400_000;
const pastDays = 364;
const answers = 10;

/**
 * Lets a demo hub have answered for a year: each need is looked at when it is new and now and then later, and visitors ask of the same things,
 * fewer at weekends and in August, more from month to month. An offer is seen from when it stood there.
 */
export async function showDemo(hub: string) {
	const die = dice([...hub].reduce((sum, letter) => 31 * sum + letter.charCodeAt(0), 7));
	const [needs, offers] = await inHub(hub, () =>
		Promise.all([
			db
				.selectFrom('needs')
				.select(['id', 'openedAt', 'closedAt'])
				.where('hub', '=', hub)
				.where('openedAt', 'is not', null)
				.orderBy('openedAt')
				.orderBy('title')
				.execute(),
			db.selectFrom('offers').select(['id', 'createdAt']).where('hub', '=', hub).execute()
		])
	);
	const asked = await inHub(hub, async () =>
		askAgain(
			system(hub),
			needs.map(({ id }) => id),
			[{ ...(await rankingOf(hub)), balance: 0 }],
			{ isBlind: true, k: 60 }
		)
	);
	const since = new Map(offers.map(({ id, createdAt }) => [id, createdAt.getTime()]));
	const open = new Map(needs.map(({ id, openedAt, closedAt }) => [id, [openedAt?.getTime() ?? 0, closedAt?.getTime() ?? Infinity]]));
	const show = ({ lists: [list = []] }: (typeof asked)[number], at: Date) =>
		countShown(
			hub,
			candidatesOf(
				hub,
				list.filter(({ offer }) => (since.get(offer.id) ?? 0) <= at.getTime()),
				answers
			),
			at
		);
	for (let ago = pastDays; ago > 0; ago--) {
		const at = new Date(Date.now() - ago * day);
		const isQuiet = [0, 6].includes(at.getUTCDay()) || at.getUTCMonth() === 7;
		for (const one of asked) {
			const [from = 0, until = 0] = open.get(one.need) ?? [];
			if (from > at.getTime() || until < at.getTime()) continue;
			const isNew = at.getTime() - from < 14 * day;
			if (die() < (isNew ? 0.4 : 0.03) * (isQuiet ? 0.3 : 1)) show(one, at);
		}
		const visitors = Math.floor((isQuiet ? 2 : 6) * (0.4 + (0.6 * (pastDays - ago)) / pastDays) + die());
		// Some things are asked more often than others: the square of the die prefers the first.
		for (let nth = 0; nth < visitors; nth++) {
			const one = asked[Math.floor(die() ** 2 * asked.length)];
			if (one) show(one, at);
		}
	}
	await flushShown();
}
