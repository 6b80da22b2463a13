import type { Tx } from '#platform/db.server.ts';
import { otherSide, sides, type Side } from './choices.ts';

/** Whose move it is. */
export async function waitsFor(tx: Tx, hub: string, id: string): Promise<Side[]> {
	const row = await tx
		.selectFrom('introductions')
		.select(['state', 'offerAskedAt'])
		.where('hub', '=', hub)
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	if (row.state === 'proposed') {
		const answers = await tx
			.selectFrom('introductionAnswers')
			.select('side')
			.where('hub', '=', hub)
			.where('introduction', '=', id)
			.execute();
		return sides.filter((side) => (side === 'need' || row.offerAskedAt) && !answers.some((one) => one.side === side));
	}
	if (row.state !== 'accepted' && row.state !== 'meeting') return [];
	const dates = await tx
		.selectFrom('introductionDates')
		.select('side')
		.where('hub', '=', hub)
		.where('introduction', '=', id)
		.where('settledAt', 'is', null)
		.executeTakeFirst();
	if (dates) return dates.side === 'staff' ? [...sides] : [otherSide(dates.side as Side)];
	return row.state === 'accepted' ? [...sides] : [];
}
