import { dayAfter } from '../days.ts';

/** The same day so many months later, or the last day of a month that has no such day. */
export function monthsAfter(day: string, months: number): string {
	const nth = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
	const [year, month] = [Math.floor(nth / 12), (nth % 12) + 1];
	const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
	return `${year}-${two(month)}-${two(Math.min(Number(day.slice(8)), last))}`;
}

const two = (number: number) => String(number).padStart(2, '0');

/** A calendar month or quarter, by its first and last day. */
export interface Period {
	from: string;
	until: string;
	/** Which of its year, from 0. */
	nth: number;
}

/** The calendar periods that touch these days. */
export function periodsBetween(from: string, until: string, months: 1 | 3): Period[] {
	const periods: Period[] = [];
	let nth = Math.floor((Number(from.slice(5, 7)) - 1) / months);
	let start = `${from.slice(0, 4)}-${two(nth * months + 1)}-01`;
	while (start <= until) {
		const next = monthsAfter(start, months);
		periods.push({ from: start, until: dayAfter(next, -1), nth });
		start = next;
		nth = (nth + 1) % (12 / months);
	}
	return periods;
}
