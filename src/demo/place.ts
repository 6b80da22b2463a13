import type { Organisation } from './content/types.ts';

/** Where a demo firm is. */
export const placeOf = (organisation: Organisation, _nth: number) => ({
	country: organisation.country,
	postcode: organisation.postcode ?? '',
	communeName: organisation.commune,
	nameKey: organisation.name.toLowerCase()
});
