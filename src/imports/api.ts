import { z } from 'zod';
import { operation, type OperationRoute } from '#platform/operation.ts';
import { pageOf } from '#platform/page.ts';
import { locale } from '#platform/shapes.ts';
import { SentFile } from '#ecosystem/attachments.ts';
import { ContactId, forgetContact, inviteContact, ListContacts, listContacts } from './contacts.ts';
import { kinds } from './fields.ts';
import {
	cancelImport,
	changedChoices,
	ChooseSheet,
	chooseSheet,
	CreateImport,
	createImport,
	DecideRow,
	decideRow,
	findImport,
	ImportId,
	importRows,
	legalBases,
	likelyChoices,
	ListImports,
	listImports,
	ListRows,
	previewImport,
	RunImport,
	runImport,
	SetColumns,
	setColumns,
	states,
	unknownValues
} from './imports.ts';
import { outcomes, verdicts } from './judging.ts';
import { reasonsSaid } from './said.ts';
import { explained, OneKind } from './templates.ts';

const part = (route: Omit<OperationRoute, 'tags' | 'openTo'>) => operation({ ...route, tags: ['imports'], openTo: ['animator'] });

const counts = z.object({
	verdicts: z.partialRecord(z.enum(verdicts), z.number()).optional(),
	outcomes: z.partialRecord(z.enum(outcomes), z.number()).optional()
});
const summary = z.object({
	id: z.uuid(),
	kind: z.enum(kinds),
	fileName: z.string(),
	rowCount: z.number(),
	state: z.enum(states),
	/** Percent of the work that is under way. */
	progress: z.number(),
	failure: z.string().nullable(),
	counts,
	createdAt: z.date(),
	createdBy: z.string().nullable(),
	startedAt: z.date().nullable(),
	endedAt: z.date().nullable()
});
const view = summary.extend({
	sheets: z.array(z.string()),
	sheet: z.string().nullable(),
	headers: z.array(z.string()),
	mapping: z.array(z.string()),
	meanings: z.record(z.string(), z.record(z.string(), z.string())),
	invites: z.boolean(),
	legalBasis: z.enum(legalBases).nullable(),
	source: z.string(),
	changedRows: z.enum(changedChoices),
	likelyRows: z.enum(likelyChoices)
});
const row = z.object({
	line: z.number(),
	cells: z.array(z.string()),
	name: z.string(),
	verdict: z.enum(verdicts).nullable(),
	outcome: z.enum(outcomes).nullable(),
	record: z.uuid().nullable(),
	reasons: z.array(z.object({ column: z.number().nullable(), code: z.string(), message: z.string() })),
	/** Field by field, what the hub has and what the file says. */
	changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()]).readonly()),
	likely: z.array(z.object({ record: z.uuid().nullable(), line: z.number().nullable(), name: z.string(), where: z.string() })),
	decision: z.string().nullable()
});
const contact = z.object({
	id: z.uuid(),
	name: z.string(),
	email: z.string(),
	title: z.string(),
	phone: z.string(),
	locale,
	organisation: z.string().nullable(),
	source: z.string(),
	legalBasis: z.enum(legalBases),
	recordedAt: z.date(),
	invitedAt: z.date().nullable(),
	isMember: z.boolean()
});

export const importsApi = {
	importFields: part({ method: 'GET', path: '/imports/fields/{kind}', summary: 'What a file of this kind may say, column by column' })
		.input(OneKind)
		.output(
			z.object({ items: z.array(z.object({ field: z.string(), label: z.string(), explanation: z.string(), required: z.boolean() })) })
		)
		.handler(({ context, input }) => ({ items: explained(context.actor, input) })),
	createImport: part({
		method: 'POST',
		path: '/imports',
		summary: 'Read a CSV or Excel file',
		description: 'The file in base64. Nothing is written of it before `run`; its columns are proposed and may be set.'
	})
		.input(CreateImport.extend(SentFile.shape))
		.output(view)
		.handler(({ context, input: { content, ...input } }) => createImport(context.actor, input, Buffer.from(content, 'base64'))),
	listImports: part({ method: 'GET', path: '/imports', summary: 'What was imported or is on its way' })
		.input(ListImports)
		.output(pageOf(summary))
		.handler(({ context, input }) => listImports(context.actor, input)),
	findImport: part({ method: 'GET', path: '/imports/{import}', summary: 'One import, with its progress and its figures' })
		.input(ImportId)
		.output(view)
		.handler(({ context, input }) => findImport(context.actor, input)),
	chooseImportSheet: part({
		method: 'PUT',
		path: '/imports/{import}/sheet',
		summary: 'Read another sheet of the workbook'
	})
		.input(ChooseSheet)
		.output(view)
		.handler(({ context, input }) => chooseSheet(context.actor, input)),
	setImportColumns: part({ method: 'PUT', path: '/imports/{import}/columns', summary: 'Say which column is what' })
		.input(SetColumns)
		.output(view)
		.handler(({ context, input }) => setColumns(context.actor, input)),
	unknownImportValues: part({
		method: 'GET',
		path: '/imports/{import}/unknown-values',
		summary: 'Values of the file that no list knows'
	})
		.input(ImportId)
		.output(z.object({ items: z.array(z.object({ field: z.string(), values: z.array(z.string()) })) }))
		.handler(async ({ context, input }) => ({ items: await unknownValues(context.actor, input) })),
	previewImport: part({
		method: 'POST',
		path: '/imports/{import}/preview',
		summary: 'Judge every row without writing any',
		description: 'A job does it; `GET /imports/{import}` tells how far it is.',
		successStatus: 202
	})
		.input(ImportId)
		.output(view)
		.handler(({ context, input }) => previewImport(context.actor, input)),
	importRows: part({ method: 'GET', path: '/imports/{import}/rows', summary: 'The report: each row and what was found out about it' })
		.input(ListRows)
		.output(pageOf(row))
		.handler(async ({ context, input }) => {
			const page = await importRows(context.actor, input);
			return { ...page, items: page.items.map((one) => ({ ...one, reasons: reasonsSaid(one.reasons) })) };
		}),
	decideImportRow: part({
		method: 'PUT',
		path: '/imports/{import}/rows/{line}',
		summary: 'Say of a row that is likely to be there already what it is'
	})
		.input(DecideRow)
		.output(view)
		.handler(({ context, input }) => decideRow(context.actor, input)),
	runImport: part({
		method: 'POST',
		path: '/imports/{import}/run',
		summary: 'Take all of it over, or nothing',
		description: 'A job does it in one transaction. The same file again changes nothing.',
		successStatus: 202
	})
		.input(RunImport)
		.output(view)
		.handler(({ context, input }) => runImport(context.actor, input)),
	cancelImport: part({
		method: 'POST',
		path: '/imports/{import}/cancel',
		summary: 'Stop what is at work; nothing of it stays',
		successStatus: 202
	})
		.input(ImportId)
		.output(view)
		.handler(({ context, input }) => cancelImport(context.actor, input)),
	listContacts: part({ method: 'GET', path: '/contacts', summary: 'People whom imports recorded' })
		.input(ListContacts)
		.output(pageOf(contact))
		.handler(({ context, input }) => listContacts(context.actor, input)),
	inviteContact: part({ method: 'POST', path: '/contacts/{contact}/invitation', summary: 'Invite a recorded person' })
		.input(ContactId)
		.output(z.object({ id: z.uuid() }))
		.handler(({ context, input }) => inviteContact(context.actor, input)),
	forgetContact: part({ method: 'DELETE', path: '/contacts/{contact}', summary: 'Keep nothing of a recorded person any longer' })
		.input(ContactId)
		.output(z.object({ id: z.uuid() }))
		.handler(({ context, input }) => forgetContact(context.actor, input))
};
