import type { Organisation } from '../types.ts';

export const firmsFoodHealth: Organisation[] = [
	{
		key: 'birsigal',
		name: 'Dentaire Birsigal',
		legalName: 'Birsigal SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Leymen',
		postcode: '68220',
		street: '9 rue du Tramway',
		naf: '32.50A',
		size: 'small',
		headcount: 29,
		founded: 2008,
		languages: ['de', 'fr'],
		website: 'https://birsigal.example',
		description: {
			de: 'Gefräste und gedruckte Prothesenbauteile für Zahntechnik-Labore in der Nordwestschweiz und im Elsass, 3000 Einheiten pro Woche über Nacht.',
			fr: 'Éléments prothétiques fraisés et imprimés pour laboratoires dentaires, livrés du jour au lendemain.'
		},
		technologies: ['additive-manufacturing', 'cad', 'traceability'],
		sectors: ['medical-devices'],
		people: [
			{ name: 'Urs Heitzler', role: 'Geschäftsführer', email: 'urs.heitzler@birsigal.example', shown: true, owner: true },
			{ name: 'Camille Schurr', role: 'Produktion', email: 'camille.schurr@birsigal.example', shown: true }
		]
	},
	{
		key: 'steinby',
		name: 'Orthèses Steinby',
		legalName: 'Steinby SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68200',
		street: '14 rue de l’Appui',
		naf: '32.50A',
		size: 'micro',
		headcount: 9,
		founded: 2015,
		languages: ['fr'],
		website: 'https://steinby.example',
		description: { fr: 'Orthèses et semelles sur mesure, du scan du membre à la pièce imprimée, pour une quarantaine de cabinets.' },
		technologies: ['additive-manufacturing', 'cad'],
		sectors: ['medical-devices'],
		people: [
			{
				name: 'Laetitia Steinbrunner',
				role: 'Orthoprothésiste, gérante',
				email: 'laetitia.steinbrunner@steinby.example',
				shown: true,
				owner: true
			}
		]
	},
	{
		key: 'ferrettal',
		name: 'Montres Ferrettal',
		legalName: 'Montres Ferrettal SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Ferrette',
		postcode: '68480',
		street: '1 rue du Château d’heures',
		naf: '26.52Z',
		size: 'micro',
		headcount: 8,
		founded: 2016,
		languages: ['fr', 'de', 'en'],
		website: 'https://ferrettal.example',
		description: {
			fr: 'Petite manufacture de montres mécaniques assemblées à la main, 260 pièces par an, composants du Jura et du Sundgau.'
		},
		technologies: ['metrology', 'e-commerce'],
		sectors: ['watchmaking'],
		people: [{ name: 'Aloïs Ferret', role: 'Horloger, fondateur', email: 'alois.ferret@ferrettal.example', shown: true, owner: true }]
	},
	{
		key: 'metzgerau',
		name: 'Charcuterie Metzgerau',
		legalName: 'Metzgerau SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Ensisheim',
		postcode: '68190',
		street: '5 rue du Hachoir',
		naf: '10.13A',
		size: 'medium',
		headcount: 78,
		founded: 1972,
		languages: ['fr', 'de'],
		website: 'https://metzgerau.example',
		description: { fr: 'Knacks, lard fumé et pâtés en croûte, 3 800 tonnes par an, grande distribution et restauration collective.' },
		technologies: ['traceability', 'iot', 'industrial-robotics'],
		sectors: ['meat-industry', 'food-industry', 'packaging-industry'],
		people: [
			{ name: 'Jean-Pascal Metzger-Roy', role: 'Président', email: 'jean-pascal.metzger-roy@metzgerau.example', shown: true, owner: true },
			{ name: 'Oumou Diarra', role: 'Responsable qualité', email: 'oumou.diarra@metzgerau.example', shown: true }
		]
	},
	{
		key: 'schlossfels',
		name: 'Brasserie du Schlossfels',
		legalName: 'Schlossfels SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Ribeauvillé',
		postcode: '68150',
		street: '30 route du Houblon',
		naf: '11.05Z',
		size: 'small',
		headcount: 18,
		founded: 2011,
		languages: ['fr', 'en'],
		website: 'https://schlossfels.example',
		description: { fr: 'Bières de garde et sans alcool, 14 000 hectolitres, mise en bouteilles consignées depuis 2024.' },
		technologies: ['iot', 'energy-management', 'plc', 'brewing'],
		sectors: ['beverage-industry', 'food-industry'],
		people: [
			{
				name: 'Thibaud Kieffer-Lang',
				role: 'Brasseur, gérant',
				email: 'thibaud.kieffer-lang@schlossfels.example',
				shown: true,
				owner: true
			}
		]
	},
	{
		key: 'moulin-illhofen',
		name: 'Moulin de l’Illhofen',
		legalName: 'Moulin de l’Illhofen SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Illfurth',
		postcode: '68720',
		street: '2 chemin de la Meule',
		naf: '10.61A',
		size: 'small',
		headcount: 16,
		founded: 1890,
		languages: ['fr'],
		website: 'https://moulin-illhofen.example',
		description: {
			fr: 'Farines de blé, de seigle et d’épeautre local, 45 tonnes par jour, huit silos et un automate qui a l’âge du meunier.'
		},
		technologies: ['plc', 'traceability'],
		sectors: ['food-industry'],
		people: [
			{ name: 'Gaspard Meier-Oltz', role: 'Meunier, gérant', email: 'gaspard.meier-oltz@moulin-illhofen.example', shown: true, owner: true }
		]
	},
	{
		key: 'soultzquelle',
		name: 'Eaux de la Soultzquelle',
		legalName: 'Soultzquelle SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Soultzmatt',
		postcode: '68570',
		street: '6 avenue de la Source',
		naf: '11.07A',
		size: 'small',
		headcount: 44,
		founded: 1926,
		languages: ['fr', 'de'],
		website: 'https://soultzquelle.example',
		description: { fr: 'Eaux minérales et limonades en verre consigné et en PET, deux lignes, 38 millions de cols.' },
		technologies: ['plc', 'energy-management', 'predictive-maintenance'],
		sectors: ['beverage-industry', 'food-industry', 'packaging-industry'],
		people: [
			{
				name: 'Odile Frantz-Muller',
				role: 'Directrice d’usine',
				email: 'odile.frantz-muller@soultzquelle.example',
				shown: true,
				owner: true
			},
			{ name: 'Régis Stahl', role: 'Responsable technique', email: 'regis.stahl@soultzquelle.example', shown: true }
		]
	},
	{
		key: 'hardtal-levures',
		name: 'Levures Hardtal',
		legalName: 'Hardtal Ferments SAS',
		kind: 'mid_cap',
		country: 'FR',
		commune: 'Volgelsheim',
		postcode: '68600',
		street: 'Zone du Port, 3',
		naf: '10.89Z',
		size: 'mid_cap',
		headcount: 252,
		founded: 1933,
		languages: ['en', 'fr', 'de'],
		website: 'https://hardtal-levures.example',
		description: {
			en: 'Yeasts, yeast extracts and ferments for bakery, wine and animal nutrition. Twelve fermenters from 5 to 180 cubic metres, round-the-clock operation.',
			fr: 'Levures, extraits et ferments pour la boulangerie, le vin et la nutrition animale.'
		},
		technologies: ['scada', 'data-analytics', 'energy-management', 'digital-twin', 'fermentation'],
		sectors: ['food-industry', 'chemical-industry'],
		people: [
			{
				name: 'Rosalind Meyer-Hope',
				role: 'Plant Manager',
				email: 'rosalind.meyer-hope@hardtal-levures.example',
				shown: true,
				owner: true
			},
			{ name: 'Étienne Bour', role: 'Responsable procédés', email: 'etienne.bour@hardtal-levures.example', shown: true }
		]
	},
	{
		key: 'rheinpforte',
		name: 'Rheinpforte Logistique',
		legalName: 'Rheinpforte Logistique SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Ottmarsheim',
		postcode: '68490',
		street: '12 quai des Conteneurs',
		naf: '52.10B',
		size: 'medium',
		headcount: 95,
		founded: 2000,
		languages: ['fr', 'de', 'en'],
		website: 'https://rheinpforte.example',
		description: {
			fr: 'Entreposage industriel et produits dangereux au bord du Rhin : 42 000 m², 60 caristes, un terminal à conteneurs voisin.',
			de: 'Industrielogistik und Gefahrgutlager am Rhein: 42.000 m², sechzig Staplerfahrer.'
		},
		technologies: ['logistics', 'rfid', 'agv-amr'],
		sectors: ['logistics-sector', 'chemical-industry'],
		people: [
			{ name: 'Norbert Schlienger', role: 'Directeur', email: 'norbert.schlienger@rheinpforte.example', shown: true, owner: true },
			{ name: 'Eva Zeller-Martin', role: 'Responsable exploitation', email: 'eva.zeller-martin@rheinpforte.example', shown: true }
		]
	},
	{
		key: 'grafenkies',
		name: 'Bétons Grafenkies',
		legalName: 'Grafenkies SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Niederhergheim',
		postcode: '68127',
		street: 'Lieu-dit Kiesgrube',
		naf: '23.61Z',
		size: 'medium',
		headcount: 52,
		founded: 1977,
		languages: ['fr', 'de'],
		website: 'https://grafenkies.example',
		description: { fr: 'Prémurs, escaliers et bordures en béton, centrale à béton et gravière. Recherche de formules à moindre ciment.' },
		technologies: ['energy-management', 'cad', 'production-scheduling'],
		sectors: ['building-materials', 'construction'],
		people: [
			{ name: 'Raphaël Graff-Lutz', role: 'Directeur', email: 'raphael.graff-lutz@grafenkies.example', shown: true, owner: true },
			{ name: 'Mélissa Thuet', role: 'Laboratoire béton', email: 'melissa.thuet@grafenkies.example', shown: true }
		]
	}
];
