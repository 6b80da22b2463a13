import type { DeclineReason, Outcome, Question } from '#introductions/choices.ts';

export type Side = 'need' | 'offer';

/** Days are counted from the day that it was proposed, so that the past stays as far away as it was. */
export interface DemoIntroduction {
	need: string;
	offer: string;
	daysAgo: number;
	/** Staff asked both; a firm that asked has thereby said yes. */
	by?: Side;
	note?: string;
	says?: Partial<Record<Side, Said>>;
	withdrawn?: { after: number; because: string };
	thread?: { from: Side | 'staff'; after: number; words: string }[];
	/** Dates that still wait for one to be picked, in days from today. */
	dates?: { from: Side; after: number; inDays: [number, number, number]; place?: string };
	/** In days from today: past when negative. */
	meeting?: { inDays: number; hour: string; place: string; movedTimes?: number };
	later?: { days: 1 | 30 | 90; from: Side; answers: Partial<Record<Question, string>> }[];
	closed?: { after: number; outcome: Outcome; because: string };
}

interface Said {
	after: number;
	no?: DeclineReason;
	words?: string;
	/** Told to staff, who answered for the firm. */
	toStaff?: string;
}

const foundry = 'La Fonderie, salle Tournesol';

export const introductions: DemoIntroduction[] = [
	{
		need: 'pilon-garde',
		offer: 'palierlog-capteurs',
		daysAgo: 355,
		note: 'Un four, une nuit, un SMS : vous parlez la même langue.',
		says: { need: { after: 1 }, offer: { after: 2 } },
		thread: [
			{ from: 'offer', after: 3, words: 'Bonjour, quel thermocouple avez-vous sur la sole ? Une photo du coffret nous suffirait.' },
			{ from: 'need', after: 4, words: 'Type S, posé en 2011. Je vous envoie la photo demain, il y a un peu de suie dessus.' },
			{ from: 'offer', after: 5, words: 'On connaît bien la suie. Je passe mardi avec un module d’essai, vous le gardez un mois.' }
		],
		meeting: { inDays: -342, hour: '09:00', place: 'Chez vous, au pied du four' },
		later: [
			{ days: 1, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'order' } },
			{ days: 30, from: 'need', answers: { useful: 'very', next_step: 'order' } },
			{ days: 30, from: 'offer', answers: { met: 'yes', useful: 'somewhat', next_step: 'order' } },
			{ days: 90, from: 'need', answers: { useful: 'very', next_step: 'order' } }
		],
		closed: { after: 66, outcome: 'order', because: 'Alerte en place depuis février, aucun poste perdu.' }
	},
	{
		need: 'pilon-garde',
		offer: 'wiesensensor-retrofit',
		daysAgo: 355,
		says: { need: { after: 1, no: 'too_far', words: 'Merci, mais nous avons trouvé à vingt minutes d’ici.' } }
	},
	{
		need: 'wackentor-plieuse',
		offer: 'metrologues-scan',
		daysAgo: 340,
		says: { need: { after: 2 }, offer: { after: 3 } },
		thread: [
			{ from: 'need', after: 4, words: 'Peut-on venir mesurer quinze pièces des trois opérateurs, un mercredi ?' },
			{ from: 'offer', after: 5, words: 'Mercredi 14 h, la tridim est libre. Venez avec l’opérateur qui ne se trompe jamais.' }
		],
		meeting: { inDays: -326, hour: '14:00', place: 'Atelier des métrologues' },
		later: [
			{ days: 1, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'talks' } },
			{ days: 90, from: 'need', answers: { useful: 'very', next_step: 'order' } }
		],
		closed: { after: 100, outcome: 'order', because: 'Deux demi-journées par mois sur leur matériel.' }
	},
	{
		need: 'rheinpforte-inventur',
		offer: 'hafenbyte-lager',
		daysAgo: 328,
		by: 'offer',
		note: 'Permanente Inventur machen wir in drei Hallen am Hafen, gern zeigen wir Ihnen eine davon.',
		says: { need: { after: 4 } },
		thread: [
			{ from: 'need', after: 5, words: 'Wer zählt bei Ihnen, der Fahrer oder ein eigener Mann?' },
			{ from: 'offer', after: 5, words: 'Der Fahrer, immer nur den Platz, an dem er gerade steht. Kostet ihn vier Sekunden.' },
			{ from: 'need', after: 6, words: 'Vier Sekunden glaube ich Ihnen, wenn ich sie sehe.' }
		],
		meeting: { inDays: -310, hour: '10:30', place: 'Hafen, Halle 4' },
		later: [
			{ days: 1, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'project' } },
			{ days: 30, from: 'offer', answers: { met: 'yes', useful: 'very', next_step: 'project' } },
			{ days: 90, from: 'need', answers: { useful: 'very', next_step: 'project' } }
		],
		closed: { after: 120, outcome: 'project', because: 'Die Samstagsinventur ist Geschichte.' }
	},
	{
		need: 'papilor-eco',
		offer: 'carbofil-produit',
		daysAgo: 316,
		says: { need: { after: 1 }, offer: { after: 1 } },
		thread: [
			{
				from: 'offer',
				after: 2,
				words: 'Vos tonnes de carton par référence suffisent pour commencer. Le reste, on l’estime et on le dit.'
			},
			{ from: 'need', after: 3, words: 'Ce qui nous plaît, c’est « et on le dit ».' }
		],
		meeting: { inDays: -300, hour: '11:00', place: foundry },
		later: [
			{ days: 1, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'order' } },
			{ days: 30, from: 'need', answers: { useful: 'very', next_step: 'order' } }
		],
		closed: { after: 125, outcome: 'order', because: 'Méthode livrée, la qualité refait le calcul seule.' }
	},
	{
		need: 'metzgerau-chambres',
		offer: 'papyzero-fiches',
		daysAgo: 298,
		says: { need: { after: 2, no: 'not_our_trade', words: 'Nous ne cherchons pas de tablettes mais une alarme.' } }
	},
	{
		need: 'metzgerau-chambres',
		offer: 'wiesensensor-retrofit',
		daysAgo: 292,
		note: 'Ils posent des capteurs sans fil sur n’importe quoi, y compris des portes.',
		says: { need: { after: 1 }, offer: { after: 6 } },
		thread: [
			{
				from: 'offer',
				after: 7,
				words: 'Guten Tag, wir sprechen auch ein wenig Französisch. Eine Tür, ein Magnet, eine Lampe: reicht das?'
			}
		],
		meeting: { inDays: -278, hour: '06:30', place: 'Quai de réception' },
		later: [
			{ days: 1, from: 'offer', answers: { met: 'yes', useful: 'somewhat', next_step: 'order' } },
			{ days: 30, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'order' } }
		],
		closed: { after: 76, outcome: 'order', because: 'La lampe s’allume, tout le monde ferme, personne n’est fâché.' }
	},
	{
		need: 'kerzmatt-essais-en',
		offer: 'gryffbit-firmware',
		daysAgo: 281,
		says: { need: { after: 3 }, offer: { after: 2 } },
		thread: [
			{ from: 'offer', after: 4, words: 'Serial ports from the last century are our favourite kind. Which baud rate?' },
			{ from: 'need', after: 5, words: '9600, and one that only answers when it wants to.' },
			{ from: 'offer', after: 5, words: 'We have met that one before. Two days of work, a small box, and Mathilde keeps her spreadsheet.' }
		],
		meeting: { inDays: -262, hour: '15:00', place: 'Video call' },
		later: [
			{ days: 1, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'order' } },
			{ days: 90, from: 'need', answers: { useful: 'very', next_step: 'order' } }
		],
		closed: { after: 110, outcome: 'order', because: 'Logger runs since spring, two drifts caught.' }
	},
	{
		need: 'illbrunn-usinage',
		offer: 'couche-pieces',
		daysAgo: 270,
		says: { need: { after: 1 }, offer: { after: 1 } },
		thread: [{ from: 'offer', after: 2, words: 'Apportez la roue la moins abîmée, on la scanne devant vous.' }],
		meeting: { inDays: -258, hour: '10:00', place: 'Couche à Couche, hall B' },
		later: [{ days: 1, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'project' } }],
		closed: { after: 118, outcome: 'project', because: 'Profil reconstruit ; la fonderie a coulé la première roue.' }
	},
	{
		need: 'illbrunn-usinage',
		offer: 'thurgiesse-protos',
		daysAgo: 250,
		says: { need: { after: 1 }, offer: { after: 3 } },
		meeting: { inDays: -238, hour: '08:30', place: 'À la fonderie' },
		later: [{ days: 30, from: 'offer', answers: { met: 'yes', useful: 'very', next_step: 'project' } }],
		closed: { after: 98, outcome: 'project', because: 'Coulée en sable imprimé, douze roues livrées.' }
	},
	{
		need: 'fechtal-zugang',
		offer: 'cyberhardt-nis2-de',
		daysAgo: 255,
		says: { need: { after: 5 }, offer: { after: 2 } },
		thread: [{ from: 'need', after: 9, words: 'Leider entscheidet jetzt die Gruppe für alle Werke. Danke für die schnelle Antwort.' }],
		closed: { after: 50, outcome: 'nothing', because: 'Entscheidung der Gruppe.' }
	},
	{
		need: 'hagenmatt-tournee',
		offer: 'fildata-excel',
		daysAgo: 224,
		says: { need: { after: 2 }, offer: { after: 2 } },
		thread: [
			{
				from: 'need',
				after: 3,
				words: 'Le cahier, c’est Odette. Elle veut bien essayer autre chose si l’écran ne glisse pas avec du savon.'
			},
			{ from: 'offer', after: 4, words: 'On vient avec une tablette et on la laisse tomber deux fois devant elle.' }
		],
		meeting: { inDays: -208, hour: '09:30', place: 'À la savonnerie' },
		later: [
			{ days: 1, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'order' } },
			{ days: 30, from: 'need', answers: { useful: 'very', next_step: 'order' } },
			{ days: 90, from: 'offer', answers: { met: 'yes', useful: 'very', next_step: 'order' } }
		],
		closed: { after: 130, outcome: 'order', because: 'Le cahier est au musée, Odette a la tablette.' }
	},
	{
		need: 'ballon-froid',
		offer: 'wiesensensor-retrofit',
		daysAgo: 205,
		says: { need: { after: 1 }, offer: { after: 4, no: 'no_capacity', words: 'Bis Herbst ausgebucht, leider.' } }
	},
	{
		need: 'ballon-froid',
		offer: 'papyzero-fiches',
		daysAgo: 198,
		says: { need: { after: 1 }, offer: { after: 1 } },
		meeting: { inDays: -184, hour: '14:30', place: 'Cave 3' },
		later: [
			{ days: 1, from: 'need', answers: { met: 'yes', useful: 'somewhat', next_step: 'talks' } },
			{ days: 90, from: 'need', answers: { useful: 'very', next_step: 'order' } }
		],
		closed: { after: 105, outcome: 'order', because: 'Le crayon est toujours au bout de sa ficelle, par tendresse.' }
	},
	{
		need: 'soudalia-cobot',
		offer: 'brasdroit-cobot-coach',
		daysAgo: 182,
		by: 'need',
		note: 'Il dort depuis huit mois, réveillez-le.',
		says: { offer: { after: 1 } },
		thread: [
			{ from: 'offer', after: 1, words: 'Quel modèle, et qui l’a programmé la dernière fois ?' },
			{ from: 'need', after: 2, words: 'Un stagiaire, reparti à Lyon avec le mot de passe.' },
			{ from: 'offer', after: 2, words: 'Un classique. Comptez deux jours, dont une heure pour le mot de passe.' }
		],
		meeting: { inDays: -170, hour: '08:00', place: 'À l’atelier' },
		later: [
			{ days: 1, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'order' } },
			{ days: 30, from: 'need', answers: { useful: 'very', next_step: 'order' } },
			{ days: 90, from: 'need', answers: { useful: 'very', next_step: 'order' } }
		],
		closed: { after: 110, outcome: 'order', because: 'Le cobot soude les pattes, trois heures par jour.' }
	},
	{
		need: 'nebelgrenze-euromap',
		offer: 'fildata-passerelle',
		daysAgo: 170,
		says: { need: { after: 8, no: 'budget', words: 'Zwölf Maschinen zu diesem Preis gehen nicht.' }, offer: { after: 2 } }
	},
	{
		need: 'schwarzlauter-pilon',
		offer: 'palierlog-ronde',
		daysAgo: 152,
		says: { need: { after: 1 }, offer: { after: 2 } },
		thread: [
			{ from: 'offer', after: 3, words: 'On a gardé la courbe de votre four. Pour le pilon, il faudra écouter plus haut en fréquence.' }
		],
		meeting: { inDays: -138, hour: '13:30', place: 'Au pilon' },
		later: [
			{ days: 1, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'order' } },
			{ days: 30, from: 'offer', answers: { met: 'yes', useful: 'very', next_step: 'order' } },
			{ days: 90, from: 'need', answers: { useful: 'very', next_step: 'order' } }
		],
		closed: { after: 100, outcome: 'order', because: 'Deux tiges changées avant la casse.' }
	},
	{
		need: 'niederlohe-energie',
		offer: 'wattbilan-comptage',
		daysAgo: 134,
		says: { need: { after: 3 }, offer: { after: 3 } },
		meeting: { inDays: -118, hour: '10:00', place: foundry },
		later: [{ days: 1, from: 'need', answers: { met: 'yes', useful: 'somewhat', next_step: 'nothing' } }],
		closed: { after: 45, outcome: 'nothing', because: 'Le groupe a gelé les investissements.' }
	},
	{ need: 'oberlach-mesure-auto', offer: 'rheinknie-spc-fr', daysAgo: 124, says: { offer: { after: 2 } } },
	{
		need: 'largue-visite',
		offer: 'okulia-textile',
		daysAgo: 84,
		note: 'Laize 1,60 m, dessins confidentiels : venez sans appareil photo.',
		says: { need: { after: 1 }, offer: { after: 1 } },
		thread: [
			{
				from: 'need',
				after: 2,
				words: 'Nos dessins ne doivent pas sortir d’ici avant la collection. Votre caméra garde-t-elle des images ?'
			},
			{ from: 'offer', after: 2, words: 'Seulement les défauts, recadrés à 4 cm, et vous les effacez d’un bouton.' },
			{ from: 'staff', after: 3, words: 'Je peux vous prêter la salle noire de la Fonderie pour un essai discret.' }
		],
		meeting: { inDays: -70, hour: '09:00', place: 'La Fonderie, salle noire' },
		later: [
			{ days: 1, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'project' } },
			{ days: 30, from: 'need', answers: { useful: 'very', next_step: 'project' } },
			{ days: 30, from: 'offer', answers: { met: 'yes', useful: 'very', next_step: 'project' } }
		],
		closed: { after: 60, outcome: 'project', because: 'Essai sur deux machines jusqu’à l’été.' }
	},
	{
		need: 'largue-visite',
		offer: 'fibres-vision',
		daysAgo: 84,
		says: { need: { after: 1, no: 'timing', words: 'Un projet de recherche, oui, mais après l’essai en cours.' }, offer: { after: 3 } }
	},
	{
		need: 'rheinpforte-rampe',
		offer: 'hafenbyte-quai',
		daysAgo: 78,
		says: { need: { after: 1 }, offer: { after: 2 } },
		thread: [
			{ from: 'offer', after: 3, words: 'Wie viele Tore, und wer vergibt heute die Zeiten?' },
			{ from: 'need', after: 4, words: 'Sechzehn Tore, und der Pförtner, mit einer Trillerpfeife.' }
		],
		meeting: { inDays: -60, hour: '11:00', place: 'Pforte Süd' },
		later: [
			{ days: 1, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'project' } },
			{ days: 30, from: 'need', answers: { useful: 'very', next_step: 'project' } }
		],
		closed: { after: 52, outcome: 'project', because: 'Pilot an vier Toren.' }
	},
	{
		need: 'molkenau-rectif',
		offer: 'echosonde-us',
		daysAgo: 71,
		says: { need: { after: 2 }, offer: { after: 2 } },
		meeting: { inDays: -55, hour: '14:00', place: 'Salle de métrologie' },
		later: [
			{ days: 1, from: 'offer', answers: { met: 'yes', useful: 'somewhat', next_step: 'talks' } },
			{ days: 30, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'project' } }
		]
	},
	{
		need: 'ferroval-essieux',
		offer: 'traceor-dpm',
		daysAgo: 66,
		says: { need: { after: 3 }, offer: { after: 1 } },
		thread: [
			{ from: 'offer', after: 4, words: 'Sous la peinture et la graisse, il reste quelle place pour un code ?' },
			{ from: 'need', after: 5, words: 'Un rond de 22 mm en bout d’essieu, si vous êtes sages.' }
		],
		meeting: { inDays: -48, hour: '09:30', place: 'Atelier des essieux' },
		later: [
			{ days: 1, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'project' } },
			{ days: 30, from: 'offer', answers: { met: 'yes', useful: 'very', next_step: 'project' } }
		]
	},
	{
		need: 'soultzquelle-roulement',
		offer: 'palierlog-capteurs',
		daysAgo: 60,
		says: { need: { after: 1, toStaff: 'Dit au téléphone par la maintenance, qui n’a pas encore de compte.' }, offer: { after: 2 } },
		meeting: { inDays: -40, hour: '07:30', place: 'Ligne de soutirage' },
		later: [
			{ days: 1, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'order' } },
			{ days: 30, from: 'need', answers: { useful: 'very', next_step: 'project' } }
		]
	},
	{
		need: 'hardtal-twin-en',
		offer: 'mecavallee-jumeau-en',
		daysAgo: 54,
		says: { need: { after: 4 }, offer: { after: 5 } },
		thread: [
			{ from: 'need', after: 6, words: 'We have two years of data and twelve opinions. Which do you want first?' },
			{ from: 'offer', after: 7, words: 'The data. A doctoral student can then argue with the opinions.' }
		],
		meeting: { inDays: -31, hour: '16:00', place: 'University, building K' },
		later: [
			{ days: 1, from: 'need', answers: { met: 'yes', useful: 'somewhat', next_step: 'talks' } },
			{ days: 30, from: 'offer', answers: { met: 'yes', useful: 'very', next_step: 'project' } }
		]
	},
	{
		need: 'hartkirch-configurateur',
		offer: 'configurella-prix',
		daysAgo: 50,
		says: { need: { after: 2 }, offer: { after: 1 } },
		thread: [
			{
				from: 'offer',
				after: 3,
				words: 'Quarante mille variantes ne nous font pas peur, le Visual Basic un peu plus. Peut-on parler à Porto ?'
			},
			{ from: 'need', after: 4, words: 'Il accepte une heure jeudi soir, après le dîner, heure de Lisbonne.' }
		],
		meeting: { inDays: -26, hour: '17:30', place: 'Visio' },
		later: [{ days: 1, from: 'need', answers: { met: 'yes', useful: 'very', next_step: 'talks' } }]
	},
	{
		need: 'wolfsmatt-tri',
		offer: 'okulia-ligne',
		daysAgo: 47,
		says: { need: { after: 1 }, offer: { after: 3 } },
		thread: [
			{ from: 'need', after: 4, words: 'Bernadette est d’accord pour trier 5 000 lames devant votre caméra, pas une de plus.' },
			{ from: 'offer', after: 4, words: 'Cinq mille, c’est un beau cadeau. Deux jours suffiront.' }
		],
		meeting: { inDays: -2, hour: '08:30', place: 'Ligne de tri' },
		later: [{ days: 1, from: 'offer', answers: { met: 'yes', useful: 'very', next_step: 'project' } }]
	},
	{
		need: 'kolbenwerk-broche',
		offer: 'palierlog-ronde',
		daysAgo: 33,
		says: { need: { after: 2 }, offer: { after: 2 } },
		thread: [
			{ from: 'offer', after: 3, words: 'Onze broches : avez-vous gardé les roulements ? Ils racontent beaucoup.' },
			{ from: 'need', after: 4, words: 'Quatre, dans un seau. On ne jette rien ici.' }
		],
		meeting: { inDays: 6, hour: '10:00', place: 'Portail ouest, demander la maintenance', movedTimes: 1 }
	},
	{
		need: 'kanalor-batch-en',
		offer: 'huegeldata-historian',
		daysAgo: 28,
		says: { need: { after: 3 }, offer: { after: 1 } },
		thread: [{ from: 'offer', after: 4, words: 'Send us one good batch and one bad batch, and do not tell us which is which.' }],
		meeting: { inDays: 3, hour: '14:00', place: 'Video call' }
	},
	{
		need: 'sundlor-planning',
		offer: 'ordonansal-plan',
		daysAgo: 24,
		says: { need: { after: 1 }, offer: { after: 1 } },
		thread: [
			{ from: 'need', after: 2, words: 'Gérard viendra, mais il prévient : il ne « modélise » rien.' },
			{ from: 'offer', after: 2, words: 'Qu’il nous raconte un lundi matin. On écoutera.' }
		],
		meeting: { inDays: 9, hour: '09:00', place: foundry }
	},
	{
		need: 'anonym-fermeture',
		offer: 'ergolien-poste',
		daysAgo: 20,
		note: 'Un site qui veut montrer ce que vaut sa ligne. Discrétion de part et d’autre.',
		says: { need: { after: 3 }, offer: { after: 1 } },
		thread: [
			{
				from: 'need',
				after: 4,
				words: 'Vous savez maintenant qui nous sommes : merci de n’en parler à personne, pas même à vos fournisseurs.'
			}
		],
		dates: { from: 'need', after: 12, inDays: [5, 7, 8], place: 'Hors de l’usine, la Fonderie nous prête une salle' }
	},
	{
		need: 'thurgiesse-rebut',
		offer: 'gusslicht-sichtpruefung',
		daysAgo: 11,
		says: { need: { after: 1 }, offer: { after: 2 } },
		thread: [
			{
				from: 'offer',
				after: 3,
				words: 'Wir sprechen auch Französisch! Pourriez-vous nous confier dix pièces, cinq bonnes et cinq mauvaises ?'
			}
		],
		dates: { from: 'offer', after: 6, inDays: [4, 6, 11], place: 'Fonderie Thurgiesse' }
	},
	{
		need: 'krummacker-bocaux',
		offer: 'gammatelier-trs-express',
		daysAgo: 18,
		says: { need: { after: 2 }, offer: { after: 2 } },
		thread: [{ from: 'need', after: 3, words: '82 % affichés, 61 % à mon avis. Le premier de nous deux qui perd paie les bretzels.' }]
	},
	{ need: 'vogelstein-saison', offer: 'formascope-poste', daysAgo: 13, says: { need: { after: 4 }, offer: { after: 1 } } },
	{
		need: 'zincalor-bains',
		offer: 'gouttelyse-sonde',
		daysAgo: 7,
		says: { need: { after: 2 } },
		note: 'Leur sonde tient dans l’acide, on l’a vue.'
	},
	{ need: 'wackentor-devis', offer: 'configurella-prix', daysAgo: 4, says: { offer: { after: 1 } } },
	{ need: 'guldenau-outil', offer: 'palierlog-capteurs', daysAgo: 9, says: { offer: { after: 3 } } },
	{ need: 'horlegen-trace', offer: 'traceor-dpm', daysAgo: 6, by: 'offer', note: 'Wir lesen Codes, die kleiner sind als ein Reiskorn.' },
	{ need: 'anonym-rebut-verre', offer: 'okulia-ligne', daysAgo: 3, note: 'Un besoin sérieux, l’entreprise reste discrète pour l’instant.' },
	{ need: 'kruthau-casse', offer: 'fildata-passerelle', daysAgo: 2 },
	{ need: 'tournalt-sauvegarde', offer: 'serveurvert-secours', daysAgo: 1 },
	{ need: 'kanalor-inventaire', offer: 'cyberhardt-carto', daysAgo: 5 },
	{
		need: 'vogelstein-cassure',
		offer: 'okulia-ligne',
		daysAgo: 15,
		says: { need: { after: 2 } },
		withdrawn: { after: 6, because: 'La casse venait d’un tapis mal réglé, c’est réparé.' }
	},
	{ need: 'potassel-sechoir', offer: 'jumelia-ligne', daysAgo: 26, says: { offer: { after: 4 } } },
	{
		need: 'gussform-leck',
		offer: 'echosonde-robot',
		daysAgo: 16,
		says: { need: { after: 1 }, offer: { after: 5, no: 'not_our_trade', words: 'Dichtheit prüfen wir nicht, nur Gefüge.' } }
	},
	{ need: 'anonym-reklamation-de', offer: 'gryffbit-condition', daysAgo: 8, says: { need: { after: 2, no: 'conflict_of_interest' } } },
	{
		need: 'papilor-eco',
		offer: 'wattbilan-comptage',
		daysAgo: 315,
		says: { need: { after: 1 }, offer: { after: 2, no: 'not_our_trade', words: 'Nous comptons des kWh, pas des tonnes de carton.' } }
	},
	{
		need: 'hagenmatt-tournee',
		offer: 'papyzero-fiches',
		daysAgo: 223,
		says: { need: { after: 2, no: 'not_our_trade', words: 'Des fiches, oui, mais pas pour une tournée.' } }
	},
	{
		need: 'ballon-froid',
		offer: 'palierlog-capteurs',
		daysAgo: 204,
		says: { need: { after: 3, no: 'budget', words: 'Trop pour une cave et un crayon.' } }
	},
	{
		need: 'niederlohe-energie',
		offer: 'palierlog-capteurs',
		daysAgo: 133,
		says: { need: { after: 4, no: 'budget' }, offer: { after: 1 } }
	},
	{
		need: 'rheinpforte-rampe',
		offer: 'traceor-dpm',
		daysAgo: 77,
		says: { need: { after: 1, no: 'not_our_trade', words: 'Wir suchen Zeiten, keine Codes.' } }
	},
	{
		need: 'molkenau-rectif',
		offer: 'metrologues-scan',
		daysAgo: 70,
		says: {
			need: { after: 1 },
			offer: { after: 3, no: 'too_far', words: 'Une heure de route deux fois par semaine, ce n’est pas tenable.' }
		}
	}
];
