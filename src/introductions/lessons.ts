import { db, transaction, type Tx } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import type { Match } from '#matching/fit.ts';
import { isTaught, keepLesson } from '#matching/lessons.ts';
import type { Side } from './choices.ts';

/** Tells matching what an introduction teaches now. */
export async function teach(tx: Tx, hub: string, id: string) {
	const row = await tx
		.selectFrom('introductions')
		.leftJoin('introductionMeetings as meetings', (join) =>
			join
				.onRef('meetings.hub', '=', 'introductions.hub')
				.onRef('meetings.introduction', '=', 'introductions.id')
				.on('meetings.cancelledAt', 'is', null)
		)
		.selectAll('introductions')
		.select('meetings.ends')
		.where('introductions.hub', '=', hub)
		.where('introductions.id', '=', id)
		.executeTakeFirstOrThrow();
	const answers = await tx
		.selectFrom('introductionAnswers')
		.select(['side', 'answer', 'reason'])
		.where('hub', '=', hub)
		.where('introduction', '=', id)
		.execute();
	const later = await tx
		.selectFrom('introductionFollowUpAnswers')
		.select(['question', 'answer'])
		.where('hub', '=', hub)
		.where('introduction', '=', id)
		.execute();
	const no = answers.find(({ answer }) => answer === 'no');
	const byOffer = answers.some(({ side }) => side === 'offer');
	const said = (question: string, ...wanted: string[]) => later.some((one) => one.question === question && wanted.includes(one.answer));
	const isHeld = row.ends !== null && row.ends <= new Date();
	const isOver = ['declined', 'withdrawn', 'expired', 'closed'].includes(row.state);
	const met = said('met', 'yes') || said('useful', 'very', 'somewhat', 'no') || (isHeld && !said('met', 'no'));
	await keepLesson(tx, {
		hub,
		introduction: id,
		need: row.need,
		offer: row.offer,
		needFirm: row.needFirm,
		offerFirm: row.offerFirm,
		startedAs: row.startedAs,
		startedAt: row.createdAt,
		score: row.score,
		rank: row.rank,
		reasons: row.reasons as Match | null,
		offerAsked: row.offerAskedAt !== null,
		// A firm that asked itself was not asked.
		answered: row.startedAs === 'offer' || row.offerAskedAt === null ? null : byOffer ? true : row.state === 'expired' ? false : null,
		declinedSide: (no?.side as Side | undefined) ?? null,
		reason: no?.reason ?? null,
		accepted: row.acceptedAt ? true : row.state === 'declined' ? false : null,
		met: met ? true : row.acceptedAt && (row.state === 'closed' || said('met', 'no')) ? false : null,
		useful: said('useful', 'very', 'somewhat') ? true : said('useful', 'no') ? false : null,
		result: row.outcome === 'project' || row.outcome === 'order' || said('next_step', 'project', 'order'),
		isOver,
		endedAt: row.endedAt
	});
}

/** A meeting is over without anybody telling; and what was there before lessons were kept is read once. */
export const learnOfMeetings = job(
	'introduction.lessons',
	async () => {
		for (const { id } of await db.selectFrom('hubs').select('id').execute()) await teachDue(id);
	},
	{ every: '20 3 * * *' }
);

export async function teachDue(hub: string) {
	const due = await db
		.selectFrom('introductions')
		.select('id')
		.where('hub', '=', hub)
		.where((eb) => eb.or([eb('state', '=', 'meeting'), eb.not(isTaught)]))
		.execute();
	for (const { id } of due) await transaction((tx) => teach(tx, hub, id));
}
