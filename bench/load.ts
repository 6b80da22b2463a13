// `npm run bench -- load`: so many people at once, reading, asking and writing as on a working day. Loopback only; it stops by itself.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openHouse } from '#platform/house.ts';
import { readSettings } from '#platform/settings.ts';
import { memory, memoryOf, percentile, startServer, stopServer, type Server } from './serving/server.ts';

const { values } = parseArgs({
	options: {
		people: { type: 'string', default: '200' },
		seconds: { type: 'string', default: '60' },
		/** Seconds before, in which the same people use a server that has just started; their steps are told apart. */
		warm: { type: 'string', default: '15' },
		firms: { type: 'string', default: '2000' },
		/** Seconds that somebody reads, on average, before the next step. */
		thinking: { type: 'string', default: '8' }
	}
});
const people = Number(values.people);
const large = 'bench';
const say = (line: string) => void process.stdout.write(`${line}\n`);

interface Village {
	/** Who signs in, with the organisation that they may write for. */
	members: { email: string; organisation: string | null; staff: boolean }[];
	/** What visitors may read, by kind. */
	records: Map<string, string[]>;
	texts: string[];
}

async function main() {
	const folder = await mkdtemp(join(tmpdir(), 'km0-load-'));
	process.env.KM0_DATA = folder;
	process.env.KM0_LOG ??= 'error';
	const house = await openHouse(readSettings());
	try {
		const village = await fill();
		const server = await startServer(house.url, folder, { KM0_TRUST_PROXY: '1' });
		try {
			await work(server, { ...village, records: await shown(server) });
		} finally {
			await stopServer(server);
		}
	} finally {
		await house.leave(true);
		await rm(folder, { recursive: true, force: true });
	}
}

/** The demo hubs with their people, and beside them a large hub that visitors read. */
async function fill(): Promise<Omit<Village, 'records'>> {
	const { prepareJobs, stopJobs } = await import('#platform/jobs.ts');
	const { acrossHubs, closePool, db } = await import('#platform/db.server.ts');
	await import('#modules.ts');
	const { fillDemo } = await import('#demo/fill.ts');
	const { fillLarge } = await import('#demo/large.ts');
	const { generate } = await import('#demo/content/generate.ts');
	await prepareJobs();
	await fillDemo();
	const firms = Number(values.firms);
	await fillLarge(large, { firms, offers: firms * 2, needs: firms, seed: 1 });
	const village = await acrossHubs(async () => {
		const members = await db
			.selectFrom('members')
			.innerJoin('accounts', 'accounts.id', 'members.account')
			.leftJoin('representatives', (on) =>
				on.onRef('representatives.member', '=', 'members.id').on('representatives.acceptedAt', 'is not', null)
			)
			.select(['accounts.email', 'representatives.organisation', 'members.roles'])
			.distinctOn('accounts.email')
			.where('members.hub', '=', 'mulhouse')
			.execute();
		return {
			members: members.map(({ email, organisation, roles }) => ({ email, organisation, staff: roles.includes('animator') })),
			texts: [...generate({ firms: 500, offers: 0, needs: 400, seed: 4711 }).needs].map(({ title }) => title)
		};
	});
	await stopJobs();
	await closePool();
	return village;
}

async function shown({ url }: Server) {
	const kinds = ['needs', 'offers', 'organisations'];
	const lists = kinds.map(async (kind): Promise<[string, string[]]> => {
		const answer = await fetch(`${url}/api/v1/hubs/${large}/${kind}?limit=100`);
		const { items } = (await answer.json()) as { items: { id: string; slug?: string }[] };
		return [kind, items.map(({ id, slug }) => slug ?? id)];
	});
	return new Map(await Promise.all(lists));
}

type Step = (person: Person) => Promise<Response>;

/** What people do on a working day, and how many steps of a hundred it is. */
const day: [name: string, share: number, step: Step][] = [
	['read: front page', 8, (one) => one.get('')],
	['read: list of needs', 11, (one) => one.get(`/needs?page=${1 + one.dice(3)}`)],
	['read: a need', 11, (one) => one.get(one.any('needs'))],
	['read: list of offers', 8, (one) => one.get('/offers')],
	['read: an offer', 8, (one) => one.get(one.any('offers'))],
	[
		'read: directory, searched',
		9,
		(one) => one.get(`/organisations?q=${encodeURIComponent(one.one(['maintenance', 'usinage', 'logiciel', 'vision']))}`)
	],
	['read: an organisation', 8, (one) => one.get(one.any('organisations'))],
	['read: plan of the place', 4, (one) => one.own('/place')],
	['read: introductions', 5, (one) => (one.email ? one.own('/introductions') : one.get('/offers'))],
	['read: list by the API', 3, (one) => one.api('needs?limit=20')],
	['ask: page', 10, (one) => one.get(`/ask?text=${encodeURIComponent(one.one(one.village.texts))}`)],
	['ask: API', 5, (one) => one.api('ask', { text: one.one(one.village.texts) })],
	['ask: chips while typing', 4, (one) => one.words()],
	['write: a need', 5, (one) => (one.organisation ? one.write() : one.get('/needs'))],
	['write: sign in anew', 1, (one) => (one.email ? one.signIn() : one.get('/offers'))]
];

/** One of them, with an address, a session and dice of their own. */
class Person {
	readonly village: Village;
	readonly email: string | undefined;
	readonly organisation: string | null;
	/** Members work in their own hub, visitors read the large one. */
	readonly hub: string;
	readonly #server: Server;
	readonly #headers: Record<string, string>;
	#cookie = '';
	#state: number;

	constructor(server: Server, village: Village, nth: number) {
		const member = nth % 5 < 3 ? village.members[Math.floor((nth * 3) / 5) % village.members.length] : undefined;
		this.#server = server;
		this.village = village;
		this.email = member?.email;
		this.organisation = member?.organisation ?? null;
		this.hub = member ? 'mulhouse' : large;
		this.#headers = { 'x-forwarded-for': `10.0.${nth >> 8}.${nth & 255}`, accept: 'text/html', 'accept-language': 'fr' };
		this.#state = nth + 1;
	}

	dice(sides: number) {
		this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
		return Math.floor((this.#state / 2 ** 32) * sides);
	}
	one<T>(all: readonly T[]) {
		return all[this.dice(all.length)] as T;
	}
	/** The address of one record in the large hub, or the list where a member is at home in another. */
	any(kind: string) {
		return this.email ? `/${kind}` : `/${kind}/${this.one(this.village.records.get(kind) ?? [])}`;
	}
	get = (path: string) => this.#send(`/${this.hub}${path}`);
	own = (path: string) => this.#send(`/mulhouse${path}`);
	api = (path: string, body?: object) => this.#send(`/api/v1/hubs/${this.hub}/${path}`, body && this.#json(body));
	words = () =>
		this.#send(`/${this.hub}/needs/understood`, this.#json({ text: this.one(this.village.texts), locale: 'fr', similar: true }));

	write() {
		const title = this.one(this.village.texts);
		const fields = {
			organisation: this.organisation as string,
			locale: 'fr',
			title,
			problem: `${title}. Nous cherchons depuis ${randomUUID()}.`,
			confidentiality: 'members',
			place: 'either'
		};
		return this.#form('/mulhouse/needs/new?/save', fields, 303);
	}

	async signIn() {
		const answer = await this.#form('/sign-in', { email: this.email as string, password: 'km0-demo-2016' }, 303, '');
		const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
		if (cookies.length) this.#cookie = cookies.join('; ');
		return answer;
	}

	#json = (body: object): RequestInit => ({ method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

	async #form(path: string, fields: Record<string, string>, wanted: number, cookie = this.#cookie) {
		const answer = await this.#send(path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' }, cookie);
		if (answer.status !== wanted) throw new Error(`${path} answered ${answer.status} in place of ${wanted}`);
		return answer;
	}

	async #send(path: string, init: RequestInit = {}, cookie = this.#cookie) {
		const answer = await fetch(this.#server.url + path, {
			...init,
			headers: { ...this.#headers, ...(cookie && { cookie }), origin: this.#server.url, ...init.headers },
			signal: AbortSignal.timeout(30_000)
		});
		await answer.arrayBuffer();
		if (answer.status >= 400) throw new Error(`${path} answered ${answer.status}`);
		return answer;
	}
}

async function work(server: Server, village: Village) {
	const all = Array.from({ length: people }, (_, nth) => new Person(server, village, nth));
	const signedIn = all.filter(({ email }) => email);
	for (const person of signedIn) await person.signIn();
	say(
		`${people} people, ${signedIn.length} of them signed in, who read about ${values.thinking} s between two steps, for ${values.seconds} s.`
	);

	const times = new Map<string, number[]>(day.map(([name]) => [name, []]));
	const troubles = new Map<string, number>();
	const before = await memoryOf(server);
	const from = performance.now() + Number(values.warm) * 1000;
	const until = from + Number(values.seconds) * 1000;
	const cold: number[] = [];
	const thinking = (person: Person) => -Math.log(1 - person.dice(1000) / 1001) * Number(values.thinking) * 1000;
	const steps = day.flatMap(([name, share, step]) => Array.from({ length: share }, () => ({ name, step })));
	const live = async (person: Person) => {
		await pause(person.dice(Number(values.thinking) * 1000));
		while (performance.now() < until) {
			const { name, step } = person.one(steps);
			const started = performance.now();
			try {
				await step(person);
				(started < from ? cold : times.get(name))?.push(performance.now() - started);
			} catch (trouble) {
				const said = `${name}: ${(trouble as Error).message.replaceAll(/[0-9a-f-]{36}|text=\S+/g, '…')}`;
				troubles.set(said, (troubles.get(said) ?? 0) + 1);
			}
			await pause(Math.min(thinking(person), Math.max(0, until - performance.now())));
		}
	};
	await Promise.all(all.map(live));

	const line = (name: string, taken: number[]) => {
		taken.sort((a, b) => a - b);
		const share = (part: number) => `${percentile(taken, part).toFixed(0).padStart(6)} ms`;
		say(`${name.padEnd(28)} ${String(taken.length).padStart(5)} times  p50 ${share(0.5)}  p95 ${share(0.95)}  p99 ${share(0.99)}`);
	};
	for (const [name, taken] of times) line(name, taken);
	for (const kind of ['read', 'ask', 'write'])
		line(
			`all: ${kind}`,
			[...times].flatMap(([name, taken]) => (name.startsWith(kind) ? taken : []))
		);
	const every = [...times.values()].flat();
	line('all', every);
	line(`(the first ${values.warm} s)`, cold);
	for (const [said, count] of troubles) say(`${count} × ${said}`);
	const errors = [...troubles.values()].reduce((sum, count) => sum + count, 0);
	say(
		`${(every.length / Number(values.seconds)).toFixed(1)} steps a second, ${errors} errors; memory of the server ${memory(before)} before, ${memory(await memoryOf(server))} after.`
	);
	process.exitCode = errors ? 1 : 0;
}

await main();
