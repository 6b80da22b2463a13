#!/usr/bin/env node
// Everything that must hold: types, linter, format, promises on a real Postgres, journeys in a real browser. Ends with `N passed, N failed`.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ensureBuilt, ensureInstalled, ensureTypes, node, root } from './ready.js';

ensureInstalled();
ensureTypes();
ensureBuilt();

const only = process.argv.slice(2);
const counts = { passed: 0, failed: 0 };
/** Said again at the end: a log is read from there. */
const broken = [];

/** Runs the checks side by side: each keeps one core busy. What they say is told one after the other. */
async function steps(checks) {
	const runs = Object.entries(checks).map(([name, args]) => ({ name, run: said(args) }));
	for (const { name, run } of runs) {
		const { status, output } = await run;
		console.log(`\n— ${name}`);
		process.stdout.write(output);
		if (status !== 0) broken.push(name);
		count(status === 0 ? 1 : 0, status === 0 ? 0 : 1);
	}
}

function said(args) {
	const run = spawn(node(), args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	for (const stream of [run.stdout, run.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
	return new Promise((resolve) => {
		run.once('error', (error) => resolve({ status: 1, output: String(error) }));
		run.once('close', (status) => resolve({ status, output }));
	});
}

function suite(name, config) {
	console.log(`\n— ${name}`);
	const folder = mkdtempSync(join(tmpdir(), 'km0-results-'));
	const file = join(folder, 'results.json');
	const { status } = spawnSync(
		node(),
		[
			'node_modules/vitest/vitest.mjs',
			'run',
			'--config',
			config,
			'--reporter=default',
			'--reporter=json',
			`--outputFile.json=${file}`,
			...(only.length ? ['--passWithNoTests', ...only] : [])
		],
		{ cwd: root, stdio: 'inherit' }
	);
	let results = { numPassedTests: 0, numFailedTests: 0, testResults: [] };
	try {
		results = JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		console.error(`${name}: the runner left no result`);
	}
	rmSync(folder, { recursive: true, force: true });
	const failed = results.testResults.filter((file) => file.status === 'failed');
	for (const { name: file, message, assertionResults } of failed) {
		const tests = assertionResults.filter((test) => test.status === 'failed');
		if (!tests.length) broken.push(`${relative(root, file)}: ${message}`);
		for (const test of tests) broken.push(`${relative(root, file)}: ${test.fullName}\n${(test.failureMessages[0] ?? '').slice(0, 1500)}`);
	}
	if (status !== 0 && !failed.length) broken.push(`${name}: something broke outside of its tests`);
	// A suite that breaks before its first test has failed, whatever it counted.
	count(results.numPassedTests, status === 0 ? 0 : Math.max(1, results.numFailedTests));
}

function count(passed, failed) {
	counts.passed += passed;
	counts.failed += failed;
}

if (!only.length)
	await steps({
		types: ['node_modules/svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
		linter: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'],
		format: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']
	});
suite('promises', 'vitest.config.ts');
suite('journeys', 'journeys/vitest.config.ts');

for (const one of broken) console.log(`\n✗ ${one}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed ? 1 : 0);
