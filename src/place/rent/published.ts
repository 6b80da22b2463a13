import type { IndexKind } from './choices.ts';

const year = (kind: IndexKind, of: number, values: (number | null)[], source: string) =>
	values.flatMap((value, nth) => (value === null ? [] : [{ kind, quarter: `${of}-Q${nth + 1}`, value, source }]));

const ilc = 'INSEE, https://www.caconsultants.fr/actualites/juridique/chiffre/indice-des-loyers-commerciaux';
const ilat = 'INSEE, https://www.lextimes.fr/ilat';
const ilatSecond =
	'INSEE, https://www.cecom-experts.com/nos-indices-et-taux/indice-des-loyers-des-activites-tertiaires-ilat-ilat-2e-trimestre';
const fourth2024 = 'INSEE, https://www.tv83.info/revision-des-baux-commerciaux-et-professionnels-les-indices-au-quatrieme-trimestre-2024/';
const ilat2025 = 'INSEE, https://www.b2r-conseils.com/blog-weblex/articles/indice-des-loyers-des-activites-tertiaires-annee-2025';
const icc = 'INSEE, https://droit-pratique.fr/baremes-et-taux/louer-un-logement/indice-insee-du-cout-de-la-construction';
const icc2024 = 'INSEE, https://gecca.fr/indicateurs/indice-du-cout-de-la-construction-annee-2024';

/** Where the day of publication was told. */
const days: Record<string, string> = {
	'ILC 2022-Q2': '2022-09-23',
	'ILC 2024-Q4': '2025-03-25',
	'ILAT 2024-Q4': '2025-03-25',
	'ICC 2024-Q4': '2025-03-25',
	'ILC 2025-Q2': '2025-09-23'
};

/** Indices as they were read, each with where; a day of publication where it was told. What is missing is imported on its page. */
export const published = [
	...year('ILC', 2016, [108.4, 108.4, 108.56, 108.91], ilc),
	...year('ILC', 2017, [109.46, 110, 110.78, 111.33], ilc),
	...year('ILC', 2018, [111.87, 112.59, 113.45, 114.06], ilc),
	...year('ILC', 2019, [114.64, 115.21, 115.6, 116.16], ilc),
	...year('ILC', 2020, [116.23, 115.42, 115.7, 115.79], ilc),
	...year('ILC', 2021, [116.73, 118.41, 119.7, 118.59], ilc),
	...year('ILC', 2022, [120.61, 123.65, 126.13, 126.05], ilc),
	...year('ILC', 2023, [128.68, 131.81, 133.66, 132.63], ilc),
	...year('ILC', 2024, [134.58, 136.72, 137.71, 135.3], ilc),
	...year('ILC', 2025, [135.87, 136.81], ilc),
	...year('ILAT', 2018, [null, 112.01, 112.74, 113.3], ilat),
	...year('ILAT', 2019, [113.88, 114.47, 114.85], ilat),
	...year('ILAT', 2020, [null, 114.33], ilatSecond),
	...year('ILAT', 2020, [null, null, 114.23, 114.06], ilat),
	...year('ILAT', 2021, [null, 116.46], ilatSecond),
	...year('ILAT', 2021, [null, null, 117.61, 118.97], ilat),
	...year('ILAT', 2022, [null, null, null, 126.66], ilat),
	...year('ILAT', 2023, [128.59, 130.64], ilat),
	...year('ILAT', 2024, [null, null, 137.12, 137.29], fourth2024),
	...year('ILAT', 2025, [137.29], ilat2025),
	...year('ICC', 2017, [1650, 1664, 1670, 1667], icc),
	...year('ICC', 2018, [1671, 1699, 1733, 1703], icc),
	...year('ICC', 2019, [1728, 1746, 1746, 1769], icc),
	...year('ICC', 2020, [1770, 1753, 1765, 1795], icc),
	...year('ICC', 2021, [1822, 1821, 1886, 1886], icc),
	...year('ICC', 2024, [2227, 2205], icc2024),
	...year('ICC', 2024, [null, null, 2143, 2108], fourth2024)
].map((one) => ({ ...one, publishedOn: days[`${one.kind} ${one.quarter}`] }));
