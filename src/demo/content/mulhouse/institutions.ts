import type { Organisation } from '../types.ts';

export const institutions: Organisation[] = [
	{
		key: 'fibres-donnees',
		name: 'Laboratoire Fibres et Données',
		kind: 'lab',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68200',
		street: '6 rue de la Carderie',
		naf: '72.19Z',
		size: 'small',
		headcount: 38,
		founded: 2009,
		languages: ['fr', 'en'],
		website: 'https://fibres-donnees.example',
		description: {
			fr: 'Laboratoire (fictif) de mécanique des fibres et d’analyse de données : essais, modélisation et vision pour les matériaux souples.',
			en: 'Invented demo laboratory for fibre mechanics and data analysis of soft materials.'
		},
		technologies: ['textile-processing', 'artificial-intelligence', 'numerical-simulation'],
		sectors: ['textile-industry', 'research-sector'],
		people: [
			{
				name: 'Agnès Weckerlé-Tran',
				role: 'Directrice',
				email: 'agnes.weckerle-tran@fibres-donnees.example',
				shown: true,
				hubRole: 'juror',
				owner: true
			},
			{ name: 'Léo Haberstroh', role: 'Ingénieur de recherche', email: 'leo.haberstroh@fibres-donnees.example', shown: true }
		]
	},
	{
		key: 'atelier-metrologues',
		name: 'Atelier des Métrologues',
		kind: 'lab',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '9 cour des Machines',
		naf: '71.20B',
		size: 'small',
		headcount: 12,
		founded: 2015,
		languages: ['fr', 'de'],
		website: 'https://atelier-metrologues.example',
		description: {
			fr: 'Plateforme mutualisée (fictive) de mesure : tridimensionnel, scanner, rugosité, états de surface, et la pédagogie qui va avec.'
		},
		technologies: ['metrology', 'training-digital-skills', 'additive-manufacturing'],
		sectors: ['metal-products', 'automotive', 'watchmaking'],
		people: [
			{
				name: 'Joachim Stempfel',
				role: 'Responsable plateforme',
				email: 'joachim.stempfel@atelier-metrologues.example',
				shown: true,
				owner: true
			}
		]
	},
	{
		key: 'electrochimie-rhenane',
		name: 'Plateforme Électrochimie Rhénane',
		kind: 'lab',
		country: 'FR',
		commune: 'Illzach',
		postcode: '68110',
		street: '2 rue de l’Anode',
		naf: '72.19Z',
		size: 'small',
		headcount: 16,
		founded: 2017,
		languages: ['fr', 'en', 'de'],
		website: 'https://electrochimie-rhenane.example',
		description: {
			fr: 'Plateforme d’essais (fictive) pour bains, batteries et corrosion, avec pilotes de 20 à 500 litres.',
			en: 'Demo platform for plating baths, batteries and corrosion, with pilots from 20 to 500 litres.'
		},
		technologies: ['surface-treatment', 'energy-management', 'iot'],
		sectors: ['metal-products', 'chemical-industry', 'energy-sector'],
		people: [
			{
				name: 'Ségolène Hartweg',
				role: 'Directrice scientifique',
				email: 'segolene.hartweg@electrochimie-rhenane.example',
				shown: true,
				hubRole: 'juror',
				owner: true
			}
		]
	},
	{
		key: 'institut-robotik-oberrhein',
		name: 'Institut Oberrhein Robotik',
		kind: 'lab',
		country: 'DE',
		commune: 'Offenburg',
		postcode: '77652',
		street: 'Badstraße 140',
		naf: '72.19Z',
		size: 'small',
		headcount: 28,
		founded: 2011,
		languages: ['de', 'en'],
		website: 'https://institut-robotik-oberrhein.example',
		description: { de: 'Fiktives Forschungsinstitut für mobile Robotik und Mensch-Roboter-Zusammenarbeit, Versuchshalle mit 600 m².' },
		technologies: ['industrial-robotics', 'artificial-intelligence', 'numerical-simulation', 'agv-amr'],
		sectors: ['metal-products', 'logistics-sector', 'research-sector'],
		people: [
			{
				name: 'Gudrun Isele',
				role: 'Institutsleiterin',
				email: 'gudrun.isele@institut-robotik-oberrhein.example',
				shown: true,
				hubRole: 'juror',
				owner: true
			},
			{ name: 'Florian Rothfuss', role: 'Projektingenieur', email: 'florian.rothfuss@institut-robotik-oberrhein.example', shown: true }
		]
	},
	{
		key: 'gestes-numeriques',
		name: 'École des Gestes Numériques',
		kind: 'school',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '12 cour des Machines',
		naf: '85.59A',
		size: 'small',
		headcount: 11,
		founded: 2019,
		languages: ['fr'],
		website: 'https://gestes-numeriques.example',
		description: { fr: 'École (fictive) de reconversion vers le développement et les données, moitié atelier, moitié entreprise.' },
		technologies: ['training-digital-skills', 'mobile-app', 'web-development'],
		sectors: ['education', 'it-sector'],
		people: [
			{
				name: 'Mounia Saïdi-Koch',
				role: 'Directrice pédagogique',
				email: 'mounia.saidi-koch@gestes-numeriques.example',
				shown: true,
				hubRole: 'mentor',
				owner: true
			}
		]
	},
	{
		key: 'cfa-mecatronique',
		name: 'CFA Mécatronique du Florival',
		kind: 'school',
		country: 'FR',
		commune: 'Guebwiller',
		postcode: '68500',
		street: '50 rue des Apprentis',
		naf: '85.59A',
		size: 'small',
		headcount: 34,
		founded: 1968,
		languages: ['fr', 'de'],
		website: 'https://cfa-mecatronique.example',
		description: {
			fr: 'Centre (fictif) d’apprentissage en mécatronique, maintenance et usinage : 410 apprentis, un parc de machines récentes.'
		},
		technologies: ['training-digital-skills', 'plc', 'industrial-robotics'],
		sectors: ['education', 'metal-products'],
		people: [
			{ name: 'Didier Wurth-Oster', role: 'Directeur', email: 'didier.wurth-oster@cfa-mecatronique.example', shown: true, owner: true },
			{ name: 'Hanane Lakhal', role: 'Formatrice robotique', email: 'hanane.lakhal@cfa-mecatronique.example', shown: true }
		]
	},
	{
		key: 'mecavallee',
		name: 'École d’ingénieurs Mécavallée',
		kind: 'university',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68200',
		street: '1 rue de la Bielle',
		naf: '85.42Z',
		size: 'medium',
		headcount: 120,
		founded: 1955,
		languages: ['fr', 'en', 'de'],
		website: 'https://mecavallee.example',
		description: {
			fr: 'École d’ingénieurs (fictive) en mécanique et systèmes industriels, 620 élèves, projets de cinq mois en entreprise.',
			en: 'Invented engineering school; teams of four students on five-month industrial projects.'
		},
		technologies: ['cad', 'numerical-simulation', 'digital-twin', 'training-digital-skills'],
		sectors: ['education', 'research-sector', 'automotive'],
		people: [
			{
				name: 'Marie-Odile Trautmann-Ley',
				role: 'Directrice des relations industrielles',
				email: 'marie-odile.trautmann-ley@mecavallee.example',
				shown: true,
				hubRole: 'mentor',
				owner: true
			}
		]
	},
	{
		key: 'couveuse-doller',
		name: 'Couveuse Doller-Innov',
		kind: 'incubator',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '4 cour des Machines',
		naf: '70.22Z',
		size: 'micro',
		headcount: 6,
		founded: 2014,
		languages: ['fr', 'en'],
		website: 'https://couveuse-doller.example',
		description: {
			fr: 'Incubateur (fictif) de projets industriels : dix mois, huit projets par promotion, un parrain d’usine pour chacun.'
		},
		technologies: ['training-digital-skills'],
		sectors: ['it-sector', 'research-sector'],
		people: [
			{
				name: 'Rachel Sengelin',
				role: 'Directrice',
				email: 'rachel.sengelin@couveuse-doller.example',
				shown: true,
				hubRole: 'juror',
				owner: true
			}
		]
	},
	{
		key: 'rhin-amorcage',
		name: 'Fonds Rhin Amorçage',
		kind: 'funder',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '1 place de la Réunion d’associés',
		naf: '64.30Z',
		size: 'micro',
		headcount: 5,
		founded: 2016,
		languages: ['fr', 'de', 'en'],
		website: 'https://rhin-amorcage.example',
		description: { fr: 'Fonds d’amorçage (fictif), tickets de 80 000 à 400 000 euros pour des sociétés qui vendent à l’industrie.' },
		technologies: ['data-analytics'],
		sectors: ['it-sector'],
		people: [
			{
				name: 'Édouard Meistersheim',
				role: 'Directeur de participations',
				email: 'edouard.meistersheim@rhin-amorcage.example',
				shown: true,
				hubRole: 'funder',
				owner: true
			}
		]
	},
	{
		key: 'agence-sundgau-doller',
		name: 'Agence Sundgau-Doller Industrie',
		kind: 'public_body',
		country: 'FR',
		commune: 'Altkirch',
		postcode: '68130',
		street: '2 place de la Halle',
		naf: '84.13Z',
		size: 'micro',
		headcount: 7,
		founded: 2018,
		languages: ['fr', 'de'],
		website: 'https://agence-sundgau-doller.example',
		description: { fr: 'Agence (fictive) d’appui aux PME industrielles : aides, foncier, recrutement, diagnostic numérique.' },
		technologies: ['training-digital-skills', 'energy-management'],
		sectors: ['public-administration'],
		people: [
			{
				name: 'Solveig Ehrhart',
				role: 'Conseillère industrie',
				email: 'solveig.ehrhart@agence-sundgau-doller.example',
				shown: true,
				hubRole: 'mentor',
				owner: true
			}
		]
	},
	{
		key: 'cluster-metal',
		name: 'Cluster Métal Sud Alsace',
		kind: 'association',
		country: 'FR',
		commune: 'Cernay',
		postcode: '68700',
		street: '1 rue du Cubilot',
		naf: '94.12Z',
		size: 'micro',
		headcount: 3,
		founded: 2013,
		languages: ['fr', 'de'],
		website: 'https://cluster-metal.example',
		description: { fr: 'Association (fictive) de 64 ateliers du métal : achats groupés, visites croisées, emploi partagé.' },
		technologies: ['lean', 'training-digital-skills'],
		sectors: ['metallurgy', 'metal-products'],
		people: [
			{
				name: 'Nadine Riss-Baumann',
				role: 'Déléguée générale',
				email: 'nadine.riss-baumann@cluster-metal.example',
				shown: true,
				owner: true
			}
		]
	}
];
