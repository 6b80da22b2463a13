/** From the first line to the key in the door. `refused` and `withdrawn` end a file. */
export const stages = [
	'draft',
	'received',
	'complete',
	'visited',
	'committee',
	'offered',
	'signed',
	'moved_in',
	'refused',
	'withdrawn'
] as const;
export type Stage = (typeof stages)[number];

/** The columns of the board. */
export const boardStages = ['received', 'complete', 'visited', 'committee', 'offered', 'signed', 'moved_in', 'refused'] as const;
export type BoardStage = (typeof boardStages)[number];

/** Stages between which staff move a file by hand; the later ones come with an offer, a lease and a day. */
export const movableStages = ['received', 'complete', 'visited', 'committee'] as const;

/** Files that still want a place. */
export const openStages: readonly Stage[] = ['received', 'complete', 'visited', 'committee', 'offered'];
/** What the firm may still correct. */
export const writableStages: readonly Stage[] = ['draft', 'received'];
export const decidedStages: readonly Stage[] = ['signed', 'moved_in', 'refused'];

export const wantedUses = ['workshop', 'office', 'coworking', 'training', 'lab', 'storage'] as const;
export type WantedUse = (typeof wantedUses)[number];

/** What becomes of a site that the firm has elsewhere. */
export const futures = ['kept', 'reduced', 'closed'] as const;
export type Future = (typeof futures)[number];

export const transferReasons = ['mostly_moved', 'too_few_net_jobs', 'closes_elsewhere'] as const;
export type TransferReason = (typeof transferReasons)[number];

export const years = [1, 2, 3] as const;
