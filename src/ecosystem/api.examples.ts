import type { Examples } from '#platform/testing/examples.ts';
import type { ecosystemApi } from './api.ts';

export const ecosystemExamples: Examples<typeof ecosystemApi> = {
	hub: () => ({})
};
