import type { DemoIntroduction } from './introductions.ts';

/** Two yeses, then a meeting so many days ago, at an hour of the hub. */
const met = (need: string, offer: string, daysAgo: number, ended: number, hour: string): DemoIntroduction => ({
	...{ need, offer, daysAgo },
	says: { need: { after: 1 }, offer: { after: 2 } },
	meeting: { inDays: -ended, hour, place: 'La Fonderie, salle Tournesol' }
});

/** What went quiet and waits for the animator: unanswered, without a date, without news, in trouble, and turned down. */
export const quietIntroductions: DemoIntroduction[] = [
	{ need: 'tannelbach-soudeurs', offer: 'papyzero-fiches', daysAgo: 13, says: { offer: { after: 2 } } },
	{ need: 'sundvolt-ecad', offer: 'nomenclatic-plm', daysAgo: 8, note: 'Vos nomenclatures parlent déjà presque la même langue.' },
	{
		need: 'brunnacker-fernwartung',
		offer: 'sicherwerk-cra',
		daysAgo: 12,
		by: 'offer',
		note: 'Fernzugriff, den auch Ihr Versicherer versteht.'
	},
	{ need: 'rheinpforte-stapler', offer: 'hafenbyte-lager', daysAgo: 11, says: { need: { after: 1 } } },
	{ need: 'rheinfels-variante', offer: 'taktraum-worker-en', daysAgo: 10 },
	{ need: 'staffelau-epaisseur', offer: 'rheinknie-ct', daysAgo: 9, says: { offer: { after: 1 } } },
	{ need: 'blanchegrue-rpet', offer: 'fechtal-donnees', daysAgo: 13, note: 'Deux bouteilles à la mer, une même plage.' },
	{ need: 'schlossfels-fermentation-en', offer: 'hardtal-ferm-en', daysAgo: 12, says: { need: { after: 3 } } },
	{ need: 'anonym-galvano', offer: 'gammatelier-mes', daysAgo: 10 },

	{ need: 'habsal-commande', offer: 'configurella-prix', daysAgo: 22, says: { need: { after: 2 }, offer: { after: 3 } } },
	{ need: 'hunalys-clearance-en', offer: 'traceor-dpm', daysAgo: 17, says: { need: { after: 1 }, offer: { after: 4 } } },
	{ need: 'illbrunn-plaque', offer: 'configurella-portail-de', daysAgo: 20, says: { need: { after: 5 }, offer: { after: 1 } } },
	{
		...{ need: 'plastinonn-demarrage', offer: 'nebelgrenze-ausschuss', daysAgo: 14 },
		says: { need: { after: 1 }, offer: { after: 2 } },
		thread: [
			{ from: 'offer', after: 3, words: 'Bonjour, vos trois dernières semaines de démarrages nous suffiraient pour un premier essai.' }
		]
	},
	{ need: 'rheinfels-pruefstand', offer: 'gryffbit-condition', daysAgo: 13, by: 'need', says: { offer: { after: 3 } } },

	met('ferrettal-carnet', 'configurella-portail-de', 38, 9, '10:00'),
	met('perrosch-chiffrage', 'couche-formation', 28, 6, '14:00'),
	met('kerzmatt-pilote', 'gryffbit-lowpower-en', 30, 11, '09:00'),
	met('largue-archive', 'fibres-vision', 44, 12, '11:00'),
	met('hirtzenau-recettes', 'eprouvert-labo', 33, 7, '15:00'),
	met('rossfelden-grume', 'echosonde-robot', 31, 8, '08:30'),
	met('kaltenbronn-four', 'nebelgrenze-lastspitzen-en', 27, 5, '10:30'),
	met('grafenkies-formule', 'wiesensensor-druckluft', 40, 10, '16:00'),
	met('plastinonn-medical', 'papyzero-fiches', 24, 6, '09:30'),

	{ ...met('hardtal-foam-en', 'okulia-ligne', 23, 8, '10:00'), later: [{ days: 1, from: 'need', answers: { met: 'yes', useful: 'no' } }] },
	{ ...met('rosenlaue-formules', 'huegeldata-serial-en', 22, 6, '14:00'), later: [{ days: 1, from: 'need', answers: { met: 'not_yet' } }] },
	{ ...met('metzgerau-rappel', 'eprouvert-labo', 26, 9, '11:00'), later: [{ days: 1, from: 'offer', answers: { met: 'no' } }] },
	{
		...met('wiesensensor-entwickler', 'gryffbit-firmware', 17, 4, '09:00'),
		later: [{ days: 1, from: 'need', answers: { met: 'not_yet' } }]
	},
	{
		...met('spechtal-aoi-en', 'okulia-english', 18, 5, '15:30'),
		later: [{ days: 1, from: 'need', answers: { met: 'yes', useful: 'no', next_step: 'nothing' } }]
	},
	{ ...met('hardtcable-erreur', 'taktraum-worker-en', 17, 6, '10:00'), later: [{ days: 1, from: 'need', answers: { met: 'no' } }] },
	{ ...met('steinby-scan', 'couche-pieces', 15, 4, '13:30'), later: [{ days: 1, from: 'offer', answers: { met: 'not_yet' } }] },
	{
		...met('kolbenwerk-hydrogen-en', 'jumelia-ligne', 20, 7, '16:00'),
		later: [{ days: 1, from: 'need', answers: { met: 'yes', useful: 'no', next_step: 'talks' } }]
	},
	{
		...met('papilor-relecture', 'parlepapier-local', 11, 3, '09:00'),
		later: [{ days: 1, from: 'need', answers: { met: 'yes', useful: 'no' } }]
	},

	{
		...{ need: 'thurwald-profil', offer: 'okulia-ligne', daysAgo: 8 },
		says: { offer: { after: 2, no: 'no_capacity', words: 'Pas avant l’été, nos trois bancs sont pris.' } }
	},
	{ need: 'filtamarin-trou', offer: 'okulia-textile', daysAgo: 11, says: { need: { after: 1 }, offer: { after: 4, no: 'no_capacity' } } },
	{
		...{ need: 'birsigal-nesting', offer: 'couche-pieces', daysAgo: 7 },
		says: { need: { after: 2, no: 'budget', words: 'Schöne Teile, aber nicht unser Preis.' } }
	},
	{ need: 'kemboise-umplanung', offer: 'taktraum-etappen', daysAgo: 12, says: { offer: { after: 5, no: 'timing' } } }
];
