// Every room of the house, once: what programs may call, and (by being read) the jobs that workers know.
import { platformApi } from '#platform/api.ts';
import '#platform/backup/scheduled.ts';
import '#platform/idempotency.ts';
import '#platform/limits.ts';
import '#platform/mail.ts';
import { ecosystemApi } from '#ecosystem/api.ts';
import '#ecosystem/sessions.ts';
import { needsApi } from '#ecosystem/api-needs.ts';
import { matchingApi } from '#matching/api.ts';
import '#matching/indexing.ts';
import { introductionsApi } from '#introductions/api.ts';
import { notificationsApi } from '#notifications/api.ts';
import { placeApi } from '#place/api.ts';
import { admissionsApi } from '#place/admissions/api.ts';
import { drawingApi } from '#place/drawing/api.ts';
import { figuresApi } from '#place/figures/api.ts';
import { faultsApi } from '#place/faults/api.ts';
import { leasesApi } from '#place/leases/api.ts';
import { rentApi } from '#place/rent/api.ts';
import { importsApi } from '#imports/api.ts';
import { privacyApi } from '#privacy/api.ts';
import { registerApi } from '#register/api.ts';
import { webhooksApi } from '#webhooks/api.ts';
import '#privacy/retention.ts';
import { roadApi } from '#road/api.ts';

export const api = {
	...platformApi,
	...ecosystemApi,
	...needsApi,
	...matchingApi,
	...introductionsApi,
	...roadApi,
	...notificationsApi,
	...placeApi,
	...admissionsApi,
	...drawingApi,
	...figuresApi,
	...faultsApi,
	...leasesApi,
	...rentApi,
	...importsApi,
	...privacyApi,
	...registerApi,
	...webhooksApi
};
