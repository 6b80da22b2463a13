import { sql } from 'kysely';
import { z } from 'zod';
import { findFirm, firmNames, firmsNamed } from '#ecosystem/firms.ts';
import { everyItem } from '#ecosystem/list-export.ts';
import { actsFor, isMember, system, type Actor } from '#platform/actor.ts';
import { acrossHubs, db, inHub, transaction } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, found } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { listFree } from '../plan.ts';
import { wantedUses } from './choices.ts';
import { tellFreed } from './letters.ts';
import { mayAdmit, mayWriteFile, seesFiles } from './policy.ts';

export const JoinWaitingList = z
	.object({
		organisation: z.uuid(),
		use: z.enum(wantedUses),
		m2Least: z.number().gt(0).max(1_000_000),
		m2Most: z.number().gt(0).max(1_000_000),
		/** A unit that frees up later than this is of no use. */
		wantedUntil: z.iso.date(),
		note: text(500).default('')
	})
	.refine(({ m2Least, m2Most }) => m2Most >= m2Least, { path: ['m2Most'], error: 'surfaces_the_wrong_way_round' });
export const WishId = z.object({ wish: z.uuid() });

/** Waits for a unit of some kind, size and date. */
export async function joinWaitingList(actor: Actor, input: z.output<typeof JoinWaitingList>): Promise<{ id: string }> {
	authorize(mayWriteFile(actor, input.organisation));
	return transaction(async (tx) => {
		await findFirm(tx, actor.hub, input.organisation);
		const row = await tx
			.insertInto('admissionWishes')
			.values({ hub: actor.hub, ...input, createdBy: actor.member })
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'admission_wish.made', row.id, { use: [null, input.use], m2: [null, input.m2Least] });
		return row;
	});
}

export async function leaveWaitingList(actor: Actor, { wish }: z.output<typeof WishId>): Promise<{ id: string }> {
	return transaction(async (tx) => {
		const row = found(
			await tx
				.selectFrom('admissionWishes')
				.select('organisation')
				.where('hub', '=', actor.hub)
				.where('id', '=', wish)
				.where('closedAt', 'is', null)
				.forUpdate()
				.executeTakeFirst()
		);
		found(mayAdmit(actor) || actsFor(actor, row.organisation) ? row : null);
		await tx.updateTable('admissionWishes').set({ closedAt: new Date() }).where('hub', '=', actor.hub).where('id', '=', wish).execute();
		await record(tx, actor, 'admission_wish.closed', wish);
		return { id: wish };
	});
}

export const WishLine = z.object({
	id: z.uuid(),
	organisation: z.uuid(),
	firm: z.string(),
	use: z.enum(wantedUses),
	m2Least: z.number(),
	m2Most: z.number(),
	wantedUntil: z.string(),
	note: z.string(),
	createdAt: z.date(),
	/** Units that fit and are free in time, soonest first. */
	units: z.array(z.object({ id: z.uuid(), number: z.string(), m2: z.number(), freeFrom: z.string() }))
});
export type WishLine = z.output<typeof WishLine>;

export const ListWishes = PageInput.extend({
	/** A firm, or words of what it noted. */
	q: text(200).default(''),
	use: z.enum(wantedUses).optional()
});

/** Who waits for what, longest first, with what would fit now: all for staff, one's own for firms. */
export async function listWishes(actor: Actor, { q, use, ...page }: z.output<typeof ListWishes>): Promise<Page<WishLine>> {
	authorize(isMember(actor));
	let query = db
		.selectFrom('admissionWishes')
		.select(['id', 'organisation', 'use', 'm2Least', 'm2Most', 'wantedUntil', 'note', 'createdAt'])
		.where('admissionWishes.hub', '=', actor.hub)
		.where('admissionWishes.closedAt', 'is', null);
	if (!seesFiles(actor)) query = query.where('organisation', '=', sql<string>`any(${actor.organisations.map(({ id }) => id)}::uuid[])`);
	if (use) query = query.where('admissionWishes.use', '=', use);
	if (q) {
		const firms = await firmsNamed(actor.hub, q);
		const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
		query = query.where((eb) =>
			eb.or([eb('admissionWishes.note', 'ilike', like), ...(firms.length ? [eb('admissionWishes.organisation', 'in', firms)] : [])])
		);
	}
	const { items, ...rest } = await cursorPage(
		query,
		[
			['createdAt', 'asc'],
			['id', 'asc']
		],
		page
	);
	const { items: free } = await listFree(actor, { least: 0, q: '' });
	const firms = await firmNames(
		actor,
		items.map(({ organisation }) => organisation)
	);
	return {
		...rest,
		items: items.map((wish) => ({
			...wish,
			use: wish.use as WishLine['use'],
			firm: firms.get(wish.organisation)?.name ?? '',
			units: free
				.filter(({ use, m2, freeFrom }) => use === wish.use && m2 >= wish.m2Least && m2 <= wish.m2Most && freeFrom <= wish.wantedUntil)
				.map(({ id, number, m2, freeFrom }) => ({ id, number, m2, freeFrom }))
		}))
	};
}

export const tellFreeUnits = job(
	'admission.tell_free_units',
	async () => {
		const hubs = await acrossHubs(() => db.selectFrom('hubs').select('id').execute());
		for (const { id } of hubs) await inHub(id, () => matchWishes(id));
	},
	{ every: '10 6 * * *' }
);

/** Tells the managers once of each unit that fits a wish. */
export async function matchWishes(hub: string) {
	const actor = system(hub);
	const wishes = everyItem(hub, (cursor) => listWishes(actor, ListWishes.parse({ cursor, limit: 100 })));
	for await (const wish of wishes)
		await transaction(async (tx) => {
			if (!wish.units.length) return;
			const fresh = await tx
				.insertInto('admissionWishUnits')
				.values(wish.units.map(({ id: unit, freeFrom }) => ({ hub, wish: wish.id, unit, freeFrom })))
				.onConflict((on) => on.doNothing())
				.returning('unit')
				.execute();
			if (!fresh.length) return;
			const numbers = wish.units.filter(({ id }) => fresh.some(({ unit }) => unit === id)).map(({ number }) => number);
			await record(tx, actor, 'admission_wish.met', wish.id, { units: [null, numbers.join(', ')] });
			await tellFreed(tx, hub, wish.id, wish.firm, numbers.join(', '));
		});
}
