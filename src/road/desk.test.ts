import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db, pool } from '#platform/db.server.ts';
import '#modules.ts';
import { newcomer, person, refusal, stranger } from '#platform/testing/people.ts';
import { CreateNeed, createNeed } from '#ecosystem/needs.ts';
import { asked, needAndOffer, opened } from '#introductions/api.examples.ts';
import { remindIntroduction } from '#introductions/endings.ts';
import { StartIntroductions, startIntroductions } from '#introductions/introductions.ts';
import { aRequest } from './api.examples.ts';
import { ActOnEntry, actOnEntry } from './desk-actions.ts';
import {
	AssignEntry,
	assignEntry,
	countDesk,
	DeskFilter,
	findEntry,
	ListDesk,
	listDesk,
	SnoozeEntry,
	snoozeEntry,
	waitingKinds
} from './desk.ts';

const hub = 'mulhouse';
const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day);
let animator: Actor;
let colleague: Actor;

beforeAll(async () => {
	animator = await person(hub, 'animation@mulhouse.example');
	colleague = await newcomer(hub, ['animator']);
});

const all = async (actor: Actor, filter: object = {}) => {
	const items = [];
	let cursor: string | undefined;
	do {
		const page = await listDesk(actor, ListDesk.parse({ ...filter, cursor, limit: 100 }));
		items.push(...page.items);
		cursor = page.next ?? undefined;
	} while (cursor);
	return items;
};
const waits = async (record: string, actor = animator) =>
	(await all(actor)).filter((entry) => entry.record === record).map(({ kind }) => kind);
const act = (actor: Actor, input: object) => actOnEntry(actor, ActOnEntry.parse(input));
const assign = (actor: Actor, input: object) => assignEntry(actor, AssignEntry.parse(input));

test('a need without an introduction waits until somebody proposes one', async () => {
	const { owner, need, offer } = await needAndOffer(await newcomer(hub));
	expect(await waits(need)).toEqual(['need_without_introduction']);

	await startIntroductions(owner, StartIntroductions.parse({ need, offers: [offer] }));
	expect(await waits(need)).toEqual([]);
	await db
		.updateTable('introductions')
		.set({ state: 'expired', endedAt: ago(1) })
		.where('need', '=', need)
		.execute();
	expect(await waits(need)).toEqual(['need_let_down']);
});

test('a need that no offer speaks of and one that expires wait each in its way; renewed, it waits no more', async () => {
	const owner = await newcomer(
		hub,
		['member'],
		(await db.selectFrom('organisations').select('id').where('hub', '=', hub).executeTakeFirst())?.id
	);
	const { id } = await createNeed(owner, CreateNeed.parse({ locale: 'fr', title: 'Xylophone', problem: 'Xyz.', opens: true }));
	expect(await waits(id)).toEqual(['need_without_match']);
	await db
		.updateTable('needs')
		.set({ expiresAt: new Date(Date.now() + 5 * day) })
		.where('id', '=', id)
		.execute();
	expect((await waits(id)).sort()).toEqual(['need_expiring', 'need_without_match']);
	await act(animator, { kind: 'need_expiring', record: id, action: 'renew' });
	expect(await waits(id)).toEqual(['need_without_match']);
});

test('introductions that went quiet wait until somebody reminds, tells or closes', async () => {
	const { introduction: unanswered } = await asked(await newcomer(hub));
	expect(await waits(unanswered)).toEqual([]);
	await db
		.updateTable('introductions')
		.set({ createdAt: ago(9), remindedAt: ago(4) })
		.where('id', '=', unanswered)
		.execute();
	expect(await waits(unanswered)).toEqual(['introduction_unanswered']);
	await act(animator, { kind: 'introduction_unanswered', record: unanswered, action: 'remind' });
	expect(await waits(unanswered)).toEqual([]);
	expect(await refusal(remindIntroduction(animator, { introduction: unanswered }))).toBe('introduction_just_reminded');

	const { introduction, owner } = await opened(await newcomer(hub));
	await db
		.updateTable('introductions')
		.set({ acceptedAt: ago(20) })
		.where('id', '=', introduction)
		.execute();
	expect(await waits(introduction)).toEqual(['introduction_without_date']);
	const letters = () =>
		db.selectFrom('mails').select('id').where('kind', '=', 'introduction_date_missing').where('thread', '=', introduction).execute();
	await act(animator, { kind: 'introduction_without_date', record: introduction, action: 'remind' });
	expect((await letters()).length).toBe(2);

	await db.updateTable('introductions').set({ state: 'meeting' }).where('id', '=', introduction).execute();
	await db
		.insertInto('introductionMeetings')
		.values({ hub, introduction, starts: ago(5), ends: ago(4.9) })
		.execute();
	expect(await waits(introduction)).toEqual(['meeting_unreported']);
	const followUp = { hub, introduction, member: owner.member as string, days: 1 };
	await db.insertInto('introductionFollowUps').values(followUp).execute();
	await db
		.insertInto('introductionFollowUpAnswers')
		.values({ ...followUp, side: 'need', question: 'met', answer: 'no' })
		.execute();
	expect(await waits(introduction)).toEqual(['follow_up_troubled']);
	expect(await refusal(act(animator, { kind: 'follow_up_troubled', record: introduction, action: 'close' }))).toBe('required');
	await act(animator, { kind: 'follow_up_troubled', record: introduction, action: 'close', outcome: 'nothing' });
	expect(await waits(introduction)).toEqual([]);
});

test('of two who take an entry at once the second is told whose it is, and of two who do it that it is done', async () => {
	const entry = await aRequest(animator);
	const both = await Promise.all([animator, colleague].map((one) => refusal(assign(one, { ...entry, assignee: one.member, version: 0 }))));
	expect(both.sort()).toEqual(['accepted', 'desk_entry_taken']);
	const { version } = await findEntry(animator, entry);
	expect(version).toBe(1);
	await assign(animator, { ...entry, assignee: colleague.member, version });
	expect((await all(colleague, { whose: 'mine' })).map(({ record }) => record)).toEqual([entry.record]);

	const done = await Promise.all([animator, colleague].map((one) => refusal(act(one, { ...entry, action: 'accept' }))));
	expect(done.sort()).toEqual(['accepted', 'desk_entry_done']);
	expect(await refusal(assign(animator, { ...entry, version: 2 }))).toBe('desk_entry_done');
});

test('an entry rests until its day with a reason, and wakes', async () => {
	const entry = await aRequest(animator);
	const snooze = (input: object) => snoozeEntry(animator, SnoozeEntry.parse({ ...entry, ...input }));
	const until = new Date(Date.now() + 10 * day).toISOString().slice(0, 10);
	expect(await refusal(snooze({ until }))).toBe('required');
	expect(await refusal(snooze({ until: '2020-01-01', because: 'Vacances' }))).toBe('date_has_passed');
	expect(await refusal(snooze({ until: '2099-01-01', because: 'Vacances' }))).toBe('desk_rest_too_long');
	const { version } = await snooze({ until, because: 'Rentre lundi' });
	expect(await waits(entry.record)).toEqual([]);
	expect((await all(animator, { resting: true })).find(({ record }) => record === entry.record)).toMatchObject({
		restsBecause: 'Rentre lundi'
	});
	await snooze({ until: null, version });
	expect(await waits(entry.record)).toEqual(['join_request']);
});

test('each sees what they may see to, work goes only to those, and nobody else sees any of it', async () => {
	const accountant = await person(hub, 'compta@mulhouse.example');
	const manager = await person(hub, 'direction@mulhouse.example');
	await db
		.insertInto('mails')
		.values({ hub, recipient: 'x@y.example', subject: 'Perdue', bodyText: '', bodyHtml: '', locale: 'fr', kind: 'x', failedAt: ago(1) })
		.execute();
	const kinds = async (actor: Actor) => new Set((await all(actor)).map(({ kind }) => kind));
	expect(await kinds(manager)).toContain('letter_stuck');
	expect(await kinds(animator)).not.toContain('letter_stuck');
	expect(await kinds(accountant)).not.toContain('invitation_unanswered');
	const [letter] = await all(manager, { kind: 'letter_stuck', q: 'perdue' });
	expect(await refusal(assign(manager, { ...letter, assignee: animator.member }))).toBe('not_a_choice');
	expect(await refusal(assign(animator, { ...letter, assignee: animator.member }))).toBe('forbidden');

	const elsewhere = await newcomer('strasbourg', ['hub_manager']);
	const member = await newcomer(hub);
	const funder = await person(hub, 'financeur@mulhouse.example');
	for (const actor of [member, funder, stranger(hub)]) expect(await refusal(listDesk(actor, ListDesk.parse({})))).toBe('forbidden');
	const here = new Set((await all(manager)).map(({ record }) => record));
	expect((await all(elsewhere)).filter(({ record }) => here.has(record))).toEqual([]);
	const request = await aRequest(animator);
	expect(await refusal(assign(elsewhere, { ...request, assignee: elsewhere.member }))).toBe('desk_entry_done');
	expect(await refusal(assign(animator, { ...request, assignee: elsewhere.member }))).toBe('not_a_choice');
});

test('what is counted is what is listed, for each kind and each view', async () => {
	for (const filter of [{}, { whose: 'mine' as const }, { whose: 'free' as const }, { resting: true }, { q: 'caméra' }]) {
		const counts = await countDesk(animator, DeskFilter.parse(filter));
		expect(counts.total).toBe((await all(animator, filter)).length);
		for (const { kind, count } of counts.kinds) expect((await all(animator, { ...filter, kind })).length, kind).toBe(count);
	}
});

test('the desk of the demo is alive: of each kind some wait, and some are somebody’s', async () => {
	const manager = await person(hub, 'direction@mulhouse.example');
	const { kinds, all: waiting, free } = await countDesk(manager, DeskFilter.parse({}));
	// Few firms cease, or stand twice, in a hub that is looked after, and it has a few endpoints only.
	const enough: Record<string, number> = { charges_due: 1, firm_ceased: 1, webhook_failing: 1, duplicate_likely: 2, lease_running_on: 1 };
	expect(kinds.filter(({ kind, count }) => count < (enough[kind] ?? 8))).toEqual([]);
	expect(kinds.map(({ kind }) => kind)).toEqual([...waitingKinds]);
	expect(waiting - free).toBeGreaterThan(10);
});

test('a page of the desk takes as many queries for one entry as for many', async () => {
	const queries = async (limit: number) => {
		let count = 0;
		const client = pool();
		const connect = client.connect.bind(client) as () => Promise<{ query: (...all: unknown[]) => unknown }>;
		Object.assign(client, { connect: () => connect().then((one) => (count++, one)) });
		await listDesk(animator, ListDesk.parse({ limit }));
		Object.assign(client, { connect });
		return count;
	};
	expect(await queries(3)).toBe(await queries(1));
});

test('alarms of leases wait for who sees their terms, a derogatory lease that runs on before all, until somebody says so', async () => {
	const manager = await newcomer(hub, ['site_manager']);
	const entries = async () => (await listDesk(manager, ListDesk.parse({ limit: 100 }))).items;
	const [first, second] = await entries();
	expect([first?.kind, second?.kind === 'lease_running_on']).toEqual(['lease_running_on', false]);
	expect(first?.title).toMatch(/B-/);
	expect((await all(animator, { kind: 'lease_running_on' })).length).toBe(0);
	const { kind, record } = first ?? { kind: 'lease_alarm' as const, record: '' };
	await actOnEntry(manager, { kind, record, action: 'seen' });
	expect((await entries()).some((entry) => entry.record === record)).toBe(false);
	expect(await refusal(actOnEntry(manager, { kind, record, action: 'seen' }))).toBe('desk_entry_done');
});
