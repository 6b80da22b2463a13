import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { db } from '#platform/db.server.ts';
import { person } from '#platform/testing/people.ts';
import { states } from '#introductions/choices.ts';
import { findIntroduction, introductionHistory, ListIntroductions, listIntroductions } from '#introductions/introductions-shown.ts';
import { listMessages } from '#introductions/messages.ts';

const hub = 'mulhouse';

test('the demo hub has introductions at every stage, over the past twelve months, with reasons of its own matching', async () => {
	const rows = await db.selectFrom('introductions').selectAll().where('hub', '=', hub).orderBy('createdAt').execute();
	expect(rows.length).toBeGreaterThanOrEqual(40);
	expect([...new Set(rows.map(({ state }) => state))].sort()).toEqual([...states].sort());
	const months = new Set(rows.map(({ createdAt }) => createdAt.toISOString().slice(0, 7)));
	expect(months.size).toBeGreaterThanOrEqual(9);
	expect((Date.now() - (rows[0]?.createdAt.getTime() ?? 0)) / 86_400_000).toBeGreaterThan(340);
	expect(rows.filter(({ reasons }) => reasons !== null).length / rows.length).toBeGreaterThan(0.7);
});

test('nothing of it happens in the future or before it was asked', async () => {
	const { rows } = await sql<{ n: number }>`
		select count(*)::int as n from journal j join introductions i on i.hub = j.hub and i.id::text = j.record
		where j.kind = 'introduction' and (j.at > now() or j.at < i.created_at)`.execute(db);
	expect(rows).toEqual([{ n: 0 }]);
	const late = await db
		.selectFrom('introductionMeetings')
		.innerJoin('introductions', 'introductions.id', 'introductionMeetings.introduction')
		.select('introductions.id')
		.whereRef('introductionMeetings.starts', '<', 'introductions.acceptedAt')
		.execute();
	expect(late).toEqual([]);
	const { rows: unopened } = await sql<{ n: number }>`
		select count(*)::int as n from introductions i join needs n on n.hub = i.hub and n.id = i.need where n.opened_at > i.created_at`.execute(
		db
	);
	expect(unopened).toEqual([{ n: 0 }]);
});

test('each of them can be read, with its conversation', async () => {
	const animator = await person(hub, 'animation@mulhouse.example');
	const { items } = await listIntroductions(animator, ListIntroductions.parse({ state: 'all', limit: 100 }));
	let messages = 0;
	for (const { id } of items) {
		const view = await findIntroduction(animator, { introduction: id });
		if (view.acceptedAt) expect(view.contacts?.need.people.length, view.need.title).toBeGreaterThan(0);
		expect((await introductionHistory(animator, { introduction: id }))[0]?.what).toBe('introduction.proposed');
		messages += (await listMessages(animator, { introduction: id, limit: 100 })).items.length;
	}
	expect(messages).toBeGreaterThan(30);
});
