import { isMember, type Actor } from '#platform/actor.ts';
import { say } from '#platform/i18n.ts';
import { mayReportFaults } from './faults/policy.ts';
import { mayManagePlace, seesTerms } from './policy.ts';

/** The pages of the place that somebody finds open. */
export function placeTabs(
	actor: Actor,
	here: 'plan' | 'free' | 'resources' | 'works' | 'leases' | 'rent' | 'admissions' | 'faults' | 'draw' | 'figures' | 'mine'
) {
	const at = `/${actor.hub}/place`;
	const tabs = [
		{ key: 'plan', href: at, open: true },
		{ key: 'free', href: `${at}/free`, open: true },
		{ key: 'resources', href: `${at}/resources`, open: true },
		{ key: 'works', href: `${at}/works`, open: true },
		{ key: 'figures', href: `${at}/figures`, open: true },
		{ key: 'mine', href: `${at}/mine`, open: actor.organisations.length > 0 },
		{ key: 'leases', href: `${at}/leases`, open: seesTerms(actor) },
		{ key: 'rent', href: `${at}/rent`, open: seesTerms(actor) },
		{ key: 'admissions', href: `${at}/admissions`, open: isMember(actor) },
		{ key: 'faults', href: `${at}/faults`, open: mayReportFaults(actor) },
		{ key: 'draw', href: `${at}/draw`, open: mayManagePlace(actor) }
	];
	return tabs
		.filter(({ open }) => open)
		.map(({ key, href }) => ({ href, label: say(`place_tab_${key}`, {}, actor.locale), current: key === here }));
}
