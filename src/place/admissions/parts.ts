import { has, type Actor } from '#platform/actor.ts';
import { say } from '#platform/i18n.ts';
import { mayAdmit, seesFiles, seesPromises } from './policy.ts';

/** The pages of admissions that somebody finds open. */
export function admissionParts(actor: Actor, here: 'files' | 'waiting' | 'committees' | 'placement' | 'promises' | 'rules') {
	const at = `/${actor.hub}/place/admissions`;
	const parts = [
		{ key: 'files', href: at, open: true },
		{ key: 'waiting', href: `${at}/waiting`, open: true },
		{ key: 'committees', href: `${at}/committees`, open: seesFiles(actor) || has(actor, 'juror', 'mentor', 'funder') },
		{ key: 'placement', href: `${at}/placement`, open: mayAdmit(actor) },
		{ key: 'promises', href: `${at}/promises`, open: seesPromises(actor) },
		{ key: 'rules', href: `${at}/rules`, open: mayAdmit(actor) }
	];
	return parts
		.filter(({ open }) => open)
		.map(({ key, href }) => ({
			href,
			label: say(key === 'files' && !seesFiles(actor) ? 'admission_part_own' : `admission_part_${key}`, {}, actor.locale),
			current: key === here
		}));
}
