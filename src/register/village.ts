import { system } from '#platform/actor.ts';
import { db, inHub } from '#platform/db.server.ts';
import type { JsonObject } from '#platform/schema.ts';
import { firmsWithSiren } from '#ecosystem/numbered.ts';
import type { Company } from './company.ts';

const bands = { micro: '03', small: '12', medium: '21', mid_cap: '32', large: '53' } as const;
const dayAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

interface Told {
	daysAgo: number;
	company?: Partial<Company>;
	ceasedDaysAgo?: number;
}

/** What the register would say of firms that nobody registered: one agrees, one moved and grew, one changed its name, one ceased. */
const told: Record<string, Told> = {
	'menuiseries-habsal': { daysAgo: 4 },
	'chaudronnerie-tannelb': {
		daysAgo: 4,
		company: { street: '14 RUE DU PORT DU RHIN', postcode: '68490', band: '32', bandYear: 2024 }
	},
	lauchenal: { daysAgo: 9, company: { legalName: 'LAUCHENAL VERRE TECHNIQUE', otherNames: ['LVT'] } },
	'extrusion-thurwald': { daysAgo: 2, ceasedDaysAgo: 41 }
};

/** Entries of the register in a demo hub; nothing is asked for them. */
export const fillRegister = (hub: string) =>
	inHub(hub, async () => {
		for (const firm of await firmsWithSiren(system(hub))) {
			const entry = told[firm.slug];
			if (!entry) continue;
			const { daysAgo, ceasedDaysAgo, company = {} } = entry;
			const known: Company = {
				legalName: firm.legalName.toUpperCase(),
				otherNames: [],
				legalForm: '5710',
				siret: firm.siret,
				activityCode: firm.activityCode,
				activityNomenclature: firm.activityNomenclature,
				activityCode2025: null,
				band: firm.sizeClass && bands[firm.sizeClass],
				bandYear: 2024,
				founded: firm.founded,
				street: firm.street.toUpperCase(),
				postcode: firm.postcode,
				commune: firm.commune,
				communeName: firm.communeName.toUpperCase(),
				isPerson: false,
				isRestricted: false,
				...company
			};
			await db
				.insertInto('registerEntries')
				.values({
					hub,
					siren: firm.siren,
					state: ceasedDaysAgo === undefined ? 'active' : 'ceased',
					ceasedOn: ceasedDaysAgo === undefined ? null : dayAgo(ceasedDaysAgo).toISOString().slice(0, 10),
					company: JSON.stringify(known) as unknown as JsonObject,
					askedAt: dayAgo(daysAgo),
					expiresAt: dayAgo(daysAgo - 30)
				})
				.execute();
		}
	});
