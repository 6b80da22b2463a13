import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import '#modules.ts';
import { newcomer, person, refusal, stranger } from '#platform/testing/people.ts';
import { CreateNeed, createNeed, moveNeed } from '#ecosystem/needs.ts';
import { addOrganisation, AddOrganisation } from '#ecosystem/organisations.ts';
import { asked, opened } from '#introductions/api.examples.ts';
import { AnswerIntroduction, answerIntroduction } from '#introductions/introductions.ts';
import { roadOf, roadsOf } from './road.ts';

const hub = 'mulhouse';
let animator: Actor;

beforeAll(async () => {
	animator = await person(hub, 'animation@mulhouse.example');
});

/** A new firm with an owner. */
async function newFirm() {
	const { id } = await addOrganisation(
		animator,
		AddOrganisation.parse({
			kind: 'industrial_sme',
			name: `Forge ${crypto.randomUUID()}`,
			commune: 'Thann',
			represents: false,
			confirmed: true
		})
	);
	return { organisation: id, owner: await newcomer(hub, ['member'], id) };
}

const need = { locale: 'fr', title: 'Voir les rayures', problem: 'La nuit personne ne regarde.', confidentiality: 'public', opens: true };
const on = async (actor: Actor, organisation: string) => {
	const { at, stones, moves } = await roadOf(actor, { organisation });
	return {
		at,
		reached: stones.filter(({ state }) => state === 'reached').map(({ km }) => km),
		next: moves[0] && [moves[0].code, moves[0].who]
	};
};

test('a firm walks from km 0 to km 4 by what it does, and the road says whose move it is', async () => {
	const { organisation, owner } = await newFirm();
	expect(await on(owner, organisation)).toEqual({ at: 0, reached: [0], next: ['say_need', 'you'] });

	const draft = await createNeed(owner, CreateNeed.parse({ ...need, opens: false }));
	expect(await on(owner, organisation)).toEqual({ at: 0, reached: [0], next: ['open_need', 'you'] });
	await db.deleteFrom('needs').where('id', '=', draft.id).execute();

	const { introduction, provider } = await asked(owner);
	expect(await on(owner, organisation)).toEqual({ at: 3, reached: [0, 2, 3], next: ['answer', 'you'] });
	const other = provider.organisations[0]?.id as string;
	const partner = async () => (await roadOf(provider, { organisation: other })).moves.find(({ id }) => id === introduction);
	expect(await partner()).toMatchObject({ code: 'partner_answers', who: 'partner', km: 4 });

	await answerIntroduction(owner, AnswerIntroduction.parse({ introduction, answer: 'yes' }));
	expect(await on(owner, organisation)).toEqual({ at: 4, reached: [0, 2, 3, 4], next: ['propose_dates', 'both'] });
	expect(await partner()).toMatchObject({ code: 'propose_dates', who: 'both', km: 5 });
});

test('a stone names the records that prove it, and one that was walked past says so', async () => {
	const { organisation, owner } = await newFirm();
	const { id } = await createNeed(owner, CreateNeed.parse(need));
	await moveNeed(owner, { need: id, to: 'in_project' });
	await moveNeed(owner, { need: id, to: 'solved' });
	const { at, stones } = await roadOf(owner, { organisation });
	expect(at).toBe(7);
	expect(stones.map(({ state }) => state)).toEqual([
		'reached',
		'not_offered',
		'reached',
		'passed',
		'passed',
		'passed',
		'reached',
		'reached'
	]);
	const today = new Date().toLocaleDateString('sv', { timeZone: 'Europe/Paris' });
	expect(stones[7]).toEqual({
		km: 7,
		state: 'reached',
		on: today,
		count: 1,
		proofs: [{ kind: 'need', id, title: need.title, locale: 'fr', partner: null, on: today }]
	});
});

test('a road of three hundred needs shows the latest of them and counts the rest', async () => {
	const { organisation, owner } = await newFirm();
	await db
		.insertInto('needs')
		.values(
			Array.from({ length: 300 }, (_, nth) => ({
				...{ hub, organisation, locale: 'fr', title: `Besoin ${nth}`, problem: 'La nuit.', state: 'open' },
				openedAt: new Date(Date.now() - nth * 3_600_000),
				expiresAt: new Date(Date.now() + 1e9)
			}))
		)
		.execute();
	const { stones, moves, moveCount } = await roadOf(owner, { organisation });
	expect(stones[2]).toMatchObject({
		count: 300,
		proofs: [{ title: 'Besoin 0' }, { title: 'Besoin 1' }, { title: 'Besoin 2' }, { title: 'Besoin 3' }]
	});
	expect([moves.length, moveCount]).toEqual([6, 300]);
});

test('whose road it is concerns its own people and staff: others learn nothing of it', async () => {
	const { organisation, owner } = await newFirm();
	const { organisation: neighbour } = await newFirm();
	const funder = await person(hub, 'financeur@mulhouse.example');
	const elsewhere = await newcomer('strasbourg', ['hub_manager']);
	expect(await refusal(roadOf(owner, { organisation: neighbour }))).toBe('forbidden');
	expect(await refusal(roadOf(funder, { organisation }))).toBe('forbidden');
	expect(await refusal(roadOf(stranger(hub), { organisation }))).toBe('sign_in_first');
	expect(await refusal(roadOf({ ...stranger(hub), account: elsewhere.account }, { organisation }))).toBe('forbidden');
	expect(await refusal(roadOf(elsewhere, { organisation }))).toBe('not_found');
	expect(await roadsOf(owner, [neighbour])).toEqual([]);
});

test('the road of the one that helps keeps the firm of an anonymous need unnamed until its yes', async () => {
	const { organisation, owner } = await newFirm();
	const { introduction, provider } = await opened(owner);
	const other = provider.organisations[0]?.id as string;
	const { need: id } = await db.selectFrom('introductions').select('need').where('id', '=', introduction).executeTakeFirstOrThrow();
	await db.updateTable('needs').set({ confidentiality: 'anonymous' }).where('id', '=', id).execute();
	const { name } = await db.selectFrom('organisations').select('name').where('id', '=', organisation).executeTakeFirstOrThrow();
	const told = async () => JSON.stringify(await roadOf(provider, { organisation: other }));
	expect(await told()).toContain(name);
	await db.deleteFrom('introductionAnswers').where('introduction', '=', introduction).where('side', '=', 'need').execute();
	expect(await told()).not.toContain(name);
});
