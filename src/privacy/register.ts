/** What is done with data about people, as the register of processing tells it: `privacy_<activity>_…` are its words. */
export const activities = [
	'accounts',
	'membership',
	'posts',
	'introductions',
	'admissions',
	'place',
	'letters',
	'leases',
	'imports',
	'journal',
	'programs'
] as const;
export type Activity = (typeof activities)[number];

/** On what the law lets it rest (GDPR, article 6). */
export const basisOf: Record<Activity, 'contract' | 'interest' | 'duty'> = {
	accounts: 'contract',
	membership: 'contract',
	posts: 'contract',
	introductions: 'contract',
	admissions: 'contract',
	place: 'contract',
	letters: 'contract',
	leases: 'contract',
	imports: 'interest',
	journal: 'interest',
	programs: 'interest'
};

export interface Held {
	table: string;
	activity: Activity;
	/** Columns that name a person, and by what. */
	people: Record<string, 'account' | 'member' | 'members' | 'email'>;
	/** What the person is handed of such a row. What would open a door, and what names somebody else, stays out. */
	shows: readonly string[];
	/** When the person is erased: the row goes, stays without anything that tells who it was, or is evidence of a contract and stays (GDPR, article 17.3.e). */
	onErasure: 'removed' | 'nameless' | 'evidence';
}

/** Every table that names people. A test holds it to the database: a new column that points at a person turns it red until it stands here. */
export const register: readonly Held[] = [
	{
		table: 'accounts',
		activity: 'accounts',
		people: { id: 'account' },
		shows: [
			'name',
			'email',
			'email_verified',
			'locale',
			'two_factor_enabled',
			'is_network_admin',
			'created_at',
			'updated_at',
			'last_seen_at'
		],
		onErasure: 'nameless'
	},
	{
		table: 'sessions',
		activity: 'accounts',
		people: { account_id: 'account' },
		shows: ['created_at', 'updated_at', 'expires_at', 'ip_address', 'user_agent'],
		onErasure: 'removed'
	},
	{
		table: 'credentials',
		activity: 'accounts',
		people: { account: 'account' },
		shows: ['provider_id', 'created_at', 'updated_at'],
		onErasure: 'removed'
	},
	{
		table: 'two_factors',
		activity: 'accounts',
		people: { account_id: 'account' },
		shows: ['created_at', 'verified'],
		onErasure: 'removed'
	},
	{
		table: 'passkeys',
		activity: 'accounts',
		people: { account_id: 'account' },
		shows: ['name', 'device_type', 'created_at'],
		onErasure: 'removed'
	},
	{
		table: 'erasures',
		activity: 'accounts',
		people: { account: 'account' },
		shows: ['because', 'note', 'asked_at', 'due_at'],
		onErasure: 'removed'
	},
	{
		table: 'own_data_exports',
		activity: 'accounts',
		people: { account: 'account' },
		shows: ['asked_at', 'state', 'size', 'ended_at'],
		onErasure: 'removed'
	},
	{
		table: 'members',
		activity: 'membership',
		people: { account: 'account', removed_by: 'member' },
		shows: ['hub', 'roles', 'title', 'is_shown', 'joined_at', 'left_at'],
		onErasure: 'nameless'
	},
	{
		table: 'invitations',
		activity: 'membership',
		people: { email: 'email', invited_by: 'member', accepted_by: 'member' },
		shows: ['hub', 'roles', 'created_at', 'expires_at', 'accepted_at', 'revoked_at'],
		onErasure: 'nameless'
	},
	{
		table: 'representatives',
		activity: 'membership',
		people: { member: 'member', decided_by: 'member' },
		shows: ['hub', 'organisation', 'is_owner', 'message', 'asked_at', 'accepted_at', 'refused_at'],
		onErasure: 'removed'
	},
	{
		table: 'organisations',
		activity: 'posts',
		people: { created_by: 'member' },
		shows: ['hub', 'id', 'name', 'created_at'],
		onErasure: 'nameless'
	},
	{
		table: 'competitors',
		activity: 'posts',
		people: { declared_by: 'member' },
		shows: ['hub', 'organisation', 'declared_at'],
		onErasure: 'nameless'
	},
	{
		table: 'not_duplicates',
		activity: 'posts',
		people: { said_by: 'member' },
		shows: ['hub', 'organisation', 'other', 'because', 'said_at'],
		onErasure: 'nameless'
	},
	{
		table: 'organisation_merges',
		activity: 'posts',
		people: { merged_by: 'member', undone_by: 'member' },
		shows: ['hub', 'id', 'kept', 'gone', 'merged_at', 'undone_at'],
		onErasure: 'nameless'
	},
	{
		table: 'organisation_merge_rows',
		activity: 'membership',
		people: { member: 'member' },
		shows: ['hub', 'merge', 'what'],
		onErasure: 'removed'
	},
	{
		table: 'attachments',
		activity: 'posts',
		people: { created_by: 'member' },
		shows: ['hub', 'kind', 'record', 'name', 'mime', 'size', 'created_at', 'removed_at'],
		onErasure: 'nameless'
	},
	{
		table: 'needs',
		activity: 'posts',
		people: { author: 'member', contact: 'member' },
		shows: ['hub', 'id', 'title', 'problem', 'result', 'constraints', 'state', 'created_at', 'updated_at'],
		onErasure: 'nameless'
	},
	{
		table: 'offers',
		activity: 'posts',
		people: { author: 'member', contact: 'member' },
		shows: ['hub', 'id', 'title', 'what', 'proof', 'state', 'created_at', 'updated_at'],
		onErasure: 'nameless'
	},
	{
		table: 'matching_weights',
		activity: 'posts',
		people: { set_by: 'member' },
		shows: ['hub', 'weights', 'set_at'],
		onErasure: 'nameless'
	},
	{
		table: 'matching_weight_versions',
		activity: 'posts',
		people: { set_by: 'member' },
		shows: ['hub', 'version', 'weights', 'because', 'set_at'],
		onErasure: 'nameless'
	},
	{
		table: 'matching_balance_versions',
		activity: 'posts',
		people: { set_by: 'member' },
		shows: ['hub', 'version', 'balance', 'because', 'set_at'],
		onErasure: 'nameless'
	},
	{
		table: 'retention_choices',
		activity: 'posts',
		people: { set_by: 'member' },
		shows: ['hub', 'rule', 'days', 'set_at'],
		onErasure: 'nameless'
	},
	{
		table: 'introductions',
		activity: 'introductions',
		people: { started_by: 'member' },
		shows: ['hub', 'id', 'note', 'state', 'created_at', 'ended_at', 'ended_because'],
		onErasure: 'nameless'
	},
	{
		table: 'introduction_answers',
		activity: 'introductions',
		people: { answered_by: 'member' },
		shows: ['hub', 'introduction', 'answer', 'reason', 'words', 'answered_at'],
		onErasure: 'nameless'
	},
	{
		table: 'introduction_people',
		activity: 'introductions',
		people: { member: 'member' },
		shows: ['hub', 'introduction', 'side', 'joined_at'],
		onErasure: 'nameless'
	},
	{
		table: 'introduction_messages',
		activity: 'introductions',
		people: { author: 'member', mentions: 'members' },
		shows: ['hub', 'introduction', 'words', 'written_at'],
		onErasure: 'nameless'
	},
	{
		table: 'introduction_dates',
		activity: 'introductions',
		people: { proposed_by: 'member' },
		shows: ['hub', 'introduction', 'starts', 'place', 'proposed_at'],
		onErasure: 'nameless'
	},
	{
		table: 'introduction_follow_ups',
		activity: 'introductions',
		people: { member: 'member' },
		shows: ['hub', 'introduction', 'days', 'asked_at'],
		onErasure: 'nameless'
	},
	{
		table: 'introduction_follow_up_answers',
		activity: 'introductions',
		people: { member: 'member' },
		shows: ['hub', 'introduction', 'days', 'question', 'answer', 'answered_at'],
		onErasure: 'nameless'
	},
	{
		table: 'admissions',
		activity: 'admissions',
		people: { created_by: 'member' },
		shows: ['hub', 'number', 'activity', 'why', 'transfer_reason', 'stage', 'created_at', 'sent_at'],
		onErasure: 'nameless'
	},
	{
		table: 'admission_documents',
		activity: 'admissions',
		people: { added_by: 'member', decided_by: 'member' },
		shows: ['hub', 'admission', 'state', 'because', 'added_at', 'decided_at'],
		onErasure: 'nameless'
	},
	{
		table: 'admission_offers',
		activity: 'admissions',
		people: { made_by: 'member' },
		shows: ['hub', 'admission', 'made_at'],
		onErasure: 'nameless'
	},
	{
		table: 'admission_declarations',
		activity: 'admissions',
		people: { declared_by: 'member' },
		shows: ['hub', 'admission', 'year', 'words', 'declared_at'],
		onErasure: 'nameless'
	},
	{
		table: 'admission_rules',
		activity: 'admissions',
		people: { set_by: 'member' },
		shows: ['hub', 'version', 'set_at'],
		onErasure: 'nameless'
	},
	{
		table: 'admission_visits',
		activity: 'admissions',
		people: { proposed_by: 'member' },
		shows: ['hub', 'admission', 'starts', 'place', 'proposed_at'],
		onErasure: 'nameless'
	},
	{
		table: 'admission_committees',
		activity: 'admissions',
		people: { called_by: 'member' },
		shows: ['hub', 'id', 'created_at'],
		onErasure: 'nameless'
	},
	{
		table: 'admission_committee_members',
		activity: 'admissions',
		people: { member: 'member' },
		shows: ['hub', 'committee'],
		onErasure: 'nameless'
	},
	{
		table: 'admission_scores',
		activity: 'admissions',
		people: { member: 'member' },
		shows: ['hub', 'committee', 'admission', 'score', 'words', 'scored_at'],
		onErasure: 'nameless'
	},
	{
		table: 'admission_conflicts',
		activity: 'admissions',
		people: { member: 'member' },
		shows: ['hub', 'committee', 'admission', 'because', 'declared_at'],
		onErasure: 'nameless'
	},
	{
		table: 'admission_wishes',
		activity: 'admissions',
		people: { created_by: 'member' },
		shows: ['hub', 'id', 'note', 'created_at'],
		onErasure: 'nameless'
	},
	{
		table: 'placements',
		activity: 'admissions',
		people: { asked_by: 'member' },
		shows: ['hub', 'id', 'state', 'asked_at', 'accepted_at'],
		onErasure: 'nameless'
	},
	{
		table: 'placement_weights',
		activity: 'admissions',
		people: { set_by: 'member' },
		shows: ['hub', 'version', 'set_at'],
		onErasure: 'nameless'
	},
	{
		table: 'desk_entries',
		activity: 'introductions',
		people: { assignee: 'member' },
		shows: ['hub', 'kind', 'snoozed_until', 'noted_at'],
		onErasure: 'nameless'
	},
	{
		table: 'faults',
		activity: 'place',
		people: { reported_by: 'member' },
		shows: ['hub', 'number', 'title', 'category', 'state', 'reported_at'],
		onErasure: 'nameless'
	},
	{
		table: 'fault_answers',
		activity: 'place',
		people: { author: 'member' },
		shows: ['hub', 'fault', 'words', 'state', 'written_at'],
		onErasure: 'nameless'
	},
	{
		table: 'notifications',
		activity: 'letters',
		people: { member: 'member' },
		shows: ['hub', 'kind', 'what', 'words', 'about', 'record', 'created_at', 'read_at', 'mailed_at'],
		onErasure: 'removed'
	},
	{
		table: 'notification_preferences',
		activity: 'letters',
		people: { member: 'member' },
		shows: ['hub', 'kind', 'in_app', 'mail', 'set_at'],
		onErasure: 'removed'
	},
	{
		table: 'mails',
		activity: 'letters',
		people: { recipient: 'email' },
		shows: ['hub', 'kind', 'subject', 'created_at', 'sent_at'],
		onErasure: 'removed'
	},
	{
		table: 'leases',
		activity: 'leases',
		people: { signatory_email: 'email' },
		shows: ['hub', 'id', 'number', 'kind', 'signatory', 'signatory_title', 'state', 'created_at', 'signed_at'],
		onErasure: 'nameless'
	},
	{
		table: 'lease_signatures',
		activity: 'leases',
		people: { member: 'member', signer_email: 'email' },
		shows: ['hub', 'lease', 'side', 'signer', 'how', 'consent', 'address', 'browser', 'at'],
		onErasure: 'evidence'
	},
	{
		table: 'lease_alarms_told',
		activity: 'leases',
		people: { seen_by: 'member' },
		shows: ['hub', 'lease', 'alarm', 'day', 'seen_at'],
		onErasure: 'nameless'
	},
	{
		table: 'contacts',
		activity: 'imports',
		people: { email: 'email', recorded_by: 'member' },
		shows: ['hub', 'name', 'title', 'phone', 'locale', 'organisation', 'source', 'legal_basis', 'recorded_at', 'invited_at'],
		onErasure: 'removed'
	},
	{
		table: 'import_rows',
		activity: 'imports',
		people: { email: 'email' },
		shows: ['hub', 'import', 'line', 'cells', 'outcome'],
		onErasure: 'removed'
	},
	{
		table: 'imports',
		activity: 'imports',
		people: { created_by: 'member' },
		shows: ['hub', 'id', 'kind', 'file_name', 'state', 'created_at'],
		onErasure: 'nameless'
	},
	{
		table: 'journal',
		activity: 'journal',
		people: { member: 'member' },
		shows: ['hub', 'at', 'what', 'kind', 'record', 'door', 'changed'],
		onErasure: 'nameless'
	},
	{
		table: 'api_keys',
		activity: 'programs',
		people: { member: 'member' },
		shows: ['hub', 'name', 'roles', 'scopes', 'created_at', 'expires_at', 'revoked_at', 'last_used_at'],
		onErasure: 'nameless'
	},
	{
		table: 'webhooks',
		activity: 'programs',
		people: { created_by: 'member' },
		shows: ['hub', 'description', 'created_at'],
		onErasure: 'nameless'
	}
];

/** Columns that look as if they named a person and do not. */
export const nobodyIn: Record<string, string> = {
	'organisations.email': 'the address that a firm gives to the public',
	'credentials.provider_account_id': 'says the same as the account, and goes with it',
	'index_fresh.written_by': 'a transaction',
	'webhooks.held_by': 'a worker of KM0 itself',
	'needs.wanted_by': 'a day',
	'leases.notice_by': 'a side of the contract'
};
