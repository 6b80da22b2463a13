import { say, type Locale } from '#platform/i18n.ts';

/** What an inventory goes through: parts of a room, meters, and keys or badges. */
export const lineKinds = ['element', 'meter', 'keys'] as const;
export type LineKind = (typeof lineKinds)[number];

/** How something is, the best first. */
export const conditions = ['new', 'good', 'worn', 'bad', 'missing'] as const;
export type Condition = (typeof conditions)[number];

export const inventoryKinds = ['entry', 'exit'] as const;
export type InventoryKind = (typeof inventoryKinds)[number];
export const inventoryStates = ['draft', 'sent', 'signed'] as const;
export type InventoryState = (typeof inventoryStates)[number];

export interface Seen {
	kind: string;
	state: string | null;
	reading: number | null;
	count: number | null;
}

/** Whether somebody has said of a line what it asks for. */
export const isSaid = ({ kind, state, reading, count }: Seen) => (kind === 'meter' ? reading : kind === 'keys' ? count : state) !== null;

/** Whether something is worse than it was: in a lower state, or with fewer keys. What a meter counts is no harm. */
export function isWorse(before: Seen, after: Seen): boolean {
	if (after.kind === 'keys') return before.count !== null && after.count !== null && after.count < before.count;
	if (after.kind === 'meter' || !before.state || !after.state) return false;
	return conditions.indexOf(after.state as Condition) > conditions.indexOf(before.state as Condition);
}

const elements = ['floor', 'walls', 'ceiling', 'doors', 'windows', 'heating', 'electricity', 'network'];
const meters = ['electricity', 'water', 'heat'];
const keys = ['keys', 'badges'];

/** What an inventory begins with: each unit as a room, then meters and keys, in the language of the lease. */
export function usualLines(units: readonly string[], locale: Locale) {
	const told = (key: string) => say(key, {}, locale);
	const line = (kind: LineKind, room: string, element: string) => ({ kind, room, element });
	return [
		...units.flatMap((room) => elements.map((one) => line('element', room, told(`inventory_element_${one}`)))),
		...meters.map((one) => line('meter', told('inventory_meters'), told(`inventory_meter_${one}`))),
		...keys.map((one) => line('keys', told('inventory_keys'), told(`inventory_key_${one}`)))
	];
}
