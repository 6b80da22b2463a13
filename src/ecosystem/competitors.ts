import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict, found } from '#platform/refusal.ts';
import { changed } from './changed.ts';
import { mayManage, visibleTo } from './policy.ts';

export const Competitor = z.object({ organisation: z.uuid(), competitor: z.uuid() });

/** From now on neither of the two is proposed to the other, nor sees its members-only needs. The other is not told. */
export async function declareCompetitor(actor: Actor, { organisation, competitor }: z.output<typeof Competitor>) {
	await findManaged(actor, organisation);
	const { name } = await findVisible(actor, competitor);
	return transaction(async (tx) => {
		const declared = await tx
			.insertInto('competitors')
			.values({ hub: actor.hub, organisation, competitor, declaredBy: actor.member })
			.onConflict((on) => on.columns(['hub', 'organisation', 'competitor']).doNothing())
			.returning(['organisation', 'competitor', 'declaredAt'])
			.executeTakeFirst();
		if (!declared) throw conflict('competitor_already_declared');
		await record(tx, actor, 'organisation.competitor_declared', organisation, { competitor: [null, name] });
		await changed(tx, actor.hub, 'organisation', organisation);
		return declared;
	});
}

export async function withdrawCompetitor(actor: Actor, { organisation, competitor }: z.output<typeof Competitor>) {
	await findManaged(actor, organisation);
	await transaction(async (tx) => {
		const { name } = await tx
			.selectFrom('organisations')
			.select('name')
			.where('hub', '=', actor.hub)
			.where('id', '=', competitor)
			.executeTakeFirst()
			.then(found);
		const gone = await tx
			.deleteFrom('competitors')
			.where('hub', '=', actor.hub)
			.where('organisation', '=', organisation)
			.where('competitor', '=', competitor)
			.returning('competitor')
			.executeTakeFirst();
		found(gone);
		await record(tx, actor, 'organisation.competitor_withdrawn', organisation, { competitor: [name, null] });
		await changed(tx, actor.hub, 'organisation', organisation);
	});
}

export const Competitors = z.object({ organisation: z.uuid() });

/** The competitors that an organisation declared, for its owners and staff alone. */
export async function competitorsOf(actor: Actor, { organisation }: z.output<typeof Competitors>) {
	await findManaged(actor, organisation);
	return db
		.selectFrom('competitors')
		.innerJoin('organisations', (join) =>
			join.onRef('organisations.hub', '=', 'competitors.hub').onRef('organisations.id', '=', 'competitors.competitor')
		)
		.select(['organisations.id', 'organisations.slug', 'organisations.name', 'organisations.communeName', 'competitors.declaredAt'])
		.where('competitors.hub', '=', actor.hub)
		.where('competitors.organisation', '=', organisation)
		.orderBy('organisations.name')
		.execute();
}

const findVisible = (actor: Actor, organisation: string) =>
	db
		.selectFrom('organisations')
		.select(['id', 'name'])
		.where('hub', '=', actor.hub)
		.where('id', '=', organisation)
		.where(visibleTo(actor))
		.executeTakeFirst()
		.then(found);

async function findManaged(actor: Actor, organisation: string) {
	await findVisible(actor, organisation);
	authorize(mayManage(actor, organisation));
}

/** Pairs among these organisations of which one declared the other. The caller shows nobody who did. */
export async function competitorsAmong(hub: string, ids: readonly string[]): Promise<[string, string][]> {
	if (!ids.length) return [];
	const rows = await db
		.selectFrom('competitors')
		.select(['organisation', 'competitor'])
		.where('hub', '=', hub)
		.where('organisation', 'in', ids)
		.where('competitor', 'in', ids)
		.execute();
	return rows.map(({ organisation, competitor }) => [organisation, competitor]);
}
