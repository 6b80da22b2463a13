import { capacity, freeFrom, languageName, sizesInWords } from '#ecosystem/posts-said.ts';
import { findPublishedOffer, PublicationId } from '#ecosystem/publications.ts';
import { named } from '#ecosystem/understood.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { actor, locale } = locals;
	const offer = await findPublishedOffer(actor, found(PublicationId.safeParse(params).data));
	return {
		post: {
			...offer,
			sections: [
				{ title: say('offer_what'), text: offer.what },
				{ title: say('offer_proof'), text: offer.proof }
			],
			firm: offer.organisation?.name ?? '',
			where: offer.organisation
				? [say(`organisation_kind_${offer.organisation.kind}`), offer.organisation.communeName].filter(Boolean).join(' · ')
				: '',
			facts: [
				{ label: say('offer_maturity'), value: offer.trl && `${say('offer_trl', { level: offer.trl })}, ${say(`offer_trl_${offer.trl}`)}` },
				{
					label: say('offer_price'),
					value: [offer.priceBand && say(`amount_${offer.priceBand}`), offer.priceModel && say(`price_model_${offer.priceModel}`)]
						.filter(Boolean)
						.join(', ')
				},
				{ label: say('offer_capacity'), value: [capacity(offer), freeFrom(offer, locale)].filter(Boolean).join(', ') },
				{ label: say('offer_for_sizes'), value: sizesInWords(offer.forSizes, locale) },
				{ label: say('offer_languages'), value: offer.languages.map((code) => languageName(code, locale)).join(', ') },
				{ label: say('offer_reach'), value: say(`reach_${offer.reach}`) },
				{ label: say('offer_on_site'), value: say(offer.onSite ? 'offer_on_site_yes' : 'offer_on_site_no') }
			]
		},
		technologies: named(offer.technologies, locale),
		sectors: named(offer.sectors, locale)
	};
};
