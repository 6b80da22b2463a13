export type Mark = readonly [from: number, to: number];

/** Marks in order, those that touch or overlap made one. */
export function joined(marks: readonly Mark[]): Mark[] {
	const sorted = marks.toSorted((a, b) => a[0] - b[0]);
	const apart: [number, number][] = [];
	for (const [from, to] of sorted) {
		const last = apart.at(-1);
		if (last && from <= last[1]) last[1] = Math.max(last[1], to);
		else if (to > from) apart.push([from, to]);
	}
	return apart;
}

/** The stretch of about `length` characters that holds most marks, cut between words, with its marks moved along. */
export function excerpt(text: string, marks: readonly Mark[], length = 240): { text: string; marks: Mark[] } {
	if (text.length <= length) return { text, marks: [...marks] };
	const starts = [0, ...marks.map(([from]) => Math.max(0, from - 40))];
	const held = (start: number) => marks.filter(([from, to]) => from >= start && to <= start + length).length;
	const best = starts.reduce((a, b) => (held(b) > held(a) ? b : a));
	const from = best === 0 ? 0 : text.indexOf(' ', best) + 1 || best;
	const end = from + length >= text.length ? text.length : Math.max(text.lastIndexOf(' ', from + length), from + 1);
	const before = from > 0 ? '… ' : '';
	const moved = marks
		.filter(([start, stop]) => start >= from && stop <= end)
		.map(([start, stop]): Mark => [start - from + before.length, stop - from + before.length]);
	return { text: `${before}${text.slice(from, end)}${end < text.length ? ' …' : ''}`, marks: moved };
}
