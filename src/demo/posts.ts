import { changed } from '#ecosystem/changed.ts';
import '#ecosystem/publications.ts';
import type { Tx } from '#platform/db.server.ts';
import type { HubContent, Need, Offer } from './content/types.ts';
import { demoIntroductions } from './content/every-introduction.ts';

const day = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * day);
const dayIn = (days: number) => inDays(days).toISOString().slice(0, 10);

type Keyed = { get(key: string): string | undefined };

export interface PostedOne {
	id: string;
	organisation: string;
	contact: string;
	confidentiality: string;
}

/** By the key of the content. */
export interface Posted {
	needs: Map<string, PostedOne>;
	offers: Map<string, PostedOne>;
}

/** Posts the needs and offers of a demo hub, with the past that their dates tell, for all who listen. */
export async function postDemo(tx: Tx, hub: string, content: HubContent, organisations: Keyed, people: Keyed): Promise<Posted> {
	const posted: Posted = { needs: new Map(), offers: new Map() };
	const one = (id: string, firm: string, confidentiality: string): PostedOne => ({
		id,
		organisation: organisations.get(firm) as string,
		contact: people.get(firm) as string,
		confidentiality
	});
	for (const [nth, offer] of content.offers.entries()) {
		const first = inDays(-Math.max(3 + ((nth * 7) % 200), since(offer.key)));
		const { id } = await tx
			.insertInto('offers')
			.values({ ...offerRow(hub, offer, organisations, people), createdAt: first })
			.returning('id')
			.executeTakeFirstOrThrow();
		await tell(tx, hub, people.get(offer.organisation), 'offer', id, [
			['offer.created', first],
			['offer.opened', first]
		]);
		await changed(tx, hub, 'offer', id);
		posted.offers.set(offer.key, one(id, offer.organisation, 'public'));
	}
	for (const [nth, need] of content.needs.entries()) {
		const { id } = await tx
			.insertInto('needs')
			// Every third is shared with the network, anonymous ones among them.
			.values({ ...needRow(hub, need, organisations, people), isPublished: need.confidentiality !== 'staff' && nth % 3 === 0 })
			.returning('id')
			.executeTakeFirstOrThrow();
		const opened = inDays(-need.openedDaysAgo);
		await tell(tx, hub, people.get(need.organisation), 'need', id, [
			['need.created', opened],
			...(need.state === 'draft' ? [] : [['need.opened', opened] as const]),
			...(['draft', 'open'].includes(need.state) ? [] : [[`need.${need.state}`, inDays(-(need.closedDaysAgo ?? 1))] as const])
		]);
		await changed(tx, hub, 'need', id);
		posted.needs.set(need.key, one(id, need.organisation, need.confidentiality));
	}
	return posted;
}

/** An offer stood there for some days before somebody was introduced over it. */
const since = (offer: string) => Math.max(0, ...demoIntroductions.filter((one) => one.offer === offer).map(({ daysAgo }) => daysAgo + 9));

const tell = (tx: Tx, hub: string, member: string | undefined, kind: string, record: string, lines: (readonly [string, Date])[]) =>
	tx
		.insertInto('journal')
		.values(lines.map(([what, at]) => ({ hub, member: member ?? null, door: 'page', what, kind, record, at })))
		.execute();

const by = (hub: string, firm: string, organisations: Keyed, people: Keyed) => ({
	hub,
	organisation: organisations.get(firm) as string,
	author: people.get(firm) ?? null,
	contact: people.get(firm) ?? null
});

export const offerRow = (hub: string, offer: Offer, organisations: Keyed, people: Keyed) => ({
	...by(hub, offer.organisation, organisations, people),
	locale: offer.lang,
	title: offer.title,
	what: offer.what,
	proof: offer.proof,
	trl: offer.trl,
	technologies: offer.technologies,
	sectors: offer.sectors,
	priceModel: offer.priceModel,
	priceBand: offer.priceBand,
	capacity: offer.capacity,
	languages: offer.languages,
	reach: offer.reach,
	onSite: offer.onSite,
	forSizes: offer.forSizes ?? [],
	availableFrom: offer.freeInDays ? dayIn(offer.freeInDays) : null,
	visibility: offer.visibility === 'members' ? 'members' : 'public',
	isPublished: offer.visibility === 'network'
});

export const needRow = (hub: string, need: Need, organisations: Keyed, people: Keyed) => ({
	...by(hub, need.organisation, organisations, people),
	locale: need.lang,
	title: need.title,
	problem: need.problem,
	result: need.result,
	constraints: need.constraints ?? '',
	technologies: need.technologies,
	sectors: need.sectors,
	budgetBand: need.budgetBand,
	wantedBy: dayIn(need.wantedInDays),
	languages: need.languages,
	place: need.place,
	confidentiality: need.confidentiality,
	state: need.state,
	droppedReason: need.state === 'dropped' ? (need.droppedReason ?? '') : null,
	createdAt: inDays(-need.openedDaysAgo),
	openedAt: need.state === 'draft' ? null : inDays(-need.openedDaysAgo),
	expiresAt: need.state === 'draft' ? null : inDays(180 - need.openedDaysAgo),
	closedAt: ['solved', 'dropped'].includes(need.state) ? inDays(-(need.closedDaysAgo ?? 1)) : null
});
