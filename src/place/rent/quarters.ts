import { z } from 'zod';

/** `2024-Q2`; people also write `2024-T2`, `2024 T2` or `T2 2024`. */
export const Quarter = z
	.string()
	.trim()
	.max(20)
	.overwrite(asQuarter)
	.regex(/^(19|20)\d\d-Q[1-4]$/, 'quarter_expected');

export function asQuarter(written: string): string {
	const [, first, year, last] = /^(?:[TQ]?([1-4])\D{0,16})?((?:19|20)\d\d)(?:\D{1,16}([1-4]))?$/i.exec(written.trim()) ?? [];
	const nth = first ?? last;
	return year && nth && !(first && last) ? `${year}-Q${nth}` : written;
}

/** A quarter so many later. */
export function quarterAfter(quarter: string, count: number): string {
	const nth = Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(6)) - 1 + count;
	return `${Math.floor(nth / 4)}-Q${(nth % 4) + 1}`;
}

/** The first day after a quarter: nobody can have published it before. */
export const quarterEnds = (quarter: string) => firstDayOf(quarterAfter(quarter, 1));

/** INSEE publishes the indices of rents some twelve weeks after their quarter; three months on, one may count on it. */
export const usuallyOutOn = (quarter: string) => quarterEnds(quarterAfter(quarter, 1));

const firstDayOf = (quarter: string) => `${quarter.slice(0, 4)}-${String(Number(quarter.slice(6)) * 3 - 2).padStart(2, '0')}-01`;
