import { sirenOfSiret } from '../identifiers.ts';
import { folded } from '#platform/text/folded.ts';

interface Numbered {
	country: string;
	siren: string | null;
	siret: string | null;
	vat: string | null;
	foreignId: string | null;
}

/** The SIREN of a firm, from whichever number says it; numbers of Monaco have none. */
const sirenOf = ({ siren, siret, vat }: Numbered) =>
	siren ?? (siret && sirenOfSiret(siret)) ?? (vat && /^FR..(?!000)/.test(vat) ? vat.slice(4) : null);

/** Who it is to the registers, in one spelling: two firms that share one of these are the same. */
export function numbersOf(firm: Numbered): string[] {
	const siren = sirenOf(firm);
	const { country, vat, foreignId } = firm;
	const ofVat =
		vat && !/^FR..(?!000)/.test(vat)
			? `${vat.slice(0, 2) === 'EL' ? 'GR' : vat.slice(0, 2)} ${vat.slice(2).replace(/(MWST|TVA|IVA)$/, '')}`
			: null;
	const ofRegister =
		foreignId &&
		`${country} ${foreignId
			.replace(/[^A-Z0-9]/gi, '')
			.toUpperCase()
			.replace(new RegExp(`^${country}`), '')}`;
	return [...new Set([siren && `FR ${siren}`, ofVat, ofRegister].filter((one) => one !== null && one !== ''))] as string[];
}

/** What an import calls a record by, as references are kept: what a merge takes out of the directory is still found by these. */
export const identityKeys = {
	siren: (siren: string) => `siren ${siren}`,
	vat: (vat: string) => `vat ${vat}`,
	foreign: (country: string, id: string) => `foreign ${country} ${id}`,
	page: (slug: string) => `page ${slug}`,
	name: (place: string, name: string) => `name\t${place}\t${folded(name)}`
};

interface Known extends Numbered {
	slug: string;
	name: string;
	commune: string | null;
	communeName: string;
}

export const keysOf = ({ siren, vat, foreignId, country, slug, name, commune, communeName }: Known): string[] => [
	...(siren ? [identityKeys.siren(siren)] : []),
	...(vat ? [identityKeys.vat(vat)] : []),
	...(foreignId ? [identityKeys.foreign(country, foreignId)] : []),
	identityKeys.page(slug),
	identityKeys.name(commune ?? communeName.toLowerCase(), name)
];
