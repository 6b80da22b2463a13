import { z } from 'zod';
import { checkActivity, nomenclatures, type Nomenclature } from '#ecosystem/activities/activities.ts';
import { checkSiret } from '#ecosystem/identifiers.ts';

/** What is kept of a firm: nothing in it names a person. */
export const Company = z.object({
	legalName: z.string(),
	/** Short name, brands and the like, by which people may know it. */
	otherNames: z.array(z.string()),
	/** Insee's code: 5710 is a SAS. */
	legalForm: z.string(),
	/** Of the head office. */
	siret: z.string().nullable(),
	activityCode: z.string().nullable(),
	activityNomenclature: z.enum(nomenclatures).nullable(),
	/** The same activity in the nomenclature that replaces NAF rev. 2 on 1 January 2027, while the register gives both. */
	activityCode2025: z.string().nullable(),
	/** Band of employees, and the year it is of. */
	band: z.string().nullable(),
	bandYear: z.number().nullable(),
	founded: z.number().nullable(),
	street: z.string(),
	postcode: z.string(),
	/** Insee's code. */
	commune: z.string().nullable(),
	communeName: z.string(),
	/** A person who trades in their own name, or several without a company: neither name nor street is taken over. */
	isPerson: z.boolean(),
	/** Its owner keeps it from the public (diffusion partielle): neither name nor place is taken over. */
	isRestricted: z.boolean()
});
export type Company = z.output<typeof Company>;

export interface Found {
	state: 'active' | 'ceased';
	ceasedOn: string | null;
	company: Company;
}

/** Text of the register on one line, without what no column may hold. */
const word = (max: number) =>
	z
		.string()
		.max(20_000)
		.nullish()
		.transform((said) =>
			(said ?? '')
				.replaceAll(/[\p{Cc}\s]+/gu, ' ')
				.trim()
				.slice(0, max)
		);
const words = z
	.array(z.string().max(20_000).nullable())
	.nullish()
	.transform((all) =>
		(all ?? []).flatMap(
			(one) =>
				one
					?.replaceAll(/[\p{Cc}\s]+/gu, ' ')
					.trim()
					.slice(0, 160) || []
		)
	);

const HeadOffice = z.object({
	siret: word(20),
	statut_diffusion_etablissement: word(10),
	numero_voie: word(20),
	indice_repetition: word(20),
	type_voie: word(40),
	libelle_voie: word(160),
	code_postal: word(12),
	commune: word(10),
	libelle_commune: word(120),
	liste_enseignes: words,
	nom_commercial: word(160)
});

const Unit = z.object({
	siren: z.string(),
	nom_raison_sociale: word(160),
	nom_complet: word(160),
	sigle: word(80),
	nature_juridique: word(10),
	activite_principale: word(10),
	activite_principale_naf25: z.string().max(10).nullish(),
	tranche_effectif_salarie: word(4),
	annee_tranche_effectif_salarie: word(4),
	date_creation: word(10),
	date_fermeture: word(10),
	etat_administratif: z.enum(['A', 'C']),
	statut_diffusion: word(10),
	siege: HeadOffice.nullish()
});

/** The answer of `/search`, as far as we read it: fields that we do not know are left alone. */
export const Answer = z.object({ results: z.array(Unit).max(100) });

const hidden = /NON.DIFFUSIBLE/i;
const day = (said: string) => (/^\d{4}-\d{2}-\d{2}$/.test(said) && !Number.isNaN(Date.parse(said)) ? said : null);
const year = (said: string) => {
	const found = Number(/^\d{4}/.exec(said)?.[0]);
	return found >= 1200 && found <= 2200 ? found : null;
};

/** From this day on the register's one code of an activity is one of NAF 2025. */
const newNomenclature = new Date('2027-01-01T00:00:00+01:00');

function activityIn({ activite_principale: code, activite_principale_naf25: code2025 }: z.output<typeof Unit>, now: Date) {
	// While it gives both, the plain one is the old one.
	const isNew = now >= newNomenclature && (code2025 ?? null) === null;
	const [nomenclature] = (isNew ? (['NAF2025', 'NAFREV2'] as const) : (['NAFREV2', 'NAF2025'] as const)).filter(
		(one: Nomenclature) => code && checkActivity(code, one).ok
	);
	const checked = nomenclature && checkActivity(code, nomenclature);
	const later = code2025 ? checkActivity(code2025, 'NAF2025') : null;
	return {
		activityCode: checked?.ok ? checked.value : null,
		activityNomenclature: checked?.ok ? nomenclature : null,
		activityCode2025: later?.ok ? later.value : null
	};
}

/** The firm with this number in an answer of the register. */
export function firmIn({ results }: z.output<typeof Answer>, siren: string, now = new Date()): Found | null {
	const unit = results.find((one) => one.siren.replaceAll(/\s/g, '') === siren);
	if (!unit) return null;
	const { siege } = unit;
	const isRestricted =
		[unit.statut_diffusion, siege?.statut_diffusion_etablissement].some((status) => status && status !== 'O') ||
		hidden.test(`${unit.nom_raison_sociale} ${unit.nom_complet} ${siege?.libelle_voie}`);
	// Legal forms that begin so are people who trade in their own name, alone or together: their firm is called as they are.
	const isPerson = !/^[3-9]/.test(unit.nature_juridique);
	const isNamed = !isRestricted && !isPerson;
	const street = [siege?.numero_voie, siege?.indice_repetition, siege?.type_voie, siege?.libelle_voie].filter(Boolean).join(' ');
	return {
		state: unit.etat_administratif === 'A' ? 'active' : 'ceased',
		ceasedOn: unit.etat_administratif === 'A' ? null : day(unit.date_fermeture),
		company: {
			legalName: isNamed ? unit.nom_raison_sociale || unit.nom_complet : '',
			otherNames: isNamed
				? [...new Set([unit.sigle, unit.nom_complet, siege?.nom_commercial ?? '', ...(siege?.liste_enseignes ?? [])])]
						.filter(Boolean)
						.slice(0, 10)
				: [],
			legalForm: unit.nature_juridique,
			siret: siege && checkSiret(siege.siret).ok && siege.siret.startsWith(siren) ? siege.siret : null,
			...activityIn(unit, now),
			band: unit.tranche_effectif_salarie || null,
			bandYear: year(unit.annee_tranche_effectif_salarie),
			founded: year(unit.date_creation),
			street: isNamed ? street.slice(0, 200) : '',
			postcode: isRestricted ? '' : (siege?.code_postal ?? ''),
			commune: isRestricted ? null : siege?.commune || null,
			communeName: isRestricted ? '' : (siege?.libelle_commune ?? ''),
			isPerson,
			isRestricted
		}
	};
}
