/** Budgets and prices, from small to large. */
export const bands = ['under_5k', '5k_20k', '20k_50k', '50k_150k', 'over_150k'] as const;
export const places = ['on_site', 'remote', 'either'] as const;
export const confidentialities = ['public', 'members', 'staff', 'anonymous'] as const;
export const needStates = ['draft', 'open', 'expired', 'introduced', 'in_project', 'solved', 'dropped'] as const;
export type NeedState = (typeof needStates)[number];

/** Where a need may go from where it is. */
export const roads: Record<NeedState, readonly NeedState[]> = {
	draft: ['open', 'dropped'],
	open: ['introduced', 'in_project', 'solved', 'dropped'],
	expired: ['open', 'dropped'],
	introduced: ['open', 'in_project', 'solved', 'dropped'],
	in_project: ['open', 'solved', 'dropped'],
	solved: [],
	dropped: []
};

export const offerStates = ['draft', 'open', 'paused', 'withdrawn'] as const;
export const priceModels = ['fixed', 'daily_rate', 'subscription', 'quote', 'free'] as const;
export const reaches = ['hub', 'region', 'country', 'europe', 'world'] as const;
export type OfferState = (typeof offerStates)[number];
