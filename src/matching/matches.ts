import { z } from 'zod';
import { actsFor, system, type Actor } from '#platform/actor.ts';
import type { Locale } from '#platform/i18n.ts';
import { authorize, found } from '#platform/refusal.ts';
import { requiredText } from '#platform/shapes.ts';
import { commune, distanceKm } from '#ecosystem/geography/communes.ts';
import { findHub } from '#ecosystem/hubs.ts';
import {
	competitorsOf,
	matchableNeeds,
	matchableOffers,
	matchablePublishedOffers,
	networkPeers,
	newestOpenNeeds,
	whereIs,
	type MatchableNeed,
	type MatchableOffer
} from '#ecosystem/matchable.ts';
import { label, recogniseConcepts } from '#ecosystem/vocabulary/concepts.ts';
import { embedQuestion, nearness } from './embedding.ts';
import { experienceOf, type Viewer } from './experience.ts';
import { excerpt, joined, type Mark } from './excerpt.ts';
import { liftOf, type Candidate, type Seen } from './exposure/attention.ts';
import { countShown } from './exposure/counting.ts';
import { seenOf } from './exposure/seen.ts';
import { judge, lifted, type Asked, type Band, type Match, type Offered, type TextHit } from './fit.ts';
import type { Place } from './index/corpus.ts';
import { flag, type Met } from './index/ranking.ts';
import { searchCorpora, type Hit } from './index/search.ts';
import { analyse } from './index/words.ts';
import { lessonsOf } from './lessons.ts';
import { detectLanguage } from './text/language.ts';
import { conceptsOf, questionIn, sectorsIn, wanted } from './subject.ts';
import { mayTune, type PreviewWeights, rankingOf, type Ranking, type Weights } from './weights.ts';
import { tell, type ToldMatch } from './why.ts';

export const Ask = z.object({ text: requiredText(2000), limit: z.number().int().min(1).max(50).default(10) });
export const MatchNeed = z.object({ need: z.uuid(), limit: z.number().int().min(1).max(50).default(20) });
export const MatchOffer = z.object({ offer: z.uuid(), limit: z.number().int().min(1).max(50).default(20) });

export interface Answer extends ToldMatch {
	offer: string;
	title: string;
	titleMarks: Mark[];
	excerpt: string;
	excerptMarks: Mark[];
	locale: Locale;
	href: string;
	/** The hub that the offer is in, when it came through the network. */
	hub: { id: string; name: string };
	organisation: { id: string | null; slug: string | null; name: string; kind: string; commune: string };
	/** More of the same organisation, less near. */
	also: { offer: string; title: string; href: string; score: number }[];
}

export interface Answers {
	locale: Locale;
	understood: { id: string; label: string }[];
	answers: Answer[];
}

/** How many candidates of the index are looked at closely. */
const candidates = 200;

/** Who can help with one sentence, said by anybody: the offers open to the actor, in order, each with its reasons. */
export async function ask(actor: Actor, { text, limit }: z.output<typeof Ask>): Promise<Answers> {
	const locale = detectLanguage(text, actor.locale);
	const understood = conceptsOf(text, locale);
	const [home, ranking] = await Promise.all([placeOfAsker(actor), rankingOf(actor.hub)]);
	const asked: Asked = {
		locale,
		concepts: wanted(understood),
		sectors: sectorsIn(understood),
		size: null,
		budget: null,
		wantedBy: null,
		languages: [locale],
		place: null,
		at: home.at,
		country: home.country,
		isNeed: false
	};
	const seekers = actor.organisations.map(({ id }) => id);
	const [ranked = []] = await rank(actor, { text, asked, concepts: understood, seekers, viewer: viewerOf(actor) }, [ranking]);
	countShown(actor.hub, candidatesOf(actor.hub, ranked, limit));
	return {
		locale,
		understood: understood.map(({ id }) => ({ id, label: label(id, actor.locale) })),
		answers: answersOf(ranked, { concepts: understood, locale }, actor.locale, limit)
	};
}

/**
 * Who can help with a need, for its own firm and for staff. Nobody else: the distances and the offers that are missing would tell who an
 * anonymous firm is, and whom it declared a competitor.
 */
export async function matchesOfNeed(actor: Actor, { need: id, limit }: z.output<typeof MatchNeed>): Promise<Answers> {
	const need = found((await matchableNeeds(actor, [id], { open: false }))[0]);
	authorize(actor.staff || actsFor(actor, need.behind.id));
	const question = questionOf(need, viewerOf(actor));
	const [ranked = []] = await rank(actor, question, [await rankingOf(actor.hub)]);
	countShown(actor.hub, candidatesOf(actor.hub, ranked, limit));
	return {
		locale: need.locale,
		understood: question.concepts.map((one) => ({ id: one.id, label: label(one.id, actor.locale) })),
		answers: answersOf(ranked, { concepts: question.concepts, locale: need.locale }, actor.locale, limit)
	};
}

export interface NeedMatch extends ToldMatch {
	need: string;
	title: string;
	excerpt: string;
	locale: Locale;
	/** Null where the firm stays anonymous. */
	organisation: { id: string; slug: string; name: string; commune: string } | null;
}

/** Open needs that an offer answers, for whoever acts for it and for staff. */
export async function matchesOfOffer(actor: Actor, { offer: id, limit }: z.output<typeof MatchOffer>): Promise<{ needs: NeedMatch[] }> {
	const offer = found((await matchableOffers(actor, [id], []))[0]);
	const firm = found(offer.organisation.id);
	authorize(actor.staff || actsFor(actor, firm));
	const [ranking, competitors] = await Promise.all([rankingOf(actor.hub), competitorsOf(actor.hub, firm)]);
	const [lessons, seen] = await Promise.all([lessonsOf(actor.hub, ranking.lessons), ranking.balance ? seenOf(actor.hub) : nobody]);
	const lift = liftOf(seen.get(firm), ranking.balance);
	const viewer = viewerOf(actor);
	const text = `${offer.title}\n${offer.what}`;
	const spoken = conceptsOf(text, offer.locale, [...offer.technologies, ...offer.sectors]);
	const hits = await searchCorpora([{ hub: actor.hub, corpus: 'needs' }], questionIn(text, offer.locale, spoken), {
		k: candidates,
		mask: flag.open | audience(actor)
	});
	const byId = new Map(hits.map((hit) => [hit.record, hit]));
	const needs = await matchableNeeds(actor, [...byId.keys()], { open: true });
	const judged = needs
		// Whom a firm competes with, it would read off the anonymous needs that are missing: those stay, as they do in lists.
		.filter(({ behind, isAnonymous }) => behind.id !== firm && (isAnonymous || !competitors.has(behind.id)))
		.flatMap((need) => {
			const hit = byId.get(need.id);
			const asked = shielded(questionOf(need, viewer).asked, need);
			const past = experienceOf(lessons, { offer: offer.id, firm }, { concepts: asked.concepts, km: kmBetween(asked, offer) }, viewer);
			const offered = { ...offeredOf(offer, spoken), experience: past ?? undefined };
			const match = hit && judge(asked, offered, textHit(hit, null), ranking.weights, distanceKm);
			return match ? [{ need, match: lifted(match, lift) }] : [];
		})
		.sort((a, b) => b.match.score - a.match.score);
	return {
		needs: judged.slice(0, limit).map(({ need, match }) => ({
			need: need.id,
			title: need.title,
			excerpt: excerpt(need.problem, []).text,
			locale: need.locale,
			organisation: need.isAnonymous
				? null
				: { id: need.behind.id, slug: need.behind.slug ?? '', name: need.behind.name, commune: need.behind.commune },
			...tell(match, actor.locale)
		}))
	};
}

/** How an offer stands for a need. */
export interface Standing {
	/** Its place among all that answer the need, from 1; null where it is not proposed for it. */
	rank: number | null;
	match: Match;
	/** The same as the firm of the offer may read it, where the need is anonymous. */
	shielded: Match | null;
}

/** What an introduction keeps of the moment it was made: how these offers stand for a need, as its own firm would see it. */
export async function standings(hub: string, id: string, offers: readonly string[]): Promise<Map<string, Standing>> {
	const actor = system(hub);
	const [need] = await matchableNeeds(actor, [id], { open: false });
	if (!need) return new Map();
	// Its reasons are read later by the two firms: they hold what these know of the past, no more.
	const question = questionOf(need, { isStaff: false, firms: [need.behind.id] });
	const ranking = await rankingOf(hub);
	const ranked = async (more: Partial<Question>) => (await rank(actor, { ...question, ...more }, [ranking]))[0] ?? [];
	const [proposed, all, blind] = await Promise.all([
		ranked({}),
		// A competitor that asks for an anonymous need is judged like everybody, or the missing reasons would tell whose it is.
		ranked({ seekers: [] }),
		need.isAnonymous
			? ranked({ seekers: [], asked: shielded(question.asked, need), viewer: { isStaff: false, firms: [], isProvider: true } })
			: []
	]);
	const at = (list: Ranked[], offer: string) => list.find((one) => one.offer.id === offer)?.match;
	return new Map(
		offers.flatMap((offer) => {
			const match = at(all, offer);
			const place = proposed.findIndex((one) => one.offer.id === offer);
			return match ? [[offer, { rank: place < 0 ? null : place + 1, match, shielded: at(blind, offer) ?? null }]] : [];
		})
	);
}

/** A distance, or what a size fits, would tell where an anonymous firm is and how large: for its needs neither is judged. */
const shielded = (asked: Asked, { isAnonymous }: MatchableNeed): Asked => (isAnonymous ? { ...asked, at: null, size: null } : asked);

export interface Effect {
	need: string;
	title: string;
	isSame: boolean;
	before: Placed[];
	after: Placed[];
}

interface Placed {
	offer: string;
	title: string;
	organisation: string;
	score: number;
	/** Places gained (lost, when negative) against the setting of today, or that it was not among the first. */
	moved: number | 'entered';
}

const shownPlaces = 6;
const shownNeeds = 5;

/** How the order for the newest open needs would change with these weights; nothing is saved. */
export async function previewWeights(actor: Actor, { weights }: z.output<typeof PreviewWeights>): Promise<{ effects: Effect[] }> {
	authorize(mayTune(actor));
	const today = await rankingOf(actor.hub);
	return { effects: await effectsOf(actor, today, { ...today, weights }) };
}

/** How the order for the newest open needs differs between two settings. */
export async function effectsOf(actor: Actor, today: Ranking, then: Ranking): Promise<Effect[]> {
	const asked = await askAgain(actor, await newestOpenNeeds(actor, shownNeeds), [today, then]);
	return asked.map(({ need, title, lists: [before = [], after = []] }) => {
		const rankBefore = new Map(before.map(({ offer }, place) => [offer.id, place]));
		const placed = (list: readonly Ranked[], isAfter: boolean): Placed[] =>
			list.slice(0, shownPlaces).map(({ offer, match }, place) => {
				const was = rankBefore.get(offer.id) ?? Infinity;
				return {
					offer: offer.id,
					title: offer.title,
					organisation: offer.organisation.name,
					score: match.score,
					moved: !isAfter ? 0 : was >= shownPlaces ? 'entered' : was - place
				};
			});
		const effect = { need, title, before: placed(before, false), after: placed(after, true) };
		return { ...effect, isSame: effect.after.every(({ moved }) => moved === 0) };
	});
}

export interface AskedAgain {
	need: string;
	title: string;
	/** What would be proposed, in order, once for each setting. */
	lists: Ranked[][];
}

/** Ranks these needs with each setting, for staff to compare; `isBlind` as if no offer had a past. Nothing of it counts as shown. */
export async function askAgain(
	actor: Actor,
	ids: readonly string[],
	settings: readonly Ranking[],
	{ isBlind = false, k = candidates } = {}
): Promise<AskedAgain[]> {
	const place = new Map(ids.map((id, nth) => [id, nth]));
	const needs = await matchableNeeds(actor, ids, { open: false });
	needs.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
	const all: AskedAgain[] = [];
	// A few at once: visitors who ask meanwhile are not to wait for connections.
	for (let from = 0; from < needs.length; from += atOnce)
		all.push(
			...(await Promise.all(
				needs.slice(from, from + atOnce).map(async (need) => ({
					need: need.id,
					title: need.title,
					lists: await rank(actor, { ...questionOf(need, viewerOf(actor)), isBlind, k }, settings)
				}))
			))
		);
	return all;
}

const atOnce = 4;

interface Question {
	text: string;
	asked: Asked;
	concepts: { id: string; weight: number }[];
	/** Organisations on whose behalf it is asked: own offers and competitors' are not for them. */
	seekers: readonly string[];
	/** Who reads the answers, and thereby what of the past they may tell. */
	viewer: Viewer;
	/** Judged as if nobody had a past. */
	isBlind?: boolean;
	/** How many candidates are looked at; without it, as many as for everybody who asks. */
	k?: number;
}

const viewerOf = (actor: Actor): Viewer => ({ isStaff: actor.staff, firms: actor.organisations.map(({ id }) => id) });

export interface Ranked extends Placeable {
	offer: MatchableOffer;
	hubName: string;
	hit: Hit;
	match: Match;
}

/** As far as it matters who is shown where. */
export interface Placeable {
	offer: { hub: string; id: string; organisation: { id: string | null; name: string } };
	/** Points without what is gained for being little seen. */
	earned: number;
}

/** The one ranking behind every list of offers: candidates of the index, judged, in order; once for each setting. */
async function rank(
	actor: Actor,
	{ text, asked, concepts, seekers, viewer, isBlind, k = candidates }: Question,
	settings: readonly Ranking[]
): Promise<Ranked[][]> {
	const [peers, vector, lessons, seen] = await Promise.all([
		networkPeers(actor.hub),
		embedQuestion(text),
		lessonsOf(actor.hub, settings[0]?.lessons ?? 0),
		settings.some(({ balance }) => balance > 0) ? seenOf(actor.hub) : nobody
	]);
	const corpora: Place[] = [
		{ hub: actor.hub, corpus: 'offers' },
		...peers.map(({ id }): Place => ({ hub: id, corpus: 'published_offers' }))
	];
	const hits = await searchCorpora(corpora, questionIn(text, asked.locale, concepts), { k, mask: flag.open | audience(actor) });
	const byHub = Map.groupBy(hits, ({ hub }) => hub);
	const own = (byHub.get(actor.hub) ?? []).map(({ record }) => record);
	const meanings = vector ? await nearness(actor.hub, own, vector) : new Map<string, number>();
	const offers = await Promise.all([
		matchableOffers(actor, own, seekers),
		...peers.map(({ id }) =>
			matchablePublishedOffers(
				actor,
				id,
				(byHub.get(id) ?? []).map(({ record }) => record)
			)
		)
	]);
	const hitOf = new Map(hits.map((hit) => [`${hit.hub} ${hit.record}`, hit]));
	const names = new Map(peers.map(({ id, name, place }) => [id, `${name} ${place}`]));
	const pasts = new Map(
		(offers[0] ?? []).map((offer) => {
			const of = { offer: offer.id, firm: offer.organisation.id ?? '' };
			return [
				offer.id,
				isBlind ? undefined : (experienceOf(lessons, of, { concepts: asked.concepts, km: kmBetween(asked, offer) }, viewer) ?? undefined)
			];
		})
	);

	const judgedBy = (weights: Weights) => {
		const judged = offers.flat().flatMap((offer) => {
			const hit = hitOf.get(`${offer.hub} ${offer.id}`);
			const offered = hit && { ...offeredOf(offer, hit.concepts), experience: pasts.get(offer.id) };
			const match = offered && judge(asked, offered, textHit(hit, meanings.get(offer.id) ?? null), weights, distanceKm);
			return match ? [{ offer, hubName: names.get(offer.hub) ?? '', hit, match, earned: match.score }] : [];
		});
		// Whether an offer is proposed at all, no lift decides.
		const best = judged.reduce((most, { earned }) => Math.max(most, earned), 0);
		return judged.filter(({ earned }) => earned >= leastShare * best);
	};
	const judged = new Map<Weights, Ranked[]>();
	return settings.map(({ weights, balance }) => {
		const list = judged.get(weights) ?? judgedBy(weights);
		judged.set(weights, list);
		return list
			.map((one) => ({ ...one, match: lifted(one.match, liftOf(seen.get(one.offer.organisation.id ?? ''), balance)) }))
			.sort((a, b) => b.match.score - a.match.score || a.offer.id.localeCompare(b.offer.id));
	});
}

const nobody: ReadonlyMap<string, Seen> = new Map();

/** Far below the best answer there is only noise: one word in common, and a firm nearby. */
const leastShare = 0.3;

const audience = (actor: Actor) => (actor.staff ? flag.staff : actor.roles.length ? flag.members : flag.visitors);

const textHit = ({ words, ideal, terms }: Hit, meaning: number | null): TextHit => ({
	// A sentence has more words than any offer repeats: half of what it could reach is already much.
	words: ideal ? Math.min(1, Math.sqrt(words / ideal)) : 0,
	terms: [
		...new Set(
			terms
				.filter(({ isTelling, isPiece }) => isTelling && !isPiece)
				.toSorted((a, b) => b.points - a.points)
				.map(({ typed }) => typed)
		)
	],
	meaning
});

const offeredOf = (offer: MatchableOffer, concepts: Offered['concepts']): Offered => ({
	locale: offer.locale,
	concepts,
	sectors: offer.sectors,
	sizes: offer.forSizes,
	priceBand: offer.priceBand as Band | null,
	priceModel: offer.priceModel,
	languages: offer.languages,
	reach: offer.reach as Offered['reach'],
	onSite: offer.onSite,
	trl: offer.trl,
	free: offer.free,
	availableFrom: offer.availableFrom,
	at: pointOf(offer.organisation),
	country: offer.organisation.country,
	commune: offer.organisation.commune
});

const kmBetween = ({ at }: Asked, { organisation }: MatchableOffer) => {
	const there = pointOf(organisation);
	return at && there ? distanceKm(at, there) : null;
};

const pointOf = ({ lat, lon }: { lat: number | null; lon: number | null }) => (lat !== null && lon !== null ? { lat, lon } : null);

function questionOf(need: MatchableNeed, viewer: Viewer): Question {
	const text = [need.title, need.problem, need.result].join('\n');
	const concepts = conceptsOf(text, need.locale, [...need.technologies, ...need.sectors], need.refusedConcepts);
	return {
		text,
		concepts,
		seekers: [need.behind.id],
		viewer,
		asked: {
			locale: need.locale,
			concepts: wanted(concepts),
			sectors: sectorsIn(concepts),
			size: need.behind.sizeClass,
			budget: need.budgetBand as Band | null,
			wantedBy: need.wantedBy,
			languages: need.languages,
			place: need.place,
			at: pointOf(need.behind),
			country: need.behind.country,
			isNeed: true
		}
	};
}

/** Distances are measured from the firm that somebody acts for; else from the hub. */
async function placeOfAsker(actor: Actor): Promise<{ at: { lat: number; lon: number } | null; country: string }> {
	const [own] = actor.organisations;
	const firm = own && (await whereIs(actor.hub, own.id));
	if (firm) return { at: pointOf(firm), country: firm.country };
	const hub = await findHub(actor.hub);
	return { at: (hub?.commune && commune(hub.commune)?.point) || null, country: hub?.country ?? 'FR' };
}

/** Two of one firm are enough to see; the rest stands below them in a line. */
const perFirm = 2;

/** What of a ranking is shown: not more than two of a firm, the rest of it named below the first. */
function shownOf<One extends Placeable>(ranked: readonly One[], limit: number): { one: One; also: One[] }[] {
	const shown: { one: One; also: One[] }[] = [];
	const ofFirm = new Map<string, { one: One; also: One[] }[]>();
	for (const one of ranked) {
		const { hub, organisation } = one.offer;
		const firm = `${hub} ${organisation.id ?? organisation.name}`;
		const before = ofFirm.get(firm) ?? [];
		if (before.length >= perFirm) {
			before[0]?.also.push(one);
			continue;
		}
		if (shown.length === limit) continue;
		const added = { one, also: [] };
		ofFirm.set(firm, [...before, added]);
		shown.push(added);
	}
	return shown;
}

/** Offers of the hub that a ranking saw fit, with the rank at which they are shown; those of other hubs take places and are counted by nobody. */
export function candidatesOf(hub: string, ranked: readonly Placeable[], limit: number): Candidate[] {
	const rankOf = new Map(shownOf(ranked, limit).map(({ one }, place) => [one, place + 1]));
	return ranked.flatMap((one) => {
		const { offer, earned } = one;
		const firm = offer.hub === hub ? offer.organisation.id : null;
		return firm ? [{ offer: offer.id, firm, points: earned, rank: rankOf.get(one) ?? null }] : [];
	});
}

function answersOf(
	ranked: readonly Ranked[],
	{ concepts, locale: spoken }: { concepts: readonly { id: string }[]; locale: Locale },
	locale: Locale,
	limit: number
): Answer[] {
	const asked = new Set(concepts.map(({ id }) => id));
	// Marking a text costs a millisecond: only what is shown is marked.
	return shownOf(ranked, limit).map(({ one: { offer, hubName, hit, match }, also }): Answer => {
		// Words of two languages are alike by chance only: between them the concepts speak.
		const met = offer.locale === spoken ? hit.terms.filter(({ isTelling }) => isTelling) : [];
		const what = excerpt(offer.what, marksIn(offer.what, offer.locale, met, asked));
		const { id, slug, name, kind, commune: place } = offer.organisation;
		return {
			offer: offer.id,
			title: offer.title,
			titleMarks: marksIn(offer.title, offer.locale, met, asked),
			excerpt: what.text,
			excerptMarks: what.marks,
			locale: offer.locale,
			href: linkTo(offer),
			hub: { id: offer.hub, name: hubName },
			organisation: { id, slug, name, kind, commune: place },
			also: also.map(({ offer, match }) => ({ offer: offer.id, title: offer.title, href: linkTo(offer), score: match.score })),
			...tell(match, locale)
		};
	});
}

const linkTo = (offer: MatchableOffer) => (offer.organisation.id ? `/offers/${offer.id}` : `/offers/network/${offer.hub}/${offer.id}`);

/** Where the words that were met stand in a text, and those by which it speaks of the same concepts, in whatever language. */
function marksIn(text: string, locale: Locale, met: readonly Met[], asked: ReadonlySet<string>): Mark[] {
	const whole = new Set(met.filter(({ isPiece }) => !isPiece).map(({ matched }) => matched));
	const pieces = new Set(met.map(({ matched }) => matched));
	const words = analyse(text, locale)
		// Two compounds that have a piece in common, Gussteil and Bauteil, are two things.
		.filter((token) => whole.has(token.term) || (token.whole && pieces.has(token.term)))
		.map(({ start, end }): Mark => [start, end]);
	const spoken = recogniseConcepts(text, locale)
		.filter(({ id }) => asked.has(id))
		// Clues, which mean a concept only together, would mark words that say little by themselves.
		.flatMap(({ matches }) => matches.filter(({ isClue }) => !isClue).map(({ start, end }): Mark => [start, end]));
	return joined([...words, ...spoken]);
}
