import type { Actor } from '#platform/actor.ts';
import { isMessage, locales, say, type Locale } from '#platform/i18n.ts';
import { leaseKinds } from '../choices.ts';
import { listFree } from '../plan.ts';
import { dayIn, squareMetres } from '../said.ts';
import { guaranteeKinds, mostGuarantees } from './leases.ts';
import type { LeasePhase, LeaseView } from './shown.ts';

export const phaseTone: Record<LeasePhase, 'plain' | 'brick' | 'signal' | 'good' | 'wrong'> = {
	draft: 'plain',
	sent: 'signal',
	expired: 'wrong',
	withdrawn: 'plain',
	upcoming: 'brick',
	running: 'good',
	overrun: 'wrong',
	ending: 'brick',
	ended: 'plain'
};

export const inventoryTone = { draft: 'plain', sent: 'signal', signed: 'good' } as const;

export const leaseChoices = (locale: Locale) => ({
	kinds: leaseKinds.map((kind) => ({
		value: kind,
		label: say(`place_lease_${kind}`, {}, locale),
		hint: say(`place_lease_${kind}_hint`, {}, locale)
	})),
	locales: locales.map((one) => ({ value: one, label: say(`lease_locale_${one}`, {}, locale) })),
	mostGuarantees,
	guaranteeKinds: guaranteeKinds.map((kind) => ({ value: kind, label: say(`lease_guarantee_${kind}`, {}, locale) }))
});

/** Units that can be let, and those that a lease has already, as a form offers them. */
export async function unitChoices(actor: Actor, own: LeaseView['units'] = []) {
	const { locale } = actor;
	const [day, area] = [dayIn(locale), squareMetres(locale)];
	const { items } = await listFree(actor, { least: 0, q: '' });
	const free = items
		.filter(({ id }) => !own.some((one) => one.id === id))
		.map(({ id, number, name, m2, freeFrom, freeUntil }) => ({
			value: id,
			label: [number, name, area(m2)].filter(Boolean).join(' · '),
			hint: freeUntil
				? say('place_free_between', { from: day(freeFrom), until: day(freeUntil) }, locale)
				: say('place_free_since', { from: day(freeFrom) }, locale)
		}));
	const mine = own.map(({ id, number, name, m2 }) => ({ value: id, label: [number, name, area(m2)].filter(Boolean).join(' · ') }));
	return [...mine, ...free];
}

export const leaseLinesInWords = (
	lines: { id: number; at: Date; what: string; who: string | null }[],
	locale: Locale,
	timeZone: string
) => {
	const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
	return lines.map(({ id, at, what, who }) => {
		const key = `lease_what_${what.slice(what.indexOf('.') + 1)}`;
		return {
			nth: id,
			iso: at.toISOString(),
			at: format.format(at),
			who: who ?? '',
			text: say(isMessage(key) ? key : 'lease_what_other', {}, locale)
		};
	});
};
