import type { Organisation } from '../types.ts';

export const firmsMachines: Organisation[] = [
	{
		key: 'tournalt',
		name: 'Tournalt Précision',
		legalName: 'Tournalt Précision SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Altkirch',
		postcode: '68130',
		street: '4 rue du Mandrin',
		naf: '25.62B',
		size: 'small',
		headcount: 19,
		founded: 2001,
		languages: ['fr'],
		website: 'https://tournalt.example',
		description: {
			fr: 'Tournage et fraisage de pièces pour machines d’emballage et équipementiers agroalimentaires. 19 personnes, aucune à l’informatique.'
		},
		technologies: ['machining'],
		sectors: ['metal-products', 'food-industry'],
		people: [
			{ name: 'Sandrine Tschann', role: 'Co-gérante', email: 'sandrine.tschann@tournalt.example', shown: true, owner: true },
			{ name: 'Éric Tschann', role: 'Co-gérant, atelier', email: 'eric.tschann@tournalt.example', shown: false }
		]
	},
	{
		key: 'pompes-illbrunn',
		name: 'Pompes Illbrunn',
		legalName: 'Pompes Illbrunn SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Illzach',
		postcode: '68110',
		street: '33 rue du Corps de pompe',
		naf: '28.13Z',
		size: 'medium',
		headcount: 112,
		founded: 1961,
		languages: ['fr', 'en'],
		website: 'https://pompes-illbrunn.example',
		description: {
			fr: 'Pompes centrifuges et groupes motopompes pour l’eau, la chimie et l’incendie, fabriqués à l’unité ou par dix. Le service après-vente pèse un tiers du chiffre d’affaires.'
		},
		technologies: ['machining', 'iot', 'plm'],
		sectors: ['pumps-valves', 'metal-products', 'energy-sector', 'chemical-industry'],
		people: [
			{ name: 'Arnaud Illig', role: 'Directeur général', email: 'arnaud.illig@pompes-illbrunn.example', shown: true, owner: true },
			{ name: 'Perrine Vonarx', role: 'Responsable service', email: 'perrine.vonarx@pompes-illbrunn.example', shown: true }
		]
	},
	{
		key: 'ascensal',
		name: 'Ascensal Levage',
		legalName: 'Ascensal Levage SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Wittenheim',
		postcode: '68270',
		street: '10 rue du Palan',
		naf: '28.22Z',
		size: 'small',
		headcount: 40,
		founded: 1995,
		languages: ['fr', 'de'],
		website: 'https://ascensal.example',
		description: {
			fr: 'Ponts roulants, tables élévatrices et palonniers spéciaux. Étude, fabrication, montage et vérifications périodiques dans un rayon de 150 km.'
		},
		technologies: ['plc', 'cad', 'quality-management'],
		sectors: ['machinery', 'metal-products', 'logistics-sector', 'construction'],
		people: [{ name: 'Joël Hassler', role: 'Gérant', email: 'joel.hassler@ascensal.example', shown: true, owner: true }]
	},
	{
		key: 'brunnacker-tex',
		name: 'Brunnacker Textilmaschinen',
		legalName: 'Brunnacker Textilmaschinen SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Guebwiller',
		postcode: '68500',
		street: '71 rue de la République-aux-Métiers',
		naf: '28.94Z',
		size: 'medium',
		headcount: 59,
		founded: 1919,
		languages: ['de', 'fr', 'en'],
		website: 'https://brunnacker-tex.example',
		description: {
			de: 'Bau und Modernisierung von Zwirn- und Spulmaschinen, weltweiter Ersatzteildienst für Maschinen ab Baujahr 1960. Deutschsprachige Eigentümerfamilie, Fertigung im Blumental.',
			fr: 'Construction et modernisation de machines de retordage et de bobinage, pièces de rechange pour des machines de 1960 à aujourd’hui.'
		},
		technologies: ['plc', 'embedded-systems', 'cad'],
		sectors: ['textile-machinery', 'textile-industry', 'metal-products'],
		people: [
			{ name: 'Ernst Brunnacker', role: 'Inhaber', email: 'ernst.brunnacker@brunnacker-tex.example', shown: true, owner: true },
			{ name: 'Solène Jaeg', role: 'Bureau d’études électrique', email: 'solene.jaeg@brunnacker-tex.example', shown: true }
		]
	},
	{
		key: 'altenwag',
		name: 'Pesage Altenwag',
		legalName: 'Pesage Altenwag SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Lutterbach',
		postcode: '68460',
		street: '2 rue du Fléau',
		naf: '28.29A',
		size: 'small',
		headcount: 35,
		founded: 1974,
		languages: ['fr', 'de'],
		website: 'https://altenwag.example',
		description: {
			fr: 'Peseuses, trieuses pondérales et doseuses pour l’agroalimentaire et la chimie. Électronique conçue maison, métrologie légale.'
		},
		technologies: ['embedded-systems', 'iot', 'metrology'],
		sectors: ['packaging-machinery', 'food-industry', 'packaging-industry'],
		people: [
			{ name: 'Régine Walch', role: 'Présidente', email: 'regine.walch@altenwag.example', shown: true, owner: true },
			{ name: 'Thomas Bihler', role: 'R&D', email: 'thomas.bihler@altenwag.example', shown: true }
		]
	},
	{
		key: 'spechtal',
		name: 'Électronique Spechtal',
		legalName: 'Spechtal SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Riedisheim',
		postcode: '68400',
		street: '16 rue des Composants',
		naf: '26.12Z',
		size: 'medium',
		headcount: 86,
		founded: 1986,
		languages: ['fr', 'en'],
		website: 'https://spechtal.example',
		description: {
			fr: 'Sous-traitance électronique : cartes CMS et traversantes, intégration de coffrets, petites et moyennes séries. Trois lignes CMS et une inspection optique qui crie au loup.',
			en: 'Contract electronics manufacturer: SMT and through-hole boards, box build, small and medium series.'
		},
		technologies: ['electronics-design', 'traceability', 'machine-vision', 'pcb-assembly'],
		sectors: ['electronics-industry', 'medical-devices', 'railway-industry'],
		people: [
			{
				name: 'Delphine Specht-Aubert',
				role: 'Directrice générale',
				email: 'delphine.specht-aubert@spechtal.example',
				shown: true,
				owner: true
			},
			{ name: 'Mourad Ferhat', role: 'Responsable méthodes', email: 'mourad.ferhat@spechtal.example', shown: true }
		]
	},
	{
		key: 'sundvolt',
		name: 'Sundvolt Tableaux',
		legalName: 'Sundvolt Tableaux SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Altkirch',
		postcode: '68130',
		street: '20 rue du Jeu de barres',
		naf: '27.12Z',
		size: 'small',
		headcount: 32,
		founded: 1993,
		languages: ['fr'],
		website: 'https://sundvolt.example',
		description: {
			fr: 'Armoires électriques basse tension et coffrets d’automatisme, étudiés sur plan ou au cahier des charges. 900 armoires par an, aucune identique.'
		},
		technologies: ['cad', 'erp'],
		sectors: ['electrical-equipment', 'electronics-industry', 'energy-sector', 'construction'],
		people: [{ name: 'Cédric Nussbaum', role: 'Gérant', email: 'cedric.nussbaum@sundvolt.example', shown: true, owner: true }]
	},
	{
		key: 'lutterlen',
		name: 'Bobinages Lutterlen',
		legalName: 'Bobinages Lutterlen SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Lutterbach',
		postcode: '68460',
		street: '5 rue de l’Induit',
		naf: '33.14Z',
		size: 'small',
		headcount: 22,
		founded: 1950,
		languages: ['fr', 'de'],
		website: 'https://lutterlen.example',
		description: { fr: 'Rebobinage et réparation de moteurs électriques de 1 à 2 000 kW, dépannage jour et nuit, équilibrage dynamique.' },
		technologies: ['predictive-maintenance', 'energy-management'],
		sectors: ['electrical-equipment', 'energy-sector', 'paper-industry', 'metal-products'],
		people: [{ name: 'Jean-Marc Lutterlen', role: 'Gérant', email: 'jean-marc.lutterlen@lutterlen.example', shown: true, owner: true }]
	},
	{
		key: 'kerzmatt',
		name: 'Éclairages Kerzmatt',
		legalName: 'Kerzmatt SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Soultzmatt',
		postcode: '68570',
		street: '3 rue du Lumignon',
		naf: '27.40Z',
		size: 'small',
		headcount: 43,
		founded: 1982,
		languages: ['fr', 'de', 'en'],
		website: 'https://kerzmatt.example',
		description: {
			fr: 'Luminaires architecturaux et éclairage d’usine, réparables et réemployables. Profilés aluminium et pilotes LED remplaçables sans outil.'
		},
		technologies: ['electronics-design', 'iot', 'eco-design'],
		sectors: ['electrical-equipment', 'electronics-industry', 'construction'],
		people: [
			{ name: 'Muriel Kerz', role: 'Directrice', email: 'muriel.kerz@kerzmatt.example', shown: true, owner: true },
			{ name: 'Adrien Sutter-Blum', role: 'Développement produit', email: 'adrien.sutter-blum@kerzmatt.example', shown: true }
		]
	},
	{
		key: 'ferroval',
		name: 'Ferroval Ateliers',
		legalName: 'Ferroval Ateliers SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68200',
		street: '90 rue du Boggie',
		naf: '33.17Z',
		size: 'medium',
		headcount: 68,
		founded: 2006,
		languages: ['fr', 'de'],
		website: 'https://ferroval.example',
		description: {
			fr: 'Révision de wagons, d’essieux et d’attelages pour des loueurs de matériel. Chaque essieu a une histoire, il faut savoir la retrouver.'
		},
		technologies: ['non-destructive-testing', 'traceability', 'mobile-app'],
		sectors: ['railway-industry', 'metal-products'],
		people: [
			{ name: 'Walter Schmidlin', role: 'Directeur d’exploitation', email: 'walter.schmidlin@ferroval.example', shown: true, owner: true },
			{ name: 'Coralie Nuss', role: 'Responsable sécurité ferroviaire', email: 'coralie.nuss@ferroval.example', shown: true }
		]
	},
	{
		key: 'betschlin',
		name: 'Céramiques Betschlin',
		legalName: 'Céramiques Betschlin SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Cernay',
		postcode: '68700',
		street: '15 rue de la Barbotine',
		naf: '23.44Z',
		size: 'small',
		headcount: 30,
		founded: 1979,
		languages: ['fr', 'en'],
		website: 'https://betschlin.example',
		description: {
			fr: 'Pièces en alumine et en zircone : isolateurs, buses, guides-fils, implants. Pressage, usinage à vert, cuisson à 1 650 °C.'
		},
		technologies: ['additive-manufacturing', 'metrology', 'ceramic-forming'],
		sectors: ['ceramics-industry', 'medical-devices', 'electronics-industry', 'energy-sector'],
		people: [{ name: 'Fanny Betsch', role: 'Directrice technique', email: 'fanny.betsch@betschlin.example', shown: true, owner: true }]
	},
	{
		key: 'lauchenal',
		name: 'Verres techniques Lauchenal',
		legalName: 'Lauchenal SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Issenheim',
		postcode: '68500',
		street: '8 rue de la Canne',
		naf: '23.19Z',
		size: 'small',
		headcount: 25,
		founded: 1968,
		languages: ['fr', 'de'],
		website: 'https://lauchenal.example',
		description: { fr: 'Verrerie de laboratoire, réacteurs et hublots en borosilicate. Quatre souffleurs, moyenne d’âge 54 ans.' },
		technologies: ['metrology', 'machine-vision'],
		sectors: ['glass-industry', 'chemical-industry', 'pharmaceutical-industry'],
		people: [{ name: 'Roland Lauch', role: 'Gérant', email: 'roland.lauch@lauchenal.example', shown: true, owner: true }]
	}
];
