import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { newcomer, person, refusal, stranger } from '#platform/testing/people.ts';
import { competitorsOf, declareCompetitor, withdrawCompetitor } from './competitors.ts';
import { actorOf } from './members.ts';
import { AddOrganisation, addOrganisation, findOrganisation, organisationHistory } from './organisations.ts';
import {
	askToJoin,
	decideRequest,
	leaveOrganisation,
	myOrganisations,
	nameOwner,
	peopleOf,
	removeRepresentative,
	requestOf,
	requestsFor,
	unnameOwner,
	withdrawRequest
} from './representatives.ts';

const hub = 'mulhouse';
let animator: Actor;
let owner: Actor;
let asker: Actor;
let organisation: string;

/** The same person, with what they may do by now. */
const now = (actor: Actor) => actorOf(actor.hub, { id: actor.account as string, name: actor.name }, 'fr', 'page', null);
const emailOf = async ({ account }: Actor) =>
	(await db.selectFrom('accounts').select('email').where('id', '=', account).executeTakeFirstOrThrow()).email;
const lettersTo = async (actor: Actor) =>
	(
		await db
			.selectFrom('mails')
			.select('kind')
			.where('recipient', '=', await emailOf(actor))
			.orderBy('createdAt')
			.execute()
	).map(({ kind }) => kind);
/** What comes with the summary. */
const summaryFor = async ({ member }: Actor) =>
	(await db.selectFrom('notifications').select('what').where('member', '=', member).where('mail', '=', 'daily').execute()).map(
		({ what }) => what
	);
const decide = (actor: Actor, accepted: boolean, reason = '') =>
	decideRequest(actor, { organisation, member: asker.member as string, accepted, reason });
const people = async () => (await peopleOf(animator, organisation)).map(({ name, isOwner }) => ({ name, isOwner }));

let n = 0;
beforeAll(async () => {
	animator = await person(hub, 'animation@mulhouse.example');
});
beforeEach(async () => {
	owner = await newcomer(hub);
	asker = await newcomer(hub);
	const made = await addOrganisation(owner, AddOrganisation.parse({ kind: 'digital_firm', name: `Atelier ${(n += 1)}`, confirmed: true }));
	organisation = made.id;
	owner = await now(owner);
});

test('a member asks to join, an owner accepts, and both sides hear of it', async () => {
	await askToJoin(asker, { organisation, message: 'Je suis la nouvelle acheteuse.' });
	expect(await refusal(askToJoin(asker, { organisation, message: '' }))).toBe('already_asked');
	expect(await refusal(askToJoin(owner, { organisation, message: '' }))).toBe('already_acts_for');
	expect(await lettersTo(owner)).toEqual(['join_asked']);
	expect(await requestsFor(owner, {})).toEqual([
		expect.objectContaining({ member: asker.member, message: 'Je suis la nouvelle acheteuse.', organisation })
	]);
	expect((await findOrganisation(asker, { organisation })).represents).toBe(false);

	const second = await newcomer(hub, ['member'], organisation);
	await decide(owner, true);
	expect(await lettersTo(asker)).toEqual(['join_accepted']);
	expect(await summaryFor(second)).toEqual(['join_was_accepted']);
	expect((await now(asker)).organisations).toEqual([{ id: organisation, isOwner: false }]);
	expect(await refusal(decide(owner, false))).toBe('not_found');
	expect((await organisationHistory(owner, { organisation })).map(({ what }) => what)).toEqual([
		'organisation.join_accepted',
		'organisation.join_asked',
		'organisation.added'
	]);
});

test('who was refused hears why and may ask again; who waits may take it back', async () => {
	await askToJoin(asker, { organisation, message: '' });
	await decide(animator, false, 'Nous ne vous connaissons pas.');
	expect(await lettersTo(asker)).toEqual(['join_refused']);
	expect(await lettersTo(owner)).toEqual(['join_asked']);
	expect(await summaryFor(owner)).toEqual(['join_was_refused']);
	expect(await requestOf(asker, organisation)).toMatchObject({ acceptedAt: null, refusedAt: expect.any(Date) });
	expect((await now(asker)).organisations).toEqual([]);

	await askToJoin(asker, { organisation, message: 'Encore moi.' });
	expect(await requestOf(asker, organisation)).toMatchObject({ refusedAt: null });
	await withdrawRequest(asker, { organisation });
	expect(await requestOf(asker, organisation)).toBeNull();
	expect(await refusal(withdrawRequest(asker, { organisation }))).toBe('not_found');
});

test('only owners and staff of this hub decide; a request without owners goes to the animators', async () => {
	await askToJoin(asker, { organisation, message: '' });
	const colleague = await newcomer(hub, ['member'], organisation, false);
	for (const actor of [asker, colleague, stranger(hub)]) expect(await refusal(decide(actor, true))).toBe('forbidden');
	expect(await refusal(decide(await newcomer('strasbourg', ['hub_manager']), true))).toBe('not_found');
	expect(await requestsFor(colleague, {})).toEqual([]);
	expect(await refusal(requestsFor(colleague, { organisation }))).toBe('forbidden');

	const real = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', hub)
		.where('slug', '=', 'cnam')
		.executeTakeFirstOrThrow();
	const before = await lettersTo(animator);
	await askToJoin(asker, { organisation: real.id, message: '' });
	expect(await lettersTo(animator)).toEqual([...before, 'join_asked']);
	expect((await requestsFor(animator, {})).map((request) => request.organisation)).toEqual(expect.arrayContaining([organisation, real.id]));
	expect(await myOrganisations(asker)).toEqual([
		expect.objectContaining({ slug: expect.stringMatching(/^atelier/), acceptedAt: null }),
		expect.objectContaining({ slug: 'cnam', acceptedAt: null })
	]);
});

test('visitors and members of another hub cannot ask', async () => {
	expect(await refusal(askToJoin(stranger(hub), { organisation, message: '' }))).toBe('sign_in_first');
	expect(await refusal(askToJoin(await newcomer('strasbourg'), { organisation, message: '' }))).toBe('not_found');
});

test('the last owner names another before leaving, for staff too; where nobody is left to name, staff may do without', async () => {
	const colleague = await newcomer(hub, ['member'], organisation, false);
	const them = { organisation, member: colleague.member as string };
	const me = { organisation, member: owner.member as string };
	expect(await refusal(leaveOrganisation(owner, { organisation }))).toBe('last_owner');
	expect(await refusal(unnameOwner(owner, me))).toBe('last_owner');
	expect(await refusal(nameOwner(colleague, them))).toBe('forbidden');
	for (const takeOff of [unnameOwner, removeRepresentative]) expect(await refusal(takeOff(animator, me))).toBe('last_owner');
	await nameOwner(owner, them);
	await leaveOrganisation(owner, { organisation });
	expect(await people()).toEqual([{ name: colleague.name, isOwner: true }]);
	await removeRepresentative(animator, them);
	expect(await people()).toEqual([]);
	expect(await refusal(removeRepresentative(animator, them))).toBe('not_found');
});

test('two owners who leave at once do not leave it to nobody', async () => {
	const other = await newcomer(hub, ['member'], organisation);
	const both = await Promise.all([owner, other].map((one) => refusal(leaveOrganisation(one, { organisation }))));
	expect(both.sort()).toEqual(['accepted', 'last_owner']);
	expect(await people()).toHaveLength(1);
});

test('competitors are declared by owners and seen by them and staff alone', async () => {
	const rival = await addOrganisation(asker, AddOrganisation.parse({ kind: 'digital_firm', name: `Rivale ${n}` }));
	const pair = { organisation, competitor: rival.id };
	const colleague = await newcomer(hub, ['member'], organisation, false);
	for (const actor of [colleague, asker, stranger(hub)]) {
		expect(await refusal(declareCompetitor(actor, pair))).toBe('forbidden');
		expect(await refusal(competitorsOf(actor, { organisation }))).toBe('forbidden');
	}
	expect(await refusal(declareCompetitor(owner, { organisation, competitor: organisation }))).toBe('own_competitor');
	await declareCompetitor(owner, pair);
	expect(await refusal(declareCompetitor(owner, pair))).toBe('competitor_already_declared');
	expect(await competitorsOf(owner, { organisation })).toEqual([expect.objectContaining({ id: rival.id, name: rival.name })]);
	expect(await competitorsOf(animator, { organisation })).toHaveLength(1);
	expect(await competitorsOf(await now(asker), { organisation: rival.id })).toEqual([]);
	await withdrawCompetitor(owner, pair);
	expect(await competitorsOf(owner, { organisation })).toEqual([]);
	expect(await refusal(withdrawCompetitor(owner, pair))).toBe('not_found');
});
