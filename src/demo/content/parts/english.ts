import type { Parts } from './parts.ts';

export const english: Parts = {
	topics: {
		'machine-vision': {
			name: 'machine vision',
			does: [
				'spot scratches and missing material with cameras',
				'check the presence of every component in the image',
				'read labels and dates at full speed'
			],
			troubles: [
				'parts are sorted by eye and some slip through',
				'complaints are about visible defects',
				'two people look at every part under a lamp'
			]
		},
		erp: {
			name: 'ERP',
			does: [
				'move items, bills of material and stock into a clean ERP',
				'set up purchasing, production and invoicing',
				'train key users on their own orders'
			],
			troubles: [
				'stock on screen never matches the shelf',
				'every order is typed in three times',
				'nobody knows the unit cost before month end'
			]
		},
		'predictive-maintenance': {
			name: 'predictive maintenance',
			does: [
				'track vibration and temperature of rotating parts',
				'announce bearing failures weeks ahead',
				'rank alerts together with a mechanic'
			],
			troubles: [
				'breakdowns always come on Friday evening',
				'bearings are changed once they scream',
				'one stop costs us a full day of output'
			]
		},
		mes: {
			name: 'shop-floor tracking',
			does: [
				'report times, quantities and stops as they happen',
				'show the right document at the right station',
				'compute an efficiency figure operators believe'
			],
			troubles: [
				'quantities are typed into a sheet every evening',
				'the displayed efficiency matches nothing',
				'shift leaders chase paper all day'
			]
		},
		'industrial-robotics': {
			name: 'robotics',
			does: ['load and unload your machines with robots', 'palletise mixed formats', 'make the cell safe and write the CE file'],
			troubles: ['machines wait for an operator at night', 'nobody wants to load presses any more', 'this station hurts everybody’s back']
		},
		'production-scheduling': {
			name: 'scheduling',
			does: ['compute a finite-capacity plan', 'group batches to save changeovers', 'replan as soon as a machine fails'],
			troubles: ['the plan is rebuilt by hand every morning', 'rush orders break every batch', 'only one person knows what runs where']
		},
		cybersecurity: {
			name: 'industrial cybersecurity',
			does: ['separate the plant network from the office', 'test that your backups really restore', 'rehearse an attack with your team'],
			troubles: [
				'a neighbour was locked out for three weeks',
				'our insurer asks questions we cannot answer',
				'controllers can be reached from the office network'
			]
		},
		'energy-management': {
			name: 'energy monitoring',
			does: ['meter power, gas and compressed air per machine', 'hunt consumption at night', 'put a yearly figure on every measure'],
			troubles: ['the bill doubled and nobody knows why', 'compressors run all weekend', 'there is one meter for the whole plant']
		},
		traceability: {
			name: 'traceability',
			does: [
				'tie material, batch and pallet to one number',
				'mark parts by laser and read the code back',
				'rehearse a recall in less than an hour'
			],
			troubles: ['the customer wants the story of every batch', 'a recall drill took half a day', 'labels get lost in the wash']
		},
		'data-integration': {
			name: 'data integration',
			does: [
				'make controllers, ERP and spreadsheets talk',
				'clean duplicates before plugging in',
				'deliver monitored and documented interfaces'
			],
			troubles: [
				'every department keeps its own file and none agree',
				'we export and paste columns all week',
				'our programs do not talk to each other'
			]
		},
		'additive-manufacturing': {
			name: '3D printing',
			does: ['print fixtures and grippers within days', 'remake spare parts that no longer exist', 'build pre-series without tooling'],
			troubles: [
				'a broken part is no longer made by anyone',
				'fixtures always arrive after they are needed',
				'we pay for a mould to make twenty parts'
			]
		},
		metrology: {
			name: 'metrology',
			does: ['measure your parts by scanner and probe', 'produce inspection reports automatically', 'prove the capability of your gauges'],
			troubles: ['we spend longer measuring than machining', 'reports are copied by hand', 'two inspectors never find the same value']
		},
		cobot: {
			name: 'collaborative robots',
			does: ['place cobots next to operators', 'teach the team to change batches alone', 'verify safety by measuring contact forces'],
			troubles: ['one repeated gesture wears out wrists', 'the cobot we bought gathers dust', 'small batches made automation too expensive']
		},
		'digital-twin': {
			name: 'digital twins',
			does: [
				'simulate the line before money is spent',
				'compare layouts with real disturbances',
				'keep the model aligned with measurements'
			],
			troubles: ['conveyors are bought on a hunch', 'every scenario takes a week of spreadsheet work', 'two departments blame each other']
		},
		cmms: {
			name: 'maintenance software',
			does: ['put preventive tasks on the mechanic’s phone', 'tidy spare parts and history', 'rank requests by urgency'],
			troubles: [
				'repairs are written down nowhere',
				'we look for parts that were in stock',
				'preventive work is skipped at the first emergency'
			]
		},
		'augmented-reality': {
			name: 'augmented reality',
			does: ['show instructions right on the machine', 'guide technicians remotely', 'film skilled gestures before people retire'],
			troubles: ['know-how retires next year', 'training a setter takes two years', 'an expert travels to turn one screw']
		},
		rfid: {
			name: 'RFID',
			does: ['follow bins and tooling with radio tags', 'count stock without stopping the store', 'fit dock doors with readers'],
			troubles: ['bins vanish at customers', 'stocktaking closes the plant for two days', 'a missing tool stops the line']
		},
		iot: {
			name: 'industrial IoT',
			does: ['fit wireless sensors within a day', 'connect machines that have no controller', 'send alerts to the right phone'],
			troubles: ['temperatures are noted with a pencil', 'no data leaves our old machines', 'we discover drifts the day after']
		},
		'artificial-intelligence': {
			name: 'applied artificial intelligence',
			does: ['train models on your own data', 'explain every prediction to the operator', 'stop the project when a simple rule will do'],
			troubles: ['we store data nobody looks at', 'scrap varies without explanation', 'people promise miracles without a trial']
		},
		plc: {
			name: 'control engineering',
			does: [
				'migrate obsolete controllers without a long stop',
				'take over programs without documentation',
				'connect drives, robots and supervision'
			],
			troubles: ['spare parts for the controller are gone', 'the only person who knew the program left', 'every change frightens us']
		},
		cad: {
			name: 'computer-aided design',
			does: ['design tools, fixtures and special machines', 'clean up your drawing library', 'derive shop drawings from the model'],
			troubles: ['three versions of one drawing are in use', 'variants are redrawn for every order', 'the design office is the bottleneck']
		},
		'agv-amr': {
			name: 'autonomous vehicles',
			does: [
				'size vehicle fleets by simulation',
				'let pedestrians, forklifts and robots share aisles',
				'connect the fleet to the warehouse'
			],
			troubles: ['forklifts run empty half of the time', 'there were near misses in the aisle', 'lines wait for components']
		},
		'carbon-accounting': {
			name: 'carbon accounting',
			does: ['compute the footprint of each item', 'fill in your customers’ questionnaires', 'prepare the third-party review'],
			troubles: ['four customers ask for four different forms', 'all we have is energy invoices', 'a tender wants one figure per product']
		},
		'document-management': {
			name: 'document management',
			does: ['find manuals and drawings in plain language', 'digitise paper archives with a useful index', 'always quote the source page'],
			troubles: ['thirty years of manuals sleep on a server', 'nobody knows which procedure is valid', 'an audit found outdated documents']
		},
		'training-digital-skills': {
			name: 'team training',
			does: ['train at the station in short modules', 'coach newly appointed shift leaders', 'assess by practice, not by questionnaire'],
			troubles: ['temporary workers wait outside an office', 'experienced people have no time to show', 'the tools we bought are not used']
		},
		'electronics-design': {
			name: 'electronics design',
			does: ['design boards and firmware up to series', 'replace components at end of life', 'prepare EMC tests'],
			troubles: ['a component is no longer made', 'the prototype cannot go into series', 'the battery lasts one year instead of five']
		},
		'non-destructive-testing': {
			name: 'non-destructive testing',
			does: ['inspect welds and shafts by ultrasound', 'radiograph castings', 'write signed procedures'],
			troubles: ['a crack was found too late', 'the inspector comes once a year', 'the customer wants proof of soundness']
		},
		'product-configurator': {
			name: 'product configuration',
			does: [
				'publish price, drawing and lead time online',
				'turn salespeople’s experience into rules',
				'send the bill of material to production'
			],
			troubles: ['one quote in three is redone', 'impossible options are found on the shop floor', 'answering an enquiry takes a week']
		},
		lims: {
			name: 'laboratory management',
			does: ['label samples on arrival', 'read instruments directly', 'issue certificates of analysis'],
			troubles: ['results live in binders', 'certificates are typed by hand', 'control charts are a month late']
		},
		'water-management': {
			name: 'process water',
			does: ['meter flows and effluent without a stop', 'warn before the limit is passed', 'propose reuse loops'],
			troubles: ['a discharge limit was exceeded', 'water use is not allocated', 'a bath drifts between two analyses']
		}
	},
	sectors: {
		metallurgy: { firms: 'foundries', objects: ['housings', 'cylinder heads', 'pump bodies', 'ingots', 'cast handles'] },
		'metal-products': { firms: 'machine shops', objects: ['shafts', 'flanges', 'welded frames', 'bent sheets', 'screws'] },
		'plastics-industry': { firms: 'plastics processors', objects: ['enclosures', 'caps', 'profiles', 'covers', 'nylon gears'] },
		'food-industry': { firms: 'food producers', objects: ['biscuits', 'jars', 'cheeses', 'sausages', 'trays'] },
		'textile-industry': { firms: 'textile mills', objects: ['printed rolls', 'twisted yarns', 'tablecloths', 'straps', 'felts'] },
		'wood-industry': { firms: 'wood companies', objects: ['floorboards', 'roof trusses', 'pallets', 'windows', 'veneers'] },
		'paper-industry': { firms: 'paper mills', objects: ['reels', 'coated boards', 'envelopes', 'cores', 'reams'] },
		'chemical-industry': { firms: 'chemical plants', objects: ['drums', 'resins', 'pigments', 'solvents', 'fertilisers'] },
		'pharmaceutical-industry': { firms: 'drug manufacturers', objects: ['blisters', 'vials', 'powders', 'syringes', 'leaflets'] },
		automotive: { firms: 'car suppliers', objects: ['seats', 'pistons', 'harnesses', 'sensors', 'engine mounts'] },
		'electronics-industry': { firms: 'electronics makers', objects: ['boards', 'connectors', 'coils', 'shielded boxes', 'displays'] },
		watchmaking: { firms: 'watchmakers', objects: ['main plates', 'hands', 'watch cases', 'crowns', 'springs'] },
		'medical-devices': { firms: 'medical device makers', objects: ['implants', 'braces', 'catheters', 'dental crowns', 'forceps'] },
		'logistics-sector': { firms: 'warehouses', objects: ['pallets', 'bins', 'parcels', 'containers', 'trolleys'] },
		'railway-industry': { firms: 'railway workshops', objects: ['wheelsets', 'couplers', 'bogies', 'switches', 'brake shoes'] },
		'energy-sector': { firms: 'energy companies', objects: ['turbines', 'transformers', 'valves', 'heat exchangers', 'boilers'] },
		construction: { firms: 'building suppliers', objects: ['precast walls', 'stairs', 'railings', 'glazing units', 'kerbs'] },
		'packaging-industry': { firms: 'packaging plants', objects: ['cartons', 'films', 'crates', 'labels', 'cushions'] }
	},
	offerTitle: [
		'{Topic} for {firms}',
		'{Topic}: from first look to handover',
		'{Topic} on {machine} and its neighbours',
		'We {does1}',
		'A team for {topic}, {objects} and short runs'
	],
	needTitle: [
		'{Trouble1}',
		'{Objects}: {trouble1}',
		'Help wanted, {trouble2}',
		'Looking for {topic}, kept simple',
		'Who does {topic} for {objects}?'
	],
	proof: [
		'{many} installations since {year}, {few} of them within 50 km of {town}.',
		'Reference on a {machine} in {town}; {pct2} percent deviations after one year.',
		'{many} active customers, file {rate} available on request.',
		'Delivered in {weeks} weeks for a maker of {objects} near {town2}.'
	],
	result: [
		'From {pct} down to {pct2} percent in {months} months.',
		'{hours} hours a week saved, and quiet weekends.',
		'A successful trial on the {machine} before the year ends.',
		'{few} people who can use it without help.'
	],
	description: [
		'{Trade} in {town}: {objects} and {objects2}, {n} people.',
		'Invented demo company making {objects} for {firms}.',
		'Team from {town} focused on {topic} for {firms}.'
	],
	also: [
		'We also do: {skill1}, {skill2}.',
		'Neighbouring skills: {skill1} and {skill2}.',
		'Keywords: {skill1}, {skill2}.',
		'Ask us about {skill1} and {skill2} too.'
	],
	offer: [
		[
			'Since {year} our team in {town} has worked on one thing: {topic} for {firms}.',
			'There are {n} of us and we do nothing but {topic}, for plants between {town} and {town2}.',
			'If you make {objects}, {topic} can pay off within the first month.',
			'{Topic} is our trade, and {firms} are the toughest place to practise it.',
			'From {town} we bring {topic} to workshops that have no engineer for it.',
			'Your {objects} deserve better than a spreadsheet, so we offer {topic} sized for a workshop.',
			'Before we talk about prices we come and look at your {objects} and how people work.',
			'Many vendors sell {topic} from a catalogue; we begin with your {objects}.'
		],
		[
			'In practice we {does1}, then we {does2}.',
			'Step by step we {does1} and {does2}, with a short review every week.',
			'We {does1}; where it helps, we {does2} as well.',
			'First we {does1}, and only then do we {does2}.',
			'On site we {does1} without disturbing production, and we {does2} during stops.',
			'Together with your operators we {does1}, {does2} and leave a written method.'
		],
		[
			'The latest start-up, on a {machine} in {town2}, concerned {objects2} in {many} variants.',
			'We know the {machine} and its original controls, including units built before {year}.',
			'Connecting a {machine} takes about {weeks} weeks including trials.',
			'It copes with {objects2} that are shiny, dirty or warm, on day and night shifts.',
			'A demonstration on a {machine} can be seen in {town2} by appointment.',
			'Rates go up to {rate} {objects2} an hour, with a changeover in {minutes} minutes.'
		],
		[
			'At a customer in {town}, scrap fell from {pct} to {pct2} percent in {weeks} weeks.',
			'Observed payback runs from {weeks} to {weeks2} months depending on plant size.',
			'On average the team gets {hours} hours a week back.',
			'Out of {many} comparable projects only {few} exceeded the announced budget.',
			'Unplanned stops dropped by {tens} percent in the first year.',
			'Response time fell from {days} days to a few hours.'
		],
		[
			'You keep the data, the programs and the documents, with no hidden licence.',
			'Training happens at the station, in English, French or German, in groups of {few}.',
			'A {days}-day trial with your own {objects} always comes before the final quote.',
			'We stay reachable during the first {few} months, Saturdays included.',
			'Each stage is paid separately and you may stop after any of them.',
			'The person who designed the project is the one who commissions it.'
		],
		[
			'We decline projects for which nobody on the floor has time to talk.',
			'Below {rate} {objects} a year something simpler will do, and we will say so.',
			'We need a contact for half a day a week and access to the machine.',
			'Usual budget: {euros} to {euros2} euros, hardware included.',
			'We do not work in explosive atmospheres, though we know people who do.',
			'If the study shows it is not worthwhile, only half of it is charged.'
		]
	],
	need: [
		[
			'We make {objects} in {town}, {n} people, two shifts.',
			'Small plant near {town}, about {rate} {objects} a week.',
			'Our site in {town} has made {objects} and {objects2} since {year}.',
			'There are {n} of us on the floor, mostly {objects} in short runs.',
			'I run a line for {objects} near {town} with a {machine} from {year}.',
			'{town} site: {objects}, {rate} a day, three shifts in season.'
		],
		[
			'The trouble is that {trouble1}, and on top of that {trouble2}.',
			'Today {trouble1}. Weekends are worse.',
			'{Trouble1}; everyone knows it and nobody has time to fix it.',
			'Since {year} {trouble1}; this year {trouble2}.',
			'For {months} months now {trouble1}, and people are fed up.',
			'In short: {trouble1}.'
		],
		[
			'We lose around {pct} percent of our {objects}, roughly {euros} euros a year.',
			'By my count it costs {hours} hours a week, not counting the temper.',
			'The last incident cost {euros} euros and a customer in {town2}.',
			'Nobody has an exact figure, but {tens} percent of our time goes into it.',
			'On the {machine} we lose {minutes} minutes at every changeover.',
			'{few} complaints this quarter, one of which really hurts.'
		],
		[
			'A contractor came {months} months ago and we never heard back.',
			'We tried a spreadsheet; after {days} days it was wrong.',
			'The maker of the {machine} quotes {euros2} euros, which is out of the question.',
			'An intern started something and it stayed on his laptop.',
			'Our only IT person already has {many} requests waiting.',
			'The videos make it look easy, but we have dust and noise.'
		],
		[
			'We want someone who comes, says frankly whether it can be done, and stays until it works.',
			'Please start small, on one line, and never stop production for more than a day.',
			'The team must be able to use it without calling every five minutes.',
			'Ideally something simple, repairable, with data that stays with us.',
			'The decision is made; what we lack is hands and a bit of method.',
			'No forty-page slide decks please, a visit is worth more.'
		]
	]
};
