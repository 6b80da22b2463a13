/** What generated texts are composed of, in one language. `does` follows "we", `troubles` are clauses of their own. */
export type Parts = {
	topics: Record<string, { name: string; does: string[]; troubles: string[] }>;
	sectors: Record<string, { firms: string; objects: string[] }>;
	offerTitle: string[];
	needTitle: string[];
	proof: string[];
	result: string[];
	description: string[];
	/** Ends some offers with skills from the whole vocabulary, so that rare words are rare and common ones common. */
	also: string[];
	/** One sentence of each list makes a text. */
	offer: string[][];
	need: string[][];
};

/** Places with their postcode, the most populated first. */
export const towns: [name: string, postcode: string][] = [
	['Mulhouse', '68100'],
	['Colmar', '68000'],
	['Saint-Louis', '68300'],
	['Illzach', '68110'],
	['Wittenheim', '68270'],
	['Kingersheim', '68260'],
	['Rixheim', '68170'],
	['Riedisheim', '68400'],
	['Cernay', '68700'],
	['Guebwiller', '68500'],
	['Wittelsheim', '68310'],
	['Pfastatt', '68120'],
	['Thann', '68800'],
	['Ensisheim', '68190'],
	['Soultz-Haut-Rhin', '68360'],
	['Huningue', '68330'],
	['Lutterbach', '68460'],
	['Altkirch', '68130'],
	['Sausheim', '68390'],
	['Habsheim', '68440'],
	['Munster', '68140'],
	['Ribeauvillé', '68150'],
	['Rouffach', '68250'],
	['Issenheim', '68500'],
	['Turckheim', '68230'],
	['Sierentz', '68510'],
	['Kembs', '68680'],
	['Volgelsheim', '68600'],
	['Dannemarie', '68210'],
	['Ottmarsheim', '68490']
];
