import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { foundBy } from '#ecosystem/found-by.ts';
import { tellApart } from '#ecosystem/merging/duplicates.ts';
import type { Organisation } from '#ecosystem/merging/fields.ts';
import { MergeOrganisations, mergeOrganisations } from '#ecosystem/merging/merges.ts';
import { findPairs } from '#ecosystem/merging/pairs.ts';
import { system } from '#platform/actor.ts';
import { db, inHub } from '#platform/db.server.ts';
import { insertMany } from '#platform/many.ts';

interface Twin {
	/** The firm of the demo that was written down a second time. */
	of: string;
	slug: string;
	name: string;
	days: number;
	email?: string;
	phone?: string;
	headcount?: number;
	/** Somebody whom the list of a fair named with it. */
	contact?: { name: string; title: string; email: string };
}

/** As an import and a hurried phone call left them. */
const twins: Twin[] = [
	{
		of: 'hardtcable',
		slug: 'hardt-cable-faisceaux-sarl',
		name: 'Hardt Câble Faisceaux SARL',
		days: 9,
		email: 'accueil@hardtcable.example',
		contact: { name: 'Yves Schmerber', title: 'Responsable achats', email: 'yves.schmerber@hardtcable.example' }
	},
	{ of: 'moulin-illhofen', slug: 'moulin-d-illhofen', name: 'Moulin d’Illhofen', days: 16, phone: '03 89 00 01 47' },
	{
		of: 'papilor',
		slug: 'papilor-etiquettes-sas',
		name: 'Papilor Étiquettes SAS',
		days: 23,
		email: 'bonjour@papilor.example',
		headcount: 38,
		contact: { name: 'Agathe Willig', title: 'Marketing', email: 'agathe.willig@papilor.example' }
	}
];

/** Firms that stand twice in the directory: two pairs wait at the desk, one is merged and can be undone. */
export const duplicateDemo = (hub: string, animator: string) =>
	inHub(hub, async () => {
		const made = new Map<string, { of: string; id: string }>();
		for (const twin of twins) {
			const of = await db.selectFrom('organisations').selectAll().where('hub', '=', hub).where('slug', '=', twin.of).executeTakeFirst();
			if (of) made.set(twin.of, { of: of.id, id: await writeDown(of, twin, animator) });
		}
		await findPairs(hub);
		const actor = { ...system(hub), member: animator };
		const merged = made.get('papilor');
		if (!merged) return;
		const { version: keptVersion } = await db
			.selectFrom('organisations')
			.select('version')
			.where('hub', '=', hub)
			.where('id', '=', merged.of)
			.executeTakeFirstOrThrow();
		await mergeOrganisations(actor, MergeOrganisations.parse({ kept: merged.of, gone: merged.id, keptVersion, goneVersion: 1 }));
		const apart = await db
			.selectFrom('duplicatePairs')
			.select(['one', 'other'])
			.where('hub', '=', hub)
			.where('points', '<', 60)
			.orderBy('points')
			.executeTakeFirst();
		if (apart) await tellApart(actor, { ...apart, because: 'Deux maisons qui partagent une adresse' });
	});

async function writeDown(of: Organisation, { slug, name, days, email, phone, headcount, contact }: Twin, animator: string) {
	const { hub, kind, country, postcode, commune, communeName, lat, lon, website } = of;
	const id = randomUUID() as string;
	const createdAt = new Date(Date.now() - days * 86_400_000);
	const words = { kind, name, legalName: '', communeName, description: {}, technologies: [], sectors: [] };
	await db
		.insertInto('organisations')
		.values({
			...{ hub, id, slug, kind, name, country, postcode, commune, communeName, lat, lon, website },
			...{ email: email ?? null, phone: phone ?? null, headcount: headcount ?? null },
			...{ isDemo: true, createdAt, updatedAt: createdAt, createdBy: animator },
			...foundBy(words)
		})
		.execute();
	await sql`insert into journal (hub, at, member, door, what, kind, record) values (${hub}, ${createdAt}, ${animator}, 'page', 'organisation.added',
		'organisation', ${id})`.execute(db);
	if (contact)
		await db.transaction().execute((tx) =>
			insertMany(tx, 'contacts', [
				{
					...{ hub, ...contact, organisation: id, source: 'Salon de l’industrie', legalBasis: 'interest', locale: 'fr' },
					...{ recordedAt: createdAt, updatedAt: createdAt }
				}
			])
		);
	return id;
}
