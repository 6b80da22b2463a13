import { sizeClasses } from '#ecosystem/activities/firms.ts';
import { nomenclatures } from '#ecosystem/activities/activities.ts';
import { bands, confidentialities, places, priceModels, reaches } from '#ecosystem/choices.ts';
import { countries, kinds as organisationKinds, workingLanguages } from '#ecosystem/organisations.ts';
import { locales, type Locale } from '#platform/i18n.ts';

export const kinds = ['organisations', 'people', 'needs', 'offers'] as const;
export type Kind = (typeof kinds)[number];

/** How a cell is read. `one` and `many` choose from a list, `countries` and `languages` are told by their names in any of our languages. */
export type Reading =
	| { as: 'text' | 'email' | 'web' | 'phone' | 'siren' | 'siret' | 'postcode' | 'number' | 'date' | 'yes' | 'page' }
	| { as: 'one' | 'many'; of: readonly string[]; said: readonly string[]; also?: Record<string, string> }
	| { as: 'country' | 'language' | 'languages'; of: readonly string[] }
	| { as: 'concepts'; sectors: boolean };

export interface Field {
	key: string;
	/** Message that it is called by. */
	label: string;
	/** Message that explains it, where its kind does not say all. */
	hint?: string;
	reads: Reading;
	required?: true;
	/** What an empty cell of a new record means, until somebody says otherwise. */
	usually?: string;
	/** Other headers that it stands under, in any language. */
	also?: string[];
	/** In the example rows of the template. */
	examples: [string, string];
}

const text = { as: 'text' } as const;
const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const field = (label: string, key: string, reads: Reading, examples: [string, string], more: Partial<Field> = {}): Field => ({
	key,
	label: `${label}_${snake(key)}`,
	reads,
	examples,
	...more
});

const concepts = (label: string, examples: { technologies: [string, string]; sectors: [string, string] }) => [
	field(label, 'technologies', { as: 'concepts', sectors: false }, examples.technologies, {
		also: ['technologie', 'procédés', 'technologien', 'verfahren', 'technology', 'processes', 'compétences', 'kompetenzen', 'skills']
	}),
	field(label, 'sectors', { as: 'concepts', sectors: true }, examples.sectors, {
		also: ['secteur', 'filière', 'filières', 'branche', 'branchen', 'sector', 'industry']
	})
];

const reference = (example: [string, string]) =>
	field('import_field', 'reference', text, example, {
		hint: 'import_hint_reference',
		also: [
			'référence',
			'référence externe',
			'ref',
			'id',
			'identifiant',
			'referenz',
			'kennung',
			'external id',
			'external reference',
			'n°',
			'nr'
		]
	});
const page = (label: string) =>
	field('import_field', 'page', { as: 'page' }, ['', ''], {
		label,
		hint: 'import_hint_page',
		also: ['url', 'page', 'seite', 'lien', 'link']
	});

const kindsToo = {
	pme: 'industrial_sme',
	kmu: 'industrial_sme',
	sme: 'industrial_sme',
	industrie: 'industrial_sme',
	'industrial firm': 'industrial_sme',
	tpe: 'industrial_sme',
	mittelstand: 'mid_cap',
	'mid cap': 'mid_cap',
	startup: 'start_up',
	'jeune pousse': 'start_up',
	esn: 'digital_firm',
	numérique: 'digital_firm',
	it: 'digital_firm',
	fachhochschule: 'university',
	hochschule: 'university',
	laboratoire: 'lab',
	labor: 'lab',
	collectivité: 'public_body',
	gemeinde: 'public_body',
	verein: 'association'
};
const sizesToo = {
	tpe: 'micro',
	microentreprise: 'micro',
	pe: 'small',
	me: 'medium',
	eti: 'mid_cap',
	ge: 'large',
	'0-9': 'micro',
	'1-9': 'micro',
	'10-49': 'small',
	'50-249': 'medium',
	'250-4999': 'mid_cap',
	'5000+': 'large'
};

const organisations: Field[] = [
	field('organisation_field', 'name', text, ['Exemple Fonderie de la Doller', 'Beispiel Werkzeugbau Lörrach'], {
		required: true,
		also: [
			'nom',
			'entreprise',
			'société',
			'organisation',
			'firma',
			'firmenname',
			'unternehmen',
			'company',
			'company name',
			'nom de l’entreprise',
			'dénomination',
			'enseigne'
		]
	}),
	field('organisation_field', 'legalName', text, ['Exemple Fonderie de la Doller SAS', 'Beispiel Werkzeugbau GmbH'], {
		also: ['dénomination sociale', 'nom légal', 'handelsname', 'firmierung', 'registered name']
	}),
	field(
		'organisation_field',
		'kind',
		{ as: 'one', of: organisationKinds, said: ['organisation_kind'], also: kindsToo },
		['industrial_sme', 'digital_firm'],
		{
			required: true,
			also: ['type', 'catégorie', 'art', 'typ', 'kategorie', 'category', 'kind']
		}
	),
	field('organisation_field', 'country', { as: 'country', of: countries }, ['FR', 'DE'], {
		also: ['country code', 'code pays', 'land', 'ländercode']
	}),
	field('organisation_field', 'siren', { as: 'siren' }, ['000001008', ''], {
		hint: 'import_hint_siren',
		also: ['n° siren', 'numéro siren', 'siren-nummer']
	}),
	field('organisation_field', 'siret', { as: 'siret' }, ['', ''], { also: ['siret', 'n° siret', 'numéro siret', 'siret siège'] }),
	field('organisation_field', 'vat', text, ['', 'DE136695976'], {
		also: ['tva', 'n° tva', 'tva intracommunautaire', 'ust-id', 'ust-idnr', 'ustid', 'umsatzsteuer-id', 'vat', 'vat id', 'vat number']
	}),
	field('organisation_field', 'foreignId', text, ['', 'HRB 412345'], {
		also: ['registre du commerce', 'handelsregister', 'hrb', 'uid', 'register number', 'company number']
	}),
	reference(['F-0001', 'F-0002']),
	field('organisation_field', 'activityCode', text, ['24.51Z', ''], {
		also: ['naf', 'ape', 'code naf', 'code ape', 'nace', 'nace-code', 'wz', 'activity code']
	}),
	field(
		'organisation_field',
		'activityNomenclature',
		{ as: 'one', of: nomenclatures, said: [], also: { 'naf rév. 2': 'NAFREV2', naf: 'NAFREV2', 'naf 2025': 'NAF2025' } },
		['NAFREV2', '']
	),
	field(
		'organisation_field',
		'sizeClass',
		{ as: 'one', of: sizeClasses, said: ['organisation_size', 'size'], also: sizesToo },
		['medium', 'small'],
		{
			also: ['taille', 'tranche d’effectif', 'größe', 'größenklasse', 'size', 'size class']
		}
	),
	field('organisation_field', 'headcount', { as: 'number' }, ['84', '23'], {
		also: ['effectif', 'effectifs', 'salariés', 'nombre de salariés', 'mitarbeiter', 'mitarbeitende', 'beschäftigte', 'employees', 'staff']
	}),
	field('organisation_field', 'founded', { as: 'number' }, ['1921', '1998'], {
		also: ['création', 'année de création', 'gegründet', 'gründungsjahr', 'founded', 'year founded']
	}),
	field('organisation_field', 'street', text, ['12 rue du Moulin', 'Industriestraße 4'], {
		also: ['adresse', 'voie', 'straße', 'strasse', 'anschrift', 'address', 'street address']
	}),
	field('organisation_field', 'postcode', { as: 'postcode' }, ['68100', '79539'], {
		also: ['cp', 'code postal', 'plz', 'postleitzahl', 'zip', 'zip code', 'postal code']
	}),
	field('organisation_field', 'commune', text, ['Mulhouse', 'Lörrach'], {
		hint: 'import_hint_commune',
		also: ['ville', 'localité', 'ort', 'stadt', 'gemeinde', 'city', 'town']
	}),
	field('organisation_field', 'languages', { as: 'languages', of: workingLanguages }, ['fr, de', 'de'], {
		also: ['langues', 'langue', 'sprachen', 'sprache', 'languages', 'language']
	}),
	field('organisation_field', 'website', { as: 'web' }, ['https://fonderie-doller.example', 'werkzeugbau.example'], {
		also: ['site', 'site internet', 'web', 'webseite', 'homepage', 'website']
	}),
	field('organisation_field', 'email', { as: 'email' }, ['contact@fonderie-doller.example', 'info@werkzeugbau.example'], {
		also: ['mail', 'courriel', 'adresse e-mail', 'e-mail-adresse', 'email']
	}),
	field('organisation_field', 'phone', { as: 'phone' }, ['+33 3 89 00 00 00', '+49 7621 000000'], {
		also: ['tél', 'tel', 'téléphone', 'telefon', 'phone', 'phone number', 'mobile']
	}),
	...locales.map((locale): Field => ({
		key: `description.${locale}`,
		label: `import_field_description_${locale}`,
		reads: text,
		examples: [
			{ fr: 'Pièces en aluminium coulées sous pression.', de: 'Aluminiumteile im Druckguss.', en: '' }[locale],
			{ fr: '', de: 'Vorrichtungen und Werkzeuge für kleine Serien.', en: 'Jigs and tools for small series.' }[locale]
		]
	})),
	...concepts('organisation_field', { technologies: ['machine-vision', 'cnc-machining'], sectors: ['automotive', ''] }),
	page('organisation_field_page')
];

const firm: Field[] = [
	field('need_column', 'organisation', text, ['Exemple Fonderie de la Doller', 'Beispiel Werkzeugbau Lörrach'], {
		required: true,
		hint: 'import_hint_organisation',
		also: ['entreprise', 'société', 'firma', 'unternehmen', 'company', 'organization', 'employeur', 'arbeitgeber']
	}),
	field('import_field', 'organisationSiren', { as: 'siren' }, ['000001008', ''], {
		hint: 'import_hint_organisation_siren',
		also: ['siren', 'n° siren', 'siren de l’entreprise', 'siren der firma', 'company siren']
	})
];
const language = field('import_field', 'locale', { as: 'language', of: locales }, ['fr', 'de'], {
	usually: 'fr',
	also: ['langue', 'sprache', 'language', 'langue du texte']
});

const people: Field[] = [
	field('import_field', 'email', { as: 'email' }, ['exemple.lea@fonderie-doller.example', 'beispiel.jonas@werkzeugbau.example'], {
		required: true,
		also: ['mail', 'courriel', 'adresse e-mail', 'e-mail-adresse', 'e-mail']
	}),
	field('import_field', 'personName', text, ['Léa Exemple', 'Jonas Beispiel'], {
		required: true,
		also: ['nom', 'nom complet', 'nom et prénom', 'name', 'vor- und nachname', 'full name', 'contact', 'kontakt']
	}),
	field('import_field', 'firstName', text, ['', ''], {
		hint: 'import_hint_first_name',
		also: ['prénom', 'vorname', 'first name', 'given name']
	}),
	field('import_field', 'title', text, ['Responsable qualité', 'Fertigungsleiter'], {
		also: ['fonction', 'poste', 'rôle', 'funktion', 'position', 'title', 'job title', 'function']
	}),
	field('import_field', 'personPhone', { as: 'phone' }, ['+33 3 89 00 00 00', ''], {
		also: ['tél', 'tel', 'téléphone', 'telefon', 'phone', 'mobile', 'portable']
	}),
	language,
	...firm.map(({ required: _, ...one }) => one)
];

const needs: Field[] = [
	reference(['B-2026-01', 'B-2026-02']),
	...firm,
	field('need_column', 'title', text, ['Exemple : contrôler l’aspect des pièces', 'Beispiel: Rüstzeiten verkürzen'], {
		required: true,
		also: ['intitulé', 'objet', 'betreff', 'title', 'subject']
	}),
	field('need_column', 'problem', text, ['Le contrôle visuel fatigue et laisse passer des défauts.', 'Das Umrüsten dauert zu lang.'], {
		required: true,
		also: ['description', 'besoin', 'beschreibung', 'bedarf', 'need', 'problem']
	}),
	field('need_column', 'result', text, ['Moins de 1 % de rebuts', ''], {
		also: ['résultat', 'ergebnis', 'result', 'objectif', 'ziel', 'goal']
	}),
	field('need_column', 'constraints', text, ['', ''], { also: ['contrainte', 'rahmenbedingungen', 'constraints'] }),
	language,
	...concepts('need_column', { technologies: ['machine-vision', ''], sectors: ['automotive', ''] }),
	field('need_column', 'budgetBand', { as: 'one', of: bands, said: ['amount'] }, ['20k_50k', 'under_5k'], {
		label: 'need_column_budget',
		also: ['budget', 'budgetrahmen']
	}),
	field('need_column', 'wantedBy', { as: 'date' }, ['', ''], {
		also: ['échéance', 'date souhaitée', 'termin', 'bis', 'deadline', 'wanted by']
	}),
	field('need_column', 'languages', { as: 'languages', of: locales }, ['fr, de', 'de'], {
		also: ['langues de travail', 'arbeitssprachen', 'working languages']
	}),
	field('need_column', 'place', { as: 'one', of: places, said: ['place'] }, ['on_site', 'either'], {
		also: ['présence', 'anwesenheit', 'presence']
	}),
	field('need_column', 'confidentiality', { as: 'one', of: confidentialities, said: ['confidentiality'] }, ['members', 'anonymous'], {
		usually: 'members',
		also: ['visibilité', 'sichtbarkeit', 'vertraulichkeit', 'visibility']
	}),
	field(
		'need_column',
		'state',
		{ as: 'one', of: ['draft', 'open', 'expired', 'introduced', 'in_project', 'solved', 'dropped'], said: ['need_state'] },
		['open', 'draft'],
		{
			usually: 'open',
			hint: 'import_hint_state',
			also: ['statut', 'status', 'state', 'zustand']
		}
	),
	page('need_column_url')
];

const offers: Field[] = [
	reference(['O-0001', 'O-0002']),
	...firm,
	field('offer_column', 'title', text, ['Exemple : vision industrielle clé en main', 'Beispiel: Rüstworkshop'], {
		required: true,
		also: ['intitulé', 'titel', 'title']
	}),
	field('offer_column', 'what', text, ['Étude, installation et formation en huit semaines.', 'Zwei Tage an Ihrer Maschine.'], {
		required: true,
		also: ['description', 'offre', 'beschreibung', 'angebot', 'what', 'offer']
	}),
	field('offer_column', 'proof', text, ['Douze lignes équipées', ''], {
		also: ['références', 'preuve', 'referenzen', 'nachweise', 'references', 'proof']
	}),
	language,
	field('offer_column', 'trl', { as: 'number' }, ['9', '8'], { also: ['maturité', 'reifegrad', 'maturity'] }),
	...concepts('offer_column', { technologies: ['machine-vision', ''], sectors: ['automotive', ''] }),
	field('offer_column', 'priceModel', { as: 'one', of: priceModels, said: ['price_model'] }, ['fixed', 'daily_rate'], {
		also: ['mode de prix', 'preismodell', 'abrechnung', 'pricing']
	}),
	field('offer_column', 'priceBand', { as: 'one', of: bands, said: ['amount'] }, ['20k_50k', 'under_5k'], {
		label: 'offer_column_price',
		also: ['prix', 'preis', 'price', 'tarif']
	}),
	field('offer_column', 'capacity', { as: 'number' }, ['2', '1'], { also: ['capacité', 'kapazität', 'capacity'] }),
	field('offer_column', 'engaged', { as: 'number' }, ['0', '0'], { also: ['engagé', 'belegt', 'engaged'] }),
	field('offer_column', 'languages', { as: 'languages', of: locales }, ['fr, de', 'de'], {
		also: ['langues de travail', 'arbeitssprachen', 'working languages']
	}),
	field('offer_column', 'reach', { as: 'one', of: reaches, said: ['reach'] }, ['region', 'country'], {
		also: ['portée', 'zone', 'reichweite', 'einsatzgebiet', 'reach']
	}),
	field('import_field', 'onSite', { as: 'yes' }, ['1', '1'], { also: ['sur place', 'vor ort', 'on site'] }),
	field('offer_column', 'forSizes', { as: 'many', of: sizeClasses, said: ['size', 'organisation_size'], also: sizesToo }, ['', 'small'], {
		also: ['tailles', 'für größen', 'for sizes']
	}),
	field('offer_column', 'availableFrom', { as: 'date' }, ['', ''], { also: ['disponible le', 'verfügbar ab', 'available from'] }),
	field('import_field', 'visibility', { as: 'one', of: ['public', 'members'], said: ['visibility'] }, ['public', 'members'], {
		usually: 'public',
		also: ['visibilité', 'sichtbarkeit']
	}),
	field('offer_column', 'state', { as: 'one', of: ['draft', 'open', 'paused', 'withdrawn'], said: ['offer_state'] }, ['open', 'draft'], {
		usually: 'open',
		hint: 'import_hint_state',
		also: ['statut', 'status', 'state', 'zustand']
	}),
	page('offer_column_url')
];

export const fieldsOf: Record<Kind, readonly Field[]> = { organisations, people, needs, offers };
export const fieldOf = (kind: Kind, key: string): Field | undefined => fieldsOf[kind].find((field) => field.key === key);

/** The description that a header without a language means is that of the reader. */
export const ownDescription = (kind: Kind, locale: Locale) => (kind === 'organisations' ? `description.${locale}` : null);
