import { findActivities } from '#ecosystem/activity-search.ts';
import { nomenclatures } from '#ecosystem/activities/activities.ts';
import type { RequestHandler } from './$types';

/** What an activity's field suggests as one types. */
export const GET: RequestHandler = ({ url, locals }) => {
	const nomenclature = nomenclatures.find((each) => each === url.searchParams.get('nomenclature')) ?? 'NAFREV2';
	const found = findActivities((url.searchParams.get('q') ?? '').slice(0, 100), nomenclature, locals.locale);
	return Response.json(found.map(({ code, label }) => `${code} ${label}`));
};
