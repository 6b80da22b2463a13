import type { Organisation } from '../types.ts';

export const firmsTextileFoodPaper: Organisation[] = [
	{
		key: 'indiennes-largue',
		name: 'Indiennes de la Largue',
		legalName: 'Indiennes de la Largue SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Pfastatt',
		postcode: '68120',
		street: '22 rue de la Planche à imprimer',
		naf: '13.30Z',
		size: 'medium',
		headcount: 62,
		founded: 1903,
		languages: ['fr', 'de', 'en'],
		website: 'https://indiennes-largue.example',
		description: {
			fr: 'Impression textile au cadre plat, au rotatif et au jet d’encre pour l’ameublement et la mode. 1,9 million de mètres par an et une dessinathèque de 30 000 motifs.',
			de: 'Textildruck für Möbel und Mode im Flach-, Rotations- und Tintenstrahlverfahren, Archiv mit 30.000 Mustern.'
		},
		technologies: ['textile-processing', 'machine-vision', 'cad', 'textile-printing'],
		sectors: ['textile-industry', 'printing-industry'],
		people: [
			{
				name: 'Claire Koechlin-Roth',
				role: 'Présidente',
				email: 'claire.koechlin-roth@indiennes-largue.example',
				shown: true,
				owner: true
			},
			{ name: 'Samuel Haenig', role: 'Responsable impression', email: 'samuel.haenig@indiennes-largue.example', shown: true }
		]
	},
	{
		key: 'tissage-kruthau',
		name: 'Tissage de la Kruthau',
		legalName: 'Tissage de la Kruthau SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Husseren-Wesserling',
		postcode: '68470',
		street: '12 rue du Parc',
		naf: '13.20Z',
		size: 'small',
		headcount: 37,
		founded: 1952,
		languages: ['fr'],
		website: 'https://tissage-kruthau.example',
		description: {
			fr: 'Tissus jacquard et unis en lin, chanvre et coton bio sur 44 métiers à lance. Filière courte avec des liniers français.'
		},
		technologies: ['textile-processing', 'cmms', 'weaving'],
		sectors: ['textile-industry'],
		people: [{ name: 'Damien Arnold', role: 'Directeur', email: 'damien.arnold@tissage-kruthau.example', shown: true, owner: true }]
	},
	{
		key: 'filtamarin',
		name: 'Filtamarin Textiles techniques',
		legalName: 'Filtamarin SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Saint-Amarin',
		postcode: '68550',
		street: '6 rue des Peigneuses',
		naf: '13.96Z',
		size: 'small',
		headcount: 49,
		founded: 1988,
		languages: ['fr', 'en'],
		website: 'https://filtamarin.example',
		description: { fr: 'Médias filtrants tissés et aiguilletés pour la filtration des fumées et des liquides, jusqu’à 5 m de laize.' },
		technologies: ['textile-processing', 'machine-vision', 'quality-management', 'nonwovens'],
		sectors: ['textile-industry', 'chemical-industry', 'energy-sector'],
		people: [
			{ name: 'Murielle Ast', role: 'Directrice générale', email: 'murielle.ast@filtamarin.example', shown: true, owner: true },
			{ name: 'Kevin Lutringer', role: 'Ingénieur qualité', email: 'kevin.lutringer@filtamarin.example', shown: true }
		]
	},
	{
		key: 'biscuits-vogelst',
		name: 'Biscuiterie du Vogelstein',
		legalName: 'Biscuiterie du Vogelstein SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Rouffach',
		postcode: '68250',
		street: '27 route des Bretzels',
		naf: '10.72Z',
		size: 'medium',
		headcount: 58,
		founded: 1964,
		languages: ['fr', 'de'],
		website: 'https://biscuits-vogelst.example',
		description: {
			fr: 'Bretzels, sablés et pain d’épices, deux lignes de four tunnel de 32 mètres, pic de production de septembre à décembre.'
		},
		technologies: ['machine-vision', 'traceability', 'production-scheduling'],
		sectors: ['bakery-confectionery', 'food-industry', 'packaging-industry'],
		people: [
			{ name: 'Catherine Vogel', role: 'Présidente', email: 'catherine.vogel@biscuits-vogelst.example', shown: true, owner: true },
			{ name: 'Ludovic Meyer-Hartz', role: 'Responsable de lignes', email: 'ludovic.meyer-hartz@biscuits-vogelst.example', shown: true }
		]
	},
	{
		key: 'laiterie-ballon-perdu',
		name: 'Laiterie du Ballon Perdu',
		legalName: 'Laiterie du Ballon Perdu SCA',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Munster',
		postcode: '68140',
		street: '4 rue de la Caillette',
		naf: '10.51C',
		size: 'small',
		headcount: 41,
		founded: 1949,
		languages: ['fr'],
		website: 'https://laiterie-ballon-perdu.example',
		description: { fr: 'Coopérative de 38 fermes de montagne, fromages à pâte molle et lait cru. Hygiène, froid et froid encore.' },
		technologies: ['iot', 'traceability', 'energy-management', 'food-processing'],
		sectors: ['dairy-industry', 'food-industry'],
		people: [
			{ name: 'Mathieu Deybach', role: 'Directeur', email: 'mathieu.deybach@laiterie-ballon-perdu.example', shown: true, owner: true }
		]
	},
	{
		key: 'krummacker',
		name: 'Conserves Krummacker',
		legalName: 'Conserves Krummacker SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Colmar',
		postcode: '68000',
		street: '9 rue du Tonneau',
		naf: '10.39A',
		size: 'medium',
		headcount: 53,
		founded: 1931,
		languages: ['fr', 'de'],
		website: 'https://krummacker.example',
		description: {
			fr: 'Choucroute, légumes fermentés et plats en bocaux, 11 000 tonnes par an, dont la moitié pour l’Allemagne.',
			de: 'Sauerkraut und fermentiertes Gemüse im Glas, 11.000 Tonnen im Jahr, die Hälfte davon für den deutschen Handel.'
		},
		technologies: ['mes', 'traceability'],
		sectors: ['food-industry', 'packaging-industry'],
		people: [
			{ name: 'Isabelle Krumm', role: 'Directrice', email: 'isabelle.krumm@krummacker.example', shown: true, owner: true },
			{ name: 'Fabrice Noll', role: 'Maintenance', email: 'fabrice.noll@krummacker.example', shown: false }
		]
	},
	{
		key: 'scierie-rossfelden',
		name: 'Scierie Rossfelden',
		legalName: 'Scierie Rossfelden SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Orbey',
		postcode: '68370',
		street: 'Le Grand Trait',
		naf: '16.10A',
		size: 'small',
		headcount: 24,
		founded: 1947,
		languages: ['fr'],
		website: 'https://scierie-rossfelden.example',
		description: {
			fr: 'Sciage de sapin, d’épicéa et de douglas des Vosges, 22 000 m³ de grumes par an, séchage et rabotage, charpente sur liste.'
		},
		technologies: ['machine-vision', 'woodworking', 'sorting'],
		sectors: ['wood-industry', 'construction'],
		people: [
			{ name: 'Antoine Rossfelden', role: 'Gérant', email: 'antoine.rossfelden@scierie-rossfelden.example', shown: true, owner: true }
		]
	},
	{
		key: 'papiers-fechtal',
		name: 'Papiers Fechtal',
		legalName: 'Papiers Fechtal SA',
		kind: 'mid_cap',
		country: 'FR',
		commune: 'Turckheim',
		postcode: '68230',
		street: '3 rue du Cylindre',
		naf: '17.12Z',
		size: 'mid_cap',
		headcount: 255,
		founded: 1889,
		languages: ['fr', 'de'],
		website: 'https://papiers-fechtal.example',
		description: {
			fr: 'Cartons et papiers couchés pour l’emballage de luxe. Une machine à papier de 3,2 m de laize qui tourne 340 jours par an.',
			de: 'Gestrichene Kartone und Papiere für Luxusverpackungen, eine Papiermaschine mit 3,2 m Arbeitsbreite im Dauerbetrieb.'
		},
		technologies: ['predictive-maintenance', 'scada', 'energy-management', 'papermaking'],
		sectors: ['paper-industry', 'packaging-industry'],
		people: [
			{
				name: 'Laurent Fritz-Meyer',
				role: 'Directeur technique',
				email: 'laurent.fritz-meyer@papiers-fechtal.example',
				shown: true,
				owner: true
			},
			{ name: 'Émilie Zahn', role: 'Responsable fiabilité', email: 'emilie.zahn@papiers-fechtal.example', shown: true }
		]
	},
	{
		key: 'horlegen-micromeca',
		name: 'Horlegen Microméca',
		legalName: 'Horlegen Microméca SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Hégenheim',
		postcode: '68220',
		street: '5 rue du Balancier',
		naf: '26.52Z',
		size: 'small',
		headcount: 33,
		founded: 1998,
		languages: ['fr', 'de'],
		website: 'https://horlegen-micromeca.example',
		description: {
			fr: 'Micro-usinage de platines, ponts et implants dentaires pour les clients du Jura et de Bâle. Tolérances à 3 µm, lots de 20 à 2 000.',
			de: 'Mikrobearbeitung von Platinen, Brücken und Dentalimplantaten, Toleranzen bis 3 µm.'
		},
		technologies: ['metrology', 'machining', 'traceability', 'micro-machining'],
		sectors: ['watchmaking', 'medical-devices'],
		people: [
			{ name: 'Yann Baumlin', role: 'Directeur', email: 'yann.baumlin@horlegen-micromeca.example', shown: true, owner: true },
			{ name: 'Chiara Rossetti', role: 'Responsable métrologie', email: 'chiara.rossetti@horlegen-micromeca.example', shown: true }
		]
	}
];
