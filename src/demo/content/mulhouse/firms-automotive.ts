import type { Organisation } from '../types.ts';

export const firmsAutomotive: Organisation[] = [
	{
		key: 'gussform-oberelsass',
		name: 'Gussform Oberelsass',
		legalName: 'Gussform Oberelsass SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Ensisheim',
		postcode: '68190',
		street: '12 rue de la Lingotière',
		naf: '24.53Z',
		size: 'medium',
		headcount: 142,
		founded: 1996,
		languages: ['de', 'fr'],
		website: 'https://gussform-oberelsass.example',
		description: {
			de: 'Druckguss aus Aluminium und Zink, Schließkräfte von 250 bis 1600 Tonnen. Tochter einer badischen Familiengruppe, Gehäuse für Elektromotoren und Leistungselektronik, Zweischichtbetrieb, eigene CNC-Bearbeitung.',
			fr: 'Fonderie sous pression d’aluminium et de zamak, de 250 à 1 600 tonnes. Filiale d’un groupe familial badois, boîtiers pour moteurs électriques et électronique de puissance.'
		},
		technologies: ['foundry', 'industrial-robotics', 'machine-vision', 'die-casting'],
		sectors: ['metallurgy', 'automotive'],
		people: [
			{
				name: 'Holger Strittmatter',
				role: 'Werksleiter',
				email: 'holger.strittmatter@gussform-oberelsass.example',
				shown: true,
				owner: true
			},
			{ name: 'Aurélie Simon', role: 'Leiterin Qualität', email: 'aurelie.simon@gussform-oberelsass.example', shown: true }
		]
	},
	{
		key: 'rheinfels-antrieb',
		name: 'Rheinfels Antriebe France',
		legalName: 'Rheinfels Antriebe France SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Saint-Louis',
		postcode: '68300',
		street: '25 rue des Trois Bornes',
		naf: '28.15Z',
		size: 'medium',
		headcount: 88,
		founded: 1985,
		languages: ['de', 'fr'],
		website: 'https://rheinfels-antrieb.example',
		description: {
			de: 'Montage und Prüfung von Getriebemotoren für Fördertechnik, rund 30.000 Einheiten im Jahr in 6.000 Varianten. Die Konstruktion sitzt in Südbaden, gebaut wird in Saint-Louis.'
		},
		technologies: ['machining', 'digital-twin', 'erp'],
		sectors: ['machinery', 'metal-products', 'logistics-sector'],
		people: [
			{
				name: 'Birgit Hauenstein',
				role: 'Geschäftsführerin',
				email: 'birgit.hauenstein@rheinfels-antrieb.example',
				shown: true,
				owner: true
			},
			{ name: 'Pascal Ueberschlag', role: 'Montageleiter', email: 'pascal.ueberschlag@rheinfels-antrieb.example', shown: true }
		]
	},
	{
		key: 'kolbenwerk-mulhouse',
		name: 'Kolbenwerk Sausheim',
		legalName: 'Kolbenwerk Sausheim SAS',
		kind: 'mid_cap',
		country: 'FR',
		commune: 'Sausheim',
		postcode: '68390',
		street: '60 avenue des Bielles',
		naf: '29.32Z',
		size: 'mid_cap',
		headcount: 420,
		founded: 1973,
		languages: ['fr', 'de', 'en'],
		website: 'https://kolbenwerk-mulhouse.example',
		description: {
			fr: 'Pistons et axes pour moteurs thermiques et compresseurs, 3,5 millions de pièces par an. En pleine diversification vers les pompes à chaleur et l’hydrogène.',
			en: 'Pistons and pins for combustion engines and compressors, 3.5 million parts a year, now diversifying into heat pumps and hydrogen compressors.'
		},
		technologies: ['machining', 'industrial-robotics', 'mes', 'predictive-maintenance'],
		sectors: ['automotive-suppliers', 'automotive', 'metal-products'],
		people: [
			{ name: 'Carlos Mendes', role: 'Directeur d’usine', email: 'carlos.mendes@kolbenwerk-mulhouse.example', shown: true, owner: true },
			{ name: 'Ingrid Schaub', role: 'Responsable industrie 4.0', email: 'ingrid.schaub@kolbenwerk-mulhouse.example', shown: true }
		]
	},
	{
		key: 'ochsenfeld-assises',
		name: 'Ochsenfeld Assises',
		legalName: 'Ochsenfeld Assises SAS',
		kind: 'mid_cap',
		country: 'FR',
		commune: 'Cernay',
		postcode: '68700',
		street: '100 rue du Juste-à-temps',
		naf: '29.32Z',
		size: 'mid_cap',
		headcount: 265,
		founded: 1999,
		languages: ['fr', 'en'],
		website: 'https://ochsenfeld-assises.example',
		description: {
			fr: 'Assemblage synchrone de sièges automobiles, 1 150 véhicules par jour, livraison quatre heures après l’appel. Chaque minute d’arrêt se paie.'
		},
		technologies: ['mes', 'traceability', 'logistics'],
		sectors: ['automotive-suppliers', 'automotive', 'logistics-sector'],
		people: [
			{ name: 'Fatima Berrada', role: 'Directrice de site', email: 'fatima.berrada@ochsenfeld-assises.example', shown: true, owner: true },
			{ name: 'Jérôme Kling', role: 'Responsable logistique', email: 'jerome.kling@ochsenfeld-assises.example', shown: true }
		]
	},
	{
		key: 'hardtcable',
		name: 'Hardtcâble Faisceaux',
		legalName: 'Hardtcâble Faisceaux SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Ottmarsheim',
		postcode: '68490',
		street: '7 rue des Connecteurs',
		naf: '29.31Z',
		size: 'medium',
		headcount: 81,
		founded: 1994,
		languages: ['fr'],
		website: 'https://hardtcable.example',
		description: {
			fr: 'Faisceaux électriques pour bus, engins de chantier et armoires. Petites séries, forte variété, câblage sur planche et test électrique à 100 %.'
		},
		technologies: ['traceability', 'quality-management', 'wiring'],
		sectors: ['automotive-suppliers', 'automotive', 'electronics-industry'],
		people: [
			{ name: 'Nathalie Ehret', role: 'Directrice', email: 'nathalie.ehret@hardtcable.example', shown: true, owner: true },
			{ name: 'David Munch', role: 'Responsable test', email: 'david.munch@hardtcable.example', shown: false }
		]
	}
];
