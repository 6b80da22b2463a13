import { expect, test } from 'vitest';
import { system } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { refusal } from '#platform/testing/people.ts';
import { arranged, unit } from '../api.examples.ts';
import { MeasureUnit, measureUnit } from '../units.ts';
import { sendLease, withdrawLease } from '../leases/signing.ts';
import { draftWith, leaseWith } from './api.examples.ts';
import { yearRent } from './amounts.ts';
import { asQuarter, quarterAfter, quarterEnds } from './quarters.ts';
import { LeaseTerms, SetTerms, setTerms, termsOf } from './terms.ts';

const house = system('mulhouse');
const set = (lease: string, terms: object, version = 1) => setTerms(house, SetTerms.parse({ lease, version, terms }));

test('a lease keeps its terms, and one that was made without any has the usual ones', async () => {
	const plain = await leaseWith(house);
	const terms = {
		rentBasis: 'unit',
		franchiseMonths: 3,
		franchisePercent: 50,
		steps: [{ from: '2023-07-01', rentCents: 13_000 }],
		index: 'ILC',
		referenceQuarter: 'T2 2022',
		charges: 'provision',
		chargesCents: 2500,
		payment: 'monthly'
	};
	const told = await leaseWith(house, terms);
	const kept = await termsOf('mulhouse', [plain.id, told.id]);
	const usual = { rentBeforeCents: null, measure: null, depositMonths: null, referenceQuarter: null, firstRevisionOn: null };
	expect(kept.get(plain.id)).toEqual({ ...LeaseTerms.parse({}), ...usual });
	expect(kept.get(told.id)).toEqual({ ...LeaseTerms.parse(terms), ...usual, referenceQuarter: '2022-Q2' });
});

test('the kind of measure decides what is billed, and months of rent make the deposit', async () => {
	const { id: of } = await unit(house);
	const { id } = await draftWith(house, {}, { units: [of] });
	expect(await refusal(set(id, { measure: 'net_usable' }))).toBe('unit_not_measured_so');
	await arranged(house, (hub) =>
		measureUnit(hub, MeasureUnit.parse({ unit: of, kind: 'net_usable', m2: 91.37, measuredOn: '2022-06-01' }))
	);
	await set(id, { measure: 'net_usable', depositMonths: 3 });
	const row = await db
		.selectFrom('leases')
		.innerJoin('leaseUnits', 'leaseUnits.lease', 'leases.id')
		.select(['leases.depositCents', 'leaseUnits.m2'])
		.where('leases.id', '=', id)
		.executeTakeFirst();
	// 91.37 m² × 120 € = 10,964.40 € a year.
	expect(row).toEqual({ m2: 91.37, depositCents: 274_110 });
	expect(yearRent('surface', 12_000, [9137])).toBe(1_096_440);
	expect(yearRent('unit', 12_000, [9137, 800])).toBe(24_000);
	expect(yearRent('flat', 12_000, [9137, 800])).toBe(12_000);
});

test('terms that cannot be are refused, and nothing is lost', async () => {
	const { id } = await draftWith(house, { index: 'ILC', referenceQuarter: '2022-Q2' });
	expect(await refusal(set(id, { index: 'ILAT' }))).toBe('index_needs_its_quarter');
	expect(await refusal(set(id, { steps: [{ from: '2022-07-01', rentCents: 1 }] }))).toBe('steps_out_of_order');
	expect(await refusal(set(id, { steps: [{ from: '2032-07-01', rentCents: 1 }] }))).toBe('step_after_the_end');
	expect(await refusal(set(id, { index: 'ILC', referenceQuarter: '2022-Q2', firstRevisionOn: '2023-01-01' }))).toBe(
		'revision_before_its_time'
	);
	expect(await refusal(set(id, {}, 2))).toBe('changed_meanwhile');
	expect((await termsOf('mulhouse', [id])).get(id)).toMatchObject({ index: 'ILC', referenceQuarter: '2022-Q2' });
	for (const wrong of ['2024-Q5', '24-Q1', 'Q2', '2024'])
		expect(LeaseTerms.safeParse({ referenceQuarter: wrong }).error?.issues[0]?.message).toBe('quarter_expected');
});

test('what was sent to be signed, or is signed, keeps the terms of its document', async () => {
	const signatory = { signatory: 'Paul Muller', signatoryEmail: 'paul@locataire.example' };
	const { id } = await draftWith(
		house,
		{ charges: 'flat', chargesCents: 2800 },
		{ startsOn: '2041-01-01', endsOn: '2049-12-31', ...signatory }
	);
	await sendLease(house, { lease: id, version: 1, days: 14 });
	expect(await refusal(set(id, { charges: 'none' }, 2))).toBe('terms_were_sent');
	await withdrawLease(house, { lease: id, version: 2, because: '' });
	expect(await refusal(set(id, { charges: 'flat', chargesCents: 3000 }, 3))).toBe('accepted');

	const signed = await leaseWith(house, { charges: 'flat', chargesCents: 2800 });
	expect(await refusal(set(signed.id, { charges: 'none' }))).toBe('terms_were_signed');
	const kept = await termsOf('mulhouse', [id, signed.id]);
	expect([kept.get(id)?.chargesCents, kept.get(signed.id)?.chargesCents]).toEqual([3000, 2800]);
});

test('a quarter is read as people write it, and counted on', () => {
	for (const written of ['2024-Q2', '2024-T2', 'T2 2024', '2t2024', '2024 t2', '2e trim. 2024'])
		expect([written, asQuarter(written)]).toEqual([written, '2024-Q2']);
	expect(quarterAfter('2024-Q4', 1)).toBe('2025-Q1');
	expect(quarterAfter('2024-Q1', -1)).toBe('2023-Q4');
	expect(quarterAfter('2022-Q2', 12)).toBe('2025-Q2');
	expect(quarterEnds('2024-Q4')).toBe('2025-01-01');
});
