import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { db } from '#platform/db.server.ts';
import { log } from '#platform/log.ts';
import { readSettings } from '#platform/settings.ts';
import { Answer, firmIn, type Found } from './company.ts';

/** The register did not answer, or not as it should, or not in time. Whoever asks goes on without it. */
export class RegisterSilent extends Error {}

export const registerIsOn = () => readSettings().KM0_REGISTER_URL !== undefined;

interface Patience {
	/** Milliseconds that the answer may take, with waiting for one's turn. */
	within: number;
	signal?: AbortSignal;
}

interface Flight {
	answer: Promise<Found | null>;
	/** Everybody who waits for it: when the last one leaves, it is called off. */
	waiting: number;
	end: AbortController;
}
const flights = new Map<string, Flight>();

/** What the register knows of this SIREN now; null when it has no such number. Several who ask at once share one question. */
export async function askRegister(siren: string, { within, signal }: Patience): Promise<Found | null> {
	const address = readSettings().KM0_REGISTER_URL;
	if (!address) throw new RegisterSilent('no register is set');
	const key = `${address} ${siren}`;
	const flight = flights.get(key) ?? takeOff(key, address, siren, within);
	flight.waiting++;
	try {
		return await unlessAborted(flight.answer, signal);
	} finally {
		if (--flight.waiting === 0) flight.end.abort(new RegisterSilent('nobody waits any more'));
	}
}

function takeOff(key: string, address: string, siren: string, within: number): Flight {
	const end = new AbortController();
	const answer = asked(address, siren, AbortSignal.any([end.signal, AbortSignal.timeout(within)]), Date.now() + within).finally(() =>
		flights.delete(key)
	);
	// Whoever waits hears of it; where nobody waits any more, nobody needs to.
	answer.catch(() => {});
	const flight = { answer, waiting: 0, end };
	flights.set(key, flight);
	return flight;
}

function unlessAborted<T>(answer: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return answer;
	return new Promise<T>((resolve, reject) => {
		const leave = () => reject(new RegisterSilent('whoever asked is gone'));
		if (signal.aborted) return leave();
		signal.addEventListener('abort', leave, { once: true });
		answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
	});
}

async function asked(address: string, siren: string, signal: AbortSignal, until: number): Promise<Found | null> {
	await turn(until, signal);
	try {
		const first = await question(address, siren, signal);
		let found = first;
		if (found instanceof Busy) {
			if (Date.now() + found.seconds * 1000 > until) throw await closed(found);
			await hold(found.seconds);
			await pause(found.seconds * 1000, undefined, { signal });
			await turn(until, signal);
			found = await question(address, siren, signal);
			if (found instanceof Busy) throw await closed(found);
		}
		await opened();
		return found;
	} catch (thrown) {
		const silent = thrown instanceof RegisterSilent ? thrown : new RegisterSilent(reasonOf(thrown));
		// That the people who asked went away says nothing of the register.
		if (silent.message !== 'nobody waits any more' && !(thrown instanceof GateShut)) await failed();
		log.warn({ error: silent.message }, 'register');
		throw silent;
	}
}

const reasonOf = (thrown: unknown) => {
	const error = thrown as { name?: string; message?: string; cause?: { message?: string } | RegisterSilent };
	if (error.cause instanceof RegisterSilent) return error.cause.message;
	return `${error.name ?? 'Error'}: ${error.cause?.message ?? error.message ?? ''}`.slice(0, 300);
};

/** Too many questions: it names the seconds after which it wants to be asked again. */
class Busy {
	readonly seconds: number;
	constructor(seconds: number) {
		this.seconds = seconds;
	}
}

const mostBytes = 512 * 1024;

async function question(address: string, siren: string, signal: AbortSignal): Promise<Found | null | Busy> {
	const { KM0_REGISTER_TIMEOUT: seconds, KM0_BASE_URL: home } = readSettings();
	// Its people (`dirigeants`) are not even asked for.
	const url = `${address}/search?q=${siren}&page=1&per_page=1&minimal=true&include=siege`;
	const response = await fetch(url, {
		headers: { accept: 'application/json', 'user-agent': `KM0${home ? ` (+${home})` : ''}` },
		redirect: 'error',
		signal: AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)])
	});
	if (response.status === 429) {
		await response.body?.cancel();
		return new Busy(secondsOf(response.headers.get('retry-after')));
	}
	if (response.status === 404) {
		await response.body?.cancel();
		return null;
	}
	if (!response.ok) {
		await response.body?.cancel();
		throw new RegisterSilent(`it answered ${response.status}`);
	}
	const read = Answer.safeParse(JSON.parse(await textOf(response)));
	if (!read.success) throw new RegisterSilent('its answer has another shape');
	return firmIn(read.data, siren);
}

/** `Retry-After` is a number of seconds or a date. */
function secondsOf(header: string | null) {
	const seconds = /^\d+$/.test(header?.trim() ?? '') ? Number(header) : (Date.parse(header ?? '') - Date.now()) / 1000;
	return Number.isFinite(seconds) ? Math.min(3600, Math.max(0.1, seconds)) : 1;
}

async function textOf(response: Response) {
	const pieces: Uint8Array[] = [];
	let size = 0;
	for await (const piece of response.body ?? []) {
		size += piece.byteLength;
		// Leaving the loop closes the connection.
		if (size > mostBytes) throw new RegisterSilent('its answer is too long');
		pieces.push(piece);
	}
	return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
}

class GateShut extends RegisterSilent {}

/** Waits until this process may ask: all of them together ask no oftener than is set, and nobody while the gate is shut. */
async function turn(until: number, signal: AbortSignal) {
	const every = 1 / readSettings().KM0_REGISTER_PER_SECOND;
	const patience = Math.max(0, (until - Date.now()) / 1000);
	const { rows } = await sql<{ wait: number }>`
		insert into register_gate as gate (next_at) values (clock_timestamp() + make_interval(secs => ${every}))
		on conflict (one) do update set next_at = greatest(gate.next_at, clock_timestamp()) + make_interval(secs => ${every})
			where coalesce(gate.closed_until <= clock_timestamp(), true) and gate.next_at < clock_timestamp() + make_interval(secs => ${patience})
		returning greatest(0, extract(epoch from next_at - clock_timestamp()) - ${every}::float8)::float8 as wait`.execute(db);
	const [place] = rows;
	if (!place) throw new GateShut('it is not asked for the moment');
	await pause(place.wait * 1000, undefined, { signal }).catch(() => {
		throw new GateShut('no turn in time');
	});
}

/** After this many failures in a row nobody asks for a while, so that a dead register makes nobody wait. */
const patienceWithFailures = 3;
const pauseAfterFailures = 60;

const failed = () =>
	sql`update register_gate set failures = failures + 1,
		closed_until = case when failures + 1 >= ${patienceWithFailures}
			then greatest(closed_until, clock_timestamp() + make_interval(secs => ${pauseAfterFailures})) else closed_until end`.execute(db);

const opened = () => sql`update register_gate set failures = 0, closed_until = null where failures > 0`.execute(db);

/** Nobody asks before the register wants to be asked again; whoever has a turn already keeps it. */
const hold = (seconds: number) =>
	sql`update register_gate set next_at = greatest(next_at, clock_timestamp() + make_interval(secs => ${seconds}))`.execute(db);

async function closed({ seconds }: Busy) {
	await sql`update register_gate set closed_until = greatest(closed_until, clock_timestamp() + make_interval(secs => ${seconds}))`.execute(
		db
	);
	return new GateShut('it wants to be asked later');
}
