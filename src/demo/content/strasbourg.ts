import { digitalAndResearch } from './strasbourg/digital-and-research.ts';
import { firms } from './strasbourg/firms.ts';
import { needs } from './strasbourg/needs.ts';
import { offersHub } from './strasbourg/offers-hub.ts';
import { offersNetwork } from './strasbourg/offers-network.ts';
import type { HubContent } from './types.ts';

export const strasbourg: HubContent = {
	organisations: [...digitalAndResearch, ...firms],
	offers: [...offersHub, ...offersNetwork],
	needs: [...needs]
};
