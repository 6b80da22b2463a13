import { system, visitor, type Actor } from '#platform/actor.ts';
import { db, inHub } from '#platform/db.server.ts';
import type { LeaseKind } from '../choices.ts';
import { clockOf, dayAfter, today } from '../days.ts';
import { demoTerms } from '../rent/demo-terms.ts';
import { AmendLease, amendLease } from './amendments.ts';
import { RenewLease, renewLease } from './ending.ts';
import { fillInventories } from './inventory-village.ts';
import { monthsAfter } from './law.ts';
import { DraftLease, draftLease, SignLease, signLease } from './leases.ts';
import { paperToken } from './papers.ts';
import { SendLease, sendLease, SignAsLandlord, signAsLandlord, SignByLink, signByLink, withdrawLease } from './signing.ts';

/** A name written by hand, as strokes on a field of 600 by 200. */
const byHand =
	'60,120 80,70 104,52 118,74 98,122 84,150 70,158;110,112 130,96 146,110 138,132 124,128 132,104 160,100;170,128 184,98 196,126 210,98 224,128;238,112 256,98 268,116 254,134 240,124 262,108;284,130 296,60 304,52 300,92 292,132;310,128 326,100 340,106 336,130 352,132 374,100 392,128 430,110 520,96';

const claire = 'Claire Weber (démo)';
const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** Leases of each kind in each state, on invented firms, with their documents and signatures. Takes a hub whose place is drawn. */
export async function fillLeases(hub: string) {
	await inHub(hub, async () => {
		const actor = system(hub);
		const now = today(await clockOf(hub));
		const rows = await db.selectFrom('units').select(['id', 'number']).where('hub', '=', hub).where('existsUntil', 'is', null).execute();
		const of = (number: string) => rows.find((one) => one.number === number)?.id as string;
		const firms = await db
			.selectFrom('organisations')
			.select(['id', 'slug'])
			.where('hub', '=', hub)
			.where('isReal', '=', false)
			.where('archivedAt', 'is', null)
			.orderBy('name', 'desc')
			.execute();
		const mine = firms.find(({ slug }) => slug === 'fonderie-thurgiesse')?.id ?? (firms[0]?.id as string);
		const others = firms.filter(({ id }) => id !== mine);
		let count = 0;
		const drafted = async (kind: LeaseKind, unit: string, startsOn: string, endsOn: string | null, more: object = {}) => {
			const nth = ++count;
			const input = DraftLease.parse({
				number: `B-${startsOn.slice(0, 4)}-D${nth}`,
				kind,
				tenant: others[nth % others.length]?.id,
				units: [of(unit)],
				startsOn,
				endsOn,
				terms: demoTerms(kind, startsOn, unit),
				rentCents: 12_500,
				depositCents: 240_000,
				noticeMonths: kind === 'commercial' ? 6 : 3,
				useClause: 'Bureau d’études, prototypes et essais numériques',
				event: kind === 'precarious' ? 'Démolition du mur pignon, lot 7 des travaux' : '',
				landlord: 'Association d’animation du site (démo)',
				landlordSignatory: claire,
				signatory: ['Samuel Koenig', 'Nadia Brunner', 'Lucas Heitz', 'Anne Rapp'][nth % 4],
				signatoryTitle: 'gérance',
				signatoryEmail: `bail-${nth}@locataire.example`,
				...more
			});
			return draftLease(actor, input);
		};
		const sent = async (made: { id: string }, days = 14) => {
			await sendLease(actor, SendLease.parse({ lease: made.id, version: 1, days }));
			return made;
		};
		const byTenant = async ({ id }: { id: string }, signer: string, drawing = byHand) => {
			const paper = await db
				.selectFrom('leasePapers')
				.select('id')
				.where('hub', '=', hub)
				.where('lease', '=', id)
				.where('kind', 'in', ['offer', 'amendment'])
				.orderBy('createdAt', 'desc')
				.executeTakeFirstOrThrow();
			const input = SignByLink.parse({ token: paperToken(hub, paper.id), signer, drawing, agrees: true });
			await signByLink(visitor(hub, 'fr'), input, { address: '192.0.2.17', browser });
		};
		const byLandlord = ({ id: lease }: { id: string }, amendment?: string) =>
			signAsLandlord(actor, SignAsLandlord.parse({ lease, amendment, signer: claire, agrees: true }), { address: '192.0.2.4', browser });
		const nine = (day: string) => dayAfter(monthsAfter(day, 108), -1);

		// Of the firm that the demo signs in as: signed online, with an amendment.
		const running = dayAfter(now, -400);
		const own = await sent(
			await drafted('commercial', '1-06', running, nine(running), {
				tenant: mine,
				number: 'B-FT-01',
				signatory: 'Martine Burgunder (démo)',
				signatoryTitle: 'présidente',
				insurer: 'Mutuelle du Florival (démo)',
				insuranceEndsOn: dayAfter(now, 200),
				depositReceivedOn: running,
				guarantees: [
					{ kind: 'bank', guarantor: 'Banque de la Thur (démo)', amountCents: 600_000, endsOn: dayAfter(now, 800) },
					{ kind: 'firm', guarantor: 'Holding Thurgiesse (démo)', amountCents: null, endsOn: null }
				]
			})
		);
		await byTenant(own, 'Martine Burgunder (démo)');
		await byLandlord(own);
		const amended = await amendLease(
			actor,
			AmendLease.parse({ lease: own.id, version: 3, words: 'Le preneur dispose en plus de deux places au local à vélos, sans supplément.' })
		);
		await byTenant(own, 'Martine Burgunder (démo)');
		await byLandlord(own, amended.id);

		// To prepare, to sign, half signed, expired, taken back; and a renewal that waits.
		// What alarms tell of: each of the leases that run lacks, or comes to, something.
		await warned(
			actor,
			others.map(({ id }) => id),
			[of('S-N5'), of('2-12'), of('2-06'), of('S-A1')],
			now
		);

		const soon = dayAfter(now, 40);
		await drafted('commercial', 'S-S9a', soon, nine(soon), { locale: 'de' });
		await sent(await drafted('derogatory', 'S-S9b', soon, dayAfter(monthsAfter(soon, 23), -1)));
		await byTenant(await sent(await drafted('precarious', '2-11', dayAfter(now, 10), dayAfter(now, 250))), 'Lucas Heitz', '');
		const late = await sent(await drafted('service', '0-09', dayAfter(now, 20), null));
		await db.updateTable('leases').set({ state: 'expired', expiresAt: null }).where('hub', '=', hub).where('id', '=', late.id).execute();
		await db.updateTable('claims').set({ releasedAt: new Date() }).where('hub', '=', hub).where('lease', '=', late.id).execute();
		const dropped = await sent(await drafted('derogatory', '0-10', dayAfter(now, 60), dayAfter(now, 600)));
		await withdrawLease(actor, { lease: dropped.id, version: 2, because: 'L’entreprise a trouvé plus grand' });
		const before = await db
			.selectFrom('leases')
			.select('id')
			.where('hub', '=', hub)
			.where('kind', '=', 'derogatory')
			.where('state', '=', 'signed')
			.where('endsOn', '>', now)
			.orderBy('endsOn', 'desc')
			.executeTakeFirst();
		await fillInventories(hub, own.id, now);
		if (before) await renewLease(actor, RenewLease.parse({ lease: before.id, number: 'B-R1' }));
	});
}

/** Leases that lack something, or come to a date. */
async function warned(actor: Actor, firms: string[], units: string[], now: string) {
	const threeYearsBefore = (day: string) => dayAfter(monthsAfter(day, -36));
	const starts = [threeYearsBefore(dayAfter(now, 240)), threeYearsBefore(dayAfter(now, -20)), threeYearsBefore(dayAfter(now, 110))];
	const guarantee = (days: number) => [
		{ kind: 'bank', guarantor: 'Banque de la Thur (démo)', amountCents: 400_000, endsOn: dayAfter(now, days) }
	];
	const lacks = [
		{ insurer: 'Mutuelle du Florival (démo)', insuranceEndsOn: dayAfter(now, -12), depositReceivedOn: null },
		{ insurer: 'Mutuelle du Florival (démo)', insuranceEndsOn: dayAfter(now, 18), guarantees: guarantee(-8) },
		{ guarantees: guarantee(50) }
	];
	for (const [nth, startsOn] of starts.entries())
		await signLease(
			actor,
			SignLease.parse({
				number: `B-${startsOn.slice(0, 4)}-V${nth + 1}`,
				kind: 'commercial',
				tenant: firms[(nth * 7 + 3) % firms.length],
				units: [units[nth]],
				startsOn,
				endsOn: dayAfter(monthsAfter(startsOn, 108), -1),
				terms: demoTerms('commercial', startsOn),
				rentCents: 11_000,
				depositCents: 180_000,
				depositReceivedOn: startsOn,
				...lacks[nth]
			})
		);
	const startsOn = dayAfter(now, -100);
	await signLease(
		actor,
		SignLease.parse({
			number: `B-${startsOn.slice(0, 4)}-V4`,
			kind: 'precarious',
			tenant: firms[1],
			units: [units[3]],
			startsOn,
			endsOn: dayAfter(now, 120),
			terms: demoTerms('precarious', startsOn),
			event: 'Ouverture du chantier des ateliers',
			rentCents: 6_000
		})
	);
}
