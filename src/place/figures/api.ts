import { z } from 'zod';
import { operation, type OperationRoute } from '#platform/operation.ts';
import {
	ListMoves,
	listMoves,
	ListRentRoll,
	listRentRoll,
	ListVacancies,
	listVacancies,
	MoveRow,
	RentRollRow,
	VacancyRow
} from './leases.ts';
import { Id, NoInput } from '../floors.ts';
import { UnitId } from '../plan.ts';
import { ListedUnit, listUnits, ListUnits } from './listed-units.ts';
import { ChangePhoto, changePhoto, listPhotos, OnePhoto, Photo, removePhoto, sendPhoto, SendPhoto } from './photos.ts';
import { listZones, Zone } from './zones.ts';
import { findLetting, FindOccupancy, Letting, listMonth, ListMonth, MonthRow } from './occupancy.ts';

const part = (route: Omit<OperationRoute, 'tags'>) => operation({ ...route, tags: ['place'] });
const siteManager = ['site_manager'] as const;
const seesTerms = ['site_manager', 'accountant', 'funder'] as const;
const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

export const figuresApi = {
	findLetting: part({
		method: 'GET',
		path: '/place/letting',
		summary: 'Square metres and rents by month, floor, use and state',
		description: 'What the pictures of the place are summed up from. Rents are told to who answers for them.',
		openTo: 'visitors'
	})
		.input(FindOccupancy)
		.output(Letting)
		.handler(({ context, input }) => findLetting(context.actor, input)),
	listMonth: part({ method: 'GET', path: '/place/letting/{month}', summary: 'The units behind a month of the figures', openTo: 'visitors' })
		.input(ListMonth)
		.output(listOf(MonthRow))
		.handler(({ context, input }) => listMonth(context.actor, input)),
	listRentRoll: part({ method: 'GET', path: '/place/rent-roll', summary: 'Leases that run or will, with their rents', openTo: seesTerms })
		.input(ListRentRoll)
		.output(listOf(RentRollRow))
		.handler(({ context, input }) => listRentRoll(context.actor, input)),
	listVacancies: part({
		method: 'GET',
		path: '/place/vacancies',
		summary: 'What is free, since when, and what it costs',
		openTo: seesTerms
	})
		.input(ListVacancies)
		.output(listOf(VacancyRow))
		.handler(({ context, input }) => listVacancies(context.actor, input)),
	listMoves: part({ method: 'GET', path: '/place/moves', summary: 'Firms that came and went', openTo: 'members' })
		.input(ListMoves)
		.output(listOf(MoveRow))
		.handler(({ context, input }) => listMoves(context.actor, input)),
	listUnits: part({ method: 'GET', path: '/place/units', summary: 'Every unit there is or was', openTo: 'visitors' })
		.input(ListUnits)
		.output(listOf(ListedUnit))
		.handler(({ context, input }) => listUnits(context.actor, input)),
	listZones: part({ method: 'GET', path: '/place/zones', summary: 'Safety zones with their people and what they take', openTo: 'visitors' })
		.input(NoInput)
		.output(listOf(Zone))
		.handler(({ context }) => listZones(context.actor)),
	listPhotos: part({ method: 'GET', path: '/place/units/{unit}/photos', summary: 'Pictures of a unit', openTo: 'visitors' })
		.input(UnitId)
		.output(listOf(Photo))
		.handler(({ context, input }) => listPhotos(context.actor, input)),
	addPhoto: part({
		method: 'POST',
		path: '/place/units/{unit}/photos',
		summary: 'Add a picture of a unit',
		description: 'It is drawn anew, so that nothing tells who took it, where and with what.',
		openTo: siteManager
	})
		.input(SendPhoto)
		.output(Id)
		.handler(({ context, input }) => sendPhoto(context.actor, input)),
	changePhoto: part({
		method: 'PUT',
		path: '/place/photos/{photo}',
		summary: 'Change the words of a picture, who sees it and its place',
		openTo: siteManager
	})
		.input(ChangePhoto)
		.output(Id)
		.handler(({ context, input }) => changePhoto(context.actor, input)),
	removePhoto: part({ method: 'DELETE', path: '/place/photos/{photo}', summary: 'Take a picture away', openTo: siteManager })
		.input(OnePhoto)
		.output(OnePhoto)
		.handler(({ context, input }) => removePhoto(context.actor, input))
};
