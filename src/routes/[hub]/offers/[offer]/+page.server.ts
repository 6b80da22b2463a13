import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { attach, RemoveFile, removeFile } from '#ecosystem/attachments.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { findOffer, MoveOffer, moveOffer, offerHistory, OfferId } from '#ecosystem/offers.ts';
import { capacity, freeFrom, historyInWords, languageName, sizesInWords } from '#ecosystem/posts-said.ts';
import { named } from '#ecosystem/understood.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { readSettings } from '#platform/settings.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { actor, locale } = locals;
	const id = found(OfferId.safeParse({ offer: params.offer }).data);
	const offer = await findOffer(actor, id);
	const hub = found(await findHub(params.hub));
	return {
		offer,
		said: {
			state: say(`offer_state_${offer.state}`),
			kind: say(`organisation_kind_${offer.organisation.kind}`),
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
				{ label: say('offer_on_site'), value: say(offer.onSite ? 'offer_on_site_yes' : 'offer_on_site_no') },
				{ label: say('offer_contact'), value: offer.contact && [offer.contact.name, offer.contact.title].filter(Boolean).join(', ') }
			]
		},
		technologies: named(offer.technologies, locale),
		sectors: named(offer.sectors, locale),
		history: historyInWords(await offerHistory(actor, id), locale, hub.timeZone),
		maximum: readSettings().KM0_UPLOAD_MB
	};
};

const here = (event: { params: Partial<Record<string, string>> }) => `/${event.params.hub}/offers/${event.params.offer}`;

export const actions: Actions = {
	move: form(MoveOffer.omit({ offer: true }), async (input, event) => {
		await moveOffer(event.locals.actor, { ...input, offer: event.params.offer as string });
		redirect(303, here(event));
	}),
	attach: form(z.object({ files: z.array(z.instanceof(File)).min(1) }), async ({ files }, event) => {
		await attach(event.locals.actor, 'offer', event.params.offer as string, files);
		redirect(303, `${here(event)}#files`);
	}),
	removeFile: form(RemoveFile, async (input, event) => {
		await removeFile(event.locals.actor, input);
		redirect(303, `${here(event)}#files`);
	})
};
