import { communeMeant } from '#ecosystem/addresses.ts';
import { foundBy } from '#ecosystem/found-by.ts';
import { checkSiret, madeUpSiren, madeUpSirens } from '#ecosystem/identifiers.ts';
import type { Organisation } from './content/types.ts';

/** Where a demo firm is, the numbers it might have (while there are any that belong to nobody), and what the directory finds it by. */
export function placeOf(organisation: Organisation, nth: number) {
	const { kind, name, legalName = '', country, commune, postcode = '', description, technologies, sectors } = organisation;
	const place = communeMeant(commune, { country, postcode });
	return {
		country,
		postcode,
		...place,
		...(country === 'FR' && !organisation.real && nth < madeUpSirens ? madeUpNumbers(nth) : { siren: null, siret: null }),
		...foundBy({ kind, name, legalName, communeName: place.communeName, description, technologies, sectors })
	};
}

/** A VAT number is left out: made from these it would be one of Monaco. */
function madeUpNumbers(nth: number) {
	const siren = madeUpSiren(nth);
	const siret = Array.from({ length: 10 }, (_, last) => `${siren}0001${last}`).find((number) => checkSiret(number).ok) as string;
	return { siren, siret };
}
