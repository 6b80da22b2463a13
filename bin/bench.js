#!/usr/bin/env node
// `npm run bench -- NAME [options]`: runs `bench/NAME.ts`.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, node, root, run, stop } from './ready.js';

const [name, ...options] = process.argv.slice(2);
const file = join(root, 'bench', `${name}.ts`);
if (!name || !existsSync(file)) {
	const names = readdirSync(join(root, 'bench')).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
	stop(`npm run bench -- NAME, where NAME is one of: ${names.map((file) => file.slice(0, -3)).join(', ')}`);
}
ensureInstalled();
ensureBuilt();
run(node(), ['--disable-warning=ExperimentalWarning', file, ...options]);
