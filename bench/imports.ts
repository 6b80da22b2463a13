// `npm run bench -- imports --rows N`: how long a file of so many rows takes, from the file to the hub, and how long others wait meanwhile.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { system } from '#platform/actor.ts';
import { openHouse } from '#platform/house.ts';
import { readSettings } from '#platform/settings.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '10000' } } });
const hub = 'bench';
const count = Number(values.rows);
const say = (line: string) => void process.stdout.write(`${line}\n`);
const row = (...cells: string[]) => cells.map((cell, at) => (at ? cell.padStart(12) : cell.padEnd(16))).join('');

const towns = ['Mulhouse', 'Colmar', 'Thann', 'Guebwiller', 'Sélestat'];
const word = (nth: number) => nth.toString(26).replace(/./g, (sign) => String.fromCharCode(97 + parseInt(sign, 26)));

const files = {
	organisations: [
		'Nom;Type;Ville;Effectif;Référence',
		(nth: number) => `Atelier ${word(nth * 7919)};PME;${towns[nth % 5]};${nth % 240};F-${nth}`
	],
	people: ['E-mail;Nom;Fonction;Langue', (nth: number) => `p${nth}@firm.example;Léa ${word(nth * 31)};Achats;fr`],
	needs: [
		'Référence;Organisation;Titre;Problème;Langue;État',
		(nth: number) =>
			`B-${nth};F-${nth % 1000};Contrôler les pièces ${word(nth)};Le contrôle visuel des pièces de fonderie laisse passer des défauts.;fr;ouvert`
	],
	offers: [
		'Référence;Organisation;Titre;Offre;Langue;État',
		(nth: number) =>
			`O-${nth};F-${nth % 1000};Vision industrielle ${word(nth)};Nous installons des caméras qui contrôlent vos pièces en ligne.;fr;ouverte`
	]
} as const;

async function main() {
	const folder = await mkdtemp(join(tmpdir(), 'km0-bench-'));
	process.env.KM0_DATA = folder;
	process.env.KM0_LOG ??= 'error';
	const house = await openHouse(readSettings());
	try {
		const { prepareJobs, stopJobs } = await import('#platform/jobs.ts');
		const { acrossHubs, closePool, db } = await import('#platform/db.server.ts');
		await import('#modules.ts');
		await prepareJobs();
		await acrossHubs(() =>
			db
				.insertInto('hubs')
				.values({ id: hub, name: 'Bench', place: 'Mulhouse', locales: ['fr'] })
				.execute()
		);
		say(`${count} rows of each\n`);
		say(row('', 'read s', 'preview s', 'run s', 'again s', 'longest ms', 'added'));
		for (const kind of ['organisations', 'people', 'needs', 'offers'] as const) await time(kind);
		await stopJobs();
		await closePool();
	} finally {
		await house.leave(true);
		await rm(folder, { recursive: true, force: true });
	}
}

async function time(kind: keyof typeof files) {
	const { createImport, findImport, previewImport, runImport, RunImport, SetColumns, setColumns } = await import('#imports/imports.ts');
	const { inHub } = await import('#platform/db.server.ts');
	const { workThrough } = await import('#platform/jobs.ts');
	const [headers, line] = files[kind];
	const bytes = Buffer.from([headers, ...Array.from({ length: count }, (_, nth) => line(nth))].join('\r\n'));
	const actor = system(hub);
	const held = monitorEventLoopDelay({ resolution: 5 });
	held.enable();
	const seconds: number[] = [];
	const timed = async <T>(work: () => Promise<T>) => {
		const started = performance.now();
		const done = await inHub(hub, work);
		seconds.push((performance.now() - started) / 1000);
		return done;
	};
	const preview = async () => {
		const { id, mapping } = await inHub(hub, () => createImport(actor, { kind, name: `${kind}.csv` }, bytes));
		await inHub(hub, () => setColumns(actor, SetColumns.parse({ import: id, mapping, legalBasis: 'interest', source: 'Bench' })));
		await inHub(hub, () => previewImport(actor, { import: id }));
		return id;
	};
	const run = async (id: string) => {
		await runImport(actor, RunImport.parse({ import: id, likelyRows: 'new' }));
		await workThrough();
	};
	const first = await timed(preview);
	await timed(workThrough);
	await timed(() => run(first));
	const { counts, state } = await inHub(hub, () => findImport(actor, { import: first }));
	const second = await inHub(hub, preview);
	await inHub(hub, workThrough);
	await timed(() => run(second));
	held.disable();
	say(row(kind, ...seconds.map((one) => one.toFixed(1)), (held.max / 1e6).toFixed(0), `${counts.outcomes?.added ?? state}`));
}

await main();
