import { z } from 'zod';
import { operation, type OperationRoute } from '#platform/operation.ts';
import { registerFields } from './differences.ts';
import { Entry, OneSiren, registerEntry } from './entries.ts';
import { AcceptFromRegister, acceptFromRegister, FirmInRegister, firmInRegister, firmsBeside, ListFirms, shows } from './firms.ts';
import { cancelRun, lastRun, Run, startRun } from './runs.ts';

const part = (route: Omit<OperationRoute, 'tags'>) => operation({ ...route, tags: ['register'] });
const animator = ['animator'] as const;

const beside = z.object({
	siren: z.string().nullable(),
	/** Of the organisation, for what changes it. */
	version: z.number(),
	entry: Entry.nullable(),
	differences: z.array(
		z.object({
			field: z.enum(registerFields),
			/** The hub knows nothing of it yet. */
			isMissing: z.boolean(),
			/** Columns of the organisation as the register would have them. */
			columns: z.record(z.string(), z.union([z.string(), z.number()]).nullable())
		})
	)
});

export const registerApi = {
	registerEntry: part({
		method: 'GET',
		path: '/register/{siren}',
		summary: 'Read a firm in the French company register',
		description:
			'As it was kept for up to 30 days, else the register is asked. Names and streets of people who trade in their own name, and of firms that keep them from the public, are left out. Source: Annuaire des Entreprises (Insee, Sirene), Licence Ouverte 2.0.',
		openTo: 'members'
	})
		.input(OneSiren)
		.output(Entry)
		.handler(({ context, input }) => registerEntry(context.actor, input)),
	organisationInRegister: part({
		method: 'GET',
		path: '/organisations/{organisation}/register',
		summary: 'Compare an organisation with the company register',
		openTo: 'members'
	})
		.input(FirmInRegister)
		.output(beside)
		.handler(({ context, input }) => firmInRegister(context.actor, input)),
	acceptFromRegister: part({
		method: 'POST',
		path: '/organisations/{organisation}/register',
		summary: 'Take over from the company register what it knows better',
		openTo: 'members',
		successStatus: 200
	})
		.input(AcceptFromRegister)
		.output(z.object({ id: z.uuid(), slug: z.string(), name: z.string(), version: z.number() }))
		.handler(({ context, input }) => acceptFromRegister(context.actor, input)),
	registerFirms: part({
		method: 'GET',
		path: '/register',
		summary: 'List the organisations that the company register knows otherwise',
		openTo: animator
	})
		.input(ListFirms)
		.output(
			z.object({
				/** With a SIREN, and those of them that the register was asked about. */
				firms: z.number(),
				asked: z.number(),
				counts: z.record(z.enum(shows), z.number()),
				items: z.array(
					z.object({
						id: z.uuid(),
						slug: z.string(),
						name: z.string(),
						siren: z.string(),
						show: z.enum(shows),
						ceasedOn: z.string().nullable(),
						askedAt: z.date(),
						fields: z.array(z.enum(registerFields))
					})
				)
			})
		)
		.handler(({ context, input }) => firmsBeside(context.actor, input)),
	registerRun: part({ method: 'GET', path: '/register/run', summary: 'How far the register was asked about all firms', openTo: animator })
		.input(z.object({}))
		.output(z.object({ run: Run.nullable() }))
		.handler(async ({ context }) => ({ run: await lastRun(context.actor) })),
	startRegisterRun: part({
		method: 'POST',
		path: '/register/run',
		summary: 'Ask the register about all firms of the hub',
		openTo: animator
	})
		.input(z.object({}))
		.output(Run)
		.handler(({ context }) => startRun(context.actor)),
	cancelRegisterRun: part({
		method: 'POST',
		path: '/register/run/cancel',
		summary: 'Stop asking the register about all firms',
		openTo: animator,
		successStatus: 200
	})
		.input(z.object({}))
		.output(Run)
		.handler(({ context }) => cancelRun(context.actor))
};
