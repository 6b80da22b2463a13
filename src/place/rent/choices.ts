export const rentBases = ['surface', 'unit', 'flat'] as const;
export type RentBasis = (typeof rentBases)[number];

/**
 * Why rent bears VAT or not: as its building (optional, Code général des impôts, art. 260, 2°), by option of this lease, by right because
 * the premises are equipped or served (art. 261 D, 2° a contrario), or exempt as bare premises (art. 261 D, 2°).
 */
export const vatChoices = ['as_building', 'option', 'by_right', 'exempt'] as const;
export type VatChoice = (typeof vatChoices)[number];

/** What a line of rent says of VAT. A deposit is no price: it is outside of it. */
export const vatCases = ['option', 'by_right', 'exempt', 'outside'] as const;
export type VatCase = (typeof vatCases)[number];

/** Hundredths of a percent. */
export const vatRates: Record<VatCase, number> = { option: 2000, by_right: 2000, exempt: 0, outside: 0 };

export const chargesModes = ['none', 'provision', 'flat'] as const;
export const chargesBases = ['surface', 'lease'] as const;
export const payments = ['monthly', 'quarterly'] as const;
export const paidWhen = ['advance', 'arrears'] as const;

/** Commercial rents, rents of offices and services, cost of building: each of INSEE, each quarter. */
export const indexKinds = ['ILC', 'ILAT', 'ICC'] as const;
export type IndexKind = (typeof indexKinds)[number];
