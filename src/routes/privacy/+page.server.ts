import { allHubs } from '#ecosystem/hubs.ts';
import { readSettings } from '#platform/settings.ts';
import { daysAway, daysToReturn, rules } from '#privacy/retention.ts';
import { registerSaid, ruleSaid } from '#privacy/said.ts';
import type { PageServerLoad } from './$types';

const address = readSettings().KM0_MAIL_FROM.match(/[^\s<]+@[^\s>]+/)?.[0] ?? '';

export const load: PageServerLoad = async () => ({
	address: address.endsWith('@localhost') ? null : address,
	activities: registerSaid(),
	hubs: (await allHubs()).map(({ id, name }) => ({ id, name })),
	rules: rules.map(({ name, days }) => ruleSaid({ name, days })),
	away: daysAway,
	toReturn: daysToReturn
});
