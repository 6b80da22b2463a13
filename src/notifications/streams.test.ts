import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { stopHearing } from '#platform/live.ts';
import { newcomer, refusal, stranger } from '#platform/testing/people.ts';
import { leaveHub } from '#ecosystem/members.ts';
import { asked, opened } from '#introductions/api.examples.ts';
import { WriteMessage, writeMessage } from '#introductions/messages.ts';
import '#modules.ts';
import { OpenStream, openStreams, stream } from './streams.ts';

const hub = 'mulhouse';
const write = (actor: Actor, introduction: string) => writeMessage(actor, WriteMessage.parse({ introduction, words: 'Bonjour' }));

interface Said {
	event: string;
	id: string;
	data: { unread?: number; watch?: string };
}

const listening: ReadableStreamDefaultReader[] = [];
afterEach(async () => {
	for (const reader of listening.splice(0)) await reader.cancel();
});
afterAll(stopHearing);

async function session({ account }: Actor) {
	const id = crypto.randomUUID();
	await db
		.insertInto('sessions')
		.values({ id, accountId: account as string, token: id, expiresAt: new Date(Date.now() + 3_600_000) })
		.execute();
	return id;
}

/** A page that listens, and what it hears one after another; null once the stream is closed. */
async function page(actor: Actor, watch = '', more: { since?: number; session?: string } = {}) {
	const opened = stream(
		actor,
		more.session ?? (await session(actor)),
		OpenStream.parse({ watch, since: more.since ?? Date.now() + 60_000 })
	);
	const reader = opened.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>).getReader();
	listening.push(reader);
	let rest = '';
	async function next(): Promise<Said | null> {
		for (;;) {
			const end = rest.indexOf('\n\n');
			if (end >= 0) {
				const lines = Object.fromEntries(
					rest
						.slice(0, end)
						.split('\n')
						.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)])
				);
				rest = rest.slice(end + 2);
				if (!lines.event) continue;
				return { event: lines.event, id: lines.id ?? '', data: JSON.parse(lines.data ?? '{}') };
			}
			const { value, done } = await reader.read();
			if (done) return null;
			rest += value;
		}
	}
	return {
		next,
		/** Everything until this. */
		async until(wanted: (said: Said) => boolean) {
			const all: Said[] = [];
			for (let said = await next(); said; said = await next()) {
				all.push(said);
				if (wanted(said)) return all;
			}
			throw new Error(`the stream ended after ${JSON.stringify(all)}`);
		}
	};
}

/** What comes next is what happens to them now, and nothing that was told before. */
async function hearsOnlyOfThemselves({ next }: Awaited<ReturnType<typeof page>>, actor: Actor) {
	await transaction((tx) => record(tx, actor, 'member.changed', actor.member as string));
	expect((await next())?.event).toBe('unread');
}

test('an open page hears the bell and the introduction that it shows, from whichever process', { timeout: 60_000 }, async () => {
	const owner = await newcomer(hub);
	const { owner: mill, introduction } = await opened(owner);
	const here = await page(mill, `introduction:${introduction}`);
	expect((await here.next())?.event).toBe('unread');
	const before = (await db.selectFrom('notifications').select('id').where('member', '=', mill.member).execute()).length;
	await promisify(execFile)(
		process.execPath,
		['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'testing/writer.ts'), hub, mill.member as string, introduction],
		{ env: process.env }
	);
	const heard = await here.until(({ event }) => event === 'changed');
	expect(heard.map(({ event }) => event)).toContain('unread');
	expect(heard.at(-1)?.data).toEqual({ hub, watch: `introduction:${introduction}` });
	expect((await db.selectFrom('notifications').select('id').where('member', '=', mill.member).execute()).length).toBe(before + 1);
});

test('nobody hears of what they may not see', async () => {
	const { introduction } = await asked(await newcomer(hub));
	const neighbour = await newcomer(hub);
	const foreigner = await newcomer('strasbourg', ['hub_manager']);
	const curious = await page(neighbour, `introduction:${introduction},introduction,invitation`);
	const elsewhere = await page(foreigner, `introduction:${introduction},introduction,invitation`);
	const staff = await page(await newcomer(hub, ['animator']), 'introduction,invitation');
	for (const one of [curious, elsewhere, staff]) expect((await one.next())?.event).toBe('unread');
	await transaction(async (tx) => {
		await record(tx, neighbour, 'introduction.message', introduction);
		await record(tx, neighbour, 'invitation.sent', crypto.randomUUID());
	});
	expect([(await staff.next())?.data.watch, (await staff.next())?.data.watch].sort()).toEqual(['introduction', 'invitation']);
	await hearsOnlyOfThemselves(curious, neighbour);
	await hearsOnlyOfThemselves(elsewhere, foreigner);
	expect(await refusal((async () => stream(stranger(hub), 'none', OpenStream.parse({})))())).toBe('sign_in_first');
});

test('who was deaf catches up from the last that they heard', async () => {
	const { owner, provider, introduction } = await opened(await newcomer(hub));
	const before = Date.now();
	await write(provider, introduction);
	const back = await page(owner, `introduction:${introduction}`, { since: before });
	expect((await back.until(({ event }) => event === 'changed')).at(-1)?.data.watch).toBe(`introduction:${introduction}`);
	const other = await newcomer(hub);
	const curious = await page(other, `introduction:${introduction}`, { since: before });
	expect((await curious.next())?.event).toBe('unread');
	await hearsOnlyOfThemselves(curious, other);
});

test('a process whose connection broke hears what was said meanwhile once it listens again', async () => {
	const { owner, provider, introduction } = await opened(await newcomer(hub));
	const here = await page(owner, `introduction:${introduction}`);
	expect((await here.next())?.event).toBe('unread');
	await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'km0 live' and datname = current_database()`.execute(
		db
	);
	await write(provider, introduction);
	expect((await here.until(({ event }) => event === 'changed')).at(-1)?.data.watch).toBe(`introduction:${introduction}`);
});

test('a stream ends with the session, with the membership, and where one person opens too many', async () => {
	const owner = await newcomer(hub);
	const mine = await session(owner);
	const signedOut = await page(owner, '', { session: mine });
	await signedOut.next();
	await db.deleteFrom('sessions').where('id', '=', mine).execute();
	expect((await signedOut.next())?.event).toBe('bye');
	expect(await signedOut.next()).toBe(null);

	const leaving = await page(owner);
	await leaving.next();
	await leaveHub(owner);
	expect((await leaving.until(({ event }) => event === 'bye')).length).toBeGreaterThan(0);
	expect(openStreams(owner.account as string)).toBe(0);

	const busy = await newcomer(hub);
	const first = await page(busy);
	for (let n = 0; n < 6; n++) await page(busy);
	expect((await first.until(({ event }) => event === 'bye')).at(-1)?.event).toBe('bye');
	expect(openStreams(busy.account as string)).toBe(6);
});
