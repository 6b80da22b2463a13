import { redirect } from '@sveltejs/kit';
import { activityLabel } from '#ecosystem/activities/activities.ts';
import { drawPoint } from '#ecosystem/commune-map.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { ListNeeds, listNeeds } from '#ecosystem/needs-shown.ts';
import { ListOffers, listOffers } from '#ecosystem/offers.ts';
import { organisationAt } from '#ecosystem/organisations.ts';
import { AskToJoin, askToJoin, requestOf, withdrawRequest, WithdrawRequest } from '#ecosystem/representatives.ts';
import { printed } from '#ecosystem/numbers.ts';
import { cut } from '#ecosystem/posts-said.ts';
import { label } from '#ecosystem/vocabulary/concepts.ts';
import { form } from '#platform/form.ts';
import { locales, say } from '#platform/i18n.ts';
import { firmInRegister } from '#register/firms.ts';
import { besideSaid } from '#register/said.ts';
import { mayFollow } from '#road/policy.ts';
import { roadsOf } from '#road/road.ts';
import { roadInWords } from '#road/said.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { actor, locale } = locals;
	const organisation = await organisationAt(actor, params.organisation);
	const { id: of } = organisation;
	const [hub, offers, needs, request, register, [road]] = await Promise.all([
		findHub(params.hub),
		listOffers(actor, ListOffers.parse({ organisation: of, limit: 50 })),
		listNeeds(actor, ListNeeds.parse({ organisation: of, limit: 50 })),
		requestOf(actor, of),
		organisation.mayEdit ? firmInRegister(actor, { organisation: of, fresh: false }) : null,
		mayFollow(actor, of) ? roadsOf(actor, [of]) : []
	]);
	const { activityCode, activityNomenclature, description, lat, lon } = organisation;
	const spoken = new Intl.DisplayNames(locale, { type: 'language' });
	const texts = [locale, ...locales.filter((other) => other !== locale)].flatMap((lang) =>
		description[lang] ? [{ lang, text: description[lang], language: spoken.of(lang) ?? lang }] : []
	);
	const concepts = (ids: string[], filter: string) => ids.map((id) => ({ id, label: label(id, locale), href: `?${filter}=${id}` }));
	return {
		organisation: {
			...organisation,
			kindName: say(`organisation_kind_${organisation.kind}`),
			sizeName: organisation.sizeClass && say(`organisation_size_${organisation.sizeClass}`),
			countryName: new Intl.DisplayNames(locale, { type: 'region' }).of(organisation.country) ?? organisation.country,
			activity: activityCode && activityNomenclature && `${activityCode} ${activityLabel(activityCode, activityNomenclature, locale)}`,
			nomenclature: activityNomenclature && say(`organisation_nomenclature_${activityNomenclature.toLowerCase()}`),
			spoken: organisation.languages.map((lang) => spoken.of(lang) ?? lang).join(', '),
			technologies: concepts(organisation.technologies, 'technology'),
			sectors: concepts(organisation.sectors, 'sector'),
			siren: organisation.siren && printed(organisation.siren),
			siret: organisation.siret && printed(organisation.siret),
			site: organisation.source && new URL(organisation.source).hostname.replace(/^www\./, '')
		},
		texts,
		offers: offers.items.map(({ id, title, excerpt, locale: lang, technologies }) => ({
			...{ id, title, excerpt: cut(excerpt), lang },
			skills: technologies.slice(0, 4).map((one) => label(one, locale))
		})),
		needs: needs.items.map(({ id, title, excerpt, locale: lang, technologies }) => ({
			...{ id, title, excerpt: cut(excerpt), lang },
			skills: technologies.slice(0, 4).map((one) => label(one, locale))
		})),
		register: register?.entry ? besideSaid(register.entry, register.differences, locale) : null,
		hasSiren: register?.siren != null,
		road: road ? roadInWords(road, { ...actor, locale }) : null,
		map: drawPoint(organisation.communeName, { lat, lon }, hub?.commune ?? null),
		request: request && !request.acceptedAt ? { askedAt: request.askedAt, isRefused: request.refusedAt !== null } : null,
		mayAsk: actor.member !== null && !organisation.represents && (request === null || request.refusedAt !== null)
	};
};

export const actions: Actions = {
	join: form(AskToJoin, async (input, { locals, url }) => {
		await askToJoin(locals.actor, input);
		redirect(303, url.pathname);
	}),
	withdraw: form(WithdrawRequest, async (input, { locals, url }) => {
		await withdrawRequest(locals.actor, input);
		redirect(303, url.pathname);
	})
};
