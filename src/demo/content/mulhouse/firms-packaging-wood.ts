import type { Organisation } from '../types.ts';

export const firmsPackagingWood: Organisation[] = [
	{
		key: 'niederlohe',
		name: 'Caoutchoucs Niederlohe',
		legalName: 'Caoutchoucs Niederlohe SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Burnhaupt-le-Haut',
		postcode: '68520',
		street: '12 rue de la Vulcanisation',
		naf: '22.19Z',
		size: 'medium',
		headcount: 57,
		founded: 1970,
		languages: ['fr', 'de'],
		website: 'https://niederlohe.example',
		description: {
			fr: 'Joints moulés et pièces caoutchouc-métal pour le ferroviaire et le bâtiment, 38 presses à compression, mélanges faits sur place.'
		},
		technologies: ['plastics-processing', 'energy-management', 'rubber-processing'],
		sectors: ['rubber-industry', 'automotive', 'railway-industry', 'construction'],
		people: [
			{ name: 'Pascale Nied', role: 'Directrice', email: 'pascale.nied@niederlohe.example', shown: true, owner: true },
			{ name: 'Hakim Oudjedi', role: 'Responsable production', email: 'hakim.oudjedi@niederlohe.example', shown: false }
		]
	},
	{
		key: 'pulvalis',
		name: 'Mousses Pulvalis',
		legalName: 'Pulvalis SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Pulversheim',
		postcode: '68840',
		street: '4 rue du Bloc',
		naf: '22.21Z',
		size: 'small',
		headcount: 27,
		founded: 1998,
		languages: ['fr'],
		website: 'https://pulvalis.example',
		description: {
			fr: 'Découpe de mousses techniques pour calage, literie médicale et acoustique. Jet d’eau, fil oscillant et beaucoup de chutes.'
		},
		technologies: ['cad', 'production-scheduling'],
		sectors: ['packaging-industry', 'medical-devices'],
		people: [{ name: 'Sabrina Hertzog', role: 'Gérante', email: 'sabrina.hertzog@pulvalis.example', shown: true, owner: true }]
	},
	{
		key: 'staffelau',
		name: 'Thermoformage Staffelau',
		legalName: 'Staffelau SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Staffelfelden',
		postcode: '68850',
		street: '17 rue des Plaques',
		naf: '22.29A',
		size: 'small',
		headcount: 39,
		founded: 1991,
		languages: ['fr', 'de'],
		website: 'https://staffelau.example',
		description: { fr: 'Capotages et bacs de grande dimension par thermoformage de plaques ABS, détourage sur robot six axes.' },
		technologies: ['plastics-processing', 'industrial-robotics', 'cad', 'thermoforming'],
		sectors: ['plastics-industry', 'medical-devices', 'automotive'],
		people: [
			{ name: 'Claude Rebmann', role: 'Directeur', email: 'claude.rebmann@staffelau.example', shown: true, owner: true },
			{ name: 'Inès Kauffeisen', role: 'Méthodes', email: 'ines.kauffeisen@staffelau.example', shown: true }
		]
	},
	{
		key: 'menuiseries-habsal',
		name: 'Menuiseries Habsal',
		legalName: 'Menuiseries Habsal SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Habsheim',
		postcode: '68440',
		street: '25 rue de l’Établi',
		naf: '16.23Z',
		size: 'small',
		headcount: 48,
		founded: 1957,
		languages: ['fr'],
		website: 'https://menuiseries-habsal.example',
		description: { fr: 'Fenêtres bois et bois-aluminium, portes et escaliers sur mesure, posés par nos équipes ou vendus au négoce.' },
		technologies: ['erp', 'cad', 'woodworking'],
		sectors: ['wood-industry', 'construction'],
		people: [
			{ name: 'Guy Habermacher', role: 'Président', email: 'guy.habermacher@menuiseries-habsal.example', shown: true, owner: true },
			{ name: 'Tiffany Lang', role: 'Administration des ventes', email: 'tiffany.lang@menuiseries-habsal.example', shown: true }
		]
	},
	{
		key: 'largentin',
		name: 'Caisserie Largentin',
		legalName: 'Caisserie Largentin SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Dannemarie',
		postcode: '68210',
		street: '1 route des Étangs',
		naf: '16.24Z',
		size: 'small',
		headcount: 21,
		founded: 1988,
		languages: ['fr', 'de'],
		website: 'https://largentin.example',
		description: {
			fr: 'Caisses maritimes, palettes spéciales et emballages NIMP 15 pour machines. Un devis sur deux demandé pour le lendemain.'
		},
		technologies: ['woodworking', 'cad', 'industrial-robotics'],
		sectors: ['wood-industry', 'packaging-industry', 'logistics-sector'],
		people: [{ name: 'Emmanuel Largent', role: 'Gérant', email: 'emmanuel.largent@largentin.example', shown: true, owner: true }]
	},
	{
		key: 'wolfsmatt',
		name: 'Parquets Wolfsmatt',
		legalName: 'Parquets Wolfsmatt SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Soultzmatt',
		postcode: '68570',
		street: '40 route de la Vallée Noble',
		naf: '16.22Z',
		size: 'small',
		headcount: 36,
		founded: 1963,
		languages: ['fr', 'de'],
		website: 'https://wolfsmatt.example',
		description: { fr: 'Parquets massifs et contrecollés en chêne et en frêne du Rhin, tri des lames à l’œil par six personnes.' },
		technologies: ['woodworking', 'machine-vision'],
		sectors: ['wood-industry', 'construction'],
		people: [
			{
				name: 'Bernadette Wolff-Simon',
				role: 'Directrice de production',
				email: 'bernadette.wolff-simon@wolfsmatt.example',
				shown: true,
				owner: true
			}
		]
	},
	{
		key: 'kemboise',
		name: 'Cartons de la Kemboise',
		legalName: 'Cartons de la Kemboise SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Kembs',
		postcode: '68680',
		street: '6 rue de l’Écluse',
		naf: '17.21A',
		size: 'medium',
		headcount: 77,
		founded: 1984,
		languages: ['fr', 'de'],
		website: 'https://kemboise.example',
		description: {
			fr: 'Caisses en carton ondulé imprimées, séries de 300 à 40 000, livraison en 72 heures.',
			de: 'Bedruckte Wellpappkartons, Auflagen von 300 bis 40.000 Stück, Lieferung in 72 Stunden.'
		},
		technologies: ['production-scheduling', 'energy-management', 'converting'],
		sectors: ['paper-industry', 'packaging-industry', 'logistics-sector'],
		people: [
			{ name: 'Gilles Enderlin', role: 'Directeur de site', email: 'gilles.enderlin@kemboise.example', shown: true, owner: true },
			{ name: 'Nadia Boukhris', role: 'Ordonnancement', email: 'nadia.boukhris@kemboise.example', shown: true }
		]
	},
	{
		key: 'papilor',
		name: 'Étiquettes Papilor',
		legalName: 'Papilor SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Rixheim',
		postcode: '68170',
		street: '2 rue du Flexo',
		naf: '18.12Z',
		size: 'small',
		headcount: 46,
		founded: 1990,
		languages: ['fr', 'en'],
		website: 'https://papilor.example',
		description: {
			fr: 'Étiquettes adhésives et notices pliées pour la pharmacie, le vin et l’agroalimentaire. Flexographie, numérique, contrôle à 100 %.'
		},
		technologies: ['machine-vision', 'traceability', 'e-commerce', 'flexography'],
		sectors: ['printing-industry', 'food-industry', 'pharmaceutical-industry'],
		people: [
			{ name: 'Hortense Papirer', role: 'Directrice commerciale', email: 'hortense.papirer@papilor.example', shown: true, owner: true },
			{ name: 'Loïc Deck', role: 'Responsable prépresse', email: 'loic.deck@papilor.example', shown: true }
		]
	},
	{
		key: 'dreibrunnen',
		name: 'Imprimerie Dreibrunnen',
		legalName: 'Imprimerie Dreibrunnen SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Mulhouse',
		postcode: '68100',
		street: '19 rue des Trois Encres',
		naf: '18.12Z',
		size: 'small',
		headcount: 24,
		founded: 1946,
		languages: ['fr', 'de'],
		website: 'https://dreibrunnen.example',
		description: { fr: 'Offset, numérique et façonnage pour l’édition et le luxe. Cherche à sortir du devis à la main.' },
		technologies: ['production-scheduling', 'web-development'],
		sectors: ['printing-industry', 'paper-industry'],
		people: [{ name: 'Baptiste Ringel', role: 'Gérant', email: 'baptiste.ringel@dreibrunnen.example', shown: true, owner: true }]
	},
	{
		key: 'rosenlaue',
		name: 'Laboratoire Rosenlaue',
		legalName: 'Rosenlaue SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Saint-Louis',
		postcode: '68300',
		street: '11 rue de l’Essence',
		naf: '20.42Z',
		size: 'medium',
		headcount: 64,
		founded: 2002,
		languages: ['fr', 'en', 'de'],
		website: 'https://rosenlaue.example',
		description: {
			fr: 'Cosmétiques naturels en marque propre et à façon : crèmes, shampoings solides, déodorants rechargeables. 340 formules, 1 200 articles.',
			en: 'Natural cosmetics, own brand and contract manufacturing, 340 formulas and 1,200 finished articles.'
		},
		technologies: ['traceability', 'quality-management', 'erp'],
		sectors: ['cosmetics-industry', 'chemical-industry', 'packaging-industry'],
		people: [
			{ name: 'Aurore Blind-Castel', role: 'Fondatrice', email: 'aurore.blind-castel@rosenlaue.example', shown: true, owner: true },
			{ name: 'Simon Greder', role: 'Responsable industriel', email: 'simon.greder@rosenlaue.example', shown: true }
		]
	},
	{
		key: 'hunalys',
		name: 'Hunalys Conditionnement',
		legalName: 'Hunalys Conditionnement SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Huningue',
		postcode: '68330',
		street: '27 avenue du Blister',
		naf: '21.20Z',
		size: 'medium',
		headcount: 134,
		founded: 1996,
		languages: ['fr', 'en', 'de'],
		website: 'https://hunalys.example',
		description: {
			en: 'Contract packaging of solid and liquid medicines: blistering, bottling, serialisation and late-stage customisation for twelve countries.',
			fr: 'Conditionnement de médicaments à façon : blisters, flacons, sérialisation, lots de 500 à 2 millions d’unités.'
		},
		technologies: ['traceability', 'machine-vision', 'mes', 'quality-management', 'packaging', 'serialisation'],
		sectors: ['pharmaceutical-industry', 'packaging-industry'],
		people: [
			{ name: 'Margaux Stebler', role: 'Site Director', email: 'margaux.stebler@hunalys.example', shown: true, owner: true },
			{ name: 'Philip Carter', role: 'Head of Quality', email: 'philip.carter@hunalys.example', shown: true }
		]
	},
	{
		key: 'savonnerie-hagenmatt',
		name: 'Savonnerie Hagenmatt',
		legalName: 'Savonnerie Hagenmatt SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Hagenthal-le-Bas',
		postcode: '68220',
		street: '7 rue de la Lessive',
		naf: '20.41Z',
		size: 'micro',
		headcount: 9,
		founded: 2012,
		languages: ['fr', 'de'],
		website: 'https://savonnerie-hagenmatt.example',
		description: { fr: 'Savons, lessives et détergents concentrés vendus en vrac à 180 magasins des deux côtés de la frontière.' },
		technologies: ['e-commerce', 'erp'],
		sectors: ['chemical-industry', 'packaging-industry'],
		people: [{ name: 'Ludivine Wahl', role: 'Gérante', email: 'ludivine.wahl@savonnerie-hagenmatt.example', shown: true, owner: true }]
	}
];
