import { z } from 'zod';
import { operation } from '#platform/operation.ts';
import { pageOf } from '#platform/page.ts';
import { text } from '#platform/shapes.ts';
import { findActivities } from './activity-search.ts';
import { nomenclatures } from './activities/activities.ts';
import { sizeClasses } from './activities/firms.ts';
import { suggestCommunes } from './addresses.ts';
import { Competitor, Competitors, competitorsOf, declareCompetitor, withdrawCompetitor } from './competitors.ts';
import { Directory, directory } from './directory.ts';
import { removeLogo, SendLogo, sendLogo } from './logos.ts';
import {
	AddOrganisation,
	addOrganisation,
	ArchiveOrganisation,
	archiveOrganisation,
	Duplicates,
	duplicates,
	EditOrganisation,
	editOrganisation,
	findOrganisation,
	kinds,
	OneOrganisation,
	organisationHistory,
	restoreOrganisation
} from './organisations.ts';
import { shown } from './policy.ts';
import {
	AskToJoin,
	askToJoin,
	DecideRequest,
	decideRequest,
	LeaveOrganisation,
	leaveOrganisation,
	myOrganisations,
	nameOwner,
	OneRepresentative,
	removeRepresentative,
	Requests,
	requestsFor,
	unnameOwner,
	WithdrawRequest,
	withdrawRequest
} from './representatives.ts';

const tags = ['ecosystem'] as [string];
const words = z.object({ fr: z.string().optional(), de: z.string().optional(), en: z.string().optional() });

const listed = z.object({
	id: z.uuid(),
	slug: z.string(),
	name: z.string(),
	kind: z.enum(kinds),
	country: z.string(),
	/** INSEE code in France; elsewhere the country and the GeoNames number. */
	commune: z.string().nullable(),
	communeName: z.string(),
	/** The beginning of the description, in the caller's language where there is one. */
	excerpt: z.string(),
	technologies: z.array(z.string()),
	sectors: z.array(z.string()),
	languages: z.array(z.string()),
	website: z.string().nullable(),
	km: z.number(),
	isDemo: z.boolean(),
	isReal: z.boolean(),
	createdAt: z.date()
});

const person = z.object({ id: z.uuid(), name: z.string(), title: z.string(), isShown: z.boolean(), isOwner: z.boolean() });

const organisation = listed.omit({ excerpt: true, km: true }).extend({
	legalName: z.string(),
	siren: z.string().nullable(),
	siret: z.string().nullable(),
	vat: z.string().nullable(),
	foreignId: z.string().nullable(),
	activityNomenclature: z.enum(nomenclatures).nullable(),
	activityCode: z.string().nullable(),
	sizeClass: z.enum(sizeClasses).nullable(),
	headcount: z.number().nullable(),
	founded: z.number().nullable(),
	street: z.string().nullable(),
	postcode: z.string().nullable(),
	lat: z.number().nullable(),
	lon: z.number().nullable(),
	email: z.string().nullable(),
	phone: z.string().nullable(),
	description: words,
	source: z.string().nullable(),
	shows: z.array(z.enum(shown)),
	isListed: z.boolean(),
	updatedAt: z.date(),
	version: z.number(),
	people: z.array(person)
});

const choice = z.object({ value: z.string(), count: z.number() });
const made = z.object({ id: z.uuid(), slug: z.string(), name: z.string(), version: z.number() });
const brief = z.object({ id: z.uuid(), slug: z.string(), name: z.string(), communeName: z.string() });
const done = z.object({});

export const organisationsApi = {
	organisations: operation({
		method: 'GET',
		path: '/organisations',
		summary: 'List the organisations of the directory',
		description: 'Words are searched in names, towns, descriptions and skills, without accents and past a slip of the finger.',
		tags,
		openTo: 'visitors'
	})
		.input(Directory)
		.output(pageOf(listed).extend({ total: z.number(), corrected: z.string().nullable() }))
		.handler(({ context, input }) => directory(context.actor, input)),

	organisationChoices: operation({
		method: 'GET',
		path: '/organisations/choices',
		summary: 'Count the organisations behind each filter of the directory',
		tags,
		openTo: 'visitors'
	})
		.input(Directory.omit({ cursor: true, limit: true }))
		.output(
			z.object({
				total: z.number(),
				kind: z.array(choice),
				technology: z.array(choice),
				sector: z.array(choice),
				language: z.array(choice),
				commune: z.array(choice.extend({ name: z.string(), lat: z.number().nullable(), lon: z.number().nullable() }))
			})
		)
		.handler(async ({ context, input }) => {
			const { total, choices } = await directory(context.actor, { ...input, limit: 1 });
			return { total, ...choices };
		}),

	organisationDuplicates: operation({
		method: 'GET',
		path: '/organisations/duplicates',
		summary: 'Find the organisations that a new one may be',
		tags,
		openTo: 'members'
	})
		.input(Duplicates)
		.output(z.array(brief.extend({ because: z.enum(['number', 'name']) })))
		.handler(({ context, input }) => duplicates(context.actor, input)),

	communes: operation({
		method: 'GET',
		path: '/communes',
		summary: 'Find communes of Alsace and towns nearby',
		tags,
		openTo: 'visitors'
	})
		.input(z.object({ q: text(100) }))
		.output(z.array(z.object({ code: z.string(), name: z.string(), country: z.string(), written: z.string() })))
		.handler(async ({ input }) => suggestCommunes(input.q)),

	activities: operation({
		method: 'GET',
		path: '/activities',
		summary: 'Find activity codes by code or by words',
		tags,
		openTo: 'visitors'
	})
		.input(z.object({ q: text(100), nomenclature: z.enum(nomenclatures).default('NAFREV2') }))
		.output(z.array(z.object({ code: z.string(), label: z.string() })))
		.handler(async ({ context, input }) => findActivities(input.q, input.nomenclature, context.actor.locale)),

	myOrganisations: operation({
		method: 'GET',
		path: '/organisations/mine',
		summary: 'List the organisations that I act for or asked to join',
		tags,
		openTo: 'members'
	})
		.input(z.object({}))
		.output(
			z.array(
				brief.extend({
					isOwner: z.boolean(),
					askedAt: z.date(),
					acceptedAt: z.date().nullable(),
					refusedAt: z.date().nullable()
				})
			)
		)
		.handler(({ context }) => myOrganisations(context.actor)),

	organisation: operation({
		method: 'GET',
		path: '/organisations/{organisation}',
		summary: 'Show an organisation, as far as the caller may know it',
		tags,
		openTo: 'visitors'
	})
		.input(OneOrganisation)
		.output(organisation)
		.handler(({ context, input }) => findOrganisation(context.actor, input)),

	addOrganisation: operation({ method: 'POST', path: '/organisations', summary: 'Add an organisation', tags, openTo: 'members' })
		.input(AddOrganisation)
		.output(made)
		.handler(({ context, input }) => addOrganisation(context.actor, input)),

	editOrganisation: operation({
		method: 'PUT',
		path: '/organisations/{organisation}',
		summary: 'Replace all that is known of an organisation',
		description: 'Send everything: what is left out is emptied. The version is the one that was read.',
		tags,
		openTo: 'members'
	})
		.input(EditOrganisation)
		.output(made)
		.handler(({ context, input }) => editOrganisation(context.actor, input)),

	setOrganisationLogo: operation({
		method: 'PUT',
		path: '/organisations/{organisation}/logo',
		summary: 'Give an organisation its logo, a PNG, JPEG or WebP in base64',
		tags,
		openTo: 'members'
	})
		.input(SendLogo)
		.output(OneOrganisation.extend({ logo: z.uuid() }))
		.handler(({ context, input }) => sendLogo(context.actor, input)),

	removeOrganisationLogo: operation({
		method: 'DELETE',
		path: '/organisations/{organisation}/logo',
		summary: 'Take the logo of an organisation off',
		tags,
		openTo: 'members'
	})
		.input(OneOrganisation)
		.output(done)
		.handler(({ context, input }) => nothing(removeLogo(context.actor, input))),

	archiveOrganisation: operation({
		method: 'POST',
		path: '/organisations/{organisation}/archive',
		summary: 'Take an organisation out of the hub, keeping its history',
		tags,
		openTo: 'members',
		successStatus: 200
	})
		.input(ArchiveOrganisation)
		.output(done)
		.handler(({ context, input }) => nothing(archiveOrganisation(context.actor, input))),

	restoreOrganisation: operation({
		method: 'POST',
		path: '/organisations/{organisation}/restore',
		summary: 'Bring an archived organisation back',
		tags,
		openTo: 'staff',
		successStatus: 200
	})
		.input(OneOrganisation)
		.output(done)
		.handler(({ context, input }) => nothing(restoreOrganisation(context.actor, input))),

	organisationHistory: operation({
		method: 'GET',
		path: '/organisations/{organisation}/history',
		summary: 'Tell what happened to an organisation',
		tags,
		openTo: 'members'
	})
		.input(OneOrganisation)
		.output(
			z.array(
				z.object({
					id: z.number(),
					at: z.date(),
					what: z.string(),
					door: z.string(),
					who: z.string().nullable(),
					changed: z.record(z.string(), z.unknown())
				})
			)
		)
		.handler(async ({ context, input }) =>
			(await organisationHistory(context.actor, input)).map((line) => ({ ...line, changed: line.changed as Record<string, unknown> }))
		),

	organisationRequests: operation({
		method: 'GET',
		path: '/organisations/requests',
		summary: 'List the requests to join that wait for me',
		tags,
		openTo: 'members'
	})
		.input(Requests)
		.output(
			z.array(
				z.object({
					organisation: z.uuid(),
					organisationName: z.string(),
					member: z.uuid(),
					name: z.string(),
					email: z.string(),
					message: z.string(),
					askedAt: z.date()
				})
			)
		)
		.handler(({ context, input }) => requestsFor(context.actor, input)),

	askToJoinOrganisation: operation({
		method: 'POST',
		path: '/organisations/{organisation}/requests',
		summary: 'Ask to act for an organisation',
		tags,
		openTo: 'members'
	})
		.input(AskToJoin)
		.output(z.object({ organisation: z.uuid(), member: z.uuid(), askedAt: z.date() }))
		.handler(({ context, input }) => askToJoin(context.actor, input)),

	withdrawJoinRequest: operation({
		method: 'DELETE',
		path: '/organisations/{organisation}/requests/mine',
		summary: 'Take my request to join back',
		tags,
		openTo: 'members'
	})
		.input(WithdrawRequest)
		.output(done)
		.handler(({ context, input }) => nothing(withdrawRequest(context.actor, input))),

	decideJoinRequest: operation({
		method: 'POST',
		path: '/organisations/{organisation}/requests/{member}/decision',
		summary: 'Accept or refuse a request to join',
		tags,
		openTo: 'members',
		successStatus: 200
	})
		.input(DecideRequest)
		.output(z.object({ organisation: z.uuid(), member: z.uuid(), acceptedAt: z.date().nullable(), refusedAt: z.date().nullable() }))
		.handler(({ context, input }) => decideRequest(context.actor, input)),

	nameOrganisationOwner: operation({
		method: 'PUT',
		path: '/organisations/{organisation}/owners/{member}',
		summary: 'Make somebody who acts for an organisation its owner',
		tags,
		openTo: 'members'
	})
		.input(OneRepresentative)
		.output(OneRepresentative.extend({ isOwner: z.boolean() }))
		.handler(({ context, input }) => nameOwner(context.actor, input)),

	unnameOrganisationOwner: operation({
		method: 'DELETE',
		path: '/organisations/{organisation}/owners/{member}',
		summary: 'Let somebody own an organisation no longer',
		tags,
		openTo: 'members'
	})
		.input(OneRepresentative)
		.output(OneRepresentative.extend({ isOwner: z.boolean() }))
		.handler(({ context, input }) => unnameOwner(context.actor, input)),

	removeRepresentative: operation({
		method: 'DELETE',
		path: '/organisations/{organisation}/people/{member}',
		summary: 'Let somebody act for an organisation no longer',
		tags,
		openTo: 'members'
	})
		.input(OneRepresentative)
		.output(done)
		.handler(({ context, input }) => nothing(removeRepresentative(context.actor, input))),

	leaveOrganisation: operation({
		method: 'POST',
		path: '/organisations/{organisation}/leave',
		summary: 'Act for an organisation no longer',
		tags,
		openTo: 'members',
		successStatus: 200
	})
		.input(LeaveOrganisation)
		.output(done)
		.handler(({ context, input }) => nothing(leaveOrganisation(context.actor, input))),

	competitors: operation({
		method: 'GET',
		path: '/organisations/{organisation}/competitors',
		summary: 'List the competitors that an organisation declared',
		tags,
		openTo: 'members'
	})
		.input(Competitors)
		.output(z.array(brief.extend({ declaredAt: z.date() })))
		.handler(({ context, input }) => competitorsOf(context.actor, input)),

	declareCompetitor: operation({
		method: 'PUT',
		path: '/organisations/{organisation}/competitors/{competitor}',
		summary: 'Declare a competitor',
		tags,
		openTo: 'members'
	})
		.input(Competitor)
		.output(Competitor.extend({ declaredAt: z.date() }))
		.handler(({ context, input }) => declareCompetitor(context.actor, input)),

	withdrawCompetitor: operation({
		method: 'DELETE',
		path: '/organisations/{organisation}/competitors/{competitor}',
		summary: 'Take a competitor off the list',
		tags,
		openTo: 'members'
	})
		.input(Competitor)
		.output(done)
		.handler(({ context, input }) => nothing(withdrawCompetitor(context.actor, input)))
};

const nothing = async (work: Promise<unknown>) => {
	await work;
	return {};
};
