import { findHub } from '#ecosystem/hubs.ts';
import {
	asWeights,
	learnedWeights,
	ReturnToWeights,
	returnToWeights,
	SetLearning,
	setLearning,
	TakeOverLearned,
	takeOverLearned,
	weightVersions,
	whyLearned
} from '#matching/learning/learning.ts';
import { previewWeights } from '#matching/matches.ts';
import { form } from '#platform/form.ts';
import { found } from '#platform/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { actor, locale } = locals;
	const [learned, { versions }, hub] = await Promise.all([learnedWeights(actor), weightVersions(actor), findHub(params.hub)]);
	const isNew = learned.isEnough && !learned.isSame;
	const { effects } = isNew ? await previewWeights(actor, { weights: asWeights(learned) }) : { effects: [] };
	const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
	const times = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
	const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: found(hub).timeZone });
	return {
		...learned,
		isNew,
		weights: learned.weights.map((one) => ({
			...one,
			beforeSaid: number.format(one.before),
			afterSaid: number.format(one.after),
			rangeSaid: one.low === one.high ? '' : `× ${times.format(one.times)} (${times.format(one.low)} – ${times.format(one.high)})`,
			why: whyLearned(one, locale)
		})),
		effects,
		versions: versions.map(({ version, because, returnedTo, outcomes, setAt, who }) => ({
			version,
			because,
			returnedTo,
			outcomes,
			at: moment.format(setAt),
			who
		}))
	};
};

export const actions: Actions = {
	take: form(TakeOverLearned, async (input, { locals }) => {
		await takeOverLearned(locals.actor, input);
		return { did: 'taken' as const };
	}),
	back: form(ReturnToWeights, async (input, { locals }) => {
		await returnToWeights(locals.actor, input);
		return { did: 'returned' as const };
	}),
	weekly: form(SetLearning, async (input, { locals }) => {
		await setLearning(locals.actor, input);
		return { did: 'weekly' as const };
	})
};
