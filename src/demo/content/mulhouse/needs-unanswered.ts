import type { Need } from '../types.ts';

/** What nobody in the hub offers yet: the animator looks further for these. */
export const needsUnanswered: Need[] = [
	{
		key: 'haslroth-trempe',
		organisation: 'ressorts-haslroth',
		lang: 'fr',
		title: 'La trempe se décide encore à l’œil, à la couleur du fil',
		problem:
			'Notre bain de sel a quarante ans et son régulateur aussi. L’ancien regarde la couleur du fil, compte jusqu’à neuf et plonge. Depuis qu’il est à mi-temps, un lot sur douze casse au contrôle de fatigue. Le sous-traitant de trempe le plus proche est à deux cents kilomètres et prend trois semaines. Nous cherchons quelqu’un qui connaisse la trempe des petits fils.',
		result: 'Une recette de trempe écrite, qui tienne sans lui.',
		technologies: ['heat-treatment', 'industrial-furnaces'],
		sectors: ['metal-products'],
		budgetBand: '20k_50k',
		wantedInDays: 120,
		languages: ['fr', 'de'],
		place: 'on_site',
		confidentiality: 'members',
		state: 'open',
		openedDaysAgo: 18
	},
	{
		key: 'kruthau-teinture',
		organisation: 'tissage-kruthau',
		lang: 'fr',
		title: 'Retrouver la même teinte d’un bain à l’autre',
		problem:
			'Entre deux bains de la même référence, le rouge vire. Le client, une maison de literie, pose les deux coupons sous sa fenêtre et nous appelle. On corrige à la louche, on reteint, on perd une journée et trois mètres cubes d’eau chaude. Le fournisseur de colorants envoie un technicien deux fois par an, il en faudrait un qui reste une semaine.',
		result: 'Moins d’une reprise par mois, et une façon de faire écrite.',
		technologies: ['dyeing', 'colour-measurement'],
		sectors: ['textile-industry'],
		budgetBand: '5k_20k',
		wantedInDays: 90,
		languages: ['fr'],
		place: 'on_site',
		confidentiality: 'public',
		state: 'open',
		openedDaysAgo: 9
	},
	{
		key: 'krummacker-froid',
		organisation: 'krummacker',
		lang: 'fr',
		title: 'Savoir ce que les légumes ont vécu entre le champ et le quai',
		problem:
			'Les camions arrivent de la plaine avec des betteraves à huit ou à dix-neuf degrés, et personne ne sait pourquoi. Le service vétérinaire demande la courbe, le transporteur montre un ticket de caisse enregistreuse illisible. En août nous avons jeté quatre tonnes sur un doute. Les trois producteurs sont d’accord pour un appareil dans la caisse, à condition de ne rien avoir à brancher.',
		result: 'Une courbe par livraison, lisible par le chef de quai.',
		technologies: ['cold-chain-monitoring', 'food-safety', 'haccp'],
		sectors: ['food-industry'],
		budgetBand: 'under_5k',
		wantedInDays: 150,
		languages: ['fr', 'de'],
		place: 'either',
		confidentiality: 'public',
		state: 'open',
		openedDaysAgo: 23
	},
	{
		key: 'papilor-flexo',
		organisation: 'papilor',
		lang: 'fr',
		title: 'Des clichés qui s’usent plus vite que prévu',
		problem:
			'Depuis que nous sommes passés aux encres à l’eau, les clichés de flexographie durent moitié moins longtemps. Le fabricant accuse les encres, le fabricant d’encres accuse le nettoyage, et le conducteur nettoie comme il l’a toujours fait. Un cliché coûte trois cents euros et nous en usons deux par semaine. Il nous faudrait un avis de quelqu’un qui ne vende ni l’un ni l’autre.',
		result: 'Savoir d’où vient l’usure, et doubler la durée des clichés.',
		technologies: ['flexography', 'printing', 'industrial-cleaning'],
		sectors: ['packaging-industry'],
		budgetBand: 'under_5k',
		wantedInDays: 75,
		languages: ['fr'],
		place: 'on_site',
		confidentiality: 'members',
		state: 'open',
		openedDaysAgo: 12
	},
	{
		key: 'brunnacker-erodieren',
		organisation: 'brunnacker-tex',
		lang: 'de',
		title: 'Nadelbetten erodieren, ohne Schweiz dazwischen',
		problem:
			'Unsere Nadelbetten lassen wir seit zwanzig Jahren in der Schweiz erodieren. Der Meister dort hört auf, sein Nachfolger nimmt nur noch Serien ab hundert Stück an. Wir brauchen zwölf im Jahr, dafür auf drei Mikrometer genau, und jemanden, der anruft, wenn die Zeichnung Unsinn ist. Zwei Angebote aus dem Netz waren schnell da und schnell wieder vergessen.',
		result: 'Ein Betrieb im Umkreis, der kleine Lose drahterodiert.',
		technologies: ['edm', 'subcontracting'],
		sectors: ['machinery'],
		budgetBand: '5k_20k',
		wantedInDays: 60,
		languages: ['de', 'fr'],
		place: 'either',
		confidentiality: 'public',
		state: 'open',
		openedDaysAgo: 27
	},
	{
		key: 'rheinpforte-laden',
		organisation: 'rheinpforte',
		lang: 'de',
		title: 'Sechs elektrische Lastwagen, ein Anschluss von 1987',
		problem:
			'Der Kunde verlangt ab nächstem Herbst sechs elektrische Lastwagen auf der Strecke. Der Netzbetreiber bietet einen neuen Anschluss in vier Jahren an, der alte trägt zwei Ladesäulen und die Kühlhalle. Auf dem Dach liegt Platz für viel Sonne, aber nachts scheint sie nicht. Wer rechnet uns aus, was mit Speicher und Plan zusammen geht, bevor wir Säulen kaufen?',
		result: 'Ein Ladeplan, der ohne neuen Anschluss auskommt.',
		technologies: ['ev-charging', 'renewable-energy'],
		sectors: ['logistics-sector'],
		budgetBand: '20k_50k',
		wantedInDays: 200,
		languages: ['de', 'fr'],
		place: 'on_site',
		confidentiality: 'members',
		state: 'open',
		openedDaysAgo: 14
	},
	{
		key: 'hunalys-cleanroom-en',
		organisation: 'hunalys',
		lang: 'en',
		title: 'A second clean room in a hall that was never meant for one',
		problem:
			'Our new filling line needs an ISO 8 room by spring, and the only free hall has a saw-tooth roof, a drain in the middle and pigeons. Three suppliers quoted for a box inside the box, each with a different idea of where the air comes back. We would like to talk to somebody who has validated such a room, not to somebody who sells panels.',
		result: 'A layout that the auditor signs the first time.',
		technologies: ['cleanroom', 'sterilisation'],
		sectors: ['pharmaceutical-industry'],
		budgetBand: '50k_150k',
		wantedInDays: 140,
		languages: ['en', 'fr'],
		place: 'on_site',
		confidentiality: 'members',
		state: 'open',
		openedDaysAgo: 31
	},
	{
		key: 'kolbenwerk-leak-en',
		organisation: 'kolbenwerk-mulhouse',
		lang: 'en',
		title: 'Finding a leak the size of a hair before the customer does',
		problem:
			'We test housings under water, by eye, with a lamp and a man called Bruno. He finds nine leaks out of ten and no longer wants to kneel. The helium bench we were shown costs more than the line, and the cheap pressure tester takes two minutes where we have forty seconds. Somebody must have solved this for parts of two kilos.',
		result: 'Every housing tested in forty seconds, with a number kept.',
		technologies: ['leak-testing', 'special-machines'],
		sectors: ['automotive'],
		budgetBand: '50k_150k',
		wantedInDays: 170,
		languages: ['en', 'fr', 'de'],
		place: 'on_site',
		confidentiality: 'public',
		state: 'open',
		openedDaysAgo: 6
	}
];
