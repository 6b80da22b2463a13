import { sql } from 'kysely';
import { z } from 'zod';
import { filesOf } from '#ecosystem/attachments.ts';
import { firmNames } from '#ecosystem/firms.ts';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { history } from '#platform/journal.ts';
import { authorize, found } from '#platform/refusal.ts';
import { leaseKinds, type LeaseKind } from '../choices.ts';
import { clockOf, today } from '../days.ts';
import { mayManagePlace, seesTerms } from '../policy.ts';
import { hundredths, yearRent } from '../rent/amounts.ts';
import { rentedOf } from '../rent/schedule.ts';
import { LeaseTerms } from '../rent/terms.ts';
import { Clause } from './clauses/clauses.ts';
import { breaksOf, noticeBy } from './law.ts';
import { Guarantee } from './leases.ts';
import { leasesOpenTo } from './policy.ts';

export const leasePhases = ['draft', 'sent', 'expired', 'withdrawn', 'upcoming', 'running', 'overrun', 'ending', 'ended'] as const;
export type LeasePhase = (typeof leasePhases)[number];

/** Where a lease is in its life on a day. `overrun`: over by its words, and nobody ended it. */
export function phaseOf({ state, startsOn, endsOn }: { state: string; startsOn: string; endsOn: string | null }, now: string): LeasePhase {
	if (state === 'ended') return endsOn && endsOn >= now ? 'ending' : 'ended';
	if (state !== 'signed') return state as LeasePhase;
	if (startsOn > now) return 'upcoming';
	return endsOn && endsOn < now ? 'overrun' : 'running';
}

export const LeaseId = z.object({ lease: z.uuid() });

const Signer = z.object({
	side: z.enum(['tenant', 'landlord']),
	signer: z.string(),
	how: z.enum(['drawn', 'typed']),
	at: z.date(),
	sha256: z.string(),
	paper: z.uuid(),
	/** From where, for who runs the place. */
	address: z.string()
});

export const LeaseView = z.object({
	id: z.uuid(),
	version: z.number(),
	number: z.string(),
	kind: z.enum(leaseKinds),
	state: z.string(),
	phase: z.enum(leasePhases),
	locale: z.string(),
	tenant: z.uuid(),
	tenantName: z.string(),
	tenantSlug: z.string(),
	units: z.array(z.object({ id: z.uuid(), number: z.string(), name: z.string(), floor: z.uuid(), m2: z.number() })),
	m2: z.number(),
	startsOn: z.string(),
	endsOn: z.string().nullable(),
	rentCents: z.number(),
	yearCents: z.number(),
	terms: LeaseTerms,
	/** What VAT its rent bears on its first day. */
	vatCase: z.string(),
	depositCents: z.number(),
	depositReceivedOn: z.string().nullable(),
	noticeMonths: z.number(),
	useClause: z.string(),
	event: z.string(),
	landlord: z.string(),
	landlordSignatory: z.string(),
	signatory: z.string(),
	signatoryTitle: z.string(),
	signatoryEmail: z.string(),
	insurer: z.string(),
	insuranceEndsOn: z.string().nullable(),
	guarantees: z.array(Guarantee),
	clauses: z.array(Clause),
	annexes: z.array(z.string()),
	/** When the tenant of a commercial lease may leave, and until when it must say so. */
	breaks: z.array(z.object({ on: z.string(), noticeBy: z.string() })),
	/** Until when notice for the term is given. */
	termNoticeBy: z.string().nullable(),
	expiresAt: z.date().nullable(),
	sentAt: z.date().nullable(),
	signedAt: z.date().nullable(),
	endedHow: z.string().nullable(),
	endedBecause: z.string(),
	noticeBy: z.string().nullable(),
	noticeOn: z.string().nullable(),
	parent: z.object({ id: z.uuid(), number: z.string() }).nullable(),
	followedBy: z.array(z.object({ id: z.uuid(), number: z.string(), state: z.string() })),
	papers: z.array(
		z.object({
			id: z.uuid(),
			kind: z.string(),
			subject: z.uuid().nullable(),
			file: z.uuid(),
			name: z.string(),
			sha256: z.string(),
			createdAt: z.date()
		})
	),
	signatures: z.array(Signer),
	amendments: z.array(
		z.object({
			id: z.uuid(),
			nth: z.number(),
			words: z.string(),
			endsOn: z.string().nullable(),
			rentCents: z.number().nullable(),
			terms: LeaseTerms.nullable(),
			state: z.string(),
			expiresAt: z.date(),
			signedAt: z.date().nullable()
		})
	)
});
export type LeaseView = z.output<typeof LeaseView>;

/** A lease with its papers, who signed them, its changes and what came before and after it. */
export async function findLease(actor: Actor, { lease: id }: z.output<typeof LeaseId>): Promise<LeaseView> {
	authorize(seesTerms(actor) || actor.organisations.length > 0);
	const lease = found(
		await db
			.selectFrom('leases')
			.selectAll()
			.where('leases.hub', '=', actor.hub)
			.where('leases.id', '=', id)
			.where(leasesOpenTo(actor))
			.executeTakeFirst()
	);
	const now = today(await clockOf(actor.hub));
	const units = await db
		.selectFrom('leaseUnits')
		.innerJoin('units', (join) => join.onRef('units.hub', '=', 'leaseUnits.hub').onRef('units.id', '=', 'leaseUnits.unit'))
		.select(['units.id', 'units.number', 'units.name', 'units.floor', 'leaseUnits.m2'])
		.where('leaseUnits.hub', '=', actor.hub)
		.where('leaseUnits.lease', '=', id)
		.orderBy('units.number')
		.execute();
	const guarantees = await db
		.selectFrom('leaseGuarantees')
		.select(['kind', 'guarantor', 'amountCents', 'endsOn'])
		.where('hub', '=', actor.hub)
		.where('lease', '=', id)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
	const amendments = await db
		.selectFrom('leaseAmendments')
		.select(['id', 'nth', 'words', 'endsOn', 'rentCents', 'terms', 'state', 'expiresAt', 'signedAt'])
		.where('hub', '=', actor.hub)
		.where('lease', '=', id)
		.orderBy('nth', 'desc')
		.execute();
	const papers = await db
		.selectFrom('leasePapers')
		.select(['id', 'kind', 'subject', 'attachment', 'sha256', 'createdAt'])
		.where('hub', '=', actor.hub)
		.where('lease', '=', id)
		.orderBy('createdAt', 'desc')
		.execute();
	const signatures = await db
		.selectFrom('leaseSignatures')
		.select(['side', 'signer', 'how', 'at', 'sha256', 'paper', 'address'])
		.where('hub', '=', actor.hub)
		.where('lease', '=', id)
		.orderBy('at')
		.execute();
	const kin = await db
		.selectFrom('leases')
		.select(['id', 'number', 'state', 'parent'])
		.where('hub', '=', actor.hub)
		.where((eb) => eb.or([eb('parent', '=', id), eb('id', '=', sql<string>`${lease.parent}::uuid`)]))
		.where(leasesOpenTo(actor))
		.execute();
	const names = new Map((await filesOf(actor.hub, 'lease', id, false)).map(({ id: file, name }) => [file, name]));
	const tenant = (await firmNames(actor, [lease.tenant])).get(lease.tenant);
	const m2 = units.reduce((sum, unit) => sum + unit.m2, 0);
	const { terms, vatOn } = found((await rentedOf(db, actor.hub, [id])).get(id));
	const kind = lease.kind as LeaseKind;
	const parent = kin.find((one) => one.id === lease.parent);
	const isManager = mayManagePlace(actor);
	const { clauses, ...row } = lease;
	return {
		...row,
		kind,
		phase: phaseOf(lease, now),
		clauses: clauses as unknown as Clause[],
		tenantName: tenant?.name ?? '',
		tenantSlug: tenant?.slug ?? '',
		units,
		m2,
		yearCents: yearRent(
			terms.rentBasis,
			lease.rentCents,
			units.map((unit) => hundredths(unit.m2))
		),
		terms,
		vatCase: vatOn(lease.startsOn),
		guarantees: guarantees as LeaseView['guarantees'],
		breaks: breaksOf({ ...lease, kind }),
		termNoticeBy: lease.endsOn && kind === 'commercial' ? noticeBy(lease.endsOn, lease.noticeMonths) : null,
		parent: parent ? { id: parent.id, number: parent.number } : null,
		followedBy: kin.filter((one) => one.parent === id).map(({ id: next, number, state }) => ({ id: next, number, state })),
		papers: papers.flatMap(({ attachment, ...paper }) => {
			const name = names.get(attachment);
			return name ? [{ ...paper, file: attachment, name }] : [];
		}),
		signatures: signatures.map((one) => ({ ...one, address: isManager ? one.address : '' })) as LeaseView['signatures'],
		amendments: amendments.map((one) => ({ ...one, terms: one.terms ? LeaseTerms.parse(one.terms) : null }))
	};
}

export const leaseHistory = (actor: Actor, lease: string) => history(actor, 'lease', lease);
