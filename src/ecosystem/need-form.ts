import type { Locale } from '#platform/i18n.ts';
import { say } from '#platform/i18n.ts';
import { readSettings } from '#platform/settings.ts';
import { sizeClasses } from './activities/firms.ts';
import { bands, confidentialities, places, priceModels, reaches } from './choices.ts';
import { languageOptions, optionsOf } from './posts-said.ts';

/** What can be chosen in the form of a need, in words. */
export const needFormOptions = (locale: Locale) => ({
	options: {
		locales: languageOptions(locale),
		bands: optionsOf('amount', bands),
		places: optionsOf('place', places),
		confidentialities: confidentialities.map((value) => ({
			value,
			label: say(`confidentiality_${value}`),
			hint: say(`confidentiality_${value}_hint`)
		}))
	},
	maximum: readSettings().KM0_UPLOAD_MB
});

/** What can be chosen in the form of an offer, in words. */
export const offerFormOptions = (locale: Locale) => ({
	options: {
		locales: languageOptions(locale),
		bands: optionsOf('amount', bands),
		priceModels: optionsOf('price_model', priceModels),
		reaches: optionsOf('reach', reaches),
		sizes: optionsOf('size', sizeClasses),
		visibilities: optionsOf('visibility', ['public', 'members']),
		trls: Array.from({ length: 9 }, (_, nth) => ({ value: String(nth + 1), label: `${nth + 1} – ${say(`offer_trl_${nth + 1}`)}` }))
	},
	maximum: readSettings().KM0_UPLOAD_MB
});
