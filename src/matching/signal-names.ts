import { m } from '#platform/paraglide/messages.js';
import type { Signal } from './weights.ts';

const names = {
	words: [m.signal_words, m.signal_words_hint],
	concepts: [m.signal_concepts, m.signal_concepts_hint],
	meaning: [m.signal_meaning, m.signal_meaning_hint],
	sector: [m.signal_sector, m.signal_sector_hint],
	language: [m.signal_language, m.signal_language_hint],
	distance: [m.signal_distance, m.signal_distance_hint],
	budget: [m.signal_budget, m.signal_budget_hint],
	dates: [m.signal_dates, m.signal_dates_hint],
	size: [m.signal_size, m.signal_size_hint],
	presence: [m.signal_presence, m.signal_presence_hint],
	maturity: [m.signal_maturity, m.signal_maturity_hint],
	capacity: [m.signal_capacity, m.signal_capacity_hint],
	experience: [m.signal_experience, m.signal_experience_hint]
} as const satisfies Record<Signal, readonly [() => string, () => string]>;

/** The signals as staff read them, in the order of their weights. */
export const signalNames = (Object.keys(names) as Signal[]).map((signal) => ({ signal, name: names[signal][0], hint: names[signal][1] }));
