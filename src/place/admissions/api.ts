import { z } from 'zod';
import { operation, type OperationRoute } from '#platform/operation.ts';
import { pageOf } from '#platform/page.ts';
import { NoInput } from '../floors.ts';
import {
	addAdmissionSite,
	AdmissionId,
	Kept,
	PresentSiteInput,
	removeAdmissionSite,
	RemoveSite,
	SaveJobs,
	saveJobs,
	SaveWish,
	saveWish,
	SendAdmission,
	sendAdmission,
	StartAdmission,
	startAdmission,
	WithdrawAdmission,
	withdrawAdmission
} from './admissions.ts';
import { AdmissionLine, AdmissionView, findAdmission, ListAdmissions, listAdmissions } from './admissions-shown.ts';
import {
	AddCriterion,
	addCriterion,
	CommitteeId,
	CommitteeLine,
	CommitteeView,
	CriterionId,
	DeclareConflict,
	declareConflict,
	findCommittee,
	ListCommittees,
	listCommittees,
	PlanCommittee,
	planCommittee,
	removeCriterion,
	ScoreFile,
	scoreFile,
	WriteMinutes,
	writeMinutes
} from './committees.ts';
import { AttachDocument, attachDocument, DocumentId, JudgeDocument, judgeDocument } from './documents.ts';
import {
	AcceptPlacement,
	acceptPlacement,
	findPlacement,
	findPlacementWeights,
	KeptWeights,
	cancelPlacement,
	ListPlacements,
	listPlacements,
	PlacementId,
	PlacementLine,
	PlacementView,
	ProposePlacement,
	proposePlacement,
	SetPlacementWeights,
	setPlacementWeights
} from './placements.ts';
import { DeclareJobs, declareJobs, ListPromises, listPromises, PromiseLine } from './promises.ts';
import {
	AddDocumentKind,
	addDocumentKind,
	AdmissionRules,
	DocumentKind,
	DocumentKindId,
	findAdmissionRules,
	removeDocumentKind,
	SetAdmissionRules,
	setAdmissionRules
} from './rules.ts';
import {
	DraftAdmissionLease,
	draftAdmissionLease,
	DraftedLease,
	MoveAdmission,
	moveAdmission,
	MoveIn,
	moveIn,
	OfferUnits,
	offerUnits
} from './stages.ts';
import { BookVisit, bookVisit, cancelVisit, findVisit, PickVisit, pickVisit, VisitId, VisitView } from './visits.ts';
import { JoinWaitingList, joinWaitingList, leaveWaitingList, ListWishes, listWishes, WishId, WishLine } from './waiting-list.ts';

const part = (route: Omit<OperationRoute, 'tags'>) => operation({ ...route, tags: ['admissions'] });
const siteManager = ['site_manager'] as const;
const seesPromises = ['site_manager', 'animator', 'incubator_lead', 'accountant', 'funder'] as const;
const file = '/place/admissions/{admission}';

export const admissionsApi = {
	listAdmissions: part({
		method: 'GET',
		path: '/place/admissions',
		summary: 'Files of firms that want to move in',
		description: 'A firm finds its own, staff who accompany firms all of them, a funder those that are decided.',
		openTo: 'members'
	})
		.input(ListAdmissions)
		.output(pageOf(AdmissionLine))
		.handler(({ context, input }) => listAdmissions(context.actor, input)),
	findAdmission: part({
		method: 'GET',
		path: file,
		summary: 'One file, with what it promises and what it lacks',
		openTo: 'members'
	})
		.input(AdmissionId)
		.output(AdmissionView)
		.handler(({ context, input }) => findAdmission(context.actor, input)),
	startAdmission: part({ method: 'POST', path: '/place/admissions', summary: 'Open a file for a firm', openTo: 'members' })
		.input(StartAdmission)
		.output(Kept)
		.handler(({ context, input }) => startAdmission(context.actor, input)),
	saveWish: part({
		method: 'PUT',
		path: `${file}/wish`,
		summary: 'Activity, people, surface, date and reasons of a file',
		openTo: 'members'
	})
		.input(SaveWish)
		.output(Kept)
		.handler(({ context, input }) => saveWish(context.actor, input)),
	saveJobs: part({
		method: 'PUT',
		path: `${file}/jobs`,
		summary: 'Jobs that a file promises, and why it moves',
		openTo: 'members'
	})
		.input(SaveJobs)
		.output(Kept)
		.handler(({ context, input }) => saveJobs(context.actor, input)),
	addAdmissionSite: part({
		method: 'POST',
		path: `${file}/sites`,
		summary: 'Add a present site of the firm, with what becomes of its jobs',
		openTo: 'members'
	})
		.input(PresentSiteInput)
		.output(Kept)
		.handler(({ context, input }) => addAdmissionSite(context.actor, input)),
	removeAdmissionSite: part({ method: 'DELETE', path: `${file}/sites/{site}`, summary: 'Take a present site out', openTo: 'members' })
		.input(RemoveSite)
		.output(Kept)
		.handler(({ context, input }) => removeAdmissionSite(context.actor, input)),
	attachDocument: part({
		method: 'POST',
		path: `${file}/documents/{kind}`,
		summary: 'Send a document of a file, or another in its place',
		openTo: 'members'
	})
		.input(AttachDocument)
		.output(DocumentId)
		.handler(({ context, input }) => attachDocument(context.actor, input)),
	judgeDocument: part({
		method: 'POST',
		path: '/place/admission-documents/{document}/judge',
		summary: 'Accept a document, or refuse it with a reason',
		openTo: siteManager,
		successStatus: 200
	})
		.input(JudgeDocument)
		.output(DocumentId)
		.handler(({ context, input }) => judgeDocument(context.actor, input)),
	sendAdmission: part({
		method: 'POST',
		path: `${file}/send`,
		summary: 'Give a file in',
		description: 'Says field by field what is missing. A file that is a transfer by the rule of the hub must say why.',
		openTo: 'members',
		successStatus: 200
	})
		.input(SendAdmission)
		.output(Kept)
		.handler(({ context, input }) => sendAdmission(context.actor, input)),
	withdrawAdmission: part({
		method: 'POST',
		path: `${file}/withdraw`,
		summary: 'Take a file back',
		openTo: 'members',
		successStatus: 200
	})
		.input(WithdrawAdmission)
		.output(Kept)
		.handler(({ context, input }) => withdrawAdmission(context.actor, input)),
	moveAdmission: part({
		method: 'POST',
		path: `${file}/move`,
		summary: 'Move a file to another stage, or refuse it with a reason',
		openTo: siteManager,
		successStatus: 200
	})
		.input(MoveAdmission)
		.output(Kept)
		.handler(({ context, input }) => moveAdmission(context.actor, input)),
	offerUnits: part({
		method: 'POST',
		path: `${file}/offer`,
		summary: 'Offer units to a firm, and keep them for it',
		openTo: siteManager,
		successStatus: 200
	})
		.input(OfferUnits)
		.output(Kept)
		.handler(({ context, input }) => offerUnits(context.actor, input)),
	draftAdmissionLease: part({
		method: 'POST',
		path: `${file}/lease`,
		summary: 'Draft the lease of what was offered',
		description:
			'Its firm, units, days, price and whoever signs are in it. Signed by both sides, the file is; from its first day the firm has moved in.',
		openTo: siteManager
	})
		.input(DraftAdmissionLease)
		.output(DraftedLease)
		.handler(({ context, input }) => draftAdmissionLease(context.actor, input)),
	moveIn: part({
		method: 'POST',
		path: `${file}/move-in`,
		summary: 'Say on which day the firm moved in',
		openTo: siteManager,
		successStatus: 200
	})
		.input(MoveIn)
		.output(Kept)
		.handler(({ context, input }) => moveIn(context.actor, input)),
	declareJobs: part({
		method: 'PUT',
		path: `${file}/declarations/{year}`,
		summary: 'Say what became of the promise of a year',
		openTo: 'members'
	})
		.input(DeclareJobs)
		.output(z.object({ id: z.uuid(), year: z.number() }))
		.handler(({ context, input }) => declareJobs(context.actor, input)),
	listPromises: part({
		method: 'GET',
		path: '/place/promises',
		summary: 'Net jobs promised and real, by file and year',
		openTo: seesPromises
	})
		.input(ListPromises)
		.output(pageOf(PromiseLine))
		.handler(({ context, input }) => listPromises(context.actor, input)),
	findAdmissionRules: part({
		method: 'GET',
		path: '/place/admission-rules',
		summary: 'When a move is a transfer, and which documents are asked for',
		openTo: 'visitors'
	})
		.input(NoInput)
		.output(AdmissionRules)
		.handler(({ context }) => findAdmissionRules(context.actor)),
	setAdmissionRules: part({
		method: 'PUT',
		path: '/place/admission-rules',
		summary: 'Set when a move is a transfer',
		openTo: siteManager
	})
		.input(SetAdmissionRules)
		.output(AdmissionRules)
		.handler(({ context, input }) => setAdmissionRules(context.actor, input)),
	addDocumentKind: part({
		method: 'POST',
		path: '/place/admission-rules/documents',
		summary: 'Ask files for a kind of document',
		openTo: siteManager
	})
		.input(AddDocumentKind)
		.output(DocumentKind)
		.handler(({ context, input }) => addDocumentKind(context.actor, input)),
	removeDocumentKind: part({
		method: 'DELETE',
		path: '/place/admission-rules/documents/{kind}',
		summary: 'No longer ask for a kind of document',
		openTo: siteManager
	})
		.input(DocumentKindId)
		.output(z.object({ removed: z.boolean() }))
		.handler(({ context, input }) => removeDocumentKind(context.actor, input)),
	listPlacements: part({
		method: 'GET',
		path: '/place/placements',
		summary: 'Proposals of who goes where, the latest first',
		openTo: siteManager
	})
		.input(ListPlacements)
		.output(pageOf(PlacementLine))
		.handler(({ context, input }) => listPlacements(context.actor, input)),
	proposePlacement: part({
		method: 'POST',
		path: '/place/placements',
		summary: 'Ask who should go where',
		description:
			'An exact integer optimum over all open files and free units, worked out by a job: most net jobs and best fit, rivals on different floors, least vacancy, by the weights of the hub. Where one unit is too small a firm may have two of one floor, or three that adjoin. Pairs may be pinned or forbidden.',
		openTo: siteManager
	})
		.input(ProposePlacement)
		.output(DocumentId)
		.handler(({ context, input }) => proposePlacement(context.actor, input)),
	findPlacement: part({
		method: 'GET',
		path: '/place/placements/{placement}',
		summary: 'A proposal, its bound and why each firm goes where it goes',
		openTo: siteManager
	})
		.input(PlacementId)
		.output(PlacementView)
		.handler(({ context, input }) => findPlacement(context.actor, input)),
	cancelPlacement: part({
		method: 'POST',
		path: '/place/placements/{placement}/cancel',
		summary: 'Stop a proposal that is being worked out',
		openTo: siteManager,
		successStatus: 200
	})
		.input(PlacementId)
		.output(DocumentId)
		.handler(({ context, input }) => cancelPlacement(context.actor, input)),
	acceptPlacement: part({
		method: 'POST',
		path: '/place/placements/{placement}/accept',
		summary: 'Make offers of lines of a proposal',
		description: 'A line may be changed by hand to anything else that fits its firm; each offer holds its units, and ends by itself.',
		openTo: siteManager,
		successStatus: 200
	})
		.input(AcceptPlacement)
		.output(z.object({ offered: z.array(z.uuid()), refused: z.array(z.object({ admission: z.uuid(), code: z.string() })) }))
		.handler(({ context, input }) => acceptPlacement(context.actor, input)),
	findPlacementWeights: part({
		method: 'GET',
		path: '/place/placement-weights',
		summary: 'What a placement is worth here',
		openTo: siteManager
	})
		.input(NoInput)
		.output(KeptWeights)
		.handler(({ context }) => findPlacementWeights(context.actor)),
	setPlacementWeights: part({
		method: 'PUT',
		path: '/place/placement-weights',
		summary: 'Set what a placement is worth',
		openTo: siteManager
	})
		.input(SetPlacementWeights)
		.output(KeptWeights)
		.handler(({ context, input }) => setPlacementWeights(context.actor, input)),
	findVisit: part({ method: 'GET', path: `${file}/visit`, summary: 'The visit of a file, or its dates to choose from', openTo: 'members' })
		.input(AdmissionId)
		.output(z.object({ visit: VisitView.nullable() }))
		.handler(({ context, input }) => findVisit(context.actor, input)),
	bookVisit: part({ method: 'POST', path: `${file}/visit`, summary: 'Offer three dates for a visit, or set the one', openTo: siteManager })
		.input(BookVisit)
		.output(DocumentId)
		.handler(({ context, input }) => bookVisit(context.actor, input)),
	pickVisit: part({
		method: 'POST',
		path: '/place/visits/{visit}/pick',
		summary: 'Pick one of the dates of a visit',
		openTo: 'members',
		successStatus: 200
	})
		.input(PickVisit)
		.output(DocumentId)
		.handler(({ context, input }) => pickVisit(context.actor, input)),
	cancelVisit: part({
		method: 'POST',
		path: '/place/visits/{visit}/cancel',
		summary: 'Call a visit off',
		openTo: 'members',
		successStatus: 200
	})
		.input(VisitId)
		.output(DocumentId)
		.handler(({ context, input }) => cancelVisit(context.actor, input)),
	addCriterion: part({
		method: 'POST',
		path: '/place/admission-rules/criteria',
		summary: 'Let committees score by a criterion',
		openTo: siteManager
	})
		.input(AddCriterion)
		.output(DocumentId)
		.handler(({ context, input }) => addCriterion(context.actor, input)),
	removeCriterion: part({
		method: 'DELETE',
		path: '/place/admission-rules/criteria/{criterion}',
		summary: 'Score by a criterion no longer',
		openTo: siteManager
	})
		.input(CriterionId)
		.output(z.object({ removed: z.boolean() }))
		.handler(({ context, input }) => removeCriterion(context.actor, input)),
	listCommittees: part({ method: 'GET', path: '/place/committees', summary: 'Committees, the latest first', openTo: 'members' })
		.input(ListCommittees)
		.output(pageOf(CommitteeLine))
		.handler(({ context, input }) => listCommittees(context.actor, input)),
	findCommittee: part({
		method: 'GET',
		path: '/place/committees/{committee}',
		summary: 'A committee with its files, scores and minutes',
		openTo: ['site_manager', 'animator', 'incubator_lead']
	})
		.input(CommitteeId)
		.output(CommitteeView)
		.handler(({ context, input }) => findCommittee(context.actor, input)),
	planCommittee: part({ method: 'POST', path: '/place/committees', summary: 'Call a committee over some files', openTo: siteManager })
		.input(PlanCommittee)
		.output(DocumentId)
		.handler(({ context, input }) => planCommittee(context.actor, input)),
	scoreFile: part({
		method: 'PUT',
		path: '/place/committees/{committee}/scores',
		summary: 'Score a file by a criterion',
		openTo: 'members'
	})
		.input(ScoreFile)
		.output(DocumentId)
		.handler(({ context, input }) => scoreFile(context.actor, input)),
	declareConflict: part({
		method: 'POST',
		path: '/place/committees/{committee}/conflicts',
		summary: 'Step back from a file',
		openTo: 'members'
	})
		.input(DeclareConflict)
		.output(DocumentId)
		.handler(({ context, input }) => declareConflict(context.actor, input)),
	writeMinutes: part({
		method: 'PUT',
		path: '/place/committees/{committee}/minutes',
		summary: 'Write the minutes of a committee, and close it',
		openTo: siteManager
	})
		.input(WriteMinutes)
		.output(DocumentId)
		.handler(({ context, input }) => writeMinutes(context.actor, input)),
	listWishes: part({
		method: 'GET',
		path: '/place/waiting-list',
		summary: 'Who waits for what, with what would fit now',
		openTo: 'members'
	})
		.input(ListWishes)
		.output(pageOf(WishLine))
		.handler(({ context, input }) => listWishes(context.actor, input)),
	joinWaitingList: part({
		method: 'POST',
		path: '/place/waiting-list',
		summary: 'Wait for a unit of some kind, size and date',
		openTo: 'members'
	})
		.input(JoinWaitingList)
		.output(DocumentId)
		.handler(({ context, input }) => joinWaitingList(context.actor, input)),
	leaveWaitingList: part({
		method: 'POST',
		path: '/place/waiting-list/{wish}/leave',
		summary: 'Wait no longer',
		openTo: 'members',
		successStatus: 200
	})
		.input(WishId)
		.output(DocumentId)
		.handler(({ context, input }) => leaveWaitingList(context.actor, input))
};
