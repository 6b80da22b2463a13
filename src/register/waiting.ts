import { sql, type RawBuilder } from 'kysely';
import { has, type Actor } from '#platform/actor.ts';
import { numberedFirms } from '#ecosystem/numbered.ts';
import type { WaitingRow } from '#ecosystem/waiting.ts';

/** Firms that ceased, as the register says: they should be seen to before somebody is introduced to them. */
export const waitingFirms = (actor: Actor): RawBuilder<WaitingRow> => sql`
	select 'firm_ceased', f.id::text, e.asked_at, e.asked_at + interval '14 days', null::uuid, f.id, null::uuid, f.name, ''
	from register_entries e join (${numberedFirms(actor.hub)}) as f on f.siren = e.siren
	where e.hub = ${actor.hub} and ${has(actor, 'animator')} and e.state = 'ceased'`;
