import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['src/**/*.test.ts', 'bin/**/*.test.ts', 'bench/**/*.test.ts'],
		globalSetup: ['src/platform/testing/cluster.ts'],
		setupFiles: ['src/platform/testing/database.ts'],
		pool: 'forks',
		maxWorkers: 3,
		testTimeout: 30_000,
		hookTimeout: 60_000
	}
});
