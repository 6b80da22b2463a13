import { sql } from 'kysely';
import { z } from 'zod';
import { checkSiren, isMadeUpSiren } from '#ecosystem/identifiers.ts';
import { isMember, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { authorize, Refusal, refuse } from '#platform/refusal.ts';
import type { JsonObject } from '#platform/schema.ts';
import { text } from '#platform/shapes.ts';
import { askRegister, registerIsOn, RegisterSilent } from './client.ts';
import { Company } from './company.ts';

export const Entry = z.object({
	siren: z.string(),
	/** `absent`: the register has no such number, or shows nobody that it has. */
	state: z.enum(['active', 'ceased', 'absent']),
	ceasedOn: z.string().nullable(),
	company: Company.nullable(),
	/** When the register said so. */
	askedAt: z.date(),
	/** The register should have been asked again and did not answer. */
	isStale: z.boolean()
});
export type Entry = z.output<typeof Entry>;

/** Milliseconds that a person waits for the register, and that a job does. */
const within = { person: 6_000, job: 60_000 };

/** A register is set, or the hub has entries of it. */
export async function registerSpeaks(actor: Actor): Promise<boolean> {
	if (registerIsOn()) return true;
	const some = await db.selectFrom('registerEntries').select('siren').where('hub', '=', actor.hub).limit(1).executeTakeFirst();
	return some !== undefined;
}

export const OneSiren = z.object({ siren: text(30) });

/** What the register says of a SIREN: as it was kept, as long as that holds; else it is asked. */
export async function registerEntry(actor: Actor, { siren: typed }: z.output<typeof OneSiren>, signal?: AbortSignal): Promise<Entry> {
	authorize(isMember(actor));
	const siren = checkSiren(typed);
	if (!siren.ok) throw refuse('siren', siren.code);
	return entryOf(actor.hub, siren.value, { signal });
}

interface How {
	/** Asks although what was kept holds. */
	fresh?: boolean;
	patient?: boolean;
	signal?: AbortSignal;
}

const hour = 3_600_000;
/** Whoever asks anew within the hour is told what was said before. */
const freshFor = hour;
const holdsFor = { active: '30 days', ceased: '30 days', absent: '1 day' };

export async function entryOf(hub: string, siren: string, { fresh = false, patient = false, signal }: How = {}): Promise<Entry> {
	const kept = await keptEntry(hub, siren);
	const now = Date.now();
	if (kept && (fresh ? now - kept.askedAt.getTime() < freshFor : kept.expiresAt.getTime() > now)) return told(kept, false);
	// Numbers that belong to nobody are those of invented firms.
	if (isMadeUpSiren(siren)) return kept ? told(kept, false) : nobody(siren);
	try {
		const found = await askRegister(siren, { within: within[patient ? 'job' : 'person'], signal });
		return told(await keep(hub, siren, found), false);
	} catch (thrown) {
		if (!(thrown instanceof RegisterSilent)) throw thrown;
		if (kept) return told(kept, true);
		throw registerIsOn() ? new Refusal('register_silent', { status: 503 }) : new Refusal('register_off', { status: 409 });
	}
}

const nobody = (siren: string): Entry => ({ siren, state: 'absent', ceasedOn: null, company: null, askedAt: new Date(), isStale: false });

const columns = ['siren', 'state', 'ceasedOn', 'company', 'askedAt', 'expiresAt'] as const;

/** What was kept, however old. */
const keptEntry = (hub: string, siren: string) =>
	db.selectFrom('registerEntries').select(columns).where('hub', '=', hub).where('siren', '=', siren).executeTakeFirst();

type Kept = NonNullable<Awaited<ReturnType<typeof keptEntry>>>;

const told = ({ siren, state, ceasedOn, company, askedAt }: Omit<Kept, 'expiresAt'>, isStale: boolean): Entry => ({
	siren,
	state: state as Entry['state'],
	ceasedOn,
	company: company as Company | null,
	askedAt,
	isStale
});

/** What was kept of these firms, by SIREN, without asking. */
export async function keptEntries(hub: string, sirens: readonly string[]): Promise<Map<string, Entry & { holds: boolean }>> {
	const rows = await db
		.selectFrom('registerEntries')
		.select(columns)
		.where('hub', '=', hub)
		.where('siren', '=', sql<string>`any(${sirens}::text[])`)
		.execute();
	return new Map(rows.map((row) => [row.siren, { ...told(row, false), holds: row.expiresAt > new Date() }]));
}

function keep(hub: string, siren: string, found: Awaited<ReturnType<typeof askRegister>>) {
	const state: Entry['state'] = found?.state ?? 'absent';
	const row = {
		state,
		ceasedOn: found?.ceasedOn ?? null,
		company: found ? (JSON.stringify(found.company) as unknown as JsonObject) : null,
		askedAt: new Date(),
		expiresAt: sql<Date>`now() + ${holdsFor[state]}::interval`
	};
	return db
		.insertInto('registerEntries')
		.values({ hub, siren, ...row })
		.onConflict((on) => on.columns(['hub', 'siren']).doUpdateSet(row))
		.returning(columns)
		.executeTakeFirstOrThrow();
}
