import type { Organisation } from '../types.ts';

export const firmsChemicalsPlastics: Organisation[] = [
	{
		key: 'plastinonn',
		name: 'Plastinonn Injection',
		legalName: 'Plastinonn Injection SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Wittelsheim',
		postcode: '68310',
		street: '18 rue des Trémies',
		naf: '22.29A',
		size: 'medium',
		headcount: 72,
		founded: 1987,
		languages: ['fr', 'de'],
		website: 'https://plastinonn.example',
		description: {
			fr: 'Injection de pièces techniques de 1 g à 2,5 kg sur 29 presses de 50 à 650 tonnes. Bi-matière, surmoulage d’inserts et salle propre ISO 8 pour le médical.'
		},
		technologies: ['plastics-processing', 'industrial-robotics', 'mes', 'injection-moulding'],
		sectors: ['plastics-industry', 'automotive', 'medical-devices'],
		people: [
			{ name: 'Valérie Schirrer', role: 'Directrice générale', email: 'valerie.schirrer@plastinonn.example', shown: true, owner: true },
			{ name: 'Romain Fuchs', role: 'Responsable production', email: 'romain.fuchs@plastinonn.example', shown: true }
		]
	},
	{
		key: 'extrusion-thurwald',
		name: 'Extrusion Thurwald',
		legalName: 'Extrusion Thurwald SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Vieux-Thann',
		postcode: '68800',
		street: '3 rue de la Filière',
		naf: '22.21Z',
		size: 'small',
		headcount: 36,
		founded: 1990,
		languages: ['fr'],
		website: 'https://extrusion-thurwald.example',
		description: {
			fr: 'Profilés PVC, ABS et polycarbonate sur mesure pour la menuiserie, l’éclairage et le mobilier urbain. Sept lignes, recyclage interne des chutes.'
		},
		technologies: ['plastics-processing', 'energy-management', 'extrusion'],
		sectors: ['plastics-industry', 'construction'],
		people: [{ name: 'Alain Thurwald', role: 'Gérant', email: 'alain.thurwald@extrusion-thurwald.example', shown: true, owner: true }]
	},
	{
		key: 'blanchegrue',
		name: 'Emballages Blanchegrue',
		legalName: 'Emballages Blanchegrue SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Colmar',
		postcode: '68000',
		street: '55 rue du Ladhof',
		naf: '22.22Z',
		size: 'medium',
		headcount: 104,
		founded: 1975,
		languages: ['fr', 'en'],
		website: 'https://blanchegrue.example',
		description: {
			fr: 'Barquettes, pots et films thermoscellables pour la crèmerie et le traiteur. 40 % de rPET, objectif 70 % en 2028.',
			en: 'Trays, pots and heat-seal films for dairy and ready meals; 40% rPET today, 70% by 2028.'
		},
		technologies: ['plastics-processing', 'energy-management', 'eco-design'],
		sectors: ['plastics-industry', 'food-industry', 'packaging-industry'],
		people: [
			{ name: 'Hélène Stoeckel', role: 'Directrice innovation', email: 'helene.stoeckel@blanchegrue.example', shown: true, owner: true },
			{ name: 'Marc Ritter', role: 'Directeur de production', email: 'marc.ritter@blanchegrue.example', shown: true }
		]
	},
	{
		key: 'potassel',
		name: 'Potassel',
		legalName: 'Potassel SA',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Wittelsheim',
		postcode: '68310',
		street: 'Carreau Amélie-Nord',
		naf: '20.13B',
		size: 'medium',
		headcount: 97,
		founded: 2003,
		languages: ['fr'],
		website: 'https://potassel.example',
		description: {
			fr: 'Sels potassiques purifiés, saumures et sels de déneigement, sur un ancien carreau du bassin potassique. Évaporation, cristallisation, séchage, ensachage.'
		},
		technologies: ['iot', 'energy-management', 'scada'],
		sectors: ['chemical-industry', 'energy-sector'],
		people: [
			{ name: 'Bernard Klotz', role: 'Directeur de site', email: 'bernard.klotz@potassel.example', shown: true, owner: true },
			{ name: 'Amandine Roch', role: 'Ingénieure procédés', email: 'amandine.roch@potassel.example', shown: true }
		]
	},
	{
		key: 'kanalor',
		name: 'Kanalor Chimie fine',
		legalName: 'Kanalor Chimie fine SAS',
		kind: 'mid_cap',
		country: 'FR',
		commune: 'Chalampé',
		postcode: '68490',
		street: 'Route des Ateliers',
		naf: '20.14Z',
		size: 'mid_cap',
		headcount: 280,
		founded: 1982,
		languages: ['fr', 'de', 'en'],
		website: 'https://kanalor.example',
		description: {
			fr: 'Intermédiaires de synthèse à façon, de 10 kg à 200 tonnes, réacteurs de 1 à 16 m³. Site Seveso seuil haut, conduite centralisée depuis 2011.',
			en: 'Custom synthesis of intermediates, from 10 kg to 200 t, on an upper-tier Seveso site with a central control room.'
		},
		technologies: ['scada', 'cybersecurity', 'data-integration'],
		sectors: ['chemical-industry', 'pharmaceutical-industry'],
		people: [
			{
				name: 'Grégoire Meistermann',
				role: 'Directeur industriel',
				email: 'gregoire.meistermann@kanalor.example',
				shown: true,
				owner: true
			},
			{ name: 'Leïla Haddad', role: 'Responsable automatismes et OT', email: 'leila.haddad@kanalor.example', shown: true }
		]
	},
	{
		key: 'hirtzenau-colorants',
		name: 'Colorants Hirtzenau',
		legalName: 'Colorants Hirtzenau SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Huningue',
		postcode: '68330',
		street: '10 quai de l’Indigo',
		naf: '20.12Z',
		size: 'small',
		headcount: 44,
		founded: 1958,
		languages: ['fr', 'de'],
		website: 'https://hirtzenau-colorants.example',
		description: {
			fr: 'Colorants et préparations pigmentaires pour le textile et l’encre numérique. 600 teintes au catalogue et autant de recettes dans des classeurs.'
		},
		technologies: ['metrology', 'data-analytics'],
		sectors: ['chemical-industry', 'textile-industry'],
		people: [{ name: 'Corinne Stehlin', role: 'Gérante', email: 'corinne.stehlin@hirtzenau-colorants.example', shown: true, owner: true }]
	},
	{
		key: 'vernis-luzelle',
		name: 'Vernis Luzelle',
		legalName: 'Vernis Luzelle SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Waldighoffen',
		postcode: '68640',
		street: '1 rue des Siccatifs',
		naf: '20.30Z',
		size: 'small',
		headcount: 29,
		founded: 1969,
		languages: ['fr', 'de'],
		website: 'https://vernis-luzelle.example',
		description: {
			fr: 'Vernis, lasures et huiles pour le bois et le parquet, batchs de 200 kg à 5 tonnes, beaucoup de marques de distributeur.'
		},
		technologies: ['erp', 'traceability'],
		sectors: ['chemical-industry', 'wood-industry'],
		people: [
			{ name: 'Julien Hell', role: 'Gérant', email: 'julien.hell@vernis-luzelle.example', shown: true, owner: true },
			{ name: 'Dorothée Ley', role: 'Responsable réglementaire', email: 'dorothee.ley@vernis-luzelle.example', shown: true }
		]
	}
];
