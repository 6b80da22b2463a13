import { operation, type OperationRoute } from '#platform/operation.ts';
import { FindRoad, roadOf, RoadView } from './road.ts';

const part = (route: Omit<OperationRoute, 'tags'>) => operation({ ...route, tags: ['road'] });

export const roadApi = {
	roadOf: part({
		method: 'GET',
		path: '/organisations/{organisation}/road',
		summary: 'Where an organisation stands between km 0 and km 7, what is next and whose move it is',
		description: 'For its own people and staff. Read from records and journal: each stone names what proves it.',
		openTo: 'members'
	})
		.input(FindRoad)
		.output(RoadView)
		.handler(({ context, input }) => roadOf(context.actor, input))
};
