// `npx km0 …`: the same operations as pages and API, for whoever runs the server.
import { randomUUID } from 'node:crypto';
import { call, type AnyProcedure } from '@orpc/server';
import type { z } from 'zod';
import { system } from '#platform/actor.ts';
import { ArchiveTrouble, type Header, type Manifest } from '#platform/backup/archive.ts';
import { ClusterTrouble } from '#platform/cluster.ts';
import { openHouse } from '#platform/house.ts';
import { isLocale, locales } from '#platform/i18n.ts';
import { MigrationTrouble } from '#platform/migrate.ts';
import type { OperationRoute } from '#platform/operation.ts';
import { BadSettings, readSettings } from '#platform/settings.ts';

type Options = Record<string, string[]>;

class Misused extends Error {}

interface Command {
	/** What follows `km0`. */
	usage: string;
	says: string;
	run: (options: Options, words: string[]) => Promise<unknown>;
	/** Works on the installation as it lies there: nothing is made, migrated or queued first. */
	bare?: true;
}

const progress = (line: string) => void process.stderr.write(`${line}\n`);

/** What is in an archive, shortly. */
const contentsOf = ({ header, manifest }: { header: Header; manifest: Manifest }) => ({
	kind: header.kind,
	hub: header.hub,
	madeAt: header.madeAt,
	km0: header.km0,
	lastMigration: header.migrations.at(-1)?.name,
	tables: Object.keys(manifest.tables).length,
	rows: Object.values(manifest.tables).reduce((sum, { rows }) => sum + rows, 0),
	files: Object.keys(manifest.files).length,
	missingFiles: manifest.missing
});

const one = (options: Options, name: string) => options[name]?.at(-1);
const needed = (options: Options, name: string) => {
	const value = one(options, name);
	if (value === undefined || value === '') throw new Misused(`--${name} is missing.`);
	return value;
};
const list = (options: Options, name: string) =>
	options[name]?.flatMap((value) => value.split(',').map((part) => part.trim())).filter(Boolean);
const number = (options: Options, name: string, preset: number) => {
	const value = Number(one(options, name) ?? preset);
	if (!Number.isInteger(value) || value < 0) throw new Misused(`--${name} must be a whole number.`);
	return value;
};

/** What is done to the installation; everything that is done in a hub is an operation, found by its name. */
const commands: Record<string, Command> = {
	'hub list': {
		usage: 'hub list',
		says: 'the hubs of this installation',
		run: async () => (await import('#ecosystem/hubs.ts')).allHubs()
	},
	'hub create': {
		usage:
			'hub create --name NAME --address ADDRESS --place PLACE --languages fr,de,en --manager E-MAIL [--commune INSEE] [--time-zone ZONE] [--network ID]',
		says: 'a new hub; its manager is invited, or made manager at once where the address has an account',
		run: async (options) => {
			const { SetUpHub, setUpHub } = await import('#ecosystem/hubs.ts');
			const input = {
				name: one(options, 'name'),
				address: one(options, 'address'),
				place: one(options, 'place'),
				commune: one(options, 'commune'),
				languages: list(options, 'languages'),
				timeZone: one(options, 'time-zone'),
				network: one(options, 'network'),
				manager: needed(options, 'manager')
			};
			return setUpHub({ by: 'server' }, await checked(SetUpHub, input));
		}
	},
	'account create': {
		usage: 'account create --name NAME --email E-MAIL [--password PASSWORD] [--locale fr]',
		says: 'an account whose address counts as confirmed',
		run: async (options) => {
			const { CreateAccount, createAccount } = await import('#ecosystem/accounts.ts');
			const { acrossHubs, transaction } = await import('#platform/db.server.ts');
			const input = await checked(CreateAccount, {
				name: one(options, 'name'),
				email: one(options, 'email'),
				password: one(options, 'password'),
				locale: one(options, 'locale')
			});
			const { id, email } = await acrossHubs(() => transaction((tx) => createAccount(tx, input)));
			return { id, email };
		}
	},
	'account make-admin': {
		usage: 'account make-admin --email E-MAIL',
		says: 'lets this account run the network: it sees every hub and founds new ones',
		run: async (options) => (await import('#ecosystem/accounts.ts')).makeNetworkAdmin(needed(options, 'email'))
	},
	'setup-link': {
		usage: 'setup-link',
		says: 'a link with which its holder sets up one hub, within a week',
		run: async () => (await import('#ecosystem/hubs.ts')).makeSetupLink('server')
	},
	'api-key create': {
		usage: 'api-key create --hub HUB --role ROLE[,ROLE] [--name NAME] [--scopes read,write] [--days 365]',
		says: 'a key for a program, printed this once',
		run: async (options) => {
			const { CreateApiKey, createApiKey } = await import('#platform/api-keys.ts');
			const hub = await knownHub(needed(options, 'hub'));
			const input = {
				name: one(options, 'name') ?? 'Made on the command line',
				roles: list(options, 'role'),
				scopes: list(options, 'scopes') ?? ['read', 'write'],
				expiresInDays: number(options, 'days', 365)
			};
			return (await createApiKey(system(hub, 'cli', 'en'), await checked(CreateApiKey, input))).key;
		}
	},
	mcp: {
		usage: 'mcp [--lang fr|de|en]',
		says: 'lets an assistant on this machine work over its standard input and output, with the rights of the key in KM0_API_KEY, in the language of its owner',
		run: async (options) => {
			const { serveStdio } = await import('@modelcontextprotocol/server/stdio');
			const { assistantServer } = await import('#assistants/server.ts');
			const { countCall, holderOf } = await import('#platform/door.ts');
			const { KM0_API_KEY } = readSettings();
			if (!KM0_API_KEY) throw new Misused('KM0_API_KEY is missing: a key that was made on the page “Keys for programs”.');
			const wanted = one(options, 'lang');
			if (wanted !== undefined && !isLocale(wanted)) throw new Misused(`--lang is one of ${locales.join(', ')}.`);
			const { localeOfOwner } = await import('#platform/api-keys.ts');
			const { actor } = await holderOf(`Bearer ${KM0_API_KEY}`, wanted ?? 'fr', randomUUID());
			const locale = wanted ?? (await localeOfOwner(actor)) ?? 'fr';
			const holder = () => holderOf(`Bearer ${KM0_API_KEY}`, locale, randomUUID());
			const ended = new Promise<void>((end) => process.stdin.once('end', end).once('close', end));
			const served = serveStdio(() => assistantServer({ holder, count: countCall, locale }));
			await ended;
			await served.close();
		}
	},
	reindex: {
		usage: 'reindex --hub HUB',
		says: 'reads all needs and offers of a hub into its index again',
		run: async (options) => {
			const { reindexHub } = await import('#matching/indexing.ts');
			return reindexHub(await knownHub(needed(options, 'hub')), (line) => void process.stderr.write(`${line}\n`));
		}
	},
	backup: {
		usage: 'backup FILE.tar.gz | backup --check FILE',
		says: 'one snapshot of database and files, while people go on working; or reads one again and says whether it is whole',
		bare: true,
		run: async (options, [, file]) => {
			const { backup } = await import('#platform/backup/backup.ts');
			const { checkArchive } = await import('#platform/backup/archive.ts');
			const { standing } = await import('#platform/backup/places.ts');
			const checking = one(options, 'check');
			if (checking) return contentsOf(await checkArchive(checking));
			if (!file) throw new Misused('Say where to: km0 backup FILE.tar.gz');
			return standing(readSettings(), async (place) => {
				await backup(place, file, progress);
				return contentsOf(await checkArchive(file));
			});
		}
	},
	restore: {
		usage: 'restore FILE [--send-letters]',
		says: 'reads a backup into an empty data folder or database; letters that waited are held, unless the old installation is gone for good',
		bare: true,
		run: async (options, [, file]) => {
			const { restore } = await import('#platform/backup/restore.ts');
			const { begun } = await import('#platform/backup/places.ts');
			const name = file ?? one(options, 'send-letters');
			if (!name || name === 'true') throw new Misused('Say what to read: km0 restore FILE');
			return begun(readSettings(), (place) => restore(place, name, { sendLetters: 'send-letters' in options, tell: progress }));
		}
	},
	export: {
		usage: 'export --hub HUB FILE.tar.gz',
		says: 'takes one hub out: its records, files and people, without what signs them in and without any other hub',
		bare: true,
		run: async (options, [, file]) => {
			const { exportHub } = await import('#platform/backup/hub.ts');
			const { checkArchive } = await import('#platform/backup/archive.ts');
			const { standing } = await import('#platform/backup/places.ts');
			if (!file) throw new Misused('Say where to: km0 export --hub HUB FILE.tar.gz');
			return standing(readSettings(), async (place) => {
				await exportHub(place, needed(options, 'hub'), file, progress);
				return contentsOf(await checkArchive(file));
			});
		}
	},
	'import-hub': {
		usage: 'import-hub FILE [--as ADDRESS] [--no-letters]',
		says: 'reads such a hub in beside those that are here; people without an account here get a letter to choose a password',
		run: async (options, [, file]) => {
			if (!file) throw new Misused('Say what to read: km0 import-hub FILE');
			const { importHub } = await import('#platform/backup/hub.ts');
			const { standing } = await import('#platform/backup/places.ts');
			const { welcomeMoved } = await import('#ecosystem/accounts.ts');
			const { address } = await import('#ecosystem/hubs.ts');
			const { reindexHub } = await import('#matching/indexing.ts');
			const { prepareJobs } = await import('#platform/jobs.ts');
			const as = one(options, 'as');
			if (as) await checked(address, as);
			const arrived = await standing(readSettings(), (place) => importHub(place, file, as, progress));
			await reindexHub(arrived.hub, progress);
			await prepareJobs();
			if (!options['no-letters']) await welcomeMoved(arrived.hub, arrived.invited);
			return { ...arrived, invited: arrived.invited.length };
		}
	},
	demo: {
		usage: 'demo [--firms 120] [--offers N] [--needs N] [--seed 1] [--hub demo-1]',
		says: 'a demo hub of any size, the same for the same seed',
		run: async (options) => {
			const { fillLarge } = await import('#demo/large.ts');
			const firms = number(options, 'firms', 120);
			const seed = number(options, 'seed', 1);
			const sizes = {
				firms,
				offers: number(options, 'offers', Math.ceil(firms * 1.25)),
				needs: number(options, 'needs', Math.ceil(firms * 0.7)),
				seed
			};
			return fillLarge(one(options, 'hub') ?? `demo-${seed}`, sizes, (line) => void process.stderr.write(`${line}\n`));
		}
	}
};

/** Reads an input as its schema wants it; what is wrong is said field by field. */
async function checked<S extends z.ZodType>(schema: S, input: unknown): Promise<z.output<S>> {
	const { Refusal } = await import('#platform/refusal.ts');
	const { fieldRefusals } = await import('#platform/shapes.ts');
	const read = await schema.safeParseAsync(input);
	if (!read.success) throw new Refusal('look_at_the_fields', { fields: fieldRefusals(read.error) });
	return read.data;
}

async function knownHub(id: string) {
	const { findHub } = await import('#ecosystem/hubs.ts');
	if (!(await findHub(id))) throw new Misused(`There is no hub "${id}". Try: km0 hub list`);
	return id;
}

/** An operation of the API, called as the hub itself: `km0 ask --hub mulhouse --text "…"`. */
async function operate(name: string, procedure: AnyProcedure, options: Options) {
	const { fromForm } = await import('#platform/form.ts');
	const { inHub } = await import('#platform/db.server.ts');
	const { hub: hubs, json, ...fields } = options;
	const hub = await knownHub(hubs?.at(-1) ?? '');
	const schema = procedure['~orpc'].inputSchema as z.ZodType;
	const sent = new FormData();
	for (const [field, values] of Object.entries(fields)) for (const value of values) sent.append(field, value);
	const read = json ? JSON.parse(json.at(-1) ?? '') : fromForm(schema, sent);
	// A box that is not ticked says no; an option that is left out says nothing.
	const given = new Set(Object.keys(fields).map((field) => field.split('.')[0]));
	const input = json ? read : Object.fromEntries(Object.entries(read as object).filter(([field]) => given.has(field)));
	return inHub(hub, () => call(procedure, input, { context: { actor: system(hub, 'cli', 'en') }, path: [name] }));
}

async function help() {
	const { api } = await import('#modules.ts');
	const route = (procedure: AnyProcedure) => procedure['~orpc'].route as OperationRoute;
	const operations = Object.entries(api as Record<string, AnyProcedure>);
	const width = Math.max(...operations.map(([name]) => name.length)) + 2;
	return [
		'km0: the command line of a KM0 installation',
		'',
		...Object.values(commands).flatMap(({ usage, says }) => [`  km0 ${usage}`, `      ${says}`]),
		'',
		'Everything that a program can do, as the hub itself:',
		'  km0 OPERATION --hub HUB [--field value …] [--json \'{"field": "value"}\']',
		'',
		...operations.map(([name, procedure]) => `  ${name.padEnd(width)}${route(procedure).summary}`),
		'',
		'It uses KM0_DATA or DATABASE_URL like the server; a running server may go on running. `npm start` starts one.'
	].join('\n');
}

function parse(args: string[]) {
	const words: string[] = [];
	const options: Options = {};
	for (let at = 0; at < args.length; at++) {
		const [, name, inline] = /^--([\w.-]+)(?:=(.*))?$/s.exec(args[at] ?? '') ?? [];
		if (!name) words.push(args[at] ?? '');
		else if (inline !== undefined) (options[name] ??= []).push(inline);
		else {
			const next = args[at + 1];
			const hasValue = next !== undefined && !/^--[a-z]/.test(next);
			(options[name] ??= []).push(hasValue ? next : 'true');
			if (hasValue) at++;
		}
	}
	return { words, options };
}

async function main(args: string[]) {
	const { words, options } = parse(args);
	if (!words.length || options.help) return say(await help());

	const settings = readSettings();
	const command = commands[words.slice(0, 2).join(' ')] ?? commands[words[0] ?? ''];
	// On the standard output of an assistant's server any other line would break its protocol.
	const quiet = command === commands.mcp;
	if (quiet) process.env.KM0_LOG = 'silent';
	const { api } = await import('#modules.ts');
	const procedure = (api as Record<string, AnyProcedure>)[words[0] ?? ''];
	if (!command && (!procedure || words.length > 1)) throw new Misused(`There is no command "${words.join(' ')}". Try: km0 --help`);

	if (command?.bare) return print(await command.run(options, words));

	const house = await openHouse({ ...settings, KM0_LOG: quiet ? 'silent' : 'error' });
	const { closePool, acrossHubs } = await import('#platform/db.server.ts');
	const { prepareJobs, stopJobs } = await import('#platform/jobs.ts');
	try {
		await prepareJobs();
		const answer = await acrossHubs(() =>
			command ? command.run(options, words) : operate(words[0] ?? '', procedure as AnyProcedure, options)
		);
		if (!quiet) print(answer);
	} finally {
		await stopJobs();
		await closePool();
		await house.leave();
	}
}

const print = (answer: unknown) => say(typeof answer === 'string' ? answer : JSON.stringify(answer ?? { done: true }, null, 2));
const say = (text: string) => void process.stdout.write(`${text}\n`);

async function explain(error: unknown): Promise<string> {
	const plain = [Misused, BadSettings, ClusterTrouble, MigrationTrouble, ArchiveTrouble];
	if (error instanceof Error && plain.some((kind) => error instanceof kind)) return error.message;
	if (error instanceof SyntaxError) return `--json cannot be read: ${error.message}`;
	const { refusalOf } = await import('#platform/http-api.ts');
	const { isMessage, say: message } = await import('#platform/i18n.ts');
	const refusal = refusalOf(error);
	if (!refusal) return error instanceof Error ? (error.stack ?? error.message) : String(error);
	const words = (code: string, params = {}) => (isMessage(code) ? message(code, params, 'en') : code);
	return [
		words(refusal.code, refusal.params),
		...refusal.fields.map(({ field, code, params }) => `  --${field}: ${words(code, params)}`)
	].join('\n');
}

// A pipe that is closed early (`km0 … | head`) is no error.
process.stdout.on('error', () => process.exit(0));

main(process.argv.slice(2)).catch(async (error: unknown) => {
	// Left to itself the process would end with 0: the package that brings Postgres sets that on its way out.
	process.stderr.write(`${await explain(error)}\n`, () => process.exit(1));
});
