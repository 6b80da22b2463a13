import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { has, system, type Actor, type Door } from '#platform/actor.ts';
import { baseUrl } from '#platform/auth.server.ts';
import { acrossHubs, db, transaction, type Tx } from '#platform/db.server.ts';
import { locales, type Locale } from '#platform/i18n.ts';
import { changes, record } from '#platform/journal.ts';
import { authorize, conflict, forbidden, found, refuse, signInFirst } from '#platform/refusal.ts';
import { email, locale, perLanguage, requiredText } from '#platform/shapes.ts';
import { createAccount, newPassword, type Account } from './accounts.ts';
import { invite } from './invitations.ts';
import { enter } from './members.ts';
import { addNetwork } from './networks.ts';

/** What everybody may know of a hub; undefined when there is none at this address. */
export const findHub = (id: string) => db.selectFrom('hubs').selectAll().where('id', '=', id).executeTakeFirst();

/** The hub that answers at this host name, when one chose it. */
export const hubAtHost = (host: string) => db.selectFrom('hubs').select('id').where('host', '=', host).executeTakeFirst();

/** Where an address leads at the host name of `hub`; null where it belongs to a page of the installation, or to a hub by its own address. */
export async function addressAtHost({ pathname, search }: Pick<URL, 'pathname' | 'search'>, route: string | null, hub: string) {
	if (pathname === '/') return `/${hub}${search}`;
	if (route !== null && !route.startsWith('/[hub]')) return null;
	const first = pathname.split('/')[1] ?? '';
	return first === '_app' || (await findHub(first)) ? null : `/${hub}${pathname}${search}`;
}

export const allHubs = () => db.selectFrom('hubs').select(['id', 'name', 'place', 'network', 'isDemo']).orderBy('name').execute();

/** First words of addresses that are not hubs: pages and files of the installation itself, and some kept for later. */
export const reserved = new Set(
	(
		'_app about accessibility account admin api assets auth confirm demo desk docs favicon files fonts health healthz help hub hubs images km0 ' +
		'language languages legal login logout manifest mcp metrics network networks privacy readyz reset-password robots search settings setup ' +
		'sign-in sign-out sign-up sitemap static status support system terms well-known www'
	).split(' ')
);

/** What a hub can be called in its pages' addresses. */
export const address = z
	.string()
	.trim()
	.toLowerCase()
	.regex(/^[a-z][a-z0-9-]{1,39}$/, 'hub_address_invalid')
	.refine((value) => !reserved.has(value), 'hub_address_reserved');

const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);
export const timeZones = [...zones].sort();
const timeZone = z.string().refine((zone) => zones.has(zone), 'not_a_choice');

const commune = z
	.string()
	.trim()
	.toUpperCase()
	.regex(/^(\d{5}|2[AB]\d{3})$/, 'commune_code_invalid');

export const SetUpHub = z.object({
	name: requiredText(80),
	address,
	place: requiredText(80),
	commune: commune.optional(),
	languages: z.array(locale).min(1).max(locales.length),
	timeZone: timeZone.default('Europe/Paris'),
	/** One that exists already, by its id; only whoever runs the network may choose it. */
	network: z.string().max(40).optional(),
	newNetwork: requiredText(80).optional(),
	/** Who leads the hub: an account becomes its manager at once, another address gets an invitation. */
	manager: email.optional()
});
type SetUpHub = z.output<typeof SetUpHub>;

/** With an empty installation there is nobody yet: the first manager's account is made together with the hub. */
export const SetUpFirstHub = SetUpHub.omit({ manager: true, network: true }).extend({
	managerName: requiredText(120),
	managerEmail: email,
	password: newPassword,
	locale
});

export interface SetUp {
	hub: string;
	manager: string | null;
	/** Where the manager had no account yet: the address that was invited. */
	invited: string | null;
	/** The link of that invitation, for whoever stands at the server and may have no mail server to send it. */
	link?: string;
}

/** Whoever may set up a hub, and why. */
export type Founder =
	| { by: 'first'; account: Account }
	| { by: 'network'; account: Account }
	| { by: 'link'; account: Account; key: string }
	| { by: 'server' };

/** A new hub with its first manager. The one way to make one: page and command line both come through here. */
export const setUpHub = (founder: Founder, input: SetUpHub): Promise<SetUp> =>
	acrossHubs(() =>
		transaction(async (tx) => {
			await mayFound(tx, founder);
			return make(tx, founder, input);
		})
	);

/** The first hub of an empty installation: its manager also runs the network. Good for once, however many try at the same moment. */
export const setUpFirstHub = (input: z.output<typeof SetUpFirstHub>): Promise<SetUp> =>
	acrossHubs(() =>
		transaction(async (tx) => {
			await holdFounding(tx);
			if (!(await isEmpty(tx))) throw conflict('already_set_up');
			const { managerName: name, managerEmail: email, password, locale } = input;
			const account = await createAccount(tx, { name, email, password, locale });
			return make(tx, { by: 'first', account }, input);
		})
	);

/** Hubs are founded one after another, so that "the first" is one. */
const holdFounding = (tx: Tx) => sql`select pg_advisory_xact_lock(hashtext('km0 founding'))`.execute(tx);
const isEmpty = async (tx: Tx) => (await tx.selectFrom('hubs').select('id').limit(1).executeTakeFirst()) === undefined;

/** True until the first hub is there. */
export const isEmptyInstallation = async () => (await db.selectFrom('hubs').select('id').limit(1).executeTakeFirst()) === undefined;

async function mayFound(tx: Tx, founder: Founder) {
	await holdFounding(tx);
	if (founder.by === 'network') authorize(founder.account.isNetworkAdmin);
	if (founder.by === 'first' && !(await isEmpty(tx))) throw conflict('already_set_up');
	if (founder.by === 'link') {
		const used = await tx
			.updateTable('setupLinks')
			.set({ usedAt: new Date() })
			.where('tokenSha256', '=', hashed(founder.key))
			.where('usedAt', 'is', null)
			.where('expiresAt', '>', sql<Date>`now()`)
			.executeTakeFirst();
		if (!used.numUpdatedRows) throw forbidden();
	}
}

async function make(
	tx: Tx,
	founder: Founder,
	{ name, address, place, commune, languages, timeZone, manager, ...rest }: SetUpHub
): Promise<SetUp> {
	const network = await networkOf(tx, founder, rest);
	await tx
		.insertInto('hubs')
		.values({ id: address, name, place, commune: commune ?? null, locales: inOrder(languages), timeZone, network })
		.onConflict((on) => on.column('id').doNothing())
		.returning('id')
		.executeTakeFirst()
		.then((made) => {
			if (!made) throw refuse('address', 'hub_address_taken');
		});
	if (founder.by === 'first') await tx.updateTable('accounts').set({ isNetworkAdmin: true }).where('id', '=', founder.account.id).execute();

	const door: Door = founder.by === 'server' ? 'cli' : 'page';
	const actor: Actor = { ...system(address, door, languages[0]), name: founder.by === 'server' ? 'KM0' : founder.account.name };
	const lead = manager
		? await tx.selectFrom('accounts').select('id').where('email', '=', manager).where('emailVerified', '=', true).executeTakeFirst()
		: founder.by === 'server'
			? undefined
			: founder.account;
	const member = lead ? await enter(tx, actor, lead.id, ['hub_manager'], 'member.joined') : null;
	await record(tx, { ...actor, member }, 'hub.set_up', address, { name: [null, name], place: [null, place] });
	if (lead || !manager) return { hub: address, manager: member, invited: null };
	const { link } = await invite(tx, actor, { email: manager, roles: ['hub_manager'], locale: languages[0] });
	return { hub: address, manager: null, invited: manager, ...(founder.by === 'server' && { link }) };
}

const inOrder = (some: readonly Locale[]) => locales.filter((locale) => some.includes(locale));

/** A network is joined by whoever runs the installation; anybody who founds a hub may begin one. */
async function networkOf(tx: Tx, founder: Founder, { network, newNetwork }: Pick<SetUpHub, 'network' | 'newNetwork'>) {
	if (newNetwork) return addNetwork(tx, newNetwork, 'newNetwork');
	if (!network) return null;
	authorize(founder.by === 'server' || founder.account.isNetworkAdmin);
	return (await tx.selectFrom('networks').select('id').where('id', '=', network).executeTakeFirst().then(found)).id;
}

const hashed = (token: string) => createHash('sha256').update(token).digest('hex');

/** A link with which its holder sets up one hub, within a week: whoever runs the network may make one, and whoever stands at the server. */
export async function makeSetupLink(maker: Account | 'server') {
	authorize(maker === 'server' || maker.isNetworkAdmin);
	const key = randomBytes(24).toString('base64url');
	await db
		.insertInto('setupLinks')
		.values({ tokenSha256: hashed(key), expiresAt: new Date(Date.now() + 7 * 86_400_000) })
		.execute();
	return `${baseUrl}/setup?key=${key}`;
}

export const isSetupKey = async (key: string) =>
	(await db
		.selectFrom('setupLinks')
		.select('createdAt')
		.where('tokenSha256', '=', hashed(key))
		.where('usedAt', 'is', null)
		.where('expiresAt', '>', sql<Date>`now()`)
		.executeTakeFirst()) !== undefined;

/** Who stands before the set-up page: nobody may enter it by chance. */
export async function founderOf(account: Account | null, key: string | undefined): Promise<Founder | 'newcomer'> {
	if (await isEmptyInstallation()) return account ? { by: 'first', account } : 'newcomer';
	if (account?.isNetworkAdmin) return { by: 'network', account };
	if (!key || !(await isSetupKey(key))) throw forbidden();
	if (!account) throw signInFirst();
	return { by: 'link', account, key };
}

export const ChangeHub = z.object({
	name: requiredText(80),
	place: requiredText(80),
	commune: commune.optional(),
	languages: z.array(locale).min(1).max(locales.length),
	timeZone,
	tagline: perLanguage(160),
	/** A host name of its own; its front page is then this hub's. */
	host: z
		.string()
		.trim()
		.toLowerCase()
		.max(253)
		.regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, 'host_invalid')
		.refine((host) => host !== new URL(baseUrl).hostname, 'host_is_ours')
		.optional(),
	isOpen: z.boolean().default(true),
	version: z.number().int()
});

/** The hub's own settings, for those who lead it. */
export async function changeHub(actor: Actor, { version, languages, commune, host, ...input }: z.output<typeof ChangeHub>) {
	authorize(has(actor));
	const after = { ...input, locales: inOrder(languages), commune: commune ?? null, host: host ?? null };
	await transaction(async (tx) => {
		const before = found(await tx.selectFrom('hubs').selectAll().where('id', '=', actor.hub).forUpdate().executeTakeFirst());
		if (before.version !== version) throw conflict('changed_meanwhile');
		await tx
			.updateTable('hubs')
			.set({ ...after, version: version + 1 })
			.where('id', '=', actor.hub)
			.execute();
		await record(tx, actor, 'hub.changed', actor.hub, changes<object>(before, after));
	});
	return hubSettings(actor);
}

export async function hubSettings(actor: Actor) {
	authorize(has(actor));
	return db
		.selectFrom('hubs')
		.select(['id', 'name', 'place', 'commune', 'timeZone', 'host', 'network', 'isOpen', 'version'])
		.select([sql<Locale[]>`locales`.as('locales'), sql<Partial<Record<Locale, string>>>`tagline`.as('tagline')])
		.where('id', '=', actor.hub)
		.executeTakeFirst()
		.then(found);
}
