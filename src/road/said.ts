import type { Actor } from '#platform/actor.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { dayInWords } from '#ecosystem/posts-said.ts';
import type { RoadMove, RoadView } from './road.ts';

type Reader = Pick<Actor, 'hub' | 'staff'> & { locale: Locale };

/** A road in words of the reader, with the addresses of what proves it. */
export function roadInWords(road: RoadView, reader: Reader) {
	const { organisation, at } = road;
	const day = (on: string) => dayInWords(on, reader.locale);
	return {
		id: organisation.id,
		at,
		name: organisation.name,
		href: `/${reader.hub}/organisations/${organisation.slug}/road`,
		label: say('road_of', { name: organisation.name }),
		where: say('road_at', { km: at, stone: say(`road_${at}`) }),
		stones: road.stones.map(({ km, state, on, count, proofs }) => ({
			km,
			state,
			isHere: km === at,
			name: say(`road_${km}`),
			said: on ? say('road_reached', { day: day(on) }) : say(`road_${state}`),
			more: count > proofs.length ? say('road_more', { count: count - proofs.length }) : '',
			proofs: proofs.map((proof) => ({
				key: `${proof.kind} ${proof.id}`,
				title: proof.title,
				lang: proof.locale,
				with: proof.partner && say('road_with', { partner: proof.partner }),
				on: day(proof.on),
				href:
					proof.kind === 'organisation' ? `/${reader.hub}/organisations/${organisation.slug}` : `/${reader.hub}/${proof.kind}s/${proof.id}`
			}))
		})),
		moves: road.moves.map((move) => moveInWords(move, organisation.name, reader)),
		moreMoves: road.moveCount > road.moves.length ? say('road_more_moves', { count: road.moveCount - road.moves.length }) : ''
	};
}
export type RoadInWords = ReturnType<typeof roadInWords>;

function moveInWords(
	{ code, who, km, kind, id, title, locale, partner, due }: RoadMove,
	firm: string,
	{ hub, staff, locale: language }: Reader
) {
	const whose = who === 'partner' || who === 'both' ? (partner ?? say('road_the_partner')) : firm;
	return {
		key: `${code} ${id}`,
		km,
		what: say(`road_move_${code}`, { partner: partner ?? say('road_the_partner') }),
		title: kind === 'organisation' ? '' : title,
		lang: locale,
		who: say(`road_who_${who}${staff ? '_to_staff' : ''}`, { whose, firm }),
		isYours: staff ? who === 'staff' : who === 'you' || who === 'both',
		until: due && say('road_until', { day: dayInWords(due, language) }),
		href:
			code === 'find_match'
				? `/${hub}/needs/${id}/matches`
				: code === 'find_needs'
					? `/${hub}/needs`
					: kind === 'organisation'
						? `/${hub}/needs/new?organisation=${id}`
						: `/${hub}/${kind}s/${id}`
	};
}
