export type Language = 'fr' | 'de' | 'en';

export type OrganisationKind =
	| 'industrial_sme'
	| 'mid_cap'
	| 'start_up'
	| 'digital_firm'
	| 'school'
	| 'university'
	| 'lab'
	| 'incubator'
	| 'public_body'
	| 'funder'
	| 'association';

export type Size = 'micro' | 'small' | 'medium' | 'mid_cap' | 'large';
export type PriceModel = 'fixed' | 'daily_rate' | 'subscription' | 'quote' | 'free';
export type Band = 'under_5k' | '5k_20k' | '20k_50k' | '50k_150k' | 'over_150k';
export type Reach = 'hub' | 'region' | 'country' | 'europe' | 'world';
export type Visibility = 'network' | 'public' | 'members';
export type Place = 'on_site' | 'remote' | 'either';
export type Confidentiality = 'public' | 'members' | 'staff' | 'anonymous';
export type NeedState = 'draft' | 'open' | 'introduced' | 'in_project' | 'solved' | 'dropped';

export type Person = {
	name: string;
	role: string;
	email: string;
	shown: boolean;
	hubRole?: string;
	owner?: boolean;
};

/** A real organisation carries its public facts and where they were read, and none of what only its owner could tell us. */
export type Organisation = {
	key: string;
	name: string;
	legalName?: string;
	kind: OrganisationKind;
	real?: true;
	source?: string;
	country: 'FR' | 'DE' | 'CH';
	commune: string;
	postcode?: string;
	street?: string;
	naf?: string;
	size?: Size;
	headcount?: number;
	founded?: number;
	languages: Language[];
	website?: string;
	description: Partial<Record<Language, string>>;
	technologies: string[];
	sectors: string[];
	people: Person[];
};

export type Offer = {
	key: string;
	organisation: string;
	lang: Language;
	title: string;
	what: string;
	proof: string;
	trl: number;
	technologies: string[];
	sectors: string[];
	priceModel: PriceModel;
	priceBand: Band;
	capacity: number;
	languages: Language[];
	reach: Reach;
	onSite: boolean;
	/** Left out where the offer is for firms of any size, or free now. */
	forSizes?: Size[];
	freeInDays?: number;
	visibility: Visibility;
};

export type Need = {
	key: string;
	organisation: string;
	lang: Language;
	title: string;
	problem: string;
	result: string;
	technologies: string[];
	sectors: string[];
	constraints?: string;
	budgetBand: Band;
	wantedInDays: number;
	languages: Language[];
	place: Place;
	confidentiality: Confidentiality;
	state: NeedState;
	droppedReason?: string;
	openedDaysAgo: number;
	/** Solved or dropped so long ago; yesterday unless told. */
	closedDaysAgo?: number;
};

export type HubContent = { organisations: Organisation[]; offers: Offer[]; needs: Need[] };
