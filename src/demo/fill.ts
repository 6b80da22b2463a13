import { hashPassword } from 'better-auth/crypto';
import { sql } from 'kysely';
import type { Role } from '#platform/actor.ts';
import { acrossHubs, db, transaction, type Tx } from '#platform/db.server.ts';
import { mulhouse } from './content/mulhouse.ts';
import { strasbourg } from './content/strasbourg.ts';
import type { HubContent, Organisation } from './content/types.ts';
import { fillAdmissions } from '#place/admissions/village.ts';
import { fillRent } from '#place/rent/village.ts';
import { fillLeases } from '#place/leases/village.ts';
import { fillFaults } from '#place/faults/village.ts';
import { fillResources } from '#place/drawing/village.ts';
import { fillPlace } from '#place/village.ts';
import { fillRegister } from '#register/village.ts';
import { fillWebhooks } from '#webhooks/village.ts';
import { duplicateDemo } from './duplicates.ts';
import { askers, shareOutDesk, waitAtDesk } from './desk.ts';
import { showDemo } from './exposure.ts';
import { importDemo } from './imports.ts';
import { introduceDemo } from './introduce.ts';
import { postDemo } from './posts.ts';
import { placeOf } from './place.ts';
import { welcomedDaysAgo } from './welcome.ts';
import { demoPassword, networkAdmin, staff, type DemoPerson } from './sign-ins.ts';

interface DemoHub {
	id: keyof typeof staff;
	name: string;
	place: string;
	commune: string;
	locales: string[];
	tagline: Record<string, string>;
	content: HubContent;
}

const hubs: DemoHub[] = [
	{
		id: 'mulhouse',
		name: 'KM0',
		place: 'Mulhouse',
		commune: '68224',
		locales: ['fr', 'de', 'en'],
		tagline: {
			fr: 'La cité du numérique et de l’industrie, à la Fonderie',
			de: 'Wo Industrie und Digitales zusammenkommen, in der Fonderie',
			en: 'Where industry meets digital, in the old foundry'
		},
		content: mulhouse
	},
	{
		id: 'strasbourg',
		name: 'Le Quai',
		place: 'Strasbourg',
		commune: '67482',
		locales: ['fr', 'de', 'en'],
		tagline: {
			fr: 'Industrie, santé et numérique, au bord de l’Ill',
			de: 'Industrie, Gesundheit und Digitales, an der Ill',
			en: 'Industry, health and digital, by the river Ill'
		},
		content: strasbourg
	}
];

/** Fills an empty database with the demo hubs; a database that has hubs is left as it is. */
export async function fillDemo(tell: (line: string) => void = () => {}) {
	const { count } = await acrossHubs(() =>
		db
			.selectFrom('hubs')
			.select(sql<number>`count(*)`.as('count'))
			.executeTakeFirstOrThrow()
	);
	if (count > 0) return;
	tell('Filling the demo hubs …');
	const password = await hashPassword(demoPassword);
	const filled = await acrossHubs(() =>
		transaction(async (tx) => {
			const all: Awaited<ReturnType<typeof fillHub>>[] = [];
			await tx.insertInto('networks').values({ id: 'alsace', name: 'Alsace numérique (démo)' }).execute();
			await welcome(tx, networkAdmin, password, { isNetworkAdmin: true });
			for (const hub of hubs) all.push(await fillHub(tx, hub, password));
			return all;
		})
	);
	// Matching reads what is committed.
	for (const { hub, timeZone, posted, village } of filled) {
		await introduceDemo(hub, timeZone, posted, village.animator);
		if (village.newcomers.length) await shareOutDesk(hub, village);
	}
	for (const { hub } of filled) await showDemo(hub);
	for (const { hub, village } of filled) await importDemo(hub, village.animator);
	for (const { hub, village } of filled) await duplicateDemo(hub, village.animator);
	await fillPlace('mulhouse');
	await fillLeases('mulhouse');
	await fillResources('mulhouse');
	await fillAdmissions('mulhouse');
	await fillRent('mulhouse');
	await fillFaults('mulhouse');
	await fillRegister('mulhouse');
	for (const { hub, village } of filled) if (hub === 'mulhouse') await fillWebhooks(hub, village.manager);
	// What was told in the past was sent then.
	await acrossHubs(() =>
		db.updateTable('mails').set({ sentAt: new Date() }).where('sentAt', 'is', null).where('failedAt', 'is', null).execute()
	);
}

async function fillHub(tx: Tx, hub: DemoHub, password: string) {
	const { id, name, place, commune, locales, tagline, content } = hub;
	const { timeZone } = await tx
		.insertInto('hubs')
		.values({ id, name, place, commune, locales, tagline, network: 'alsace', isDemo: true })
		.returning('timeZone')
		.executeTakeFirstOrThrow();

	let animator = '';
	let manager = '';
	for (const person of staff[id]) {
		const member = await join(tx, id, { ...person, shown: true }, password);
		if (person.roles.includes('animator')) animator = member;
		if (person.roles.includes('hub_manager')) manager = member;
	}
	const welcomed = welcomedDaysAgo(content);
	const organisations = new Map<string, string>();
	const people = new Map<string, string>();
	for (const [nth, organisation] of content.organisations.entries()) {
		const createdAt = new Date(Date.now() - (welcomed.get(organisation.key) ?? 0) * 86_400_000);
		const row = await tx
			.insertInto('organisations')
			.values({ ...organisationRow(id, organisation, nth), createdAt })
			.returning('id')
			.executeTakeFirstOrThrow();
		organisations.set(organisation.key, row.id);
		await tx
			.insertInto('journal')
			.values({ hub: id, door: 'job', what: 'organisation.added', kind: 'organisation', record: row.id, at: createdAt })
			.execute();
		for (const [index, person] of organisation.people.entries()) {
			const member = await join(tx, id, { ...person, title: person.role, roles: rolesOf(person.hubRole) }, password);
			await tx
				.insertInto('representatives')
				.values({ hub: id, member, organisation: row.id, isOwner: person.owner ?? index === 0, askedAt: createdAt, acceptedAt: createdAt })
				.execute();
			if (index === 0) people.set(organisation.key, member);
		}
	}
	const posted = await postDemo(tx, id, content, organisations, people);
	const newcomers: string[] = [];
	if (id === 'mulhouse')
		for (const { name, email } of askers)
			newcomers.push(await join(tx, id, { name, email, title: '', roles: ['member'], shown: false }, password));
	const village = { animator, manager, organisations, newcomers };
	if (newcomers.length) await waitAtDesk(tx, id, village);
	return { hub: id, timeZone, posted, village };
}

const rolesOf = (hubRole: string | undefined): Role[] => (hubRole ? ['member', hubRole as Role] : ['member']);

async function join(
	tx: Tx,
	hub: string,
	person: { name: string; email: string; title: string; roles: Role[]; shown: boolean },
	password: string
) {
	const account = await welcome(tx, person, password);
	const { id: member } = await tx
		.insertInto('members')
		.values({ hub, account, roles: person.roles, title: person.title, isShown: person.shown })
		.returning('id')
		.executeTakeFirstOrThrow();
	return member;
}

/** The account of this person, who may be a member of several hubs. */
async function welcome(
	tx: Tx,
	{ name, email }: Pick<DemoPerson, 'name' | 'email'>,
	password: string,
	more: { isNetworkAdmin?: boolean } = {}
) {
	const id = `demo-${email}`;
	await tx
		.insertInto('accounts')
		.values({ id, name, email, emailVerified: true, ...more })
		.onConflict((on) => on.column('id').doNothing())
		.execute();
	await tx
		.insertInto('credentials')
		.values({ id, account: id, providerId: 'credential', providerAccountId: id, password })
		.onConflict((on) => on.column('id').doNothing())
		.execute();
	return id;
}

export const organisationRow = (hub: string, organisation: Organisation, nth: number) => ({
	hub,
	slug: organisation.key,
	kind: organisation.kind,
	name: organisation.name,
	legalName: organisation.legalName ?? '',
	isReal: organisation.real === true,
	isDemo: organisation.real !== true,
	source: organisation.source ?? null,
	activityCode: organisation.naf ?? null,
	activityNomenclature: organisation.naf ? 'NAFREV2' : null,
	sizeClass: organisation.size ?? null,
	headcount: organisation.headcount ?? null,
	founded: organisation.founded ?? null,
	street: organisation.street ?? '',
	languages: organisation.languages,
	website: organisation.website ?? null,
	description: organisation.description,
	technologies: organisation.technologies,
	sectors: organisation.sectors,
	...placeOf(organisation, nth)
});
