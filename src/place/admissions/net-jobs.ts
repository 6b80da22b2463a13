import type { Future, TransferReason } from './choices.ts';

export interface PresentSite {
	isInRegion: boolean;
	/** People at work there today, and how many of them come along or stay. */
	jobs: number;
	jobsMoved: number;
	jobsKept: number;
	m2: number;
	m2Freed: number;
	becomes: Future;
}

export interface Promised {
	sites: readonly PresentSite[];
	/** New jobs in the place at 12, 24 and 36 months, each counted from the beginning. */
	created: readonly [number, number, number];
	/** Taken in the place. */
	m2: number;
}

export interface Rule {
	horizon: 12 | 24 | 36;
	mostMovedPercent: number;
	leastNetJobs: number;
	closingCounts: boolean;
}

export interface Reckoned {
	net12: number;
	net24: number;
	net36: number;
	netM2: number;
	movedPercent: number;
	isTransfer: boolean;
	transferBecause: TransferReason[];
}

const sum = (sites: readonly PresentSite[], of: (site: PresentSite) => number) => sites.reduce((all, site) => all + of(site), 0);
const rounded = (number: number) => Math.round(number * 100) / 100;

/**
 * Net jobs for the region: those that a firm has there afterwards, in the place and at its other sites, less those that it had there before.
 * A job that moves inside the region counts for nothing, one that comes from outside counts as new, one that a site loses counts against it.
 */
export const netJobs = (hereAfter: number, elsewhereAfter: number, before: number) => rounded(hereAfter + elsewhereAfter - before);

/** Jobs in the place so many years after moving in, if the promise is kept. */
export const promisedHere = ({ sites, created }: Promised, year: 1 | 2 | 3) =>
	sum(sites, ({ jobsMoved }) => jobsMoved) + created[year - 1]!;

/** Jobs that the firm has in the region before it moves, and those that stay at its other sites there. */
export const jobsBefore = (sites: readonly PresentSite[]) => sum(inRegion(sites), ({ jobs }) => jobs);
export const jobsKept = (sites: readonly PresentSite[]) => sum(inRegion(sites), ({ jobsKept }) => jobsKept);

const inRegion = (sites: readonly PresentSite[]) => sites.filter(({ isInRegion }) => isInRegion);

export function reckon(promised: Promised, { horizon, mostMovedPercent, leastNetJobs, closingCounts }: Rule): Reckoned {
	const { sites, m2 } = promised;
	const here = inRegion(sites);
	const net = (year: 1 | 2 | 3) => netJobs(promisedHere(promised, year), jobsKept(sites), jobsBefore(sites));
	const moved = sum(here, ({ jobsMoved }) => jobsMoved);
	const year = (horizon / 12) as 1 | 2 | 3;
	const inPlace = promisedHere(promised, year);
	const movedPercent = inPlace > 0 ? Math.round((100 * moved) / inPlace) : 0;
	const closes = here.some(({ becomes }) => becomes === 'closed');
	const transferBecause: TransferReason[] = [];
	// Who moves nothing and closes nothing in the region transfers nothing, however little it promises.
	if (moved > 0 || closes) {
		if (movedPercent > mostMovedPercent) transferBecause.push('mostly_moved');
		if (net(year) < leastNetJobs) transferBecause.push('too_few_net_jobs');
		if (closingCounts && closes) transferBecause.push('closes_elsewhere');
	}
	return {
		net12: net(1),
		net24: net(2),
		net36: net(3),
		netM2: rounded(m2 - sum(here, ({ m2Freed }) => m2Freed)),
		movedPercent,
		isTransfer: transferBecause.length > 0,
		transferBecause
	};
}
