import type { Role } from '#platform/actor.ts';

export const demoPassword = 'km0-demo-2016';

export interface DemoPerson {
	name: string;
	email: string;
	title: string;
}

/** Members of the hub itself, who act for no firm. */
export const staff: Record<'mulhouse' | 'strasbourg', (DemoPerson & { roles: Role[] })[]> = {
	mulhouse: [
		{ name: 'Claire Muller', email: 'direction@mulhouse.example', roles: ['hub_manager'], title: 'Directrice' },
		{ name: 'Yacine Benali', email: 'animation@mulhouse.example', roles: ['animator'], title: 'Animateur' },
		{ name: 'Sophie Ritter', email: 'site@mulhouse.example', roles: ['site_manager'], title: 'Responsable du site' },
		{ name: 'Hélène Kessler', email: 'formation@mulhouse.example', roles: ['training_manager'], title: 'Responsable formation' },
		{ name: 'Thomas Weiss', email: 'incubateur@mulhouse.example', roles: ['incubator_lead'], title: 'Chargé d’incubation' },
		{ name: 'Nadia Schmitt', email: 'compta@mulhouse.example', roles: ['accountant'], title: 'Comptable' },
		{ name: 'Pierre Lang', email: 'financeur@mulhouse.example', roles: ['funder'], title: 'Chargé d’investissement' },
		{ name: 'Julie Hartmann', email: 'jury@mulhouse.example', roles: ['juror', 'mentor'], title: 'Mentor, ancienne directrice d’usine' }
	],
	strasbourg: [
		{ name: 'Anne Fischer', email: 'direction@strasbourg.example', roles: ['hub_manager'], title: 'Directrice' },
		{ name: 'Karim Haddad', email: 'animation@strasbourg.example', roles: ['animator'], title: 'Animateur' }
	]
};

/** Runs the network and is a member of no hub. */
export const networkAdmin: DemoPerson = { name: 'Camille Roth', email: 'reseau@alsace.example', title: 'Coordinatrice du réseau' };

/** The lines that tell whoever starts a demo how to get in. */
export const signIns = () =>
	[
		`Demo sign-ins, all with the password ${demoPassword}:`,
		...Object.entries(staff).flatMap(([hub, people]) => people.slice(0, 2).map(({ email, title }) => `  ${email}  (${title}, /${hub})`)),
		`  ${networkAdmin.email}  (${networkAdmin.title}, /network)`
	].join('\n');
