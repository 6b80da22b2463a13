import { z } from 'zod';
import { operation, type OperationRoute } from '#platform/operation.ts';
import { pageOf } from '#platform/page.ts';
import { Compare, compareOrganisations, conflictCodes } from './comparison.ts';
import { doubtAgain, ListDuplicates, listDuplicates, TellApart, tellApart, TwoOrganisations } from './duplicates.ts';
import { mergeFields, sides } from './fields.ts';
import {
	findMerge,
	ListMerges,
	listMerges,
	MergeId,
	MergeOrganisations,
	mergeOrganisations,
	mergeStates,
	UndoMerge,
	undoMerge
} from './merges.ts';
import { reasonCodes } from './pairs.ts';
import { hanging } from './references.ts';

const part = (route: Omit<OperationRoute, 'tags' | 'openTo'>) => operation({ ...route, tags: ['ecosystem'], openTo: 'staff' });

const brief = z.object({
	id: z.uuid(),
	slug: z.string(),
	name: z.string(),
	legalName: z.string(),
	communeName: z.string(),
	siren: z.string().nullable(),
	isListed: z.boolean()
});
const pair = z.object({
	one: brief,
	other: brief,
	/** From 0 to 100; from 60 on most likely one. */
	points: z.number(),
	reasons: z.array(z.object({ code: z.enum(reasonCodes), value: z.string(), points: z.number() })),
	saidAt: z.date().nullable(),
	saidBy: z.string().nullable(),
	because: z.string()
});
const compared = z.object({
	id: z.uuid(),
	slug: z.string(),
	name: z.string(),
	communeName: z.string(),
	version: z.number(),
	createdAt: z.date(),
	isListed: z.boolean()
});
const values = z.record(z.string(), z.unknown());
const hung = z.object({ count: z.number(), names: z.array(z.string()) });
const merge = z.object({
	id: z.uuid(),
	kept: z.uuid(),
	keptName: z.string(),
	keptSlug: z.string(),
	gone: z.uuid(),
	goneName: z.string(),
	goneWhere: z.string(),
	mergedAt: z.date(),
	mergedBy: z.string().nullable(),
	undoneAt: z.date().nullable(),
	undoneBy: z.string().nullable(),
	/** `final`: too old to be undone. */
	state: z.enum(mergeStates)
});

export const mergingApi = {
	listDuplicates: part({
		method: 'GET',
		path: '/duplicates',
		summary: 'List pairs of organisations that look the same, the likeliest first'
	})
		.input(ListDuplicates)
		.output(pageOf(pair))
		.handler(({ context, input }) => listDuplicates(context.actor, input)),
	tellApart: part({ method: 'POST', path: '/duplicates/distinct', summary: 'Say that two organisations are not the same' })
		.input(TellApart)
		.output(z.object({ one: z.uuid(), other: z.uuid(), saidAt: z.date(), because: z.string() }))
		.handler(({ context, input }) => tellApart(context.actor, input)),
	doubtAgain: part({ method: 'DELETE', path: '/duplicates/distinct/{one}/{other}', summary: 'Take back that two are not the same' })
		.input(TwoOrganisations)
		.output(z.object({}))
		.handler(async ({ context, input }) => {
			await doubtAgain(context.actor, input);
			return {};
		}),
	compareOrganisations: part({
		method: 'GET',
		path: '/duplicates/{one}/{other}',
		summary: 'Show two organisations side by side, with what hangs on each and what conflicts',
		description: 'What a merge would do, before it does. Nothing is written.'
	})
		.input(Compare)
		.output(
			z.object({
				kept: compared,
				gone: compared,
				fields: z.array(
					z.object({
						field: z.enum(mergeFields),
						kept: values,
						gone: values,
						isSame: z.boolean(),
						usual: z.enum(sides),
						sides: z.array(z.enum(sides))
					})
				),
				hangs: z.array(z.object({ what: z.enum(hanging), kept: hung, gone: hung })),
				conflicts: z.array(z.object({ code: z.enum(conflictCodes), names: z.array(z.string()) })),
				hindrances: z.array(z.object({ code: z.string(), params: z.record(z.string(), z.string()), path: z.string() })),
				people: z.enum(['members', 'owners'])
			})
		)
		.handler(({ context, input }) => compareOrganisations(context.actor, input)),
	mergeOrganisations: part({
		method: 'POST',
		path: '/merges',
		summary: 'Make two organisations one',
		description: 'Everything that names the one that goes comes to name the one that stays. It can be undone for 90 days.'
	})
		.input(MergeOrganisations)
		.output(z.object({ id: z.uuid(), kept: z.uuid(), gone: z.uuid(), slug: z.string() }))
		.handler(({ context, input }) => mergeOrganisations(context.actor, input)),
	listMerges: part({ method: 'GET', path: '/merges', summary: 'List what was merged, latest first' })
		.input(ListMerges)
		.output(pageOf(merge))
		.handler(({ context, input }) => listMerges(context.actor, input)),
	findMerge: part({ method: 'GET', path: '/merges/{merge}', summary: 'Show a merge, with what an undo would bring back' })
		.input(MergeId)
		.output(
			merge.extend({
				undoUntil: z.date(),
				/** Rows that the merge touched. */
				steps: z.array(z.object({ table: z.string(), what: z.enum(['moved', 'changed', 'dropped', 'added']), count: z.number() })),
				fields: z.array(z.object({ field: z.enum(mergeFields), before: values, now: values, isChangedSince: z.boolean() })),
				/** The merge that has to be undone before. */
				later: z.object({ id: z.uuid(), name: z.string() }).nullable()
			})
		)
		.handler(({ context, input }) => findMerge(context.actor, input)),
	undoMerge: part({
		method: 'POST',
		path: '/merges/{merge}/undo',
		summary: 'Undo a merge',
		description:
			'What was added since stays with the organisation that stayed; of a field that was changed since, `fields` says what it is to say.',
		successStatus: 200
	})
		.input(UndoMerge)
		.output(z.object({ id: z.uuid(), kept: z.uuid(), gone: z.uuid() }))
		.handler(({ context, input }) => undoMerge(context.actor, input))
};
