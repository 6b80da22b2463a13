export const faultCategories = ['heating', 'electricity', 'water', 'doors', 'lift', 'network', 'cleaning', 'safety', 'other'] as const;
export type FaultCategory = (typeof faultCategories)[number];

/** From the report to its end; `declined`: nothing will be done, and the answer says why. */
export const faultStates = ['received', 'seen', 'planned', 'done', 'declined'] as const;
export type FaultState = (typeof faultStates)[number];

/** What still waits for somebody. */
export const openStates: readonly FaultState[] = ['received', 'seen', 'planned'];
export const isOpenState = (state: string) => (openStates as readonly string[]).includes(state);
