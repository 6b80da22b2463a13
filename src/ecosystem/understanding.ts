import type { ConceptChip, Understanding } from './post-form.ts';

/** Asks what the words of a form speak of a moment after each change, and keeps what the writer ticked off. */
export function understanding(address: string, except?: string) {
	let waiting: ReturnType<typeof setTimeout> | undefined;
	let asked = 0;

	return (form: HTMLFormElement, known: ConceptChip[], answered: (answer: Understanding) => void) => {
		clearTimeout(waiting);
		waiting = setTimeout(async () => {
			const sent = new FormData(form);
			const words = ['title', 'problem', 'what', 'result'].map((name) => sent.get(name)).filter(Boolean);
			const turn = ++asked;
			const response = await fetch(address, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ text: words.join('\n'), locale: sent.get('locale'), similar: sent.has('problem'), except })
			}).catch(() => null);
			// An answer that comes late says nothing about what stands there now.
			if (!response?.ok || turn !== asked) return;
			const { chips, similar } = (await response.json()) as Understanding;
			const now = new Map(chips.map((chip) => [chip.id, chip]));
			const ticked = known.filter((chip) => chip.isKept && !now.has(chip.id));
			const refused = known.filter((chip) => !chip.isKept);
			answered({
				chips: [...ticked, ...chips.map((chip) => ({ ...chip, isKept: !refused.some(({ id }) => id === chip.id) }))].concat(
					refused.filter(({ id }) => !now.has(id))
				),
				similar
			});
		}, 400);
	};
}
