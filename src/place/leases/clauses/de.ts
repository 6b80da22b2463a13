import type { Written } from './clauses.ts';

export const de: Written = {
	kinds: {
		commercial: [
			{
				key: 'object',
				title: 'Gegenstand und Rechtsrahmen',
				text: 'Der Vermieter überlässt dem Mieter die unten bezeichneten Räume zur gewerblichen Nutzung. Die Parteien unterstellen diesen Vertrag dem französischen Gewerbemietrecht, Artikel L145-1 ff. des Code de commerce.'
			},
			{
				key: 'term',
				title: 'Laufzeit und Dreijahrestermine',
				text: 'Der Vertrag läuft neun Jahre, vom {start} bis zum {end}. Der Mieter kann ihn zum Ende jedes Zeitraums von drei Jahren kündigen, wenn er es dem Vermieter mindestens {notice} vorher mit eingeschriebenem Brief oder durch Gerichtsvollzieher mitteilt. Termine: {breaks}.'
			},
			{
				key: 'renewal',
				title: 'Erneuerung',
				text: 'Wird zum Ende weder gekündigt noch eine Erneuerung verlangt, läuft der Vertrag stillschweigend weiter. Das Recht des Mieters auf Erneuerung und die Entschädigung bei deren Ablehnung richten sich nach dem Gesetz.'
			}
		],
		derogatory: [
			{
				key: 'object',
				title: 'Gegenstand und Rechtsrahmen',
				text: 'Die Parteien weichen gemeinsam vom Gewerbemietrecht ab, wie es Artikel L145-5 des Code de commerce beim Einzug erlaubt. Dem Mieter ist bewusst, dass er weder ein Recht auf Erneuerung noch auf eine Räumungsentschädigung hat.'
			},
			{
				key: 'term',
				title: 'Laufzeit',
				text: 'Der Vertrag läuft vom {start} bis zum {end} und endet an diesem Tag ohne Kündigung. Alle Kurzzeitverträge der Parteien über diese Räume dauern zusammen höchstens drei Jahre ab dem Einzug.'
			},
			{
				key: 'left',
				title: 'Auszug zum Ende',
				text: 'Der Mieter räumt spätestens am letzten Tag. Bleibt er und lässt ihn der Vermieter länger als einen Monat nach dem Ende im Besitz, entsteht kraft Gesetzes ein gewerblicher Mietvertrag von neun Jahren; der Vermieter behält sich vor, dem vorher schriftlich zu widersprechen.'
			}
		],
		precarious: [
			{
				key: 'object',
				title: 'Gegenstand und Rechtsrahmen',
				text: 'Diese Vereinbarung über eine prekäre Nutzung stützt sich auf Artikel L145-5-1 des Code de commerce. Die Nutzung ist nur wegen besonderer Umstände erlaubt, die nicht allein vom Willen der Parteien abhängen. Sie gibt kein Recht auf Erneuerung oder Entschädigung.'
			},
			{
				key: 'event',
				title: 'Grund der Befristung',
				text: 'Die Nutzung endet mit folgendem Ereignis: {event}. Der Vermieter teilt dessen Eintritt mit, sobald er davon weiß.'
			},
			{
				key: 'term',
				title: 'Laufzeit',
				text: 'Die Nutzung beginnt am {start}. Sie endet mit dem Ereignis, spätestens am {end}. Jede Seite kann sie mit einer Frist von {notice} früher beenden.'
			}
		],
		service: [
			{
				key: 'object',
				title: 'Gegenstand und Rechtsrahmen',
				text: 'Der Betreiber stellt ausgestattete Flächen samt Diensten bereit: Empfang, gemeinsame Räume, Anschluss, Betreuung vor Ort. Dieser Dienstleistungsvertrag ist kein Mietvertrag und begründet keinen gewerblichen Mieterschutz.'
			},
			{
				key: 'term',
				title: 'Laufzeit',
				text: 'Der Vertrag beginnt am {start}. Er endet am {end}. Jede Seite kann ihn jederzeit mit einer Frist von {notice} kündigen.'
			},
			{
				key: 'services',
				title: 'Enthaltene Dienste',
				text: 'Im Preis enthalten sind Fläche, Möbel, Energie, Reinigung der Gemeinschaftsflächen und Netzzugang. Maschinen und Säle werden nach den gemeinsamen Regeln des Hauses gebucht.'
			}
		]
	},
	all: [
		{
			key: 'premises',
			title: 'Räume',
			text: 'Einheiten {units} mit zusammen {m2}, wie im beigefügten Plan gezeigt. Der Mieter hat sie besichtigt.'
		},
		{
			key: 'use',
			title: 'Nutzung',
			text: 'Die Räume dienen ausschließlich folgender Tätigkeit: {use}. Jede Änderung bedarf der schriftlichen Zustimmung des Vermieters.'
		},
		{
			key: 'rent',
			title: 'Miete',
			text: 'Die Miete beträgt {rent}, das sind {year} für alle Räume. Anpassung, mietfreie Zeit und Umsatzsteuer regeln die beigefügten Zahlungsbedingungen.'
		},
		{
			key: 'charges',
			title: 'Nebenkosten',
			text: 'Der Mieter erstattet seinen Anteil an den im Anhang aufgeführten Nebenkosten, verteilt nach Fläche und Tagen der Nutzung. Große Reparaturen nach Artikel 606 des Code civil und der Anteil leerer Flächen bleiben beim Vermieter, der jährlich abrechnet.'
		},
		{
			key: 'deposit',
			title: 'Kaution',
			text: 'Der Mieter zahlt bei der Unterschrift eine Kaution von {deposit}. Er erhält sie binnen zwei Monaten nach Rückgabe der Schlüssel zurück, abzüglich dessen, was er noch schuldet.'
		},
		{
			key: 'insurance',
			title: 'Versicherung',
			text: 'Der Mieter versichert sein Eigentum, seine Haftung und die Mietrisiken. Er legt den Nachweis vor dem Einzug und bei jeder Verlängerung vor.'
		},
		{
			key: 'upkeep',
			title: 'Instandhaltung und Arbeiten',
			text: 'Der Mieter hält die Räume instand und trägt die Mieterreparaturen. Er baut nichts ohne schriftliche Zustimmung um, duldet nötige Arbeiten am Gebäude und meldet Mängel sofort.'
		},
		{
			key: 'assignment',
			title: 'Übertragung und Untermiete',
			text: 'Der Mieter überträgt den Vertrag nur zusammen mit seinem Betrieb und vermietet oder verleiht die Räume nicht ohne schriftliche Zustimmung des Vermieters.'
		},
		{
			key: 'inventory',
			title: 'Übergabeprotokoll',
			text: 'Bei Einzug und Auszug wird gemeinsam ein Protokoll erstellt. Der Vergleich zeigt, was gewöhnliche Abnutzung ist und was der Mieter zu tragen hat.'
		},
		{
			key: 'default',
			title: 'Pflichtverletzungen',
			text: 'Bleibt eine Zahlungsaufforderung oder Mahnung einen Monat ohne Wirkung, kann der Vertrag von Rechts wegen aufgelöst werden, unter der Kontrolle des Gerichts.'
		},
		{
			key: 'privacy',
			title: 'Personenbezogene Daten',
			text: 'Die Daten der Unterzeichnenden dienen dem Abschluss und der Durchführung dieses Vertrags. Sie bleiben während seiner Laufzeit und so lange gespeichert, wie Ansprüche möglich sind. Jede Person kann Auskunft und Berichtigung verlangen.'
		},
		{
			key: 'disputes',
			title: 'Streitigkeiten',
			text: 'Die Parteien suchen zuerst eine gütliche Einigung. Sonst ist das Gericht am Ort des Gebäudes zuständig. Es gilt französisches Recht.'
		}
	],
	annexes: ['Plan der Räume', 'Bericht über Risiken', 'Verzeichnis der Nebenkosten', 'Zahlungsbedingungen', 'Hausordnung']
};
