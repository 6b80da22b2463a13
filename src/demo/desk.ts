import { randomBytes } from 'node:crypto';
import { system } from '#platform/actor.ts';
import { inHub, transaction, type Tx } from '#platform/db.server.ts';
import { ListDesk, listDesk } from '#road/desk.ts';

const day = 86_400_000;
const ago = (days: number, nth = 0) => new Date(Date.now() - days * day - ((nth * 53) % 400) * 60_000);
const sha256 = () => randomBytes(32).toString('hex');

/** Newcomers who want to act for a firm of the demo, with what they wrote. */
export const askers = [
	{
		name: 'Solène Wurtz',
		email: 'solene.wurtz@plastinonn.example',
		firm: 'plastinonn',
		days: 1,
		message: 'Je reprends la qualité de Bernard en janvier.'
	},
	{
		name: 'Jonas Reinhardt',
		email: 'jonas.reinhardt@brunnacker.example',
		firm: 'brunnacker-tex',
		days: 2,
		message: 'Neu in der Konstruktion, Frau Brunnacker weiß Bescheid.'
	},
	{
		name: 'Mehdi Aouad',
		email: 'mehdi.aouad@moulin-illhofen.example',
		firm: 'moulin-illhofen',
		days: 3,
		message: 'C’est moi qui garde l’automate la nuit.'
	},
	{ name: 'Claudine Hartz', email: 'claudine.hartz@papilor.example', firm: 'papilor', days: 4, message: '' },
	{
		name: 'Pauline Kempf',
		email: 'pauline.kempf@krummacker.example',
		firm: 'krummacker',
		days: 5,
		message: 'Responsable qualité depuis septembre.'
	},
	{ name: 'Tobias Lang', email: 'tobias.lang@rheinpforte.example', firm: 'rheinpforte', days: 6, message: 'Ich leite die Halle 4.' },
	{
		name: 'Nour Haddad',
		email: 'nour.haddad@vernis-luzelle.example',
		firm: 'vernis-luzelle',
		days: 8,
		message: 'Alternante, mon maître d’apprentissage est en arrêt.'
	},
	{
		name: 'Gilles Stoffel',
		email: 'gilles.stoffel@tissage-kruthau.example',
		firm: 'tissage-kruthau',
		days: 11,
		message: 'J’ai déjà demandé au printemps, sans réponse.'
	},
	{ name: 'Lise Baumann', email: 'lise.baumann@potassel.example', firm: 'potassel', days: 7, message: 'Je prends la suite au séchoir.' }
];

const invited = [
	['atelier@menuiserie-rimbach.example', 8],
	['direction@fonderie-masevaux.example', 9],
	['contact@robotique-sundgau.example', 10],
	['werkleitung@feinmechanik-weil.example', 11],
	['production@brasserie-thannoise.example', 12],
	['info@sensorik-loerrach.example', 13],
	['qualite@emaux-florival.example', 15],
	['hello@gearbox-analytics.example', 17],
	['bureau@textiles-wesserling.example', 19]
] as const;

const lost = [
	['maintenance@scierie-rossfelden.example', 'Un besoin attend votre réponse', 'introduction_reminded_offer'],
	['achats@hardtcable.example', 'Votre besoin expire bientôt', 'need_expires'],
	['einkauf@rheinfels-antrieb.example', 'Ein Bedarf wartet auf Ihre Antwort', 'introduction_reminded_offer'],
	['bureau@textiles-wesserling.example', 'Une invitation à rejoindre KM0 Mulhouse', 'invitation'],
	['labo@rosenlaue.example', 'Comment s’est passée la rencontre ?', 'introduction_after_1'],
	['office@spechtal.example', 'How did the meeting go?', 'introduction_after_1'],
	['direction@filtamarin.example', 'Votre proposition a été déclinée', 'introduction_declined'],
	['info@kemboise.example', 'Ein Termin wird gesucht', 'introduction_date_missing']
] as const;

interface Village {
	animator: string;
	manager: string;
	organisations: ReadonlyMap<string, string>;
	/** The member that each of those who ask became. */
	newcomers: readonly string[];
}

/** People, invitations and letters that wait at the desk of a demo hub. */
export async function waitAtDesk(tx: Tx, hub: string, { animator, organisations, newcomers }: Village) {
	for (const [nth, { firm, days, message }] of askers.entries())
		await tx
			.insertInto('representatives')
			.values({ hub, member: newcomers[nth] as string, organisation: organisations.get(firm) as string, message, askedAt: ago(days, nth) })
			.execute();
	for (const [nth, [email, days]] of invited.entries())
		await tx
			.insertInto('invitations')
			.values({ hub, email, tokenSha256: sha256(), invitedBy: animator, createdAt: ago(days, nth), expiresAt: ago(days - 14, nth) })
			.execute();
	for (const [nth, [recipient, subject, kind]] of lost.entries())
		await tx
			.insertInto('mails')
			.values({
				...{
					hub,
					recipient,
					subject,
					kind,
					bodyText: subject,
					bodyHtml: `<p>${subject}</p>`,
					locale: /\b(Ein|How)\b/.test(subject) ? 'de' : 'fr'
				},
				...{ createdAt: ago(nth * 0.8 + 0.4), failedAt: ago(nth * 0.8 + 0.3), failure: '550 5.1.1 mailbox unavailable' }
			})
			.execute();
}

const reasons = [
	'Rentre de congé lundi',
	'Attend le devis de son partenaire',
	'Fermeture annuelle',
	'Rappelé, rappellera après l’inventaire'
];

/** Some of what waits is somebody's already, and some rests. */
export const shareOutDesk = (hub: string, { animator, manager }: Village) =>
	inHub(hub, async () => {
		const { items } = await listDesk(system(hub), ListDesk.parse({ limit: 100 }));
		const noted = items.flatMap(({ kind, record }, nth) => {
			const assignee = kind === 'letter_stuck' ? manager : nth % 4 === 1 ? animator : nth % 7 === 3 ? manager : null;
			const rests = nth % 23 === 12;
			if (!assignee && !rests) return [];
			const rest = rests && { snoozedUntil: ago(-9 - (nth % 5)), snoozedBecause: reasons[nth % reasons.length] as string };
			return [{ hub, kind, record, assignee: nth % 3 === 0 && kind === 'letter_stuck' ? null : assignee, ...rest }];
		});
		await transaction((tx) => tx.insertInto('deskEntries').values(noted).execute());
	});
