import { sql } from 'kysely';
import { AddOrganisation, columns, type OrganisationRow } from '#ecosystem/organisations.ts';
import { addOrganisations, changeOrganisations, type Change } from '#ecosystem/many-records.ts';
import { foundBy } from '#ecosystem/found-by.ts';
import { identityKeys } from '#ecosystem/merging/identities.ts';
import { identified } from '#ecosystem/numbers.ts';
import { db } from '#platform/db.server.ts';
import { changes } from '#platform/journal.ts';
import { folded } from '#platform/text/folded.ts';
import { NearNames } from '#platform/text/near-names.ts';
import {
	attempted,
	isEmpty,
	oncePerFile,
	parsed,
	planOf,
	refusedRow,
	same,
	type Importer,
	type Judged,
	type Likely,
	type Reason,
	type Row,
	type Said,
	type Task
} from './judging.ts';
import { addressIn, keepReferences, referencesOf } from './references.ts';

/** Columns that a field of the form writes. */
const writes: Record<string, readonly (keyof OrganisationRow)[]> = {
	siret: ['siret', 'siren'],
	vat: ['vat', 'siren'],
	activityCode: ['activityCode', 'activityNomenclature'],
	activityNomenclature: ['activityCode', 'activityNomenclature'],
	commune: ['commune', 'communeName', 'lat', 'lon']
};
const columnsOf = (field: string) => writes[field] ?? [field.split('.')[0] as keyof OrganisationRow];

type Stored = OrganisationRow & { id: string; version: number };

export async function organisationImporter(task: Task): Promise<Importer> {
	const { actor, choices, breathe } = task;
	const plan = planOf(task);
	const known = await loadKnown(actor.hub);
	const once = oncePerFile();

	async function judge(rows: readonly Row[]): Promise<Judged[]> {
		const looked = rows.map((row) => ({ row, said: plan.of(row.cells) })).map((one) => ({ ...one, ...whichOne(one.row, one.said) }));
		const stored = await loadStored(
			actor.hub,
			looked.flatMap(({ record }) => record ?? [])
		);
		const judged: Judged[] = [];
		for (const { row, said, record, keys, reasons } of looked) {
			judged.push(judgeOne(row, said, record ? (stored.get(record) ?? null) : null, keys, reasons));
			await breathe();
		}
		return judged;
	}

	/** The organisation that a row speaks of, if the hub has it. */
	function whichOne({ decision }: Row, { input }: Said): { record: string | null; keys: string[]; reasons: Reason[] } {
		const numbers = numbersIn(input);
		const reference = String(input.reference ?? '');
		const keys = [
			...(numbers.siren ? [identityKeys.siren(numbers.siren)] : []),
			...(numbers.vat ? [identityKeys.vat(numbers.vat)] : []),
			...(numbers.foreignId ? [identityKeys.foreign(numbers.country, numbers.foreignId)] : []),
			...(reference ? [`reference ${reference}`] : [])
		];
		if (decision && known.byId.has(decision)) return { record: decision, keys: [...keys, `record ${decision}`], reasons: [] };
		const page = addressIn(input.page, actor.hub, 'organisations');
		const numbered = new Set([...keys, ...(page ? [identityKeys.page(page)] : [])].flatMap((key) => known.byKey.get(key) ?? []));
		if (numbered.size > 1) return { record: null, keys, reasons: [{ column: null, code: 'import_points_to_two' }] };
		const [record = namesake(input, numbers.siren)] = numbered;
		return { record: record ?? null, keys: record ? [...keys, `record ${record}`] : keys, reasons: [] };
	}

	/** The one organisation of exactly this name in this commune, or of this name at all where the file names no commune. */
	function namesake(input: Record<string, unknown>, siren: string | null): string | undefined {
		const named = known.byName.get(folded(String(input.name ?? ''))) ?? [];
		const commune = String(input.commune ?? '');
		const there = commune ? named.filter(({ place }) => place === placeOf(commune, input)) : named;
		const [one] = there;
		if (!there.length && commune) return known.before.get(identityKeys.name(placeOf(commune, input), String(input.name ?? '')));
		return there.length === 1 && one && !(one.siren && siren && one.siren !== siren) ? one.id : undefined;
	}

	const places = new Map<string, string>();
	/** As the hub compares places: by the commune's code, or by the name where it has none. */
	function placeOf(commune: string, input: Record<string, unknown>): string {
		const key = `${String(input.country ?? 'FR')} ${String(input.postcode ?? '')} ${commune}`;
		const kept = places.get(key);
		if (kept !== undefined) return kept;
		const meant = attempted(
			() => columns(AddOrganisation.parse({ kind: 'lab', name: '-', country: input.country, postcode: input.postcode, commune })),
			plan
		);
		const place = 'data' in meant ? placeIn(meant.data) : commune.toLowerCase();
		places.set(key, place);
		return place;
	}

	function judgeOne(row: Row, said: Said, stored: Stored | null, keys: string[], reasons: Reason[]): Judged {
		const name = String(said.input.name ?? stored?.name ?? '');
		const before = once.earlier(keys);
		const wrong = [
			...said.reasons,
			...reasons,
			...(before ? [{ column: null, code: 'import_twice_in_file', params: { line: before } }] : [])
		];
		if (wrong.length) return refusedRow(row.line, name, wrong, stored?.id ?? null);
		const judged = stored ? again(row, said, stored) : anew(row, said);
		if (judged.verdict !== 'refused') once.keep(row.line, keys);
		return judged;
	}

	function anew(row: Row, { input }: Said): Judged {
		const name = String(input.name ?? '');
		const read = parsed(
			AddOrganisation,
			{
				...input,
				postcode: postcodeOf(input),
				phone: phoneOf(input),
				represents: false,
				confirmed: true
			},
			plan
		);
		if ('reasons' in read) return refusedRow(row.line, name, read.reasons);
		const made = attempted(() => columns(read.data), plan);
		if ('reasons' in made) return refusedRow(row.line, name, made.reasons);
		const near = known.near.get(placeIn(made.data)) ?? new NearNames<Likely>();
		const likely = near.near([made.data.name, made.data.legalName]);
		near.add([made.data.name, made.data.legalName], { record: null, line: row.line, name: made.data.name, where: made.data.communeName });
		known.near.set(placeIn(made.data), near);
		const isTaken = likely.length === 0 || (row.decision ?? choices.likelyRows) === 'new';
		return {
			line: row.line,
			verdict: likely.length ? 'likely' : 'new',
			name,
			record: null,
			reasons: [],
			changes: {},
			likely,
			act: isTaken ? { does: 'add', what: made.data, reference: referenceIn(input) } : null
		};
	}

	function again(row: Row, said: Said, stored: Stored): Judged {
		const { id, version, ...before } = stored;
		const { input, given } = said;
		const fields = [...given].filter((key) => key !== 'reference' && key !== 'page');
		const merged = {
			...{ kind: before.kind, name: before.name, country: before.country, postcode: before.postcode },
			...{ siren: before.siren ?? undefined, siret: before.siret ?? undefined, vat: before.vat ?? undefined },
			foreignId: before.foreignId ?? undefined,
			activityNomenclature: before.activityNomenclature ?? undefined,
			activityCode: given.has('activityNomenclature') ? (before.activityCode ?? undefined) : undefined,
			...Object.fromEntries(Object.entries(input).filter(([key]) => given.has(key))),
			...(given.has('postcode') && { postcode: postcodeOf({ country: before.country, ...input }) }),
			...(given.has('phone') && { phone: phoneOf({ country: before.country, ...input }) }),
			description: { ...before.description, ...(input.description as object | undefined) }
		};
		const read = parsed(AddOrganisation, { ...merged, represents: false, confirmed: true }, plan);
		if ('reasons' in read) return refusedRow(row.line, before.name, read.reasons, id);
		const made = attempted(() => columns(read.data), plan);
		if ('reasons' in made) return refusedRow(row.line, before.name, made.reasons, id);

		const touched = new Set(fields.flatMap(columnsOf).filter((column) => !same(before[column], made.data[column])));
		const differs = pick(made.data, touched);
		const taken = choices.changedRows === 'skip' ? {} : choices.changedRows === 'overwrite' ? differs : filling(before, differs);
		const after = { ...before, ...taken };
		const whole = { ...after, ...foundBy(after as Parameters<typeof foundBy>[0]) } as OrganisationRow;
		const reference = referenceIn(input);
		const isNewReference = reference !== null && !known.byKey.has(`reference ${reference}`);
		return {
			line: row.line,
			verdict: touched.size ? 'changed' : 'unchanged',
			name: before.name,
			record: id,
			reasons: [],
			changes: changes(before, differs),
			likely: [],
			act:
				Object.keys(taken).length || isNewReference
					? { does: 'change', what: { id, version, before, after: whole } satisfies Change<OrganisationRow>, reference }
					: null
		};
	}

	return {
		judge,
		async write(tx, judged) {
			const adding = judged.filter(({ act }) => act?.does === 'add');
			const ids = await addOrganisations(
				tx,
				actor,
				adding.map(({ act }) => act?.what as OrganisationRow)
			);
			const changing = judged.filter(({ act }) => act?.does === 'change');
			await changeOrganisations(
				tx,
				actor,
				changing
					.map(({ act }) => act?.what as Change<OrganisationRow>)
					.filter(({ before, after }) => Object.keys(changes(before, after)).length > 0)
			);
			const made = new Map(adding.map(({ line }, at) => [line, ids[at] as string]));
			await keepReferences(tx, actor.hub, 'organisations', judged, made);
			return made;
		}
	};
}

const pick = (row: OrganisationRow, keys: ReadonlySet<keyof OrganisationRow>) =>
	Object.fromEntries([...keys].map((key) => [key, row[key]])) as Partial<OrganisationRow>;

/** Of what differs, what fills a gap: a description may miss in one language only. */
function filling(before: OrganisationRow, differs: Partial<OrganisationRow>): Partial<OrganisationRow> {
	const fills = Object.fromEntries(
		Object.entries(differs).filter(([key]) => isEmpty(before[key as keyof OrganisationRow]))
	) as Partial<OrganisationRow>;
	const { description } = differs;
	if (!description || fills.description) return fills;
	const whole = { ...(description as object), ...(before.description as object) } as OrganisationRow['description'];
	return same(whole, before.description) ? fills : { ...fills, description: whole };
}

const referenceIn = (input: Record<string, unknown>) => (input.reference ? String(input.reference).slice(0, 200) : null);

function numbersIn(input: Record<string, unknown>) {
	const country = String(input.country ?? 'FR');
	const typed = (key: string) => (typeof input[key] === 'string' ? (input[key] as string) : undefined);
	const numbers = identified({ country, siren: typed('siren'), siret: typed('siret'), vat: typed('vat'), foreignId: typed('foreignId') });
	return { country, siren: numbers.siren ?? null, vat: numbers.vat, foreignId: numbers.foreignId };
}

const isFrench = (input: Record<string, unknown>) => (input.country ?? 'FR') === 'FR';

/** A spreadsheet that took a postcode or a phone number for a number lost the zero at its beginning. */
const postcodeOf = (input: Record<string, unknown>) =>
	isFrench(input) && /^\d{4}$/.test(String(input.postcode ?? '')) ? `0${String(input.postcode)}` : input.postcode;
const phoneOf = (input: Record<string, unknown>) =>
	isFrench(input) && /^[1-9]\d{8}$/.test(String(input.phone ?? '')) ? `0${String(input.phone)}` : input.phone;

const placeIn = ({ commune, communeName }: Pick<OrganisationRow, 'commune' | 'communeName'>) => commune ?? communeName.toLowerCase();

async function loadKnown(hub: string) {
	const rows = await db
		.selectFrom('organisations')
		.select(['id', 'slug', 'name', 'legalName', 'country', 'siren', 'vat', 'foreignId', 'communeName'])
		.select(sql<string>`coalesce(commune, lower(commune_name))`.as('place'))
		.where('hub', '=', hub)
		.where('archivedAt', 'is', null)
		.execute();
	const byKey = new Map<string, string>();
	const byName = new Map<string, { id: string; place: string; siren: string | null }[]>();
	const near = new Map<string, NearNames<Likely>>();
	for (const { id, slug, name, legalName, country, siren, vat, foreignId, place, communeName } of rows) {
		byKey.set(identityKeys.page(slug), id);
		if (siren) byKey.set(identityKeys.siren(siren), id);
		if (vat) byKey.set(identityKeys.vat(vat), id);
		if (foreignId) byKey.set(identityKeys.foreign(country, foreignId), id);
		const named = byName.get(folded(name)) ?? [];
		byName.set(folded(name), [...named, { id, place, siren }]);
		const there = near.get(place) ?? new NearNames<Likely>();
		there.add([name, legalName], { record: id, line: null, name, where: communeName });
		near.set(place, there);
	}
	const byId = new Set(rows.map(({ id }) => id));
	const before = new Map<string, string>();
	for (const [reference, record] of await referencesOf(hub, 'organisations'))
		if (byId.has(record)) {
			byKey.set(`reference ${reference}`, record);
			// What a record that was merged into this one was known by.
			before.set(reference, record);
			if (!byKey.has(reference)) byKey.set(reference, record);
		}
	return { byId, byKey, byName, near, before };
}

async function loadStored(hub: string, ids: readonly string[]): Promise<Map<string, Stored>> {
	if (!ids.length) return new Map();
	const rows = await db
		.selectFrom('organisations')
		.select([
			'id',
			'version',
			'kind',
			'name',
			'legalName',
			'country',
			'street',
			'postcode',
			'languages',
			'technologies',
			'sectors',
			'shows'
		])
		.select([
			'isListed',
			'siren',
			'siret',
			'vat',
			'foreignId',
			'activityCode',
			'activityNomenclature',
			'commune',
			'communeName',
			'lat',
			'lon'
		])
		.select(['sizeClass', 'headcount', 'founded', 'website', 'email', 'phone', 'description', 'nameKey', 'foundByName', 'foundByWords'])
		.where('hub', '=', hub)
		.where('id', '=', sql<string>`any(${ids}::uuid[])`)
		.execute();
	return new Map(rows.map((row) => [row.id, row as unknown as Stored]));
}
