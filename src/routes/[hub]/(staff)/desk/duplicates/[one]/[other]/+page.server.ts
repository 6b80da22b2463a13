import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { findHub } from '#ecosystem/hubs.ts';
import { Compare, compareOrganisations } from '#ecosystem/merging/comparison.ts';
import { mergeFields, sides, type MergeField, type Side } from '#ecosystem/merging/fields.ts';
import { MergeOrganisations, mergeOrganisations, undoDays } from '#ecosystem/merging/merges.ts';
import { peopleChoices } from '#ecosystem/merging/rows.ts';
import { fieldSaid, valueSaid } from '#ecosystem/merging/said.ts';
import { dayInWords, optionsOf } from '#ecosystem/posts-said.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
	await parent();
	const { actor, locale } = locals;
	const asked = found(Compare.safeParse({ one: params.one, other: params.other, kept: url.searchParams.get('kept') ?? undefined }).data);
	const [{ kept, gone, ...compared }, hub] = await Promise.all([compareOrganisations(actor, asked), findHub(params.hub)]);
	const { timeZone } = found(hub);
	const shown = ({ id, slug, name, communeName, createdAt, isListed, version }: typeof kept) => ({
		...{ id, name, version, communeName, isListed },
		href: `/${params.hub}/organisations/${slug}`,
		since: say('merge_since', { day: dayInWords(createdAt, locale, timeZone) })
	});
	return {
		kept: shown(kept),
		gone: shown(gone),
		swap: `?kept=${gone.id}`,
		days: undoDays,
		fields: compared.fields
			.filter(({ isSame }) => !isSame)
			.map(({ field, usual, sides, ...values }) => ({
				field,
				label: fieldSaid(field),
				usual,
				options: sides.map((side) => ({
					side,
					text: side === 'both' ? say('merge_both') : valueSaid(field, values[side], locale) || say('merge_empty')
				}))
			})),
		hangs: compared.hangs
			.filter((one) => one.kept.count || one.gone.count)
			.map((one) => ({ what: say(`merge_hangs_${one.what}`), kept: hung(one.kept), gone: hung(one.gone) })),
		conflicts: compared.conflicts.map(({ code, names }) => say(`merge_conflict_${code}`, { names: names.join(', ') })),
		hindrances: compared.hindrances.map(({ code, params: said, path }) => ({ text: say(code, said), href: `/${params.hub}${path}` })),
		peopleHang: compared.hangs.some(({ what, gone: { count } }) => what === 'people' && count > 0),
		people: compared.people,
		peopleChoices: optionsOf('merge_people', peopleChoices)
	};
};

const hung = ({ count, names }: { count: number; names: string[] }) => ({
	count,
	names: names.length ? names.join(', ') + (count > names.length ? ', …' : '') : ''
});

/** One radio group a field, each by its own name. */
const chosen = z.object(
	Object.fromEntries(mergeFields.map((field) => [field, z.enum(sides).optional()])) as Record<
		MergeField,
		z.ZodOptional<z.ZodEnum<{ [S in Side]: S }>>
	>
);

export const actions: Actions = {
	default: form(MergeOrganisations.extend({ fields: chosen.prefault({}) }), async (input, { locals, params }) => {
		const { id } = await mergeOrganisations(locals.actor, input);
		redirect(303, `/${params.hub}/desk/duplicates/merges/${id}?done=1`);
	})
};
