import { expect, test } from 'vitest';
import { concept, concepts, expandConcept, label, recogniseConcepts } from './concepts.ts';
import { formsOf, keysOfForm } from './recognise.ts';
import { fold, languages, wordsOf, type Language } from './words.ts';

const sentences: Record<Language, [string, ...string[]][]> = {
	fr: [
		['On cherche un œil électronique qui voit les rayures sur nos carters', 'machine-vision'],
		['Contrôle qualité par caméra sur une ligne d’emboutissage', 'machine-vision', 'stamping'],
		[
			'Les pièces de fonderie sont contrôlées à l’œil, on voudrait qu’une caméra voie toute seule les fissures',
			'machine-vision',
			'foundry'
		],
		['La presse tombe toujours en panne le vendredi, on aimerait le savoir avant', 'predictive-maintenance'],
		['Comment savoir qu’un roulement va lâcher avant que la machine casse ?', 'predictive-maintenance'],
		['Mesurer les vibrations du palier de la broche', 'vibration-analysis'],
		['Chez nous on ressaisit tout dans Excel, les commandes, les stocks, les heures', 'data-integration'],
		['Je voudrais que mon ERP et la boutique en ligne se parlent, sans double saisie', 'data-integration', 'erp', 'e-commerce'],
		['Nous avons des fiches suiveuses papier et aucun suivi de production', 'mes', 'production-monitoring'],
		['Quel est notre vrai TRS ?', 'oee'],
		['quel est notre vrai trs', 'oee'],
		['On ne trouve plus de soudeurs, est-ce qu’un robot peut souder nos châssis ?', 'welding-robot'],
		['Mes opérateurs empilent des cartons de 20 kg sur des palettes toute la journée', 'robotic-palletising'],
		['Notre facture d’électricité a doublé : quelle machine consomme ?', 'energy-management'],
		['Relever les compteurs de gaz et d’eau à la main chaque lundi', 'smart-metering'],
		['Il faut pouvoir tracer chaque lot de yaourts jusqu’au client', 'traceability', 'dairy-industry'],
		['Nous recevons 80 commandes par mail chaque jour, deux personnes les saisissent', 'document-extraction'],
		['Une IA qui lit les plans de nos clients et prépare le devis', 'document-extraction', 'quote-automation'],
		['Un rançongiciel a bloqué l’usine, comment protéger nos automates ?', 'ransomware-protection', 'ot-security'],
		['La facture électronique devient obligatoire et notre logiciel est ancien', 'e-invoicing'],
		['Le dernier régleur part à la retraite, et son savoir-faire avec lui', 'knowledge-capture'],
		['Former nos opérateurs à la tablette', 'training-digital-skills'],
		['En impression sur étoffes, la teinte change d’un lot à l’autre', 'textile-printing', 'colour-measurement'],
		['Imprimer en 3D des pièces de rechange introuvables', 'additive-manufacturing', 'spare-parts-management'],
		['Un jumeau numérique de la ligne de conditionnement', 'digital-twin', 'packaging'],
		['Relier nos vieilles presses à injecter au réseau pour récupérer les temps de cycle', 'machine-connectivity', 'injection-moulding'],
		['Le planning de l’atelier est sur un tableau blanc, refait trois fois par jour', 'production-scheduling'],
		['Startup qui développe un SaaS de GMAO', 'cmms', 'cloud'],
		['Contrôle dimensionnel de pièces décolletées pour l’horlogerie', 'metrology', 'bar-turning', 'watchmaking'],
		['L’inventaire prend une semaine et les stocks sont toujours faux', 'inventory-management'],
		['Nos clients renvoient des pièces avec des éraflures que personne ne voit en sortie de ligne', 'machine-vision'],
		['La machine 12 s’arrête dix fois par jour et personne ne sait pourquoi', 'production-monitoring', 'oee'],
		['Le plan du client change d’indice et on usine avec l’ancien', 'plm'],
		['Un salarié a cliqué sur un mail piégé', 'cybersecurity'],
		['Nous voulons savoir combien de CO2 coûte chaque produit', 'carbon-accounting'],
		['Nos caristes cherchent des palettes toute la journée', 'asset-tracking', 'agv-amr'],
		['Suivre la température des chambres froides et être alerté la nuit', 'cold-chain-monitoring'],
		['Prévoir les ventes de bredele pour Noël', 'demand-forecasting'],
		['Traduire nos notices en allemand', 'machine-translation'],
		['On prend un stagiaire pour développer une petite application', 'apprenticeship', 'software-development'],
		['NOTRE MES NE PARLE PAS AUX MACHINES, ON VEUT UN COBOT', 'cobot']
	],
	de: [
		['Kamera prüft Gussteile auf Lunker und Kratzer', 'machine-vision', 'foundry'],
		['Wir suchen eine Lösung zur automatischen Sichtprüfung von Drehteilen', 'machine-vision', 'machining'],
		['Industrielle Bildverarbeitung für Oberflächen', 'machine-vision'],
		['Ein Bildverarbeitungssystem für die Textilproduktion', 'machine-vision', 'textile-industry'],
		['Die Kontrolle der Schweißnähte erfolgt bei uns noch von Hand und mit dem Auge', 'machine-vision', 'welding'],
		['Unsere Maschine fällt ständig aus, wir würden es gern vorher wissen', 'predictive-maintenance'],
		['Schwingungen an den Lagern der Spindel messen und Ausfälle vorhersagen', 'predictive-maintenance', 'vibration-analysis'],
		['Wir tippen jede Bestellung zweimal ab, in Excel und in der Warenwirtschaft', 'data-integration'],
		['Unsere alten Spritzgussmaschinen sollen ihre Daten an das ERP liefern', 'machine-connectivity', 'injection-moulding', 'erp'],
		['Stromkosten senken: welche Anlage verbraucht am meisten?', 'energy-management'],
		['Schweißer finden wir keine mehr, ein Roboter soll das übernehmen', 'welding-robot'],
		['Laufkarten aus Papier abschaffen und den Auftragsfortschritt sehen', 'mes', 'paperless-factory'],
		['Rückverfolgbarkeit der Chargen in unserer Brauerei', 'traceability', 'beverage-industry'],
		['Fahrerlose Stapler zwischen Lager und Montage', 'agv-amr', 'assembly'],
		['Unsere Lagerbestände stimmen nie, die Inventur dauert eine Woche', 'inventory-management'],
		['Nach dem Hackerangriff wollen wir die Produktion absichern', 'cybersecurity', 'ot-security'],
		['Angebote für Frästeile automatisch aus der Zeichnung kalkulieren', 'quote-automation', 'machining'],
		['E-Rechnungen ab Januar, was müssen wir tun?', 'e-invoicing'],
		['Der Meister geht bald in Rente und sein Wissen ist nirgends dokumentiert', 'knowledge-capture'],
		['3D-Druck von Ersatzteilen', 'additive-manufacturing', 'spare-parts-management'],
		['Datenbrille für Monteure im Ausland', 'augmented-reality'],
		['Den CO2-Fußabdruck für Kunden aus der Automobilindustrie berechnen', 'carbon-accounting', 'automotive'],
		['Qualitaetspruefung mit KI und Kamera', 'deep-learning-vision'],
		['Laserschweißanlage modernisieren', 'laser-welding'],
		['Termine halten wir selten ein, die Plantafel hängt an der Wand', 'production-scheduling'],
		['Mitarbeiter schulen, die nicht computeraffin sind', 'training-digital-skills'],
		['Wir wissen nie, wie viele Teile die Presse pro Schicht wirklich macht', 'production-monitoring'],
		['Bediener schreiben alles auf Zettel, abends tippt es jemand in Excel', 'paperless-factory', 'data-integration'],
		['Fehlerhafte Nähte an Autositzen finden', 'machine-vision'],
		['Kleine Schreinerei sucht Software für Angebote', 'woodworking', 'quote-automation'],
		['Druckluft kostet uns ein Vermögen', 'compressed-air'],
		['Teile aus einer Kiste greifen und in die Fräsmaschine legen', 'bin-picking', 'milling'],
		['Kunde verlangt CO2-Werte pro Bauteil', 'carbon-accounting'],
		['Lieferscheine scannen und ins ERP übernehmen', 'document-extraction', 'erp'],
		['Welche Förderung gibt es für Digitalisierung?', 'innovation-funding', 'digital-transformation'],
		['Studentin sucht Bachelorarbeit im Bereich Deep Learning', 'deep-learning', 'apprenticeship'],
		['Steuerung mit SPS und HMI neu programmieren', 'plc', 'hmi']
	],
	en: [
		['We need a camera to spot scratches on cast housings', 'machine-vision'],
		['Machine vision for weld seams', 'machine-vision', 'welding'],
		['Our machines break down without warning and we lose whole shifts', 'predictive-maintenance'],
		[
			'The bearing on the main spindle vibrates, can sensors tell us before it fails?',
			'predictive-maintenance',
			'vibration-analysis',
			'sensors'
		],
		['Everything is typed twice, once in the spreadsheet and once in the ERP', 'data-integration', 'erp'],
		['Orders on the shop floor are tracked on paper', 'mes'],
		['Looking for a cobot integrator for machine tending of two lathes', 'cobot', 'machine-tending', 'turning'],
		['Our energy bill doubled, we want to monitor each machine', 'energy-management'],
		['Get data from machines without any network connection', 'machine-connectivity'],
		['An AI that reads drawings and writes the quotation', 'document-extraction', 'quote-automation'],
		['Ransomware stopped the plant for a week', 'ransomware-protection', 'ot-security'],
		['RFID tracking of returnable containers', 'rfid', 'asset-tracking'],
		['Schedule jobs on five CNC machines, today it is a whiteboard', 'production-scheduling', 'cnc'],
		['Train our staff in Power BI', 'training-digital-skills', 'dashboards'],
		['A digital twin of our bottling line', 'digital-twin', 'filling'],
		['Student project in computer vision', 'computer-vision', 'apprenticeship'],
		['Automated guided vehicles for pallets', 'agv-amr'],
		['React developers building a mobile app for field service', 'software-development', 'mobile-app', 'customer-service'],
		['We want to print spare parts in 3D', 'additive-manufacturing', 'spare-parts-management'],
		['Batch traceability for a brewery', 'traceability', 'beverage-industry'],
		['Nobody can tell where stock is wrong until the cycle count', 'inventory-management'],
		['Operators write everything on paper and someone types it into Excel at night', 'paperless-factory', 'data-integration'],
		['We never know how many good parts the press made per shift', 'production-monitoring'],
		['The line stops all the time and nobody knows why', 'production-monitoring', 'oee'],
		['Nobody wants to stack boxes on pallets any more', 'robotic-palletising'],
		['Check that every bottle has its cap and label', 'machine-vision', 'labelling'],
		['Our customers want a carbon figure for each part', 'carbon-accounting'],
		['We lose pallets between the two sites', 'asset-tracking'],
		['Can software read the orders customers send us as PDF?', 'document-extraction'],
		['Operators lift 25 kg bags all day', 'ergonomics'],
		['Our welder retires next year', 'knowledge-capture', 'welding'],
		['Welders are impossible to find, could a robot weld these frames?', 'welding-robot']
	]
};

for (const language of languages) {
	test.each(sentences[language])(`${language}: %s`, (text, ...expected) => {
		expect(recogniseConcepts(text).map(({ id }) => id)).toEqual(expect.arrayContaining(expected));
		expect(recogniseConcepts(text, language).map(({ id }) => id)).toEqual(expect.arrayContaining(expected));
	});
}

test.each([
	['Je cherche une salle pour une réunion lundi'],
	['Mes collègues et moi voulons visiter le bâtiment'],
	['Nous vendons des machines à café et cherchons un local'],
	['Quel est le prix d’un bureau ? J’ai besoin d’une place de parking'],
	['Sous forme de liste, avec l’équipe et les outils de jardin'],
	['Je montre mes photos au magasin à droite du système'],
	['Wir treffen uns am Montag in der Nähe des Bahnhofs'],
	['Ich sage Ihnen die Farben der Vorhänge noch'],
	['Der Kaffee ist gut und die Linie 2 hält vor der Tür'],
	['Das ist die richtige Lösung in allen Lagen'],
	['Can I rent a desk for two months near the station?'],
	['Please turn off the lights when you watch the film'],
	['We will meet it with pleasure if the plan suits you'],
	['It grants access to a boring building, I see no system in it'],
	['Die Handschuhe sind kaputt gegangen'],
	['Pas de retour, personne ne nous donne de nouvelles, à l’aide !'],
	['They serve coffee at the back, then the meeting is pressing'],
	['']
])('nothing is read into: %s', (text) => {
	expect(recogniseConcepts(text)).toEqual([]);
});

test('a camera that guards the door inspects no parts', () => {
	expect(recogniseConcepts('contrôle d’accès par caméra à l’entrée').map(({ id }) => id)).toEqual(['access-control']);
});

test('abbreviations that are everyday words count in capitals only', () => {
	expect(recogniseConcepts('Quel MES pour une PME ?').map(({ id }) => id)).toEqual(['mes']);
	expect(recogniseConcepts('mes clients attendent')).toEqual([]);
	expect(recogniseConcepts('MES CLIENTS ATTENDENT UNE RÉPONSE')).toEqual([]);
});

test('the longest phrase is the one that is meant', () => {
	expect(recogniseConcepts('un robot de soudage').map(({ id }) => id)).toEqual(['welding-robot']);
	expect(recogniseConcepts('un robot').map(({ id }) => id)).toEqual(['industrial-robotics']);
});

test('up to two little words may stand inside a phrase, and no other', () => {
	expect(recogniseConcepts('contrôle de la qualité').map(({ id }) => id)).toEqual(['quality-control']);
	expect(recogniseConcepts('contrôle budgétaire qualité')).toEqual([]);
	expect(recogniseConcepts('un contrôle. Qualité première')).toEqual([]);
});

test('matches say where they were read, in the text as it was typed', () => {
	const text = 'Cher KM0, l’œil électronique : Rückverfolgbarkeit, s.v.p.';
	const found = recogniseConcepts(text);
	expect(found.map(({ id }) => id)).toEqual(['machine-vision', 'traceability']);
	expect(found.flatMap(({ matches }) => matches.map((match) => match.text))).toEqual(['œil électronique', 'Rückverfolgbarkeit']);
	for (const { matches } of found) for (const match of matches) expect(text.slice(match.start, match.end)).toBe(match.text);
});

test('the words of a clue are each shown where they stand', () => {
	const [vision] = recogniseConcepts('une caméra à l’affût des vilaines rayures');
	expect(vision).toEqual({
		id: 'machine-vision',
		weight: 0.6,
		matches: [
			{ start: 4, end: 10, text: 'caméra', isClue: true },
			{ start: 34, end: 41, text: 'rayures', isClue: true }
		]
	});
});

test('umlauts may be typed as two letters', () => {
	expect(recogniseConcepts('Oberflaechenpruefung').map(({ id }) => id)).toEqual(
		recogniseConcepts('Oberflächenprüfung').map(({ id }) => id)
	);
	expect(fold('Œil, Straße, déjà')).toBe('oeil, strasse, deja');
});

test('an elided article is no word', () => {
	expect(wordsOf("l'atelier d’usinage qu'il a aujourd'hui").map(({ text }) => text)).toEqual([
		'atelier',
		'usinage',
		'il',
		'a',
		'aujourd',
		'hui'
	]);
});

test('a text of 200 words is read in about a millisecond', () => {
	const text = sentences.fr
		.slice(0, 9)
		.concat(sentences.de.slice(0, 8), sentences.en.slice(0, 8))
		.map(([sentence]) => sentence)
		.join('. ');
	const long = wordsOf(text)
		.slice(0, 200)
		.reduce((end, word) => Math.max(end, word.end), 0);
	const input = text.slice(0, long);
	const times = Array.from({ length: 200 }, () => {
		const started = performance.now();
		recogniseConcepts(input);
		return performance.now() - started;
	}).sort((one, other) => one - other);
	// Machines that run tests are shared: the quickest run says what it takes, and twice the promise is allowed.
	expect(times[0]).toBeLessThan(2);
});

test('a text made to be slow is not', () => {
	const started = performance.now();
	recogniseConcepts('caméra rayure panne prévoir '.repeat(4000));
	expect(performance.now() - started).toBeLessThan(5000);
});

test('every concept has one id, labels in three languages and at least three ways to be said in each', () => {
	expect(new Set(concepts.map(({ id }) => id)).size).toBe(concepts.length);
	for (const { id, label, synonyms } of concepts) {
		expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
		for (const language of languages) {
			expect(label[language].trim()).not.toBe('');
			expect([id, language, 1 + synonyms[language].length >= 3]).toEqual([id, language, true]);
		}
	}
});

test('the vocabulary covers its three kinds', () => {
	const counted = Object.fromEntries([...Map.groupBy(concepts, ({ kind }) => kind)].map(([kind, all]) => [kind, all.length >= 80]));
	expect(counted).toEqual({ technology: true, process: true, sector: true });
	const rich = concepts.filter(({ synonyms }) => languages.every((language) => 1 + synonyms[language].length >= 8));
	expect(rich.length).toBeGreaterThanOrEqual(110);
});

const allForms = concepts.flatMap((one) =>
	languages.flatMap((language) =>
		formsOf(one, language).map((form) => ({ id: one.id, kind: one.kind, language, form, keys: keysOfForm(form, language) }))
	)
);

test('no form belongs to two concepts of one kind', () => {
	const owners = Map.groupBy(allForms, ({ language, kind, keys }) => `${language} ${kind} ${keys.join(' ')}`);
	const shared = [...owners.values()].filter((same) => new Set(same.map(({ id }) => id)).size > 1);
	expect(shared.map((same) => same.map(({ id, form }) => `${id}: ${form}`))).toEqual([]);
});

test('no phrase shrinks to a single everyday word', () => {
	expect(allForms.filter(({ form, keys }) => keys.length < Math.min(2, wordsOf(form).length))).toEqual([]);
});

test('each form finds its own concept', () => {
	const lost = allForms.filter(({ id, form, language }) => !recogniseConcepts(form, language).some((found) => found.id === id));
	expect(lost).toEqual([]);
});

test('broader and related concepts exist, and nothing is broader than itself', () => {
	const above = (id: string, seen: string[]): string[] => {
		expect([id, seen.includes(id)]).toEqual([id, false]);
		return concept(id)!.broader.flatMap((wider) => [wider, ...above(wider, [...seen, id])]);
	};
	for (const { id, broader, related } of concepts) {
		for (const other of [...broader, ...related]) expect([id, other, Boolean(concept(other))]).toEqual([id, other, true]);
		above(id, []);
	}
});

test('a concept reaches its neighbours, nearest first', () => {
	const near = Object.fromEntries(expandConcept('machine-vision').map(({ id, weight }) => [id, weight]));
	expect(near).toMatchObject({
		'machine-vision': 1,
		'deep-learning-vision': 0.6,
		'3d-vision': 0.6,
		'quality-control': 0.5,
		'computer-vision': 0.5,
		'artificial-intelligence': 0.25,
		sorting: 0.3
	});
	expect(expandConcept('no-such-concept')).toEqual([]);
});

test('labels are given in the language asked for', () => {
	expect(languages.map((language) => label('machine-vision', language))).toEqual([
		'vision industrielle',
		'industrielle Bildverarbeitung',
		'machine vision'
	]);
	expect(label('gone', 'fr')).toBe('gone');
});
