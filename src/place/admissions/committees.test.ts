import { beforeAll, expect, test } from 'vitest';
import { system, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { newcomer, refusal } from '#platform/testing/people.ts';
import { unit } from '../api.examples.ts';
import { dayAfter, today } from '../days.ts';
import { findAdmission } from './admissions-shown.ts';
import { sent } from './api.examples.ts';
import {
	declareConflict,
	findCommittee,
	ListCommittees,
	listCommittees,
	listCriteria,
	PlanCommittee,
	planCommittee,
	ScoreFile,
	scoreFile,
	WriteMinutes,
	writeMinutes
} from './committees.ts';
import { BookVisit, bookVisit, cancelVisit, findVisit, pickVisit, visitFile } from './visits.ts';
import { JoinWaitingList, joinWaitingList, leaveWaitingList, ListWishes, listWishes, matchWishes } from './waiting-list.ts';

let manager: Actor;
let juror: Actor;
let insider: Actor;
let firm: Actor;
const now = today('Europe/Paris');

beforeAll(async () => {
	const { id } = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', 'mulhouse')
		.where('kind', '=', 'industrial_sme')
		.where('archivedAt', 'is', null)
		.orderBy('name', 'desc')
		.executeTakeFirstOrThrow();
	manager = await newcomer('mulhouse', ['site_manager']);
	juror = await newcomer('mulhouse', ['juror']);
	insider = await newcomer('mulhouse', ['juror'], id);
	firm = await newcomer('mulhouse', ['member'], id);
});

test('several members score a file, but nobody of the firm and nobody who declared a conflict', async () => {
	const file = await sent(firm);
	const members = [manager, juror, insider].map(({ member }) => member);
	expect(await refusal(findAdmission(juror, { admission: file.id }))).toBe('not_found');
	const { id: committee } = await planCommittee(manager, PlanCommittee.parse({ heldOn: now, members, admissions: [file.id] }));
	expect((await findAdmission(juror, { admission: file.id })).documents).toBeNull();
	expect((await listCommittees(juror, ListCommittees.parse({}))).items.map(({ id }) => id)).toEqual([committee]);
	const [heavy, light] = await listCriteria(manager);
	const score = (actor: Actor, criterion: string, points: number) =>
		scoreFile(actor, ScoreFile.parse({ committee, admission: file.id, criterion, score: points }));
	await score(manager, heavy!.id, 5);
	await score(juror, heavy!.id, 3);
	await score(juror, light!.id, 1);
	await score(juror, light!.id, 0);
	expect(await refusal(score(insider, heavy!.id, 5))).toBe('conflict_of_interest');
	expect(await refusal(score(firm, heavy!.id, 5))).toBe('not_found');
	const average = async () => (await findCommittee(manager, { committee })).files[0]!.average;
	// (5 + 3) at the heavier weight, 0 at the lighter one.
	expect(await average()).toBe(Math.round((100 * 8 * heavy!.weight) / (2 * heavy!.weight + light!.weight)) / 100);

	await declareConflict(juror, { committee, admission: file.id, because: 'Ancien associé' });
	expect(await refusal(score(juror, heavy!.id, 5))).toBe('conflict_of_interest');
	expect(await average()).toBe(5);
	expect(await refusal(findAdmission(juror, { admission: file.id }))).toBe('not_found');
});

test('minutes are written by one at a time, and a closed committee takes no more scores', async () => {
	const file = await sent(firm);
	const { id: committee } = await planCommittee(
		manager,
		PlanCommittee.parse({ heldOn: now, members: [manager.member], admissions: [file.id] })
	);
	const write = (minutes: string, version: number, close = false) =>
		refusal(writeMinutes(manager, WriteMinutes.parse({ committee, version, minutes, close })));
	expect((await Promise.all([write('Un', 1), write('Deux', 1)])).toSorted()).toEqual(['accepted', 'changed_meanwhile']);
	expect(await write('Avis favorable', 2, true)).toBe('accepted');
	const [criterion] = await listCriteria(manager);
	expect(await refusal(scoreFile(manager, ScoreFile.parse({ committee, admission: file.id, criterion: criterion!.id, score: 2 })))).toBe(
		'committee_is_closed'
	);
});

test('a firm picks one of three dates for its visit, which is the same one to calendars when it moves', async () => {
	const { id: admission } = await sent(firm);
	const starts = ['2032-03-02T09:00', '2032-03-03T09:00', '2032-03-04T09:00'];
	const book = (dates: string[]) => bookVisit(manager, BookVisit.parse({ admission, starts: dates, place: 'Accueil' }));
	expect(await refusal(book(starts.slice(0, 2)))).toBe('one_date_or_three');
	expect(await refusal(book(['2031-03-30T02:30']))).toBe('time_does_not_exist');
	const { id: visit } = await book(starts);
	expect(await refusal(visitFile(firm, { admission }))).toBe('not_found');
	await pickVisit(firm, { visit, starts: '2032-03-03T08:00:00Z' });
	expect(await refusal(pickVisit(firm, { visit, starts: '2032-03-02T08:00:00Z' }))).toBe('date_already_picked');
	const file = await visitFile(firm, { admission });
	expect(file).toContain('DTSTART:20320303T080000Z');
	const uid = /UID:(\S+)/.exec(file)?.[1] ?? '';
	await book(['2032-04-01T10:00']);
	const moved = await visitFile(firm, { admission });
	expect(moved).toContain(`UID:${uid}`);
	expect(moved).toContain('SEQUENCE:1');
	const letters = await db.selectFrom('mails').select('calendarMethod').where('kind', '=', 'admission_visit_set').execute();
	expect(letters.length).toBeGreaterThan(1);
	expect(letters.every(({ calendarMethod }) => calendarMethod === 'REQUEST')).toBe(true);
	const stands = (await findVisit(firm, { admission })).visit!;
	await cancelVisit(firm, { visit: stands.id });
	expect((await findVisit(firm, { admission })).visit).toBeNull();
	expect(await refusal(findVisit(juror, { admission }))).toBe('not_found');
});

test('the manager is told once of a unit that fits a wish', async () => {
	const { id: place } = await unit(system('mulhouse'));
	const wish = { organisation: firm.organisations[0]!.id, use: 'workshop', m2Least: 90, m2Most: 110, wantedUntil: dayAfter(now, 90) };
	const { id } = await joinWaitingList(firm, JoinWaitingList.parse(wish));
	const mine = async (actor: Actor) => (await listWishes(actor, ListWishes.parse({ limit: 100 }))).items.find((one) => one.id === id);
	expect((await mine(manager))?.units.map((one) => one.id)).toContain(place);
	expect(await mine(juror)).toBeUndefined();
	const told = async () =>
		(await db.selectFrom('notifications').select('record').where('member', '=', manager.member).where('record', '=', id).execute()).length;
	await matchWishes('mulhouse');
	await matchWishes('mulhouse');
	expect(await told()).toBe(1);
	expect(await refusal(leaveWaitingList(juror, { wish: id }))).toBe('not_found');
	await leaveWaitingList(firm, { wish: id });
	expect(await mine(manager)).toBeUndefined();
});
