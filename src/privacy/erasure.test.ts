import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { nobody, type Account } from '#ecosystem/accounts.ts';
import { attach } from '#ecosystem/attachments.ts';
import { system, type Actor } from '#platform/actor.ts';
import { auth } from '#platform/auth.server.ts';
import { acrossHubs, db, pool } from '#platform/db.server.ts';
import { onceOnly } from '#platform/idempotency.ts';
import { newcomer, refusal } from '#platform/testing/people.ts';
import { forgetAccount } from './erasure.ts';
import { askErasure, askOwnErasure, callOffErasure, daysToThink, eraseDue, erasures, keepMyData, ownErasures } from './erasures.ts';

const hub = 'mulhouse';
let firm: string;
beforeAll(async () => {
	const { id } = await db
		.insertInto('organisations')
		.values({ hub, slug: 'bonneterie', kind: 'industrial_sme', name: 'Bonneterie', nameKey: 'bonneterie' })
		.returning('id')
		.executeTakeFirstOrThrow();
	firm = id;
});

const accountOf = async ({ account }: Actor): Promise<Account> =>
	(await db
		.selectFrom('accounts')
		.select(['id', 'name', 'email', 'locale', 'isNetworkAdmin'])
		.where('id', '=', account ?? '')
		.executeTakeFirstOrThrow()) as Account;

const renamed = async (actor: Actor, name: string, email: string) => {
	await db
		.updateTable('accounts')
		.set({ name, email })
		.where('id', '=', actor.account ?? '')
		.execute();
	return { ...actor, name };
};

/** Every table of the installation that holds these words, however. */
async function tablesThatSay(words: RegExp): Promise<string[]> {
	const { rows } = await pool().query<{ name: string }>(
		"select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1"
	);
	const telling: string[] = [];
	for (const { name } of rows) {
		const all = await acrossHubs(() => sql<{ row: string }>`select row_to_json(t)::text as row from ${sql.table(name)} as t`.execute(db));
		if (all.rows.some(({ row }) => words.test(row))) telling.push(name);
	}
	return telling;
}

/** Puts this person wherever a person can be named: in records, in what others write, in files, letters, lists. */
async function leaveTraces(person: Actor, email: string) {
	const { name, member } = person;
	const one = await db
		.selectFrom('introductions')
		.innerJoin('introductionMessages', (join) =>
			join.onRef('introductionMessages.hub', '=', 'introductions.hub').onRef('introductionMessages.introduction', '=', 'introductions.id')
		)
		.select(['introductions.id', 'introductionMessages.author'])
		.where('introductions.hub', '=', hub)
		.executeTakeFirstOrThrow();
	const no = await db
		.selectFrom('introductionAnswers')
		.select(['introduction', 'side'])
		.where('hub', '=', hub)
		.where('answer', '=', 'no')
		.executeTakeFirstOrThrow();
	const { id: need } = await db
		.insertInto('needs')
		.values({ ...(await aNeed()), organisation: firm, author: member, contact: member, problem: `Demander ${name} à l’atelier.` })
		.returning('id')
		.executeTakeFirstOrThrow();
	await attach(person, 'need', need, [new File(['Plan'], 'cv-quenouillard.txt')]);
	await db
		.insertInto('introductionMessages')
		.values([
			{ hub, introduction: one.id, side: 'need', author: member ?? '', words: 'Appelez-moi au 03 89 12 34 56, Jeanne' },
			{ hub, introduction: one.id, side: 'offer', author: one.author, words: `Merci Jeanne  Quenouillard, à mardi en salle 3.` }
		])
		.execute();
	await db
		.updateTable('introductionAnswers')
		.set({ words: 'Je n’ai pas confiance en eux', answeredBy: member })
		.where('hub', '=', hub)
		.where('introduction', '=', no.introduction)
		.where('side', '=', no.side)
		.execute();
	const told = { kind: 'x', what: 'x', about: 'need', record: need, path: '/', mail: 'never' };
	await db
		.insertInto('notifications')
		.values([
			{ hub, member: member ?? '', ...told },
			{ hub, member: one.author, ...told, words: JSON.stringify({ who: name }) as never }
		])
		.execute();
	const letter = { hub, subject: `${name} vous écrit`, bodyText: `${name} <${email}>`, bodyHtml: 'x', locale: 'fr', kind: 'x' };
	await db
		.insertInto('mails')
		.values([
			{ ...letter, recipient: email },
			{ ...letter, recipient: 'somebody@example.org' }
		])
		.execute();
	await db.insertInto('contacts').values({ hub, email, name, legalBasis: 'interest' }).execute();
	const { id: file } = await db
		.insertInto('imports')
		.values({ hub, kind: 'people', fileName: 'x', sha256: 'x', headers: ['x'], rowCount: 2, mapping: ['x'], door: 'page', locale: 'fr' })
		.returning('id')
		.executeTakeFirstOrThrow();
	await db
		.insertInto('importRows')
		.values([
			{ hub, import: file, line: 2, cells: [name], email },
			{ hub, import: file, line: 3, cells: ['Colmar', `voir ${name}`], name: `voir ${name}` }
		])
		.execute();
	await db
		.insertInto('apiKeys')
		.values({ hub, name: `Clé de ${name}`, prefix: 'x', sha256: 'of jeanne', roles: ['member'], scopes: ['read'], member })
		.execute();
	await onceOnly(hub, person.account ?? '', 'x', new Request('http://km0.test/x', { method: 'POST' }), async () => new Response(name));
	return { need, no, introduction: one.id };
}

const aNeed = async () => {
	const {
		hub: at,
		locale,
		title,
		result
	} = await db.selectFrom('needs').selectAll().where('hub', '=', hub).limit(1).executeTakeFirstOrThrow();
	return { hub: at, locale, title, result, state: 'open', confidentiality: 'public', expiresAt: new Date(Date.now() + 9e8) };
};

const counts = () =>
	acrossHubs(async () =>
		Promise.all(
			['introductions', 'introduction_answers', 'introduction_messages', 'needs', 'offers', 'members', 'attachments'].map(
				async (table) => (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db)).rows[0]?.n
			)
		)
	);

test('the name of who is erased is nowhere any more, the words of others and the books are', async () => {
	const email = 'jeanne.quenouillard@bonneterie.example';
	const person = await renamed(await newcomer(hub, ['member'], firm), 'Jeanne Quenouillard', email);
	const { need, no } = await leaveTraces(person, email);
	expect(await tablesThatSay(/quenouillard/i)).toEqual(
		expect.arrayContaining(['accounts', 'attachments', 'contacts', 'import_rows', 'introduction_messages', 'journal', 'mails', 'needs'])
	);
	const before = await counts();
	const lines = await db.selectFrom('journal').select('id').where('hub', '=', hub).execute();

	await forgetAccount(await accountOf(person));
	expect(await tablesThatSay(/quenouillard|03 89 12/i)).toEqual([]);
	expect(await counts()).toEqual(before);
	const after = await db.selectFrom('journal').select(['id', 'what', 'member']).where('hub', '=', hub).orderBy('id').execute();
	expect(after.slice(0, lines.length).map(({ id }) => id)).toEqual(lines.map(({ id }) => id).sort((a, b) => a - b));
	expect(after.at(-1)).toMatchObject({ what: 'member.forgotten', member: person.member });

	const words = await db.selectFrom('introductionMessages').select('words').where('hub', '=', hub).execute();
	expect(words.map((one) => one.words)).toEqual(
		expect.arrayContaining([`Merci ${nobody}, à mardi en salle 3.`, `Appelez-moi au …, ${nobody}`])
	);
	const answer = await db
		.selectFrom('introductionAnswers')
		.select(['answer', 'words', 'reason'])
		.where('hub', '=', hub)
		.where('introduction', '=', no.introduction)
		.where('side', '=', no.side)
		.executeTakeFirstOrThrow();
	expect(answer).toMatchObject({ answer: 'no', words: '', reason: expect.any(String) });
	expect(await db.selectFrom('needs').select('problem').where('hub', '=', hub).where('id', '=', need).executeTakeFirst()).toEqual({
		problem: `Demander ${nobody} à l’atelier.`
	});
	expect(await db.selectFrom('mails').select('recipient').where('subject', '=', `${nobody} vous écrit`).execute()).toEqual([
		{ recipient: 'somebody@example.org' }
	]);
	expect(await db.selectFrom('apiKeys').select('revokedAt').where('hub', '=', hub).where('member', '=', person.member).execute()).toEqual([
		{ revokedAt: expect.any(Date) }
	]);
});

const dueNow = (account: Account) =>
	db
		.updateTable('erasures')
		.set({ dueAt: new Date(Date.now() - 1000) })
		.where('account', '=', account.id)
		.execute();
const isGone = async ({ id }: Account) =>
	(await db.selectFrom('accounts').select('anonymisedAt').where('id', '=', id).executeTakeFirstOrThrow()).anonymisedAt !== null;
const newSession = ({ id }: Account) => auth.$context.then(({ internalAdapter }) => internalAdapter.createSession(id));

test('who asks to be erased has fourteen days in which signing in takes it back', async () => {
	const account = await accountOf(await newcomer(hub));
	await newSession(account);
	await askOwnErasure(account);
	expect(await refusal(askOwnErasure(account))).toBe('erasure_already_asked');
	expect(await db.selectFrom('sessions').select('id').where('accountId', '=', account.id).execute()).toEqual([]);
	const [waiting] = await ownErasures(account);
	expect(Math.round((Number(waiting?.dueAt) - Date.now()) / 86_400_000)).toBe(daysToThink);
	await eraseDue.run({});
	expect(await isGone(account)).toBe(false);

	await newSession(account);
	expect(await ownErasures(account)).toEqual([]);
	const letters = await db.selectFrom('mails').select('kind').where('recipient', '=', account.email).orderBy('createdAt').execute();
	expect(letters).toEqual([{ kind: 'erasure_asked' }, { kind: 'erasure_called_off' }]);

	await askOwnErasure(account);
	await dueNow(account);
	await eraseDue.run({});
	expect(await isGone(account)).toBe(true);
});

test('staff note a request; where the person goes on elsewhere, only this hub forgets them', async () => {
	const here = await newcomer(hub);
	const account = await accountOf(here);
	const { id: there } = await db
		.insertInto('members')
		.values({ hub: 'strasbourg', account: account.id, roles: ['member'], title: 'Tisserande' })
		.returning('id')
		.executeTakeFirstOrThrow();
	const manager = system(hub);
	const member = here.member ?? '';
	expect(await askErasure(manager, { member, note: 'lettre du 3 mars' })).toMatchObject({ isWhole: false, because: 'request' });
	expect((await erasures(manager)).items).toMatchObject([{ member, note: 'lettre du 3 mars' }]);
	expect((await erasures(system('strasbourg'))).items).toEqual([]);
	expect(await ownErasures(account)).toMatchObject([{ note: 'lettre du 3 mars' }]);

	// To sign in is part of going on elsewhere, and says nothing about this hub; the person may say so themselves.
	await newSession(account);
	const [asked] = await ownErasures(account);
	await keepMyData(account, { erasure: asked?.id ?? '' });
	expect((await erasures(manager)).items).toEqual([]);
	await askErasure(manager, { member, note: 'téléphone' });
	await callOffErasure(manager, { member });
	expect(await refusal(callOffErasure(manager, { member }))).toBe('erasure_not_asked');

	await askErasure(manager, { member, note: 'encore' });
	await dueNow(account);
	await eraseDue.run({});
	expect(await isGone(account)).toBe(false);
	const row = await db
		.selectFrom('members')
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select(['accounts.name', 'members.leftAt'])
		.where('members.hub', '=', hub)
		.where('members.id', '=', member)
		.executeTakeFirst();
	expect(row).toEqual({ name: nobody, leftAt: expect.any(Date) });
	expect(
		await db.selectFrom('members').select(['account', 'title']).where('hub', '=', 'strasbourg').where('id', '=', there).execute()
	).toEqual([{ account: account.id, title: 'Tisserande' }]);
});

test('a wish that cannot be met when it is due waits until somebody else has taken over', async () => {
	const { id } = await db
		.insertInto('organisations')
		.values({ hub, slug: 'corderie', kind: 'industrial_sme', name: 'Corderie', nameKey: 'corderie' })
		.returning('id')
		.executeTakeFirstOrThrow();
	const owner = await newcomer(hub, ['member'], id);
	const account = await accountOf(owner);
	await askOwnErasure(account);
	const colleague = await newcomer(hub, ['member'], id, false);
	expect(await refusal(askErasure(system(hub), { member: owner.member ?? '', note: 'x' }))).toBe('hand_over_first');
	await dueNow(account);
	await eraseDue.run({});
	expect(await isGone(account)).toBe(false);
	expect((await erasures(system(hub))).items).toMatchObject([{ refusedBecause: 'hand_over_first' }]);
	await db.updateTable('representatives').set({ isOwner: true }).where('hub', '=', hub).where('member', '=', colleague.member).execute();
	await dueNow(account);
	await eraseDue.run({});
	expect(await isGone(account)).toBe(true);
});
