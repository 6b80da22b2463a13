import { existsSync } from 'node:fs';
import packed from '@sparticuz/chromium';
import type { TestProject } from 'vitest/node';
import { ensureBuilt } from '../bin/ready.js';

declare module 'vitest' {
	export interface ProvidedContext {
		chromium: string;
	}
}

const installed = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map((name) => `/usr/bin/${name}`);

/** The site as it is built, and the browser of this run: the system's, or the one that came with npm, unpacked once for all files. */
export default async function setup(project: TestProject) {
	ensureBuilt();
	project.provide('chromium', installed.find(existsSync) ?? (await packed.executablePath()));
}
