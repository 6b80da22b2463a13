import type { Tx } from '#platform/db.server.ts';
import type { Words } from '#platform/notifications.ts';
import type { JsonObject } from '#platform/schema.ts';
import { introducedNeeds, introducedOffers } from '#ecosystem/introducible.ts';
import { told as kinds } from '#introductions/kinds.ts';
import type { Side } from './content/introductions.ts';

interface Happened {
	at: Date;
	what: string;
	member: string | null;
	changed?: object;
}

interface Introduced {
	hub: string;
	id: string;
	need: string;
	offer: string;
	isDisclosed: boolean;
	/** Who began it. */
	by: Side | 'staff';
	memberOf: (side: Side | 'staff') => string;
	/** When a side answered, if it did. */
	answered: Partial<Record<Side, Date>>;
}

type Kind = keyof typeof kinds;

interface Notice {
	to: Side | 'staff';
	kind: Kind;
	what: string;
	words: Words;
}

/** What is older was read long ago. */
const fresh = 9 * 86_400_000;

/** What the people of an introduction of the demo were told, as its lines have it; the latest is still unread. */
export async function tellDemo(tx: Tx, introduced: Introduced, lines: Happened[]) {
	const { hub, id, memberOf, answered } = introduced;
	const need = (await introducedNeeds(tx, hub, [introduced.need])).get(introduced.need)!;
	const offer = (await introducedOffers(tx, hub, [introduced.offer])).get(introduced.offer)!;
	const names = await namesOf(tx, hub);
	const rows = lines.flatMap((line) =>
		noticesOf(line, introduced, { need, offer }, names.get(line.member ?? '') ?? '')
			.filter(({ to }) => memberOf(to) !== line.member)
			.map(({ to, kind, what, words }) => {
				const isOld = Date.now() - line.at.getTime() > fresh;
				const answer = kind === 'asked' && to !== 'staff' ? answered[to] : undefined;
				return {
					hub,
					member: memberOf(to),
					kind: kinds[kind].name,
					what,
					words: JSON.stringify(words) as unknown as JsonObject,
					about: 'introduction',
					record: id,
					path: `/introductions/${id}`,
					mail: 'at_once',
					createdAt: line.at,
					mailedAt: line.at,
					readAt: answer ?? (isOld ? new Date(line.at.getTime() + 3 * 3_600_000) : null)
				};
			})
	);
	if (rows.length) await tx.insertInto('notifications').values(rows).execute();
}

interface Posts {
	need: { title: string; isAnonymous: boolean; firm: { name: string } };
	offer: { title: string; firm: { name: string } };
}

function noticesOf({ what, changed, member }: Happened, { by, isDisclosed, memberOf }: Introduced, posts: Posts, who: string): Notice[] {
	const { need, offer } = posts;
	const partner = (side: Side) =>
		side === 'need' ? offer.firm.name : need.isAnonymous && !isDisclosed ? { key: 'introduction_anonymous_firm' } : need.firm.name;
	const about = (side: Side): Words => ({ need: need.title, offer: offer.title, partner: partner(side) });
	const both: Words = { need: need.title, one: need.firm.name, other: offer.firm.name };
	const sides: Side[] = ['need', 'offer'];
	const toSides = (kind: Kind, what: string, some = sides): Notice[] =>
		some.map((side) => ({ to: side, kind, what: what.replace('*', side), words: about(side) }));
	const toStaff = (kind: Kind, what: string): Notice[] => (by === 'staff' ? [{ to: 'staff', kind, what, words: both }] : []);
	const { days, starts } = (changed ?? {}) as { days?: [null, number]; starts?: [null, Date] };
	switch (what) {
		case 'proposed':
			return toSides(
				'asked',
				'introduction_asked_*',
				sides.filter((side) => side !== by)
			);
		case 'opened':
			return [...toSides('answered', 'introduction_opened'), ...toStaff('answered', 'introduction_opened_staff')];
		case 'message':
			return ([...sides, ...(by === 'staff' ? ['staff' as const] : [])] as const).map((to) => ({
				to,
				kind: 'message' as const,
				what: 'introduction_message',
				words: { who, need: need.title }
			}));
		case 'dates_proposed':
			return toSides(
				'dates',
				'introduction_dates',
				sides.filter((side) => memberOf(side) !== member)
			);
		case 'meeting_set':
		case 'meeting_moved':
			return [...sides, ...(by === 'staff' ? ['staff' as const] : [])].map((to) => ({
				to,
				kind: 'meeting',
				what: `introduction_${what}`,
				words: { ...both, when: { at: new Date(starts?.[1] ?? Date.now()).toISOString(), as: 'moment' } }
			}));
		case 'asked_after':
			return toSides('afterwards', `introduction_after_${days?.[1] ?? 1}`);
		case 'withdrawn':
		case 'expired':
			return [...toSides('answered', `introduction_${what}`), ...toStaff('answered', `introduction_${what}_staff`)];
		default:
			return [];
	}
}

const namesOf = async (tx: Tx, hub: string) =>
	new Map(
		(
			await tx
				.selectFrom('members')
				.innerJoin('accounts', 'accounts.id', 'members.account')
				.select(['members.id', 'accounts.name'])
				.where('members.hub', '=', hub)
				.execute()
		).map(({ id, name }) => [id, name])
	);
