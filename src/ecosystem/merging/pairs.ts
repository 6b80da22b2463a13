import { sql } from 'kysely';
import { breather } from '#platform/breather.ts';
import { db, inHub, transaction, type Tx } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import { likelySame } from '#platform/text/similar.ts';
import { NearNames } from '#platform/text/near-names.ts';
import { onChanged } from '../changed.ts';
import { numbersOf } from './identities.ts';

/** Why two records look the same, or do not. */
export const reasonCodes = ['number', 'name', 'name_near', 'website', 'mail', 'numbers_differ'] as const;
export interface PairReason {
	code: (typeof reasonCodes)[number];
	/** The number, the commune or the domain that they share. */
	value: string;
	points: number;
}

export interface Pair {
	one: string;
	other: string;
	points: number;
	reasons: PairReason[];
}

/** From here on a pair is listed; from `strong` on it waits at the desk. */
export const worthTelling = 30;
export const strong = 60;

const points = { number: 100, name: 60, nearest: 55, near: 40, website: 35, mail: 25, numbersDiffer: -50 };

/** So many records of one domain are departments of one house, or customers of one provider. */
const mostOfOneDomain = 6;

/** Where anybody has an address or a page: sharing one of these says nothing. */
const open = new Set(
	`gmail.com googlemail.com outlook.com outlook.fr hotmail.com hotmail.fr live.fr live.com msn.com yahoo.com yahoo.fr yahoo.de icloud.com me.com
	gmx.de gmx.net gmx.fr gmx.ch web.de t-online.de freenet.de orange.fr wanadoo.fr free.fr sfr.fr neuf.fr laposte.net bbox.fr numericable.fr
	aol.com proton.me protonmail.com bluewin.ch facebook.com linkedin.com instagram.com x.com twitter.com youtube.com wixsite.com wordpress.com
	sites.google.com jimdosite.com pagesjaunes.fr societe.com github.io`.split(/\s+/)
);

interface Firm {
	id: string;
	name: string;
	legalName: string;
	nameKey: string;
	country: string;
	siren: string | null;
	siret: string | null;
	vat: string | null;
	foreignId: string | null;
	place: string;
	communeName: string;
	webDomain: string | null;
	mailDomain: string | null;
}

const firms = (from: Tx | typeof db, hub: string) =>
	from
		.selectFrom('organisations')
		.select([
			'id',
			'name',
			'legalName',
			'nameKey',
			'country',
			'siren',
			'siret',
			'vat',
			'foreignId',
			'communeName',
			'webDomain',
			'mailDomain'
		])
		.select(sql<string>`coalesce(commune, lower(commune_name))`.as('place'))
		.where('hub', '=', hub)
		.where('archivedAt', 'is', null);

const telling = (domain: string | null) => (domain && !open.has(domain) ? [domain] : []);

/** All pairs that one of `mine` makes with another of `all`, among which they are. */
async function pairsAmong(all: readonly Firm[], mine: readonly Firm[]): Promise<Pair[]> {
	const breathe = breather();
	const byNumber = new Map<string, Firm[]>();
	const byDomain = new Map<string, Firm[]>();
	const byPlace = new Map<string, NearNames<Firm>>();
	const put = (map: Map<string, Firm[]>, key: string, firm: Firm) => {
		const there = map.get(key);
		if (there) there.push(firm);
		else map.set(key, [firm]);
	};
	const near = ({ place }: Firm) => {
		const there = byPlace.get(place) ?? new NearNames<Firm>();
		byPlace.set(place, there);
		return there;
	};
	const asked = new Set(mine.map(({ id }) => id));
	for (const firm of all) {
		for (const number of numbersOf(firm)) put(byNumber, number, firm);
		for (const domain of new Set([...telling(firm.webDomain), ...telling(firm.mailDomain)])) put(byDomain, domain, firm);
		if (!asked.has(firm.id)) near(firm).add([firm.name, firm.legalName], firm);
		await breathe();
	}
	const pairs = new Map<string, { firms: [Firm, Firm]; reasons: PairReason[] }>();
	const tell = (a: Firm, b: Firm, reason: PairReason) => {
		if (a.id === b.id) return;
		const firms: [Firm, Firm] = a.id < b.id ? [a, b] : [b, a];
		const key = `${firms[0].id} ${firms[1].id}`;
		const pair = pairs.get(key) ?? { firms, reasons: [] };
		if (!pair.reasons.some(({ code }) => code === reason.code)) pair.reasons.push(reason);
		pairs.set(key, pair);
	};
	for (const firm of mine) {
		for (const number of numbersOf(firm))
			for (const other of byNumber.get(number) ?? []) tell(firm, other, { code: 'number', value: number, points: points.number });
		// Each name is compared with those before it, and so with each other one once.
		for (const { of, closeness } of near(firm).nearest([firm.name, firm.legalName]).slice(0, 8))
			tell(firm, of, nameReason(firm, of, closeness));
		near(firm).add([firm.name, firm.legalName], firm);
		for (const domain of new Set([...telling(firm.webDomain), ...telling(firm.mailDomain)])) {
			const sharing = byDomain.get(domain) ?? [];
			if (sharing.length > mostOfOneDomain) continue;
			for (const other of sharing)
				tell(
					firm,
					other,
					firm.webDomain === other.webDomain
						? { code: 'website', value: domain, points: points.website }
						: { code: 'mail', value: domain, points: points.mail }
				);
		}
		await breathe();
	}
	return [...pairs.values()].flatMap(({ firms: [one, other], reasons }) => {
		const counted = apart(one, other)
			? [...reasons, { code: 'numbers_differ' as const, value: '', points: points.numbersDiffer }]
			: reasons;
		const sum = Math.min(
			100,
			counted.reduce((total, reason) => total + reason.points, 0)
		);
		return sum < worthTelling ? [] : [{ one: one.id, other: other.id, points: sum, reasons: counted }];
	});
}

const nameReason = (one: Firm, other: Firm, closeness: number): PairReason =>
	one.nameKey === other.nameKey
		? { code: 'name', value: one.communeName, points: points.name }
		: {
				code: 'name_near',
				value: one.communeName,
				points: Math.round(points.near + ((points.nearest - points.near) * (closeness - likelySame)) / (1 - likelySame))
			};

/** Two that the same register numbers differently are two firms, however alike their names. */
function apart(one: Firm, other: Firm) {
	const [mine, theirs] = [numbersOf(one), numbersOf(other)];
	if (mine.some((number) => theirs.includes(number))) return false;
	return one.siren !== null && other.siren !== null;
}

/** Looks for the pairs of these organisations anew, in the transaction that changed them. */
async function findPairsOf(tx: Tx, hub: string, ids: readonly string[]) {
	const mine = await firms(tx, hub)
		.where('id', '=', sql<string>`any(${ids}::uuid[])`)
		.execute();
	const domains = mine.flatMap(({ webDomain, mailDomain }) => [...telling(webDomain), ...telling(mailDomain)]);
	const numbers = mine.flatMap(numbersOf).map((number) => number.slice(3));
	const near = mine.length
		? await firms(tx, hub)
				.where((eb) =>
					eb.or([
						eb('id', '=', sql<string>`any(${ids}::uuid[])`),
						eb(sql`coalesce(commune, lower(commune_name))`, '=', sql`any(${[...new Set(mine.map(({ place }) => place))]}::text[])`),
						eb('webDomain', '=', sql<string>`any(${domains}::text[])`),
						eb('mailDomain', '=', sql<string>`any(${domains}::text[])`),
						...(numbers.length
							? [
									eb('siren', '=', sql<string>`any(${numbers}::text[])`),
									eb(sql`left(siret, 9)`, '=', sql`any(${numbers}::text[])`),
									eb(sql`substr(vat, 3)`, '=', sql`any(${numbers}::text[])`),
									eb(sql`substr(vat, 5)`, '=', sql`any(${numbers}::text[])`),
									eb('foreignId', 'is not', null)
								]
							: [])
					])
				)
				.execute()
		: [];
	await keepPairs(tx, hub, await pairsAmong(near, mine), ids);
}

/** Of these organisations, or of all, only the pairs that were found stay. */
async function keepPairs(tx: Tx, hub: string, pairs: readonly Pair[], of: readonly string[] | null) {
	const found = JSON.stringify(pairs);
	const among = of ? sql`and (p.one = any(${of}::uuid[]) or p.other = any(${of}::uuid[]))` : sql``;
	await sql`delete from duplicate_pairs p where p.hub = ${hub} ${among} and not exists (
		select from json_to_recordset(${found}::json) as f (one uuid, other uuid) where f.one = p.one and f.other = p.other)`.execute(tx);
	await sql`insert into duplicate_pairs (hub, one, other, points, reasons)
		select ${hub}, f.one, f.other, f.points, f.reasons from json_to_recordset(${found}::json) as f (one uuid, other uuid, points integer, reasons jsonb)
		order by f.one, f.other
		on conflict (hub, one, other) do update set points = excluded.points, reasons = excluded.reasons
			where (duplicate_pairs.points, duplicate_pairs.reasons) is distinct from (excluded.points, excluded.reasons)`.execute(tx);
}

onChanged('organisation', (tx, hub, id) => findPairsOf(tx, hub, [id]), findPairsOf);

/** Looks through a whole hub: after its records were written past the operations, or when a new version looks otherwise. */
export async function findPairs(hub: string): Promise<number> {
	return inHub(hub, async () => {
		const all = await firms(db, hub).orderBy('id').execute();
		const pairs = await pairsAmong(all, all);
		await transaction((tx) => keepPairs(tx, hub, pairs, null));
		return pairs.length;
	});
}

/** At night, so that what two people entered at the same moment is found too. */
export const findDuplicates = job<{ hub?: string }>(
	'duplicates.find',
	async ({ hub }) => {
		const all = hub ? [{ id: hub }] : await db.selectFrom('hubs').select('id').execute();
		for (const { id } of all) await findPairs(id);
	},
	{ every: '10 2 * * *' }
);
