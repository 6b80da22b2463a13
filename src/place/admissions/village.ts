import { sql } from 'kysely';
import { communeMeant } from '#ecosystem/addresses.ts';
import { system, type Actor } from '#platform/actor.ts';
import { db, inHub, transaction } from '#platform/db.server.ts';
import { clockOf, dayAfter, today } from '../days.ts';
import { json } from '../floors.ts';
import { monthsAfter } from '../leases/law.ts';
import { nextLeaseNumber, SignLease, signLease } from '../leases/leases.ts';
import { demoTerms } from '../rent/demo-terms.ts';
import { addDocument } from './documents.ts';
import { workOut } from './placements.ts';
import { promiseYears } from './promises.ts';
import { reckonFile } from './reckoning.ts';
import { AddDocumentKind, addDocumentKind, SetAdmissionRules, setAdmissionRules } from './rules.ts';
import { DraftAdmissionLease, draftAdmissionLease, OfferUnits, offerUnits } from './stages.ts';
import { files, type DemoFile } from './village-files.ts';

/** Files at each stage, a transfer that explains itself, one that was refused, and tenants who tell what became of their promise. */
export async function fillAdmissions(hub: string) {
	await inHub(hub, async () => {
		const actor = system(hub);
		const now = today(await clockOf(hub));
		await setAdmissionRules(
			actor,
			SetAdmissionRules.parse({
				version: 0,
				region: ['67', '68'],
				horizon: 24,
				mostMovedPercent: 60,
				leastNetJobs: 1,
				closingCounts: false
			})
		);
		const kinds: string[] = [];
		for (const [isRequired, fr, de, en] of [
			[
				true,
				'Extrait Kbis de moins de trois mois',
				'Handelsregisterauszug, höchstens drei Monate alt',
				'Company register extract, at most three months old'
			],
			[true, 'Plan de financement à trois ans', 'Finanzplan für drei Jahre', 'Financing plan over three years'],
			[false, 'Deux derniers bilans', 'Die letzten zwei Bilanzen', 'Last two balance sheets'],
			[false, 'Attestation d’assurance', 'Versicherungsnachweis', 'Insurance certificate']
		] as const)
			kinds.push((await addDocumentKind(actor, AddDocumentKind.parse({ name: { fr, de, en }, isRequired }))).id);

		const firms = await firmsOf(hub);
		const ids: string[] = [];
		for (const [nth, file] of files.entries()) ids.push(await keepFile(actor, file, nth, firms(file.firm), now));
		await sendPapers(actor, ids, kinds, now);
		await judgeThem(actor, ids, now);
		await sql`insert into journal (hub, door, what, kind, record, at)
			select hub, 'job', 'admission.sent', 'admission', id, sent_at from admissions where hub = ${hub} and sent_at is not null`.execute(db);
		await offerLast(actor, ids.at(-1) as string, now);
		await letThemWait(hub, firms, now);
		const { id: placement } = await db
			.insertInto('placements')
			.values({ hub, seconds: 20, weights: json({ jobs: 10, fit: 20, vacancy: 5, transfer: 15 }) })
			.returning('id')
			.executeTakeFirstOrThrow();
		await workOut(hub, placement);
	});
}

/** Invented firms by kind and place in the directory, or by their address. */
async function firmsOf(hub: string) {
	const rows = await db
		.selectFrom('organisations')
		.select(['id', 'kind', 'slug'])
		.where('hub', '=', hub)
		.where('isReal', '=', false)
		.where('archivedAt', 'is', null)
		.orderBy('name')
		.execute();
	return (called: string): string => {
		const [kind, nth] = called.split(' ');
		const found = nth ? rows.filter((row) => row.kind === kind)[Number(nth)] : rows.find(({ slug }) => slug === called);
		return (found ?? rows[0]!).id;
	};
}

async function keepFile(actor: Actor, file: DemoFile, nth: number, organisation: string, now: string): Promise<string> {
	const { hub } = actor;
	const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
	const movedIn = file.movedIn === 'year ago' ? dayAfter(now, -360) : file.movedIn;
	const lease = file.unit ? await leaseOf(actor, file.unit, organisation, movedIn ?? dayAfter(now, file.from)) : null;
	const sentAt = file.stage === 'draft' ? null : movedIn ? new Date(`${dayAfter(movedIn, -160)}T09:00:00Z`) : ago(file.sent ?? file.since);
	const year = (sentAt ?? new Date()).getFullYear();
	const { id } = await db
		.insertInto('admissions')
		.values({
			hub,
			number: `D-${year}-${String(nth + 1).padStart(3, '0')}`,
			organisation: lease?.tenant ?? organisation,
			stage: file.stage,
			activity: file.activity,
			use: file.use,
			people: file.people,
			m2Least: file.m2[0],
			m2Most: file.m2[1],
			wantedFrom: movedIn ?? dayAfter(now, file.from),
			why: file.why,
			hasNoSite: !file.sites,
			created12: file.created[0],
			created24: file.created[1],
			created36: file.created[2],
			transferReason: file.reason ?? '',
			refusedBecause: file.refused ?? '',
			movedInOn: movedIn ?? null,
			lease: lease?.id ?? null,
			sentAt,
			stageSince: movedIn ? new Date(`${movedIn}T09:00:00Z`) : ago(file.since)
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	if (file.sites)
		await db
			.insertInto('admissionSites')
			.values(
				file.sites.map(([typed, jobs, jobsMoved, jobsKept, m2, m2Freed, becomes]) => {
					const { commune, communeName } = communeMeant(typed, { country: typed === 'Bâle' ? 'CH' : 'FR', postcode: '' });
					return { hub, admission: id, commune, communeName, jobs, jobsMoved, jobsKept, m2, m2Freed, becomes };
				})
			)
			.execute();
	await transaction(async (tx) => {
		await reckonFile(tx, hub, id);
		if (movedIn) await promiseYears(tx, hub, id, movedIn);
	});
	for (const [year, [jobsHere, jobsElsewhere, words = '']] of (file.declared ?? []).entries())
		await sql`update admission_declarations set jobs_here = ${jobsHere}, jobs_elsewhere = ${jobsElsewhere}, words = ${words},
			declared_at = due_on + interval '9 days', asked_at = due_on - interval '14 days'
			where hub = ${hub} and admission = ${id} and year = ${year + 1} and due_on + 9 <= ${now}::date`.execute(db);
	return id;
}

/** The lease of a unit, or one that is made for it. */
async function leaseOf(actor: Actor, number: string, organisation: string, from: string) {
	const there = await db
		.selectFrom('leases')
		.innerJoin('leaseUnits', (join) => join.onRef('leaseUnits.hub', '=', 'leases.hub').onRef('leaseUnits.lease', '=', 'leases.id'))
		.innerJoin('units', (join) => join.onRef('units.hub', '=', 'leaseUnits.hub').onRef('units.id', '=', 'leaseUnits.unit'))
		.select(['leases.id', 'leases.tenant'])
		.where('leases.hub', '=', actor.hub)
		.where('units.number', '=', number)
		.where('leases.state', '!=', 'ended')
		.orderBy('leases.startsOn', 'desc')
		.executeTakeFirst();
	if (there) return there;
	const { id } = await signLease(
		actor,
		SignLease.parse({
			number: `B-${from.slice(0, 4)}-A1`,
			kind: 'service',
			tenant: organisation,
			units: [await unitOf(actor.hub, number)],
			startsOn: from,
			terms: demoTerms('service', from),
			rentCents: 14_000,
			noticeMonths: 1
		})
	);
	return { id, tenant: organisation };
}

/** One file sends its papers as a firm does; the others have the same. */
async function sendPapers(actor: Actor, ids: string[], kinds: string[], now: string) {
	const { hub } = actor;
	const first = ids[5] as string;
	const papers = ['extrait-kbis.txt', 'plan-de-financement.txt'];
	for (const [nth, name] of papers.entries())
		await addDocument(actor, { admission: first, kind: kinds[nth] as string }, new File([`Pièce de démonstration, ${now}\n`], name));
	const others = ids.filter((id, nth) => id !== first && !files[nth]?.bare);
	await sql`
		with copied as (
			insert into attachments (hub, kind, record, name, mime, size, sha256)
			select a.hub, a.kind, other.id, a.name, a.mime, a.size, a.sha256 from attachments a
			cross join unnest(${others}::uuid[]) as other (id)
			where a.hub = ${hub} and a.kind = 'admission' and a.record = ${first} and a.removed_at is null
			returning id, record, name
		)
		insert into admission_documents (hub, admission, kind, file)
		select ${hub}, record, case name when ${papers[0]} then ${kinds[0]}::uuid else ${kinds[1]}::uuid end, id from copied`.execute(db);
	await sql`update admission_documents d set state = 'accepted', decided_at = now() from admissions a
		where d.hub = ${hub} and a.hub = d.hub and a.id = d.admission and a.stage <> 'received'`.execute(db);
	// One was not good enough, and waits for another in its place.
	await sql`update admission_documents set state = 'refused', because = 'L’extrait date de janvier : il en faut un de moins de trois mois.', decided_at = now()
		where hub = ${hub} and admission = ${ids[11]} and kind = ${kinds[0]}`.execute(db);
}

/** A file whose unit is held, and whose lease is being prepared. */
async function offerLast(actor: Actor, admission: string, now: string) {
	const unit = await unitOf(actor.hub, '0-11');
	const from = dayAfter(now, 45);
	const offer = OfferUnits.parse({
		admission,
		version: 1,
		units: [unit],
		from,
		until: dayAfter(monthsAfter(from, 108), -1),
		rentCents: 13_000
	});
	const { version } = await offerUnits(actor, offer);
	const number = await nextLeaseNumber(actor.hub, from.slice(0, 4));
	await draftAdmissionLease(actor, DraftAdmissionLease.parse({ admission, version, number, depositCents: 390_000 }));
}

const unitOf = async (hub: string, number: string) =>
	(await db.selectFrom('units').select('id').where('hub', '=', hub).where('number', '=', number).executeTakeFirstOrThrow()).id;

/** A committee that scored three files, one member stepping back, and a visit that waits for its date. */
async function judgeThem({ hub }: Actor, ids: string[], now: string) {
	const criteria = (
		await db
			.insertInto('admissionCriteria')
			.values(
				(
					[
						[3, 'Emplois nets', 'Netto-Stellen', 'Net jobs'],
						[2, 'Lien avec l’industrie', 'Bezug zur Industrie', 'Tie with industry'],
						[1, 'Solidité financière', 'Finanzielle Solidität', 'Financial soundness']
					] as const
				).map(([weight, fr, de, en], nth) => ({ hub, weight, name: json({ fr, de, en }), createdAt: new Date(Date.now() + nth) }))
			)
			.returning('id')
			.execute()
	).map(({ id }) => id);
	const people = await db
		.selectFrom('members')
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select(['members.id', 'accounts.email'])
		.where('members.hub', '=', hub)
		.where('accounts.email', 'in', [
			'direction@mulhouse.example',
			'site@mulhouse.example',
			'animation@mulhouse.example',
			'jury@mulhouse.example'
		])
		// Who steps back comes last.
		.orderBy(sql`accounts.email like 'jury@%'`)
		.orderBy('accounts.email')
		.execute();
	const { id: committee } = await db
		.insertInto('admissionCommittees')
		.values({
			hub,
			heldOn: dayAfter(now, -4),
			place: 'Salle Tournesol',
			minutes:
				'Le robot mobile fait l’unanimité : à placer dès qu’un atelier se libère. La maintenance prévisionnelle est un transfert, mais elle garde quatorze emplois dans la région : avis favorable si le financement est confirmé. La cybersécurité est à revoir au prochain comité.'
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await db
		.insertInto('admissionCommitteeMembers')
		.values(people.map(({ id: member }) => ({ hub, committee, member })))
		.execute();
	const judged = [ids[5], ids[6], ids[7]] as string[];
	await db
		.insertInto('admissionCommitteeFiles')
		.values(judged.map((admission) => ({ hub, committee, admission })))
		.execute();
	const given: Record<string, number[][]> = {
		0: [
			[2, 4, 3],
			[3, 4, 2],
			[2, 5, 3]
		],
		1: [
			[5, 5, 3],
			[5, 4, 4],
			[4, 5, 3],
			[5, 5, 4]
		],
		2: [
			[3, 2, 4],
			[4, 3, 4]
		]
	};
	await db
		.insertInto('admissionScores')
		.values(
			judged.flatMap((admission, nth) =>
				(given[nth] ?? []).flatMap((scores, who) =>
					scores.map((score, by) => ({
						hub,
						committee,
						admission,
						criterion: criteria[by] as string,
						member: people[who]!.id,
						score,
						words:
							by === 0 && who === 0
								? ['Sauve plus qu’il ne crée.', 'Exactement ce que le lieu cherche.', 'Peu de lien avec les ateliers.'][nth]
								: ''
					}))
				)
			)
		)
		.execute();
	await db
		.insertInto('admissionConflicts')
		.values({
			hub,
			committee,
			admission: judged[0] as string,
			member: people[3]!.id,
			because: 'J’ai dirigé cette entreprise jusqu’en 2021.'
		})
		.execute();
	await db
		.insertInto('admissionVisits')
		.values({
			hub,
			admission: ids[9] as string,
			starts: [3, 5, 6].map((days) => new Date(`${dayAfter(now, days)}T09:00:00Z`)),
			minutes: 60,
			place: 'Accueil du bâtiment 23',
			proposedBy: people.find(({ email }) => email.startsWith('site'))?.id ?? null
		})
		.execute();
}

const letThemWait = (hub: string, firms: (called: string) => string, now: string) =>
	db
		.insertInto('admissionWishes')
		.values(
			(
				[
					['start_up 7', 'office', 60, 130, 200, 'Deux bureaux qui communiquent, si possible.'],
					['start_up 8', 'workshop', 300, 500, 400, 'Avec un accès pour camions.'],
					['digital_firm 6', 'coworking', 20, 60, 90, '']
				] as const
			).map(([firm, use, m2Least, m2Most, days, note]) => ({
				hub,
				organisation: firms(firm),
				use,
				m2Least,
				m2Most,
				wantedUntil: dayAfter(now, days),
				note
			}))
		)
		.execute();
