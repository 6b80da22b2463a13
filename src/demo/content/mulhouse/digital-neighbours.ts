import type { Organisation } from '../types.ts';

export const digitalNeighbours: Organisation[] = [
	{
		key: 'gusslicht',
		name: 'Gusslicht Bildverarbeitung',
		legalName: 'Gusslicht Bildverarbeitung GmbH',
		kind: 'digital_firm',
		country: 'DE',
		commune: 'Freiburg im Breisgau',
		postcode: '79108',
		street: 'Tullastraße 88',
		naf: '26.51B',
		size: 'small',
		headcount: 21,
		founded: 2012,
		languages: ['de'],
		website: 'https://gusslicht.example',
		description: {
			de: 'Kamerabasierte Prüfung von Gussteilen: Lunker, Kaltlauf, Grat und fehlende Kerne erkennen wir im Takt der Linie. Beleuchtung, Kamera, Auswertung und Anbindung an die Steuerung aus einer Hand.'
		},
		technologies: ['machine-vision', 'artificial-intelligence', 'industrial-robotics', 'die-casting'],
		sectors: ['metallurgy', 'automotive'],
		people: [
			{ name: 'Ulrike Sommerhalter', role: 'Geschäftsführerin', email: 'ulrike.sommerhalter@gusslicht.example', shown: true, owner: true },
			{ name: 'Tobias Wehrle', role: 'Leiter Applikation', email: 'tobias.wehrle@gusslicht.example', shown: true }
		]
	},
	{
		key: 'taktraum',
		name: 'Taktraum Software',
		legalName: 'Taktraum Software GmbH',
		kind: 'digital_firm',
		country: 'DE',
		commune: 'Freiburg im Breisgau',
		postcode: '79111',
		street: 'Bötzinger Straße 60',
		naf: '62.01Z',
		size: 'small',
		headcount: 32,
		founded: 2006,
		languages: ['de', 'en'],
		website: 'https://taktraum.example',
		description: {
			de: 'Fertigungssteuerung für Serienfertiger: Maschinendatenerfassung, Feinplanung, Werkerführung. Einführung in Etappen statt im großen Knall.',
			en: 'Shop-floor software for series manufacturers: machine data, detailed scheduling, worker guidance, introduced step by step.'
		},
		technologies: ['mes', 'data-integration', 'production-scheduling'],
		sectors: ['automotive', 'plastics-industry'],
		people: [
			{ name: 'Matthias Rombach', role: 'Geschäftsführer', email: 'matthias.rombach@taktraum.example', shown: true, owner: true },
			{ name: 'Sabine Oeschger', role: 'Projektleitung', email: 'sabine.oeschger@taktraum.example', shown: true }
		]
	},
	{
		key: 'wiesensensor',
		name: 'Wiesensensor Haus',
		legalName: 'Wiesensensor Haus GmbH',
		kind: 'digital_firm',
		country: 'DE',
		commune: 'Lörrach',
		postcode: '79539',
		street: 'Brombacher Straße 12',
		naf: '26.51B',
		size: 'small',
		headcount: 18,
		founded: 2003,
		languages: ['de', 'fr'],
		website: 'https://wiesensensor.example',
		description: {
			de: 'Sensorik und Nachrüstung für ältere Maschinen: Strom, Schwingung, Temperatur, Durchfluss. Wir hängen auch eine Webmaschine von 1974 ans Netz.',
			fr: 'Capteurs et modernisation de machines anciennes : courant, vibration, température, débit.'
		},
		technologies: ['iot', 'predictive-maintenance', 'metrology', 'sensors', 'retrofit'],
		sectors: ['metal-products', 'textile-industry', 'chemical-industry'],
		people: [{ name: 'Klaus Brunner-Thoma', role: 'Inhaber', email: 'klaus.brunner-thoma@wiesensensor.example', shown: true, owner: true }]
	},
	{
		key: 'kinzigtakt',
		name: 'Kinzigtakt Steuerungstechnik',
		legalName: 'Kinzigtakt Steuerungstechnik GmbH',
		kind: 'digital_firm',
		country: 'DE',
		commune: 'Offenburg',
		postcode: '77652',
		street: 'Okenstraße 27',
		naf: '33.20C',
		size: 'small',
		headcount: 44,
		founded: 1997,
		languages: ['de'],
		website: 'https://kinzigtakt.example',
		description: {
			de: 'SPS-Programmierung, Schaltschrankbau und Retrofit. Von der S5-Ablösung bis zur Leitwarte, mit eigener Werkstatt und Bereitschaftsdienst.'
		},
		technologies: ['plc', 'scada', 'industrial-robotics', 'retrofit', 'automation'],
		sectors: ['food-industry', 'packaging-industry', 'wood-industry'],
		people: [
			{ name: 'Rainer Huber-Vogt', role: 'Geschäftsführer', email: 'rainer.huber-vogt@kinzigtakt.example', shown: true, owner: true },
			{ name: 'Melanie Spinner', role: 'Teamleiterin SPS', email: 'melanie.spinner@kinzigtakt.example', shown: true }
		]
	},
	{
		key: 'hafenbyte',
		name: 'Hafenbyte Systems',
		legalName: 'Hafenbyte Systems GmbH',
		kind: 'digital_firm',
		country: 'DE',
		commune: 'Kehl',
		postcode: '77694',
		street: 'Hafenstraße 5',
		naf: '62.01Z',
		size: 'small',
		headcount: 13,
		founded: 2014,
		languages: ['de', 'fr', 'en'],
		website: 'https://hafenbyte.example',
		description: {
			de: 'Software für Lager und Werkslogistik: Lagerverwaltung, Staplerleitsystem, Zeitfenster an der Rampe, Anbindung fahrerloser Transportsysteme.',
			fr: 'Logiciels d’entrepôt et de logistique d’usine : WMS, guidage des chariots, créneaux de quai, AGV.'
		},
		technologies: ['logistics', 'agv-amr', 'data-integration', 'wms'],
		sectors: ['logistics-sector', 'paper-industry'],
		people: [
			{ name: 'Stefan Karcher', role: 'Geschäftsführer', email: 'stefan.karcher@hafenbyte.example', shown: true, owner: true },
			{ name: 'Amélie Durringer', role: 'Vertrieb Frankreich', email: 'amelie.durringer@hafenbyte.example', shown: true }
		]
	},
	{
		key: 'nebelgrenze',
		name: 'Nebelgrenze Daten',
		legalName: 'Nebelgrenze Daten GmbH',
		kind: 'start_up',
		country: 'DE',
		commune: 'Freiburg im Breisgau',
		postcode: '79098',
		street: 'Lessingstraße 3',
		naf: '62.01Z',
		size: 'micro',
		headcount: 9,
		founded: 2021,
		languages: ['de', 'en'],
		website: 'https://nebelgrenze.example',
		description: {
			de: 'Prozessdaten verstehen: Modelle, die Ausschuss vorhersagen und dem Einrichter sagen, an welcher Schraube er drehen soll.',
			en: 'We turn process data into advice a machine setter can use.'
		},
		technologies: ['artificial-intelligence', 'data-analytics', 'energy-management'],
		sectors: ['plastics-industry', 'paper-industry', 'chemical-industry'],
		people: [
			{ name: 'Lena Faller', role: 'Gründerin', email: 'lena.faller@nebelgrenze.example', shown: true, owner: true },
			{ name: 'Arjun Iyer', role: 'Data Scientist', email: 'arjun.iyer@nebelgrenze.example', shown: true }
		]
	},
	{
		key: 'sicherwerk',
		name: 'Sicherwerk OT',
		legalName: 'Sicherwerk OT UG',
		kind: 'start_up',
		country: 'DE',
		commune: 'Offenburg',
		postcode: '77654',
		street: 'Rammersweierstraße 9',
		naf: '62.02A',
		size: 'micro',
		headcount: 6,
		founded: 2020,
		languages: ['de', 'en'],
		website: 'https://sicherwerk.example',
		description: {
			de: 'Sicherheitsprüfung von Maschinen und Anlagen, Beratung zu IEC 62443 und zum Cyber Resilience Act für Maschinenbauer.'
		},
		technologies: ['cybersecurity', 'plc', 'ot-security'],
		sectors: ['metal-products', 'energy-sector'],
		people: [{ name: 'Patrick Lienhard', role: 'Gründer', email: 'patrick.lienhard@sicherwerk.example', shown: true, owner: true }]
	},
	{
		key: 'greifzone',
		name: 'Greifzone Robotik',
		legalName: 'Greifzone Robotik GmbH',
		kind: 'start_up',
		country: 'DE',
		commune: 'Lörrach',
		postcode: '79541',
		street: 'Gewerbestraße 18',
		naf: '28.99B',
		size: 'small',
		headcount: 12,
		founded: 2018,
		languages: ['de', 'fr'],
		website: 'https://greifzone.example',
		description: {
			de: 'Griff in die Kiste: Roboter, die ungeordnete Teile aus Gitterboxen nehmen. Mietmodell für kleine und mittlere Betriebe.'
		},
		technologies: ['industrial-robotics', 'machine-vision', 'cobot', 'bin-picking'],
		sectors: ['logistics-sector', 'metal-products', 'metallurgy'],
		people: [
			{ name: 'Nora Bechtold', role: 'Geschäftsführerin', email: 'nora.bechtold@greifzone.example', shown: true, owner: true },
			{ name: 'Yves Muller-Haas', role: 'Technik', email: 'yves.muller-haas@greifzone.example', shown: true }
		]
	},
	{
		key: 'rheinknie-metro',
		name: 'Rheinknie Metrologie',
		legalName: 'Rheinknie Metrologie AG',
		kind: 'digital_firm',
		country: 'CH',
		commune: 'Basel',
		postcode: '4057',
		street: 'Uferstrasse 40',
		naf: '71.20B',
		size: 'small',
		headcount: 17,
		founded: 1999,
		languages: ['de', 'fr', 'en'],
		website: 'https://rheinknie-metro.example',
		description: {
			de: 'Messdienstleistung und Messsoftware: taktil, optisch und im Computertomografen. Erstmusterprüfberichte innert drei Arbeitstagen.',
			fr: 'Mesure à façon, tomographie et logiciels de métrologie. Rapports de premier échantillon en trois jours ouvrés.'
		},
		technologies: ['metrology', 'cad', 'quality-management', 'cmm', 'x-ray-inspection'],
		sectors: ['watchmaking', 'medical-devices', 'metal-products'],
		people: [
			{ name: 'Regula Imhof', role: 'Geschäftsleiterin', email: 'regula.imhof@rheinknie-metro.example', shown: true, owner: true },
			{ name: 'Beat Zurlinden', role: 'Leiter Messlabor', email: 'beat.zurlinden@rheinknie-metro.example', shown: true }
		]
	},
	{
		key: 'gryffbit',
		name: 'Gryffbit Embedded',
		legalName: 'Gryffbit Embedded AG',
		kind: 'digital_firm',
		country: 'CH',
		commune: 'Basel',
		postcode: '4058',
		street: 'Klybeckstrasse 141',
		naf: '26.12Z',
		size: 'small',
		headcount: 25,
		founded: 2008,
		languages: ['de', 'en'],
		website: 'https://gryffbit.example',
		description: {
			de: 'Entwicklung von Elektronik und Firmware bis zur Serienreife, mit Normenwissen aus Medizintechnik und Funk.',
			en: 'Electronics and firmware from first sketch to certified series.'
		},
		technologies: ['embedded-systems', 'electronics-design', 'iot'],
		sectors: ['medical-devices', 'electronics-industry'],
		people: [
			{ name: 'Daniel Oser', role: 'CEO', email: 'daniel.oser@gryffbit.example', shown: true, owner: true },
			{ name: 'Sandra Keel', role: 'Head of Firmware', email: 'sandra.keel@gryffbit.example', shown: true }
		]
	},
	{
		key: 'huegeldata',
		name: 'Huegeldata Prozess',
		legalName: 'Huegeldata Prozess AG',
		kind: 'digital_firm',
		country: 'CH',
		commune: 'Basel',
		postcode: '4051',
		street: 'Rittergasse 99',
		naf: '62.02A',
		size: 'small',
		headcount: 30,
		founded: 2010,
		languages: ['de', 'en', 'fr'],
		website: 'https://huegeldata.example',
		description: { de: 'Datenplattformen für Prozessindustrie und Pharma: Historian, Chargenvergleich, validierte Systeme nach GAMP 5.' },
		technologies: ['data-integration', 'data-analytics', 'traceability'],
		sectors: ['pharmaceutical-industry', 'chemical-industry'],
		people: [
			{ name: 'Christoph Thommen', role: 'Partner', email: 'christoph.thommen@huegeldata.example', shown: true, owner: true },
			{ name: 'Fiona Galli', role: 'Consultant', email: 'fiona.galli@huegeldata.example', shown: true }
		]
	},
	{
		key: 'birsfaden',
		name: 'Birsfaden Simulation',
		legalName: 'Birsfaden Simulation GmbH',
		kind: 'start_up',
		country: 'CH',
		commune: 'Basel',
		postcode: '4052',
		street: 'Birsstrasse 58',
		naf: '71.12B',
		size: 'micro',
		headcount: 5,
		founded: 2019,
		languages: ['de', 'fr'],
		website: 'https://birsfaden.example',
		description: { de: 'Strömungs- und Erstarrungssimulation, Topologieoptimierung, schnelle Machbarkeitsrechnungen zum Festpreis.' },
		technologies: ['numerical-simulation', 'digital-twin', 'cad'],
		sectors: ['metallurgy', 'plastics-industry', 'automotive'],
		people: [{ name: 'Reto Schaffner', role: 'Inhaber', email: 'reto.schaffner@birsfaden.example', shown: true, owner: true }]
	}
];
