import { say } from '#platform/i18n.ts';
import { activities, basisOf } from './register.ts';

/** The register of processing in the reader's language. */
export const registerSaid = () =>
	activities.map((activity) => ({
		activity,
		title: say(`privacy_${activity}`),
		why: say(`privacy_${activity}_why`),
		what: say(`privacy_${activity}_data`),
		seenBy: say(`privacy_${activity}_seen`),
		kept: say(`privacy_${activity}_kept`),
		basis: say(`privacy_basis_${basisOf[activity]}`)
	}));

export const ruleSaid = <R extends { name: string }>(rule: R) => ({
	...rule,
	what: say(`privacy_rule_${rule.name}`),
	why: say(`privacy_rule_${rule.name}_why`)
});
