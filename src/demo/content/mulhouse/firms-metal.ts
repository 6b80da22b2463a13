import type { Organisation } from '../types.ts';

export const firmsMetal: Organisation[] = [
	{
		key: 'fonderie-thurgiesse',
		name: 'Fonderie Thurgiesse',
		legalName: 'Fonderie Thurgiesse SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Vieux-Thann',
		postcode: '68800',
		street: '14 rue des Coquilles',
		naf: '24.53Z',
		size: 'medium',
		headcount: 118,
		founded: 1954,
		languages: ['fr', 'de'],
		website: 'https://fonderie-thurgiesse.example',
		description: {
			fr: 'Fonderie d’aluminium en coquille et basse pression : carters de pompes, corps de vannes, supports moteur. 2 400 tonnes coulées par an, trois équipes, un atelier de parachèvement encore très manuel.',
			de: 'Aluminiumgießerei für Kokillen- und Niederdruckguss: Pumpengehäuse, Ventilkörper, Motorträger. 2400 Tonnes im Jahr, drei Schichten, Putzerei noch überwiegend von Hand.'
		},
		technologies: ['machine-vision', 'foundry', 'cmms'],
		sectors: ['metallurgy', 'automotive'],
		people: [
			{
				name: 'Martine Burgunder',
				role: 'Directrice générale',
				email: 'martine.burgunder@fonderie-thurgiesse.example',
				shown: true,
				owner: true
			},
			{ name: 'Kamel Ziani', role: 'Responsable qualité', email: 'kamel.ziani@fonderie-thurgiesse.example', shown: true }
		]
	},
	{
		key: 'fontes-kaltenbronn',
		name: 'Fontes de Kaltenbronn',
		legalName: 'Fontes de Kaltenbronn SA',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Cernay',
		postcode: '68700',
		street: '3 chemin du Cubilot',
		naf: '24.51Z',
		size: 'medium',
		headcount: 164,
		founded: 1921,
		languages: ['fr'],
		website: 'https://fontes-kaltenbronn.example',
		description: {
			fr: 'Fonte grise et fonte ductile de 2 à 900 kg pour le machinisme agricole, la voirie et la pompe. Deux fours à induction de 4 tonnes, moulage en sable vert et chantier à main.'
		},
		technologies: ['foundry', 'energy-management'],
		sectors: ['metallurgy', 'construction'],
		people: [
			{
				name: 'Denis Oberholtz',
				role: 'Directeur industriel',
				email: 'denis.oberholtz@fontes-kaltenbronn.example',
				shown: true,
				owner: true
			},
			{
				name: 'Sylvie Marchal',
				role: 'Responsable maintenance et énergie',
				email: 'sylvie.marchal@fontes-kaltenbronn.example',
				shown: false
			}
		]
	},
	{
		key: 'mecanique-oberlach',
		name: 'Mécanique Oberlach',
		legalName: 'Mécanique Oberlach SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Masevaux-Niederbruck',
		postcode: '68290',
		street: '8 rue du Vieux Moulin',
		naf: '25.62B',
		size: 'small',
		headcount: 34,
		founded: 1978,
		languages: ['fr', 'de'],
		website: 'https://mecanique-oberlach.example',
		description: {
			fr: 'Usinage 5 axes de pièces unitaires et de petites séries en inox, titane et aluminium. Onze centres, une salle de mesure à 20 °C, et une équipe qui sait encore faire un montage d’usinage dans la journée.'
		},
		technologies: ['machining', 'cad', 'metrology'],
		sectors: ['metal-products', 'aerospace'],
		people: [
			{ name: 'Thierry Oberlach', role: 'Gérant', email: 'thierry.oberlach@mecanique-oberlach.example', shown: true, owner: true },
			{ name: 'Élodie Wintz', role: 'Méthodes', email: 'elodie.wintz@mecanique-oberlach.example', shown: true }
		]
	},
	{
		key: 'decolletage-sundlor',
		name: 'Décolletage Sundlor',
		legalName: 'Décolletage Sundlor SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Hirsingue',
		postcode: '68560',
		street: '2 rue de la Poupée Mobile',
		naf: '25.62A',
		size: 'small',
		headcount: 47,
		founded: 1966,
		languages: ['fr', 'de'],
		website: 'https://decolletage-sundlor.example',
		description: {
			fr: 'Décolletage de précision du diamètre 2 à 42 mm, 60 millions de pièces par an : axes, raccords, vis médicales. Vingt-six tours à poupée mobile, dont quatre avec embarreurs automatiques.'
		},
		technologies: ['machining', 'production-scheduling', 'bar-turning'],
		sectors: ['metal-products', 'automotive', 'medical-devices'],
		people: [
			{ name: 'Gérard Litzler', role: 'Président', email: 'gerard.litzler@decolletage-sundlor.example', shown: false, owner: true },
			{ name: 'Nadège Frohn', role: 'Responsable planning', email: 'nadege.frohn@decolletage-sundlor.example', shown: true }
		]
	},
	{
		key: 'tolerie-wackentor',
		name: 'Tôlerie Wackentor',
		legalName: 'Tôlerie Wackentor SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Wittelsheim',
		postcode: '68310',
		street: '21 rue du Carreau',
		naf: '25.11Z',
		size: 'small',
		headcount: 42,
		founded: 1989,
		languages: ['fr'],
		website: 'https://tolerie-wackentor.example',
		description: {
			fr: 'Découpe laser fibre 6 kW, pliage, soudure et peinture poudre pour l’agencement et la machine spéciale. Du prototype à 500 pièces, délai moyen de huit jours ouvrés.'
		},
		technologies: ['sheet-metal', 'cad', 'erp'],
		sectors: ['metal-products', 'construction'],
		people: [
			{ name: 'Stéphane Wackentor', role: 'Gérant', email: 'stephane.wackentor@tolerie-wackentor.example', shown: true, owner: true },
			{ name: 'Laura Piquet', role: 'Bureau d’études', email: 'laura.piquet@tolerie-wackentor.example', shown: true }
		]
	},
	{
		key: 'emboutis-guldenau',
		name: 'Emboutissage Guldenau',
		legalName: 'Emboutissage Guldenau SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Guebwiller',
		postcode: '68500',
		street: '40 rue des Presses',
		naf: '25.50B',
		size: 'medium',
		headcount: 93,
		founded: 1948,
		languages: ['fr', 'de'],
		website: 'https://emboutis-guldenau.example',
		description: {
			fr: 'Emboutissage et découpe progressive de 63 à 630 tonnes. Pièces de ceinture de sécurité, boîtiers de batterie, colliers. Certifié IATF 16949.'
		},
		technologies: ['sheet-metal', 'traceability', 'stamping'],
		sectors: ['automotive-suppliers', 'automotive', 'metal-products'],
		people: [
			{
				name: 'Olivier Guldenfels',
				role: 'Directeur de site',
				email: 'olivier.guldenfels@emboutis-guldenau.example',
				shown: true,
				owner: true
			},
			{ name: 'Yasmina Bedel', role: 'Responsable amélioration continue', email: 'yasmina.bedel@emboutis-guldenau.example', shown: true }
		]
	},
	{
		key: 'zincalor',
		name: 'Zincalor Traitements',
		legalName: 'Zincalor Traitements SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Illzach',
		postcode: '68110',
		street: '6 quai de la Galvano',
		naf: '25.61Z',
		size: 'small',
		headcount: 38,
		founded: 1983,
		languages: ['fr'],
		website: 'https://zincalor.example',
		description: {
			fr: 'Zingage, zinc-nickel et passivation en bain mort et au tonneau pour les fixations et la petite tôlerie. Installation classée, station de traitement des eaux en propre.'
		},
		technologies: ['surface-treatment', 'traceability'],
		sectors: ['metal-products', 'automotive'],
		people: [
			{ name: 'Patricia Hug', role: 'Directrice', email: 'patricia.hug@zincalor.example', shown: true, owner: true },
			{ name: 'Marc Ansel', role: 'Responsable laboratoire', email: 'marc.ansel@zincalor.example', shown: false }
		]
	},
	{
		key: 'outillages-perrosch',
		name: 'Outillages Perrosch',
		legalName: 'Outillages Perrosch SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Sausheim',
		postcode: '68390',
		street: '11 rue des Empreintes',
		naf: '25.73A',
		size: 'small',
		headcount: 28,
		founded: 1992,
		languages: ['fr', 'de', 'en'],
		website: 'https://outillages-perrosch.example',
		description: {
			fr: 'Moules d’injection plastique jusqu’à 8 tonnes, inserts à canaux de refroidissement conformes imprimés en acier. Essais sur presse chez nous avant livraison.',
			de: 'Spritzgießwerkzeuge bis 8 Tonnen, gedruckte Einsätze mit konturnaher Kühlung, Abmusterung auf eigener Maschine.'
		},
		technologies: ['machining', 'cad', 'additive-manufacturing', 'mould-making'],
		sectors: ['plastics-industry', 'automotive'],
		people: [
			{ name: 'Jean-Luc Perrosch', role: 'Gérant', email: 'jean-luc.perrosch@outillages-perrosch.example', shown: true, owner: true }
		]
	},
	{
		key: 'ressorts-haslroth',
		name: 'Ressorts Haslroth',
		legalName: 'Ressorts Haslroth SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Soultz-Haut-Rhin',
		postcode: '68360',
		street: '5 rue du Fil',
		naf: '25.93Z',
		size: 'small',
		headcount: 31,
		founded: 1959,
		languages: ['fr'],
		website: 'https://ressorts-haslroth.example',
		description: {
			fr: 'Ressorts de compression, de traction et formes en fil de 0,2 à 16 mm. 1 800 références actives, beaucoup de petites séries de dépannage.'
		},
		technologies: ['machining', 'quality-management'],
		sectors: ['automotive', 'railway-industry'],
		people: [
			{ name: 'Christine Haslroth', role: 'Gérante', email: 'christine.haslroth@ressorts-haslroth.example', shown: true, owner: true },
			{ name: 'Bruno Decker', role: 'Chef d’atelier', email: 'bruno.decker@ressorts-haslroth.example', shown: false }
		]
	},
	{
		key: 'engrenages-molkenr',
		name: 'Engrenages de la Molkenau',
		legalName: 'Engrenages de la Molkenau SA',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Bitschwiller-lès-Thann',
		postcode: '68620',
		street: '17 rue de la Denture',
		naf: '28.15Z',
		size: 'medium',
		headcount: 74,
		founded: 1937,
		languages: ['fr', 'de'],
		website: 'https://engrenages-molkenr.example',
		description: {
			fr: 'Taillage, rectification et contrôle d’engrenages du module 1 à 18 pour le ferroviaire, le levage et la machine-outil. Traitement thermique intégré.',
			de: 'Verzahnungstechnik von Modul 1 bis 18: Fräsen, Härten, Schleifen, Messen unter einem Dach.'
		},
		technologies: ['machining', 'metrology', 'predictive-maintenance', 'gear-manufacturing', 'grinding'],
		sectors: ['metal-products', 'railway-industry'],
		people: [
			{ name: 'Philippe Grob', role: 'Directeur technique', email: 'philippe.grob@engrenages-molkenr.example', shown: true, owner: true },
			{ name: 'Anaïs Welterlin', role: 'Responsable métrologie', email: 'anais.welterlin@engrenages-molkenr.example', shown: true }
		]
	},
	{
		key: 'chaudronnerie-tannelb',
		name: 'Chaudronnerie Tannelbach',
		legalName: 'Chaudronnerie Tannelbach SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Ottmarsheim',
		postcode: '68490',
		street: '2 quai des Cuves',
		naf: '25.29Z',
		size: 'medium',
		headcount: 66,
		founded: 1971,
		languages: ['fr', 'de'],
		website: 'https://chaudronnerie-tannelb.example',
		description: {
			fr: 'Cuves, échangeurs et tuyauterie inox et duplex sous pression. Soudeurs qualifiés selon ISO 9606, dossiers constructeur pour la chimie rhénane.'
		},
		technologies: ['sheet-metal', 'quality-management', 'boilermaking', 'welding'],
		sectors: ['chemical-industry', 'energy-sector'],
		people: [
			{ name: 'Hervé Tannel', role: 'Président', email: 'herve.tannel@chaudronnerie-tannelb.example', shown: true, owner: true },
			{ name: 'Lucie Brandt', role: 'Responsable soudage', email: 'lucie.brandt@chaudronnerie-tannelb.example', shown: true }
		]
	},
	{
		key: 'vannes-hartkirch',
		name: 'Vannes Hartkirch',
		legalName: 'Vannes Hartkirch SAS',
		kind: 'mid_cap',
		country: 'FR',
		commune: 'Ensisheim',
		postcode: '68190',
		street: '1 avenue des Robinetiers',
		naf: '28.14Z',
		size: 'mid_cap',
		headcount: 310,
		founded: 1929,
		languages: ['fr', 'de', 'en'],
		website: 'https://vannes-hartkirch.example',
		description: {
			fr: 'Robinetterie industrielle du DN 15 au DN 1200 : vannes papillon, clapets, robinets à soupape. Trois sites, 55 % à l’export, un configurateur maison qui date de 2009.',
			en: 'Industrial valves from DN 15 to DN 1200, three plants, 55% exported. Configure-to-order with more than 40,000 variants.'
		},
		technologies: ['machining', 'erp', 'traceability', 'plm'],
		sectors: ['pumps-valves', 'metal-products', 'energy-sector', 'chemical-industry'],
		people: [
			{
				name: 'Frédérique Altmeyer',
				role: 'Directrice des opérations',
				email: 'frederique.altmeyer@vannes-hartkirch.example',
				shown: true,
				owner: true
			},
			{ name: 'Rémi Zumstein', role: 'DSI', email: 'remi.zumstein@vannes-hartkirch.example', shown: true }
		]
	},
	{
		key: 'forge-schwarzl',
		name: 'Forge Schwarzlauter',
		legalName: 'Forge Schwarzlauter SARL',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Masevaux-Niederbruck',
		postcode: '68290',
		street: '30 rue du Marteau-Pilon',
		naf: '25.50A',
		size: 'small',
		headcount: 45,
		founded: 1898,
		languages: ['fr'],
		website: 'https://forge-schwarzl.example',
		description: {
			fr: 'Estampage à chaud d’acier et de laiton, pilons de 1 à 4 tonnes, pièces de 100 g à 25 kg. Une forge de famille, bruyante, rentable et qui peine à recruter.'
		},
		technologies: ['predictive-maintenance', 'industrial-robotics', 'forging'],
		sectors: ['automotive', 'railway-industry'],
		people: [{ name: 'Vincent Lauter', role: 'Gérant', email: 'vincent.lauter@forge-schwarzl.example', shown: true, owner: true }]
	},
	{
		key: 'soudalia',
		name: 'Soudalia Structures',
		legalName: 'Soudalia Structures SAS',
		kind: 'industrial_sme',
		country: 'FR',
		commune: 'Kingersheim',
		postcode: '68260',
		street: '9 rue de l’Arc',
		naf: '25.11Z',
		size: 'small',
		headcount: 26,
		founded: 2004,
		languages: ['fr'],
		website: 'https://soudalia.example',
		description: {
			fr: 'Charpente légère, escaliers, garde-corps et châssis mécanosoudés. Un cobot de soudage acheté en 2023, à moitié utilisé.'
		},
		technologies: ['cobot', 'sheet-metal', 'welding', 'welding-robot'],
		sectors: ['construction', 'metal-products'],
		people: [{ name: 'Mickaël Rust', role: 'Gérant', email: 'mickael.rust@soudalia.example', shown: true, owner: true }]
	}
];
