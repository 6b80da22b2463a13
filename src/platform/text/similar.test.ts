import fc from 'fast-check';
import { expect, test } from 'vitest';
import { likelySame, nameKey, nameSimilarity } from './similar.ts';

test('a name is known without its legal form, accents and marks', () => {
	const names = ['Mécanique du Rhin S.A.R.L.', 'SAS Mécanique du Rhin', 'MECANIQUE DU RHIN (SASU)', 'Mécanique-du-Rhin'];
	expect(new Set(names.map(nameKey))).toEqual(new Set(['mecanique du rhin']));
	expect(nameKey('Müller & Söhne GmbH & Co. KG')).toBe('mueller und soehne');
	expect(nameKey('Bäckerei Weiß e.K.')).toBe('baeckerei weiss');
	expect(nameKey('Filature Roth, société par actions simplifiée')).toBe('filature roth');
	expect(nameKey('SA')).toBe('sa');
	expect(nameKey('A.C.M.E. Robotics AG')).toBe('acme robotics');
});

const same: [string, string][] = [
	['Filature Roth SAS', 'SARL Filature Roth'],
	['Müller Präzision GmbH', 'Mueller Praezision AG'],
	['Ets Schneider & Fils', 'Schneider et Fils SA'],
	['Vision Rhénane', 'Vision Rhenane S.A.S.'],
	['Alsace Mécatronique', 'Alsace Mecatronic'],
	['Schweißtechnik Oberrhein GmbH', 'Schweisstechnik Oberrhein GmbH & Co. KG'],
	['Datalab Mulhouse', 'Data Lab Mulhouse'],
	['Plastiques du Sundgau', 'Plastique du Sundgau'],
	['Tissages Koechlin', 'Tissage Köchlin'],
	['Usinage Meyer & Cie', 'Usinage Meyer'],
	['Robotique Industrielle de l’Est', 'Robotique industrielle Est'],
	['Werkzeugbau Zimmermann KG', 'Werkzeugbau Zimmerman'],
	['Novatex Automation', 'Novatex-Automation SAS'],
	['S.A. Imprimerie des Vosges', 'Imprimerie des Vosges'],
	['Universität Freiburg', 'Universitaet Freiburg'],
	['Softline Conseil', 'Soft Line Conseil']
];

const different: [string, string][] = [
	['Filature Roth', 'Filature Meyer'],
	['Mécanique du Rhin', 'Mécanique du Sundgau'],
	['Müller Präzision GmbH', 'Müller Logistik GmbH'],
	['Fonderie de Mulhouse', 'Brasserie de Mulhouse'],
	['Alsace Robotique', 'Alsace Plastique'],
	['SAS Martin', 'SAS Marchand'],
	['Vision 21', 'Vision 24'],
	['ABC Conseil', 'ABD Conseil'],
	['Rhin Data', 'Rhône Data'],
	['Schneider Electric', 'Schneider Textil'],
	['Université de Haute-Alsace', 'Université de Strasbourg'],
	['Meyer Usinage', 'Meier Informatik'],
	['Tech Sundgau', 'Biotech Sundgau Nutrition'],
	['Usine 4.0', 'Usine 17'],
	['Cartonnerie Weber', 'Charpente Weber'],
	['SA', 'AG']
];

test.for(same)('%s and %s are pointed out', ([a, b]) => {
	expect(nameSimilarity(a, b)).toBeGreaterThanOrEqual(likelySame);
});

test.for(different)('%s and %s are left alone', ([a, b]) => {
	expect(nameSimilarity(a, b)).toBeLessThan(likelySame);
});

test('likeness has no direction, is whole for itself, and stays between none and all', () => {
	const word = fc.constantFrom(...[...same, ...different].flat().flatMap((name) => name.split(' ')));
	const name = fc.oneof(
		fc.string({ unit: 'grapheme', maxLength: 60 }),
		fc.array(word, { maxLength: 5 }).map((words) => words.join(' '))
	);
	fc.assert(
		fc.property(name, name, (a, b) => {
			const similarity = nameSimilarity(a, b);
			expect(similarity).toBeGreaterThanOrEqual(0);
			expect(similarity).toBeLessThanOrEqual(1);
			expect(nameSimilarity(b, a)).toBeCloseTo(similarity, 10);
			expect(nameSimilarity(a, a)).toBe(nameKey(a) === '' ? 0 : 1);
		})
	);
});
