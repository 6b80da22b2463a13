// `npm run bench -- place`: a site of 2,000 units and 200,000 claims; its plan, its slider, its occupancy, and claims against the bare constraint.
// `npm run bench -- place --race`: fifty at once, a thousand rounds. Both end by themselves, and fail where a promise of docs/place.md does not hold.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { openHouse } from '#platform/house.ts';
import type { Tx } from '#platform/db.server.ts';
import { readSettings } from '#platform/settings.ts';
import { percentile, startServer, stopServer } from './serving/server.ts';

const { values } = parseArgs({
	options: {
		race: { type: 'boolean', default: false },
		rounds: { type: 'string', default: '1000' },
		units: { type: 'string', default: '2000' },
		claims: { type: 'string', default: '200000' },
		/** Requests of each kind. */
		times: { type: 'string', default: '60' },
		/** Turns of half a second of claiming, each way. */
		turns: { type: 'string', default: '15' },
		/** How many claim at once. */
		at: { type: 'string', default: '8' },
		/** Without the browser. */
		still: { type: 'boolean', default: false }
	}
});
const hub = 'bench';
const perFloor = 100;
const say = (line: string) => void process.stdout.write(`${line}\n`);
let isBroken = false;

function promise(what: string, value: number, unit: string, limit: number, isMost: boolean, more = '') {
	const holds = isMost ? value <= limit : value >= limit;
	isBroken ||= !holds;
	const bound = `${isMost ? 'at most' : 'at least'} ${limit} ${unit}`;
	say(
		`${what.padEnd(56)} ${`${value.toFixed(value < 10 ? 2 : 0)} ${unit}`.padStart(12)}   ${bound.padEnd(20)} ${holds ? 'holds' : 'BROKEN'}  ${more}`
	);
}

async function main() {
	const folder = await mkdtemp(join(tmpdir(), 'km0-place-'));
	process.env.KM0_DATA = folder;
	process.env.KM0_LOG ??= 'error';
	const house = await openHouse(readSettings());
	try {
		const { prepareJobs, stopJobs } = await import('#platform/jobs.ts');
		const { acrossHubs, closePool } = await import('#platform/db.server.ts');
		await import('#modules.ts');
		await prepareJobs();
		await import('#demo/large.ts').then(({ fillLarge }) => fillLarge(hub, { firms: 200, offers: 0, needs: 0, seed: 1 }));
		if (values.race) await race();
		else {
			await acrossHubs(fill);
			await claiming();
			await serving(house.url, folder);
		}
		await stopJobs();
		await closePool();
	} finally {
		await house.leave(true);
		await rm(folder, { recursive: true, force: true });
	}
	process.exitCode = isBroken ? 1 : 0;
}

/** Floors of 100 units: 85 that are let for eleven months of each year from 2016 to 2035, and 15 rooms that share all other claims as bookings. */
async function fill() {
	const { db } = await import('#platform/db.server.ts');
	const units = Number(values.units);
	const claims = Number(values.claims);
	const rooms = Math.round(units * 0.15);
	const years = 20;
	const booked = Math.ceil((claims - (units - rooms) * years) / rooms);
	const started = performance.now();
	const run = (text: ReturnType<typeof sql>) => text.execute(db);
	await run(sql`insert into sites (hub, name) values (${hub}, 'Site')`);
	await run(sql`insert into buildings (hub, site, name) select hub, id, 'Bâtiment' from sites where hub = ${hub}`);
	await run(sql`insert into floors (hub, building, name, level, outline)
		select b.hub, b.id, 'Niveau ' || n, n, '[[0,0],[200,0],[200,50],[0,50]]'
		from buildings b, generate_series(0, ${Math.ceil(units / perFloor) - 1}::int) n where b.hub = ${hub}`);
	await run(sql`insert into units (hub, floor, number, use, shape, exists_from, asked_rent_cents)
		select f.hub, f.id, f.level || '-' || n, case when n < 15 then 'meeting' else 'office' end,
			jsonb_build_array(jsonb_build_array(x, y), jsonb_build_array(x + 10, y), jsonb_build_array(x + 10, y + 10), jsonb_build_array(x, y + 10)),
			'2016-01-01', 12000
		from floors f, generate_series(0, ${perFloor - 1}::int) n, lateral (select n % 20 * 10 as x, n / 20 * 10 as y) at
		where f.hub = ${hub} and f.level * ${perFloor}::int + n < ${units}::int`);
	await run(sql`insert into atoms (hub, id) select hub, id from units where hub = ${hub}`);
	await run(sql`insert into unit_atoms (hub, unit, atom) select hub, id, id from units where hub = ${hub}`);
	await run(
		sql`insert into unit_measures (hub, unit, kind, m2, measured_on) select hub, id, 'floor_area', 100, exists_from from units where hub = ${hub}`
	);
	await run(sql`insert into leases (hub, id, number, kind, tenant, starts_on, ends_on, rent_cents)
		select u.hub, md5(u.id::text || y)::uuid, 'B-' || u.number || '-' || y, 'commercial', firms[1 + abs(hashtext(u.id::text || y)) % cardinality(firms)],
			make_date(2016 + y, 1, 1), make_date(2016 + y, 11, 30), 9000 + abs(hashtext(u.number)) % 60 * 100
		from units u, generate_series(0, ${years - 1}::int) y, (select array_agg(id) as firms from organisations where hub = ${hub}) o
		where u.hub = ${hub} and u.use = 'office'`);
	await run(sql`insert into lease_units (hub, lease, unit, m2)
		select u.hub, md5(u.id::text || y)::uuid, u.id, 100 from units u, generate_series(0, ${years - 1}::int) y where u.hub = ${hub} and u.use = 'office'`);
	await run(sql`insert into claims (hub, atom, unit, act, kind, lease, holder, during)
		select l.hub, lu.unit, lu.unit, gen_random_uuid(), 'lease', l.id, l.tenant,
			tstzrange(l.starts_on::timestamp at time zone 'Europe/Paris', (l.ends_on + 1)::timestamp at time zone 'Europe/Paris')
		from leases l join lease_units lu on lu.hub = l.hub and lu.lease = l.id where l.hub = ${hub}`);
	await run(sql`insert into claims (hub, atom, unit, act, kind, during)
		select u.hub, u.id, u.id, gen_random_uuid(), 'booking', tstzrange(day + interval '9 hours', day + interval '11 hours')
		from units u, generate_series(0, ${booked - 1}::int) n, lateral (select (date '2024-01-01' + n * 2)::timestamp at time zone 'Europe/Paris' as day) d
		where u.hub = ${hub} and u.use = 'meeting'`);
	await run(sql`analyze`);
	const { rows } = await sql<{
		units: number;
		claims: number;
	}>`select (select count(*) from units) as units, (select count(*) from claims) as claims`.execute(db);
	say(
		`${rows[0]?.units} units on ${Math.ceil(units / perFloor)} floors, ${rows[0]?.claims} claims, drawn in ${((performance.now() - started) / 1000).toFixed(0)} s; ${cpus().length} cores.\n`
	);
}

/** How many claims a second, in their transactions and with all that guards them, against single inserts into a table of that many rows that has the constraint and nothing else. */
async function claiming() {
	const { db, inHub, pool, transaction } = await import('#platform/db.server.ts');
	const { system } = await import('#platform/actor.ts');
	const { claim } = await import('#place/claims.ts');
	await pool().query(
		`create table bare_claims (hub text not null, atom uuid not null, during tstzrange not null, exclude using gist (hub with =, atom with =, during with &&))`
	);
	await pool()
		.query(`insert into bare_claims select hub, atom, during from claims where hub = '${hub}'`)
		.catch(() => undefined);
	const units = await inHub(hub, () => db.selectFrom('units').select('id').where('hub', '=', hub).execute());
	const actor = system(hub);
	let nth = 0;
	const next = () => {
		const at = nth++;
		const unit = units[(at * 7919) % units.length]?.id as string;
		const from = new Date(Date.UTC(2060, 0, 1) + Math.floor(at / units.length) * 3_600_000);
		return { unit, range: `[${from.toISOString()},${new Date(from.getTime() + 3_600_000).toISOString()})` };
	};
	const insert = (by: typeof db | Tx) => {
		const { unit, range } = next();
		return sql`insert into bare_claims values (${hub}, ${unit}::uuid, ${range}::tstzrange)`.execute(by);
	};
	const take = (by: typeof db | Tx) => {
		const { unit, range } = next();
		return claim(by, actor, [unit], sql`${range}::tstzrange`, { kind: 'booking' });
	};
	const ways = {
		'one statement each': { bare: () => insert(db), claims: () => take(db) },
		'in a transaction': { bare: () => transaction(insert), claims: () => transaction(take) }
	};
	const slice = 500;
	const perSecond = async (work: () => Promise<unknown>) => {
		const started = performance.now();
		let count = 0;
		const one = async () => {
			for (; performance.now() < started + slice; count++) await inHub(hub, work);
		};
		await Promise.all(Array.from({ length: Number(values.at) }, one));
		return count / ((performance.now() - started) / 1000);
	};
	for (const [how, { bare, claims }] of Object.entries(ways)) {
		const rates: { bare: number; claims: number }[] = [];
		// In short turns, so that whatever else the machine does hits both; the first turns warm the caches.
		for (let turn = -2; turn < Number(values.turns); turn++) {
			const rate = { bare: await perSecond(bare), claims: await perSecond(claims) };
			if (turn >= 0) rates.push(rate);
		}
		const middle = (of: (one: (typeof rates)[number]) => number) =>
			percentile(
				rates.map(of).toSorted((a, b) => a - b),
				0.5
			);
		const [mine, theirs] = [middle((one) => one.claims), middle((one) => one.bare)];
		const more = `${mine.toFixed(0)} against ${theirs.toFixed(0)} a second, ${values.at} at once`;
		promise(
			`claims against the bare constraint, ${how}`,
			middle((one) => one.claims / one.bare),
			'×',
			0.5,
			false,
			more
		);
	}
	await pool().query('drop table bare_claims');
	await inHub(hub, () => sql`delete from claims where hub = ${hub} and lower(during) >= '2059-12-31'`.execute(db));
	await pool().query('vacuum analyze claims');
}

async function serving(database: string, folder: string) {
	const { db, inHub } = await import('#platform/db.server.ts');
	const floors = await inHub(hub, () => db.selectFrom('floors').select('id').where('hub', '=', hub).orderBy('level').execute());
	const server = await startServer(database, folder);
	try {
		const ask = async (what: string, limit: number, at: (nth: number) => string) => {
			const times: number[] = [];
			let bytes = 0;
			for (let nth = -5; nth < Number(values.times); nth++) {
				const started = performance.now();
				const answer = await fetch(server.url + at(nth + 5), {
					headers: { accept: 'text/html, application/json', 'accept-language': 'fr' }
				});
				const body = await answer.arrayBuffer();
				if (!answer.ok) throw new Error(`${at(nth + 5)} answered ${answer.status}`);
				bytes = body.byteLength;
				if (nth >= 0) times.push(performance.now() - started);
			}
			times.sort((a, b) => a - b);
			const p50 = percentile(times, 0.5);
			promise(what, p50, 'ms', limit, true, `p95 ${percentile(times, 0.95).toFixed(0)} ms, ${(bytes / 1000).toFixed(0)} kB`);
		};
		const day = (nth: number) => `${2016 + (nth % 20)}-${String(1 + (nth % 12)).padStart(2, '0')}-15`;
		const floor = (nth: number) => floors[nth % floors.length]?.id;
		await ask('plan at any date, API', 100, (nth) => `/api/v1/hubs/${hub}/place/floors/${floor(nth)}/plan?on=${day(nth)}`);
		await ask('plan at any date, page', 100, (nth) => `/${hub}/place?floor=${floor(nth)}&on=${day(nth)}`);
		await ask('what the slider reads once', 300, (nth) => `/${hub}/place/slider?floor=${floor(nth)}&view=state`);
		await ask('page of figures', 1000, () => `/${hub}/place/figures`);
		await ask(
			'occupancy over 10 years, API',
			300,
			(nth) => `/api/v1/hubs/${hub}/place/occupancy?from=${2016 + (nth % 8)}-01-01&until=${2025 + (nth % 8)}-12-31`
		);
		if (!values.still) await sliding(server.url);
	} finally {
		await stopServer(server);
	}
}

/** Moves the slider with each frame that the browser draws, over all days it has. */
async function sliding(url: string) {
	const { chromium } = await import('playwright-core');
	const { default: packed } = await import('@sparticuz/chromium');
	const installed = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`).find((path) => existsSync(path));
	const browser = await chromium.launch({
		executablePath: installed ?? (await packed.executablePath()),
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync'
		]
	});
	try {
		const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'fr-FR' });
		await page.goto(`${url}/${hub}/place`);
		await page.locator('[data-plan-day]:enabled').waitFor();
		const seen = (await page.evaluate(`new Promise((done) => {
			const slider = document.querySelector('[data-plan-day]');
			const [first, last] = [Number(slider.min), Number(slider.max)];
			const frames = 300;
			const times = [];
			let changes = 0;
			new MutationObserver((all) => (changes += all.length)).observe(document.querySelector('[data-plan]'), { subtree: true, attributes: true, childList: true });
			let before = performance.now();
			const step = (now) => {
				times.push(now - before);
				before = now;
				if (times.length > frames) return done({ times: times.slice(1), changes });
				slider.value = String(Math.round(first + ((last - first) * times.length) / frames));
				slider.dispatchEvent(new Event('input', { bubbles: true }));
				requestAnimationFrame(step);
			};
			requestAnimationFrame(step);
		})`)) as { times: number[]; changes: number };
		const whole = seen.times.reduce((sum, one) => sum + one, 0);
		const slowest = seen.times.toSorted((a, b) => a - b);
		promise(
			'slider in the browser',
			(seen.times.length / whole) * 1000,
			'frames/s',
			30,
			false,
			`p95 of a frame ${percentile(slowest, 0.95).toFixed(0)} ms, ${seen.changes} changes drawn`
		);
	} finally {
		await browser.close();
	}
}

/** Four rooms, two halls of two of them and one hall of all: leases, holds and bookings, fifty at once. */
async function race() {
	const { db, inHub, transaction } = await import('#platform/db.server.ts');
	const { system } = await import('#platform/actor.ts');
	const { claim, HoldUnit, holdUnit } = await import('#place/claims.ts');
	const { dayAfter, during } = await import('#place/days.ts');
	const { AddBuilding, addBuilding, AddFloor, addFloor, AddSite, addSite } = await import('#place/floors.ts');
	const { SignLease, signLease } = await import('#place/leases/leases.ts');
	const { rectangle } = await import('#place/polygons.ts');
	const { AddUnit, addUnit } = await import('#place/units.ts');
	const { fromDatabase, Refusal } = await import('#platform/refusal.ts');
	const actor = system(hub);
	await inHub(hub, async () => {
		const { id: site } = await addSite(actor, AddSite.parse({ name: 'Race' }));
		const { id: building } = await addBuilding(actor, AddBuilding.parse({ site, name: 'Race' }));
		const { id: floor } = await addFloor(actor, AddFloor.parse({ building, name: 'Race', level: 0, outline: rectangle(0, 0, 40, 10) }));
		const add = async (number: string, x: number, width: number, rooms: string[] = []) =>
			(
				await addUnit(
					actor,
					AddUnit.parse({
						floor,
						number,
						use: rooms.length ? 'hall' : 'office',
						shape: rectangle(x, 0, width, 10),
						from: '2016-01-01',
						rooms
					})
				)
			).id;
		const rooms = [await add('1', 0, 10), await add('2', 10, 10), await add('3', 20, 10), await add('4', 30, 10)];
		const [one, two, three, four] = rooms as [string, string, string, string];
		const places = [...rooms, await add('12', 0, 20, [one, two]), await add('34', 20, 20, [three, four]), await add('1234', 0, 40, rooms)];
		const { id: tenant } = await db.selectFrom('organisations').select('id').where('hub', '=', hub).limit(1).executeTakeFirstOrThrow();
		const counts = new Map<string, number>();
		const rounds = Number(values.rounds);
		const started = performance.now();
		let number = 0;
		for (let round = 0; round < rounds; round++) {
			const day = dayAfter('2030-01-01', round * 4);
			const tries = Array.from({ length: 50 }, async (_, nth) => {
				const unit = places[(nth * 5 + round) % places.length] as string;
				const from = dayAfter(day, nth % 2);
				const until = dayAfter(from, (nth % 3) - 1 < 0 ? 0 : (nth % 3) - 1);
				const acts = [
					() => transaction((tx) => claim(tx, actor, [unit], during('Europe/Paris', from, until), { kind: 'booking' })),
					() => holdUnit(actor, HoldUnit.parse({ unit, from, until })),
					() =>
						signLease(
							actor,
							SignLease.parse({
								number: `R-${++number}`,
								kind: 'commercial',
								tenant,
								units: [unit],
								startsOn: from,
								endsOn: until,
								rentCents: 100
							})
						)
				];
				try {
					await acts[(nth >> 1) % 3]?.();
					return 'accepted';
				} catch (thrown) {
					const error = fromDatabase(thrown);
					if (error instanceof Refusal) return error.fields[0]?.code ?? error.code;
					throw thrown;
				}
			});
			for (const result of await Promise.all(tries)) counts.set(result, (counts.get(result) ?? 0) + 1);
			if ((round + 1) % 100 === 0) say(`${round + 1} rounds, ${((performance.now() - started) / 1000).toFixed(0)} s`);
		}
		const { rows } = await sql<{ overlaps: number; claims: number }>`select
			(select count(*) from claims a join claims b on b.hub = a.hub and b.atom = a.atom and b.id > a.id and b.during && a.during
				where a.hub = ${hub} and a.released_at is null and b.released_at is null) as overlaps,
			(select count(*) from claims where hub = ${hub} and released_at is null) as claims`.execute(db);
		const seconds = (performance.now() - started) / 1000;
		say(
			`\n${rounds} rounds of 50 at once in ${seconds.toFixed(0)} s: ${[...counts].map(([result, count]) => `${count} ${result}`).join(', ')}; ${rows[0]?.claims} claims stand.`
		);
		promise('overlaps', rows[0]?.overlaps ?? NaN, '', 0, true);
		if ([...counts.keys()].some((result) => result !== 'accepted' && result !== 'place_taken')) isBroken = true;
	});
}

await main();
