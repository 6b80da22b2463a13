import { expect, test } from 'vitest';
import { whatNames, type Firm } from './anonymity.ts';

const roth: Firm = {
	name: 'Filature Roth',
	legalName: 'Filature Roth & Fils SAS',
	siren: '732829320',
	siret: '73282932000074',
	vat: 'FR44732829320',
	foreignId: null,
	website: 'https://www.rothfil.example/contact',
	email: 'contact@rothfil.example',
	phone: '+33 3 89 12 34 56',
	street: '12 rue des Tisserands',
	postcode: '68100',
	communeName: 'Mulhouse',
	people: [
		{ name: 'Jean Vogelweith', email: 'jean@rothfil.example' },
		{ name: 'Anne Klein', email: 'anne.klein@gmail.com' }
	]
};

const found = (problem: string, firm = roth) => whatNames({ problem }, firm).map(({ found, certain }) => `${found}${certain ? '' : ' ?'}`);

test('a text about the matter alone names nobody', () => {
	const texts = [
		'On casse 40 fils par heure sur les continus à filer, et la nuit personne ne voit rien. Budget 20 000 €, machine de 1998, 12 000 broches.',
		'Wir spinnen feine Garne. Ein kleines Team, klein aber fein: die Kamera muss 0,05 mm sehen, bei 180 m/min und 30 °C.',
		'We spin yarn for medical use (ISO 13485:2016, batch 2024-118, part 4711-0815/22), 3.5 t a day.',
		'Rattière réf. 73 282, pas 0.05, tolérance +0,02/-0,01, norme NF EN 12345-2, du 12.03.2026 au 15.04.2026.'
	];
	expect(texts.map((text) => found(text))).toEqual([[], [], [], []]);
});

test('names of the firm are found however they are written', () => {
	expect(found('Chez Filature Roth, on file.')).toEqual(['Filature Roth']);
	expect(found('LA FILATURE-ROTH a un souci')).toContain('FILATURE-ROTH');
	expect(found('voir #filatureroth2026')).toEqual(['filatureroth2026']);
	expect(found('photo IMG_FilatureRoth.jpg')).toContain('FilatureRoth');
	expect(found('La Filature Roth et Fils')).toContain('Filature Roth');
	expect(found('les produits RothFil sont connus')).toEqual(['RothFil']);
	expect(found('Roth file depuis 1890')).toEqual(['Roth ?']);
});

test('addresses, telephone numbers and registered numbers are found', () => {
	expect(found('Écrivez à achats@autre.example ou appelez le 03 89 12 34 56')).toEqual(['achats@autre.example', '03 89 12 34 56']);
	expect(found('voir https://autre.example/x')).toEqual(['https://autre.example/x']);
	expect(found('SIREN 732 829 320')).toEqual(['732 829 320']);
	expect(found('TVA FR44 732829320, Siret 732.829.320.00074')).toEqual(['44 732829320', '732.829.320.00074']);
	expect(found('Tel. 0049 7621 9876543')).toEqual(['0049 7621 9876543']);
	expect(found('03.89.99.88.77')).toEqual(['03.89.99.88.77']);
});

test('people are found by their whole name, and by their family name where it is meant as a name', () => {
	expect(found('Demandez Jean VOGELWEITH')).toEqual(['Jean VOGELWEITH']);
	expect(found('Vogelweith Jean, atelier 2')).toContain('Vogelweith Jean');
	expect(found('Fragen Sie Frau Klein')).toEqual(['Klein']);
	expect(found('mme klein vous répondra')).toEqual(['klein']);
	expect(found('nous demandons à Klein de passer')).toEqual(['Klein ?']);
	expect(found('Ein klein wenig. Klein ist gut.')).toEqual([]);
});

test('places closer than the department are found, the department is not', () => {
	expect(found('usine au 12 rue des Tisserands')).toEqual(['rue des Tisserands']);
	expect(found('notre atelier de Mulhouse, 68100')).toEqual(['Mulhouse ?', '68100 ?']);
	expect(found('atelier dans le Haut-Rhin (68), en Alsace')).toEqual([]);
});

test('words of the trade are no names, even when a firm is called by them', () => {
	const trade: Firm = { ...roth, name: 'Usinage Précision', legalName: 'Usinage', website: null, email: null, people: [] };
	expect(found('Nous cherchons de l’usinage', trade)).toEqual(['usinage ?']);
	expect(found('Chez Usinage Précision, la qualité', trade)).toContain('Usinage Précision');
});

test('umlauts in either spelling are the same name', () => {
	const mueller: Firm = { ...roth, name: 'Müller Präzision', legalName: 'Müller Präzision GmbH', website: null, email: null, people: [] };
	expect(found('Bei Mueller Praezision fehlt eine Prüfung', mueller)).toContain('Mueller Praezision');
	expect(found('Bei MULLER PRAZISION', mueller)).toContain('MULLER PRAZISION');
});

test('a long text does not take long', () => {
	const started = performance.now();
	whatNames({ problem: 'Filature rothfil 03 89 aaa '.repeat(300), result: '0 '.repeat(4000), constraints: 'a@'.repeat(4000) }, roth);
	expect(performance.now() - started).toBeLessThan(2000);
});
