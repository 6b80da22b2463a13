import type { HubContent } from './types.ts';

export const strasbourg: HubContent = { organisations: [], offers: [], needs: [] };
