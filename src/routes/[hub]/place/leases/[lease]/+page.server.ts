import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { findHub } from '#ecosystem/hubs.ts';
import { clockOf, today } from '#place/days.ts';
import { AmendLease, amendLease, WithdrawAmendment, withdrawAmendment } from '#place/leases/amendments.ts';
import { EndLease, endLease, noticeSides, RenewLease, renewLease, waysToEnd } from '#place/leases/ending.ts';
import { guaranteesFrom, writtenGuarantees } from '#place/leases/form.ts';
import { inventoryKinds } from '#place/leases/fixtures.ts';
import { listInventories, StartInventory, startInventory } from '#place/leases/inventories.ts';
import { mostGuarantees, NoteLease, noteLease } from '#place/leases/leases.ts';
import { paperToken } from '#place/leases/papers.ts';
import { inventoryTone, leaseChoices, leaseLinesInWords, phaseTone } from '#place/leases/said.ts';
import { findLease, leaseHistory, LeaseId } from '#place/leases/shown.ts';
import {
	SendLease,
	sendLease,
	SignAsLandlord,
	signAsLandlord,
	takeSignedFile,
	WithdrawLease,
	withdrawLease
} from '#place/leases/signing.ts';
import { mayManagePlace, seesTerms } from '#place/policy.ts';
import { rateSaid } from '#place/rent/said.ts';
import { termsSaid } from '#place/rent/terms-said.ts';
import { dayIn, squareMetres } from '#place/said.ts';
import { readAbout } from '#notifications/notifications.ts';
import { baseUrl } from '#platform/auth.server.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found, refuse } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	const { lease: id } = found(LeaseId.safeParse(params).data);
	const lease = await findLease(actor, { lease: id });
	const { items: inventories } = await listInventories(actor, { lease: id });
	await readAbout(actor, id);
	const { timeZone } = found(await findHub(params.hub));
	const [day, area] = [dayIn(locale), squareMetres(locale)];
	const money = (cents: number) => new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(cents / 100);
	const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
	const at = `/${params.hub}/place`;
	const mayManage = mayManagePlace(actor);
	const offer = lease.papers.find(({ kind }) => kind === 'offer');
	const signedOn = (paper: string | undefined, side: string) => lease.signatures.some((one) => one.paper === paper && one.side === side);
	const waiting = lease.amendments.find(({ state }) => state === 'sent');
	const amendmentPaper = waiting && lease.papers.find(({ kind, subject }) => kind === 'amendment' && subject === waiting.id);
	const linkOf = (paper: string) => `${baseUrl}/${params.hub}/place/sign/${paperToken(params.hub, paper)}`;
	return {
		mayManage,
		isDone: url.searchParams.has('done'),
		isSent: lease.state === 'sent',
		isDraft: ['draft', 'expired', 'withdrawn'].includes(lease.state),
		runs: lease.state === 'signed',
		mayRenew: ['signed', 'ended'].includes(lease.state) && lease.endsOn !== null,
		lease: {
			id,
			version: lease.version,
			number: lease.number,
			kind: lease.kind,
			signatory: lease.signatory,
			landlordSignatory: lease.landlordSignatory,
			endsOn: lease.endsOn,
			depositReceivedOn: lease.depositReceivedOn,
			insurer: lease.insurer,
			insuranceEndsOn: lease.insuranceEndsOn,
			guarantees: lease.guarantees.map(({ kind, guarantor, amountCents, endsOn }) => ({
				kind,
				guarantor,
				amount: typeof amountCents === 'number' ? amountCents / 100 : null,
				endsOn: endsOn ?? null
			}))
		},
		phase: say(`lease_phase_${lease.phase}`, {}, locale),
		tone: phaseTone[lease.phase],
		lead: `${say(`lease_paper_${lease.kind}`, {}, locale)} · ${lease.tenantName}`,
		tenant: { name: lease.tenantName, href: `/${params.hub}/organisations/${lease.tenantSlug}` },
		units: lease.units.map((unit) => ({
			href: `${at}/units/${unit.id}`,
			label: [unit.number, unit.name, area(unit.m2)].filter(Boolean).join(' · ')
		})),
		facts: [
			['place_surface', area(lease.m2)],
			['place_first_day', day(lease.startsOn)],
			['place_last_day', lease.endsOn ? day(lease.endsOn) : say('place_open_end', {}, locale)],
			[
				'place_rent',
				`${rateSaid(lease.rentCents, lease.terms.rentBasis, locale)} · ${say('place_rent_year', { rent: money(lease.yearCents) }, locale)}`
			],
			['lease_deposit', lease.depositCents ? money(lease.depositCents) : ''],
			['lease_deposit_received', lease.depositReceivedOn ? day(lease.depositReceivedOn) : ''],
			['lease_notice', say('lease_months', { count: lease.noticeMonths }, locale)],
			['lease_use_clause', lease.useClause],
			['lease_event', lease.event],
			['lease_landlord_signatory', lease.landlordSignatory],
			['lease_signatory', [lease.signatory, lease.signatoryTitle, lease.signatoryEmail].filter(Boolean).join(', ')],
			['lease_insurer', lease.insurer],
			['lease_insurance_until', lease.insuranceEndsOn ? day(lease.insuranceEndsOn) : ''],
			[
				'lease_guarantees',
				lease.guarantees
					.map(({ kind, guarantor, amountCents, endsOn }) =>
						[
							say(`lease_guarantee_${kind}`, {}, locale),
							guarantor,
							typeof amountCents === 'number' ? money(amountCents) : '',
							endsOn ? day(endsOn) : ''
						]
							.filter(Boolean)
							.join(', ')
					)
					.join(' ; ')
			],
			[
				'lease_ended_how',
				lease.endedHow ? [say(`lease_how_${lease.endedHow}`, {}, locale), lease.endedBecause].filter(Boolean).join(' : ') : ''
			]
		]
			.filter(([, value]) => value)
			.map(([label, value]) => ({ label: say(label as string, {}, locale), value })),
		terms: termsSaid(lease.terms, locale, lease.vatCase),
		rentHref: seesTerms(actor) ? `${at}/leases/${id}/rent` : '',
		needsSigner: !lease.signatory || !lease.signatoryEmail,
		breaks: lease.breaks.map(({ on, noticeBy }) => ({ on: day(on), until: day(noticeBy) })),
		termNotice: lease.termNoticeBy ? say('lease_term_notice', { day: day(lease.termNoticeBy) }, locale) : '',
		kin: [
			...(lease.parent ? [{ ...lease.parent, label: say('lease_follows', {}, locale) }] : []),
			...lease.followedBy.map((one) => ({ ...one, label: say('lease_followed_by', {}, locale) }))
		].map(({ id: other, number, label }) => ({ href: `${at}/leases/${other}`, number, label })),
		inventories: inventories.map((one) => ({
			id: one.id,
			href: `${at}/leases/${id}/inventories/${one.id}`,
			title: say(`inventory_paper_${one.kind}`, {}, locale),
			phase: say(`inventory_phase_${one.state}`, {}, locale),
			tone: inventoryTone[one.state],
			day: day(one.heldOn)
		})),
		starts: mayManage
			? inventoryKinds
					.filter(
						(kind) =>
							!inventories.some((one) => one.kind === kind) &&
							(kind === 'entry' ? ['sent', 'signed'] : ['signed', 'ended']).includes(lease.state) &&
							(kind === 'entry' || inventories.every(({ state }) => state === 'signed'))
					)
					.map((kind) => ({ kind, title: say(`inventory_start_${kind}`, {}, locale) }))
			: [],
		today: today(await clockOf(params.hub)),
		papers: lease.papers.map((paper) => ({
			id: paper.id,
			href: `/${params.hub}/files/${paper.file}`,
			name: paper.name,
			kind: say(`lease_paper_kind_${paper.kind}`, {}, locale),
			at: moment.format(paper.createdAt),
			hash: say('lease_hash', { hash: paper.sha256.slice(0, 12) }, locale),
			signed: lease.signatures
				.filter((one) => one.paper === paper.id)
				.map((one) =>
					[
						say(
							'lease_signed_by',
							{
								who: one.signer,
								side: say(`lease_side_${one.side}`, {}, locale),
								at: moment.format(one.at),
								how: say(`lease_signature_${one.how}`, {}, locale)
							},
							locale
						),
						one.address ? say('lease_signed_from', { address: one.address }, locale) : ''
					]
						.filter(Boolean)
						.join(', ')
				)
		})),
		clauses: lease.clauses,
		amendments: lease.amendments.map(({ id: amendment, nth, words, endsOn, rentCents, terms, state }) => ({
			id: amendment,
			nth,
			title: say('lease_paper_amendment', { nth }, locale),
			words,
			state: say(`lease_amendment_${state}`, {}, locale),
			changes: [
				endsOn ? `${say('lease_new_end', {}, locale)} : ${day(endsOn)}` : '',
				rentCents === null ? '' : rateSaid(rentCents, terms?.rentBasis ?? lease.terms.rentBasis, locale),
				terms ? say('lease_new_terms', {}, locale) : ''
			].filter(Boolean)
		})),
		sentUntil: lease.expiresAt ? say('lease_sent_until', { day: moment.format(lease.expiresAt) }, locale) : '',
		link: mayManage && lease.state === 'sent' && offer ? linkOf(offer.id) : '',
		tenantSigned: lease.state === 'sent' && signedOn(offer?.id, 'tenant'),
		landlordSigned: signedOn(offer?.id, 'landlord'),
		waiting: waiting
			? {
					id: waiting.id,
					nth: waiting.nth,
					link: mayManage && amendmentPaper ? linkOf(amendmentPaper.id) : '',
					landlordSigned: signedOn(amendmentPaper?.id, 'landlord')
				}
			: null,
		mostGuarantees,
		guaranteeKinds: leaseChoices(locale).guaranteeKinds,
		ways: waysToEnd.map((how) => ({ value: how, label: say(`lease_how_${how}`, {}, locale) })),
		sides: noticeSides.map((side) => ({ value: side, label: say(`lease_by_${side}`, {}, locale) })),
		endText: lease.breaks.length
			? say(
					'lease_end_text',
					{
						breaks: lease.breaks
							.map(({ on, noticeBy }) => say('lease_break_line', { day: day(on), notice: day(noticeBy) }, locale))
							.join(' ; ')
					},
					locale
				)
			: '',
		lines: mayManage ? leaseLinesInWords(await leaseHistory(actor, id), locale, timeZone) : []
	};
};

type At = { params: Partial<Record<string, string>> };
const one = ({ params }: At) => found(LeaseId.safeParse(params).data);
const back = ({ params }: At, to = params.lease) => redirect(303, `/${params.hub}/place/leases/${to}?done`);
const cents = (amount: number | null | undefined) => (typeof amount === 'number' ? Math.round(amount * 100) : null);

export const actions: Actions = {
	send: form(SendLease.omit({ lease: true }), async (input, event) => {
		await sendLease(event.locals.actor, { ...input, ...one(event) });
		back(event);
	}),
	sign: form(SignAsLandlord.omit({ lease: true }), async (input, event) => {
		const from = { address: event.getClientAddress(), browser: event.request.headers.get('user-agent') ?? '' };
		await signAsLandlord(event.locals.actor, { ...input, ...one(event) }, from);
		back(event);
	}),
	upload: form(
		z.object({ version: z.number().int(), files: z.array(z.instanceof(File)).default([]) }),
		async ({ version, files }, event) => {
			const [file] = files;
			if (!file) throw refuse('files', 'required');
			await takeSignedFile(event.locals.actor, { ...one(event), version }, file);
			back(event);
		}
	),
	withdraw: form(WithdrawLease.omit({ lease: true }), async (input, event) => {
		await withdrawLease(event.locals.actor, { ...input, ...one(event) });
		back(event);
	}),
	note: form(NoteLease.omit({ lease: true, guarantees: true }).extend(writtenGuarantees), async ({ guarantees, ...input }, event) => {
		await noteLease(event.locals.actor, { ...input, ...one(event), guarantees: guaranteesFrom(guarantees) });
		back(event);
	}),
	amend: form(
		AmendLease.omit({ lease: true, rentCents: true, terms: true }).extend({ rent: z.number().min(0).max(100_000).nullish() }),
		async ({ rent, ...input }, event) => {
			await amendLease(event.locals.actor, { ...input, rentCents: cents(rent), ...one(event) });
			back(event);
		}
	),
	inventory: form(StartInventory.omit({ lease: true }), async (input, event) => {
		const { id } = await startInventory(event.locals.actor, { ...input, ...one(event) });
		redirect(303, `/${event.params.hub}/place/leases/${event.params.lease}/inventories/${id}`);
	}),
	withdrawAmendment: form(WithdrawAmendment, async (input, event) => {
		await withdrawAmendment(event.locals.actor, input);
		back(event);
	}),
	renew: form(
		RenewLease.omit({ lease: true, rentCents: true }).extend({ rent: z.number().min(0).max(100_000).nullish() }),
		async ({ rent, ...input }, event) => {
			const { id } = await renewLease(event.locals.actor, { ...input, rentCents: cents(rent), ...one(event) });
			back(event, id);
		}
	),
	end: form(EndLease.omit({ lease: true }), async (input, event) => {
		await endLease(event.locals.actor, { ...input, ...one(event) });
		back(event);
	})
};
