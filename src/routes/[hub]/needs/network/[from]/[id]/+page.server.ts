import { dayInWords, languageName } from '#ecosystem/posts-said.ts';
import { findPublishedNeed, PublicationId } from '#ecosystem/publications.ts';
import { named } from '#ecosystem/understood.ts';
import { areaName } from '#ecosystem/whereabouts.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { actor, locale } = locals;
	const need = await findPublishedNeed(actor, found(PublicationId.safeParse(params).data));
	return {
		post: {
			...need,
			sections: [
				{ title: say('need_problem'), text: need.problem },
				{ title: say('need_result'), text: need.result },
				{ title: say('need_constraints'), text: need.constraints }
			],
			firm: need.organisation?.name ?? say('post_anonymous_firm'),
			where: need.organisation
				? [say(`organisation_kind_${need.organisation.kind}`), need.organisation.communeName].filter(Boolean).join(' · ')
				: areaName(need.area, locale),
			facts: [
				{ label: say('need_budget'), value: say(need.budgetBand ? `amount_${need.budgetBand}` : 'amount_open') },
				{ label: say('need_wanted_by'), value: need.wantedBy && dayInWords(need.wantedBy, locale) },
				{ label: say('need_place'), value: say(`place_${need.place}`) },
				{ label: say('need_languages'), value: need.languages.map((code) => languageName(code, locale)).join(', ') }
			]
		},
		technologies: named(need.technologies, locale),
		sectors: named(need.sectors, locale)
	};
};
