import { sql } from 'kysely';
import { inHub, transaction, type Tx } from '#platform/db.server.ts';
import { insertMany } from '#platform/many.ts';
import type { JsonObject } from '#platform/schema.ts';

const headers = ['Société', 'Type', 'Commune', 'Code postal', 'Effectif', 'Site web'];
const mapping = ['name', 'kind', 'commune', 'postcode', 'headcount', 'website'];
const dayAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

interface Line {
	cells: string[];
	verdict: string;
	outcome?: string;
	reasons?: { column: number; code: string; params?: Record<string, string> }[];
	/** Name of an organisation of the hub. */
	is?: string;
	likely?: boolean;
}

/** What an animator took over from the list of a fair, and a second list that waits for its start. */
export const importDemo = (hub: string, animator: string) =>
	inHub(hub, () =>
		transaction(async (tx) => {
			const known = await tx
				.selectFrom('organisations')
				.select(['id', 'name', 'communeName', 'postcode', 'headcount', 'website'])
				.where('hub', '=', hub)
				.where('kind', '=', 'industrial_sme')
				.orderBy('name')
				.limit(14)
				.execute();
			const cellsOf = ({ name, communeName, postcode, headcount, website }: (typeof known)[number]) => [
				...[name, 'PME', communeName, postcode, headcount === null ? '' : String(headcount), website ?? '']
			];
			const refused: Line[] = [
				{
					cells: ['Atelier du Canal', '', 'Mulhouse', '68100', '14', ''],
					verdict: 'refused',
					outcome: 'refused',
					reasons: [{ column: 1, code: 'required' }]
				},
				{
					cells: ['Mécanique de la Largue', 'PME', 'Dannemarie', '68210', 'une vingtaine', ''],
					...{ verdict: 'refused', outcome: 'refused', reasons: [{ column: 4, code: 'import_not_a_number' }] }
				}
			];
			const taken = known.slice(0, 10).map((one, nth): Line => {
				const outcome = nth < 6 ? 'added' : nth < 8 ? 'changed' : 'unchanged';
				return { cells: cellsOf(one), verdict: nth < 6 ? 'new' : outcome, outcome, is: one.id };
			});
			await keep(tx, hub, animator, 'exposants-salon-industrie.xlsx', 74, true, [...taken, ...refused]);
			const waiting = known.slice(10).map((one, nth): Line => {
				const [name = '', ...rest] = cellsOf(one);
				return nth % 2
					? { cells: [`${name} SARL`, ...rest], verdict: 'likely', is: one.id, likely: true }
					: { cells: [name, ...rest], verdict: 'unchanged', is: one.id };
			});
			await keep(tx, hub, animator, 'adherents-club-mecanique.csv', 1, false, [
				...waiting,
				...refused.map(({ outcome: _, ...line }) => line)
			]);
		})
	);

async function keep(tx: Tx, hub: string, animator: string, fileName: string, daysAgo: number, isOver: boolean, lines: Line[]) {
	const count = (of: 'verdict' | 'outcome') =>
		Object.fromEntries([...Map.groupBy(lines, (line) => line[of])].map(([key, all]) => [key, all.length]));
	const counts = { verdicts: count('verdict'), ...(isOver && { outcomes: count('outcome') }) };
	const { id } = await tx
		.insertInto('imports')
		.values({
			...{ hub, kind: 'organisations', fileName, sha256: fileName, headers, mapping, rowCount: lines.length, createdBy: animator },
			...{ door: 'page', locale: 'fr', state: isOver ? 'done' : 'previewed', progress: 100 },
			counts: JSON.stringify(counts) as unknown as JsonObject,
			createdAt: dayAgo(daysAgo),
			startedAt: isOver ? dayAgo(daysAgo) : null,
			endedAt: isOver ? dayAgo(daysAgo) : null
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await insertMany(
		tx,
		'importRows',
		lines.map(({ cells, verdict, outcome = null, reasons = [], is = null, likely }, nth) => ({
			...{ hub, import: id, line: nth + 2, cells, verdict, outcome, reasons, name: cells[0], record: likely ? null : is, changes: {} },
			likely: likely ? [{ record: is, line: null, name: (cells[0] ?? '').replace(/ SARL$/, ''), where: cells[2] }] : []
		}))
	);
	await sql`insert into journal (hub, at, member, door, what, kind, record) values (${hub}, ${dayAgo(daysAgo)}, ${animator}, 'page',
		${isOver ? 'import.done' : 'import.previewed'}, 'import', ${id})`.execute(tx);
}
