import { z } from 'zod';
import { operation, type OperationRoute } from '#platform/operation.ts';
import { pageOf } from '#platform/page.ts';
import { Id, NoInput } from '../floors.ts';
import { AlarmLine, ListAlarms, listAlarms, SeeAlarm, seeAlarm } from './alarms.ts';
import { AmendLease, amendLease, WithdrawAmendment, withdrawAmendment } from './amendments.ts';
import { EndLease, endLease, RenewLease, renewLease } from './ending.ts';
import {
	ChangeLease,
	changeLease,
	DraftLease,
	draftLease,
	LeaseLine,
	ListLeases,
	listLeases,
	NoteLease,
	noteLease,
	SignLease,
	signLease
} from './leases.ts';
import { OwnLease, ownLeases } from './mine.ts';
import {
	AddInventoryLine,
	addInventoryLine,
	AddInventoryPhotos,
	addInventoryPhotos,
	findInventory,
	Inventory,
	InventoryId,
	InventoryLine,
	listInventories,
	OfLease,
	RemoveInventoryLine,
	removeInventoryLine,
	RemoveInventoryPhoto,
	removeInventoryPhoto,
	SendInventory,
	sendInventory,
	StartInventory,
	startInventory,
	UploadSignedInventory,
	uploadSignedInventory,
	WithdrawInventory,
	withdrawInventory,
	WriteInventory,
	writeInventory,
	WriteInventoryLines,
	writeInventoryLines
} from './inventories.ts';
import { RenewInsurance, renewInsurance } from './insurance.ts';
import { findLease, LeaseId, LeaseView } from './shown.ts';
import {
	SendLease,
	sendLease,
	Sent,
	SignAsLandlord,
	signAsLandlord,
	SignByLink,
	signByLink,
	UploadSignedLease,
	uploadSignedLease,
	WithdrawLease,
	withdrawLease
} from './signing.ts';
import { FindTemplate, findTemplate, LeaseTemplate, WriteTemplate, writeTemplate } from './templates.ts';

const part = (route: Omit<OperationRoute, 'tags'>) => operation({ ...route, tags: ['place'] });
const siteManager = ['site_manager'] as const;
const seesTerms = ['site_manager', 'accountant', 'funder'] as const;

export const leasesApi = {
	listLeases: part({ method: 'GET', path: '/place/leases', summary: 'Leases, next end first, with their alarms', openTo: seesTerms })
		.input(ListLeases)
		.output(pageOf(LeaseLine))
		.handler(({ context, input }) => listLeases(context.actor, input)),
	findLease: part({
		method: 'GET',
		path: '/place/leases/{lease}',
		summary: 'One lease with its papers, signatures and changes',
		description: 'For who answers for terms; the people of the tenant see their own by their page.',
		openTo: seesTerms
	})
		.input(LeaseId)
		.output(LeaseView)
		.handler(({ context, input }) => findLease(context.actor, input)),
	signLease: part({
		method: 'POST',
		path: '/place/leases',
		summary: 'Let units to a firm by a lease signed on paper',
		openTo: siteManager
	})
		.input(SignLease)
		.output(Id)
		.handler(({ context, input }) => signLease(context.actor, input)),
	draftLease: part({
		method: 'POST',
		path: '/place/leases/drafts',
		summary: 'Draft a lease from the template of its kind',
		openTo: siteManager
	})
		.input(DraftLease)
		.output(Id)
		.handler(({ context, input }) => draftLease(context.actor, input)),
	changeLease: part({
		method: 'PUT',
		path: '/place/leases/{lease}',
		summary: 'Write a draft anew',
		openTo: siteManager
	})
		.input(ChangeLease)
		.output(Id)
		.handler(({ context, input }) => changeLease(context.actor, input)),
	noteLease: part({
		method: 'PUT',
		path: '/place/leases/{lease}/notes',
		summary: 'Note the deposit, the insurance and the guarantees of a lease',
		openTo: siteManager
	})
		.input(NoteLease)
		.output(Id)
		.handler(({ context, input }) => noteLease(context.actor, input)),
	renewInsurance: part({
		method: 'POST',
		path: '/place/leases/{lease}/insurance',
		summary: 'Hand in the certificate of a renewed insurance',
		description: 'For who runs the place; the people of the tenant do it on their page.',
		openTo: siteManager,
		successStatus: 200
	})
		.input(RenewInsurance)
		.output(Id)
		.handler(({ context, input }) => renewInsurance(context.actor, input)),
	seeLeaseAlarm: part({
		method: 'POST',
		path: '/place/alarms/seen',
		summary: 'Say that an alarm of a lease was seen: it leaves the desk',
		openTo: seesTerms,
		successStatus: 200
	})
		.input(SeeAlarm)
		.output(Id)
		.handler(({ context, input }) => seeAlarm(context.actor, input)),
	sendLease: part({
		method: 'POST',
		path: '/place/leases/{lease}/send',
		summary: 'Send a lease to who signs for the tenant',
		description: 'Makes the document and keeps the units until the offer is signed, taken back or over.',
		openTo: siteManager,
		successStatus: 200
	})
		.input(SendLease)
		.output(Sent)
		.handler(({ context, input }) => sendLease(context.actor, input)),
	signLeaseAsLandlord: part({
		method: 'POST',
		path: '/place/leases/{lease}/sign',
		summary: 'Sign a lease or its amendment for the landlord',
		openTo: siteManager,
		successStatus: 200
	})
		.input(SignAsLandlord)
		.output(z.object({ state: z.string() }))
		.handler(({ context, input }) => signAsLandlord(context.actor, input)),
	signLeaseByLink: part({
		method: 'POST',
		path: '/place/sign/{token}',
		summary: 'Sign for the tenant by the link of the letter',
		openTo: 'visitors',
		successStatus: 200
	})
		.input(SignByLink)
		.output(z.object({ state: z.string() }))
		.handler(({ context, input }) => signByLink(context.actor, input, { address: '', browser: '' })),
	uploadSignedLease: part({
		method: 'POST',
		path: '/place/leases/{lease}/scan',
		summary: 'Add the scan of a lease that was signed on paper',
		openTo: siteManager,
		successStatus: 200
	})
		.input(UploadSignedLease)
		.output(Id)
		.handler(({ context, input }) => uploadSignedLease(context.actor, input)),
	withdrawLease: part({
		method: 'POST',
		path: '/place/leases/{lease}/withdraw',
		summary: 'Take an offer back',
		openTo: siteManager,
		successStatus: 200
	})
		.input(WithdrawLease)
		.output(Id)
		.handler(({ context, input }) => withdrawLease(context.actor, input)),
	amendLease: part({
		method: 'POST',
		path: '/place/leases/{lease}/amendments',
		summary: 'Send both sides a change to a lease',
		openTo: siteManager
	})
		.input(AmendLease)
		.output(Id)
		.handler(({ context, input }) => amendLease(context.actor, input)),
	withdrawAmendment: part({
		method: 'POST',
		path: '/place/amendments/{amendment}/withdraw',
		summary: 'Take an amendment back that is not signed',
		openTo: siteManager,
		successStatus: 200
	})
		.input(WithdrawAmendment)
		.output(Id)
		.handler(({ context, input }) => withdrawAmendment(context.actor, input)),
	renewLease: part({
		method: 'POST',
		path: '/place/leases/{lease}/renew',
		summary: 'Draft the lease that follows one',
		openTo: siteManager
	})
		.input(RenewLease)
		.output(Id)
		.handler(({ context, input }) => renewLease(context.actor, input)),
	endLease: part({
		method: 'POST',
		path: '/place/leases/{lease}/end',
		summary: 'End a lease on a day',
		description: 'By agreement, at its term, at a break or by notice; days are held to the law and the contract.',
		openTo: siteManager,
		successStatus: 200
	})
		.input(EndLease)
		.output(Id)
		.handler(({ context, input }) => endLease(context.actor, input)),
	listInventories: part({
		method: 'GET',
		path: '/place/leases/{lease}/inventories',
		summary: 'The inventories of a lease, the entry first',
		openTo: seesTerms
	})
		.input(OfLease)
		.output(z.object({ items: z.array(InventoryLine) }))
		.handler(({ context, input }) => listInventories(context.actor, input)),
	findInventory: part({
		method: 'GET',
		path: '/place/inventories/{inventory}',
		summary: 'An inventory with its lines, and at the exit with what got worse',
		description: 'For who answers for terms; the people of the tenant see what they were sent by their page.',
		openTo: seesTerms
	})
		.input(InventoryId)
		.output(Inventory)
		.handler(({ context, input }) => findInventory(context.actor, input)),
	startInventory: part({
		method: 'POST',
		path: '/place/leases/{lease}/inventories',
		summary: 'Begin the inventory of the entry or the exit',
		description: 'That of the entry begins with the usual lines of its units, that of the exit with those of the entry.',
		openTo: siteManager
	})
		.input(StartInventory)
		.output(Id)
		.handler(({ context, input }) => startInventory(context.actor, input)),
	writeInventory: part({
		method: 'PUT',
		path: '/place/inventories/{inventory}',
		summary: 'Write the day and the remarks of an inventory',
		openTo: siteManager
	})
		.input(WriteInventory)
		.output(Id)
		.handler(({ context, input }) => writeInventory(context.actor, input)),
	writeInventoryLines: part({
		method: 'PATCH',
		path: '/place/inventories/{inventory}/lines',
		summary: 'Say of lines of an inventory how they are',
		description: 'Each line is held to its own version: two may walk through two rooms at once.',
		openTo: siteManager,
		successStatus: 200
	})
		.input(WriteInventoryLines)
		.output(Id)
		.handler(({ context, input }) => writeInventoryLines(context.actor, input)),
	addInventoryLine: part({
		method: 'POST',
		path: '/place/inventories/{inventory}/lines',
		summary: 'Add a line to an inventory',
		openTo: siteManager
	})
		.input(AddInventoryLine)
		.output(Id)
		.handler(({ context, input }) => addInventoryLine(context.actor, input)),
	removeInventoryLine: part({
		method: 'DELETE',
		path: '/place/inventory-lines/{line}',
		summary: 'Take a line out of an inventory',
		openTo: siteManager,
		successStatus: 200
	})
		.input(RemoveInventoryLine)
		.output(Id)
		.handler(({ context, input }) => removeInventoryLine(context.actor, input)),
	addInventoryPhotos: part({
		method: 'POST',
		path: '/place/inventory-lines/{line}/photos',
		summary: 'Add photos to a line of an inventory',
		openTo: siteManager
	})
		.input(AddInventoryPhotos)
		.output(Id)
		.handler(({ context, input }) => addInventoryPhotos(context.actor, input)),
	removeInventoryPhoto: part({
		method: 'DELETE',
		path: '/place/inventory-photos/{file}',
		summary: 'Take a photo out of an inventory',
		openTo: siteManager,
		successStatus: 200
	})
		.input(RemoveInventoryPhoto)
		.output(Id)
		.handler(({ context, input }) => removeInventoryPhoto(context.actor, input)),
	sendInventory: part({
		method: 'POST',
		path: '/place/inventories/{inventory}/send',
		summary: 'Send an inventory to who signs for the tenant',
		openTo: siteManager,
		successStatus: 200
	})
		.input(SendInventory)
		.output(Id)
		.handler(({ context, input }) => sendInventory(context.actor, input)),
	withdrawInventory: part({
		method: 'POST',
		path: '/place/inventories/{inventory}/withdraw',
		summary: 'Take an inventory back that is not signed',
		openTo: siteManager,
		successStatus: 200
	})
		.input(WithdrawInventory)
		.output(Id)
		.handler(({ context, input }) => withdrawInventory(context.actor, input)),
	uploadSignedInventory: part({
		method: 'POST',
		path: '/place/inventories/{inventory}/scan',
		summary: 'Add the scan of an inventory that was signed on paper',
		openTo: siteManager,
		successStatus: 200
	})
		.input(UploadSignedInventory)
		.output(Id)
		.handler(({ context, input }) => uploadSignedInventory(context.actor, input)),
	listLeaseAlarms: part({
		method: 'GET',
		path: '/place/alarms',
		summary: 'What leases ask for, the gravest and then the nearest first',
		openTo: seesTerms
	})
		.input(ListAlarms)
		.output(pageOf(AlarmLine))
		.handler(({ context, input }) => listAlarms(context.actor, input)),
	listOwnLeases: part({ method: 'GET', path: '/place/mine', summary: 'The leases of the caller’s firms', openTo: 'members' })
		.input(NoInput)
		.output(z.object({ items: z.array(OwnLease) }))
		.handler(({ context }) => ownLeases(context.actor)),
	findLeaseTemplate: part({
		method: 'GET',
		path: '/place/templates/{kind}/{locale}',
		summary: 'The clauses with which leases of a kind begin',
		openTo: siteManager
	})
		.input(FindTemplate)
		.output(LeaseTemplate)
		.handler(({ context, input }) => findTemplate(context.actor, input)),
	writeLeaseTemplate: part({
		method: 'PUT',
		path: '/place/templates/{kind}/{locale}',
		summary: 'Write the hub’s own clauses for a kind',
		openTo: siteManager
	})
		.input(WriteTemplate)
		.output(z.object({ version: z.number() }))
		.handler(({ context, input }) => writeTemplate(context.actor, input))
};
