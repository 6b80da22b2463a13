import type { Organisation } from '../types.ts';

export const digitalFrench: Organisation[] = [
	{
		key: 'okulia',
		name: 'Okulia Vision',
		legalName: 'Okulia Vision SAS',
		kind: 'start_up',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '2 cour des Machines',
		naf: '62.01Z',
		size: 'small',
		headcount: 14,
		founded: 2018,
		languages: ['fr', 'en'],
		website: 'https://okulia.example',
		description: {
			fr: 'Contrôle qualité par caméra pour lignes à haute cadence : caméras, éclairage, apprentissage profond et intégration à l’automate. Nous venons voir vos rebuts avant de parler de prix.',
			en: 'Camera-based quality control for fast lines: optics, lighting, deep learning and PLC integration, done by people who have worked on shop floors.'
		},
		technologies: ['machine-vision', 'artificial-intelligence', 'industrial-robotics'],
		sectors: ['automotive', 'textile-industry', 'food-industry'],
		people: [
			{ name: 'Sonia Lehmann', role: 'Présidente', email: 'sonia.lehmann@okulia.example', shown: true, owner: true },
			{ name: 'Arthur Keller-Diaz', role: 'Ingénieur vision', email: 'arthur.keller-diaz@okulia.example', shown: true }
		]
	},
	{
		key: 'palierlog',
		name: 'Palierlog',
		legalName: 'Palierlog SAS',
		kind: 'start_up',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '2 cour des Machines',
		naf: '62.01Z',
		size: 'micro',
		headcount: 8,
		founded: 2020,
		languages: ['fr', 'de'],
		website: 'https://palierlog.example',
		description: {
			fr: 'Capteurs vibratoires sans fil et analyse des paliers, réducteurs et ventilateurs. Une alerte lisible par le mécanicien, pas un nuage de points.'
		},
		technologies: ['predictive-maintenance', 'iot', 'data-analytics', 'vibration-analysis', 'condition-monitoring'],
		sectors: ['paper-industry', 'metal-products', 'chemical-industry'],
		people: [
			{ name: 'Hugo Steinmetz', role: 'Co-fondateur', email: 'hugo.steinmetz@palierlog.example', shown: true, owner: true },
			{ name: 'Inès Carvalho', role: 'Analyste vibratoire', email: 'ines.carvalho@palierlog.example', shown: true }
		]
	},
	{
		key: 'gammatelier',
		name: 'Gammatelier',
		legalName: 'Gammatelier SAS',
		kind: 'digital_firm',
		country: 'FR',
		commune: 'Illzach',
		postcode: '68110',
		street: '2 rue de l’Ordre de fabrication',
		naf: '62.01Z',
		size: 'small',
		headcount: 23,
		founded: 2009,
		languages: ['fr', 'de'],
		website: 'https://gammatelier.example',
		description: {
			fr: 'Éditeur d’un MES pour ateliers de 15 à 150 personnes : suivi de production, TRS, traçabilité des lots et documents au poste.',
			de: 'MES-Anbieter für Betriebe mit 15 bis 150 Mitarbeitenden: Rückmeldung, OEE, Chargenverfolgung.'
		},
		technologies: ['mes', 'production-scheduling', 'traceability'],
		sectors: ['metal-products', 'plastics-industry', 'food-industry'],
		people: [
			{ name: 'Nicolas Baur', role: 'Directeur général', email: 'nicolas.baur@gammatelier.example', shown: true, owner: true },
			{ name: 'Céline Hoffarth', role: 'Chef de projet', email: 'celine.hoffarth@gammatelier.example', shown: true }
		]
	},
	{
		key: 'ordonansal',
		name: 'Ordonansal',
		legalName: 'Ordonansal SARL',
		kind: 'start_up',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '2 cour des Machines',
		naf: '62.01Z',
		size: 'micro',
		headcount: 6,
		founded: 2021,
		languages: ['fr'],
		website: 'https://ordonansal.example',
		description: {
			fr: 'Ordonnancement d’atelier à capacité finie, calculé en quelques secondes et repris à la main par le chef d’atelier.'
		},
		technologies: ['production-scheduling', 'artificial-intelligence', 'erp'],
		sectors: ['metal-products', 'plastics-industry'],
		people: [{ name: 'Maud Kiener', role: 'Co-fondatrice', email: 'maud.kiener@ordonansal.example', shown: true, owner: true }]
	},
	{
		key: 'brasdroit',
		name: 'Brasdroit Robotique',
		legalName: 'Brasdroit Robotique SAS',
		kind: 'digital_firm',
		country: 'FR',
		commune: 'Sausheim',
		postcode: '68390',
		street: '14 rue des Préhenseurs',
		naf: '28.99B',
		size: 'small',
		headcount: 27,
		founded: 2007,
		languages: ['fr', 'de'],
		website: 'https://brasdroit.example',
		description: {
			fr: 'Intégrateur de robots et de cobots : chargement de machines, palettisation, soudage, ponçage. Conception, sécurité machine et formation des opérateurs.'
		},
		technologies: ['industrial-robotics', 'cobot', 'plc'],
		sectors: ['metal-products', 'food-industry'],
		people: [
			{ name: 'Fabien Schott', role: 'Gérant', email: 'fabien.schott@brasdroit.example', shown: true, owner: true },
			{ name: 'Aïcha Benali', role: 'Responsable projets', email: 'aicha.benali@brasdroit.example', shown: true }
		]
	},
	{
		key: 'cyberhardt',
		name: 'Cyberhardt',
		legalName: 'Cyberhardt SAS',
		kind: 'digital_firm',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '2 cour des Machines',
		naf: '62.02A',
		size: 'small',
		headcount: 16,
		founded: 2016,
		languages: ['fr', 'de', 'en'],
		website: 'https://cyberhardt.example',
		description: {
			fr: 'Cybersécurité des systèmes industriels : cartographie des automates, cloisonnement, supervision, exercice de crise, mise en conformité NIS 2.',
			de: 'OT-Sicherheit für Produktionsbetriebe: Bestandsaufnahme, Segmentierung, Überwachung, Notfallübung.'
		},
		technologies: ['cybersecurity', 'scada', 'cloud', 'ot-security'],
		sectors: ['chemical-industry', 'energy-sector', 'food-industry'],
		people: [
			{ name: 'Guillaume Sattler', role: 'Président', email: 'guillaume.sattler@cyberhardt.example', shown: true, owner: true },
			{ name: 'Noémie Pfister', role: 'Auditrice OT', email: 'noemie.pfister@cyberhardt.example', shown: true }
		]
	},
	{
		key: 'wattbilan',
		name: 'Wattbilan',
		legalName: 'Wattbilan SAS',
		kind: 'start_up',
		country: 'FR',
		commune: 'Colmar',
		postcode: '68000',
		street: '8 rue des Clefs d’Or',
		naf: '62.01Z',
		size: 'micro',
		headcount: 9,
		founded: 2019,
		languages: ['fr', 'de'],
		website: 'https://wattbilan.example',
		description: { fr: 'Comptage d’énergie machine par machine et plan d’économies chiffré. Air comprimé, froid, vapeur, électricité.' },
		technologies: ['energy-management', 'iot', 'data-analytics'],
		sectors: ['plastics-industry', 'paper-industry', 'food-industry'],
		people: [
			{ name: 'Quentin Roesch', role: 'Co-fondateur', email: 'quentin.roesch@wattbilan.example', shown: true, owner: true },
			{ name: 'Agathe Weiss-Morel', role: 'Ingénieure énergie', email: 'agathe.weiss-morel@wattbilan.example', shown: true }
		]
	},
	{
		key: 'jumelia',
		name: 'Jumelia',
		legalName: 'Jumelia SAS',
		kind: 'start_up',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68200',
		street: '4 rue des Modèles réduits',
		naf: '72.19Z',
		size: 'micro',
		headcount: 7,
		founded: 2022,
		languages: ['fr', 'en'],
		website: 'https://jumelia.example',
		description: {
			fr: 'Jumeaux numériques de lignes et de flux, issus d’une thèse soutenue à Mulhouse : on simule la ligne avant d’acheter le convoyeur.'
		},
		technologies: ['digital-twin', 'numerical-simulation', 'artificial-intelligence'],
		sectors: ['logistics-sector', 'automotive', 'chemical-industry'],
		people: [{ name: 'Clément Aubry', role: 'Président', email: 'clement.aubry@jumelia.example', shown: true, owner: true }]
	},
	{
		key: 'erpelin',
		name: 'Erpelin Conseil',
		legalName: 'Erpelin Conseil SARL',
		kind: 'digital_firm',
		country: 'FR',
		commune: 'Colmar',
		postcode: '68000',
		street: '41 avenue de Lorraine',
		naf: '62.02A',
		size: 'small',
		headcount: 12,
		founded: 2005,
		languages: ['fr'],
		website: 'https://erpelin.example',
		description: {
			fr: 'Choix et déploiement d’ERP pour PME industrielles : cahier des charges, reprise des données, conduite du changement, indépendance vis-à-vis des éditeurs.'
		},
		technologies: ['erp', 'data-integration', 'e-invoicing'],
		sectors: ['metal-products', 'wood-industry', 'food-industry'],
		people: [{ name: 'Bénédicte Erpelin', role: 'Gérante', email: 'benedicte.erpelin@erpelin.example', shown: true, owner: true }]
	},
	{
		key: 'traceor',
		name: 'Traceor',
		legalName: 'Traceor SAS',
		kind: 'digital_firm',
		country: 'FR',
		commune: 'Illzach',
		postcode: '68110',
		street: '19 rue de l’Étiquette',
		naf: '62.01Z',
		size: 'small',
		headcount: 18,
		founded: 2011,
		languages: ['fr', 'en'],
		website: 'https://traceor.example',
		description: {
			fr: 'RFID, codes 2D et marquage direct pour suivre lots, bacs, outillages et emballages consignés.',
			en: 'RFID, 2D codes and direct part marking to follow lots, bins, tooling and returnable packaging.'
		},
		technologies: ['rfid', 'traceability', 'iot'],
		sectors: ['logistics-sector', 'automotive', 'textile-industry'],
		people: [
			{ name: 'Sébastien Mohn', role: 'Directeur', email: 'sebastien.mohn@traceor.example', shown: true, owner: true },
			{ name: 'Manon Girardey', role: 'Avant-vente', email: 'manon.girardey@traceor.example', shown: true }
		]
	},
	{
		key: 'fildata',
		name: 'Fildata Intégration',
		legalName: 'Fildata Intégration SAS',
		kind: 'digital_firm',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '2 cour des Machines',
		naf: '62.01Z',
		size: 'small',
		headcount: 15,
		founded: 2013,
		languages: ['fr', 'de', 'en'],
		website: 'https://fildata.example',
		description: {
			fr: 'Nous faisons parler entre eux les automates, l’ERP, la CAO et les fichiers Excel. OPC UA, MQTT, API, entrepôts de données.'
		},
		technologies: ['data-integration', 'iot', 'cloud', 'machine-connectivity'],
		sectors: ['metal-products', 'chemical-industry', 'logistics-sector'],
		people: [
			{ name: 'Karine Dolci', role: 'Directrice technique', email: 'karine.dolci@fildata.example', shown: true, owner: true },
			{ name: 'Basile Hurst', role: 'Ingénieur données', email: 'basile.hurst@fildata.example', shown: true }
		]
	},
	{
		key: 'lunettrouge',
		name: 'Lunettrouge',
		legalName: 'Lunettrouge SAS',
		kind: 'start_up',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '2 cour des Machines',
		naf: '62.01Z',
		size: 'micro',
		headcount: 5,
		founded: 2021,
		languages: ['fr', 'en'],
		website: 'https://lunettrouge.example',
		description: { fr: 'Modes opératoires en réalité augmentée et gestes métier filmés, montés puis affichés au poste.' },
		technologies: ['augmented-reality', 'virtual-reality', 'training-digital-skills', 'knowledge-capture'],
		sectors: ['metal-products', 'chemical-industry', 'energy-sector'],
		people: [{ name: 'Ophélie Zimmer-Ray', role: 'Fondatrice', email: 'ophelie.zimmer-ray@lunettrouge.example', shown: true, owner: true }]
	},
	{
		key: 'couche-a-couche',
		name: 'Couche à Couche',
		legalName: 'Couche à Couche SAS',
		kind: 'start_up',
		country: 'FR',
		commune: 'Rixheim',
		postcode: '68170',
		street: '3 rue de la Buse',
		naf: '25.62B',
		size: 'micro',
		headcount: 9,
		founded: 2017,
		languages: ['fr', 'de'],
		website: 'https://couche-a-couche.example',
		description: { fr: 'Impression 3D polymère et métal pour l’industrie : outillages de poste, gabarits, pièces de rechange, préséries.' },
		technologies: ['additive-manufacturing', 'cad'],
		sectors: ['metal-products', 'medical-devices', 'automotive'],
		people: [
			{ name: 'Loïc Bannwarth-Petit', role: 'Gérant', email: 'loic.bannwarth-petit@couche-a-couche.example', shown: true, owner: true }
		]
	},
	{
		key: 'papyzero',
		name: 'Papyzéro',
		legalName: 'Papyzéro SAS',
		kind: 'start_up',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '2 cour des Machines',
		naf: '62.01Z',
		size: 'micro',
		headcount: 7,
		founded: 2020,
		languages: ['fr'],
		website: 'https://papyzero.example',
		description: {
			fr: 'Remplace les fiches papier de l’atelier par des formulaires sur tablette, hors ligne si besoin, en deux semaines.'
		},
		technologies: ['mobile-app', 'quality-management', 'cmms', 'paperless-factory'],
		sectors: ['food-industry', 'construction', 'plastics-industry'],
		people: [
			{ name: 'Julie Ribeiro', role: 'Co-fondatrice', email: 'julie.ribeiro@papyzero.example', shown: true, owner: true },
			{ name: 'Matthias Egly', role: 'Développeur', email: 'matthias.egly@papyzero.example', shown: true }
		]
	}
];
