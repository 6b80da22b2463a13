import type { Examples } from '#platform/testing/examples.ts';
import type { ecosystemApi } from './api.ts';
import { mergingExamples } from './merging/api.examples.ts';
import { organisationsExamples } from './organisations-examples.ts';
import { peopleExamples } from './people-examples.ts';

export const ecosystemExamples: Examples<typeof ecosystemApi> = {
	...organisationsExamples,
	...peopleExamples,
	...mergingExamples,
	hub: () => ({})
};
