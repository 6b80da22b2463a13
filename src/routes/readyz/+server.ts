import { backupState } from '#platform/backup/scheduled.ts';
import { readiness } from '#platform/readiness.ts';
import type { RequestHandler } from './$types';

/** A backup that is late is told here, and no reason to send people to another server. */
export const GET: RequestHandler = async () => {
	const state = await readiness();
	const { state: backup } = state.migrations ? await backupState().catch(() => ({ state: 'late' })) : { state: 'none' };
	return Response.json({ ...state, backup }, { status: Object.values(state).every(Boolean) ? 200 : 503 });
};
