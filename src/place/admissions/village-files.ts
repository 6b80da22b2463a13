import type { Future, Stage, WantedUse } from './choices.ts';

type Site = [commune: string, jobs: number, moved: number, kept: number, m2: number, freed: number, becomes: Future];

export interface DemoFile {
	/** Of the firm in the directory. */
	firm: string;
	stage: Stage;
	/** Days since it was given in, and since it stands where it stands. */
	sent?: number;
	since: number;
	activity: string;
	use: WantedUse;
	people: number;
	m2: [number, number];
	/** Days from today. */
	from: number;
	why: string;
	created: [number, number, number];
	sites?: Site[];
	reason?: string;
	refused?: string;
	/** Number of a lease's unit, the day of moving in, and what was declared: here, elsewhere. */
	unit?: string;
	movedIn?: string;
	declared?: [here: number, elsewhere: number, words?: string][];
	/** Without the documents that the hub asks for. */
	bare?: boolean;
}

export const files: DemoFile[] = [
	{
		firm: 'start_up 0',
		stage: 'moved_in',
		since: 900,
		activity: 'Logiciel de suivi des fours industriels : capteurs, tableau de bord, alertes.',
		use: 'office',
		people: 6,
		m2: [180, 220],
		from: -900,
		why: 'Être à dix minutes de nos trois premiers clients, et partager la salle de mesure.',
		created: [3, 6, 9],
		sites: [['Riedisheim', 6, 6, 0, 80, 80, 'closed']],
		reason: 'Nos quatre-vingts mètres carrés de Riedisheim sont une ancienne boutique : nous ne pouvons plus y embaucher.',
		unit: 'S-N1',
		movedIn: '2022-09-05',
		declared: [
			[9, 0, 'Trois recrutements, comme prévu.'],
			[11, 0, 'Un départ remplacé, un poste ouvert.'],
			[16, 0, 'Le contrat d’un grand groupe a tout accéléré.']
		]
	},
	{
		firm: 'start_up 1',
		stage: 'moved_in',
		since: 800,
		activity: 'Contrôle par ultrasons de pièces composites, matériel et analyse.',
		use: 'office',
		people: 4,
		m2: [150, 220],
		from: -800,
		why: 'L’atelier de mesure et les écoles du site.',
		created: [4, 7, 10],
		unit: 'S-S3',
		movedIn: '2023-02-06',
		declared: [
			[3, 0, 'Levée de fonds retardée de six mois.'],
			[6, 0],
			[7, 0, 'Deux alternants de l’école du site embauchés.']
		]
	},
	{
		firm: 'digital_firm 0',
		stage: 'moved_in',
		since: 700,
		activity: 'Intégration de logiciels de gestion pour ateliers.',
		use: 'office',
		people: 12,
		m2: [200, 260],
		from: -700,
		why: 'Regrouper l’équipe « industrie » près de ses clients.',
		created: [2, 4, 8],
		sites: [
			['Mulhouse', 30, 8, 22, 600, 0, 'reduced'],
			['Bâle', 14, 4, 10, 300, 0, 'kept']
		],
		unit: '1-01',
		movedIn: '2023-06-01',
		declared: [
			[13, 22],
			[14, 21, 'Un départ à la retraite à Mulhouse, non remplacé.'],
			[18, 22]
		]
	},
	{
		firm: 'fonderie-thurgiesse',
		stage: 'moved_in',
		since: 400,
		activity: 'Bureau d’études et formation des mouleurs, à côté de l’école.',
		use: 'training',
		people: 3,
		m2: [100, 140],
		from: -400,
		why: 'Former nos mouleurs avec le centre du site plutôt que chacun chez soi.',
		created: [1, 2, 3],
		sites: [['Thann', 64, 2, 62, 4200, 0, 'kept']],
		unit: '0-12',
		movedIn: 'year ago',
		declared: []
	},
	{
		firm: 'start_up 2',
		stage: 'signed',
		sent: 150,
		since: 12,
		activity: 'Jumeau numérique de lignes d’embouteillage.',
		use: 'office',
		people: 5,
		m2: [100, 130],
		from: 30,
		why: 'Le premier étage met nos développeurs à côté de trois intégrateurs.',
		created: [3, 5, 8],
		unit: '2-07'
	},
	{
		firm: 'digital_firm 1',
		stage: 'committee',
		sent: 70,
		since: 9,
		activity: 'Maintenance prévisionnelle de presses et de laminoirs.',
		use: 'workshop',
		people: 14,
		m2: [350, 450],
		from: 60,
		why: 'Il nous faut un atelier avec pont, et des voisins qui usinent.',
		created: [2, 3, 4],
		sites: [['Wittelsheim', 16, 14, 0, 420, 420, 'closed']],
		reason:
			'Le bail de Wittelsheim finit en juin et le propriétaire vend. Sans nouvelle adresse dans la région, l’activité part en Allemagne avec ses quatorze emplois.'
	},
	{
		firm: 'start_up 3',
		stage: 'committee',
		sent: 64,
		since: 9,
		activity: 'Robot mobile qui charge et décharge les centres d’usinage la nuit.',
		use: 'workshop',
		people: 7,
		m2: [250, 460],
		from: 45,
		why: 'Essayer nos robots dans un atelier ouvert aux PME, à côté de la cellule robotisée.',
		created: [4, 9, 15]
	},
	{
		firm: 'digital_firm 2',
		stage: 'committee',
		sent: 58,
		since: 6,
		activity: 'Cybersécurité des réseaux d’usine.',
		use: 'office',
		people: 9,
		m2: [110, 240],
		from: 30,
		why: 'Une antenne alsacienne : nos clients sont entre Colmar et Bâle.',
		created: [3, 6, 8],
		sites: [['Strasbourg', 40, 3, 37, 900, 0, 'kept']]
	},
	{
		firm: 'start_up 4',
		stage: 'visited',
		sent: 40,
		since: 5,
		activity: 'Vision par caméra pour le tri des déchets du bâtiment.',
		use: 'lab',
		people: 4,
		m2: [90, 130],
		from: 75,
		why: 'Un laboratoire partagé suffit pour commencer.',
		created: [2, 4, 6]
	},
	{
		firm: 'digital_firm 3',
		stage: 'complete',
		sent: 26,
		since: 4,
		activity: 'Réalité augmentée pour le montage et la formation au poste.',
		use: 'office',
		people: 8,
		m2: [100, 220],
		from: 20,
		why: 'Nos formateurs travaillent déjà deux jours par semaine sur le site.',
		created: [2, 3, 5],
		sites: [['Colmar', 11, 4, 7, 260, 90, 'reduced']]
	},
	{
		firm: 'start_up 5',
		stage: 'received',
		sent: 7,
		since: 7,
		activity: 'Impression 3D de noyaux de fonderie en sable.',
		use: 'workshop',
		people: 5,
		m2: [200, 450],
		from: 90,
		why: 'Être sur le site d’une ancienne fonderie, et près de celles qui vivent.',
		created: [2, 5, 9],
		bare: true
	},
	{
		firm: 'digital_firm 4',
		stage: 'received',
		sent: 3,
		since: 3,
		activity: 'Centre de services et de comptabilité pour commerces.',
		use: 'office',
		people: 22,
		m2: [220, 260],
		from: 30,
		why: 'Le loyer.',
		created: [0, 0, 0],
		sites: [['Mulhouse', 22, 22, 0, 480, 480, 'closed']],
		reason: 'Le nouveau local coûterait un tiers de moins.'
	},
	{
		firm: 'digital_firm 5',
		stage: 'refused',
		sent: 120,
		since: 60,
		activity: 'Centre d’appels.',
		use: 'office',
		people: 35,
		m2: [400, 600],
		from: -30,
		why: 'Un loyer plus bas et un parking.',
		created: [0, 0, 2],
		sites: [['Illzach', 41, 35, 0, 800, 800, 'closed']],
		reason: 'Nos locaux d’Illzach sont trop grands.',
		refused:
			'Le projet déplace trente-cinq emplois depuis Illzach, en supprime six et n’en crée que deux en trois ans : ce n’est pas une activité nouvelle.'
	},
	{
		firm: 'fonderie-thurgiesse',
		stage: 'draft',
		since: 2,
		activity: 'Modelage par impression 3D de noyaux en sable, en commun avec trois fonderies voisines.',
		use: 'workshop',
		people: 4,
		m2: [150, 300],
		from: 120,
		why: '',
		created: [1, 3, 6],
		sites: [['Thann', 64, 1, 63, 4200, 0, 'kept']],
		bare: true
	},
	{
		firm: 'start_up 6',
		stage: 'committee',
		sent: 95,
		since: 15,
		activity: 'Formation des opérateurs sur machine simulée, en séances d’une heure.',
		use: 'training',
		people: 5,
		m2: [100, 140],
		from: 45,
		why: 'À côté du centre de formation, et de ceux dont nous simulons les machines.',
		created: [2, 4, 7]
	}
];
