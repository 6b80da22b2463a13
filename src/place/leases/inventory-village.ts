import sharp from 'sharp';
import { acceptUpload } from '#platform/files/inspect.ts';
import { system, visitor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { dayAfter } from '../days.ts';
import type { Condition, InventoryKind } from './fixtures.ts';
import { findInventory, SendInventory, sendInventory, startInventory, writeInventory, writeInventoryLines } from './inventories.ts';
import { paperToken } from './papers.ts';
import { SignAsLandlord, signAsLandlord, SignByLink, signByLink } from './signing.ts';

const from = { address: '192.0.2.23', browser: 'Mozilla/5.0 (Android 16; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0' };
const landlord = 'Claire Weber (démo)';

interface Told {
	state?: Condition;
	words?: string;
	count?: number;
	/** What a picture of it shows. */
	picture?: string;
}

/** Inventories of the demo: one of an entry signed by both, one that is being written, and one of an exit held against its entry. */
export async function fillInventories(hub: string, own: string, now: string) {
	const actor = system(hub);
	const fill = async (lease: string, kind: InventoryKind, heldOn: string, told: Record<string, Told>, isWhole = true) => {
		const { id: inventory } = await startInventory(actor, { lease, kind, heldOn });
		const { lines } = await findInventory(actor, { inventory });
		const photos = new Map<string, Awaited<ReturnType<typeof picture>>[]>();
		const said = lines.flatMap(({ id: line, version, kind: what, element, was }, nth) => {
			const { state = was?.state ?? 'good', words = '', count } = told[element] ?? {};
			if (!isWhole && !told[element] && nth > 3) return [];
			return {
				line,
				version,
				words,
				state: what === 'element' ? state : null,
				reading: what === 'meter' ? (was?.reading ?? 0) + 1280 + nth * 37.5 : null,
				count: what === 'keys' ? (count ?? was?.count ?? 3) : null
			};
		});
		for (const line of lines) {
			const shows = told[line.element]?.picture;
			if (shows) photos.set(line.id, [await picture(shows)]);
		}
		await writeInventoryLines(actor, { inventory, lines: said }, photos);
		return inventory;
	};
	const send = (inventory: string, version = 1) =>
		sendInventory(
			actor,
			SendInventory.parse({ inventory, version, signatory: 'Nadia Brunner (démo)', signatoryEmail: 'etat-des-lieux@locataire.example' })
		);
	const sign = async (lease: string, inventory: string, signer: string) => {
		const { papers } = await findInventory(actor, { inventory });
		const token = paperToken(hub, papers[0]?.id as string);
		await signByLink(visitor(hub, 'fr'), SignByLink.parse({ token, signer, agrees: true }), from);
		await signAsLandlord(actor, SignAsLandlord.parse({ lease, inventory, signer: landlord, agrees: true }), from);
	};

	const entry = await fill(own, 'entry', dayAfter(now, -400), {
		Sol: { state: 'new', words: 'Dalle neuve, béton ciré' },
		'Portes et serrures': { state: 'good', words: 'Cylindre changé avant l’entrée' },
		Fenêtres: { state: 'worn', words: 'Éclat sur le châssis côté cour', picture: 'Châssis côté cour' }
	});
	await send(entry);
	await sign(own, entry, 'Martine Burgunder (démo)');

	const others = await db
		.selectFrom('leases')
		.innerJoin('leaseUnits', (join) => join.onRef('leaseUnits.hub', '=', 'leases.hub').onRef('leaseUnits.lease', '=', 'leases.id'))
		.innerJoin('units', (join) => join.onRef('units.hub', '=', 'leaseUnits.hub').onRef('units.id', '=', 'leaseUnits.unit'))
		.select(['leases.id', 'leases.startsOn', 'leases.endsOn', 'units.number'])
		.where('leases.hub', '=', hub)
		.where('leases.state', '=', 'signed')
		.where('units.number', 'in', ['2-10', 'S-S8'])
		.execute();
	const going = others.find(({ number }) => number === '2-10');
	if (going) {
		const came = await fill(going.id, 'entry', going.startsOn, { Sol: { state: 'good' }, Badges: { count: 4 } });
		await send(came);
		await sign(going.id, came, 'Nadia Brunner (démo)');
		const went = await fill(going.id, 'exit', going.endsOn as string, {
			Sol: { state: 'worn', words: 'Traces de roulage devant la porte', picture: 'Traces au sol' },
			'Murs et cloisons': { state: 'bad', words: 'Dix trous de fixation non rebouchés', picture: 'Trous de fixation' },
			'Prises réseau': { state: 'missing', words: 'Une prise déposée' },
			Badges: { count: 3, words: 'Un badge perdu, désactivé' }
		});
		await writeInventory(actor, {
			inventory: went,
			version: 1,
			heldOn: going.endsOn as string,
			remarks: 'Le preneur rebouche les trous avant la remise des clés. Le badge perdu lui est compté.'
		});
		await send(went, 2);
	}
	const coming = others.find(({ number }) => number === 'S-S8');
	if (coming)
		await fill(
			coming.id,
			'entry',
			coming.startsOn,
			{ 'Chauffage et ventilation': { state: 'worn', words: 'Un radiateur fuit au robinet', picture: 'Robinet du radiateur' } },
			false
		);
}

/** A drawn stand-in for a photo, with what it shows written on it. */
async function picture(shows: string) {
	const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#d9d2c5"/><path d="M0 340h640v140H0z" fill="#a89f90"/><path d="M180 120l30 70-20 50 45 60" fill="none" stroke="#4a4038" stroke-width="6"/><circle cx="420" cy="180" r="10" fill="#4a4038"/><circle cx="470" cy="220" r="8" fill="#4a4038"/><text x="24" y="450" font-family="sans-serif" font-size="30" fill="#2b2520">${shows}</text></svg>`;
	const upload = await acceptUpload('photo.jpg', await sharp(Buffer.from(drawn)).jpeg().toBuffer());
	if (!upload.ok) throw new Error(`a drawn picture is refused: ${upload.code}`);
	return upload;
}
