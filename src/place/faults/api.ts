import { z } from 'zod';
import { operation, type OperationRoute } from '#platform/operation.ts';
import { pageOf } from '#platform/page.ts';
import {
	AnswerFaultWithPhotos,
	answerFaultWithPhotos,
	Fault,
	FaultId,
	FaultLine,
	FaultNumber,
	findFault,
	ListFaults,
	listFaults,
	ReportFaultWithPhotos,
	reportFaultWithPhotos
} from './faults.ts';

const part = (route: Omit<OperationRoute, 'tags' | 'openTo'>) => operation({ ...route, tags: ['place'], openTo: 'members' });

export const faultsApi = {
	listFaults: part({
		method: 'GET',
		path: '/place/faults',
		summary: 'Faults of the place, urgent ones first',
		description: 'All of them for who runs the place; to others what they or their firm reported, and what is broken where all go.'
	})
		.input(ListFaults)
		.output(pageOf(FaultLine))
		.handler(({ context, input }) => listFaults(context.actor, input)),
	reportFault: part({
		method: 'POST',
		path: '/place/faults',
		summary: 'Report a fault, with photos and its place on the plan',
		description: 'Names a unit, or a floor; a spot on the floor finds the unit that it lies in.'
	})
		.input(ReportFaultWithPhotos)
		.output(FaultNumber)
		.handler(({ context, input }) => reportFaultWithPhotos(context.actor, input)),
	findFault: part({ method: 'GET', path: '/place/faults/{fault}', summary: 'One fault and what was said of it' })
		.input(FaultId)
		.output(Fault)
		.handler(({ context, input }) => findFault(context.actor, input)),
	answerFault: part({
		method: 'POST',
		path: '/place/faults/{fault}/answers',
		summary: 'Write to a fault, or say where it stands',
		description: 'Who runs the place moves it; others write, and may say that it is not mended after all.'
	})
		.input(AnswerFaultWithPhotos)
		.output(z.object({ id: z.uuid(), version: z.number() }))
		.handler(({ context, input }) => answerFaultWithPhotos(context.actor, input))
};
