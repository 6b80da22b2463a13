import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#platform/actor.ts';
import type { WaitingRow } from '#ecosystem/waiting.ts';
import { mayHook } from './policy.ts';

/** One failure may be an accident: three in a row, or a quarter of an hour, wait for somebody. */
export const failingWebhooks = (actor: Actor): RawBuilder<WaitingRow> => sql`
	select 'webhook_failing', w.id::text, since.at, since.at + interval '1 day', null::uuid, null::uuid, null::uuid,
		coalesce(nullif(w.description, ''), substring(w.address from '^https?://([^/]+)')), ''
	from webhooks w cross join lateral (select coalesce(w.failing_since, w.switched_off_at) as at) as since
	where w.hub = ${actor.hub} and ${mayHook(actor)} and since.at is not null
		and (w.switched_off_because is not null or w.is_on and (w.failures >= 3 or w.failing_since < now() - interval '15 minutes'))`;
