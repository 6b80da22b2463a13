import type { Actor } from '#platform/actor.ts';
import type { Examples } from '#platform/testing/examples.ts';
import type { roadApi } from './api.ts';

export const roadExamples: Examples<typeof roadApi> = {
	roadOf: ({ organisations }: Actor) => ({ organisation: organisations[0]?.id ?? crypto.randomUUID() })
};
