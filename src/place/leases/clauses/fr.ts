import type { Written } from './clauses.ts';

export const fr: Written = {
	kinds: {
		commercial: [
			{
				key: 'object',
				title: 'Objet et régime',
				text: 'Le bailleur donne à bail commercial au preneur, qui l’accepte, les locaux désignés ci-dessous. Les parties placent ce bail sous le statut des baux commerciaux, articles L145-1 et suivants du Code de commerce.'
			},
			{
				key: 'term',
				title: 'Durée et échéances triennales',
				text: 'Le bail est conclu pour neuf années, du {start} au {end}. Le preneur peut y mettre fin à l’expiration de chaque période de trois ans, en prévenant le bailleur au moins {notice} à l’avance, par lettre recommandée avec avis de réception ou par acte de commissaire de justice. Échéances : {breaks}.'
			},
			{
				key: 'renewal',
				title: 'Renouvellement',
				text: 'À l’arrivée du terme et faute de congé ou de demande de renouvellement, le bail se prolonge tacitement. Le droit au renouvellement du preneur et l’indemnité qui lui serait due en cas de refus sont ceux que prévoit la loi.'
			}
		],
		derogatory: [
			{
				key: 'object',
				title: 'Objet et régime',
				text: 'Les parties dérogent ensemble au statut des baux commerciaux, comme l’article L145-5 du Code de commerce le permet à l’entrée dans les lieux. Le preneur sait que ce contrat ne lui donne ni droit au renouvellement, ni indemnité d’éviction.'
			},
			{
				key: 'term',
				title: 'Durée',
				text: 'Le bail court du {start} au {end} et prend fin à cette date sans congé. La durée totale des baux dérogatoires conclus entre les parties pour ces locaux ne peut pas dépasser trois ans depuis l’entrée du preneur.'
			},
			{
				key: 'left',
				title: 'Départ à l’échéance',
				text: 'Le preneur libère les locaux au plus tard le dernier jour. Si le preneur reste et si le bailleur le laisse en possession plus d’un mois après l’échéance, un bail commercial de neuf ans naît par l’effet de la loi ; le bailleur se réserve de s’y opposer par écrit avant ce délai.'
			}
		],
		precarious: [
			{
				key: 'object',
				title: 'Objet et régime',
				text: 'Cette convention d’occupation précaire relève de l’article L145-5-1 du Code de commerce. L’occupation n’est autorisée qu’en raison de circonstances particulières, indépendantes de la seule volonté des parties. Elle n’ouvre ni droit au renouvellement, ni indemnité.'
			},
			{
				key: 'event',
				title: 'Motif de la précarité',
				text: 'L’occupation prend fin avec l’événement suivant : {event}. Le bailleur prévient l’occupant de sa survenance dès qu’il la connaît.'
			},
			{
				key: 'term',
				title: 'Durée',
				text: 'L’occupation commence le {start}. Elle cesse à la survenance de l’événement et au plus tard le {end}. Chaque partie peut y mettre fin plus tôt en prévenant l’autre {notice} à l’avance.'
			}
		],
		service: [
			{
				key: 'object',
				title: 'Objet et régime',
				text: 'Le gestionnaire met à la disposition du bénéficiaire des espaces équipés, accompagnés de services : accueil, accès aux salles communes, connexion, animation du lieu. Ce contrat de prestation n’est pas un bail ; il ne confère aucune propriété commerciale.'
			},
			{
				key: 'term',
				title: 'Durée',
				text: 'Le contrat commence le {start}. Il se termine le {end}. Chaque partie peut le résilier à tout moment en prévenant l’autre {notice} à l’avance.'
			},
			{
				key: 'services',
				title: 'Services compris',
				text: 'Le prix comprend l’espace, le mobilier, l’énergie, le ménage des parties communes et l’accès au réseau. Les machines et les salles se réservent selon les règles communes du lieu.'
			}
		]
	},
	all: [
		{
			key: 'premises',
			title: 'Locaux',
			text: 'Lots {units}, d’une surface totale de {m2}, tels qu’ils figurent au plan annexé. Le preneur déclare les connaître pour les avoir visités.'
		},
		{
			key: 'use',
			title: 'Destination',
			text: 'Les locaux servent exclusivement à l’activité suivante : {use}. Tout changement demande l’accord écrit du bailleur.'
		},
		{
			key: 'rent',
			title: 'Loyer',
			text: 'Le loyer est de {rent}, soit {year} pour l’ensemble des locaux. Les conditions de révision, de franchise et de TVA sont celles des conditions financières annexées.'
		},
		{
			key: 'charges',
			title: 'Charges',
			text: 'Le preneur rembourse sa part des charges dont l’inventaire est annexé, répartie selon la surface et les jours de présence. Les grosses réparations de l’article 606 du Code civil et la part des locaux vacants restent au bailleur, qui rend ses comptes chaque année.'
		},
		{
			key: 'deposit',
			title: 'Dépôt de garantie',
			text: 'Le preneur verse à la signature un dépôt de {deposit}. Il lui est rendu dans les deux mois de la remise des clés, déduction faite de ce qu’il devrait encore.'
		},
		{
			key: 'insurance',
			title: 'Assurance',
			text: 'Le preneur assure ses biens, sa responsabilité et les risques locatifs auprès d’une compagnie solvable. Il remet l’attestation avant l’entrée, puis à chaque renouvellement.'
		},
		{
			key: 'upkeep',
			title: 'Entretien et travaux',
			text: 'Le preneur entretient les locaux et répond des réparations locatives. Il ne transforme rien sans accord écrit. Il laisse faire les travaux nécessaires à l’immeuble et signale sans attendre tout défaut.'
		},
		{
			key: 'assignment',
			title: 'Cession et sous-location',
			text: 'Le preneur ne cède son contrat qu’avec son fonds de commerce, et ne sous-loue ni ne prête les locaux sans l’accord écrit du bailleur.'
		},
		{
			key: 'inventory',
			title: 'État des lieux',
			text: 'Un état des lieux contradictoire est dressé à l’entrée et à la sortie. La comparaison des deux fixe ce qui revient à l’usure normale et ce qui revient au preneur.'
		},
		{
			key: 'default',
			title: 'Manquements',
			text: 'Un mois après un commandement de payer ou une mise en demeure resté sans effet, le contrat peut être résilié de plein droit, sous le contrôle du juge.'
		},
		{
			key: 'privacy',
			title: 'Données personnelles',
			text: 'Les données des signataires servent à conclure et à exécuter ce contrat. Elles sont conservées pendant sa durée, puis aussi longtemps qu’une action reste possible. Chacun peut demander à les consulter et à les corriger.'
		},
		{
			key: 'disputes',
			title: 'Différends',
			text: 'Les parties cherchent d’abord un accord amiable. À défaut, le tribunal du lieu de l’immeuble est compétent. Le droit français s’applique.'
		}
	],
	annexes: ['Plan des locaux', 'État des risques', 'Inventaire des charges', 'Conditions financières', 'Règlement intérieur']
};
