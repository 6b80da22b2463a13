import type { AnyProcedure } from '@orpc/server';
import { z } from 'zod';
import { needsApi } from '#ecosystem/api-needs.ts';
import { organisationsApi } from '#ecosystem/organisations-api.ts';
import { Directory } from '#ecosystem/directory.ts';
import { CreateNeed } from '#ecosystem/needs.ts';
import { ListNeeds, NeedId } from '#ecosystem/needs-shown.ts';
import { ListOffers, OfferId } from '#ecosystem/offers.ts';
import { OneOrganisation } from '#ecosystem/organisations.ts';
import { introductionsApi } from '#introductions/api.ts';
import { StartIntroductions } from '#introductions/introductions.ts';
import { matchingApi } from '#matching/api.ts';
import { Ask, MatchNeed, MatchOffer } from '#matching/matches.ts';

export interface Tool {
	title: string;
	description: string;
	/** What an assistant may say, which is part of what the operation takes. */
	input: z.ZodObject;
	operation: AnyProcedure;
	/** What is always so, whatever the assistant says. */
	fixed?: Record<string, unknown>;
}

/** An assistant reads all it gets: pages are shorter than those of programs. */
const few = (preset: number) => z.number().int().min(1).max(20).default(preset);
const page = { limit: few(10) };

/** What an assistant can do, each with an operation that programs may call too. */
export const tools: Record<string, Tool> = {
	ask: {
		title: 'Ask who can help',
		description:
			'Who can help with this, and why? Takes one sentence in French, German or English; the reasons of an answer add up to its score.',
		input: Ask.extend({ limit: few(5) }),
		operation: matchingApi.ask
	},
	list_needs: {
		title: 'List needs',
		description: 'Needs that your user may see, open ones unless another state is named. `mine` lists those of the user’s own firms.',
		input: ListNeeds.extend(page),
		operation: needsApi.listNeeds
	},
	read_need: {
		title: 'Read a need',
		description: 'All that your user may read of one need. An anonymous need does not say whose it is.',
		input: NeedId,
		operation: needsApi.findNeed
	},
	list_offers: {
		title: 'List offers',
		description: 'Offers that your user may see.',
		input: ListOffers.extend(page),
		operation: needsApi.listOffers
	},
	read_offer: {
		title: 'Read an offer',
		description: 'All that your user may read of one offer.',
		input: OfferId,
		operation: needsApi.findOffer
	},
	match_need: {
		title: 'Shortlist offers for a need',
		description: 'Offers that answer a need of the user’s own firm (any need for staff), best first, each with its reasons.',
		input: MatchNeed.extend({ limit: few(5) }),
		operation: matchingApi.matchesOfNeed
	},
	match_offer: {
		title: 'Needs that an offer answers',
		description: 'Open needs that an offer of the user’s own firm answers, best first, each with its reasons.',
		input: MatchOffer.extend({ limit: few(5) }),
		operation: matchingApi.matchesOfOffer
	},
	search_organisations: {
		title: 'Search organisations',
		description:
			'The directory of the hub: firms, start-ups, laboratories, schools. Concept ids of other answers filter by technology and sector.',
		input: z.object({
			q: Directory.shape.q,
			technology: z.array(z.string().max(60)).max(30).default([]),
			sector: z.array(z.string().max(60)).max(30).default([]),
			commune: Directory.shape.commune,
			cursor: Directory.shape.cursor,
			...page
		}),
		operation: organisationsApi.organisations
	},
	read_organisation: {
		title: 'Read an organisation',
		description: 'What your user may know of one organisation.',
		input: OneOrganisation,
		operation: organisationsApi.organisation
	},
	my_organisations: {
		title: 'The user’s organisations',
		description: 'Organisations that your user acts for: whose needs can be drafted.',
		input: z.object({}),
		operation: organisationsApi.myOrganisations
	},
	draft_need: {
		title: 'Draft a need',
		description:
			'Writes a need of one of the user’s organisations as a draft. It stays one: only a person opens it, on its page. Write in the user’s own language; leave out what you do not know.',
		input: CreateNeed.omit({ opens: true, checked: true, isPublished: true, contact: true, refusedConcepts: true }),
		operation: needsApi.createNeed,
		fixed: { opens: false, isPublished: false }
	},
	propose_introduction: {
		title: 'Propose an introduction',
		description:
			'Asks the firms of an open need and of up to three offers whether they want to meet. Mail goes out at once: let your user confirm the need, the offers and the note first.',
		input: StartIntroductions.omit({ checked: true }).extend({ offers: z.array(z.uuid()).min(1).max(3) }),
		operation: introductionsApi.startIntroductions
	}
};
