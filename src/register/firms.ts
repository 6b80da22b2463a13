import { z } from 'zod';
import { communeMeant } from '#ecosystem/addresses.ts';
import { firmsWithSiren } from '#ecosystem/numbered.ts';
import { amendOrganisation, findOrganisation, OneOrganisation, type OrganisationRow } from '#ecosystem/organisations.ts';
import { has, type Actor } from '#platform/actor.ts';
import { authorize, conflict } from '#platform/refusal.ts';
import { differencesOf, registerFields, type Difference, type Known } from './differences.ts';
import { entryOf, keptEntries, type Entry } from './entries.ts';

export const FirmInRegister = OneOrganisation.extend({
	/** Asks the register; left out, what was kept is told. Within the hour it is not asked again. */
	fresh: z.boolean().default(false)
});

/** How the record of an organisation stands beside the register, for its owners and staff. */
export async function firmInRegister(actor: Actor, { organisation, fresh }: z.output<typeof FirmInRegister>) {
	const firm = await findOrganisation(actor, { organisation });
	authorize(firm.mayEdit);
	const { siren, version } = firm;
	if (!siren) {
		if (fresh) throw conflict('register_no_siren');
		return { siren, version, entry: null, differences: [] };
	}
	const entry: Entry | null = fresh ? await entryOf(actor.hub, siren, { fresh: true }) : await kept(actor, siren);
	return { siren, version, entry, differences: entry?.company ? differencesOf(knownOf(firm), entry.company) : [] };
}

async function kept(actor: Actor, siren: string): Promise<Entry | null> {
	const entry = (await keptEntries(actor.hub, [siren])).get(siren);
	return entry ? { ...entry, isStale: !entry.holds } : null;
}

type Firm = Awaited<ReturnType<typeof findOrganisation>>;
const knownOf = (firm: Firm): Known => ({ ...firm, street: firm.street ?? '', postcode: firm.postcode ?? '' });

export const AcceptFromRegister = OneOrganisation.extend({
	version: z.number().int().min(1),
	fields: z.array(z.enum(registerFields)).min(1).max(registerFields.length)
});

/** Takes over from the register what was chosen, as it was kept. */
export async function acceptFromRegister(actor: Actor, { organisation, version, fields }: z.output<typeof AcceptFromRegister>) {
	const { differences } = await firmInRegister(actor, { organisation, fresh: false });
	const taken = differences.filter(({ field }) => fields.includes(field));
	if (!taken.length) throw conflict('register_nothing_to_take');
	const columns = Object.assign({}, ...taken.map((one) => one.columns)) as Difference['columns'];
	return amendOrganisation(actor, { organisation, version }, 'organisation.amended_from_register', ({ country }) => {
		const { commune, communeName, postcode = '' } = columns;
		const place = communeName === undefined ? {} : communeMeant(commune ?? communeName, { country, postcode });
		return { ...columns, ...place } as Partial<OrganisationRow>;
	});
}

export const shows = ['ceased', 'differing', 'missing', 'absent'] as const;
export type Show = (typeof shows)[number];
export const ListFirms = z.object({ show: z.enum(shows).optional() });

export interface FirmBeside {
	id: string;
	slug: string;
	name: string;
	siren: string;
	show: Show;
	ceasedOn: string | null;
	askedAt: Date;
	fields: Difference['field'][];
}

const mostShown = 300;

/** Organisations of the hub that the register knows otherwise: ceased, different, with gaps that it fills, or not there. */
export async function firmsBeside(actor: Actor, { show }: z.output<typeof ListFirms>) {
	authorize(has(actor, 'animator'));
	const firms = await firmsWithSiren(actor);
	const entries = await keptEntries(
		actor.hub,
		firms.map(({ siren }) => siren)
	);
	const all = firms.flatMap((firm): FirmBeside[] => {
		const entry = entries.get(firm.siren);
		if (!entry) return [];
		const differences = entry.company ? differencesOf(firm, entry.company) : [];
		const sort = sortOf(entry, differences);
		if (!sort) return [];
		const { id, slug, name, siren } = firm;
		const { ceasedOn, askedAt } = entry;
		const fields = differences.filter(({ isMissing }) => sort !== 'differing' || !isMissing).map(({ field }) => field);
		return [{ id, slug, name, siren, show: sort, ceasedOn, askedAt, fields }];
	});
	const counts = Object.fromEntries(shows.map((one) => [one, all.filter((firm) => firm.show === one).length])) as Record<Show, number>;
	const listed = all
		.filter((firm) => !show || firm.show === show)
		.sort((one, other) => shows.indexOf(one.show) - shows.indexOf(other.show));
	return { firms: firms.length, asked: entries.size, counts, items: listed.slice(0, mostShown) };
}

function sortOf({ state }: Entry, differences: readonly Difference[]): Show | null {
	if (state !== 'active') return state;
	if (differences.some(({ isMissing }) => !isMissing)) return 'differing';
	return differences.length ? 'missing' : null;
}
