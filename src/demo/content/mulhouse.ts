import { digitalFrench } from './mulhouse/digital-french.ts';
import { digitalNeighbours } from './mulhouse/digital-neighbours.ts';
import { firmsAutomotive } from './mulhouse/firms-automotive.ts';
import { firmsChemicalsPlastics } from './mulhouse/firms-chemicals-plastics.ts';
import { firmsMetal } from './mulhouse/firms-metal.ts';
import { firmsTextileFoodPaper } from './mulhouse/firms-textile-food-paper.ts';
import { needsProcess } from './mulhouse/needs-process.ts';
import { needsQualityMaintenance } from './mulhouse/needs-quality-maintenance.ts';
import { offersEnergySecurity } from './mulhouse/offers-energy-security.ts';
import { offersMakingLearning } from './mulhouse/offers-making-learning.ts';
import { offersShopfloor } from './mulhouse/offers-shopfloor.ts';
import { offersVision } from './mulhouse/offers-vision.ts';
import type { HubContent } from './types.ts';

export const mulhouse: HubContent = {
	organisations: [
		...digitalFrench,
		...digitalNeighbours,
		...firmsAutomotive,
		...firmsChemicalsPlastics,
		...firmsMetal,
		...firmsTextileFoodPaper
	],
	offers: [...offersEnergySecurity, ...offersMakingLearning, ...offersShopfloor, ...offersVision],
	needs: [...needsProcess, ...needsQualityMaintenance]
};
