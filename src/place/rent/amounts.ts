/** `numerator / denominator` in whole cents, halves away from zero. */
export function rounded(numerator: bigint, denominator: bigint): number {
	const size = numerator < 0n ? -numerator : numerator;
	const whole = (2n * size + denominator) / (2n * denominator);
	return Number(numerator < 0n ? -whole : whole);
}

/**
 * Parts of a whole by their weights that add up to it exactly: each is rounded down, and the cents left over go to whoever lost most by
 * it, the first of those that lost the same. Weights are not all nothing.
 */
export function sharedOut(whole: number, weights: readonly bigint[]): number[] {
	const sum = weights.reduce((all, weight) => all + weight, 0n);
	const exact = weights.map((weight) => BigInt(whole) * weight);
	const parts = exact.map((part) => part / sum);
	let left = Number(BigInt(whole) - parts.reduce((all, part) => all + part, 0n));
	const byLoss = exact.map((part, nth) => ({ nth, loss: part % sum })).sort((a, b) => Number(b.loss - a.loss) || a.nth - b.nth);
	for (const { nth } of byLoss) {
		if (left-- <= 0) break;
		parts[nth] = (parts[nth] as bigint) + 1n;
	}
	return parts.map(Number);
}

/** Surfaces are kept as doubles, and billed as whole hundredths of a square metre. */
export const hundredths = (m2: number) => Math.round(m2 * 100);

/** The rent of a year in cents, from a rate and the hundredths of square metres of each unit. */
export function yearRent(basis: string, rentCents: number, units: readonly number[]): number {
	if (basis === 'flat') return rentCents;
	if (basis === 'unit') return rentCents * units.length;
	return units.reduce((sum, size) => sum + rounded(BigInt(rentCents) * BigInt(size), 100n), 0);
}
