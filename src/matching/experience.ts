import type { Lesson, Lessons } from './lessons.ts';

/** A share of cases, drawn to what is usual in the hub. */
export interface Rate {
	yes: number;
	of: number;
	/** How far it lies above or below the usual: between -1 and 1, and near 0 while there are few cases. */
	leaning: number;
}

/** Reasons of a decline that speak of the subject and the terms, not of the moment. */
export const telling = ['not_our_trade', 'budget', 'too_far'] as const;
export type Telling = (typeof telling)[number];

/** Reasons that speak of the moment: whoever has no time now may have it next season. */
const passing = ['no_capacity', 'timing'];
const passesAfterDays = 60;

export interface Experience {
	answers: Rate | null;
	useful: Rate | null;
	/** Declines of similar needs; `alike` adds up how similar they were and how long ago. */
	declined: { reason: Telling; count: number; alike: number }[];
	isBusy: boolean;
}

export interface Viewer {
	/** Staff know every introduction. */
	isStaff: boolean;
	/** Others know those of their own firms. */
	firms: readonly string[];
	/** What the firm of each offer reads of it: all that it was asked itself. */
	isProvider?: boolean;
}

export interface Sought {
	concepts: readonly { id: string; weight: number }[];
	/** Distance to the firm of the offer, where it is judged. */
	km: number | null;
}

/** Behind what is told to those who were not there stand at least so many firms. */
export const leastFirms = 3;

/** Cases that the hub's mean is worth when a firm's own are weighed against it. */
const worth = 6;
/** Below this two needs speak of different things. */
const leastAlike = 0.5;
const halfLifeDays = 365;

/** What the past of an offer says for a need, as far as the viewer may know it. Null where there is nothing to say. */
export function experienceOf(
	lessons: Lessons,
	{ offer, firm }: { offer: string; firm: string },
	sought: Sought,
	viewer: Viewer,
	now = Date.now()
): Experience | null {
	const ofFirm = lessons.byFirm.get(firm);
	if (!ofFirm) return null;
	const known = (list: readonly Lesson[]) => {
		if (viewer.isStaff || new Set(list.map(({ needFirm }) => needFirm)).size >= leastFirms) return list;
		return list.filter(
			({ needFirm, offerFirm, offerAsked }) =>
				viewer.firms.includes(needFirm) || (offerAsked && (viewer.isProvider || viewer.firms.includes(offerFirm)))
		);
	};
	const ofOffer = lessons.byOffer.get(offer) ?? [];
	const answers = known(ofFirm.filter(({ answered }) => answered !== null));
	const useful = known(ofOffer.filter(({ useful }) => useful !== null));
	const daysSince = ({ endedAt }: Lesson) => (now - (endedAt?.getTime() ?? now)) / 86_400_000;

	const declined = telling.flatMap((reason) => {
		const alike = known(
			ofOffer.filter(
				(one) =>
					one.reason === reason && one.endedAt && likeness(one.concepts, sought.concepts) >= leastAlike && isAsFar(one, reason, sought)
			)
		);
		const weights = alike.map((one) => likeness(one.concepts, sought.concepts) * 0.5 ** (daysSince(one) / halfLifeDays));
		return alike.length ? [{ reason, count: alike.length, alike: weights.reduce((sum, weight) => sum + weight, 0) }] : [];
	});
	const isBusy = known(
		ofOffer.filter((one) => one.declinedSide === 'offer' && passing.includes(one.reason ?? '') && daysSince(one) < passesAfterDays)
	).length;
	return {
		answers: rate(answers, ({ answered }) => answered === true, lessons.answers),
		useful: rate(useful, ({ useful }) => useful === true, lessons.useful),
		declined,
		isBusy: isBusy > 0
	};
}

function rate(cases: readonly Lesson[], isYes: (one: Lesson) => boolean, mean: number): Rate | null {
	if (!cases.length) return null;
	const yes = cases.filter(isYes).length;
	return { yes, of: cases.length, leaning: (mean * worth + yes) / (worth + cases.length) - mean };
}

/** Who found 80 km too far says nothing of a firm next door. */
const isAsFar = ({ km }: Lesson, reason: Telling, sought: Sought) =>
	reason !== 'too_far' || (km !== null && sought.km !== null && sought.km >= 0.8 * km);

/** 0 to 1: how much two needs speak of the same. */
function likeness(a: Record<string, number>, b: readonly { id: string; weight: number }[]): number {
	let both = 0;
	let ofA = 0;
	let ofB = 0;
	for (const weight of Object.values(a)) ofA += weight * weight;
	for (const { id, weight } of b) {
		both += weight * (a[id] ?? 0);
		ofB += weight * weight;
	}
	return ofA && ofB ? both / Math.sqrt(ofA * ofB) : 0;
}
