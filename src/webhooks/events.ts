// What an endpoint can be told of: the journal's lines, by the kind of their record.

interface EventKind {
	/** `webhook_group_<group>` names the chapter it stands in. */
	group: 'needs_and_offers' | 'organisations' | 'introductions' | 'imports' | 'place' | 'hub';
	/** What happens to such a record: `opened` of a need is the event `need.opened`. */
	events: readonly string[];
	/** Where its record is read, below the hub's API; null where it is read only in a list. */
	path: string | null;
}

/** `webhook_kind_<kind>` names it. A test holds the list to the lines that the code writes. */
export const eventKinds: Record<string, EventKind> = {
	need: {
		group: 'needs_and_offers',
		events: [
			...['created', 'changed', 'opened', 'introduced', 'in_project', 'solved', 'dropped', 'expired', 'renewed', 'reminded', 'draft'],
			...['file_added', 'file_removed']
		],
		path: '/needs/{id}'
	},
	offer: {
		group: 'needs_and_offers',
		events: ['created', 'changed', 'opened', 'paused', 'withdrawn', 'returned', 'file_added', 'file_removed'],
		path: '/offers/{id}'
	},
	organisation: {
		group: 'organisations',
		events: [
			...['merged', 'merged_away', 'merge_undone', 'came_back', 'told_apart', 'doubted_again'],
			...['added', 'edited', 'archived', 'restored', 'logo_set', 'logo_removed', 'competitor_declared', 'competitor_withdrawn'],
			...['join_asked', 'join_withdrawn', 'join_accepted', 'join_refused', 'left', 'owner_named', 'owner_unnamed', 'representative_removed']
		],
		path: '/organisations/{id}'
	},
	register: { group: 'organisations', events: ['asked', 'cancelled'], path: '/register/run' },
	member: {
		group: 'organisations',
		events: [
			'joined',
			'invited',
			'changed',
			'profile_changed',
			'roles_changed',
			'left',
			'removed',
			'erasure_asked',
			'erasure_called_off',
			'forgotten'
		],
		path: '/members/{id}'
	},
	invitation: { group: 'organisations', events: ['sent', 'sent_again', 'revoked'], path: null },
	contact: { group: 'organisations', events: ['recorded', 'changed', 'invited', 'forgotten'], path: null },
	introduction: {
		group: 'introductions',
		events: [
			...['proposed', 'agreed', 'declined', 'opened', 'reminded', 'withdrawn', 'expired', 'closed', 'message'],
			...['dates_proposed', 'meeting_set', 'meeting_moved', 'meeting_cancelled', 'asked_after', 'answered_after'],
			...['need_is_closed', 'offer_is_withdrawn', 'partner_left']
		],
		path: '/introductions/{id}'
	},
	import: {
		group: 'imports',
		events: ['read', 'sheet_chosen', 'columns_set', 'row_decided', 'previewed', 'started', 'done', 'failed', 'cancelled'],
		path: '/imports/{id}'
	},
	site: { group: 'place', events: ['added', 'changed'], path: null },
	building: { group: 'place', events: ['added', 'changed', 'vat_option_set'], path: null },
	floor: {
		group: 'place',
		events: ['added', 'changed', 'drawn', 'backdrop_set', 'backdrop_placed', 'backdrop_removed', 'file_added'],
		path: '/place/floors/{id}/plan'
	},
	resource: { group: 'place', events: ['added', 'changed', 'retired'], path: '/place/resources' },
	unit: {
		group: 'place',
		events: [
			'added',
			'changed',
			'reshaped',
			'measured',
			'split',
			'merged',
			'removed',
			'photo_added',
			'photo_changed',
			'photo_removed',
			'held',
			'let_go'
		],
		path: '/place/units/{id}'
	},
	lease: {
		group: 'place',
		events: [
			...['drafted', 'changed', 'sent', 'signed', 'noted', 'amendment_sent', 'amended', 'amendment_withdrawn', 'renewal_drafted', 'ended'],
			...['signed_by_tenant', 'signed_by_landlord', 'withdrawn', 'expired', 'terms_set', 'rent_revised'],
			...['inventory_started', 'inventory_written', 'inventory_sent', 'inventory_withdrawn', 'inventory_signed'],
			...['inventory_signed_by_tenant', 'inventory_signed_by_landlord', 'insured', 'alarm_seen']
		],
		path: '/place/leases/{id}'
	},
	lease_template: { group: 'place', events: ['written'], path: null },
	rent: { group: 'place', events: ['issued'], path: null },
	rent_index: { group: 'place', events: ['imported', 'corrected', 'removed'], path: null },
	deposit_rate: { group: 'place', events: ['set'], path: null },
	planned_work: { group: 'place', events: ['added', 'removed'], path: null },
	charges: { group: 'place', events: ['opened', 'costs_added', 'cost_removed', 'closed'], path: null },
	admission: {
		group: 'place',
		events: [
			...['started', 'changed', 'sent', 'moved', 'refused', 'withdrawn', 'offered', 'offer_ended', 'site_added', 'site_removed'],
			...['lease_drafted', 'document_accepted', 'document_refused', 'file_added', 'file_removed', 'declaration_asked', 'declared'],
			...['visit_proposed', 'visit_set', 'visit_cancelled']
		],
		path: '/place/admissions/{id}'
	},
	placement: { group: 'place', events: ['asked', 'cancelled', 'accepted', 'weights_set'], path: '/place/placements/{id}' },
	fault: { group: 'place', events: ['reported', 'answered', 'moved', 'file_added'], path: '/place/faults/{id}' },
	admission_committee: {
		group: 'place',
		events: ['called', 'scored', 'conflict_declared', 'minutes_written', 'closed'],
		path: '/place/committees/{id}'
	},
	admission_wish: { group: 'place', events: ['made', 'closed', 'met'], path: null },
	admission_rule: {
		group: 'place',
		events: ['set', 'document_added', 'document_removed', 'criterion_added', 'criterion_removed'],
		path: '/place/admission-rules'
	},
	works: { group: 'place', events: ['planned', 'moved', 'amount_added', 'amount_removed'], path: null },
	hub: {
		group: 'hub',
		events: ['set_up', 'changed', 'need_term_set', 'introduction_term_set', 'retention_set', 'retention_applied', 'seen'],
		path: '/'
	},
	weights: { group: 'hub', events: ['set', 'learned', 'returned', 'learning_set'], path: '/matching/weights' },
	balance: { group: 'hub', events: ['set', 'returned'], path: '/matching/balance' },
	api_key: { group: 'hub', events: ['made', 'revoked'], path: null },
	letter: { group: 'hub', events: ['sent_again'], path: null }
};

/** Kinds of the journal that nobody outside is told of, and why. */
export const unspoken: Record<string, string> = {
	notification: 'what a person reads is their own affair',
	desk: 'who of the staff takes care of what stays among them',
	webhook: 'an endpoint that heard of endpoints would hear of itself'
};

export const kindOf = (type: string) => type.slice(0, type.indexOf('.'));
export const isTold = (type: string) => kindOf(type) in eventKinds;

/** What an endpoint may choose: whole kinds and single events. */
export const choices = Object.entries(eventKinds).flatMap(([kind, { events }]) => [kind, ...events.map((event) => `${kind}.${event}`)]);

/** Sent by hand, to try an endpoint; it is told whatever it chose. */
export const ping = 'webhook.ping';

/** The same at each attempt and at each endpoint, so that a message that arrives twice is known. */
export const messageId = (hub: string, event: number) => `evt_${hub}_${event}`;
