#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { ensureInstalled, ensureWords, node, root } from './ready.js';

ensureInstalled();
ensureWords();
const server = spawn(node(), ['--disable-warning=ExperimentalWarning', 'src/server.ts', '--dev'], { cwd: root, stdio: 'inherit' });
process.on('SIGINT', () => {});
process.on('SIGTERM', () => server.kill('SIGTERM'));
server.on('exit', (code) => process.exit(code ?? 1));
