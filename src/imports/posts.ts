import { sql } from 'kysely';
import type { z } from 'zod';
import { roads, type NeedState } from '#ecosystem/choices.ts';
import {
	changeNeeds,
	changeOffers,
	createNeeds,
	createOffers,
	type Change,
	type NeedColumns,
	type OfferColumns,
	type Post
} from '#ecosystem/many-records.ts';
import { CreateNeed, needColumns } from '#ecosystem/needs.ts';
import { namesOfFirmIn } from '#ecosystem/needs-shown.ts';
import { CreateOffer, offerColumns } from '#ecosystem/offers.ts';
import { db } from '#platform/db.server.ts';
import { changes } from '#platform/journal.ts';
import { folded } from '#platform/text/folded.ts';
import { firmsNamed } from './firms-named.ts';
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
	type Row,
	type Said,
	type Task
} from './judging.ts';
import { addressIn, keepReferences, referencesOf } from './references.ts';

type Columns = NeedColumns | OfferColumns;
interface Stored {
	id: string;
	version: number;
	state: string;
	organisation: string;
	row: Columns;
}

const bookkeeping = ['reference', 'page', 'organisation', 'organisationSiren', 'state'];

/** Needs and offers of firms that the hub has. */
export async function postImporter(task: Task & { kind: 'needs' | 'offers' }): Promise<Importer> {
	const { actor, kind, choices, breathe } = task;
	const { hub } = actor;
	const plan = planOf(task);
	const firm = await firmsNamed(hub);
	const once = oncePerFile();
	const isNeed = kind === 'needs';
	const schema: z.ZodType = isNeed ? CreateNeed : CreateOffer;
	const columns = (input: unknown, before: Columns | null) =>
		isNeed
			? needColumns(strip(input as z.output<typeof CreateNeed>), before as NeedColumns | null)
			: offerColumns(strip(input as z.output<typeof CreateOffer>));

	const rows = await db.selectFrom(kind).select(['id', 'organisation', 'title']).where('hub', '=', hub).execute();
	const byId = new Set(rows.map(({ id }) => id));
	const byTitle = new Map(rows.map(({ id, organisation, title }) => [`${organisation} ${folded(title)}`, id]));
	const references = await referencesOf(hub, kind);

	function whichOne({ input }: Said) {
		const reference = input.reference ? String(input.reference).slice(0, 200) : null;
		const page = addressIn(input.page, hub, kind);
		const named = firm(String(input.organisation ?? ''), String(input.organisationSiren ?? ''));
		const organisation = 'organisation' in named ? named.organisation : null;
		const title = organisation && input.title ? `${organisation} ${folded(String(input.title))}` : null;
		const referred = reference ? references.get(reference) : undefined;
		const record = [page, referred].find((id) => id && byId.has(id)) ?? (title && !referred ? byTitle.get(title) : undefined) ?? null;
		const keys = [...(reference ? [`reference ${reference}`] : title ? [`title ${title}`] : []), ...(record ? [`record ${record}`] : [])];
		return { reference, named, record, keys };
	}

	async function judge(some: readonly Row[]): Promise<Judged[]> {
		const looked = some.map((row) => ({ row, said: plan.of(row.cells) })).map((one) => ({ ...one, ...whichOne(one.said) }));
		const stored = await loadStored(
			hub,
			kind,
			looked.flatMap(({ record }) => record ?? [])
		);
		const judged: Judged[] = [];
		for (const { row, said, record, named, reference, keys } of looked) {
			const before = once.earlier(keys);
			const title = String(said.input.title ?? '');
			const there = record ? stored.get(record) : undefined;
			const wrong = [
				...said.reasons,
				...(!there && 'code' in named
					? plan.beside([{ field: named.field, code: isEmpty(said.input[named.field]) ? 'required' : named.code }])
					: []),
				...(before ? [{ column: null, code: 'import_twice_in_file', params: { line: before } }] : [])
			];
			const one = wrong.length
				? refusedRow(row.line, title, wrong, record)
				: there
					? again(row, said, there, reference)
					: anew(row, said, (named as { organisation: string }).organisation, reference);
			if (one.verdict !== 'refused') once.keep(row.line, keys);
			judged.push(await keptAnonymous(one));
			await breathe();
		}
		return judged;
	}

	function anew(row: Row, { input }: Said, organisation: string, reference: string | null): Judged {
		const title = String(input.title ?? '');
		const state = String(input.state ?? 'draft');
		if (state !== 'draft' && state !== 'open')
			return refusedRow(row.line, title, plan.beside([{ field: 'state', code: 'import_state_of_new' }]));
		const fields = without(input, bookkeeping);
		const read = parsed(schema, fields, plan);
		if ('reasons' in read) return refusedRow(row.line, title, read.reasons);
		const made = attempted(() => columns(read.data, null), plan);
		if ('reasons' in made) return refusedRow(row.line, title, made.reasons);
		const what = { organisation, opens: state === 'open', row: made.data } satisfies Post<Columns>;
		return {
			...{ line: row.line, verdict: 'new', name: title, record: null, reasons: [], changes: {}, likely: [] },
			act: { does: 'add', what, reference }
		};
	}

	function again(row: Row, { input, given }: Said, stored: Stored, reference: string | null): Judged {
		const { id, version, row: before } = stored;
		const judged: Judged = {
			...{ line: row.line, verdict: 'unchanged', name: before.title, record: id, reasons: [], changes: {}, likely: [] },
			act: null
		};
		const isNewReference = reference !== null && references.get(reference) !== id;
		const unchanged: Judged = {
			...judged,
			act: isNewReference ? { does: 'change', what: { id, version, before, after: before } satisfies Change<Columns>, reference } : null
		};
		const own = before as unknown as Record<string, unknown>;
		const differs = [...given].filter((key) => !bookkeeping.includes(key) && !same(own[key], input[key]));
		if (!differs.length) return unchanged;
		const with_ = (keys: readonly string[]) => {
			const read = parsed(schema, { ...before, ...Object.fromEntries(keys.map((key) => [key, input[key]])) }, plan);
			return 'reasons' in read ? read : attempted(() => columns(read.data, before), plan);
		};
		const all = with_(differs);
		if ('reasons' in all) return refusedRow(row.line, before.title, all.reasons, id);
		// What somebody chose and what is understood from the words are kept together: the file may well say less.
		const after = all.data as unknown as Record<string, unknown>;
		const changed = differs.filter((key) => !same(own[key], after[key]));
		if (!changed.length) return unchanged;
		if (isNeed && roads[stored.state as NeedState].length === 0)
			return refusedRow(row.line, before.title, [{ column: null, code: 'need_is_closed' }], id);
		const fills =
			choices.changedRows === 'skip' ? [] : choices.changedRows === 'overwrite' ? changed : changed.filter((key) => isEmpty(own[key]));
		const taken = fills.length ? with_(fills) : null;
		if (taken && 'reasons' in taken) return refusedRow(row.line, before.title, taken.reasons, id);
		return {
			...unchanged,
			verdict: 'changed',
			changes: changes(own, Object.fromEntries(changed.map((key) => [key, after[key]]))),
			act: taken ? { does: 'change', what: { id, version, before, after: taken.data } satisfies Change<Columns>, reference } : unchanged.act
		};
	}

	/** An anonymous need must not tell in its own words whose it is. */
	async function keptAnonymous(judged: Judged): Promise<Judged> {
		if (!isNeed || !judged.act) return judged;
		const [row, organisation] =
			judged.act.does === 'add'
				? [(judged.act.what as Post<NeedColumns>).row, (judged.act.what as Post<NeedColumns>).organisation]
				: [(judged.act.what as Change<NeedColumns>).after, null];
		if (row.confidentiality !== 'anonymous') return judged;
		const firmOfIt =
			organisation ??
			(
				await db
					.selectFrom('needs')
					.select('organisation')
					.where('hub', '=', hub)
					.where('id', '=', judged.record as string)
					.executeTakeFirstOrThrow()
			).organisation;
		const { title, problem, result, constraints } = row;
		const [telling] = await namesOfFirmIn(db, hub, firmOfIt, { title, problem, result, constraints });
		if (!telling) return judged;
		const found = { field: telling.field, code: 'text_names_the_firm', params: { found: telling.found } };
		return refusedRow(judged.line, judged.name, plan.beside([found]), judged.record);
	}

	return {
		judge,
		async write(tx, judged) {
			const adding = judged.filter(({ act }) => act?.does === 'add');
			const changing = judged
				.filter(({ act }) => act?.does === 'change')
				.map(({ act }) => act?.what as Change<Columns>)
				.filter(({ before, after }) => before !== after);
			const ids = await (isNeed
				? createNeeds(
						tx,
						actor,
						adding.map(({ act }) => act?.what as Post<NeedColumns>)
					)
				: createOffers(
						tx,
						actor,
						adding.map(({ act }) => act?.what as Post<OfferColumns>)
					));
			await (isNeed
				? changeNeeds(tx, actor, changing as Change<NeedColumns>[])
				: changeOffers(tx, actor, changing as Change<OfferColumns>[]));
			const made = new Map(adding.map(({ line }, at) => [line, ids[at] as string]));
			await keepReferences(tx, hub, kind, judged, made);
			return made;
		}
	};
}

const without = <T extends object, K extends string>(all: T, keys: readonly K[]) =>
	Object.fromEntries(Object.entries(all).filter(([key]) => !(keys as readonly string[]).includes(key))) as Omit<T, K>;

/** Without what only the form's own operation does. */
const strip = <T extends object>(input: T) => without(input, ['organisation', 'opens', 'checked']);

async function loadStored(hub: string, kind: 'needs' | 'offers', ids: readonly string[]): Promise<Map<string, Stored>> {
	if (!ids.length) return new Map();
	const wanted = sql<string>`any(${ids}::uuid[])`;
	const shared = [
		'id',
		'version',
		'state',
		'organisation',
		'locale',
		'title',
		'technologies',
		'sectors',
		'refusedConcepts',
		'languages'
	] as const;
	const rows =
		kind === 'needs'
			? await db
					.selectFrom('needs')
					.select([...shared, 'problem', 'result', 'constraints', 'budgetBand', 'wantedBy', 'place', 'confidentiality', 'isPublished'])
					.where('hub', '=', hub)
					.where('id', '=', wanted)
					.execute()
			: await db
					.selectFrom('offers')
					.select([...shared, 'what', 'proof', 'trl', 'priceModel', 'priceBand', 'capacity', 'engaged', 'reach', 'onSite', 'forSizes'])
					.select(['availableFrom', 'visibility', 'isPublished'])
					.where('hub', '=', hub)
					.where('id', '=', wanted)
					.execute();
	return new Map(
		rows.map(({ id, version, state, organisation, ...row }) => [id, { id, version, state, organisation, row: row as unknown as Columns }])
	);
}
