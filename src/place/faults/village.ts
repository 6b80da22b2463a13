import { sql } from 'kysely';
import sharp from 'sharp';
import { inspected } from '#ecosystem/attachments.ts';
import { actorOf } from '#ecosystem/members.ts';
import type { Actor } from '#platform/actor.ts';
import { db, inHub } from '#platform/db.server.ts';
import { dayAfter } from '../days.ts';
import type { FaultCategory, FaultState } from './choices.ts';
import { AnswerFault, answerFault, ReportFault, reportFault } from './faults.ts';

interface Told {
	unit: string;
	daysAgo: number;
	category: FaultCategory;
	title: string;
	words: string;
	urgent?: boolean;
	photo?: string;
	answers?: { after: number; by?: 'tenant'; words: string; state?: FaultState; inDays?: number }[];
}

/** A year of what breaks in an old factory, and how it was mended. */
const year: Told[] = [
	{
		unit: 'S-N1',
		daysAgo: 290,
		category: 'water',
		title: 'Fuite au lavabo des sanitaires',
		words: 'Une bassine dessous pour l’instant, à vider le soir.',
		answers: [
			{ after: 0, words: 'Merci. Je passe couper l’eau ce soir.', state: 'seen' },
			{ after: 2, words: 'Joint et siphon changés.', state: 'done' }
		]
	},
	{
		unit: '1-07',
		daysAgo: 175,
		category: 'heating',
		title: 'Climatisation trop froide l’après-midi',
		words: 'Dix-neuf degrés à quinze heures, l’équipe travaille en pull.',
		answers: [
			{ after: 1, words: 'Vu. Le réglage est commun à tout l’étage.', state: 'seen' },
			{ after: 6, words: 'Consigne remontée à 24 °C pour tout l’étage.', state: 'done' },
			{ after: 8, by: 'tenant', words: 'Toujours dix-neuf degrés côté nord.', state: 'received' },
			{ after: 11, words: 'Une vanne était bloquée. Elle est remplacée.', state: 'done' }
		]
	},
	{
		unit: 'S-S3',
		daysAgo: 96,
		category: 'network',
		title: 'Deux prises réseau muettes',
		words: 'Prises 14 et 15, côté verrière.',
		answers: [{ after: 3, words: 'Brassage refait dans la baie des sheds.', state: 'done' }]
	},
	{
		unit: '1-01',
		daysAgo: 61,
		category: 'other',
		title: 'Repeindre la cloison du bureau',
		words: 'La couleur ne nous plaît plus.',
		answers: [
			{
				after: 4,
				words: 'L’entretien courant des cloisons revient au locataire, d’après votre bail. Nous vous donnons volontiers la référence.',
				state: 'declined'
			}
		]
	},
	{
		unit: 'S-00',
		daysAgo: 19,
		category: 'lift',
		title: 'Quai de livraison : le niveleur reste bloqué',
		words: 'Les palettes passent à la main. Le technicien de la dernière fois avait parlé d’un vérin.',
		photo: '#7a6a58',
		answers: [
			{ after: 0, words: 'Bien reçu, le quai est balisé.', state: 'seen' },
			{
				after: 5,
				words: 'Vérin commandé, pose la semaine prochaine. Livraisons par la rue Spoerry en attendant.',
				state: 'planned',
				inDays: 6
			}
		]
	},
	{
		unit: '2-02',
		daysAgo: 4,
		category: 'heating',
		title: 'Radiateurs tièdes depuis lundi',
		words: 'Quinze degrés le matin. On peut passer entre midi et deux.',
		answers: [{ after: 1, words: 'C’est lié au chantier du deuxième étage, le chauffagiste regarde demain.', state: 'seen' }]
	},
	{
		unit: '0-00',
		daysAgo: 1,
		category: 'safety',
		title: 'Porte coupe-feu qui ne se referme plus',
		words: 'Côté escalier nord. Elle reste ouverte de trente centimètres, le ferme-porte pend.',
		urgent: true,
		photo: '#97351f'
	},
	{
		unit: 'S-S8',
		daysAgo: 0,
		category: 'doors',
		title: 'Badge refusé à la porte côté cour',
		words: 'Depuis ce matin, pour trois d’entre nous.'
	}
];

/** Faults of the demo hub, told by the people of its tenants and answered by who runs the site. Takes a hub whose place is filled. */
export async function fillFaults(hub: string) {
	await inHub(hub, async () => {
		const as = async (member: string) => {
			const account = await db
				.selectFrom('accounts')
				.innerJoin('members', 'members.account', 'accounts.id')
				.select(['accounts.id', 'accounts.name'])
				.where('members.hub', '=', hub)
				.where('members.id', '=', member)
				.executeTakeFirstOrThrow();
			return actorOf(hub, account, 'fr', 'page', null);
		};
		const { id: runs } = await db
			.selectFrom('members')
			.select('id')
			.where('hub', '=', hub)
			.where(sql<boolean>`'site_manager' = any (roles)`)
			.executeTakeFirstOrThrow();
		const manager = await as(runs);
		const { rows: tenants } = await sql<{ number: string; member: string }>`select u.number, min(r.member::text) as member
			from units u join lease_units lu on lu.hub = u.hub and lu.unit = u.id join leases l on l.hub = lu.hub and l.id = lu.lease and l.state <> 'ended'
			join representatives r on r.hub = l.hub and r.organisation = l.tenant and r.accepted_at is not null
			where u.hub = ${hub} group by u.number order by u.number`.execute(db);
		const [first] = tenants;
		if (!first) return;
		for (const one of year) await happen(manager, await as((tenants.find(({ number }) => number === one.unit) ?? first).member), one);
	});
}

async function happen(manager: Actor, tenant: Actor, { unit, daysAgo, category, title, words, urgent = false, photo, answers = [] }: Told) {
	const { id: there } = await db
		.selectFrom('units')
		.select('id')
		.where('hub', '=', manager.hub)
		.where('number', '=', unit)
		.executeTakeFirstOrThrow();
	const files = photo ? await inspected([new File([await drawn(photo)], `${unit}.png`)]) : [];
	const organisation = tenant.organisations[0]?.id;
	const input = ReportFault.parse({ unit: there, category, title, words, isUrgent: urgent, organisation });
	const { id: fault } = await reportFault(tenant, input, files);
	let version = 1;
	for (const { by, words: said, state, inDays } of answers) {
		const plannedOn = inDays && dayAfter(new Date().toISOString().slice(0, 10), inDays);
		({ version } = await answerFault(by ? tenant : manager, AnswerFault.parse({ fault, version, words: said, state, plannedOn })));
	}
	await datedBack(manager.hub, fault, [daysAgo, ...answers.map(({ after }) => daysAgo - after)]);
}

/** What was told in one breath happened on its days, and was heard of then. */
async function datedBack(hub: string, fault: string, daysAgo: number[]) {
	const [reported = 0] = daysAgo;
	const last = daysAgo.at(-1) ?? reported;
	const when = (days: number) => sql<Date>`now() - make_interval(days => ${days}, hours => 2)`;
	await db
		.updateTable('faults')
		.set({ reportedAt: when(reported), movedAt: when(last) })
		.where('hub', '=', hub)
		.where('id', '=', fault)
		.execute();
	await sql`with told as (select id, row_number() over (order by written_at, id) as nth from fault_answers where hub = ${hub} and fault = ${fault})
		update fault_answers a set written_at = now() - make_interval(days => (${daysAgo}::int[])[told.nth], hours => 2)
		from told where a.hub = ${hub} and a.id = told.id`.execute(db);
	await db
		.updateTable('notifications')
		.set({ createdAt: when(last), ...(last > 2 && { readAt: when(last) }) })
		.where('hub', '=', hub)
		.where('record', '=', fault)
		.execute();
}

/** A plain picture: a door, a dock, and where it fails. */
const drawn = (colour: string) =>
	sharp(
		Buffer.from(
			`<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#ded5c4"/>
			<rect y="380" width="640" height="100" fill="#8d8375"/><rect x="200" y="90" width="220" height="300" fill="${colour}" stroke="#211b18" stroke-width="6"/>
			<rect x="386" y="240" width="18" height="40" fill="#211b18"/><path d="M420 110l70 40" stroke="#211b18" stroke-width="8"/>
			<circle cx="452" cy="130" r="52" fill="none" stroke="#ffc72c" stroke-width="10"/></svg>`
		)
	)
		.png()
		.toBuffer();
