import { say, type Locale } from '#platform/i18n.ts';
import { measureKinds } from '../choices.ts';
import { chargesBases, chargesModes, indexKinds, paidWhen, payments, rentBases, vatChoices } from './choices.ts';
import { LeaseTerms } from './terms.ts';

/** What `LeaseTermsFields.svelte` shows: its choices in the reader's language, and the terms as they are. */
export function termsForm(locale: Locale, { steps, chargesCents, rentBeforeCents, ...terms }: LeaseTerms = LeaseTerms.parse({})) {
	const choices = (values: readonly string[], prefix: string) =>
		values.map((value) => ({ value, label: say(`${prefix}_${value.toLowerCase()}`, {}, locale) }));
	return {
		terms: { ...terms, chargesAmount: chargesCents / 100, rentBefore: rentBeforeCents ? rentBeforeCents / 100 : null },
		// Two more than there are, so that a page without scripts can add some.
		steps: [
			...steps.map(({ from, rentCents }) => ({ from, rent: String(rentCents / 100) })),
			{ from: '', rent: '' },
			{ from: '', rent: '' }
		],
		bases: choices(rentBases, 'rent_basis'),
		measures: choices(measureKinds, 'place_measure'),
		vatCases: choices(vatChoices, 'rent_vat'),
		charges: choices(chargesModes, 'rent_charges'),
		chargesBases: choices(chargesBases, 'rent_charges_per'),
		payments: choices(payments, 'rent_payment'),
		paid: choices(paidWhen, 'rent_paid'),
		indices: choices(['none', ...indexKinds], 'rent_index')
	};
}
