import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict, found } from '#platform/refusal.ts';
import { newestOpenNeeds, offeringFirms } from '#ecosystem/matchable.ts';
import { dice } from '../learning/dice.ts';
import { levelOf, type Outcome } from '../learning/features.ts';
import { auc, leastOfEach, rankBands, shareOf, type QualityLine, type RankBand } from '../learning/quality.ts';
import { gainOf } from '../fit.ts';
import { askAgain, candidatesOf, effectsOf, type Effect, type Placeable } from '../matches.ts';
import { mayTune, rankingOf, soundBalance, type Ranking } from '../weights.ts';
import { newForDays } from './exposure.ts';
import { firstRanks, gini, liftOf, lorenz, misplaced, shareOut, type Seen } from './attention.ts';
import { seenOf } from './seen.ts';

/** No hub lets who is little seen pass an offer that is better by more points. */
export const mostBalance = 10;

export const Balance = z.number().min(0).max(mostBalance);
export const PreviewBalance = z.object({ balance: Balance });
export const SetBalance = PreviewBalance.extend({ version: z.number().int().min(0) });
export const ReturnToBalance = z.object({ to: z.number().int().min(0), version: z.number().int().min(0) });

export async function hubBalance(actor: Actor): Promise<{ balance: number; version: number }> {
	authorize(mayTune(actor));
	return balanceOf(actor.hub);
}

export async function balanceOf(hub: string) {
	const row = await db.selectFrom('matchingSettings').select(['balance', 'balanceVersion']).where('hub', '=', hub).executeTakeFirst();
	return { balance: row?.balance ?? soundBalance, version: row?.balanceVersion ?? 0 };
}

export async function setBalance(actor: Actor, { balance, version }: z.output<typeof SetBalance>) {
	authorize(mayTune(actor));
	return keepBalance(actor, balance, version, { because: 'set' });
}

/** Sets again what an earlier version said; version 0 is what every hub starts from. */
export async function returnToBalance(actor: Actor, { to, version }: z.output<typeof ReturnToBalance>) {
	authorize(mayTune(actor));
	const earlier =
		to === 0
			? { balance: soundBalance }
			: found(
					await db
						.selectFrom('matchingBalanceVersions')
						.select('balance')
						.where('hub', '=', actor.hub)
						.where('version', '=', to)
						.executeTakeFirst()
				);
	return keepBalance(actor, earlier.balance, version, { because: 'returned', returnedTo: to });
}

async function keepBalance(actor: Actor, balance: number, version: number, because: { because: 'set' | 'returned'; returnedTo?: number }) {
	return transaction(async (tx) => {
		await tx
			.insertInto('matchingSettings')
			.values({ hub: actor.hub })
			.onConflict((on) => on.column('hub').doNothing())
			.execute();
		const before = await tx
			.selectFrom('matchingSettings')
			.select(['balance', 'balanceVersion'])
			.where('hub', '=', actor.hub)
			.forUpdate()
			.executeTakeFirstOrThrow();
		if (before.balanceVersion !== version) throw conflict('changed_meanwhile');
		const kept = { balance, balanceVersion: version + 1 };
		await tx.updateTable('matchingSettings').set(kept).where('hub', '=', actor.hub).execute();
		await tx
			.insertInto('matchingBalanceVersions')
			.values({ hub: actor.hub, version: version + 1, balance, setBy: actor.member, ...because })
			.execute();
		await record(tx, actor, `balance.${because.because}`, actor.hub, { balance: [before.balance, balance] });
		return { balance, version: version + 1 };
	});
}

export interface BalanceVersion {
	version: number;
	balance: number;
	because: 'set' | 'returned';
	returnedTo: number | null;
	setAt: Date;
	/** Null for somebody who left. */
	who: string | null;
}

/** Newest first; the last hundred. */
export async function balanceVersions(actor: Actor): Promise<{ versions: BalanceVersion[] }> {
	authorize(mayTune(actor));
	const rows = await db
		.selectFrom('matchingBalanceVersions as kept')
		.leftJoin('members', (join) => join.onRef('members.hub', '=', 'kept.hub').onRef('members.id', '=', 'kept.setBy'))
		.leftJoin('accounts', 'accounts.id', 'members.account')
		.select(['kept.version', 'kept.balance', 'kept.because', 'kept.returnedTo', 'kept.setAt', 'accounts.name as who'])
		.where('kept.hub', '=', actor.hub)
		.orderBy('kept.version', 'desc')
		.limit(100)
		.execute();
	return { versions: rows.map((row) => ({ ...row, because: row.because as BalanceVersion['because'] })) };
}

/** How the needs of the hub, asked again, would share out what is seen. */
export interface SharedOut {
	gini: number;
	misplaced: number;
	/** Share of the firms that come into question which no need shows among the first ten. */
	unseen: number;
	lorenz: number[];
	/** Share of what is seen that goes to firms that are new. */
	newcomers: number;
}

export interface Bounded {
	value: number;
	low: number;
	high: number;
}

export interface BalancePreview {
	effects: Effect[];
	/** Needs that were asked again. */
	needs: number;
	exposure: { now: SharedOut; then: SharedOut };
	/** What became of the hub's introductions, each at the rank that it would have. */
	quality: { now: QualityLine[]; then: QualityLine[] };
	/** Null where too few accepted or declined. */
	toldApart: { now: Bounded; then: Bounded; change: Bounded } | null;
}

const mostNeeds = 80;
const mostPast = 300;
/** Those among whom the first ten are found. */
const replayedCandidates = 60;

/** What another balance would change in the order of recent needs, in who is seen and in how good the ranking is; nothing is saved. */
export async function previewBalance(actor: Actor, { balance }: z.output<typeof PreviewBalance>): Promise<BalancePreview> {
	authorize(mayTune(actor));
	const today = await rankingOf(actor.hub);
	const then = { ...today, balance };
	const [effects, past, open, firms] = await Promise.all([
		effectsOf(actor, today, then),
		pastOf(actor.hub),
		newestOpenNeeds(actor, mostNeeds),
		offeringFirms(actor.hub).execute()
	]);
	const chosen = [...new Set([...past.map(({ need }) => need), ...open])].slice(0, mostNeeds);
	const [bare, seen] = await Promise.all([bareLists(actor, chosen, today), seenOf(actor.hub)]);
	const asked = bare.map(({ need, list }) => ({ need, lists: [today, then].map((setting) => placed(list, seen, setting.balance)) }));
	const newcomers = new Set(firms.filter(({ since }) => Date.now() - since.getTime() < newForDays * 86_400_000).map(({ id }) => id));
	const replayed = [0, 1].map((setting) =>
		replay(
			asked,
			past.filter(({ need }) => chosen.includes(need)),
			setting
		)
	);
	const [before = [], after = []] = replayed;
	const shared = (setting: number) => sharedOut(actor.hub, asked, setting, newcomers);
	return {
		effects,
		needs: asked.length,
		exposure: { now: shared(0), then: shared(1) },
		quality: { now: linesOf(before), then: linesOf(after) },
		toldApart: toldApart(before, after)
	};
}

interface Bare {
	need: string;
	list: Placeable[];
}

interface Asked {
	need: string;
	/** In the order of each setting. */
	lists: (Placeable & { score: number })[][];
}

const askedLately = new Map<string, { key: string; at: number; lists: Promise<Bare[]> }>();
const keptMs = 5 * 60_000;

/** What the needs would get with no lift at all. Kept for some minutes: who tries one balance tries another. */
function bareLists(actor: Actor, needs: readonly string[], today: Ranking): Promise<Bare[]> {
	const key = JSON.stringify([needs, today.version, today.lessons, actor.staff]);
	const known = askedLately.get(actor.hub);
	if (known?.key === key && Date.now() - known.at < keptMs) return known.lists;
	// What became of an introduction must not tell how it would have been ranked before.
	const lists = askAgain(actor, needs, [{ ...today, balance: 0 }], { isBlind: true, k: replayedCandidates }).then((all) =>
		all.map(({ need, lists: [list = []] }) => ({
			need,
			list: list.map(({ offer: { hub, id, organisation }, earned }) => ({
				offer: { hub, id, organisation: { id: organisation.id, name: organisation.name } },
				earned
			}))
		}))
	);
	askedLately.set(actor.hub, { key, at: Date.now(), lists });
	lists.catch(() => askedLately.delete(actor.hub));
	return lists;
}

const placed = (list: readonly Placeable[], seen: ReadonlyMap<string, Seen>, balance: number) =>
	list
		.map((one) => ({ ...one, score: one.earned + gainOf(one.earned, liftOf(seen.get(one.offer.organisation.id ?? ''), balance)) }))
		.sort((a, b) => b.score - a.score || a.offer.id.localeCompare(b.offer.id));

type PastPair = Outcome & { need: string; offer: string };

const pastOf = (hub: string): Promise<PastPair[]> =>
	db
		.selectFrom('matchingLessons')
		.select(['need', 'offer', 'startedAs', 'rank', 'reasons', 'reason', 'accepted', 'met', 'useful', 'result', 'isOver'])
		.where('hub', '=', hub)
		.orderBy('startedAt', 'desc')
		.orderBy('introduction')
		.limit(mostPast)
		.execute() as unknown as Promise<PastPair[]>;

function sharedOut(hub: string, asked: readonly Asked[], setting: number, newcomers: ReadonlySet<string>): SharedOut {
	const firms = new Map<string, Seen>();
	for (const { lists } of asked)
		for (const { firm, attention, due } of shareOut(candidatesOf(hub, lists[setting] ?? [], firstRanks))) {
			const before = firms.get(firm) ?? { attention: 0, due: 0 };
			firms.set(firm, { attention: before.attention + attention, due: before.due + due });
		}
	const all = [...firms.values()];
	const amounts = all.map(({ attention }) => attention);
	const total = amounts.reduce((sum, one) => sum + one, 0);
	const ofNewcomers = [...firms].reduce((sum, [firm, { attention }]) => sum + (newcomers.has(firm) ? attention : 0), 0);
	return {
		gini: gini(amounts),
		misplaced: misplaced(all),
		unseen: amounts.length ? amounts.filter((one) => !one).length / amounts.length : 0,
		newcomers: total ? ofNewcomers / total : 0,
		lorenz: lorenz(amounts)
	};
}

interface Replayed extends PastPair {
	/** What it would have now, among all that is proposed for its need. */
	place: number | null;
	score: number | null;
}

function replay(asked: readonly Asked[], past: readonly PastPair[], setting: number): Replayed[] {
	const listOf = new Map(asked.map(({ need, lists }) => [need, lists[setting] ?? []]));
	return past.map((one) => {
		const list = listOf.get(one.need) ?? [];
		const at = list.findIndex(({ offer }) => offer.id === one.offer);
		return { ...one, place: at < 0 ? null : at + 1, score: list[at]?.score ?? null };
	});
}

const bandOf = (place: number | null): RankBand =>
	place === null ? 'picked' : place <= 3 ? (String(place) as RankBand) : place <= 10 ? '4-10' : 'later';

/** As the page on quality counts them, each introduction at the rank that it would have. */
function linesOf(past: readonly Replayed[]): QualityLine[] {
	const count = (list: readonly Replayed[], isOf: (one: Replayed) => boolean) => list.filter(isOf).length;
	return rankBands.map((key) => {
		const list = past.filter(({ place }) => bandOf(place) === key);
		const accepted = list.filter((one) => one.accepted);
		return {
			key,
			accepted: shareOf(
				accepted.length,
				count(list, (one) => one.accepted !== null)
			),
			met: shareOf(
				count(accepted, (one) => one.met === true),
				count(accepted, (one) => one.met !== null)
			),
			useful: shareOf(
				count(list, (one) => one.useful === true),
				count(list, (one) => one.useful !== null)
			)
		};
	});
}

const draws = 300;

/** How often who accepted stands above who declined for what it is, today and then, and the difference; the same pasts are redrawn for both. */
function toldApart(before: readonly Replayed[], after: readonly Replayed[]): BalancePreview['toldApart'] {
	const pairs = before.flatMap((one, nth) => {
		const level = levelOf(one)?.level;
		const [was, is] = [one.score, after[nth]?.score ?? null];
		return level === undefined || was === null || is === null ? [] : [{ isGood: level > 0, was, is }];
	});
	const good = pairs.filter(({ isGood }) => isGood);
	const bad = pairs.filter(({ isGood }) => !isGood);
	if (Math.min(good.length, bad.length) < leastOfEach) return null;
	const die = dice(1);
	const redrawn = <T>(list: readonly T[]) => list.map(() => list[Math.floor(die() * list.length)] as T);
	const measured = (of: typeof pairs, against: typeof pairs) => {
		const [now, then] = (['was', 'is'] as const).map((key) =>
			auc(
				of.map((one) => one[key]),
				against.map((one) => one[key])
			)
		) as [number, number];
		return { now, then, change: then - now };
	};
	const drawn = Array.from({ length: draws }, () => measured(redrawn(good), redrawn(bad)));
	const exact = measured(good, bad);
	const bounded = (key: keyof typeof exact) => {
		const sorted = drawn.map((one) => one[key]).sort((a, b) => a - b);
		return { value: exact[key], low: sorted[Math.floor(0.025 * draws)] ?? 0, high: sorted[Math.floor(0.975 * draws)] ?? 0 };
	};
	return { now: bounded('now'), then: bounded('then'), change: bounded('change') };
}
