import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { db } from '#platform/db.server.ts';
import { browser } from '#platform/testing/caller.ts';
import { refusal } from '#platform/testing/people.ts';
import { findAccount } from './accounts.ts';
import { founderOf, setUpFirstHub, SetUpFirstHub } from './hubs.ts';
import { actorOf } from './members.ts';
import { signIn } from './sign-in.ts';

// An installation in which nobody has been yet.
beforeAll(() => sql`truncate hubs, accounts, networks cascade`.execute(db));

const first = (nth: number) =>
	SetUpFirstHub.parse({
		name: `Hub ${nth}`,
		address: `hub-${nth}`,
		place: 'Thann',
		languages: ['fr'],
		managerName: 'Jeanne Dir',
		managerEmail: `jeanne.${nth}@hub.example`,
		password: 'Filature 1812',
		locale: 'fr'
	});

test('of many who set up an empty installation at the same moment one succeeds, and runs it', async () => {
	expect(await founderOf(null, undefined)).toBe('newcomer');
	const answers = await Promise.all([1, 2, 3, 4, 5].map((nth) => refusal(setUpFirstHub(first(nth)))));
	expect(answers.sort()).toEqual(['accepted', ...Array<string>(4).fill('already_set_up')]);

	const [hub] = await db.selectFrom('hubs').select('id').execute();
	const nth = Number(hub?.id.slice(4));
	const jeanne = await findAccount(`jeanne.${nth}@hub.example`);
	expect(jeanne).toMatchObject({ isNetworkAdmin: true });
	expect((await actorOf(hub?.id ?? '', jeanne ?? null, 'fr', 'page', null)).roles).toEqual(['hub_manager']);
	expect(await db.selectFrom('accounts').select('email').execute()).toHaveLength(1);
	expect(await signIn(browser(), { email: jeanne?.email ?? '', password: 'Filature 1812', back: '/' })).toBe('signed_in');
	expect(await refusal(founderOf(null, undefined))).toBe('forbidden');
});
