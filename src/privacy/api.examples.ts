import type { Examples } from '#platform/testing/examples.ts';
import type { privacyApi } from './api.ts';

export const privacyExamples: Examples<typeof privacyApi> = {
	ownData: () => ({})
};
