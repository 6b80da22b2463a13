import type { Parts } from './parts.ts';

export const german: Parts = {
	topics: {
		'machine-vision': {
			name: 'Bildverarbeitung',
			does: [
				'erkennen Kratzer und Ausbrüche mit der Kamera',
				'prüfen die Anwesenheit jedes Bauteils im Bild',
				'lesen Etiketten und Daten bei voller Geschwindigkeit'
			],
			troubles: [
				'Teile werden von Hand sortiert und einige rutschen durch',
				'Reklamationen betreffen sichtbare Fehler',
				'zwei Leute schauen sich jedes Teil unter der Lampe an'
			]
		},
		erp: {
			name: 'ERP',
			does: [
				'übernehmen Artikel, Stücklisten und Bestände in ein sauberes ERP',
				'richten Einkauf, Fertigung und Fakturierung ein',
				'schulen Schlüsselanwender an ihren eigenen Aufträgen'
			],
			troubles: [
				'der Bestand im Rechner stimmt nie mit dem Regal überein',
				'jeder Auftrag wird dreimal erfasst',
				'vor Monatsende kennt niemand die Herstellkosten'
			]
		},
		'predictive-maintenance': {
			name: 'Zustandsüberwachung',
			does: [
				'verfolgen Schwingung und Temperatur drehender Teile',
				'kündigen Lagerschäden Wochen vorher an',
				'ordnen Meldungen gemeinsam mit Ihrem Mechaniker'
			],
			troubles: [
				'Störungen kommen immer am Freitagabend',
				'Lager werden erst getauscht, wenn sie schreien',
				'ein Stillstand kostet uns einen ganzen Produktionstag'
			]
		},
		mes: {
			name: 'Fertigungssteuerung',
			does: [
				'melden Zeiten, Mengen und Stillstände live zurück',
				'zeigen die richtige Unterlage am richtigen Platz',
				'berechnen eine OEE, die die Schicht anerkennt'
			],
			troubles: [
				'Mengen werden abends in eine Tabelle getippt',
				'die angezeigte Kennzahl entspricht nicht der Wirklichkeit',
				'Schichtleiter laufen Zetteln hinterher'
			]
		},
		'industrial-robotics': {
			name: 'Robotik',
			does: [
				'be- und entladen Ihre Maschinen mit dem Roboter',
				'palettieren gemischte Formate',
				'sichern die Zelle ab und schreiben die CE-Unterlagen'
			],
			troubles: [
				'nachts warten die Maschinen auf einen Bediener',
				'für das Bestücken der Pressen finden wir keine Leute mehr',
				'dieser Arbeitsplatz geht allen auf den Rücken'
			]
		},
		'production-scheduling': {
			name: 'Feinplanung',
			does: [
				'rechnen einen Plan mit begrenzter Kapazität',
				'bilden Rüstfamilien und sparen Umbauten',
				'planen neu, sobald eine Maschine ausfällt'
			],
			troubles: [
				'der Plan wird jeden Morgen von Hand neu gemacht',
				'Eilaufträge zerreißen jede Serie',
				'nur eine Person weiß, was wo läuft'
			]
		},
		cybersecurity: {
			name: 'OT-Sicherheit',
			does: [
				'trennen das Produktionsnetz vom Büro',
				'testen die Wiederherstellung Ihrer Sicherungen',
				'üben mit dem Team einen simulierten Angriff'
			],
			troubles: [
				'ein Nachbarbetrieb stand nach einem Angriff drei Wochen still',
				'der Versicherer stellt Fragen, die wir nicht beantworten können',
				'unsere Steuerungen sind aus dem Büronetz erreichbar'
			]
		},
		'energy-management': {
			name: 'Energiemonitoring',
			does: ['messen Strom, Gas und Druckluft je Maschine', 'suchen Verbräuche in der Nacht', 'rechnen jede Maßnahme in Euro pro Jahr'],
			troubles: [
				'die Rechnung hat sich verdoppelt und niemand weiß warum',
				'Kompressoren laufen das ganze Wochenende',
				'für das ganze Werk gibt es nur einen Zähler'
			]
		},
		traceability: {
			name: 'Rückverfolgbarkeit',
			does: [
				'verbinden Material, Charge und Palette unter einer Nummer',
				'markieren Teile mit dem Laser und lesen den Code zurück',
				'spielen einen Rückruf in weniger als einer Stunde durch'
			],
			troubles: [
				'der Kunde verlangt die Geschichte jeder Charge',
				'ein Rückruftest hat einen halben Tag gedauert',
				'Etiketten gehen beim Waschen verloren'
			]
		},
		'data-integration': {
			name: 'Datenintegration',
			does: [
				'bringen Steuerungen, ERP und Tabellen zusammen',
				'bereinigen Dubletten vor dem Anschluss',
				'liefern überwachte und dokumentierte Schnittstellen'
			],
			troubles: [
				'jede Abteilung hat ihre Datei und keine stimmt überein',
				'wir exportieren und kopieren die ganze Woche Spalten',
				'die Programme reden nicht miteinander'
			]
		},
		'additive-manufacturing': {
			name: '3D-Druck',
			does: [
				'drucken Vorrichtungen und Greifer in wenigen Tagen',
				'fertigen Ersatzteile nach, die es nicht mehr gibt',
				'bauen Vorserien ohne Werkzeug'
			],
			troubles: [
				'ein gebrochenes Teil gibt es beim Hersteller nicht mehr',
				'Vorrichtungen kommen immer zu spät',
				'für zwanzig Teile zahlen wir ein ganzes Werkzeug'
			]
		},
		metrology: {
			name: 'Messtechnik',
			does: [
				'messen Ihre Teile mit Scanner und Taster',
				'erstellen Prüfberichte automatisch',
				'weisen die Fähigkeit Ihrer Messmittel nach'
			],
			troubles: ['wir messen länger, als wir fräsen', 'Prüfberichte werden von Hand abgetippt', 'zwei Prüfer finden nie dasselbe Maß']
		},
		cobot: {
			name: 'Cobots',
			does: ['stellen Cobots neben Ihre Leute', 'bringen dem Team den Serienwechsel bei', 'prüfen die Sicherheit mit einer Kraftmessung'],
			troubles: [
				'ein Handgriff geht auf die Gelenke',
				'der gekaufte Cobot steht in der Ecke',
				'für kleine Serien war Automatisierung bisher zu teuer'
			]
		},
		'digital-twin': {
			name: 'digitale Zwillinge',
			does: ['simulieren die Linie vor der Investition', 'vergleichen Layouts mit echten Störungen', 'halten das Modell an den Messwerten'],
			troubles: [
				'Förderstrecken werden nach Gefühl gekauft',
				'jedes Szenario kostet eine Woche in der Tabelle',
				'zwei Abteilungen schieben sich die Schuld zu'
			]
		},
		cmms: {
			name: 'Instandhaltungssoftware',
			does: [
				'bringen Wartungspläne auf das Telefon des Mechanikers',
				'ordnen Ersatzteile und Historie',
				'sortieren Meldungen nach Dringlichkeit'
			],
			troubles: [
				'Einsätze werden nirgends aufgeschrieben',
				'wir suchen Teile, die im Lager liegen',
				'Wartung fällt aus, sobald etwas Dringendes kommt'
			]
		},
		'augmented-reality': {
			name: 'Augmented Reality',
			does: [
				'zeigen die Arbeitsanweisung direkt auf der Maschine',
				'führen Techniker aus der Ferne',
				'filmen Handgriffe vor dem Ruhestand'
			],
			troubles: [
				'das Wissen geht nächstes Jahr in Rente',
				'einen Einrichter auszubilden dauert zwei Jahre',
				'ein Fachmann reist für eine Schraube um die Welt'
			]
		},
		rfid: {
			name: 'RFID',
			does: ['verfolgen Behälter und Werkzeuge per Funketikett', 'zählen den Bestand ohne Stillstand', 'rüsten Tore mit Lesern aus'],
			troubles: ['Behälter verschwinden beim Kunden', 'die Inventur schließt das Werk zwei Tage', 'ein Werkzeug fehlt und die Linie steht']
		},
		iot: {
			name: 'Sensorik und IoT',
			does: ['montieren Funksensoren an einem Tag', 'schließen Maschinen ohne Steuerung an', 'schicken Meldungen auf das richtige Telefon'],
			troubles: [
				'Temperaturen werden mit dem Bleistift notiert',
				'aus alten Maschinen kommen keine Daten',
				'Abweichungen sehen wir erst am nächsten Tag'
			]
		},
		'artificial-intelligence': {
			name: 'künstliche Intelligenz',
			does: [
				'trainieren Modelle mit Ihren eigenen Daten',
				'erklären dem Bediener jede Vorhersage',
				'brechen ab, wenn eine einfache Regel genügt'
			],
			troubles: [
				'wir speichern Daten, die niemand ansieht',
				'der Ausschuss schwankt ohne Erklärung',
				'man verspricht uns Wunder ohne Versuch'
			]
		},
		plc: {
			name: 'Steuerungstechnik',
			does: [
				'lösen alte Steuerungen ohne langen Stillstand ab',
				'übernehmen Programme ohne Dokumentation',
				'binden Umrichter, Roboter und Leitwarte an'
			],
			troubles: [
				'für die Steuerung gibt es keine Ersatzteile mehr',
				'der einzige Kenner des Programms ist gegangen',
				'vor jeder Änderung haben alle Angst'
			]
		},
		cad: {
			name: 'Konstruktion',
			does: [
				'konstruieren Werkzeuge, Vorrichtungen und Sondermaschinen',
				'räumen Ihre Zeichnungsbibliothek auf',
				'leiten Fertigungszeichnungen aus dem Modell ab'
			],
			troubles: [
				'drei Fassungen derselben Zeichnung sind im Umlauf',
				'Varianten werden bei jedem Auftrag neu gezeichnet',
				'das Konstruktionsbüro ist der Engpass'
			]
		},
		'agv-amr': {
			name: 'fahrerlose Transportsysteme',
			does: [
				'legen Fahrzeugflotten per Simulation aus',
				'bringen Fußgänger, Stapler und Fahrzeuge zusammen',
				'binden die Flotte an das Lager an'
			],
			troubles: ['Stapler fahren die halbe Zeit leer', 'in der Fahrgasse gab es Beinaheunfälle', 'Linien warten auf Material']
		},
		'carbon-accounting': {
			name: 'CO2-Bilanzierung',
			does: [
				'rechnen den Fußabdruck jeder Artikelnummer',
				'füllen die Fragebögen Ihrer Kunden aus',
				'bereiten die Prüfung durch Dritte vor'
			],
			troubles: [
				'vier Kunden verlangen vier Formulare',
				'wir haben nur die Energierechnungen',
				'eine Ausschreibung fordert einen Wert je Produkt'
			]
		},
		'document-management': {
			name: 'Dokumentenmanagement',
			does: [
				'finden Anleitungen und Zeichnungen in Alltagssprache',
				'digitalisieren Papierarchive mit brauchbarem Register',
				'nennen immer die Seite der Quelle'
			],
			troubles: [
				'dreißig Jahre Anleitungen schlafen auf einem Server',
				'niemand weiß, welche Anweisung gilt',
				'ein Audit fand veraltete Unterlagen'
			]
		},
		'training-digital-skills': {
			name: 'Qualifizierung',
			does: ['schulen am Arbeitsplatz in kurzen Einheiten', 'begleiten neue Schichtleiter', 'prüfen in der Praxis statt mit Fragebögen'],
			troubles: [
				'Leiharbeiter warten vor einem Büro',
				'die Erfahrenen haben keine Zeit zum Zeigen',
				'gekaufte Werkzeuge werden nicht benutzt'
			]
		},
		'electronics-design': {
			name: 'Elektronikentwicklung',
			does: ['entwickeln Leiterplatten und Firmware bis zur Serie', 'ersetzen abgekündigte Bauteile', 'bereiten EMV-Prüfungen vor'],
			troubles: ['ein Bauteil ist abgekündigt', 'das Muster lässt sich nicht in Serie bauen', 'die Batterie hält ein Jahr statt fünf']
		},
		'non-destructive-testing': {
			name: 'zerstörungsfreie Prüfung',
			does: ['prüfen Schweißnähte und Wellen mit Ultraschall', 'röntgen Gussteile', 'schreiben unterzeichnete Prüfanweisungen'],
			troubles: [
				'ein Riss wurde zu spät gefunden',
				'der Prüfer kommt einmal im Jahr',
				'der Kunde verlangt einen Nachweis der Gefügequalität'
			]
		},
		'product-configurator': {
			name: 'Produktkonfiguration',
			does: ['zeigen Preis, Zeichnung und Termin online', 'machen aus Verkäuferwissen Regeln', 'schicken die Stückliste in die Fertigung'],
			troubles: [
				'jedes dritte Angebot wird neu gemacht',
				'unmögliche Optionen fallen erst in der Halle auf',
				'eine Anfrage zu beantworten dauert eine Woche'
			]
		},
		lims: {
			name: 'Labormanagement',
			does: ['kennzeichnen Proben beim Eingang', 'lesen Geräte direkt aus', 'erstellen Analysenzertifikate'],
			troubles: ['Ergebnisse stehen in Ordnern', 'ein Zertifikat wird von Hand getippt', 'Regelkarten sind einen Monat zu spät']
		},
		'water-management': {
			name: 'Prozesswasser',
			does: ['messen Durchfluss und Abwasser ohne Stillstand', 'warnen vor dem Grenzwert', 'schlagen Kreisläufe zur Wiederverwendung vor'],
			troubles: [
				'ein Grenzwert im Abwasser wurde überschritten',
				'der Wasserverbrauch ist nicht zugeordnet',
				'ein Bad driftet zwischen zwei Analysen'
			]
		}
	},
	sectors: {
		metallurgy: { firms: 'Gießereien', objects: ['Gehäuse', 'Zylinderköpfe', 'Pumpenkörper', 'Barren', 'Griffe'] },
		'metal-products': { firms: 'Metallbetriebe', objects: ['Achsen', 'Flansche', 'Schweißrahmen', 'Biegeteile', 'Schrauben'] },
		'plastics-industry': { firms: 'Kunststoffverarbeiter', objects: ['Deckel', 'Verschlüsse', 'Profile', 'Hauben', 'Kunststoffzahnräder'] },
		'food-industry': { firms: 'Lebensmittelbetriebe', objects: ['Kekse', 'Konserven', 'Käselaibe', 'Würste', 'Schalen'] },
		'textile-industry': { firms: 'Textilbetriebe', objects: ['Druckrollen', 'Zwirne', 'Tischdecken', 'Gurte', 'Filze'] },
		'wood-industry': { firms: 'Holzbetriebe', objects: ['Dielen', 'Dachbinder', 'Paletten', 'Fenster', 'Furniere'] },
		'paper-industry': { firms: 'Papierfabriken', objects: ['Rollen', 'Kartons', 'Umschläge', 'Hülsen', 'Papierstapel'] },
		'chemical-industry': { firms: 'Chemiebetriebe', objects: ['Fässer', 'Harze', 'Pigmente', 'Lösemittel', 'Dünger'] },
		'pharmaceutical-industry': { firms: 'Arzneimittelhersteller', objects: ['Blister', 'Flaschen', 'Pulver', 'Spritzen', 'Beipackzettel'] },
		automotive: { firms: 'Automobilzulieferer', objects: ['Sitze', 'Kolben', 'Kabelbäume', 'Sensoren', 'Motorträger'] },
		'electronics-industry': { firms: 'Elektronikfertiger', objects: ['Leiterplatten', 'Stecker', 'Spulen', 'Schirmgehäuse', 'Anzeigen'] },
		watchmaking: { firms: 'Uhrenhersteller', objects: ['Platinen', 'Zeiger', 'Uhrengehäuse', 'Kronen', 'Federn'] },
		'medical-devices': { firms: 'Medizintechnikfirmen', objects: ['Implantate', 'Orthesen', 'Katheter', 'Zahnkronen', 'Zangen'] },
		'logistics-sector': { firms: 'Lagerbetriebe', objects: ['Ladungsträger', 'Behälter', 'Pakete', 'Container', 'Rollwagen'] },
		'railway-industry': { firms: 'Bahnwerkstätten', objects: ['Radsätze', 'Kupplungen', 'Drehgestelle', 'Weichen', 'Bremsklötze'] },
		'energy-sector': { firms: 'Energieversorger', objects: ['Turbinen', 'Transformatoren', 'Armaturen', 'Wärmetauscher', 'Kessel'] },
		construction: { firms: 'Bauzulieferer', objects: ['Fertigwände', 'Treppen', 'Geländer', 'Verglasungen', 'Randsteine'] },
		'packaging-industry': { firms: 'Verpackungsbetriebe', objects: ['Faltschachteln', 'Folien', 'Kisten', 'Etiketten', 'Polster'] }
	},
	offerTitle: [
		'{Topic} für {firms}',
		'{Topic}: von der Analyse bis zur Inbetriebnahme',
		'{Topic} an der {machine} und an Nachbarmaschinen',
		'Ein Team für {topic}, {objects} und kleine Serien',
		'Wir {does1}'
	],
	needTitle: [
		'{Trouble1}',
		'{Objects}: {trouble1}',
		'Hilfe gesucht, {trouble2}',
		'{Topic} gesucht, aber bitte einfach',
		'Wer macht {topic} für {objects}?'
	],
	proof: [
		'{many} Anlagen seit {year}, davon {few} im Umkreis von 50 km um {town}.',
		'Referenz an einer {machine} in {town}, nach einem Jahr {pct2} % Abweichungen.',
		'{many} aktive Kunden, Akte Nr. {rate} auf Anfrage einsehbar.',
		'In {weeks} Wochen umgesetzt für einen Hersteller in der Nähe von {town2}.'
	],
	result: [
		'Von {pct} auf {pct2} % in {months} Monaten.',
		'{hours} Stunden pro Woche gewonnen und ruhige Wochenenden.',
		'Ein gelungener Versuch an der {machine} noch in diesem Jahr.',
		'{few} Personen, die ohne Hilfe damit arbeiten.'
	],
	description: [
		'{Trade} in {town}: {objects} und {objects2}, {n} Beschäftigte.',
		'Erfundener Demobetrieb, stellt {objects} für {firms} her.',
		'Team aus {town}, Schwerpunkt {topic} für {firms}.'
	],
	also: [
		'Nebenbei gehört zu unserem Angebot: {skill1}, {skill2}.',
		'Weitere Schwerpunkte: {skill1} und {skill2}.',
		'Stichworte: {skill1}, {skill2}.',
		'Verwandte Themen bei uns: {skill1}, {skill2}.'
	],
	offer: [
		[
			'Seit {year} arbeitet unser Team aus {town} an einem Thema: {topic} für {firms}.',
			'Wir sind {n} Leute und machen nur das: {topic}, bei Betrieben zwischen {town} und {town2}.',
			'Wer {objects} herstellt, spürt den Nutzen schon im ersten Monat.',
			'{Topic} ist unser Handwerk, und {firms} sind unsere strengsten Kunden.',
			'Von {town} aus bringen wir {topic} in Werkstätten, die dafür keine eigenen Ingenieure haben.',
			'Ihre {objects} verdienen mehr als eine Tabelle, deshalb gibt es {topic} bei uns in Werkstattgröße.',
			'Bevor wir über Preise reden, sehen wir uns Ihre {objects} und die Arbeit des Teams an.',
			'Viele verkaufen {topic} aus dem Katalog, wir fangen bei Ihren Teilen an.'
		],
		[
			'Konkret: Wir {does1}, danach geht es weiter, und wir {does2}.',
			'Der Reihe nach: wir {does1} und {does2}, mit einem kurzen Termin jede Woche.',
			'Wir {does1}; wo es sinnvoll ist, gilt auch: wir {does2}.',
			'Im ersten Schritt gilt: wir {does1}. Im zweiten Schritt: wir {does2}.',
			'Die Produktion läuft weiter, denn wir {does1}, während andere noch Folien zeigen.',
			'Gemeinsam mit Ihren Bedienern lautet der Plan: wir {does1}, {does2} und schreiben die Methode auf.'
		],
		[
			'Die letzte Inbetriebnahme an einer {machine} in {town2} betraf {objects2} in {many} Varianten.',
			'Wir kennen die {machine} samt ihrer alten Steuerung, auch Baujahre vor {year}.',
			'Der Anschluss einer {machine} dauert rund {weeks} Wochen, Erprobung eingeschlossen.',
			'Es funktioniert auch, wenn {objects2} glänzen, schmutzig oder warm sind, bei Tag und in der Nachtschicht.',
			'Eine Vorführung an der {machine} ist nach Absprache in {town2} zu sehen.',
			'Möglich sind bis zu {rate} Teile je Stunde, ein Serienwechsel dauert {minutes} Minuten.'
		],
		[
			'Bei einem Kunden in {town} sank der Ausschuss in {weeks} Wochen von {pct} auf {pct2} %.',
			'Die Investition zahlt sich je nach Betriebsgröße in {weeks} bis {weeks2} Monaten aus.',
			'Im Mittel bekommt das Team {hours} Stunden pro Woche zurück.',
			'Von {many} vergleichbaren Projekten lagen nur {few} über dem genannten Budget.',
			'Ungeplante Stillstände gingen im ersten Jahr um {tens} % zurück.',
			'Die Antwortzeit fiel von {days} Tagen auf wenige Stunden.'
		],
		[
			'Daten, Programme und Unterlagen gehören Ihnen, versteckte Lizenzen gibt es nicht.',
			'Geschult wird am Arbeitsplatz, auf Deutsch oder Französisch, in Gruppen zu {few}.',
			'Vor dem endgültigen Angebot steht immer ein Versuch von {days} Tagen mit Ihren eigenen Teilen.',
			'In den ersten {few} Monaten sind wir auch samstags erreichbar.',
			'Jede Etappe wird einzeln bezahlt, und nach jeder dürfen Sie aufhören.',
			'In Betrieb nimmt die Person, die das Projekt auch geplant hat.'
		],
		[
			'Projekte, für die in der Halle niemand Zeit hat, lehnen wir ab.',
			'Unter {rate} Stück im Jahr reicht etwas Einfacheres, und das sagen wir dann auch.',
			'Wir brauchen eine Ansprechperson für einen halben Tag pro Woche und Zugang zur Maschine.',
			'Üblicher Rahmen: {euros} bis {euros2} Euro einschließlich Material.',
			'In explosionsgefährdeten Bereichen arbeiten wir nicht, kennen aber Kollegen, die das tun.',
			'Zeigt die Studie, dass es sich nicht lohnt, wird nur die Hälfte berechnet.'
		]
	],
	need: [
		[
			'Wir fertigen {objects} in {town}, {n} Leute, zwei Schichten.',
			'Kleines Werk bei {town}, etwa {rate} {objects} pro Woche.',
			'Unser Betrieb in {town} stellt seit {year} {objects} und {objects2} her.',
			'In der Halle sind wir {n}, meistens geht es um {objects} in kleinen Serien.',
			'Ich leite eine Linie für {objects} bei {town}, mit einer {machine} aus dem Jahr {year}.',
			'Standort {town}: {objects}, {rate} am Tag, in der Saison drei Schichten.'
		],
		[
			'Das Problem: {trouble1}. Dazu kommt noch: {trouble2}.',
			'Heute sieht es so aus: {trouble1}. Am Wochenende ist es schlimmer.',
			'{Trouble1}, alle wissen es, und keiner hat Zeit dafür.',
			'Seit {year} heißt es bei uns: {trouble1}. Dieses Jahr neu: {trouble2}.',
			'Das geht seit {months} Monaten so: {trouble1}. Die Leute haben genug davon.',
			'Kurz gesagt: {trouble1}.'
		],
		[
			'Wir verlieren rund {pct} % der Teile, etwa {euros} Euro im Jahr.',
			'Nach meiner Rechnung kostet das {hours} Stunden pro Woche, der Ärger nicht mitgezählt.',
			'Der letzte Vorfall hat {euros} Euro und einen Kunden in {town2} gekostet.',
			'Genaue Zahlen hat keiner, aber {tens} % der Zeit gehen dafür drauf.',
			'An der {machine} gehen bei jedem Wechsel {minutes} Minuten verloren.',
			'{few} Reklamationen in diesem Quartal, eine davon tut richtig weh.'
		],
		[
			'Vor {months} Monaten war ein Dienstleister hier, danach kam nichts mehr.',
			'Wir haben es mit einer Tabelle versucht, nach {days} Tagen stimmte nichts mehr.',
			'Der Hersteller der {machine} verlangt {euros2} Euro, das kommt nicht in Frage.',
			'Ein Praktikant hatte etwas angefangen, es liegt noch auf seinem Rechner.',
			'Unser einziger Informatiker hat schon {many} offene Anfragen.',
			'In Filmen sieht alles leicht aus, bei uns gibt es aber Staub und Lärm.'
		],
		[
			'Gesucht ist jemand, der vorbeikommt, ehrlich sagt, ob es geht, und bleibt, bis es läuft.',
			'Bitte klein anfangen, an einer einzigen Linie, und die Fertigung höchstens einen Tag anhalten.',
			'Das Team muss damit umgehen können, ohne ständig anzurufen.',
			'Am liebsten einfach, reparierbar und mit Daten, die bei uns bleiben.',
			'Intern ist alles entschieden, es fehlen Hände und etwas Methode.',
			'Keine vierzig Folien bitte, ein Besuch sagt mehr.'
		]
	]
};
