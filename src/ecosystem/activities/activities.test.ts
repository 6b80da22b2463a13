import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concept } from '../vocabulary/concepts.ts';
import { languages } from '../vocabulary/words.ts';
import {
	activity,
	activityLabel,
	checkActivity,
	divisionCodes,
	divisionLabel,
	nomenclatures,
	sectionCodes,
	sectionLabel,
	sectorsOfActivity
} from './activities.ts';
import { headcountBand, legalForm, sizeClasses, sizeOfBand, sizeOfHeadcount } from './firms.ts';
import nafLines from './naf-rev2.json' with { type: 'json' };

const codes = nafLines.map((line) => line.split(' | ')[0]);

test('a code of NAF rev. 2 is known with or without its dot, in either case', () => {
	for (const typed of ['25.62B', '2562B', '25.62b', ' 25 62 b '])
		expect(checkActivity(typed, 'NAFREV2')).toEqual({ ok: true, value: '25.62B' });
	expect(checkActivity('25.62Z', 'NAFREV2')).toEqual({ ok: false, code: 'activity_unknown' });
	expect(checkActivity('25.6', 'NAFREV2')).toEqual({ ok: true, value: '25.6' });
	expect(checkActivity('C', 'NAFREV2')).toEqual({ ok: true, value: 'C' });
	expect(checkActivity('machines', 'NAFREV2')).toEqual({ ok: false, code: 'activity_wrong_shape' });
	expect(checkActivity('', 'NAFREV2')).toEqual({ ok: false, code: 'activity_wrong_shape' });
});

test('all 1,728 codes of NAF rev. 2 are known under their own name', () => {
	expect(codes).toHaveLength(1728);
	expect(codes.filter((code) => activity(code, 'NAFREV2')?.code !== code)).toEqual([]);
});

test('later nomenclatures are known by shape and division', () => {
	expect(checkActivity('2562y', 'NAF2025')).toEqual({ ok: true, value: '25.62Y' });
	expect(checkActivity('25.62', 'NACE')).toEqual({ ok: true, value: '25.62' });
	expect(checkActivity('25.62B', 'NACE')).toEqual({ ok: false, code: 'activity_wrong_shape' });
	expect(checkActivity('04.10Z', 'NAF2025')).toEqual({ ok: false, code: 'activity_unknown' });
	expect(checkActivity('45.20', 'NACE')).toEqual({ ok: false, code: 'activity_unknown' });
	expect(checkActivity('45.20A', 'NAFREV2')).toEqual({ ok: true, value: '45.20A' });
	expect(activity('25.62Y', 'NAF2025')).toEqual({
		code: '25.62Y',
		nomenclature: 'NAF2025',
		level: 'subclass',
		division: '25',
		section: null
	});
});

test('a code tells its level, division and section', () => {
	expect(activity('2562B', 'NAFREV2')).toEqual({
		code: '25.62B',
		nomenclature: 'NAFREV2',
		level: 'subclass',
		division: '25',
		section: 'C'
	});
	expect(activity('62', 'NAFREV2')).toEqual({ code: '62', nomenclature: 'NAFREV2', level: 'division', division: '62', section: 'J' });
	expect(activity('C', 'NAFREV2')).toEqual({ code: 'C', nomenclature: 'NAFREV2', level: 'section', division: null, section: 'C' });
	expect(activity('99.99Z', 'NAFREV2')).toBeUndefined();
});

test('French reads the official label, German and English that of the division', () => {
	expect(languages.map((language) => activityLabel('2562B', 'NAFREV2', language))).toEqual([
		'Mécanique industrielle',
		'Metallerzeugnisse (ohne Maschinen)',
		'Fabricated metal products, except machinery'
	]);
	expect(activityLabel('25.62Y', 'NAF2025', 'fr')).toBe('Produits métalliques, hors machines');
	expect(activityLabel('C', 'NAFREV2', 'de')).toBe('Verarbeitendes Gewerbe');
	expect(activityLabel('??', 'NACE', 'en')).toBe('??');
});

test('the 88 divisions and 21 sections are those of the nomenclature, with a label of their own in each language', () => {
	expect(divisionCodes).toEqual(codes.filter((code) => /^\d{2}$/.test(code)));
	expect(sectionCodes).toEqual(codes.filter((code) => /^[A-U]$/.test(code)));
	for (const language of languages) {
		expect(new Set(divisionCodes.map((code) => divisionLabel(code, language))).size).toBe(88);
		expect(new Set(sectionCodes.map((code) => sectionLabel(code, language))).size).toBe(21);
	}
	for (const code of divisionCodes) expect(sectionCodes).toContain(activity(code, 'NAFREV2')!.section);
});

test('divisions stand in their section, in the order of the nomenclature', () => {
	const order = divisionCodes.map((code) => activity(code, 'NAFREV2')!.section!);
	expect(order).toEqual(order.toSorted());
	expect(['01', '33', '35', '43', '63', '99'].map((code) => activity(code, 'NAFREV2')!.section)).toEqual(['A', 'C', 'D', 'F', 'J', 'U']);
});

test('every activity belongs to a sector, the narrowest first', () => {
	expect(divisionCodes.filter((code) => sectorsOfActivity(code, 'NAFREV2').length === 0)).toEqual([]);
	expect(codes.filter((code) => code.length > 1 && sectorsOfActivity(code, 'NAFREV2').length === 0)).toEqual([]);
	expect(sectorsOfActivity('10.51A', 'NAFREV2')).toEqual(['dairy-industry', 'food-industry']);
	expect(sectorsOfActivity('26.52Z', 'NAFREV2')).toEqual(['watchmaking', 'electronics-industry']);
	expect(sectorsOfActivity('10.51', 'NACE')).toEqual(['food-industry']);
	expect(sectorsOfActivity('nothing', 'NACE')).toEqual([]);
	for (const code of codes) for (const id of sectorsOfActivity(code, 'NAFREV2')) expect(concept(id)?.kind).toBe('sector');
});

test('whatever is typed is answered, and an accepted code is accepted again unchanged', () => {
	fc.assert(
		fc.property(
			fc.oneof(fc.string(), fc.stringMatching(/^\d{2}\.?\d{0,2}[A-Za-z]?$/)),
			fc.constantFrom(...nomenclatures),
			(typed, nomenclature) => {
				const answer = checkActivity(typed, nomenclature);
				if (!answer.ok) return ['activity_unknown', 'activity_wrong_shape'].includes(answer.code);
				return JSON.stringify(checkActivity(answer.value, nomenclature)) === JSON.stringify(answer);
			}
		)
	);
});

test('legal forms and bands have the names of the register', () => {
	expect(legalForm('5710')).toMatch(/SAS/);
	expect(legalForm('0001')).toBeUndefined();
	expect(headcountBand('21')).toBe('50 à 99 salariés');
});

test('firms are sized by their employees', () => {
	expect([0, 9, 10, 49, 50, 249, 250, 4999, 5000].map(sizeOfHeadcount)).toEqual([
		'micro',
		'micro',
		'small',
		'small',
		'medium',
		'medium',
		'mid_cap',
		'mid_cap',
		'large'
	]);
	const bands = ['NN', '00', '01', '02', '03', '11', '12', '21', '22', '31', '32', '41', '42', '51', '52', '53'];
	expect(bands.map(sizeOfBand)).toEqual([
		...Array(5).fill('micro'),
		...Array(2).fill('small'),
		...Array(3).fill('medium'),
		...Array(4).fill('mid_cap'),
		...Array(2).fill('large')
	]);
	expect(sizeOfBand('99')).toBeUndefined();
	expect(sizeClasses).toEqual(['micro', 'small', 'medium', 'mid_cap', 'large']);
});
