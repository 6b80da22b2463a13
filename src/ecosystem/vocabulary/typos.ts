const shortest = 8;

/** A word as it may be typed when one letter is missing. */
const withoutOne = (word: string) => Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1));

const swapped = (typed: string, meant: string) => {
	const at = [...typed].findIndex((letter, place) => letter !== meant[place]);
	return typed.slice(0, at) + typed[at + 1] + typed[at] + typed.slice(at + 2) === meant;
};

/**
 * Finds the known words that somebody meant who left out a letter, typed one too many or swapped two.
 * Another letter in place of one is no slip that we mend: a wedding is no welding.
 */
export function spelling(known: Iterable<string>) {
	const whole = new Set<string>();
	const shortened = new Map<string, string[]>();
	for (const word of known) {
		if (word.length < shortest) continue;
		whole.add(word);
		for (const short of new Set(withoutOne(word))) shortened.set(short, [...(shortened.get(short) ?? []), word]);
	}

	return (typed: string): string[] => {
		if (typed.length < shortest - 1) return [];
		const meant = new Set(shortened.get(typed));
		for (const short of withoutOne(typed)) {
			if (whole.has(short)) meant.add(short);
			for (const word of shortened.get(short) ?? []) if (word.length === typed.length && swapped(typed, word)) meant.add(word);
		}
		return [...meant].filter((word) => word.startsWith(typed.slice(0, 2)));
	};
}
