#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { ensureBuilt, ensureInstalled, node, root } from './ready.js';

ensureInstalled();
ensureBuilt();

const server = spawn(node(), ['--disable-warning=ExperimentalWarning', 'src/server.ts'], { cwd: root, stdio: 'inherit' });
// The terminal tells the server itself; a service manager tells only us.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => server.kill('SIGTERM'));
server.on('exit', (code) => process.exit(code ?? 1));
