import { visitor, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { countNeeds, ListNeeds, listNeeds } from './needs-shown.ts';
import { countOffers, ListOffers, listOffers } from './offers.ts';
import { visibleTo } from './policy.ts';

/** What is alive in a hub as anybody may see it: the same page for a journalist and for the director. */
export async function frontPage(hub: string, locale: Locale) {
	const anybody = visitor(hub, locale);
	const [needs, offers, organisations, counts] = await Promise.all([
		listNeeds(anybody, ListNeeds.parse({ limit: 12 })),
		listOffers(anybody, ListOffers.parse({ limit: 5 })),
		newestOrganisations(anybody),
		countsOf(anybody)
	]);
	return {
		counts,
		/** Sentences to try the box with, in the reader's language before any other. */
		examples: needs.items
			.toSorted((a, b) => Number(b.locale === locale) - Number(a.locale === locale))
			.slice(0, 3)
			.map(({ id, title, locale }) => ({ id, title, locale })),
		needs: needs.items.slice(0, 5).map(({ id, title, locale, openedAt, organisation, isDemo }) => ({
			id,
			title,
			locale,
			openedAt,
			isDemo,
			organisation: organisation && { name: organisation.name, communeName: organisation.communeName }
		})),
		offers: offers.items.map(({ id, title, locale, organisation: { name, communeName }, isDemo }) => ({
			id,
			title,
			locale,
			isDemo,
			organisation: { name, communeName }
		})),
		organisations: organisations.map((one) => ({ ...one, kind: say(`organisation_kind_${one.kind}`, {}, locale) }))
	};
}

const newestOrganisations = (actor: Actor) =>
	db
		.selectFrom('organisations')
		.select(['slug', 'name', 'kind', 'communeName', 'isDemo'])
		.where('hub', '=', actor.hub)
		.where(visibleTo(actor))
		// A firm that is new here beside an anonymous need that is new here would be guessed to be its own.
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('needs')
						.select('needs.id')
						.whereRef('needs.hub', '=', 'organisations.hub')
						.whereRef('needs.organisation', '=', 'organisations.id')
						.where('needs.confidentiality', '=', 'anonymous')
				)
			)
		)
		.orderBy('createdAt', 'desc')
		.orderBy('id')
		.limit(6)
		.execute();

interface Counts {
	needs: number;
	offers: number;
	organisations: number;
}
const counted = new Map<string, { until: number; counts: Promise<Counts> }>();

/** Counted once a minute: a front page is opened far more often than its numbers change, and a large hub takes long to count. */
function countsOf(anybody: Actor): Promise<Counts> {
	const known = counted.get(anybody.hub);
	if (known && known.until > Date.now()) return known.counts;
	const counts = count(anybody);
	counted.set(anybody.hub, { until: Date.now() + 60_000, counts });
	counts.catch(() => counted.delete(anybody.hub));
	return counts;
}

async function count(anybody: Actor): Promise<Counts> {
	const [needs, offers, organisations] = await Promise.all([
		countNeeds(anybody, ListNeeds.parse({})),
		countOffers(anybody, ListOffers.parse({})),
		db
			.selectFrom('organisations')
			.select((eb) => eb.fn.countAll<number>().as('count'))
			.where('hub', '=', anybody.hub)
			.where(visibleTo(anybody))
			.executeTakeFirstOrThrow()
	]);
	return { needs, offers, organisations: organisations.count };
}
