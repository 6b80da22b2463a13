import { z } from 'zod';
import { operation, type OperationRoute } from '#platform/operation.ts';
import { pageOf } from '#platform/page.ts';
import { Id, NoInput } from '../floors.ts';
import {
	AddCosts,
	addCosts,
	closeStatement,
	findStatement,
	listStatements,
	OpenStatement,
	openStatement,
	RemoveCost,
	removeCost,
	Statement,
	StatementId,
	StatementSummary
} from './charges.ts';
import {
	CorrectIndex,
	correctIndex,
	Corrected,
	findIndex,
	Imported,
	ImportIndices,
	importIndices,
	IndexHistory,
	IndexId,
	IndexValue,
	ListIndices,
	listIndices,
	RemoveIndex,
	removeIndex
} from './indices.ts';
import { DepositRate, listDepositRates, SetDepositRate, setDepositRate } from './deposit-rates.ts';
import {
	inBase64,
	PaperFile,
	PrintLetters,
	printLetters,
	PrintNotices,
	printNotices,
	PrintSchedule,
	printSchedule,
	PrintStatement,
	printStatement,
	PrintWorks,
	printWorks
} from './printing.ts';
import { ListRoll, listRoll, RollRow } from './roll.ts';
import { findLeaseRent, LeaseId, LeaseRent } from './lease-rent.ts';
import {
	AwaitedIndex,
	Confirmed,
	ConfirmRevisions,
	confirmRevisions,
	listAwaited,
	ListRevisions,
	listRevisions,
	PreviewRevisions,
	previewRevisions,
	RevisionDue,
	RevisionMade
} from './revisions.ts';
import { Issued, IssueRent, issueRent, ListDue, listDue, ListRent, listRent, RentLine } from './schedule.ts';
import { SetTerms, setTerms } from './terms.ts';
import { FindWorksReport, findWorksReport, PlannedWorkId, PlanWork, planWork, removePlannedWork, WorksReport } from './works-report.ts';
import { listVatOptions, SetVatOption, setVatOption, VatBuilding } from './vat.ts';

const part = (route: Omit<OperationRoute, 'tags'>) => operation({ ...route, tags: ['place'] });
const siteManager = ['site_manager'] as const;
const mayBill = ['site_manager', 'accountant'] as const;
const seesTerms = ['site_manager', 'accountant', 'funder'] as const;
const inFull = 'Its content in base64.';

export const rentApi = {
	setLeaseTerms: part({
		method: 'PUT',
		path: '/place/leases/{lease}/terms',
		summary: 'Set what a lease costs',
		description: 'Rent, steps, franchise, deposit, VAT, charges, payment and index. What was issued stays; lines of difference settle it.',
		openTo: siteManager
	})
		.input(SetTerms)
		.output(Id)
		.handler(({ context, input }) => setTerms(context.actor, input)),
	findLeaseRent: part({ method: 'GET', path: '/place/leases/{lease}/rent', summary: 'The money of one lease', openTo: seesTerms })
		.input(LeaseId)
		.output(LeaseRent)
		.handler(({ context, input }) => findLeaseRent(context.actor, input)),
	listRent: part({
		method: 'GET',
		path: '/place/rent',
		summary: 'What leases owe, line by line',
		description: 'Rent, franchise, charges, deposits and differences by period, with their VAT, next due first.',
		openTo: seesTerms
	})
		.input(ListRent)
		.output(pageOf(RentLine))
		.handler(({ context, input }) => listRent(context.actor, input)),
	listDue: part({ method: 'GET', path: '/place/rent/due', summary: 'What one tenant owes', openTo: 'members' })
		.input(ListDue)
		.output(pageOf(RentLine))
		.handler(({ context, input }) => listDue(context.actor, input)),
	issueRent: part({
		method: 'POST',
		path: '/place/rent/issue',
		summary: 'Freeze what is due until a day',
		description: 'Issued lines never change again; lines of difference settle what changes afterwards.',
		openTo: mayBill,
		successStatus: 200
	})
		.input(IssueRent)
		.output(Issued)
		.handler(({ context, input }) => issueRent(context.actor, input)),
	listIndices: part({ method: 'GET', path: '/place/rent/indices', summary: 'Indices of rents, latest first', openTo: seesTerms })
		.input(ListIndices)
		.output(z.object({ items: z.array(IndexValue) }))
		.handler(({ context, input }) => listIndices(context.actor, input)),
	importIndices: part({
		method: 'POST',
		path: '/place/rent/indices',
		summary: 'Take over published indices',
		description:
			'All or none. A quarter that is not over, or that is known with another value, is refused. Revisions that waited for them are settled, unless `settle` is false.',
		openTo: mayBill
	})
		.input(ImportIndices)
		.output(Imported)
		.handler(({ context, input }) => importIndices(context.actor, input)),
	listAwaitedIndices: part({
		method: 'GET',
		path: '/place/rent/indices/awaited',
		summary: 'Quarters that revisions of rents wait for',
		openTo: seesTerms
	})
		.input(NoInput)
		.output(z.object({ items: z.array(AwaitedIndex) }))
		.handler(({ context }) => listAwaited(context.actor)),
	findIndex: part({
		method: 'GET',
		path: '/place/rent/indices/{index}',
		summary: 'One index, with who took it over or corrected it',
		openTo: seesTerms
	})
		.input(IndexId)
		.output(IndexHistory)
		.handler(({ context, input }) => findIndex(context.actor, input)),
	correctIndex: part({
		method: 'PUT',
		path: '/place/rent/indices/{index}',
		summary: 'Correct an index that was taken over wrong',
		description: 'Revisions made from it are counted anew; lines of difference settle what was issued.',
		openTo: mayBill
	})
		.input(CorrectIndex)
		.output(Corrected)
		.handler(({ context, input }) => correctIndex(context.actor, input)),
	removeIndex: part({
		method: 'POST',
		path: '/place/rent/indices/remove',
		summary: 'Take back an index that was typed wrong',
		openTo: mayBill,
		successStatus: 200
	})
		.input(RemoveIndex)
		.output(z.object({ removed: z.boolean() }))
		.handler(({ context, input }) => removeIndex(context.actor, input)),
	previewRevisions: part({
		method: 'GET',
		path: '/place/rent/revisions/due',
		summary: 'Rents that are due to be revised, and how',
		openTo: seesTerms
	})
		.input(PreviewRevisions)
		.output(z.object({ items: z.array(RevisionDue) }))
		.handler(({ context, input }) => previewRevisions(context.actor, input)),
	confirmRevisions: part({
		method: 'POST',
		path: '/place/rent/revisions',
		summary: 'Revise the rents that are due',
		description: 'Each revision is made once. While its index is not published, the last one counts; run again to settle it.',
		openTo: mayBill
	})
		.input(ConfirmRevisions)
		.output(Confirmed)
		.handler(({ context, input }) => confirmRevisions(context.actor, input)),
	listRevisions: part({ method: 'GET', path: '/place/rent/revisions', summary: 'Revisions of rents, latest first', openTo: seesTerms })
		.input(ListRevisions)
		.output(pageOf(RevisionMade))
		.handler(({ context, input }) => listRevisions(context.actor, input)),
	listDepositRates: part({
		method: 'GET',
		path: '/place/rent/deposit-rates',
		summary: 'What deposits bear beyond two terms of rent',
		openTo: seesTerms
	})
		.input(NoInput)
		.output(z.object({ items: z.array(DepositRate) }))
		.handler(({ context }) => listDepositRates(context.actor)),
	setDepositRate: part({
		method: 'PUT',
		path: '/place/rent/deposit-rates',
		summary: 'Tell the interest on deposits from a day on',
		description: 'The rate of the Banque de France for advances on securities (Code de commerce, art. L145-40). Schedules follow.',
		openTo: mayBill
	})
		.input(SetDepositRate)
		.output(Id)
		.handler(({ context, input }) => setDepositRate(context.actor, input)),
	listVatOptions: part({ method: 'GET', path: '/place/rent/vat', summary: 'Buildings whose rents bear VAT', openTo: seesTerms })
		.input(NoInput)
		.output(z.object({ items: z.array(VatBuilding) }))
		.handler(({ context }) => listVatOptions(context.actor)),
	setVatOption: part({
		method: 'PUT',
		path: '/place/buildings/{building}/vat',
		summary: 'Opt for VAT on the rents of a building',
		openTo: mayBill
	})
		.input(SetVatOption)
		.output(Id)
		.handler(({ context, input }) => setVatOption(context.actor, input)),
	listStatements: part({ method: 'GET', path: '/place/charges', summary: 'Yearly statements of service charges', openTo: seesTerms })
		.input(NoInput)
		.output(z.object({ items: z.array(StatementSummary) }))
		.handler(({ context }) => listStatements(context.actor)),
	openStatement: part({ method: 'POST', path: '/place/charges', summary: 'Begin the statement of a site and a year', openTo: mayBill })
		.input(OpenStatement)
		.output(Id)
		.handler(({ context, input }) => openStatement(context.actor, input)),
	findStatement: part({
		method: 'GET',
		path: '/place/charges/{statement}',
		summary: 'A statement with the share of each tenant',
		description: 'Share = cost × surface × days / sum of surface × days. Empty units stay with the landlord.',
		openTo: seesTerms
	})
		.input(StatementId)
		.output(Statement)
		.handler(({ context, input }) => findStatement(context.actor, input)),
	addCosts: part({ method: 'POST', path: '/place/charges/{statement}/costs', summary: 'Add costs of the year', openTo: mayBill })
		.input(AddCosts)
		.output(z.object({ added: z.number() }))
		.handler(({ context, input }) => addCosts(context.actor, input)),
	removeCost: part({
		method: 'POST',
		path: '/place/charges/{statement}/costs/{cost}/remove',
		summary: 'Take back a cost',
		openTo: mayBill,
		successStatus: 200
	})
		.input(RemoveCost)
		.output(z.object({ removed: z.boolean() }))
		.handler(({ context, input }) => removeCost(context.actor, input)),
	findWorksReport: part({
		method: 'GET',
		path: '/place/works-report',
		summary: 'Works of the past three years and of the next three',
		description:
			'What tenants under commercial leases are told every three years (Code de commerce, art. R145-37), and which of them soon.',
		openTo: seesTerms
	})
		.input(FindWorksReport)
		.output(WorksReport)
		.handler(({ context, input }) => findWorksReport(context.actor, input)),
	planWork: part({
		method: 'POST',
		path: '/place/works-report/planned',
		summary: 'Add works that are foreseen for a year',
		openTo: mayBill
	})
		.input(PlanWork)
		.output(Id)
		.handler(({ context, input }) => planWork(context.actor, input)),
	removePlannedWork: part({
		method: 'DELETE',
		path: '/place/works-report/planned/{work}',
		summary: 'Take back works that were foreseen',
		openTo: mayBill
	})
		.input(PlannedWorkId)
		.output(z.object({ removed: z.boolean() }))
		.handler(({ context, input }) => removePlannedWork(context.actor, input)),
	closeStatement: part({
		method: 'POST',
		path: '/place/charges/{statement}/close',
		summary: 'Close a statement, and put the balances into the schedule',
		openTo: mayBill,
		successStatus: 200
	})
		.input(StatementId)
		.output(Id)
		.handler(({ context, input }) => closeStatement(context.actor, input)),
	listRoll: part({
		method: 'GET',
		path: '/place/rent/roll',
		summary: 'What each lease owes for the periods of a year',
		openTo: seesTerms
	})
		.input(ListRoll)
		.output(pageOf(RollRow))
		.handler(({ context, input }) => listRoll(context.actor, input)),
	printLetters: part({
		method: 'GET',
		path: '/place/rent/revisions/letters',
		summary: 'Letters of revisions as PDF or ZIP',
		description: `Chosen as in their list. ${inFull}`,
		openTo: seesTerms
	})
		.input(PrintLetters)
		.output(PaperFile)
		.handler(async ({ context, input }) => inBase64(await printLetters(context.actor, input))),
	printStatement: part({
		method: 'GET',
		path: '/place/charges/{statement}/papers',
		summary: 'Statements of charges of each tenant as PDF or ZIP',
		description: inFull,
		openTo: seesTerms
	})
		.input(PrintStatement)
		.output(PaperFile)
		.handler(async ({ context, input }) => inBase64(await printStatement(context.actor, input))),
	printSchedule: part({
		method: 'GET',
		path: '/place/leases/{lease}/rent/schedule',
		summary: 'The schedule of a lease as PDF',
		description: `Its tenant has it too. ${inFull}`,
		openTo: 'members'
	})
		.input(PrintSchedule)
		.output(PaperFile)
		.handler(async ({ context, input }) => inBase64(await printSchedule(context.actor, input))),
	printNotices: part({
		method: 'GET',
		path: '/place/rent/notices',
		summary: 'Rent notices as PDF or ZIP, one page for each lease and day',
		description: `A tenant has those of their own lease. ${inFull}`,
		openTo: 'members'
	})
		.input(PrintNotices)
		.output(PaperFile)
		.handler(async ({ context, input }) => inBase64(await printNotices(context.actor, input))),
	printWorks: part({
		method: 'GET',
		path: '/place/works-report/paper',
		summary: 'The works of three years before and after as PDF',
		description: `A letter to the tenant of a lease if it is named. ${inFull}`,
		openTo: seesTerms
	})
		.input(PrintWorks)
		.output(PaperFile)
		.handler(async ({ context, input }) => inBase64(await printWorks(context.actor, input)))
};
