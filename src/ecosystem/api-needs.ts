import { z } from 'zod';
import { operation, type OperationRoute } from '#platform/operation.ts';
import { pageOf } from '#platform/page.ts';
import { AttachToNeed, attachToNeed, AttachToOffer, attachToOffer, openFile, RemoveFile, removeFile, ShownFile } from './attachments.ts';
import {
	ChangeNeed,
	changeNeed,
	CreateNeed,
	createNeed,
	DropNeed,
	dropNeed,
	MoveNeed,
	moveNeed,
	OpenNeed,
	openNeed,
	renewNeed
} from './needs.ts';
import {
	findNeed,
	HistoryLine,
	ListNeeds,
	listNeeds,
	needHistory,
	NeedId,
	NeedSummary,
	NeedView,
	SimilarNeeds,
	similarNeeds
} from './needs-shown.ts';
import { SetTerm, setTerm } from './need-terms.ts';
import {
	ChangeOffer,
	changeOffer,
	CreateOffer,
	createOffer,
	findOffer,
	ListOffers,
	listOffers,
	MoveOffer,
	moveOffer,
	offerHistory,
	OfferId,
	OfferSummary,
	OfferView
} from './offers.ts';
import {
	findPublishedNeed,
	findPublishedOffer,
	ListPublications,
	listPublishedNeeds,
	listPublishedOffers,
	PublicationId,
	PublishedNeed,
	PublishedOffer
} from './publications.ts';
import { UnderstandWords, Understood, understandWords } from './understood.ts';

const part = (route: Omit<OperationRoute, 'tags'>) => operation({ ...route, tags: ['ecosystem'] });
const concepts = 'Technologies and sectors that KM0 understands from the words are added, except those in `refusedConcepts`.';

export const needsApi = {
	listNeeds: part({ method: 'GET', path: '/needs', summary: 'Needs that you may see', openTo: 'visitors' })
		.input(ListNeeds)
		.output(pageOf(NeedSummary))
		.handler(({ context, input }) => listNeeds(context.actor, input)),
	findNeed: part({ method: 'GET', path: '/needs/{need}', summary: 'One need', openTo: 'visitors' })
		.input(NeedId)
		.output(NeedView)
		.handler(({ context, input }) => findNeed(context.actor, input)),
	needHistory: part({ method: 'GET', path: '/needs/{need}/history', summary: 'What became of a need', openTo: 'visitors' })
		.input(NeedId)
		.output(z.object({ items: z.array(HistoryLine) }))
		.handler(async ({ context, input }) => ({ items: await needHistory(context.actor, input) })),
	createNeed: part({ method: 'POST', path: '/needs', summary: 'Write a need', description: concepts, openTo: 'members' })
		.input(CreateNeed)
		.output(NeedView)
		.handler(({ context, input }) => createNeed(context.actor, input)),
	changeNeed: part({
		method: 'PUT',
		path: '/needs/{need}',
		summary: 'Rewrite a need',
		description: `Replaces all its fields. ${concepts}`,
		openTo: 'members'
	})
		.input(ChangeNeed)
		.output(NeedView)
		.handler(({ context, input }) => changeNeed(context.actor, input)),
	openNeed: part({
		method: 'POST',
		path: '/needs/{need}/open',
		summary: 'Let others see a need',
		description: 'An anonymous need whose words tell whose it is, is refused; `checked` says that doubtful words do not.',
		openTo: 'members',
		successStatus: 200
	})
		.input(OpenNeed)
		.output(NeedView)
		.handler(({ context, input }) => openNeed(context.actor, input)),
	renewNeed: part({
		method: 'POST',
		path: '/needs/{need}/renew',
		summary: 'Keep a need open for another term',
		openTo: 'members',
		successStatus: 200
	})
		.input(OpenNeed)
		.output(NeedView)
		.handler(({ context, input }) => renewNeed(context.actor, input)),
	moveNeed: part({
		method: 'POST',
		path: '/needs/{need}/move',
		summary: 'Say how far a need has come',
		openTo: 'members',
		successStatus: 200
	})
		.input(MoveNeed)
		.output(NeedView)
		.handler(({ context, input }) => moveNeed(context.actor, input)),
	dropNeed: part({
		method: 'POST',
		path: '/needs/{need}/drop',
		summary: 'Drop a need, with a reason',
		openTo: 'members',
		successStatus: 200
	})
		.input(DropNeed)
		.output(NeedView)
		.handler(({ context, input }) => dropNeed(context.actor, input)),
	similarNeeds: part({
		method: 'POST',
		path: '/needs/similar',
		summary: 'Open needs that speak of the same',
		openTo: 'visitors',
		writes: false
	})
		.input(SimilarNeeds)
		.output(z.object({ items: z.array(NeedSummary) }))
		.handler(async ({ context, input }) => ({ items: await similarNeeds(context.actor, input) })),
	understandWords: part({
		method: 'POST',
		path: '/needs/understood',
		summary: 'Technologies, processes and sectors that a text speaks of',
		openTo: 'visitors',
		writes: false
	})
		.input(UnderstandWords)
		.output(z.object({ items: z.array(Understood) }))
		.handler(({ context, input }) => ({ items: understandWords(context.actor, input) })),
	attachToNeed: part({
		method: 'POST',
		path: '/needs/{need}/files',
		summary: 'Add a file to a need',
		description: 'Its content in base64.',
		openTo: 'members'
	})
		.input(AttachToNeed)
		.output(z.object({ items: z.array(ShownFile) }))
		.handler(async ({ context, input }) => ({ items: await attachToNeed(context.actor, input) })),
	setNeedTerm: part({ method: 'PUT', path: '/needs/term', summary: 'How many days a need stays open', openTo: ['hub_manager'] })
		.input(SetTerm)
		.output(SetTerm)
		.handler(({ context, input }) => setTerm(context.actor, input)),

	listOffers: part({ method: 'GET', path: '/offers', summary: 'Offers that you may see', openTo: 'visitors' })
		.input(ListOffers)
		.output(pageOf(OfferSummary))
		.handler(({ context, input }) => listOffers(context.actor, input)),
	findOffer: part({ method: 'GET', path: '/offers/{offer}', summary: 'One offer', openTo: 'visitors' })
		.input(OfferId)
		.output(OfferView)
		.handler(({ context, input }) => findOffer(context.actor, input)),
	offerHistory: part({ method: 'GET', path: '/offers/{offer}/history', summary: 'What became of an offer', openTo: 'visitors' })
		.input(OfferId)
		.output(z.object({ items: z.array(HistoryLine) }))
		.handler(async ({ context, input }) => ({ items: await offerHistory(context.actor, input) })),
	createOffer: part({ method: 'POST', path: '/offers', summary: 'Write an offer', description: concepts, openTo: 'members' })
		.input(CreateOffer)
		.output(OfferView)
		.handler(({ context, input }) => createOffer(context.actor, input)),
	changeOffer: part({
		method: 'PUT',
		path: '/offers/{offer}',
		summary: 'Rewrite an offer',
		description: `Replaces all its fields. ${concepts}`,
		openTo: 'members'
	})
		.input(ChangeOffer)
		.output(OfferView)
		.handler(({ context, input }) => changeOffer(context.actor, input)),
	moveOffer: part({
		method: 'POST',
		path: '/offers/{offer}/move',
		summary: 'Open, pause or withdraw an offer',
		openTo: 'members',
		successStatus: 200
	})
		.input(MoveOffer)
		.output(OfferView)
		.handler(({ context, input }) => moveOffer(context.actor, input)),
	attachToOffer: part({
		method: 'POST',
		path: '/offers/{offer}/files',
		summary: 'Add a file to an offer',
		description: 'Its content in base64.',
		openTo: 'members'
	})
		.input(AttachToOffer)
		.output(z.object({ items: z.array(ShownFile) }))
		.handler(async ({ context, input }) => ({ items: await attachToOffer(context.actor, input) })),

	downloadFile: part({ method: 'GET', path: '/files/{file}', summary: 'A file of a record that you may see', openTo: 'visitors' })
		.input(RemoveFile)
		.output(ShownFile.extend({ content: z.base64() }))
		.handler(async ({ context, input }) => downloaded(await openFile(context.actor, input.file))),
	removeFile: part({ method: 'DELETE', path: '/files/{file}', summary: 'Take a file away from its record', openTo: 'members' })
		.input(RemoveFile)
		.output(z.object({ file: z.uuid() }))
		.handler(async ({ context, input }) => {
			await removeFile(context.actor, input);
			return input;
		}),

	listPublishedNeeds: part({
		method: 'GET',
		path: '/network/needs',
		summary: 'Needs that other hubs of the network published',
		openTo: 'visitors'
	})
		.input(ListPublications)
		.output(pageOf(PublishedNeed))
		.handler(({ context, input }) => listPublishedNeeds(context.actor, input)),
	findPublishedNeed: part({ method: 'GET', path: '/network/needs/{from}/{id}', summary: 'One need of another hub', openTo: 'visitors' })
		.input(PublicationId)
		.output(PublishedNeed)
		.handler(({ context, input }) => findPublishedNeed(context.actor, input)),
	listPublishedOffers: part({
		method: 'GET',
		path: '/network/offers',
		summary: 'Offers that other hubs of the network published',
		openTo: 'visitors'
	})
		.input(ListPublications)
		.output(pageOf(PublishedOffer))
		.handler(({ context, input }) => listPublishedOffers(context.actor, input)),
	findPublishedOffer: part({ method: 'GET', path: '/network/offers/{from}/{id}', summary: 'One offer of another hub', openTo: 'visitors' })
		.input(PublicationId)
		.output(PublishedOffer)
		.handler(({ context, input }) => findPublishedOffer(context.actor, input))
};

async function downloaded({ content, ...file }: Awaited<ReturnType<typeof openFile>>) {
	const pieces: Buffer[] = [];
	for await (const piece of await content()) pieces.push(piece as Buffer);
	return { ...file, content: Buffer.concat(pieces).toString('base64') };
}
