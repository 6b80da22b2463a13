import { allHubs } from '#ecosystem/hubs.ts';
import { acrossHubs } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({ hubs: await acrossHubs(allHubs) });
