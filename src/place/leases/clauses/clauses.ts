import { z } from 'zod';
import type { Locale } from '#platform/i18n.ts';
import { requiredText } from '#platform/shapes.ts';
import type { LeaseKind } from '../../choices.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

/** `{gaps}` in its text are filled from the lease when the document is made. */
export const Clause = z.object({ key: requiredText(40), title: requiredText(160), text: requiredText(6000) });
export type Clause = z.output<typeof Clause>;

/** What comes with KM0 in one language. */
export interface Written {
	kinds: Record<LeaseKind, Clause[]>;
	/** Those of every kind. */
	all: Clause[];
	annexes: string[];
}

const written: Record<Locale, Written> = { fr, de, en };

/** What a text may speak of. */
export const gaps = [
	'landlord',
	'tenant',
	'units',
	'm2',
	'use',
	'start',
	'end',
	'breaks',
	'notice',
	'rent',
	'year',
	'deposit',
	'event'
] as const;
export type Gap = (typeof gaps)[number];

export const clausesOf = (kind: LeaseKind, locale: Locale): Clause[] => [...written[locale].kinds[kind], ...written[locale].all];
export const annexesOf = (locale: Locale): string[] => written[locale].annexes;

export const filled = (text: string, words: Record<Gap, string>) =>
	text.replace(/\{(\w+)\}/g, (whole, gap: string) => (gap in words ? words[gap as Gap] : whole));
