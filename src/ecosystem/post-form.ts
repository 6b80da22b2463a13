import { isActionFailure, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import type { FormAnswer } from '#platform/form.ts';
import { isLocale, type Locale } from '#platform/i18n.ts';
import { refuse } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { needLine, type Line } from './posts-said.ts';
import { similarNeeds } from './needs-shown.ts';
import { conceptIds, understood } from './understood.ts';
import { concept, label, recogniseConcepts } from './vocabulary/concepts.ts';

/** A technology, process or sector under what is being written; unticked it is refused. */
export interface ConceptChip {
	id: string;
	label: string;
	field: 'technologies' | 'sectors';
	isKept: boolean;
}

export const chipsOf = (ids: readonly string[], kept: readonly string[], locale: Locale): ConceptChip[] =>
	[...new Set(ids)]
		.filter((id) => concept(id))
		.map((id) => ({
			id,
			label: label(id, locale),
			field: concept(id)?.kind === 'sector' ? ('sectors' as const) : ('technologies' as const),
			isKept: kept.includes(id)
		}));

/** Fields of the page that no operation knows. */
export const onPage = {
	/** The concepts that the page showed. */
	offered: conceptIds(100).default([]),
	/** Names of further ones, with commas between. */
	more: text(300).default(''),
	files: z.array(z.instanceof(File)).default([])
};

interface Chosen {
	locale: Locale;
	technologies: string[];
	sectors: string[];
	offered: string[];
	more: string;
}

/** What was chosen and refused on the page, for the operation. */
export function settled<T extends Chosen>({ offered, more, ...input }: T) {
	const added = more
		.split(/[,;\n]/)
		.map((word) => word.trim())
		.filter(Boolean)
		.map((word) => {
			const [best] = recogniseConcepts(word);
			if (!best) throw refuse('more', 'concept_unknown', { word });
			return best.id;
		});
	const of = (isSector: boolean) => added.filter((id) => (concept(id)?.kind === 'sector') === isSector);
	const technologies = [...new Set([...input.technologies, ...of(false)])];
	const sectors = [...new Set([...input.sectors, ...of(true)])];
	return { ...input, technologies, sectors, refusedConcepts: offered.filter((id) => !technologies.includes(id) && !sectors.includes(id)) };
}

export interface Understanding {
	chips: ConceptChip[];
	similar: Line[];
}

const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : value === undefined || value === '' ? [] : [String(value)]);

/** What KM0 understands from a half-written form, minding what its writer refused. */
async function understandForm({ locals, params }: RequestEvent, values: Record<string, unknown>): Promise<Understanding> {
	const words = [values.title, values.problem, values.what, values.result].filter(Boolean).join('\n');
	const written = isLocale(values.locale) ? values.locale : locals.locale;
	const kept = [...list(values.technologies), ...list(values.sectors)];
	const refused = list(values.offered).filter((id) => !kept.includes(id));
	const now = understood(words, written).map(({ id }) => id);
	const similar =
		values.problem === undefined
			? []
			: await similarNeeds(locals.actor, { text: words.slice(0, 8000), locale: written, except: params.need });
	return {
		chips: chipsOf([...kept, ...now, ...refused], [...kept, ...now.filter((id) => !refused.includes(id))], locals.locale),
		similar: similar.map((need) => needLine(need, locals.actor.hub, locals.locale))
	};
}

type Action<R> = (event: RequestEvent) => Promise<R | ActionFailure<FormAnswer>>;

/** A refused form keeps its concepts too, with their names. */
export const keepingConcepts =
	<R>(action: Action<R>) =>
	async (event: RequestEvent) => {
		const answer = await action(event);
		if (isActionFailure(answer)) {
			const { data } = answer as ActionFailure<FormAnswer>;
			Object.assign(data, await understandForm(event, data.values));
		}
		return answer;
	};

/** The button that shows what KM0 understands so far and saves nothing, for readers without JavaScript. */
export async function check(event: RequestEvent): Promise<FormAnswer & Understanding> {
	const sent = await event.request.formData();
	const values: Record<string, unknown> = {};
	for (const name of new Set(sent.keys())) {
		const all = sent.getAll(name).filter((value) => typeof value === 'string');
		if (all.length) values[name] = all.length > 1 ? all : all[0];
	}
	return { form: 'check', values, errors: {}, message: '', code: 'understood', ...(await understandForm(event, values)) };
}
