#!/usr/bin/env node
// Types, linter and format, nothing that needs a database.
import { ensureInstalled, ensureTypes, tool } from './ready.js';

ensureInstalled();
ensureTypes();
tool('svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human');
tool('eslint/bin/eslint.js', '.', '--max-warnings', '0');
tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.');
