import { z } from 'zod';
import { auth, type Caller } from '#platform/auth.server.ts';
import { db } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import { found } from '#platform/refusal.ts';
import { sql } from 'kysely';
import type { Account } from './accounts.ts';
import { signOut } from './sign-in.ts';

export interface OpenSession {
	id: string;
	isThisOne: boolean;
	browser: string;
	system: string;
	/** Where it was opened, as far as an address tells: `here` is where the reader is now. */
	place: 'this_computer' | 'here' | 'local_network' | 'elsewhere';
	address: string;
	openedAt: Date;
	lastUsedAt: Date;
}

/** Every place where this account is signed in, the reader's own first. */
export async function sessionsOf(caller: Caller, account: Account): Promise<OpenSession[]> {
	const own = await currentSession(caller);
	const rows = await db
		.selectFrom('sessions')
		.select(['id', 'ipAddress', 'userAgent', 'createdAt', 'updatedAt'])
		.where('accountId', '=', account.id)
		.where('expiresAt', '>', sql<Date>`now()`)
		.orderBy('updatedAt', 'desc')
		.execute();
	return rows
		.map(({ id, ipAddress, userAgent, createdAt, updatedAt }) => ({
			id,
			isThisOne: id === own,
			...device(userAgent ?? ''),
			place: placeOf(ipAddress ?? '', caller.address),
			address: ipAddress ?? '',
			openedAt: createdAt,
			lastUsedAt: updatedAt
		}))
		.sort((a, b) => Number(b.isThisOne) - Number(a.isThisOne));
}

const currentSession = async (caller: Caller) => (await auth.api.getSession({ headers: caller.headers }))?.session.id;

const loopback = /^(::1|127\.|::ffff:127\.|0000:0000:0000:0000:0000:0000:0000:000[01]$)/;
const local = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:|fe80:)/i;

export function placeOf(address: string, now: string): OpenSession['place'] {
	if (loopback.test(address)) return 'this_computer';
	if (address !== '' && address === now) return 'here';
	return local.test(address) ? 'local_network' : 'elsewhere';
}

// The first that matches: browsers call themselves by their ancestors' names too.
const browsers = ['Edg', 'OPR', 'Firefox', 'FxiOS', 'SamsungBrowser', 'CriOS', 'Chrome', 'Safari'];
const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', FxiOS: 'Firefox', CriOS: 'Chrome', SamsungBrowser: 'Samsung Internet' };
const systems: [RegExp, string][] = [
	[/iPhone|iPad/, 'iOS'],
	[/Android/, 'Android'],
	[/Windows/, 'Windows'],
	[/Mac OS X|Macintosh/, 'macOS'],
	[/CrOS/, 'ChromeOS'],
	[/Linux/, 'Linux']
];

/** Browser and system as people call them; empty where the browser does not say. */
export function device(userAgent: string): { browser: string; system: string } {
	const browser = browsers.find((name) => userAgent.includes(name)) ?? '';
	return { browser: names[browser] ?? browser, system: systems.find(([sign]) => sign.test(userAgent))?.[1] ?? '' };
}

export const EndSession = z.object({ session: z.string().min(1).max(100) });

export async function endSession(account: Account, { session }: z.output<typeof EndSession>) {
	found(await db.deleteFrom('sessions').where('accountId', '=', account.id).where('id', '=', session).returning('id').executeTakeFirst());
}

/** Signs out everywhere, here included, and forgets the devices that were trusted with the second factor. */
export async function endAllSessions(caller: Caller, account: Account) {
	await signOut(caller);
	await db.deleteFrom('sessions').where('accountId', '=', account.id).execute();
	// The library keeps a trusted device as a verification whose value is the account.
	await db.deleteFrom('verifications').where('value', '=', account.id).execute();
}

/** What is over is not kept: sessions, and the tokens of letters. */
export const sweepSessions = job(
	'accounts.sweep',
	async () => {
		await db
			.deleteFrom('sessions')
			.where('expiresAt', '<', sql<Date>`now()`)
			.execute();
		await db
			.deleteFrom('verifications')
			.where('expiresAt', '<', sql<Date>`now()`)
			.execute();
		await db
			.deleteFrom('twoFactors')
			.where('verified', '=', false)
			.where('createdAt', '<', sql<Date>`now() - interval '1 hour'`)
			.execute();
		// The links in letters about accounts are dead by then.
		await db
			.updateTable('mails')
			.set({ bodyText: '', bodyHtml: '' })
			.where('hub', 'is', null)
			.where('createdAt', '<', sql<Date>`now() - interval '2 days'`)
			.where('bodyText', '<>', '')
			.execute();
	},
	{ every: '37 3 * * *' }
);
