import type { Organisation } from '../types.ts';

export const digitalStartups: Organisation[] = [
	{
		key: 'voixdatelier',
		name: 'Voixdatelier',
		legalName: 'Voixdatelier SAS',
		kind: 'start_up',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '2 cour des Machines',
		naf: '62.01Z',
		size: 'micro',
		headcount: 5,
		founded: 2023,
		languages: ['fr', 'de'],
		website: 'https://voixdatelier.example',
		description: {
			fr: 'Reconnaissance vocale qui comprend le français, l’allemand et l’alsacien au milieu du bruit : comptes rendus d’intervention et contrôles dictés, rangés tout seuls dans vos outils.'
		},
		technologies: ['artificial-intelligence', 'mobile-app', 'cmms', 'speech-recognition'],
		sectors: ['metal-products', 'food-industry', 'chemical-industry'],
		people: [
			{ name: 'Anouk Sitterlé', role: 'Co-fondatrice', email: 'anouk.sitterle@voixdatelier.example', shown: true, owner: true },
			{ name: 'Bilal Achour', role: 'Co-fondateur, traitement du signal', email: 'bilal.achour@voixdatelier.example', shown: true }
		]
	},
	{
		key: 'carbofil',
		name: 'Carbofil',
		legalName: 'Carbofil SAS',
		kind: 'start_up',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '2 cour des Machines',
		naf: '71.12B',
		size: 'micro',
		headcount: 6,
		founded: 2021,
		languages: ['fr', 'en'],
		website: 'https://carbofil.example',
		description: { fr: 'Empreinte carbone et analyse de cycle de vie des produits fabriqués, calculées à partir des données de l’ERP.' },
		technologies: ['eco-design', 'data-integration', 'energy-management', 'carbon-accounting', 'life-cycle-assessment'],
		sectors: ['textile-industry', 'plastics-industry', 'packaging-industry'],
		people: [
			{
				name: 'Léonie Marchetti',
				role: 'Fondatrice',
				email: 'leonie.marchetti@carbofil.example',
				shown: true,
				hubRole: 'mentor',
				owner: true
			}
		]
	},
	{
		key: 'configurella',
		name: 'Configurella',
		legalName: 'Configurella SARL',
		kind: 'digital_firm',
		country: 'FR',
		commune: 'Colmar',
		postcode: '68000',
		street: '5 rue du Bon de commande',
		naf: '62.01Z',
		size: 'small',
		headcount: 11,
		founded: 2012,
		languages: ['fr', 'de', 'en'],
		website: 'https://configurella.example',
		description: { fr: 'Configurateurs de produits et portails clients pour fabricants : prix, plan et nomenclature en ligne.' },
		technologies: ['web-development', 'e-commerce', 'cad', 'erp', 'product-configurator'],
		sectors: ['wood-industry', 'construction', 'metal-products'],
		people: [
			{ name: 'Xavier Humbrecht-Colin', role: 'Gérant', email: 'xavier.humbrecht-colin@configurella.example', shown: true, owner: true }
		]
	},
	{
		key: 'hautvol',
		name: 'Hautvol Inspection',
		legalName: 'Hautvol Inspection SAS',
		kind: 'start_up',
		country: 'FR',
		commune: 'Habsheim',
		postcode: '68440',
		street: 'Aérodrome, hangar 7',
		naf: '74.20Z',
		size: 'micro',
		headcount: 6,
		founded: 2019,
		languages: ['fr', 'de', 'en'],
		website: 'https://hautvol.example',
		description: {
			fr: 'Drones d’intérieur et d’extérieur pour inspecter toitures, cheminées, cuves et stocks de vrac, en français comme en allemand.'
		},
		technologies: ['thermal-imaging', 'artificial-intelligence', 'non-destructive-testing', 'drones'],
		sectors: ['energy-sector', 'construction', 'chemical-industry'],
		people: [{ name: 'Maxence Riedweg', role: 'Télépilote, président', email: 'maxence.riedweg@hautvol.example', shown: true, owner: true }]
	},
	{
		key: 'parlepapier',
		name: 'Parlepapier',
		legalName: 'Parlepapier SAS',
		kind: 'start_up',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '2 cour des Machines',
		naf: '62.01Z',
		size: 'micro',
		headcount: 8,
		founded: 2023,
		languages: ['fr', 'en'],
		website: 'https://parlepapier.example',
		description: {
			fr: 'Assistant documentaire installé chez vous : il répond à partir de vos notices, plans et procédures, et cite la page.',
			en: 'On-premises document assistant answering from your own manuals and procedures, always quoting the page.'
		},
		technologies: ['artificial-intelligence', 'data-integration', 'cloud', 'generative-ai', 'chatbot'],
		sectors: ['metal-products', 'chemical-industry', 'pharmaceutical-industry'],
		people: [
			{ name: 'Salomé Gutleben', role: 'Présidente', email: 'salome.gutleben@parlepapier.example', shown: true, owner: true },
			{ name: 'Ivan Petrov-Lemaire', role: 'Ingénieur IA', email: 'ivan.petrov-lemaire@parlepapier.example', shown: true }
		]
	},
	{
		key: 'ergolien',
		name: 'Ergolien',
		legalName: 'Ergolien SARL',
		kind: 'start_up',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68200',
		street: '4 rue des Modèles réduits',
		naf: '70.22Z',
		size: 'micro',
		headcount: 4,
		founded: 2020,
		languages: ['fr'],
		website: 'https://ergolien.example',
		description: { fr: 'Ergonomie au poste mesurée par vidéo et capteurs, avec les salariés et non contre eux.' },
		technologies: ['lean', 'training-digital-skills', 'artificial-intelligence', 'ergonomics'],
		sectors: ['logistics-sector', 'food-industry', 'automotive'],
		people: [
			{
				name: 'Clarisse Munschy',
				role: 'Ergonome, gérante',
				email: 'clarisse.munschy@ergolien.example',
				shown: true,
				hubRole: 'mentor',
				owner: true
			}
		]
	},
	{
		key: 'gouttelyse',
		name: 'Gouttelyse',
		legalName: 'Gouttelyse SAS',
		kind: 'start_up',
		country: 'FR',
		commune: 'Colmar',
		postcode: '68000',
		street: '12 rue de la Lauch-Basse',
		naf: '26.51B',
		size: 'micro',
		headcount: 9,
		founded: 2018,
		languages: ['fr', 'en', 'de'],
		website: 'https://gouttelyse.example',
		description: { fr: 'Sondes en ligne pour l’eau de procédé, les bains et les rejets : pH, conductivité, DCO, métaux dissous.' },
		technologies: ['iot', 'embedded-systems', 'metrology', 'sensors', 'water-management'],
		sectors: ['chemical-industry', 'food-industry', 'metal-products'],
		people: [
			{
				name: 'Florent Diebolt-Riss',
				role: 'Directeur technique',
				email: 'florent.diebolt-riss@gouttelyse.example',
				shown: true,
				owner: true
			}
		]
	},
	{
		key: 'capadispo',
		name: 'Capadispo',
		legalName: 'Capadispo SAS',
		kind: 'start_up',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '2 cour des Machines',
		naf: '63.12Z',
		size: 'micro',
		headcount: 5,
		founded: 2022,
		languages: ['fr', 'de'],
		website: 'https://capadispo.example',
		description: { fr: 'Place de marché d’heures machine entre voisins : on y publie ses trous de planning et ses surcharges.' },
		technologies: ['web-development', 'production-scheduling', 'data-integration'],
		sectors: ['metal-products', 'plastics-industry'],
		people: [
			{ name: 'Gwenaëlle Rapp-Durand', role: 'Co-fondatrice', email: 'gwenaelle.rapp-durand@capadispo.example', shown: true, owner: true }
		]
	},
	{
		key: 'formascope',
		name: 'Formascope',
		legalName: 'Formascope SARL',
		kind: 'digital_firm',
		country: 'FR',
		commune: 'Riedisheim',
		postcode: '68400',
		street: '28 rue de l’Apprenti',
		naf: '85.59A',
		size: 'micro',
		headcount: 9,
		founded: 2010,
		languages: ['fr', 'de'],
		website: 'https://formascope.example',
		description: { fr: 'Formation courte au poste de travail, modules mobiles et parcours bilingues pour opérateurs et chefs d’équipe.' },
		technologies: ['training-digital-skills', 'mobile-app', 'lean'],
		sectors: ['metal-products', 'food-industry', 'logistics-sector'],
		people: [
			{ name: 'Hubert Lichtlé', role: 'Gérant', email: 'hubert.lichtle@formascope.example', shown: true, hubRole: 'mentor', owner: true }
		]
	},
	{
		key: 'eprouvert',
		name: 'Éprouvert',
		legalName: 'Éprouvert SAS',
		kind: 'digital_firm',
		country: 'FR',
		commune: 'Illzach',
		postcode: '68110',
		street: '8 rue de la Paillasse',
		naf: '62.01Z',
		size: 'small',
		headcount: 13,
		founded: 2014,
		languages: ['fr', 'en', 'de'],
		website: 'https://eprouvert.example',
		description: { fr: 'Gestion de laboratoire (LIMS) pour labos d’usine : échantillons, plans de contrôle, certificats d’analyse.' },
		technologies: ['quality-management', 'data-integration', 'traceability', 'lims'],
		sectors: ['chemical-industry', 'food-industry', 'pharmaceutical-industry'],
		people: [
			{ name: 'Mylène Ostertag-Roche', role: 'Directrice', email: 'mylene.ostertag-roche@eprouvert.example', shown: true, owner: true }
		]
	},
	{
		key: 'nomenclatic',
		name: 'Nomenclatic',
		legalName: 'Nomenclatic SARL',
		kind: 'digital_firm',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '2 cour des Machines',
		naf: '62.02A',
		size: 'small',
		headcount: 10,
		founded: 2008,
		languages: ['fr', 'de', 'en'],
		website: 'https://nomenclatic.example',
		description: {
			fr: 'Intégrateur PLM et CAO : gestion des nomenclatures, des révisions et des modifications pour bureaux d’études de 3 à 60 personnes.'
		},
		technologies: ['plm', 'cad', 'erp'],
		sectors: ['metal-products', 'electronics-industry', 'automotive'],
		people: [
			{ name: 'Pierrick Wetterwald', role: 'Gérant', email: 'pierrick.wetterwald@nomenclatic.example', shown: true, owner: true },
			{ name: 'Zoé Hunsinger', role: 'Consultante PLM', email: 'zoe.hunsinger@nomenclatic.example', shown: true }
		]
	},
	{
		key: 'serveurvert',
		name: 'Serveurvert Infogérance',
		legalName: 'Serveurvert SAS',
		kind: 'digital_firm',
		country: 'FR',
		commune: 'Sausheim',
		postcode: '68390',
		street: '3 rue de la Salle Blanche',
		naf: '63.11Z',
		size: 'small',
		headcount: 26,
		founded: 2003,
		languages: ['fr', 'de'],
		website: 'https://serveurvert.example',
		description: {
			fr: 'Infogérance, sauvegardes et hébergement local pour PME industrielles, chaleur des serveurs récupérée pour un séchoir à bois.'
		},
		technologies: ['cloud', 'cybersecurity', 'edge-computing', 'backup', 'it-infrastructure'],
		sectors: ['metal-products', 'logistics-sector', 'public-administration'],
		people: [{ name: 'Benoît Kippelen', role: 'Directeur', email: 'benoit.kippelen@serveurvert.example', shown: true, owner: true }]
	},
	{
		key: 'echosonde',
		name: 'Échosonde Contrôles',
		legalName: 'Échosonde Contrôles SARL',
		kind: 'digital_firm',
		country: 'FR',
		commune: 'Thann',
		postcode: '68800',
		street: '11 rue du Réflectogramme',
		naf: '71.20B',
		size: 'small',
		headcount: 14,
		founded: 1997,
		languages: ['fr', 'de'],
		website: 'https://echosonde.example',
		description: { fr: 'Contrôle non destructif : ultrasons multiéléments, courants de Foucault, magnétoscopie, radiographie numérique.' },
		technologies: ['non-destructive-testing', 'predictive-maintenance', 'industrial-robotics', 'ultrasonic-testing', 'x-ray-inspection'],
		sectors: ['metallurgy', 'railway-industry', 'energy-sector'],
		people: [
			{
				name: 'Raymond Goepfert-Hell',
				role: 'Responsable COFREND niveau 3',
				email: 'raymond.goepfert-hell@echosonde.example',
				shown: true,
				owner: true
			}
		]
	},
	{
		key: 'casquorange',
		name: 'Casquorange',
		legalName: 'Casquorange SAS',
		kind: 'start_up',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '2 cour des Machines',
		naf: '62.01Z',
		size: 'micro',
		headcount: 6,
		founded: 2020,
		languages: ['fr', 'en', 'de'],
		website: 'https://casquorange.example',
		description: { fr: 'Formations sécurité en réalité virtuelle : consignation, travail en hauteur, évacuation, cariste.' },
		technologies: ['virtual-reality', 'training-digital-skills', 'numerical-simulation'],
		sectors: ['chemical-industry', 'construction', 'logistics-sector'],
		people: [{ name: 'Timothée Grunenwald', role: 'Président', email: 'timothee.grunenwald@casquorange.example', shown: true, owner: true }]
	}
];
