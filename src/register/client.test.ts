import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { db, inHub } from '#platform/db.server.ts';
import { newcomer, refusal, stranger } from '#platform/testing/people.ts';
import type { Actor } from '#platform/actor.ts';
import { checkSiren } from '#ecosystem/identifiers.ts';
import { askRegister } from './client.ts';
import { entryOf, registerEntry } from './entries.ts';
import { fakeRegister, headOfficeOf, unit } from './testing/register.ts';

let register: Awaited<ReturnType<typeof fakeRegister>>;
let reader: Actor;
const hub = 'mulhouse';

beforeAll(async () => {
	register = await fakeRegister();
	reader = await newcomer(hub);
	process.env.KM0_REGISTER_URL = register.url;
});
afterAll(() => register.close());

beforeEach(async () => {
	process.env.KM0_REGISTER_TIMEOUT = '2';
	process.env.KM0_REGISTER_PER_SECOND = '100';
	register.asked.length = 0;
	register.reply = register.known;
	await sql`delete from register_gate`.execute(db);
	await sql`delete from register_entries where company is null or company->>'communeName' <> ''`.execute(db);
});

/** Numbers that are right and that no test used before. */
let body = 41_200_000;
function aSiren() {
	for (;;) {
		body++;
		for (let check = 0; check < 10; check++) if (checkSiren(`${body}${check}`).ok) return `${body}${check}`;
	}
}
function aFirm(more = {}, siege = {}) {
	const siren = aSiren();
	register.firms.set(siren, unit(siren, more, siege));
	return siren;
}
const ask = (siren: string) => registerEntry(reader, { siren });
const asked = (siren: string) => register.asked.filter((one) => one.siren === siren).length;

test('the register tells name, activity, size and address of a SIREN, and nothing of people', async () => {
	const siren = aFirm();
	const told = await ask(siren);
	expect(told).toEqual({
		siren,
		state: 'active',
		ceasedOn: null,
		askedAt: expect.any(Date),
		isStale: false,
		company: {
			legalName: 'FILATURE DE LA DOLLER',
			otherNames: ['FILDOL', 'FILATURE DE LA DOLLER (FILDOL)', 'LES FILS DE LA DOLLER'],
			legalForm: '5710',
			siret: headOfficeOf(siren),
			activityCode: '13.10Z',
			activityNomenclature: 'NAFREV2',
			activityCode2025: '13.10Y',
			band: '21',
			bandYear: 2024,
			founded: 1987,
			street: '12 B RUE DES FABRIQUES',
			postcode: '68200',
			commune: '68224',
			communeName: 'MULHOUSE',
			isPerson: false,
			isRestricted: false
		}
	});
	const [{ query, agent } = { query: new URLSearchParams(), agent: '' }] = register.asked;
	expect(Object.fromEntries(query)).toEqual({ q: siren, page: '1', per_page: '1', minimal: 'true', include: 'siege' });
	expect(agent).toMatch(/^KM0/);
	const kept = await db.selectFrom('registerEntries').selectAll().where('siren', '=', siren).execute();
	expect(JSON.stringify(kept)).not.toMatch(/ZUNDEL|ODILE/);
});

test('a number that is none is refused beside its field, and nobody is asked', async () => {
	expect(await refusal(ask('123'))).toBe('siren_wrong_length');
	expect(await refusal(ask('412000001'))).toBe('siren_check_digit');
	expect(await refusal(registerEntry(stranger(hub), { siren: aFirm() }))).toBe('forbidden');
	expect(register.asked).toEqual([]);
});

test('a SIREN is asked for once in thirty days, and one that is not there once a day', async () => {
	const [there, nowhere] = [aFirm(), aSiren()];
	for (let n = 0; n < 3; n++) {
		expect((await ask(there)).state).toBe('active');
		expect(await ask(nowhere)).toMatchObject({ state: 'absent', company: null });
	}
	expect([asked(there), asked(nowhere)]).toEqual([1, 1]);

	await db
		.updateTable('registerEntries')
		.set({ askedAt: sql`asked_at - interval '25 hours'`, expiresAt: sql`expires_at - interval '25 hours'` })
		.execute();
	await ask(there);
	await ask(nowhere);
	expect([asked(there), asked(nowhere)]).toEqual([1, 2]);
});

test('an answer 404 is a number that is not there', async () => {
	register.reply = (_, response) => register.json(response, { erreur: 'rien' }, 404);
	expect((await ask(aSiren())).state).toBe('absent');
});

test('many who ask for one SIREN at once share one question', async () => {
	const siren = aFirm();
	const all = await Promise.all(Array.from({ length: 30 }, () => askRegister(siren, { within: 5000 })));
	expect(new Set(all.map((one) => one?.company.legalName))).toEqual(new Set(['FILATURE DE LA DOLLER']));
	expect(asked(siren)).toBe(1);
});

test('fifty who ask at once leave no faster than is set', async () => {
	process.env.KM0_REGISTER_PER_SECOND = '25';
	const all = Array.from({ length: 50 }, () => aFirm());
	await Promise.all(all.map((siren) => askRegister(siren, { within: 10_000 })));
	const times = register.asked.map(({ at }) => at).sort((one, other) => one - other);
	expect(times).toHaveLength(50);
	expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1800);
	// In no second more than 25, but for the trembling of timers.
	const crowded = times.filter((at, nth) => nth >= 30 && at - (times[nth - 30] ?? 0) < 1000);
	expect(crowded).toEqual([]);
});

test('who would wait too long for their turn is told at once', async () => {
	process.env.KM0_REGISTER_PER_SECOND = '1';
	const before = performance.now();
	const all = await Promise.allSettled(Array.from({ length: 10 }, () => askRegister(aFirm(), { within: 1500 })));
	expect(all.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(3);
	expect(performance.now() - before).toBeLessThan(2500);
});

test('a register that wants to be asked later is asked once more, when it said', async () => {
	const siren = aFirm();
	register.reply = (request, response) => {
		register.reply = register.known;
		response.writeHead(429, { 'retry-after': '1' }).end('slow down');
	};
	expect((await ask(siren)).state).toBe('active');
	const [first, second] = register.asked.map(({ at }) => at);
	expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(950);
	expect(register.asked).toHaveLength(2);
});

test('a register that wants to be asked much later is left alone by everybody until then', async () => {
	register.reply = (_, response) => response.writeHead(429, { 'retry-after': '120' }).end();
	const before = performance.now();
	expect(await refusal(ask(aFirm()))).toBe('register_silent');
	expect(await refusal(ask(aFirm()))).toBe('register_silent');
	expect(performance.now() - before).toBeLessThan(1500);
	expect(register.asked).toHaveLength(1);
	const { rows } = await sql<{
		seconds: number;
	}>`select extract(epoch from closed_until - now())::int as seconds from register_gate`.execute(db);
	expect(rows[0]?.seconds).toBeGreaterThan(110);
});

const brokenAnswers: Record<string, (response: Parameters<typeof register.reply>[1]) => void> = {
	'an error of its own': (response) => register.json(response, {}, 500),
	'malformed JSON': (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"results": ['),
	'a page for people': (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Maintenance</h1>'),
	'another shape': (response) => register.json(response, { results: [{ siren: 42 }] }),
	'nothing but null': (response) => register.json(response, null),
	'text that is no text': (response) => response.writeHead(200).end(Buffer.from([0xff, 0xfe, 0x7b, 0x7d])),
	'a way to elsewhere': (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
	'an end in the middle': (response) => {
		response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
		response.write('{"results":');
		setTimeout(() => response.destroy(), 20);
	}
};
test.each(Object.keys(brokenAnswers))('%s is a register that does not answer', async (name) => {
	register.reply = (_, response) => brokenAnswers[name]?.(response);
	expect(await refusal(ask(aFirm()))).toBe('register_silent');
});

test('a slow register is given up in time, and its connection let go', async () => {
	process.env.KM0_REGISTER_TIMEOUT = '0.3';
	register.reply = () => {};
	const [before, gone] = [performance.now(), register.gone];
	expect(await refusal(ask(aFirm()))).toBe('register_silent');
	expect(performance.now() - before).toBeLessThan(1500);
	await expect.poll(() => register.gone).toBe(gone + 1);
});

test('an answer that drips is given up in time as well', async () => {
	process.env.KM0_REGISTER_TIMEOUT = '0.3';
	register.reply = (_, response) => {
		response.writeHead(200, { 'content-type': 'application/json' });
		const dripping = setInterval(() => response.write(' '), 50).unref();
		response.on('close', () => clearInterval(dripping));
	};
	const before = performance.now();
	expect(await refusal(ask(aFirm()))).toBe('register_silent');
	expect(performance.now() - before).toBeLessThan(1500);
});

test('an answer without end is cut off', async () => {
	let sent = 0;
	register.reply = (_, response) => {
		response.writeHead(200, { 'content-type': 'application/json' });
		const more = () => {
			while (!response.destroyed && response.write(Buffer.alloc(65_536, 32))) sent += 65_536;
			if (!response.destroyed) response.once('drain', more);
		};
		more();
	};
	expect(await refusal(ask(aFirm()))).toBe('register_silent');
	expect(sent).toBeLessThan(20_000_000);
});

test('when the last one who asked goes, the question is called off, and the register is not to blame', async () => {
	register.reply = () => {};
	const [one, other] = [new AbortController(), new AbortController()];
	const siren = aFirm();
	const both = [one, other].map(({ signal }) => askRegister(siren, { within: 5000, signal }).catch((error: unknown) => String(error)));
	await expect.poll(() => asked(siren)).toBe(1);
	const { gone } = register;
	one.abort();
	await both[0];
	expect(register.gone).toBe(gone);
	other.abort();
	await both[1];
	await expect.poll(() => register.gone).toBe(gone + 1);
	const { rows } = await sql<{ failures: number }>`select failures from register_gate`.execute(db);
	expect(rows).toEqual([{ failures: 0 }]);
});

test('after three failures nobody asks for a minute, and then one answer opens the gate again', async () => {
	process.env.KM0_REGISTER_TIMEOUT = '0.2';
	register.reply = () => {};
	for (let n = 0; n < 3; n++) expect(await refusal(ask(aFirm()))).toBe('register_silent');
	expect(register.asked).toHaveLength(3);

	const before = performance.now();
	const siren = aFirm();
	for (let n = 0; n < 5; n++) expect(await refusal(ask(siren))).toBe('register_silent');
	expect(performance.now() - before).toBeLessThan(500);
	expect(register.asked).toHaveLength(3);

	register.reply = register.known;
	await sql`update register_gate set closed_until = now() - interval '1 second'`.execute(db);
	expect((await ask(siren)).state).toBe('active');
	const { rows } = await sql`select failures, closed_until from register_gate`.execute(db);
	expect(rows).toEqual([{ failures: 0, closedUntil: null }]);
});

test('a silent register leaves what was kept, marked with its day', async () => {
	const siren = aFirm();
	const { askedAt } = await ask(siren);
	await db
		.updateTable('registerEntries')
		.set({ expiresAt: sql`now() - interval '1 day'` })
		.execute();
	register.reply = (_, response) => register.json(response, {}, 503);
	expect(await ask(siren)).toMatchObject({ state: 'active', isStale: true, askedAt, company: { legalName: 'FILATURE DE LA DOLLER' } });
	expect(asked(siren)).toBe(2);
});

test('who keeps a firm from the public stays kept: neither name nor place is taken over', async () => {
	const hidden = [
		aFirm({ statut_diffusion: 'P', nom_complet: 'ODILE ZUNDEL', nom_raison_sociale: 'ZUNDEL CONSEIL' }),
		aFirm({ nom_complet: 'ODILE ZUNDEL' }, { statut_diffusion_etablissement: 'P' }),
		aFirm({ nom_raison_sociale: '[NON-DIFFUSIBLE]', nom_complet: 'ODILE ZUNDEL' })
	];
	for (const siren of hidden) {
		const { company, state } = await ask(siren);
		expect({ ...company, state }).toMatchObject({
			...{ isRestricted: true, state: 'active', legalName: '', otherNames: [], street: '', postcode: '', commune: null, communeName: '' },
			...{ activityCode: '13.10Z', band: '21' }
		});
	}
	const kept = await sql`select * from register_entries where siren = any(${hidden})`.execute(db);
	expect(kept.rows).toHaveLength(3);
	expect(JSON.stringify(kept.rows)).not.toMatch(/ZUNDEL|FABRIQUES|68200|MULHOUSE/);
});

test('of a person who trades in their own name neither the name nor the street is taken over', async () => {
	const siren = aFirm({ nature_juridique: '1000', nom_complet: 'ODILE ZUNDEL (ZUNDEL USINAGE)', nom_raison_sociale: null, sigle: null });
	expect((await ask(siren)).company).toMatchObject({
		...{ isPerson: true, legalName: '', otherNames: [], street: '', postcode: '68200', commune: '68224', activityCode: '13.10Z' }
	});
	const kept = await sql`select * from register_entries where siren = ${siren}`.execute(db);
	expect(JSON.stringify(kept.rows)).not.toMatch(/ZUNDEL|FABRIQUES/);
});

test('a firm that ceased says so, with its day', async () => {
	expect(await ask(aFirm({ etat_administratif: 'C', date_fermeture: '2026-06-30' }))).toMatchObject({
		state: 'ceased',
		ceasedOn: '2026-06-30'
	});
});

test('the answer is that of the number that was asked for, and no other', async () => {
	register.reply = (_, response) => register.json(response, { results: [unit('732829320')] });
	expect((await ask(aSiren())).state).toBe('absent');
});

test('what one hub keeps, another does not see', async () => {
	const siren = aFirm();
	await ask(siren);
	const seen = await inHub('strasbourg', () => entryOf('strasbourg', siren));
	expect(seen.state).toBe('active');
	expect(asked(siren)).toBe(2);
});

test('numbers of invented firms are asked for nowhere, and without an address nobody is asked', async () => {
	expect(await ask('000001008')).toMatchObject({ state: 'absent' });
	delete process.env.KM0_REGISTER_URL;
	try {
		expect(await refusal(ask(aFirm()))).toBe('register_off');
	} finally {
		process.env.KM0_REGISTER_URL = register.url;
	}
	expect(register.asked).toEqual([]);
});
