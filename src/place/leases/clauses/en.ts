import type { Written } from './clauses.ts';

export const en: Written = {
	kinds: {
		commercial: [
			{
				key: 'object',
				title: 'Purpose and legal frame',
				text: 'The landlord lets the premises below to the tenant for its business. The parties place this lease under the French law of commercial leases, articles L145-1 and following of the Code de commerce.'
			},
			{
				key: 'term',
				title: 'Term and three-year breaks',
				text: 'The lease runs for nine years, from {start} to {end}. The tenant may end it at the close of each period of three years by telling the landlord at least {notice} before, by registered letter or through a bailiff. Break dates: {breaks}.'
			},
			{
				key: 'renewal',
				title: 'Renewal',
				text: 'If nobody gives notice or asks for a renewal, the lease goes on after its term. The tenant’s right to a renewal, and what is due if it is refused, are those of the law.'
			}
		],
		derogatory: [
			{
				key: 'object',
				title: 'Purpose and legal frame',
				text: 'The parties together step aside from the law of commercial leases, as article L145-5 of the Code de commerce lets them do on entry. The tenant knows that it has no right to a renewal and none to compensation.'
			},
			{
				key: 'term',
				title: 'Term',
				text: 'The lease runs from {start} to {end} and ends that day without notice. All short leases of these premises between the parties last three years at most, counted from the tenant’s entry.'
			},
			{
				key: 'left',
				title: 'Leaving at the end',
				text: 'The tenant leaves by the last day. If it stays, and the landlord leaves it there for more than a month after the end, the law makes of it a commercial lease of nine years; the landlord may object in writing before then.'
			}
		],
		precarious: [
			{
				key: 'object',
				title: 'Purpose and legal frame',
				text: 'This agreement on precarious occupation rests on article L145-5-1 of the Code de commerce. The premises may be used only because of particular circumstances which do not depend on the will of the parties alone. It gives no right to a renewal or to compensation.'
			},
			{
				key: 'event',
				title: 'Why it is precarious',
				text: 'The occupation ends with this event: {event}. The landlord tells the occupier of it as soon as it is known.'
			},
			{
				key: 'term',
				title: 'Term',
				text: 'The occupation begins on {start}. It ends with the event, and on {end} at the latest. Either side may end it earlier with {notice} notice.'
			}
		],
		service: [
			{
				key: 'object',
				title: 'Purpose and legal frame',
				text: 'The operator provides equipped space with services: reception, shared rooms, connection, life of the place. This contract of services is not a lease and gives no protected tenancy.'
			},
			{
				key: 'term',
				title: 'Term',
				text: 'The contract begins on {start}. It ends on {end}. Either side may end it at any time with {notice} notice.'
			},
			{
				key: 'services',
				title: 'Services included',
				text: 'The price includes the space, its furniture, energy, cleaning of shared parts and the network. Machines and rooms are booked by the common rules of the house.'
			}
		]
	},
	all: [
		{
			key: 'premises',
			title: 'Premises',
			text: 'Units {units}, {m2} in all, as shown on the plan attached. The tenant has visited them.'
		},
		{
			key: 'use',
			title: 'Use',
			text: 'The premises serve this activity only: {use}. Any change needs the landlord’s written consent.'
		},
		{
			key: 'rent',
			title: 'Rent',
			text: 'The rent is {rent}, which makes {year} for all the premises. Review, rent-free time and VAT follow the financial terms attached.'
		},
		{
			key: 'charges',
			title: 'Service charges',
			text: 'The tenant pays its share of the charges listed in the annex, by surface and days of presence. Major repairs under article 606 of the Code civil and the share of vacant space stay with the landlord, who gives an account each year.'
		},
		{
			key: 'deposit',
			title: 'Deposit',
			text: 'The tenant pays a deposit of {deposit} on signing. It is given back within two months after the keys are returned, less what is still owed.'
		},
		{
			key: 'insurance',
			title: 'Insurance',
			text: 'The tenant insures its goods, its liability and the risks of a tenant with a solvent company. It hands over the certificate before entry and at each renewal.'
		},
		{
			key: 'upkeep',
			title: 'Upkeep and works',
			text: 'The tenant keeps the premises in repair and alters nothing without written consent. It puts up with works that the building needs and reports any fault at once.'
		},
		{
			key: 'assignment',
			title: 'Assignment and subletting',
			text: 'The tenant assigns its contract only together with its business, and neither sublets nor lends the premises without the landlord’s written consent.'
		},
		{
			key: 'inventory',
			title: 'Inventory',
			text: 'Both sides draw up an inventory on entry and on exit. Comparing the two tells fair wear from what the tenant must make good.'
		},
		{
			key: 'default',
			title: 'Default',
			text: 'One month after a demand for payment or a formal notice that had no effect, the contract may be ended by operation of law, under the control of the court.'
		},
		{
			key: 'privacy',
			title: 'Personal data',
			text: 'The data of those who sign serve to conclude and carry out this contract. They are kept while it lasts, then as long as a claim is possible. Each person may ask to see and correct them.'
		},
		{
			key: 'disputes',
			title: 'Disputes',
			text: 'The parties first look for an agreement. Failing that, the court of the place where the building stands decides. French law applies.'
		}
	],
	annexes: ['Plan of the premises', 'Report on risks', 'List of service charges', 'Financial terms', 'House rules']
};
