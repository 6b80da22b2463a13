import type { LeaseKind } from '../choices.ts';
import { quarterAfter } from './quarters.ts';

const usual: Record<LeaseKind, object> = {
	commercial: { charges: 'provision', chargesCents: 3200, depositMonths: 3 },
	derogatory: { charges: 'flat', chargesCents: 2800, payment: 'monthly', depositMonths: 2 },
	precarious: { payment: 'monthly', vatCase: 'exempt' },
	service: { payment: 'monthly', vatCase: 'by_right' }
};

/** What some of them agreed beside that, by unit. */
const special: Record<string, object> = {
	'S-N1': { measure: 'net_usable', depositIndexed: true },
	'S-A2': { chargesWeight: 60, franchiseMonths: 3 },
	// Renewed at its rental value, of which a third was paid before.
	'1-08': { rentBeforeCents: 1_000_000 },
	'S-S8': { franchiseMonths: 6, franchisePercent: 50, steps: [{ from: '2026-02-05', rentCents: 12_600 }] },
	'2-04': { vatCase: 'option', payment: 'monthly' },
	'0-05': { paid: 'arrears', rentBasis: 'surface', chargesWeight: 80 }
};

/** What the leases of the demo say of money, by their kind, first day and unit. */
export function demoTerms(kind: LeaseKind, startsOn: string, unit = ''): object {
	// The last that was published when it was signed.
	const signed = `${startsOn.slice(0, 4)}-Q${Math.ceil(Number(startsOn.slice(5, 7)) / 3)}`;
	const index = kind === 'commercial' ? { index: 'ILC', referenceQuarter: quarterAfter(signed, -2) } : {};
	return { ...usual[kind], ...index, ...special[unit] };
}
