// Plain JavaScript that an old Node can run too: it brings what everything else needs, and only when it is missing.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);

/** The Node that KM0 runs on: the one that npm brought, or the caller's own where there is none for this platform. */
export function node() {
	const brought = at('node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
	if (existsSync(brought)) return brought;
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
	stop(`KM0 needs Node 24 or newer here (this is ${process.versions.node}).`);
}

/** Runs a command of the project and ends this process when it fails. */
export function run(command, args, options = {}) {
	const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32', ...options });
	if (status !== 0) process.exit(status ?? 1);
}

export const tool = (name, ...args) => run(node(), [at('node_modules', ...name.split('/')), ...args]);

/** `npm ci`, when the lock asks for anything that is not installed in that version. */
export function ensureInstalled() {
	if (isInstalled()) return;
	console.log('Installing what is missing …');
	run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

function isInstalled() {
	if (!existsSync(at('node_modules', '.package-lock.json'))) return false;
	const wanted = packages(at('package-lock.json'));
	const there = packages(at('node_modules', '.package-lock.json'));
	return Object.entries(wanted).every(
		([path, { version, optional }]) => path === '' || there[path]?.version === version || (optional && !there[path])
	);
}

const packages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** Messages become code once per change of their files. */
export function ensureWords() {
	fresh(
		['messages', 'project.inlang/settings.json', 'words.config.ts', 'package-lock.json'],
		at('src', 'platform', 'paraglide', '.made-from'),
		() => run(node(), ['bin/words.ts'])
	);
}

/** Types of the routes, without which neither the compiler nor the test runner reads our files. */
export function ensureTypes() {
	ensureWords();
	tool('@sveltejs/kit/svelte-kit.js', 'sync');
}

/** The site is built when anything it is made from changed. */
export function ensureBuilt() {
	ensureWords();
	fresh(['src', 'messages', 'static', 'vite.config.ts', 'package-lock.json'], at('build', '.made-from'), () => {
		console.log('Building the site …');
		// The test runner asks for its own kind of code, heavier by a third.
		run(node(), [at('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel=warn'], {
			env: { ...process.env, NODE_ENV: 'production' }
		});
	});
}

function fresh(sources, stamp, make) {
	const print = fingerprint(sources);
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === print) return;
	make();
	writeFileSync(stamp, print);
}

function fingerprint(sources) {
	const hash = createHash('sha256');
	for (const source of sources) if (existsSync(at(source))) add(hash, source);
	return hash.digest('hex');
}

function add(hash, path) {
	if (path.endsWith('paraglide') || path.endsWith('.test.ts')) return;
	if (statSync(at(path)).isDirectory()) {
		for (const name of readdirSync(at(path)).sort()) add(hash, join(path, name));
	} else hash.update(path).update(readFileSync(at(path)));
}

export function stop(line) {
	console.error(line);
	process.exit(1);
}
