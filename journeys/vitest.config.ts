import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['journeys/*.journey.ts'],
		globalSetup: ['src/platform/testing/cluster.ts', 'journeys/setup.ts'],
		pool: 'forks',
		maxWorkers: 3,
		testTimeout: 60_000,
		hookTimeout: 120_000
	}
});
