import { expandConcept } from '#ecosystem/vocabulary/concepts.ts';
import type { Locale } from '#platform/i18n.ts';
import type { Experience, Rate } from './experience.ts';
import { soundWeights, type Signal, type Weights } from './weights.ts';

export const bands = ['under_5k', '5k_20k', '20k_50k', '50k_150k', 'over_150k'] as const;
export type Band = (typeof bands)[number];

export interface Place {
	lat: number;
	lon: number;
}

/** What somebody looks for: a need with all its fields, or one sentence with almost none. */
export interface Asked {
	locale: Locale;
	concepts: readonly { id: string; weight: number }[];
	sectors: readonly string[];
	size: string | null;
	budget: Band | null;
	/** Day by which it is wanted, `2026-12-31`. */
	wantedBy: string | null;
	/** Languages that the work can be done in. */
	languages: readonly string[];
	place: 'on_site' | 'remote' | 'either' | null;
	at: Place | null;
	country: string;
	/** True for a need, whose owner can add what is missing. */
	isNeed: boolean;
}

export interface Offered {
	locale: Locale;
	concepts: readonly { id: string; weight: number }[];
	sectors: readonly string[];
	/** Sizes of firm that the offer is made for; empty when it does not say. */
	sizes: readonly string[];
	priceBand: Band | null;
	priceModel: string | null;
	languages: readonly string[];
	reach: 'hub' | 'region' | 'country' | 'europe' | 'world';
	onSite: boolean;
	trl: number | null;
	/** Engagements that it can still take. */
	free: number;
	availableFrom: string | null;
	at: Place | null;
	country: string;
	commune: string;
	/** What its past says for this need; absent where it has none that the reader may know of. */
	experience?: Experience;
}

/** What the text index found of one offer. */
export interface TextHit {
	/** 0 to 1: how much of what the words could reach was reached. */
	words: number;
	/** Words as they were typed that the offer has too, strongest first. */
	terms: readonly string[];
	/** 0 to 1: nearness of meaning, where a provider says it. */
	meaning: number | null;
}

export type Params = Record<string, string | number>;

export interface Reason {
	code: string;
	params: Params;
	/** Below zero where the past speaks against it. */
	points: number;
}

export interface Remark {
	code: string;
	params: Params;
}

export interface Match {
	/** 0 to 100: the sum of the points of its reasons. */
	score: number;
	reasons: Reason[];
	against: Remark[];
	better: Remark[];
}

interface Judged {
	signal: Signal;
	/** 0 to 1. */
	value: number;
	reasons: { code: string; params: Params; share: number }[];
	against?: Remark;
	better?: Remark;
}

const subject: readonly Signal[] = ['words', 'concepts', 'meaning'];

/** Below this strength of the subject, what surrounds it counts for less: a firm next door that does something else helps nobody. */
const fullSubject = 0.5;
/** Below this there is no subject that both speak of. */
const leastSubject = 0.06;

/**
 * Judges one offer for one need. Each signal says 0 to 1; the weights of those that can be judged here are brought to 100 points, and the
 * points of the reasons add up to the score. Returns null when the two have no subject in common.
 */
export function judge(
	asked: Asked,
	offered: Offered,
	hit: TextHit,
	weights: Weights,
	distanceKm: (a: Place, b: Place) => number
): Match | null {
	const judged = [
		...judgeSubject(asked, offered, hit),
		judgeSector(asked, offered),
		judgeLanguage(asked, offered),
		judgeDistance(asked, offered, distanceKm),
		judgeBudget(asked, offered),
		judgeDates(asked, offered),
		judgeSize(asked, offered),
		judgePresence(asked, offered),
		judgeMaturity(offered),
		judgeCapacity(offered)
	].filter((one) => one !== null);

	// Words of another language meet by chance only: what they would have counted, the concepts count.
	const weigh = ({ signal }: Judged) =>
		signal === 'concepts' && asked.locale !== offered.locale ? weights.concepts + weights.words : weights[signal];
	const subjects = judged.filter(({ signal }) => subject.includes(signal));
	const ofSubject = sum(subjects.map(weigh));
	const strength = ofSubject ? sum(subjects.map((one) => weigh(one) * one.value)) / ofSubject : 0;
	if (strength < leastSubject) return null;

	const total = sum(judged.map(weigh));
	const damp = Math.min(1, strength / fullSubject);
	const fits = judged
		.flatMap((one) => {
			const points = ((100 * weigh(one)) / total) * one.value * (subject.includes(one.signal) ? 1 : damp);
			return one.reasons.map(({ code, params, share }) => ({ code, params, points: tenth(points * share) }));
		})
		.filter(({ points }) => points > 0);
	const share = (signals: readonly Signal[]) =>
		sum(judged.filter(({ signal }) => signals.includes(signal)).map((one) => ((100 * weigh(one)) / total) * one.value));
	const past = judgePast(offered, {
		fits: sum(fits.map(({ points }) => points)),
		ofSubject: share(subject),
		ofExperience: ((100 * weights.experience) / total) * damp,
		trust: Math.min(1, weights.experience / soundWeights.experience)
	});
	const reasons = [...fits, ...past].sort((a, b) => b.points - a.points);
	return {
		score: tenth(sum(reasons.map(({ points }) => points))),
		reasons,
		against: judged.flatMap(({ against }) => against ?? []),
		better: judged.flatMap(({ better }) => better ?? [])
	};
}

/** Where only the subject can be compared, not the words, less is known: a little less is said. */
const acrossWorth = 0.8;

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
const tenth = (number: number) => Math.round(number * 10) / 10;

function judgeSubject(asked: Asked, offered: Offered, hit: TextHit): Judged[] {
	const judged: Judged[] = [];
	if (asked.locale === offered.locale)
		judged.push({
			signal: 'words',
			value: hit.words,
			reasons: [
				hit.terms.length
					? { code: 'reason_words', params: { words: hit.terms.slice(0, 6).join(', ') }, share: 1 }
					: { code: 'reason_words_near', params: {}, share: 1 }
			]
		});
	if (asked.concepts.length) judged.push(judgeConcepts(asked, offered));
	if (hit.meaning !== null)
		judged.push({ signal: 'meaning', value: hit.meaning, reasons: [{ code: 'reason_meaning', params: {}, share: 1 }] });
	return judged;
}

/** Each concept that is asked for counts by its weight, met by the nearest that the offer has: itself, a narrower, a wider or a related one. */
function judgeConcepts(asked: Asked, offered: Offered): Judged {
	const has = new Map(offered.concepts.map(({ id, weight }) => [id, weight]));
	const total = sum(asked.concepts.map(({ weight }) => weight));
	const met = asked.concepts
		.map(({ id, weight }) => {
			const best = expandConcept(id)
				.map((near) => ({ id: near.id, nearness: near.weight * (has.get(near.id) ?? 0) }))
				.reduce((a, b) => (b.nearness > a.nearness ? b : a), { id, nearness: 0 });
			return { wanted: id, found: best.id, part: (weight / total) * best.nearness };
		})
		.filter(({ part }) => part > 0);
	const whole = sum(met.map(({ part }) => part));
	const isAcross = asked.locale !== offered.locale;
	const across = isAcross ? '_across' : '';
	return {
		signal: 'concepts',
		value: isAcross ? acrossWorth * whole : whole,
		reasons: met.map(({ wanted, found, part }) => ({
			code: `reason_concept${wanted === found ? '' : '_near'}${across}`,
			params: { concept: wanted, found, language: offered.locale },
			share: part / whole
		}))
	};
}

function judgeSector(asked: Asked, offered: Offered): Judged | null {
	if (!asked.sectors.length) return null;
	const has = new Set(offered.sectors);
	const best = asked.sectors
		.flatMap((sector) => expandConcept(sector).map((near) => ({ sector: near.id, nearness: has.has(near.id) ? near.weight : 0 })))
		.reduce((a, b) => (b.nearness > a.nearness ? b : a), { sector: '', nearness: 0 });
	return {
		signal: 'sector',
		value: best.nearness,
		reasons: [{ code: 'reason_sector', params: { sector: best.sector }, share: 1 }],
		against: best.nearness ? undefined : { code: 'against_sector', params: { sector: asked.sectors[0] ?? '' } }
	};
}

function judgeLanguage(asked: Asked, offered: Offered): Judged {
	const wanted = asked.languages.length ? asked.languages : [asked.locale];
	const spoken = offered.languages.length ? offered.languages : [offered.locale];
	const shared = wanted.find((language) => spoken.includes(language));
	return {
		signal: 'language',
		value: shared ? 1 : 0,
		reasons: [{ code: 'reason_language', params: { language: shared ?? '' }, share: 1 }],
		against: shared ? undefined : { code: 'against_language', params: { language: spoken[0] ?? '' } }
	};
}

const farKm = 150;
const reachKm = { hub: 60, region: farKm, country: Infinity, europe: Infinity, world: Infinity };

function judgeDistance(asked: Asked, offered: Offered, distanceKm: (a: Place, b: Place) => number): Judged | null {
	if (asked.place === 'remote' || !asked.at || !offered.at) return null;
	const exact = distanceKm(asked.at, offered.at);
	const km = Math.round(exact);
	// A border is no wall here: Freiburg is nearer to Mulhouse than Reims is.
	const abroad = offered.reach === 'country' && asked.country !== offered.country && exact > farKm;
	const beyond = abroad || exact > reachKm[offered.reach];
	return {
		signal: 'distance',
		value: beyond ? 0 : Math.exp(-exact / 120),
		reasons: [{ code: exact < 1 ? 'reason_same_commune' : 'reason_distance', params: { km, commune: offered.commune }, share: 1 }],
		against: beyond
			? { code: 'against_reach', params: { km } }
			: asked.place === 'on_site' && exact > farKm
				? { code: 'against_far', params: { km } }
				: undefined
	};
}

function judgeBudget(asked: Asked, offered: Offered): Judged | null {
	if (!asked.budget)
		return asked.isNeed ? { signal: 'budget', value: 0, reasons: [], better: { code: 'better_budget', params: {} } } : null;
	if (offered.priceModel === 'free') return { signal: 'budget', value: 1, reasons: [{ code: 'reason_free', params: {}, share: 1 }] };
	if (!offered.priceBand)
		return {
			signal: 'budget',
			value: 0.4,
			reasons: [{ code: 'reason_price_open', params: {}, share: 1 }],
			better: { code: 'better_price', params: {} }
		};
	const over = bands.indexOf(offered.priceBand) - bands.indexOf(asked.budget);
	return {
		signal: 'budget',
		value: over <= 0 ? 1 : over === 1 ? 0.35 : 0,
		reasons: [{ code: over <= 0 ? 'reason_budget' : 'reason_budget_close', params: { band: offered.priceBand }, share: 1 }],
		against: over > 0 ? { code: 'against_budget', params: { band: offered.priceBand, budget: asked.budget } } : undefined
	};
}

function judgeDates(asked: Asked, offered: Offered): Judged | null {
	if (!asked.wantedBy) return null;
	if (offered.availableFrom && offered.availableFrom > asked.wantedBy)
		return { signal: 'dates', value: 0, reasons: [], against: { code: 'against_dates', params: { day: offered.availableFrom } } };
	return {
		signal: 'dates',
		value: offered.availableFrom ? 1 : 0.7,
		reasons: [{ code: offered.availableFrom ? 'reason_dates' : 'reason_dates_open', params: { day: asked.wantedBy }, share: 1 }]
	};
}

function judgeSize(asked: Asked, offered: Offered): Judged | null {
	if (!asked.size || !offered.sizes.length) return null;
	const made = offered.sizes.includes(asked.size);
	return {
		signal: 'size',
		value: made ? 1 : 0,
		reasons: [{ code: 'reason_size', params: { size: asked.size }, share: 1 }],
		against: made ? undefined : { code: 'against_size', params: { sizes: offered.sizes.join(' ') } }
	};
}

function judgePresence(asked: Asked, offered: Offered): Judged | null {
	if (asked.place !== 'on_site') return null;
	return {
		signal: 'presence',
		value: offered.onSite ? 1 : 0,
		reasons: [{ code: 'reason_on_site', params: {}, share: 1 }],
		against: offered.onSite ? undefined : { code: 'against_remote_only', params: {} }
	};
}

function judgeMaturity({ trl }: Offered): Judged {
	if (trl === null)
		return {
			signal: 'maturity',
			value: 0.4,
			reasons: [{ code: 'reason_maturity_unsaid', params: {}, share: 1 }],
			better: { code: 'better_maturity', params: {} }
		};
	return {
		signal: 'maturity',
		value: trl / 9,
		reasons: [{ code: trl >= 8 ? 'reason_proven' : 'reason_maturity', params: { trl }, share: 1 }],
		against: trl < 6 ? { code: 'against_early', params: { trl } } : undefined
	};
}

function judgeCapacity({ free, experience }: Offered): Judged {
	const value = free >= 2 ? 1 : 0.6;
	return {
		signal: 'capacity',
		value: experience?.isBusy ? value / 2 : value,
		reasons: [{ code: 'reason_capacity', params: { free }, share: 1 }],
		against: experience?.isBusy ? { code: 'against_busy', params: {} } : free === 1 ? { code: 'against_last_place', params: {} } : undefined
	};
}

/** What declines of similar needs take away at most, as a part of what the subject brought. */
const doubt = 0.3;
/** So many declines of like needs make half of it. */
const halfDoubt = 2;

/**
 * What the past adds or takes, as reasons of their own: a firm without a past gains and loses nothing. No past makes a score negative or more
 * than whole.
 */
function judgePast(
	{ experience }: Offered,
	{ fits, ofSubject, ofExperience, trust }: { fits: number; ofSubject: number; ofExperience: number; trust: number }
): Reason[] {
	const rate = (code: string, one: Rate | null): Reason[] =>
		one
			? [{ code: one.leaning < 0 ? `${code}_rarely` : code, params: { yes: one.yes, of: one.of }, points: ofExperience * one.leaning }]
			: [];
	const reasons = [
		...rate('reason_answers', experience?.answers ?? null),
		...rate('reason_useful', experience?.useful ?? null),
		...(experience?.declined ?? []).map(({ reason, count, alike }) => ({
			code: `reason_declined_${reason}`,
			params: { count },
			points: -trust * ofSubject * doubt * (alike / (alike + halfDoubt))
		}))
	];
	const of = (isFor: boolean) => sum(reasons.map(({ points }) => Math.max(0, isFor ? points : -points)));
	const scale = { up: Math.min(1, Math.max(0, 100 - fits) / (of(true) || 1)), down: Math.min(1, fits / 2 / (of(false) || 1)) };
	return reasons
		.map((one) => ({ ...one, points: tenth(one.points * (one.points > 0 ? scale.up : scale.down)) }))
		.filter(({ points }) => points !== 0);
}

/** From so many points on an offer is lifted as far as its firm is owed, below in proportion: what hardly fits is not to be discovered. */
const fullLift = 50;

/** What an offer with so many points gains where its firm is owed `lift`: never more than that, nor beyond the whole. */
export const gainOf = (points: number, lift: number) =>
	Math.floor(10 * Math.min(lift * Math.min(1, points / fullLift), 100 - points) + 1e-9) / 10;

/** The match with what it gains for being little seen, as a reason beside what it earned, which stays as it was. */
export function lifted(match: Match, lift: number): Match {
	const points = gainOf(match.score, lift);
	if (points <= 0) return match;
	return {
		...match,
		score: tenth(match.score + points),
		reasons: [...match.reasons, { code: 'reason_newcomer', params: {}, points }].sort((a, b) => b.points - a.points)
	};
}
