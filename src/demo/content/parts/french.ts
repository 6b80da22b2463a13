import type { Parts } from './parts.ts';

export const french: Parts = {
	topics: {
		'machine-vision': {
			name: 'la vision industrielle',
			does: [
				'repérons rayures et manques de matière à la caméra',
				'vérifions la présence de chaque composant par l’image',
				'lisons étiquettes et dates à pleine cadence'
			],
			troubles: [
				'on trie à l’œil et on en laisse passer',
				'les réclamations portent sur des défauts visibles',
				'deux personnes regardent les pièces sous une lampe'
			]
		},
		erp: {
			name: 'la gestion de production intégrée',
			does: [
				'reprenons articles, nomenclatures et stocks dans un ERP propre',
				'paramétrons achats, fabrication et facturation',
				'formons les utilisateurs clés sur leurs propres commandes'
			],
			troubles: [
				'le stock de l’ordinateur n’est jamais celui de l’étagère',
				'la même commande est saisie trois fois',
				'personne ne connaît le prix de revient avant la fin du mois'
			]
		},
		'predictive-maintenance': {
			name: 'la maintenance prédictive',
			does: [
				'suivons vibrations et températures des organes tournants',
				'annonçons la casse d’un roulement des semaines à l’avance',
				'classons les alertes avec un mécanicien'
			],
			troubles: [
				'les pannes arrivent toujours le vendredi soir',
				'on change les roulements quand ils hurlent',
				'un arrêt nous coûte une journée de production'
			]
		},
		mes: {
			name: 'le suivi de production',
			does: [
				'remontons temps, quantités et arrêts en direct',
				'affichons le bon document au bon poste',
				'calculons un TRS que l’atelier reconnaît'
			],
			troubles: [
				'les quantités sont recopiées le soir sur un tableau',
				'le TRS affiché ne correspond à rien',
				'les chefs d’équipe courent après des papiers'
			]
		},
		'industrial-robotics': {
			name: 'la robotique',
			does: [
				'chargeons et déchargeons vos machines par robot',
				'palettisons des formats mélangés',
				'sécurisons la cellule et rédigeons le dossier CE'
			],
			troubles: [
				'la nuit les machines attendent un opérateur',
				'nous ne trouvons plus personne pour charger les presses',
				'le dos de l’équipe fatigue sur ce poste'
			]
		},
		'production-scheduling': {
			name: 'l’ordonnancement',
			does: [
				'calculons un planning à capacité finie',
				'regroupons les séries pour réduire les réglages',
				'recalculons tout quand une machine tombe'
			],
			troubles: [
				'le planning est refait tous les matins à la main',
				'les urgences cassent toutes les séries',
				'une seule personne sait ce qui passe où'
			]
		},
		cybersecurity: {
			name: 'la cybersécurité industrielle',
			does: ['cloisonnons le réseau d’atelier', 'testons la restauration de vos sauvegardes', 'entraînons l’équipe à une attaque simulée'],
			troubles: [
				'un confrère a été bloqué trois semaines',
				'l’assureur pose des questions auxquelles nous ne savons pas répondre',
				'nos automates sont accessibles depuis les bureaux'
			]
		},
		'energy-management': {
			name: 'le suivi énergétique',
			does: [
				'mesurons électricité, gaz et air comprimé par machine',
				'chassons les consommations de nuit',
				'chiffrons chaque action en euros par an'
			],
			troubles: [
				'la facture a doublé et personne ne sait où ça part',
				'les compresseurs tournent tout le week-end',
				'nous n’avons qu’un compteur pour toute l’usine'
			]
		},
		traceability: {
			name: 'la traçabilité',
			does: [
				'relions matière, lot et palette sous un seul numéro',
				'marquons les pièces par laser et relisons le code',
				'simulons un rappel en moins d’une heure'
			],
			troubles: [
				'le client veut l’historique de chaque lot',
				'un exercice de rappel a pris une demi-journée',
				'les étiquettes se perdent au lavage'
			]
		},
		'data-integration': {
			name: 'l’intégration de données',
			does: [
				'faisons parler automates, ERP et tableurs',
				'nettoyons les doublons avant de brancher',
				'livrons des flux surveillés et documentés'
			],
			troubles: [
				'chaque service a son fichier et aucun ne dit pareil',
				'on exporte et on recolle des colonnes toute la semaine',
				'les logiciels ne se parlent pas'
			]
		},
		'additive-manufacturing': {
			name: 'l’impression 3D',
			does: [
				'imprimons gabarits et préhenseurs en quelques jours',
				'refaisons des pièces de rechange introuvables',
				'produisons des préséries sans outillage'
			],
			troubles: [
				'une pièce cassée n’existe plus chez le constructeur',
				'l’outillage arrive toujours après le besoin',
				'nous payons un moule pour vingt pièces'
			]
		},
		metrology: {
			name: 'la métrologie',
			does: [
				'mesurons vos pièces au scanner et au palpeur',
				'automatisons les rapports de contrôle',
				'prouvons la capabilité de vos moyens'
			],
			troubles: [
				'nous passons plus de temps à mesurer qu’à usiner',
				'les rapports sont recopiés à la main',
				'deux contrôleurs ne trouvent jamais la même cote'
			]
		},
		cobot: {
			name: 'la cobotique',
			does: [
				'installons des cobots auprès des opérateurs',
				'apprenons à l’équipe à changer de série seule',
				'vérifions la sécurité par une mesure de contact'
			],
			troubles: [
				'un geste répété abîme les poignets',
				'le cobot acheté prend la poussière',
				'les petites séries rendent l’automatisation trop chère'
			]
		},
		'digital-twin': {
			name: 'le jumeau numérique',
			does: [
				'simulons la ligne avant l’investissement',
				'comparons plusieurs implantations avec de vrais aléas',
				'tenons le modèle calé sur les mesures'
			],
			troubles: [
				'nous achetons des convoyeurs au jugé',
				'chaque scénario prend une semaine de tableur',
				'deux services se renvoient la faute'
			]
		},
		cmms: {
			name: 'la GMAO',
			does: [
				'mettons le préventif dans le téléphone du mécanicien',
				'rangeons pièces détachées et historiques',
				'classons les demandes par urgence'
			],
			troubles: [
				'les interventions ne sont écrites nulle part',
				'on cherche une pièce qui était en stock',
				'le préventif saute dès qu’il y a une urgence'
			]
		},
		'augmented-reality': {
			name: 'la réalité augmentée',
			does: [
				'affichons le mode opératoire sur la machine',
				'guidons un technicien à distance',
				'filmons les gestes avant les départs à la retraite'
			],
			troubles: ['le savoir part à la retraite l’an prochain', 'former un régleur prend deux ans', 'un expert voyage pour tourner une vis']
		},
		rfid: {
			name: 'la RFID',
			does: [
				'suivons bacs et outillages avec des étiquettes radio',
				'comptons un stock sans arrêter le magasin',
				'équipons les quais de portiques'
			],
			troubles: [
				'des bacs disparaissent chez les clients',
				'l’inventaire ferme l’usine deux jours',
				'un outillage introuvable arrête la ligne'
			]
		},
		iot: {
			name: 'les objets connectés d’atelier',
			does: [
				'posons des capteurs sans fil en une journée',
				'raccordons des machines sans automate',
				'envoyons les alertes au bon téléphone'
			],
			troubles: [
				'on relève les températures au crayon',
				'aucune donnée ne sort des vieilles machines',
				'on découvre les dérives le lendemain'
			]
		},
		'artificial-intelligence': {
			name: 'l’intelligence artificielle appliquée',
			does: [
				'entraînons des modèles sur vos propres données',
				'expliquons chaque prédiction à l’opérateur',
				'arrêtons le projet si une règle simple suffit'
			],
			troubles: [
				'nous stockons des données que personne ne regarde',
				'les rebuts varient sans explication',
				'on nous promet des miracles sans essai'
			]
		},
		plc: {
			name: 'l’automatisme',
			does: [
				'migrons des automates obsolètes sans long arrêt',
				'reprenons des programmes sans documentation',
				'raccordons variateurs, robots et supervision'
			],
			troubles: ['l’automate n’a plus de pièces de rechange', 'le seul qui connaît le programme est parti', 'chaque modification fait peur']
		},
		cad: {
			name: 'la conception assistée',
			does: [
				'dessinons moules, outillages et machines spéciales',
				'nettoyons vos bibliothèques de plans',
				'sortons les plans d’atelier depuis le modèle'
			],
			troubles: [
				'trois versions du même plan circulent',
				'les variantes sont redessinées à chaque commande',
				'le bureau d’études est le goulot'
			]
		},
		'agv-amr': {
			name: 'les chariots autonomes',
			does: [
				'dimensionnons une flotte d’AGV par simulation',
				'faisons cohabiter piétons, caristes et robots',
				'relions la flotte au magasin'
			],
			troubles: [
				'les caristes roulent à vide la moitié du temps',
				'il y a eu des presqu’accidents dans l’allée',
				'les lignes attendent leurs composants'
			]
		},
		'carbon-accounting': {
			name: 'l’empreinte carbone',
			does: [
				'calculons l’empreinte de chaque référence',
				'remplissons les questionnaires de vos clients',
				'préparons la revue par un tiers'
			],
			troubles: [
				'quatre clients demandent quatre formulaires différents',
				'nous n’avons que les factures d’énergie',
				'un appel d’offres exige un chiffre par produit'
			]
		},
		'document-management': {
			name: 'la gestion documentaire',
			does: [
				'retrouvons notices et plans en langage courant',
				'numérisons des archives papier avec un index utile',
				'citons toujours la page d’origine'
			],
			troubles: [
				'trente ans de notices dorment sur un serveur',
				'personne ne sait quelle procédure est valable',
				'un audit a relevé des documents périmés'
			]
		},
		'training-digital-skills': {
			name: 'la formation des équipes',
			does: [
				'formons au poste en modules de quelques minutes',
				'accompagnons les chefs d’équipe nouvellement nommés',
				'évaluons par la pratique, pas par un questionnaire'
			],
			troubles: [
				'les intérimaires attendent devant un bureau',
				'les anciens n’ont pas le temps de montrer',
				'les outils achetés ne sont pas utilisés'
			]
		},
		'electronics-design': {
			name: 'la conception électronique',
			does: ['concevons cartes et micrologiciels jusqu’à la série', 'remplaçons les composants en fin de vie', 'préparons les essais CEM'],
			troubles: ['un composant n’est plus fabriqué', 'la carte d’essai n’est pas industrialisable', 'la pile tient un an au lieu de cinq']
		},
		'non-destructive-testing': {
			name: 'le contrôle non destructif',
			does: ['contrôlons soudures et axes par ultrasons', 'radiographions les pièces coulées', 'rédigeons des procédures signées'],
			troubles: [
				'une fissure a été trouvée trop tard',
				'le prestataire vient une fois par an',
				'le client exige une preuve de santé matière'
			]
		},
		'product-configurator': {
			name: 'la configuration de produits',
			does: [
				'publions prix, plan et délai en ligne',
				'transformons l’expérience du vendeur en règles',
				'envoyons la nomenclature à la fabrication'
			],
			troubles: [
				'un devis sur trois est refait',
				'les options impossibles sont vues à l’atelier',
				'répondre à une demande prend une semaine'
			]
		},
		lims: {
			name: 'la gestion de laboratoire',
			does: ['étiquetons les échantillons dès la réception', 'lisons directement les appareils', 'éditons les certificats d’analyse'],
			troubles: ['les résultats sont dans des classeurs', 'un certificat se tape à la main', 'les cartes de contrôle ont un mois de retard']
		},
		'water-management': {
			name: 'l’eau de procédé',
			does: ['mesurons débits et rejets sans couper la ligne', 'alertons avant le dépassement', 'proposons des boucles de réemploi'],
			troubles: ['nous avons dépassé un seuil de rejet', 'la consommation d’eau n’est pas répartie', 'un bain dérive entre deux analyses']
		}
	},
	sectors: {
		metallurgy: { firms: 'les fonderies', objects: ['carters', 'culasses', 'corps de pompe', 'lingots', 'poignées moulées'] },
		'metal-products': { firms: 'les ateliers de mécanique', objects: ['axes', 'brides', 'châssis soudés', 'tôles pliées', 'vis'] },
		'plastics-industry': { firms: 'les plasturgistes', objects: ['boîtiers', 'bouchons', 'profilés', 'capots', 'engrenages en nylon'] },
		'food-industry': { firms: 'l’agroalimentaire', objects: ['biscuits', 'bocaux', 'fromages', 'saucisses', 'barquettes'] },
		'textile-industry': { firms: 'le textile', objects: ['rouleaux imprimés', 'fils retors', 'nappes', 'sangles', 'feutres'] },
		'wood-industry': { firms: 'la filière bois', objects: ['lames de parquet', 'charpentes', 'palettes', 'fenêtres', 'placages'] },
		'paper-industry': { firms: 'les papetiers', objects: ['bobines', 'cartons couchés', 'enveloppes', 'tubes', 'ramettes'] },
		'chemical-industry': { firms: 'la chimie', objects: ['fûts', 'résines', 'pigments', 'solvants', 'engrais'] },
		'pharmaceutical-industry': { firms: 'la pharmacie', objects: ['blisters', 'flacons', 'poudres', 'seringues', 'notices'] },
		automotive: { firms: 'l’automobile', objects: ['sièges', 'pistons', 'faisceaux', 'capteurs', 'supports moteur'] },
		'electronics-industry': { firms: 'l’électronique', objects: ['cartes', 'connecteurs', 'bobines', 'boîtiers blindés', 'afficheurs'] },
		watchmaking: { firms: 'l’horlogerie', objects: ['platines', 'aiguilles', 'boîtes', 'couronnes', 'ressorts'] },
		'medical-devices': { firms: 'le dispositif médical', objects: ['implants', 'orthèses', 'cathéters', 'couronnes dentaires', 'pinces'] },
		'logistics-sector': { firms: 'les entrepôts', objects: ['palettes', 'bacs', 'colis', 'conteneurs', 'chariots'] },
		'railway-industry': { firms: 'le ferroviaire', objects: ['essieux', 'attelages', 'bogies', 'aiguillages', 'semelles de frein'] },
		'energy-sector': { firms: 'l’énergie', objects: ['turbines', 'transformateurs', 'vannes', 'échangeurs', 'chaudières'] },
		construction: { firms: 'le bâtiment', objects: ['prémurs', 'escaliers', 'garde-corps', 'vitrages', 'bordures'] },
		'packaging-industry': { firms: 'l’emballage', objects: ['étuis', 'films', 'caisses', 'étiquettes', 'calages'] }
	},
	offerTitle: [
		'{Topic} pour {firms}',
		'{Does1}, aussi à {town}',
		'{Topic} : du diagnostic à la mise en service',
		'Une équipe pour {topic}, {objects} et séries courtes',
		'{Topic} sur {machine} et machines voisines'
	],
	needTitle: [
		'{Trouble1}',
		'{Objects} : {trouble1}',
		'Besoin d’aide, {trouble2}',
		'On voudrait {topic}, sans usine à gaz',
		'Qui sait faire {topic} pour des {objects} ?'
	],
	proof: [
		'{many} installations depuis {year}, dont {few} à moins de 50 km {ofTown}.',
		'Référence visible sur {machine} à {town} ; {pct2} % d’écarts relevés après un an.',
		'{many} clients actifs, dossier n° {rate} consultable sur demande.',
		'Projet mené en {weeks} semaines pour un fabricant {ofObjects} proche {ofTown2}.'
	],
	result: [
		'Passer de {pct} à {pct2} % en {months} mois.',
		'Gagner {hours} heures par semaine et dormir le week-end.',
		'Un essai concluant sur la {machine} avant la fin de l’année.',
		'Que {few} personnes sachent s’en servir sans aide.'
	],
	description: [
		'{Trade} à {town} : {objects} et {objects2}, {n} personnes.',
		'Entreprise fictive de démonstration, fabrication {ofObjects} pour {firms}.',
		'Équipe {ofTown}, spécialisée dans {topic} pour {firms}.'
	],
	also: [
		'Nous touchons aussi à : {skill1}, {skill2}.',
		'À côté, l’équipe pratique : {skill1} et {skill2}.',
		'Mots-clés : {skill1}, {skill2}.',
		'Savoir-faire voisins : {skill1}, {skill2}.'
	],
	offer: [
		[
			'Depuis {year}, notre équipe {ofTown} travaille sur {topic} pour {firms}.',
			'Nous sommes {n} à ne faire que cela : {topic}, chez des industriels entre {town} et {town2}.',
			'Si vous fabriquez des {objects}, {topic} peut vous faire gagner du temps dès le premier mois.',
			'{Topic}, c’est notre métier, et {firms} en sont le terrain le plus exigeant.',
			'Installés à {town}, nous apportons {topic} aux ateliers qui n’ont pas d’ingénieur pour cela.',
			'Vos {objects} méritent mieux qu’un tableur : nous proposons {topic} à la taille d’un atelier.',
			'Avant de parler de prix, nous venons voir vos {objects} et la façon dont l’équipe travaille.',
			'Beaucoup de fournisseurs vendent {topic} sur catalogue, nous partons de vos {objects}.'
		],
		[
			'Concrètement, nous {does1}, puis nous {does2}.',
			'Dans l’ordre, nous {does1} et nous {does2}, avec un point chaque semaine.',
			'Nous {does1} ; quand c’est utile, nous {does2} aussi.',
			'D’abord nous {does1}, ensuite seulement nous {does2}.',
			'Chez vous, nous {does1} sans gêner la production, et nous {does2} pendant les arrêts.',
			'Avec vos opérateurs, nous {does1}, {does2} et laissons une méthode écrite.'
		],
		[
			'La dernière mise en service, sur une {machine} à {town2}, concernait des {objects2} en {many} variantes.',
			'Nous connaissons les {machine} et leurs commandes d’origine, y compris celles d’avant {year}.',
			'Le raccordement à une {machine} prend environ {weeks} semaines, essais compris.',
			'Cela fonctionne avec des {objects2} brillants, sales ou tièdes, en équipe de nuit comme de jour.',
			'Une démonstration sur {machine} peut être vue à {town2}, sur rendez-vous.',
			'Les cadences vont jusqu’à {rate} {objects2} à l’heure, avec un changement de série en {minutes} minutes.'
		],
		[
			'Chez un client {ofTown}, le rebut est passé de {pct} à {pct2} % en {weeks} semaines.',
			'Le retour sur investissement constaté va de {weeks} à {weeks2} mois selon la taille de l’atelier.',
			'En moyenne, {hours} heures par semaine sont rendues à l’équipe.',
			'Sur {many} projets comparables, {few} seulement ont dépassé le budget annoncé.',
			'Les arrêts non planifiés ont baissé de {tens} % la première année.',
			'Le délai de réponse est tombé de {days} jours à quelques heures.'
		],
		[
			'Vous gardez les données, les programmes et la documentation, sans licence cachée.',
			'La formation se fait au poste, en français ou en allemand, par petits groupes de {few}.',
			'Un essai de {days} jours avec vos propres {objects} précède toujours le devis définitif.',
			'Nous restons joignables pendant les {few} premiers mois, le samedi aussi.',
			'Chaque étape est payée à part et vous pouvez vous arrêter après chacune.',
			'La mise en route est faite par la personne qui a conçu le projet, pas par une autre.'
		],
		[
			'Nous refusons les projets où personne à l’atelier n’a le temps de nous parler.',
			'En dessous de {rate} {objects} par an, une solution plus simple suffit et nous le dirons.',
			'Il nous faut un interlocuteur une demi-journée par semaine et un accès à la machine.',
			'Budget habituel : de {euros} à {euros2} euros, matériel compris.',
			'Nous n’intervenons pas en zone explosive, mais nous connaissons des confrères qui le font.',
			'Si l’étude montre que cela ne vaut pas le coup, elle n’est facturée qu’à moitié.'
		]
	],
	need: [
		[
			'Nous fabriquons des {objects} à {town}, {n} personnes, deux équipes.',
			'Petite usine {ofTown}, on sort {rate} {objects} par semaine.',
			'Notre atelier {ofTown} produit des {objects} et des {objects2} depuis {year}.',
			'On est {n} à l’atelier, on fait surtout des {objects} en petites séries.',
			'Je dirige une ligne {ofObjects} près {ofTown}, avec une {machine} qui date de {year}.',
			'Site {ofTown} : {objects}, {rate} par jour, trois équipes en saison.'
		],
		[
			'Le souci, c’est que {trouble1}, et en plus {trouble2}.',
			'Aujourd’hui {trouble1}. Le week-end c’est pire.',
			'{Trouble1}, tout le monde le sait et personne n’a le temps de s’y mettre.',
			'Depuis {year}, {trouble1} ; cette année {trouble2}.',
			'Ça fait {months} mois que {trouble1}, l’équipe n’en peut plus.',
			'En clair : {trouble1}.'
		],
		[
			'On perd environ {pct} % des {objects}, soit à peu près {euros} euros par an.',
			'D’après mes calculs ça coûte {hours} heures par semaine, sans compter l’énervement.',
			'Le dernier incident nous a coûté {euros} euros et un client {ofTown2}.',
			'Personne n’a de chiffre exact, mais {tens} % du temps y passe.',
			'Sur la {machine}, c’est {minutes} minutes perdues à chaque changement.',
			'{few} réclamations ce trimestre, dont une qui fait mal.'
		],
		[
			'Un prestataire est venu il y a {months} mois, on n’a jamais eu de suite.',
			'On a essayé avec un tableur, au bout de {days} jours c’était faux.',
			'Le constructeur de la {machine} propose {euros2} euros, c’est hors de question.',
			'Un stagiaire avait commencé quelque chose, c’est resté sur son ordinateur.',
			'Notre informaticien est tout seul et il a déjà {many} demandes en attente.',
			'On a regardé des vidéos, ça a l’air simple, mais chez nous il y a de la poussière et du bruit.'
		],
		[
			'On cherche quelqu’un qui vienne voir, qui dise franchement si c’est jouable et qui reste jusqu’à ce que ça marche.',
			'Il faudrait commencer petit, sur une seule ligne, et ne pas arrêter la production plus d’une journée.',
			'L’équipe doit pouvoir s’en servir sans nous appeler toutes les cinq minutes.',
			'Idéalement une solution simple, réparable, et dont les données restent chez nous.',
			'Décision prise en interne, il nous manque surtout des bras et un peu de méthode.',
			'Merci d’éviter les présentations de quarante pages, une visite vaut mieux.'
		]
	]
};
