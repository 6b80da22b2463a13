export const uses = ['workshop', 'office', 'coworking', 'training', 'meeting', 'hall', 'lab', 'shared', 'storage', 'parking'] as const;
export type Use = (typeof uses)[number];
/** What nobody rents: it serves all. */
export const commonUses: readonly string[] = ['shared', 'meeting', 'hall', 'parking'];
/** Of these, what members book for a while. */
export const bookableUses: readonly string[] = ['meeting', 'hall'];

/** Which square metres: of the floor, net usable, gross usable, gross rentable (with a share of common parts), BOMA rentable. */
export const measureKinds = ['floor_area', 'net_usable', 'gross_usable', 'gross_rentable', 'boma_rentable'] as const;
export type MeasureKind = (typeof measureKinds)[number];

export const claimKinds = ['lease', 'hold', 'works', 'booking', 'maintenance', 'event', 'absent'] as const;
export type ClaimKind = (typeof claimKinds)[number];

/** What a unit is on a day, as the plan colours it. */
export const unitStates = ['free', 'held', 'let', 'works', 'in_use', 'bookable', 'common', 'absent'] as const;
export type UnitState = (typeof unitStates)[number];

/** What a unit is while nobody has it. */
export const idleState = (use: string): UnitState =>
	bookableUses.includes(use) ? 'bookable' : commonUses.includes(use) ? 'common' : 'free';

export const stateOf: Record<ClaimKind, UnitState> = {
	lease: 'let',
	hold: 'held',
	works: 'works',
	booking: 'in_use',
	maintenance: 'works',
	event: 'in_use',
	absent: 'absent'
};

export const leaseKinds = ['commercial', 'derogatory', 'precarious', 'service'] as const;
export type LeaseKind = (typeof leaseKinds)[number];

export const worksStates = ['planned', 'under_way', 'done', 'cancelled'] as const;
export type WorksState = (typeof worksStates)[number];

/** What is written down of the money of works: what was ordered, what was invoiced. */
export const worksAmountKinds = ['order', 'invoice'] as const;
