import { redirect } from '@sveltejs/kit';
import { findHub } from '#ecosystem/hubs.ts';
import { WithdrawAdmission, withdrawAdmission } from '#place/admissions/admissions.ts';
import { findAdmission, historyOf } from '#place/admissions/admissions-shown.ts';
import { movableStages, openStages, type Stage } from '#place/admissions/choices.ts';
import { JudgeDocument, judgeDocument } from '#place/admissions/documents.ts';
import { admissionParts } from '#place/admissions/parts.ts';
import { mayAdmit, seesFiles } from '#place/admissions/policy.ts';
import { ruleOf } from '#place/admissions/rules.ts';
import { lineSaid, moneySaid, numberIn, reckoningSaid, signedIn as signed, stageSaid } from '#place/admissions/said.ts';
import {
	DraftAdmissionLease,
	draftAdmissionLease,
	MoveAdmission,
	moveAdmission,
	MoveIn,
	moveIn,
	OfferUnits,
	offerUnits
} from '#place/admissions/stages.ts';
import { leaseKinds } from '#place/choices.ts';
import { clockOf, dayAfter, today } from '#place/days.ts';
import { monthsAfter } from '#place/leases/law.ts';
import { nextLeaseNumber } from '#place/leases/leases.ts';
import { phaseTone } from '#place/leases/said.ts';
import { listFree } from '#place/plan.ts';
import { dayIn, squareMetres } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { db } from '#platform/db.server.ts';
import { form } from '#platform/form.ts';
import { isMessage, say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import { netJobs } from '#place/admissions/net-jobs.ts';
import { z } from 'zod';
import { BookVisit, bookVisit, cancelVisit, findVisit, PickVisit, pickVisit, VisitId } from '#place/admissions/visits.ts';
import { wallClock } from '#platform/time.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	const { timeZone } = found(await findHub(params.hub));
	const file = await findAdmission(actor, { admission: params.admission });
	const rule = await ruleOf(db, actor.hub);
	const [day, area, number, net] = [dayIn(locale), squareMetres(locale), numberIn(locale), signed(locale)];
	const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
	const { visit } = await findVisit(actor, { admission: file.id });
	const now = today(await clockOf(actor.hub));
	const isOpen = openStages.includes(file.stage);
	const free = file.may.admit && isOpen ? (await listFree(actor, { least: 0, q: '' })).items : [];
	const before = file.sites.filter(({ isInRegion }) => isInRegion).reduce((sum, { jobs }) => sum + jobs, 0);
	const isPrepared = file.stage === 'offered' && file.lease !== null && ['draft', 'sent'].includes(file.lease.phase);
	const offerFrom = file.wantedFrom && file.wantedFrom > now ? file.wantedFrom : now;
	const maySign = mayAdmit(actor) && file.stage === 'offered' && file.offer !== null && !isPrepared;
	const lines = seesFiles(actor) || file.may.declare ? await historyOf(actor, file.id) : [];
	return {
		tabs: placeTabs(actor, 'admissions'),
		parts: admissionParts(actor, 'files'),
		isSent: url.searchParams.has('sent'),
		title: `${file.number} · ${file.firm}`,
		firmHref: `/${params.hub}/organisations/${file.slug}`,
		...lineSaid(file, params.hub, locale, timeZone),
		activity: file.activity,
		why: file.why,
		sites: file.sites.map((site) => ({
			id: site.id,
			commune: site.communeName,
			isInRegion: site.isInRegion,
			jobs: number(site.jobs),
			moved: number(site.jobsMoved),
			kept: number(site.jobsKept),
			m2: area(site.m2),
			freed: area(site.m2Freed),
			becomes: say(`admission_becomes_${site.becomes}`, {}, locale)
		})),
		hasNoSite: file.hasNoSite,
		created: [file.created12, file.created24, file.created36].map((jobs) => (jobs === null ? '–' : number(jobs))),
		reckoned: reckoningSaid(file, rule.horizon, rule.mostMovedPercent, rule.leastNetJobs, locale),
		transferReason: file.transferReason,
		refusedBecause: file.refusedBecause,
		documents: file.documents?.map((document) => ({
			...document,
			stateSaid: say(`admission_document_${document.state ?? 'missing'}`, {}, locale),
			tone: document.state === 'accepted' ? ('good' as const) : document.state === 'refused' ? ('wrong' as const) : ('plain' as const)
		})),
		missing: file.missing.map((field) =>
			say(`admission_field_${field.replaceAll(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`)}`, {}, locale)
		),
		lacking: file.lacking,
		offer: file.offer && {
			units: file.offer.units.map((unit) => ({ ...unit, href: `/${params.hub}/place/units/${unit.id}`, m2: area(unit.m2) })),
			from: day(file.offer.fromOn),
			fromOn: file.offer.fromOn,
			untilOn: file.offer.untilOn,
			until: day(file.offer.untilOn),
			rent: moneySaid(file.offer.rentCents, locale),
			expires: moment.format(file.offer.expiresAt)
		},
		lease: file.lease && {
			number: file.lease.number,
			phase: file.lease.phase,
			phaseSaid: say(`lease_phase_${file.lease.phase}`, {}, locale),
			tone: phaseTone[file.lease.phase],
			href: mayAdmit(actor) ? `/${params.hub}/place/leases/${file.lease.id}` : null,
			from: day(file.lease.startsOn),
			units: file.lease.units.join(', '),
			planHref: ['draft', 'expired', 'withdrawn'].includes(file.lease.phase) ? null : `/${params.hub}/place?on=${file.lease.startsOn}`
		},
		movedIn: file.movedInOn && day(file.movedInOn),
		declarations: file.declarations.map((declared, nth) => ({
			year: declared.year,
			due: day(declared.dueOn),
			promised: net([file.net12, file.net24, file.net36][nth] ?? 0),
			real: declared.declaredAt ? net(netJobs(declared.jobsHere ?? 0, declared.jobsElsewhere ?? 0, before)) : null,
			isShort:
				declared.declaredAt !== null &&
				netJobs(declared.jobsHere ?? 0, declared.jobsElsewhere ?? 0, before) < ([file.net12, file.net24, file.net36][nth] ?? 0),
			isDue: declared.declaredAt === null && declared.dueOn <= dayAfter(now, 14),
			words: declared.words
		})),
		contacts: file.contacts,
		may: {
			...file.may,
			move: mayAdmit(actor) && (isOpen || file.stage === 'refused'),
			offer: mayAdmit(actor) && isOpen,
			sign: maySign,
			moveIn: mayAdmit(actor) && file.stage === 'signed',
			withdraw: file.may.declare && (isOpen || file.stage === 'draft')
		},
		targets: [...movableStages, 'refused' as const]
			.filter((stage) => stage !== file.stage)
			.map((stage) => ({ value: stage, label: stageSaid(stage as Stage, locale) })),
		units: free.map((unit) => ({
			value: unit.id,
			label: [unit.number, unit.name, area(unit.m2), say(`place_use_${unit.use}`, {}, locale)].filter(Boolean).join(' · '),
			hint: unit.freeUntil
				? say('place_free_between', { from: day(unit.freeFrom), until: day(unit.freeUntil) }, locale)
				: say('place_free_since', { from: day(unit.freeFrom) }, locale)
		})),
		visit: visit && {
			id: visit.id,
			place: visit.place,
			minutes: visit.minutes,
			picked: visit.picked && moment.format(visit.picked),
			dates: visit.starts.map((at) => ({ value: at.toISOString(), when: moment.format(at) }))
		},
		earliest: wallClock(new Date(), timeZone).slice(0, 16),
		today: now,
		offerFrom,
		offerUntil: dayAfter(monthsAfter(offerFrom, 108), -1),
		leaseNumber: maySign && file.offer ? await nextLeaseNumber(params.hub, file.offer.fromOn.slice(0, 4)) : '',
		kinds: leaseKinds.map((kind) => ({ value: kind, label: say(`place_lease_${kind}`, {}, locale) })),
		history: lines.map(({ id, at, what, changed, who }) => ({
			id,
			at: moment.format(at),
			what: [
				isMessage(`admission_did_${what.replace('admission.', '')}`)
					? say(`admission_did_${what.replace('admission.', '')}`, {}, locale)
					: what,
				what === 'admission.moved' ? stageSaid((changed as { stage?: [Stage, Stage] }).stage?.[1] ?? file.stage, locale) : ''
			]
				.filter(Boolean)
				.join(' · '),
			who: who ?? 'KM0'
		}))
	};
};

/** People write euros, not cents. */
const WrittenOffer = OfferUnits.omit({ rentCents: true }).extend({ rent: z.number().min(0).max(100_000) });
const WrittenDraft = DraftAdmissionLease.omit({ depositCents: true }).extend({ deposit: z.number().min(0).max(100_000_000).default(0) });
const cents = (amount: number) => Math.round(amount * 100);

export const actions: Actions = {
	move: form(MoveAdmission, async (input, { locals }) => ({ moved: await moveAdmission(locals.actor, input) })),
	judge: form(JudgeDocument, async (input, { locals }) => ({ judged: await judgeDocument(locals.actor, input) })),
	offer: form(WrittenOffer, async ({ rent, ...input }, { locals }) => ({
		moved: await offerUnits(locals.actor, { ...input, rentCents: cents(rent) })
	})),
	sign: form(WrittenDraft, async ({ deposit, ...input }, { locals, params }) => {
		const { lease } = await draftAdmissionLease(locals.actor, { ...input, depositCents: cents(deposit) });
		redirect(303, `/${params.hub}/place/leases/${lease}`);
	}),
	moveIn: form(MoveIn, async (input, { locals }) => ({ moved: await moveIn(locals.actor, input) })),
	bookVisit: form(BookVisit, async (input, { locals }) => ({ moved: await bookVisit(locals.actor, input) })),
	pickVisit: form(PickVisit, async (input, { locals }) => ({ moved: await pickVisit(locals.actor, input) })),
	cancelVisit: form(VisitId, async (input, { locals }) => ({ moved: await cancelVisit(locals.actor, input) })),
	withdraw: form(WithdrawAdmission, async (input, { locals }) => ({ moved: await withdrawAdmission(locals.actor, input) }))
};
