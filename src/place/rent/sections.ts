import type { Actor } from '#platform/actor.ts';
import { say } from '#platform/i18n.ts';

export type Section = 'schedule' | 'indexation' | 'indices' | 'charges' | 'works' | 'roll';

/** The pages of rent, below the tab of the place. */
export const rentSections = ({ hub, locale }: Actor, here: Section) =>
	(['schedule', 'roll', 'indexation', 'indices', 'charges', 'works'] as const).map((key) => ({
		href: `/${hub}/place/rent${key === 'schedule' ? '' : `/${key}`}`,
		label: say(`rent_section_${key}`, {}, locale),
		current: key === here
	}));
