// `npm run bench -- duplicates --firms N`: how long it takes in a hub of so many organisations to look for pairs, to list them, to follow one change and to merge.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { system } from '#platform/actor.ts';
import { openHouse } from '#platform/house.ts';
import { readSettings } from '#platform/settings.ts';

const { values } = parseArgs({ options: { firms: { type: 'string', default: '10000' }, times: { type: 'string', default: '20' } } });
const hub = 'bench';
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main() {
	const folder = await mkdtemp(join(tmpdir(), 'km0-bench-'));
	process.env.KM0_DATA = folder;
	process.env.KM0_LOG ??= 'error';
	const house = await openHouse(readSettings());
	try {
		const { prepareJobs, stopJobs } = await import('#platform/jobs.ts');
		const { closePool, inHub } = await import('#platform/db.server.ts');
		await import('#modules.ts');
		await prepareJobs();
		const { fillLarge } = await import('#demo/large.ts');
		await fillLarge(hub, { firms: Number(values.firms), offers: Number(values.firms), needs: 200, seed: 1 });
		await inHub(hub, measure);
		await stopJobs();
		await closePool();
	} finally {
		await house.leave(true);
		await rm(folder, { recursive: true, force: true });
	}
}

async function measure() {
	const { findPairs } = await import('#ecosystem/merging/pairs.ts');
	const { countDuplicates, ListDuplicates, listDuplicates } = await import('#ecosystem/merging/duplicates.ts');
	const { compareOrganisations } = await import('#ecosystem/merging/comparison.ts');
	const { MergeOrganisations, mergeOrganisations, undoMerge } = await import('#ecosystem/merging/merges.ts');
	const { AddOrganisation, addOrganisation } = await import('#ecosystem/organisations.ts');
	const actor = system(hub);

	let began = performance.now();
	let [gap, last] = [0, began];
	const watching = setInterval(() => ((gap = Math.max(gap, performance.now() - last)), (last = performance.now())), 5);
	const found = await findPairs(hub);
	clearInterval(watching);
	say(`${values.firms} organisations, ${found} pairs found in ${seconds(began)}; others wait ${gap.toFixed(0)} ms at most\n`);

	const times: Record<string, number[]> = {};
	const timed = async <T>(name: string, work: () => Promise<T>) => {
		began = performance.now();
		const answer = await work();
		(times[name] ??= []).push(performance.now() - began);
		return answer;
	};
	const add = (name: string) =>
		timed('add an organisation', () =>
			addOrganisation(actor, AddOrganisation.parse({ kind: 'industrial_sme', name, commune: 'Mulhouse', confirmed: true }))
		);
	for (let nth = 0; nth < Number(values.times); nth++) {
		await timed('list, first page', () => listDuplicates(actor, ListDuplicates.parse({})));
		await timed('list, by name', () => listDuplicates(actor, ListDuplicates.parse({ q: 'metall' })));
		await timed('count', () => countDuplicates(actor));
		const [{ id: one }, { id: other }] = [await add(`Tréfilerie ${nth}bis`), await add(`Tréfilerie ${nth}bis SARL`)];
		const { kept, gone } = await timed('compare', () => compareOrganisations(actor, { one, other }));
		const { id } = await timed('merge', () =>
			mergeOrganisations(
				actor,
				MergeOrganisations.parse({ kept: kept.id, gone: gone.id, keptVersion: kept.version, goneVersion: gone.version })
			)
		);
		await timed('undo', () => undoMerge(actor, { merge: id, fields: {} }));
	}
	say(`${''.padEnd(24)}${'p50 ms'.padStart(10)}${'p95 ms'.padStart(10)}`);
	for (const [name, all] of Object.entries(times)) {
		const sorted = all.toSorted((one, another) => one - another);
		const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1).padStart(10);
		say(`${name.padEnd(24)}${at(0.5)}${at(0.95)}`);
	}
}

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

await main();
