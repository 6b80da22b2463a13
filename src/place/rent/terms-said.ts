import { say, type Locale } from '#platform/i18n.ts';
import { centsIn, dayLongIn, quarterIn } from './said.ts';
import type { LeaseTerms } from './terms.ts';

/** What a lease costs beside its rent, as its document and its page say it. With `vatCase` the case that its building makes of it. */
export function termsSaid(terms: LeaseTerms, locale: Locale, vatCase: string = terms.vatCase): { label: string; value: string }[] {
	const [money, day, quarter] = [centsIn(locale), dayLongIn(locale), quarterIn(locale)];
	const told = (key: string, params: Record<string, string | number> = {}) => say(key, params, locale);
	const said: [string, string][] = [
		['rent_measure', terms.measure ? told(`place_measure_${terms.measure}`) : ''],
		[
			'rent_steps',
			terms.steps.map(({ from, rentCents }) => told('rent_step_line', { day: day(from), rent: money(rentCents) })).join(' ; ')
		],
		['rent_before_renewal', terms.rentBeforeCents ? money(terms.rentBeforeCents) : ''],
		[
			'rent_franchise',
			terms.franchiseMonths ? told('rent_franchise_line', { months: terms.franchiseMonths, percent: terms.franchisePercent }) : ''
		],
		[
			'rent_charges',
			terms.charges === 'none'
				? told('rent_charges_none')
				: told('rent_charges_line', {
						amount: money(terms.chargesCents),
						per: told(`rent_charges_per_${terms.chargesBasis}`),
						mode: told(`rent_charges_${terms.charges}`)
					})
		],
		['rent_charges_weight', terms.chargesWeight === 100 ? '' : String(terms.chargesWeight)],
		['rent_payment', `${told(`rent_payment_${terms.payment}`)}, ${told(`rent_paid_${terms.paid}`)}`],
		['rent_vat', [...new Set([terms.vatCase, vatCase])].map((one) => told(`rent_vat_${one}`)).join(', ')],
		[
			'rent_index',
			terms.index === 'none'
				? told('rent_index_none')
				: told('rent_index_line', {
						index: terms.index,
						quarter: quarter(terms.referenceQuarter as string),
						months: terms.revisionMonths
					})
		],
		['rent_first_revision', terms.firstRevisionOn ? day(terms.firstRevisionOn) : ''],
		['rent_deposit_indexed', terms.depositIndexed ? told('rent_yes') : '']
	];
	return said.filter(([, value]) => value).map(([label, value]) => ({ label: told(label), value }));
}
