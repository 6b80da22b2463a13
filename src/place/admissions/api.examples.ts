import { sql } from 'kysely';
import { system, type Actor } from '#platform/actor.ts';
import { db, inHub, transaction } from '#platform/db.server.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { tenant, unit } from '../api.examples.ts';
import { dayAfter, today } from '../days.ts';
import { json } from '../floors.ts';
import type { Kept } from './admissions.ts';
import type { admissionsApi } from './api.ts';
import type { Stage } from './choices.ts';
import { findPlacementWeights } from './placements.ts';
import { promiseYears } from './promises.ts';
import { AddDocumentKind, addDocumentKind, documentKinds, ruleOf } from './rules.ts';
import { OfferUnits, offerUnits } from './stages.ts';

const house = ({ hub }: Actor) => system(hub);
const arranged = <T>(actor: Actor, work: (hub: Actor) => Promise<T>) => inHub(actor.hub, () => work(house(actor)));
const now = () => today('Europe/Paris');

/** A file as it stands at a stage, of the actor's own firm if there is one. */
async function fileAt(actor: Actor, stage: Stage, values: object = {}): Promise<Kept> {
	const organisation = actor.organisations[0]?.id ?? (await tenant(actor));
	const number = `E-${crypto.randomUUID().slice(0, 8)}`;
	return db
		.insertInto('admissions')
		.values({ hub: actor.hub, organisation, stage, number, ...values })
		.returning(['id', 'version'])
		.executeTakeFirstOrThrow();
}

const wish = {
	activity: 'Vision industrielle',
	use: 'workshop',
	people: 6,
	m2Least: 40,
	m2Most: 400,
	wantedFrom: '2027-02-01',
	why: 'Près de nos clients'
};
const promised = { hasNoSite: true, created12: 2, created24: 4, created36: 6, net12: 2, net24: 4, net36: 6, netM2: 40 };

export const draft = (actor: Actor) => fileAt(actor, 'draft');

/** One with all that it needs. */
export const whole = (actor: Actor) => fileAt(actor, 'draft', { ...wish, ...promised });
export const sent = (actor: Actor) => fileAt(actor, 'received', { ...wish, ...promised, sentAt: new Date() });

/** One whose documents are all accepted. */
export async function ready(actor: Actor): Promise<Kept> {
	const file = await sent(actor);
	await sql`
		with files as (
			insert into attachments (hub, kind, record, name, mime, size, sha256)
			select hub, 'admission', ${file.id}, id::text, 'text/plain', 1, repeat('0', 64) from admission_document_kinds
			where hub = ${actor.hub} and removed_at is null and is_required
			returning id, name
		)
		insert into admission_documents (hub, admission, kind, file, state) select ${actor.hub}, ${file.id}, name::uuid, id, 'accepted' from files`.execute(
		db
	);
	return file;
}

export const paper = (words = 'Statuts de la société') => new File([`${words}\n`], 'piece.txt');

const offerOf = async (actor: Actor) => ({
	units: [(await unit(actor)).id],
	from: dayAfter(now(), -30),
	until: dayAfter(now(), 1000),
	rentCents: 11_000,
	days: 20
});

export const offered = (actor: Actor): Promise<Kept> =>
	arranged(actor, async (hub) => {
		const { id: admission, version } = await ready(actor);
		return offerUnits(hub, OfferUnits.parse({ admission, version, ...(await offerOf(actor)) }));
	});

/** A firm that moved in a year ago and is asked about it. */
export async function movedIn(actor: Actor): Promise<Kept> {
	const on = dayAfter(now(), -366);
	const file = await fileAt(actor, 'moved_in', { ...wish, ...promised, sentAt: new Date(), movedInOn: on });
	await transaction((tx) => promiseYears(tx, actor.hub, file.id, on));
	return file;
}

export const site = {
	commune: 'Illzach',
	jobs: 10,
	jobsMoved: 4,
	jobsKept: 6,
	m2: 500,
	m2Freed: 120,
	becomes: 'reduced'
};

const kindOf = (actor: Actor) =>
	arranged(actor, (hub) => addDocumentKind(hub, AddDocumentKind.parse({ name: { fr: 'Bilan', en: 'Balance sheet' }, isRequired: false })));

const on = (file: Kept) => ({ admission: file.id, version: file.version });

/** A proposal that was worked out, with one line in it. */
async function solved(actor: Actor, line?: { admission: string; unit: string }, state = 'ready'): Promise<string> {
	const points = { points: 10, jobPoints: 10, fitPoints: 0, vacancyPoints: 0, transferPoints: 0 };
	const lines = line
		? [
				{
					...points,
					file: line.admission,
					units: [line.unit],
					floors: [],
					from: now(),
					until: null,
					adjoins: false,
					m2: 100,
					waitMonths: 0,
					sameUse: true,
					cost: 1,
					isPinned: false,
					others: [],
					instead: { units: [], takers: [] }
				}
			]
		: [];
	const { id } = await db
		.insertInto('placements')
		.values({
			hub: actor.hub,
			state,
			progress: 100,
			seconds: 1,
			weights: json({ jobs: 1, fit: 1, vacancy: 1, transfer: 1 }),
			result: json({ status: 'optimal', points: 10, bound: 10, lines, left: [], options: {}, empty: [], candidates: 1 })
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

const dates = ['2032-03-02T09:00:00.000Z', '2032-03-03T09:00:00.000Z', '2032-03-04T09:00:00.000Z'] as const;
const waiting = { use: 'office', m2Least: 50, m2Most: 90, wantedUntil: '2031-01-01', note: 'Au calme' };

async function visit(actor: Actor) {
	const { id: admission } = await sent(actor);
	return db
		.insertInto('admissionVisits')
		.values({ hub: actor.hub, admission, starts: dates.map((at) => new Date(at)), minutes: 60 })
		.returning(['id', 'admission'])
		.executeTakeFirstOrThrow();
}

const criterion = async (actor: Actor) =>
	(
		await db
			.insertInto('admissionCriteria')
			.values({ hub: actor.hub, name: json({ fr: 'Emploi' }), weight: 9 })
			.returning('id')
			.executeTakeFirstOrThrow()
	).id;

/** Whoever tries it, or somebody of the hub. */
const judge = async (actor: Actor) =>
	actor.member ??
	(await db.selectFrom('members').select('id').where('hub', '=', actor.hub).where('leftAt', 'is', null).executeTakeFirstOrThrow()).id;

/** A committee that the actor sits on, over a file of another firm. */
async function committee(actor: Actor) {
	const { id: admission } = await sent({ ...actor, organisations: [] });
	const { id } = await db
		.insertInto('admissionCommittees')
		.values({ hub: actor.hub, heldOn: '2027-01-15' })
		.returning('id')
		.executeTakeFirstOrThrow();
	await db.insertInto('admissionCommitteeFiles').values({ hub: actor.hub, committee: id, admission }).execute();
	if (actor.member)
		await db.insertInto('admissionCommitteeMembers').values({ hub: actor.hub, committee: id, member: actor.member }).execute();
	return { id, admission };
}

export const admissionsExamples: Examples<typeof admissionsApi> = {
	listAdmissions: () => ({ q: '', stage: 'all', limit: 5 }),
	findAdmission: async (actor) => ({ admission: (await sent(actor)).id }),
	startAdmission: async (actor) => ({ organisation: actor.organisations[0]?.id ?? (await tenant(actor)) }),
	saveWish: async (actor) => ({ ...on(await draft(actor)), ...wish }),
	saveJobs: async (actor) => ({ ...on(await draft(actor)), hasNoSite: true, created12: 1, created24: 2, created36: 3 }),
	addAdmissionSite: async (actor) => ({ ...on(await draft(actor)), ...site }),
	removeAdmissionSite: async (actor) => {
		const { id: admission, version } = await draft(actor);
		const { commune, ...rest } = site;
		const { id } = await db
			.insertInto('admissionSites')
			.values({ hub: actor.hub, admission, communeName: commune, ...rest })
			.returning('id')
			.executeTakeFirstOrThrow();
		return { admission, version, site: id };
	},
	attachDocument: async (actor) => ({
		admission: (await draft(actor)).id,
		kind: (await documentKinds(db, actor.hub))[0]!.id,
		name: 'statuts.txt',
		content: Buffer.from('Statuts\n').toString('base64')
	}),
	judgeDocument: async (actor) => {
		const { id: admission } = await ready(actor);
		const { id } = await db.selectFrom('admissionDocuments').select('id').where('admission', '=', admission).executeTakeFirstOrThrow();
		return { document: id, isAccepted: false, because: 'Page 2 illisible' };
	},
	sendAdmission: async (actor) => on(await whole(actor)),
	withdrawAdmission: async (actor) => ({ ...on(await sent(actor)), because: 'Autre local trouvé' }),
	moveAdmission: async (actor) => ({ ...on(await ready(actor)), to: 'complete' }),
	offerUnits: async (actor) => ({ ...on(await ready(actor)), ...(await offerOf(actor)) }),
	draftAdmissionLease: async (actor) => ({ ...on(await offered(actor)), number: `A-${crypto.randomUUID().slice(0, 8)}`, kind: 'service' }),
	moveIn: async (actor) => ({ ...on(await fileAt(actor, 'signed', { ...wish, ...promised })), on: now() }),
	declareJobs: async (actor) => ({
		admission: (await movedIn(actor)).id,
		year: 1,
		jobsHere: 5,
		jobsElsewhere: 0,
		words: 'Deux recrutements'
	}),
	listPromises: () => ({ q: '', limit: 5 }),
	findAdmissionRules: () => ({}),
	setAdmissionRules: async (actor) => ({
		version: (await arranged(actor, () => ruleOf(db, actor.hub))).version,
		region: ['67', '68'],
		horizon: 24,
		mostMovedPercent: 60,
		leastNetJobs: 1,
		closingCounts: false
	}),
	addDocumentKind: async (actor) => {
		await sql`update admission_document_kinds set removed_at = now() where hub = ${actor.hub} and removed_at is null and position > 4`.execute(
			db
		);
		return { name: { fr: 'Extrait Kbis', de: 'Handelsregisterauszug', en: 'Company register extract' }, isRequired: false };
	},
	removeDocumentKind: async (actor) => {
		await sql`update admission_document_kinds set removed_at = now() where hub = ${actor.hub} and removed_at is null and position > 4`.execute(
			db
		);
		return { kind: (await kindOf(actor)).id };
	},
	listPlacements: () => ({ q: 'a', state: 'all', limit: 5 }),
	proposePlacement: async (actor) => ({
		pins: [],
		forbids: [{ admission: (await sent(actor)).id, unit: (await unit(actor)).id }],
		seconds: 2
	}),
	findPlacement: async (actor) => ({ placement: await solved(actor) }),
	acceptPlacement: async (actor) => {
		const { id } = await ready(actor);
		return { placement: await solved(actor, { admission: id, unit: (await unit(actor)).id }), admissions: [id], days: 10 };
	},
	cancelPlacement: async (actor) => ({ placement: await solved(actor, undefined, 'running') }),
	findPlacementWeights: () => ({}),
	setPlacementWeights: async (actor) => ({
		version: (await arranged(actor, (hub) => findPlacementWeights(hub))).version,
		jobs: 10,
		fit: 20,
		vacancy: 5,
		transfer: 15
	}),
	findVisit: async (actor) => ({ admission: (await visit(actor)).admission }),
	bookVisit: async (actor) => ({ admission: (await sent(actor)).id, starts: ['2032-03-02T09:00:00Z'], minutes: 45, place: 'Accueil' }),
	pickVisit: async (actor) => ({ visit: (await visit(actor)).id, starts: dates[1] }),
	cancelVisit: async (actor) => ({ visit: (await visit(actor)).id }),
	addCriterion: async (actor) => {
		await db.updateTable('admissionCriteria').set({ removedAt: new Date() }).where('hub', '=', actor.hub).where('weight', '=', 9).execute();
		return { name: { fr: 'Solidité', en: 'Soundness' }, weight: 9 };
	},
	removeCriterion: async (actor) => ({ criterion: await criterion(actor) }),
	listCommittees: () => ({ q: 'a', state: 'open', limit: 5 }),
	findCommittee: async (actor) => ({ committee: (await committee({ ...actor, member: null })).id }),
	planCommittee: async (actor) => ({
		heldOn: '2027-01-15',
		place: 'Salle Tournesol',
		members: [await judge(actor)],
		admissions: [(await sent(actor)).id]
	}),
	scoreFile: async (actor) => {
		const { id, admission } = await committee(actor);
		return { committee: id, admission, criterion: await criterion(actor), score: 4, words: 'Équipe solide' };
	},
	declareConflict: async (actor) => {
		const { id, admission } = await committee(actor);
		return { committee: id, admission, because: 'Ancien employeur' };
	},
	writeMinutes: async (actor) => ({ committee: (await committee(actor)).id, version: 1, minutes: 'Avis favorable.', close: true }),
	listWishes: () => ({ q: 'a', use: 'office', limit: 5 }),
	joinWaitingList: async (actor) => ({ organisation: actor.organisations[0]?.id ?? (await tenant(actor)), ...waiting }),
	leaveWaitingList: async (actor) => {
		const organisation = actor.organisations[0]?.id ?? (await tenant(actor));
		const row = await db
			.insertInto('admissionWishes')
			.values({ hub: actor.hub, organisation, ...waiting })
			.returning('id')
			.executeTakeFirstOrThrow();
		return { wish: row.id };
	}
};
