import { say, type Locale } from '#platform/i18n.ts';
import type { FaultLine } from './faults.ts';

/** Where a fault is, in words. */
export const placeOfFault = ({ unitNumber, floorName, buildingName }: Pick<FaultLine, 'unitNumber' | 'floorName' | 'buildingName'>) =>
	[unitNumber, floorName === buildingName ? floorName : `${floorName}, ${buildingName}`].filter(Boolean).join(' · ');

export const stateOfFault = ({ state, plannedOn }: Pick<FaultLine, 'state' | 'plannedOn'>, day: (on: string) => string, locale: Locale) =>
	state === 'planned' && plannedOn ? say('fault_planned_for', { day: day(plannedOn) }, locale) : say(`fault_state_${state}`, {}, locale);

export function toneOfFault({ state, isUrgent }: Pick<FaultLine, 'state' | 'isUrgent'>): 'good' | 'plain' | 'wrong' | 'signal' {
	if (state === 'done') return 'good';
	if (state === 'declined') return 'plain';
	return isUrgent ? 'wrong' : 'signal';
}
