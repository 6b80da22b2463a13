import { z } from 'zod';
import { WrittenTerms } from '../rent/terms.ts';
import { ChangeLease, type Guarantee, guaranteeKinds, mostGuarantees, SignLease } from './leases.ts';
import { locale } from '#platform/shapes.ts';

const cents = (amount: number) => Math.round(amount * 100);
const WrittenGuarantee = z.object({
	kind: z.enum(guaranteeKinds).optional(),
	guarantor: z.string().trim().max(160).default(''),
	amount: z.number().min(0).max(1_000_000_000).nullish(),
	endsOn: z.iso.date().nullish()
});
export const writtenGuarantees = { guarantees: z.array(WrittenGuarantee).max(mostGuarantees).default([]) };

export const guaranteesFrom = (all: z.output<typeof WrittenGuarantee>[]): z.output<typeof Guarantee>[] =>
	all
		.filter(({ guarantor }) => guarantor)
		.map(({ kind = 'bank', guarantor, amount, endsOn }) => ({
			kind,
			guarantor,
			amountCents: typeof amount === 'number' ? cents(amount) : null,
			endsOn: endsOn ?? null
		}));

/** People write euros, not cents, and one annex a line. */
const written = {
	rent: z.number().min(0).max(10_000_000),
	deposit: z.number().min(0).max(100_000_000).default(0),
	locale: locale.default('fr'),
	...writtenGuarantees
};

export const WrittenLease = SignLease.omit({ rentCents: true, depositCents: true, guarantees: true, terms: true }).extend({
	...written,
	terms: WrittenTerms
});
export const WrittenChange = ChangeLease.omit({
	lease: true,
	rentCents: true,
	depositCents: true,
	guarantees: true,
	terms: true,
	clauses: true,
	annexes: true
}).extend({
	...written,
	title: z.array(z.string().max(160)).default([]),
	text: z.array(z.string().max(6000)).default([]),
	annexes: z.string().max(8000).default('')
});

export function leaseFrom<T extends Pick<z.output<typeof WrittenLease>, 'rent' | 'deposit' | 'guarantees'>>(input: T) {
	const { rent, deposit, guarantees, ...rest } = input;
	return { ...rest, rentCents: cents(rent), depositCents: cents(deposit), guarantees: guaranteesFrom(guarantees) };
}

/** Titles and texts of a form as clauses, those without either left out; each keeps its key where it had one. */
export const clausesFrom = (titles: string[], texts: string[], keys: readonly string[] = []) =>
	titles
		.map((title, nth) => ({ key: keys[nth] ?? `own_${nth + 1}`, title: title.trim(), text: (texts[nth] ?? '').trim() }))
		.filter(({ title, text }) => title && text);

export const annexesFrom = (typed: string) =>
	typed
		.split(/\r?\n/)
		.map((line) => line.trim().slice(0, 200))
		.filter(Boolean)
		.slice(0, 40);
