import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	checkForeignId,
	checkSiren,
	checkSiret,
	checkUid,
	checkVat,
	isMadeUpSiren,
	madeUpSiren,
	sirenOfSiret,
	vatOfSiren
} from './identifiers.ts';

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));

test('a SIREN has nine digits and a sum that ends in zero, however it is typed', () => {
	expect(checkSiren('732829320')).toEqual({ ok: true, value: '732829320' });
	expect(checkSiren(' 732 829 320 ')).toEqual({ ok: true, value: '732829320' });
	expect(checkSiren('732.829.320')).toEqual({ ok: true, value: '732829320' });
	expect(checkSiren('732829321')).toEqual({ ok: false, code: 'siren_check_digit' });
	expect(checkSiren('73282932')).toEqual({ ok: false, code: 'siren_wrong_length' });
	expect(checkSiren('73282932O')).toEqual({ ok: false, code: 'siren_not_digits' });
	expect(checkSiren('')).toEqual({ ok: false, code: 'siren_not_digits' });
	expect(checkSiren('000000000')).toEqual({ ok: false, code: 'siren_check_digit' });
});

test('of ten endings of a SIREN exactly one is right, and no wrong digit slips through', () => {
	fc.assert(
		fc.property(digits(8), fc.nat(7), fc.integer({ min: 1, max: 9 }), (body, place, shift) => {
			const valid = Array.from({ length: 10 }, (_, end) => body + end).filter((siren) => checkSiren(siren).ok);
			if (Number(body) === 0) return valid.length === 0;
			const wrong = (Number(body[place]) + shift) % 10;
			return valid.length === 1 && !checkSiren(valid[0].slice(0, place) + wrong + valid[0].slice(place + 1)).ok;
		})
	);
});

test('a SIRET is a SIREN and five digits more', () => {
	expect(checkSiret('732 829 320 00074')).toEqual({ ok: true, value: '73282932000074' });
	expect(sirenOfSiret('73282932000074')).toBe('732829320');
	expect(checkSiret('73282932000075')).toEqual({ ok: false, code: 'siret_check_digit' });
	expect(checkSiret('732829320')).toEqual({ ok: false, code: 'siret_wrong_length' });
	expect(checkSiret('73282932A00074')).toEqual({ ok: false, code: 'siret_not_digits' });
	expect(checkSiret('73282932100072')).toEqual({ ok: false, code: 'siret_siren_check_digit' });
});

test('establishments of La Poste may satisfy a sum by five instead', () => {
	expect(checkSiret('35600000000048')).toEqual({ ok: true, value: '35600000000048' });
	expect(checkSiret('35600000049837')).toEqual({ ok: true, value: '35600000049837' });
	expect(checkSiret('35600000049838')).toEqual({ ok: false, code: 'siret_check_digit' });
	expect(checkSiret('73282932000073')).toEqual({ ok: false, code: 'siret_check_digit' });
});

test('a French VAT number is made from the SIREN', () => {
	expect(vatOfSiren('732829320')).toBe('FR44732829320');
	expect(checkVat('fr 44 732 829 320')).toEqual({ ok: true, value: 'FR44732829320', checked: 'key' });
	expect(checkVat('FR45732829320')).toEqual({ ok: false, code: 'vat_key' });
	expect(checkVat('FR44732829321')).toEqual({ ok: false, code: 'vat_siren_check_digit' });
	expect(checkVat('FRK7732829320')).toEqual({ ok: true, value: 'FRK7732829320', checked: 'shape' });
	expect(checkVat('FRO7732829320')).toEqual({ ok: false, code: 'vat_wrong_shape' });
});

test('the key of every SIREN is accepted, and no other key in figures', () => {
	fc.assert(
		fc.property(digits(8), fc.nat(99), (body, other) => {
			const siren = Array.from({ length: 10 }, (_, end) => body + end).find((candidate) => checkSiren(candidate).ok);
			fc.pre(siren !== undefined);
			const right = vatOfSiren(siren!);
			const tried = `FR${String(other).padStart(2, '0')}${siren}`;
			return checkVat(right).ok && checkVat(tried).ok === (tried === right);
		})
	);
});

test.each([
	'ATU13585627',
	'BE0428759497',
	'DE136695976',
	'DK13585628',
	'EL094259216',
	'ES54362315K',
	'ESX5253868R',
	'ESJ99216582',
	'FI20774740',
	'HR33392005961',
	'IT00743110157',
	'LU15027442',
	'NL004495445B01',
	'PL8567346215',
	'PT501964843',
	'SE123456789701'
])('%s is right, and with any other last digit of its check it is not', (vat) => {
	expect(checkVat(vat)).toEqual({ ok: true, value: vat, checked: 'key' });
	const country = vat.slice(0, 2);
	const place = { NL: vat.length - 4, SE: vat.length - 3 }[country] ?? vat.length - 1;
	const signs = /[A-Z]/.test(vat[place]) ? 'ABCDEFGHJKLMNPQRSTVWXYZ' : '0123456789';
	const others = [...signs].filter((sign) => sign !== vat[place]).map((sign) => vat.slice(0, place) + sign + vat.slice(place + 1));
	expect(others.filter((other) => checkVat(other).ok)).toEqual([]);
});

test.each([
	['BG175074752'],
	['CY10259033P'],
	['CZ25123891'],
	['EE100931558'],
	['HU12892312'],
	['IE6433435F'],
	['IE6433435OA'],
	['LT119511515'],
	['LT100001919017'],
	['LV40003521600'],
	['MT11679112'],
	['RO18547290'],
	['SI50223054'],
	['SK2022749619'],
	['XI123456789']
])('%s has the shape of its country', (vat) => {
	expect(checkVat(vat)).toEqual({ ok: true, value: vat, checked: 'shape' });
	expect(checkVat(`${vat}99999`)).toEqual({ ok: false, code: 'vat_wrong_shape' });
});

test('all 27 member states and Northern Ireland are known, Greece under both its names', () => {
	const states = 'AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI'.split(' ');
	expect(
		states.filter((state) => checkVat(`${state}?`).ok || (checkVat(`${state}?`) as { code: string }).code !== 'vat_wrong_shape')
	).toEqual([]);
	expect(checkVat('GR094259216')).toEqual({ ok: true, value: 'EL094259216', checked: 'key' });
	expect(checkVat('US123')).toEqual({ ok: false, code: 'vat_country_unknown' });
	expect(checkVat('44732829320')).toEqual({ ok: false, code: 'vat_no_country' });
});

test('Belgian numbers of nine digits get their zero', () => {
	expect(checkVat('BE 428.759.497')).toEqual({ ok: true, value: 'BE0428759497', checked: 'key' });
});

test('a Swiss UID keeps its usual dress', () => {
	expect(checkUid('CHE-100.155.212')).toEqual({ ok: true, value: 'CHE-100.155.212' });
	expect(checkUid('che100155212 MWST')).toEqual({ ok: true, value: 'CHE-100.155.212' });
	expect(checkUid('CHE-100.155.213')).toEqual({ ok: false, code: 'uid_check_digit' });
	expect(checkUid('CHE-100.155')).toEqual({ ok: false, code: 'uid_wrong_shape' });
});

test('a foreign identifier is kept as it is, with a country that exists', () => {
	expect(checkForeignId('de', ' HRB  704512 ')).toEqual({ ok: true, value: 'HRB 704512', country: 'DE' });
	expect(checkForeignId('XQ', 'HRB 1')).toEqual({ ok: false, code: 'foreign_id_country_unknown' });
	expect(checkForeignId('DE', ' - ')).toEqual({ ok: false, code: 'foreign_id_empty' });
	expect(checkForeignId('DE', '1'.repeat(41))).toEqual({ ok: false, code: 'foreign_id_too_long' });
});

test('whatever is typed is answered, and what was accepted is accepted again unchanged', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), digits(9), digits(14)), (typed) =>
			[checkSiren, checkSiret, checkVat, checkUid, (text: string) => checkForeignId('DE', text)].every((check) => {
				const answer = check(typed);
				return answer.ok ? JSON.stringify(check(answer.value)) === JSON.stringify(answer) : /^[a-z_]+$/.test(answer.code);
			})
		)
	);
});

test('made-up SIRENs are valid, all different, and below every number that was given out', () => {
	const all = Array.from({ length: 19_800 }, (_, nth) => madeUpSiren(nth));
	expect(madeUpSiren(0)).toBe('000001008');
	expect(all.filter((siren) => !checkSiren(siren).ok || Number(siren) >= 199_968 || !isMadeUpSiren(siren))).toEqual([]);
	expect(new Set(all).size).toBe(all.length);
	expect(isMadeUpSiren('000325175')).toBe(false);
	expect(isMadeUpSiren('732829320')).toBe(false);
	expect(() => madeUpSiren(19_800)).toThrow(RangeError);
	expect(() => madeUpSiren(-1)).toThrow(RangeError);
});
