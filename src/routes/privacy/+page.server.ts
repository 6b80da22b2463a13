import { say } from '#platform/i18n.ts';
import { readSettings } from '#platform/settings.ts';
import { activities, basisOf } from '#privacy/register.ts';
import { rules } from '#privacy/retention.ts';
import type { PageServerLoad } from './$types';

const address = readSettings().KM0_MAIL_FROM.match(/[^\s<]+@[^\s>]+/)?.[0] ?? '';

export const load: PageServerLoad = () => ({
	address: address.endsWith('@localhost') ? null : address,
	activities: activities.map((activity) => ({
		activity,
		title: say(`privacy_${activity}`),
		why: say(`privacy_${activity}_why`),
		what: say(`privacy_${activity}_data`),
		seenBy: say(`privacy_${activity}_seen`),
		kept: say(`privacy_${activity}_kept`),
		basis: say(`privacy_basis_${basisOf[activity]}`)
	})),
	rules: rules.map(({ name, days }) => ({ name, days, what: say(`privacy_rule_${name}`), why: say(`privacy_rule_${name}_why`) }))
});
