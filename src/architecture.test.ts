import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const src = import.meta.dirname;
const above = ['funding', 'billing', 'network', 'assistants', 'privacy', 'road', 'imports'];
const modules = [
	'ecosystem',
	'matching',
	'introductions',
	'notifications',
	'diagnostic',
	'place',
	'booking',
	'training',
	'incubator',
	'projects',
	'events',
	'newsroom',
	'register',
	'webhooks',
	...above
];
/** Besides platform, ui and ecosystem, which every room may use. */
const mayUse: Record<string, string[]> = { introductions: ['matching'], booking: ['place'], training: ['place'], events: ['place'] };

interface Import {
	from: string;
	to: string;
	file: string;
}

function files(folder: string): string[] {
	return readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		if (statSync(path).isDirectory()) return name === 'paraglide' || name === 'node_modules' ? [] : files(path);
		return /\.(ts|svelte)$/.test(name) && !/\.test\.ts$/.test(name) ? [path] : [];
	});
}

const room = (path: string) => relative(src, path).split('/')[0] ?? '';

const imports: Import[] = files(src).flatMap((file) =>
	[...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([#.][^']+)'/g)].map(([, target = '']) => ({
		from: room(file),
		to: target.startsWith('#') ? (target.slice(1).split('/')[0] ?? '') : room(resolve(dirname(file), target)),
		file: relative(src, file)
	}))
);

test('there are imports to look at', () => {
	expect(imports.length).toBeGreaterThan(50);
	expect(imports).toContainEqual(expect.objectContaining({ from: 'ecosystem', to: 'platform' }));
});

test('the platform and the parts of the interface know no module', () => {
	const breaches = imports.filter(
		({ from, to, file }) => ['platform', 'ui'].includes(from) && (modules.includes(to) || to === 'routes') && !file.includes('/testing/')
	);
	expect(breaches).toEqual([]);
});

test('modules never reach into routes, nor sideways', () => {
	const breaches = imports.filter(({ from, to }) => {
		if (!modules.includes(from) || from === to) return false;
		if (to === 'routes') return true;
		if (!modules.includes(to) || above.includes(from)) return false;
		return to !== 'ecosystem' && !mayUse[from]?.includes(to);
	});
	expect(breaches).toEqual([]);
});

test('modules form no circle', () => {
	const edges = new Map<string, Set<string>>();
	for (const { from, to } of imports)
		if (modules.includes(from) && modules.includes(to) && from !== to) edges.set(from, (edges.get(from) ?? new Set()).add(to));
	const reaches = (start: string, goal: string, seen = new Set<string>()): boolean =>
		[...(edges.get(start) ?? [])].some((next) => next === goal || (!seen.has(next) && reaches(next, goal, seen.add(next))));
	expect(modules.filter((name) => reaches(name, name))).toEqual([]);
});

test('a module asks another by its functions, never by its tables', () => {
	const owned: Record<string, string[]> = {};
	for (const name of readdirSync(join(src, '../migrations'))) {
		const number = Number(name.slice(0, 4));
		const owner = number < 10 ? 'platform' : number < 100 ? 'ecosystem' : number < 200 ? 'matching' : 'later';
		for (const [, table = ''] of readFileSync(join(src, '../migrations', name), 'utf8').matchAll(
			/create (?:unlogged )?table (?:if not exists )?(\w+)/g
		))
			(owned[owner] ??= []).push(table.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()));
	}
	const matchingTables = owned.matching ?? [];
	const breaches = files(join(src, 'ecosystem')).filter((file) => {
		const text = readFileSync(file, 'utf8');
		return matchingTables.some((table) => new RegExp(`(selectFrom|insertInto|updateTable|deleteFrom)\\('${table}'`).test(text));
	});
	expect(breaches).toEqual([]);
});
