import { sql } from 'kysely';
import { db, type Tx } from '#platform/db.server.ts';
import type { JsonObject } from '#platform/schema.ts';
import { subjectOfNeed } from '#ecosystem/matchable.ts';
import { onMerged } from '#ecosystem/merging/merged.ts';
import type { Match } from './fit.ts';
import { conceptsOf, wanted } from './subject.ts';

/** What an introduction tells of itself when it changes. */
export interface Told {
	hub: string;
	introduction: string;
	need: string;
	offer: string;
	needFirm: string;
	offerFirm: string;
	startedAs: string;
	startedAt: Date;
	score: number | null;
	rank: number | null;
	reasons: Match | null;
	/** Whether the firm of the offer knows of it. */
	offerAsked: boolean;
	/** Whether that firm answered; null while it may, or where it was never asked. */
	answered: boolean | null;
	declinedSide: 'need' | 'offer' | null;
	reason: string | null;
	/** Null while it is asked, and where it ended without two answers. */
	accepted: boolean | null;
	met: boolean | null;
	useful: boolean | null;
	result: boolean;
	isOver: boolean;
	endedAt: Date | null;
}

/** Keeps what an introduction taught, in the transaction that changes it. */
export async function keepLesson(tx: Tx, told: Told) {
	const { hub, introduction, need, reasons, ...rest } = told;
	const known = await tx
		.selectFrom('matchingLessons')
		.select('concepts')
		.where('hub', '=', hub)
		.where('introduction', '=', introduction)
		.executeTakeFirst();
	const row = {
		...rest,
		hub,
		introduction,
		need,
		km: kilometres(reasons),
		reasons: reasons ? json(reasons) : null,
		// What the need spoke of when the two were asked: it may be told otherwise since.
		concepts: known ? json(known.concepts as object) : json(await conceptsOfNeed(tx, hub, need)),
		changed: await nextChange(tx, hub)
	};
	await tx
		.insertInto('matchingLessons')
		.values(row)
		.onConflict((on) => on.columns(['hub', 'introduction']).doUpdateSet(row))
		.execute();
}

/** Of an introduction in a query: whether its lesson is kept. */
export const isTaught = sql<boolean>`exists (select from matching_lessons l where l.hub = introductions.hub and l.introduction = introductions.id)`;

const json = (value: object) => JSON.stringify(value) as unknown as JsonObject;

/** The row is held until the transaction ends, so that numbers are seen in their order and no reader misses one. */
async function nextChange(tx: Tx, hub: string): Promise<number> {
	const { lessons } = await tx
		.insertInto('matchingSettings')
		.values({ hub, lessons: 1 })
		.onConflict((on) => on.column('hub').doUpdateSet({ lessons: sql<number>`matching_settings.lessons + 1` }))
		.returning('lessons')
		.executeTakeFirstOrThrow();
	return lessons;
}

// A lesson names the firms that its introduction names, also after two records of a firm became one, or two again.
onMerged(async (tx, hub, { kept, gone }) => {
	const isOther = sql<boolean>`l.hub = ${hub} and i.hub = l.hub and i.id = l.introduction and (l.need_firm in (${kept}, ${gone}) or l.offer_firm in (${kept}, ${gone}))
		and (l.need_firm, l.offer_firm) is distinct from (i.need_firm, i.offer_firm)`;
	const { rows } = await sql<{
		there: boolean;
	}>`select exists (select from matching_lessons l, introductions i where ${isOther}) as there`.execute(tx);
	if (rows[0]?.there)
		await sql`update matching_lessons l set need_firm = i.need_firm, offer_firm = i.offer_firm, changed = ${await nextChange(tx, hub)}
			from introductions i where ${isOther}`.execute(tx);
});

async function conceptsOfNeed(tx: Tx, hub: string, need: string): Promise<Record<string, number>> {
	const said = await subjectOfNeed(tx, hub, need);
	if (!said) return {};
	const text = [said.title, said.problem, said.result].join('\n');
	const spoken = conceptsOf(text, said.locale, [...said.technologies, ...said.sectors], said.refusedConcepts);
	return Object.fromEntries(wanted(spoken).map(({ id, weight }) => [id, weight]));
}

function kilometres(match: Match | null): number | null {
	const said = [...(match?.reasons ?? []), ...(match?.against ?? [])].find(({ params }) => typeof params.km === 'number');
	return (said?.params.km as number | undefined) ?? null;
}

/** As far as judging an offer needs it. */
export interface Lesson {
	introduction: string;
	offer: string;
	offerFirm: string;
	needFirm: string;
	concepts: Record<string, number>;
	km: number | null;
	offerAsked: boolean;
	answered: boolean | null;
	declinedSide: 'need' | 'offer' | null;
	reason: string | null;
	useful: boolean | null;
	endedAt: Date | null;
}

export interface Lessons {
	byOffer: ReadonlyMap<string, readonly Lesson[]>;
	byFirm: ReadonlyMap<string, readonly Lesson[]>;
	/** The hub's own means, which a single firm's are drawn to. */
	answers: number;
	useful: number;
}

/** What is usual where nothing is known yet, and how many cases that is worth. */
const usual = { answers: 0.8, useful: 0.7, worth: 10 };

interface Kept {
	version: number;
	all: Map<string, Lesson>;
	lessons: Lessons;
}

const kept = new Map<string, Promise<Kept>>();

/** What a hub learned by this version, read once in each process; later only what is newer. */
export async function lessonsOf(hub: string, version: number): Promise<Lessons> {
	const before = await kept.get(hub)?.catch(() => undefined);
	if (before && before.version >= version) return before.lessons;
	const reading = readLessons(hub, version, before);
	kept.set(hub, reading);
	return (await reading).lessons;
}

async function readLessons(hub: string, version: number, before: Kept | undefined): Promise<Kept> {
	const rows = await db
		.selectFrom('matchingLessons')
		.select([
			'introduction',
			'offer',
			'offerFirm',
			'needFirm',
			'concepts',
			'km',
			'offerAsked',
			'answered',
			'declinedSide',
			'reason',
			'useful',
			'endedAt'
		])
		.where('hub', '=', hub)
		.where('changed', '>', before?.version ?? 0)
		.where('changed', '<=', version)
		.execute();
	const all = new Map(before?.all);
	for (const row of rows) all.set(row.introduction, row as unknown as Lesson);
	const list = [...all.values()];
	const mean = (start: number, of: Lesson[], isYes: (one: Lesson) => boolean) =>
		(start * usual.worth + of.filter(isYes).length) / (usual.worth + of.length);
	return {
		version,
		all,
		lessons: {
			byOffer: Map.groupBy(list, ({ offer }) => offer),
			byFirm: Map.groupBy(list, ({ offerFirm }) => offerFirm),
			answers: mean(
				usual.answers,
				list.filter(({ answered }) => answered !== null),
				({ answered }) => answered === true
			),
			useful: mean(
				usual.useful,
				list.filter(({ useful }) => useful !== null),
				({ useful }) => useful === true
			)
		}
	};
}
