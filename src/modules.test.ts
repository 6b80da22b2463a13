import { call, type AnyProcedure } from '@orpc/server';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ecosystemExamples } from '#ecosystem/api.examples.ts';
import { needsExamples } from '#ecosystem/api-needs.examples.ts';
import { importsExamples } from '#imports/api.examples.ts';
import { introductionsExamples } from '#introductions/api.examples.ts';
import { matchingExamples } from '#matching/api.examples.ts';
import { notificationsExamples } from '#notifications/api.examples.ts';
import { admissionsExamples } from '#place/admissions/api.examples.ts';
import { placeExamples } from '#place/api.examples.ts';
import { drawingExamples } from '#place/drawing/api.examples.ts';
import { figuresExamples } from '#place/figures/api.examples.ts';
import { faultsExamples } from '#place/faults/api.examples.ts';
import { leasesExamples } from '#place/leases/api.examples.ts';
import { rentExamples } from '#place/rent/api.examples.ts';
import { roles, staffRoles, type Actor, type Role } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { httpApi, refusalOf } from '#platform/http-api.ts';
import type { OperationMeta, OperationRoute } from '#platform/operation.ts';
import type { Example } from '#platform/testing/examples.ts';
import { newcomer, stranger } from '#platform/testing/people.ts';
import { platformExamples } from '#platform/testing/platform-examples.ts';
import { privacyExamples } from '#privacy/api.examples.ts';
import { registerExamples } from '#register/api.examples.ts';
import { roadExamples } from '#road/api.examples.ts';
import { webhooksExamples } from '#webhooks/api.examples.ts';
import { api } from './modules.ts';

// Nothing is listed here by hand: an operation that is published is tested, or this file fails.
const examples: Record<string, Example> = {
	...platformExamples,
	...ecosystemExamples,
	...needsExamples,
	...matchingExamples,
	...introductionsExamples,
	...roadExamples,
	...notificationsExamples,
	...placeExamples,
	...admissionsExamples,
	...drawingExamples,
	...figuresExamples,
	...faultsExamples,
	...leasesExamples,
	...rentExamples,
	...importsExamples,
	...privacyExamples,
	...registerExamples,
	...webhooksExamples
};
const operations = Object.entries(api as Record<string, AnyProcedure>).map(([name, procedure]) => ({
	name,
	procedure,
	meta: procedure['~orpc'].meta as OperationMeta,
	route: procedure['~orpc'].route as OperationRoute
}));

const people = ['visitor', 'stranger', ...roles] as const;
type Person = (typeof people)[number];
/** Where every member may, one of each sort stands for them: none runs it, runs a part, only looks, runs it all. */
const sorts: readonly Person[] = ['visitor', 'stranger', 'member', 'animator', 'funder', 'hub_manager'];
const hub = 'mulhouse';
let firm: string;
let elsewhere: Actor;
let secrets: string[];

beforeAll(async () => {
	const { id } = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', hub)
		.where('kind', '=', 'industrial_sme')
		.orderBy('name')
		.executeTakeFirstOrThrow();
	firm = id;
	elsewhere = await newcomer('strasbourg', ['hub_manager']);
	const { rows } = await sql<{
		id: string;
	}>`select id from organisations where hub = ${hub} union all select id from needs where hub = ${hub} and not is_published
		union all select id from offers where hub = ${hub} and not is_published union all select id from members where hub = ${hub}`.execute(db);
	secrets = rows.map((row) => row.id);
});

// Or the hub would have thousands of members at the end, each of whom is told what happens, and as much work waiting for whoever waits for theirs.
afterEach(async () => {
	await db.updateTable('members').set({ leftAt: new Date() }).where('hub', '=', hub).where('account', 'like', 'new-%').execute();
	await sql`delete from pgboss.job where state = 'created'`.execute(db);
});

/** Each person comes new, so that one try leaves nothing for the next. */
async function as(person: Person): Promise<Actor> {
	if (person === 'visitor') return stranger(hub);
	if (person === 'stranger') {
		const { account, name } = await newcomer('strasbourg');
		return { ...stranger(hub), account, name };
	}
	return newcomer(hub, [person], firm);
}

const isOpenTo = ({ openTo }: OperationMeta, person: Person) =>
	openTo === 'visitors' ||
	(openTo === 'members' && person !== 'visitor' && person !== 'stranger') ||
	(openTo === 'staff' && staffRoles.includes(person as Role)) ||
	(Array.isArray(openTo) && (openTo.includes(person) || person === 'hub_manager'));

async function outcome(procedure: AnyProcedure, input: object, actor: Actor): Promise<string> {
	try {
		await call(procedure, input, { context: { actor } });
		return 'accepted';
	} catch (thrown) {
		const refusal = refusalOf(thrown);
		if (!refusal) throw thrown;
		return refusal.fields.length ? `${refusal.code} ${JSON.stringify(refusal.fields)}` : refusal.code;
	}
}

const exampleOf = (name: string) => {
	const example = examples[name];
	if (!example) throw new Error(`operation ${name} has no example: put one beside its api.ts`);
	return example;
};

test('each published operation has an example, and each example an operation', () => {
	expect(Object.keys(examples).sort()).toEqual(operations.map(({ name }) => name).sort());
});

describe('permission matrix', () => {
	for (const { name, procedure, meta } of operations)
		test(`${name} is open to ${meta.openTo}`, async () => {
			const expected: Record<string, string> = {};
			const seen: Record<string, string> = {};
			// Who is refused is refused what the hub’s manager may ask.
			let ofManager: object | undefined;
			for (const person of meta.openTo === 'visitors' || meta.openTo === 'members' ? sorts : people) {
				const actor = await as(person);
				const open = isOpenTo(meta, person);
				const input = open ? await exampleOf(name)(actor) : (ofManager ??= await exampleOf(name)(await as('hub_manager')));
				const result = await outcome(procedure, input, actor);
				expected[person] = open ? 'accepted' : 'refused';
				seen[person] = !open && ['forbidden', 'not_found', 'sign_in_first'].includes(result) ? 'refused' : result;
			}
			expect(seen).toEqual(expected);
		});
});

describe('another hub’s manager', () => {
	for (const { name, procedure, meta } of operations)
		test(`${name} gives nothing of this hub to them`, async () => {
			const insider = await as(meta.openTo === 'visitors' || meta.openTo === 'members' ? 'member' : 'hub_manager');
			const input = await exampleOf(name)(insider);
			let answer: unknown = null;
			try {
				answer = await call(procedure, input, { context: { actor: elsewhere } });
			} catch (thrown) {
				if (!refusalOf(thrown)) throw thrown;
			}
			const text = JSON.stringify(answer);
			expect(secrets.filter((id) => text.includes(id))).toEqual([]);
		});
});

describe('journal', () => {
	for (const { name, procedure, meta } of operations.filter((operation) => operation.meta.writes))
		test(`${name} leaves its line`, async () => {
			const actor = await as(meta.openTo === 'visitors' ? 'visitor' : meta.openTo === 'members' ? 'member' : 'hub_manager');
			const input = await exampleOf(name)(actor);
			const lines = () =>
				db
					.selectFrom('journal')
					.select(sql<number>`count(*)`.as('n'))
					.where('hub', '=', hub)
					.executeTakeFirstOrThrow();
			const before = await lines();
			await call(procedure, input, { context: { actor } });
			expect((await lines()).n).toBeGreaterThan(before.n);
		});
});

describe('nonsense', () => {
	const junk = fc.oneof(
		fc.jsonValue(),
		fc.string({ unit: 'binary' }),
		fc.constantFrom(
			'',
			'\u0000',
			'null',
			'-1',
			'1e999',
			'\ud800',
			"'; drop table hubs; --",
			'../../etc/passwd',
			'x'.repeat(100_000),
			'2026-02-30',
			'9'.repeat(30)
		),
		fc.integer(),
		fc.double()
	);
	const { handle } = httpApi(api);

	for (const { name, route, meta } of operations)
		test(`${name} refuses nonsense and never breaks`, async () => {
			const actor = await as(meta.openTo === 'visitors' || meta.openTo === 'members' ? 'member' : 'hub_manager');
			const example = { ...(await exampleOf(name)(actor)) } as Record<string, unknown>;
			const fields = [...Object.keys(example), 'limit', 'cursor', 'unknown'];
			await fc.assert(
				fc.asyncProperty(fc.constantFrom(...fields), junk, fc.boolean(), async (field, value, whole) => {
					const input = whole ? value : { ...example, [field]: value };
					const response = await handle(request(route, input, example), actor);
					expect(response.status, await response.clone().text()).toBeLessThan(500);
					if (response.status >= 400)
						expect(await response.json()).toMatchObject({ status: response.status, code: expect.stringMatching(/^[a-z_]+$/) });
				}),
				{ numRuns: 8 }
			);
		}, 60_000);
});

function request({ method, path }: OperationRoute, input: unknown, example: Record<string, unknown>) {
	const values = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
	const filled = path.replace(/\{(\w+)\}/g, (_, key: string) =>
		encodeURIComponent(written(values[key] ?? example[key]).slice(0, 500) || 'x')
	);
	const url = new URL(`http://km0.test/api/v1/hubs/${hub}${filled}`);
	if (method === 'GET') {
		for (const [key, value] of Object.entries(values)) url.searchParams.set(key, written(value).slice(0, 4000));
		return new Request(url);
	}
	return new Request(url, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) ?? '' });
}

const written = (value: unknown) => String(typeof value === 'object' ? JSON.stringify(value) : value).toWellFormed();
