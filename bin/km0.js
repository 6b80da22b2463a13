#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { ensureInstalled, ensureWords, node, root } from './ready.js';

ensureInstalled();
ensureWords();
const { status } = spawnSync(node(), ['--disable-warning=ExperimentalWarning', `${root}/src/cli.ts`, ...process.argv.slice(2)], {
	stdio: 'inherit'
});
process.exit(status ?? 1);
