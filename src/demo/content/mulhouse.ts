import { digitalFrench } from './mulhouse/digital-french.ts';
import { digitalNeighbours } from './mulhouse/digital-neighbours.ts';
import { digitalStartups } from './mulhouse/digital-startups.ts';
import { firmsAutomotive } from './mulhouse/firms-automotive.ts';
import { firmsChemicalsPlastics } from './mulhouse/firms-chemicals-plastics.ts';
import { firmsFoodHealth } from './mulhouse/firms-food-health.ts';
import { firmsMachines } from './mulhouse/firms-machines.ts';
import { firmsMetal } from './mulhouse/firms-metal.ts';
import { firmsPackagingWood } from './mulhouse/firms-packaging-wood.ts';
import { firmsTextileFoodPaper } from './mulhouse/firms-textile-food-paper.ts';
import { institutions } from './mulhouse/institutions.ts';
import { needsGoods } from './mulhouse/needs-goods.ts';
import { needsMakers } from './mulhouse/needs-makers.ts';
import { needsPartners } from './mulhouse/needs-partners.ts';
import { needsPast } from './mulhouse/needs-past.ts';
import { needsProcess } from './mulhouse/needs-process.ts';
import { needsQualityMaintenance } from './mulhouse/needs-quality-maintenance.ts';
import { needsUnanswered } from './mulhouse/needs-unanswered.ts';
import { offersEnergySecurity } from './mulhouse/offers-energy-security.ts';
import { offersField } from './mulhouse/offers-field.ts';
import { offersMakingLearning } from './mulhouse/offers-making-learning.ts';
import { offersPartners } from './mulhouse/offers-partners.ts';
import { offersShopfloor } from './mulhouse/offers-shopfloor.ts';
import { offersSoftware } from './mulhouse/offers-software.ts';
import { offersVision } from './mulhouse/offers-vision.ts';
import { offersWorkshops } from './mulhouse/offers-workshops.ts';
import { real } from './mulhouse/real.ts';
import type { HubContent } from './types.ts';

export const mulhouse: HubContent = {
	organisations: [
		...digitalFrench,
		...digitalNeighbours,
		...digitalStartups,
		...firmsAutomotive,
		...firmsChemicalsPlastics,
		...firmsFoodHealth,
		...firmsMachines,
		...firmsMetal,
		...firmsPackagingWood,
		...firmsTextileFoodPaper,
		...institutions,
		...real
	],
	offers: [
		...offersEnergySecurity,
		...offersField,
		...offersMakingLearning,
		...offersPartners,
		...offersShopfloor,
		...offersSoftware,
		...offersVision,
		...offersWorkshops
	],
	needs: [...needsGoods, ...needsMakers, ...needsPartners, ...needsPast, ...needsProcess, ...needsQualityMaintenance, ...needsUnanswered]
};
