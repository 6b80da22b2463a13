import { demoIntroductions } from './content/every-introduction.ts';
import type { HubContent } from './content/types.ts';

/** How many days ago each organisation of a demo hub came to it: some time before the first thing that it did there. */
export function welcomedDaysAgo({ organisations, needs, offers }: HubContent): Map<string, number> {
	const firmOf = new Map([...needs, ...offers].map(({ key, organisation }) => [key, organisation]));
	const first = new Map<string, number>();
	const did = (firm: string | undefined, daysAgo: number) => firm && first.set(firm, Math.max(first.get(firm) ?? 0, daysAgo));
	for (const need of needs) did(need.organisation, need.openedDaysAgo);
	for (const [nth, offer] of offers.entries()) did(offer.organisation, 3 + ((nth * 7) % 200));
	for (const { need, offer, daysAgo } of demoIntroductions) for (const key of [need, offer]) did(firmOf.get(key), daysAgo + 9);
	return new Map(organisations.map(({ key }, nth) => [key, (first.get(key) ?? (nth * 41) % 330) + 2 + ((nth * 17) % 29)]));
}
