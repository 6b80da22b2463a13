import { sql, type RawBuilder } from 'kysely';
import { db, type Tx } from '#platform/db.server.ts';
import { found } from '#platform/refusal.ts';
import { wallClock } from '#platform/time.ts';

/** From the first moment of a day to the last of another on this clock; without an end, for ever. */
export const during = (timeZone: string, from: string, last: string | null): RawBuilder<string> =>
	sql`tstzrange((${from}::date)::timestamp at time zone ${timeZone}, ${
		last === null ? sql`null` : sql`(${last}::date + 1)::timestamp at time zone ${timeZone}`
	})`;

/** Noon of a day: inside of it wherever clocks change. */
export const noon = (timeZone: string, day: string): RawBuilder<Date> =>
	sql`((${day}::date)::timestamp + interval '12 hours') at time zone ${timeZone}`;

/** Within a transaction, read by it: who waits for a second connection while holding one may wait for ever. */
export async function clockOf(hub: string, from: Pick<Tx, 'selectFrom'> = db): Promise<string> {
	return found(await from.selectFrom('hubs').select('timeZone').where('id', '=', hub).executeTakeFirst()).timeZone;
}

export const today = (timeZone: string) => wallClock(new Date(), timeZone).slice(0, 10);

/** A day so many days later. */
export function dayAfter(day: string, days = 1): string {
	const at = new Date(`${day}T12:00:00Z`);
	at.setUTCDate(at.getUTCDate() + days);
	return at.toISOString().slice(0, 10);
}

export const daysBetween = (from: string, to: string) =>
	Math.round((Date.parse(`${to}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)) / 86_400_000);

/** Days since the first of 1970, so that a day is found among many without reading dates. */
export const numberOf = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
export const dayOf = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10);
