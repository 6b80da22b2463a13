// What every journey stands on: the built site on a village of its own, and a real Chromium.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { demoPassword } from '#demo/sign-ins.ts';

export interface Reader {
	locale?: 'fr' | 'de' | 'en';
	/** Of the window, in CSS pixels. */
	width?: number;
	height?: number;
	javaScript?: boolean;
	scheme?: 'light' | 'dark';
	/** E-mail address of somebody of the demo. */
	signedInAs?: string;
}

/** Pages whose reader runs no JavaScript. */
export const scriptless = new WeakSet<Page>();

/** What the site signs its links with. */
export const secret = randomBytes(32).toString('base64url');

/** The site of one file of journeys: started before its first test on a copy of the village, gone after its last. */
export class Site {
	/** What no page may do: throw, break the content security policy, log an error, answer 500. */
	readonly troubles: string[] = [];
	url = '';
	#databaseUrl = '';
	#browser: Browser | undefined;
	#server: ChildProcess | undefined;
	#folder = '';
	#said = '';
	#sessions = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>();

	/** A fresh window of a reader with these habits: French, 1280 wide, with JavaScript, by day, signed out. */
	async page(reader: Reader = {}): Promise<Page> {
		const { locale = 'fr', width = 1280, height = 900, javaScript = true, scheme = 'light', signedInAs } = reader;
		if (!this.#browser) throw new Error('the site is not open');
		const context = await this.#browser.newContext({
			baseURL: this.url,
			locale: { fr: 'fr-FR', de: 'de-DE', en: 'en-GB' }[locale],
			timezoneId: 'Europe/Paris',
			viewport: { width, height },
			javaScriptEnabled: javaScript,
			colorScheme: scheme,
			reducedMotion: 'reduce'
		});
		if (signedInAs) await context.addCookies(await this.#session(signedInAs));
		const page = await context.newPage();
		if (!javaScript) scriptless.add(page);
		page.on('pageerror', (error) => this.troubles.push(`${page.url()} threw ${error.message}`));
		page.on('console', (line) => {
			// A refused form answers 4xx, which Chromium logs as an error of its own.
			if (line.type() === 'error' && !line.text().startsWith('Failed to load resource'))
				this.troubles.push(`${page.url()} logged ${line.text()}`);
		});
		page.on('response', (response) => {
			if (response.status() >= 500) this.troubles.push(`${response.url()} answered ${response.status()}`);
		});
		return page;
	}

	/** Rows of the site's own database: to arrange what no page does, or to read a letter. */
	async rows<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
		const client = new pg.Client({ connectionString: this.#databaseUrl });
		await client.connect();
		try {
			await client.query("set km0.hub = '*'");
			return (await client.query<Row>(text, values)).rows;
		} finally {
			await client.end();
		}
	}

	/** With settings of its own beside those of every journey. */
	async open(settings: Record<string, string> = {}) {
		const name = `journey_${randomBytes(6).toString('hex')}`;
		this.#databaseUrl = inject('url').replace(/village$/, name);
		await asAdmin(`create database ${name} template village strategy wal_log owner km0`);
		this.#folder = await mkdtemp(join(tmpdir(), 'km0-journey-'));
		await cp(inject('files'), join(this.#folder, 'files'), { recursive: true });
		const port = await freePort();
		this.url = `http://localhost:${port}`;
		const server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/server.ts'], {
			cwd: join(import.meta.dirname, '..'),
			env: {
				...process.env,
				NODE_ENV: 'production',
				DATABASE_URL: this.#databaseUrl,
				KM0_DATA: this.#folder,
				KM0_FILES: '',
				KM0_LOG: 'error',
				KM0_SECRET: secret,
				PORT: String(port),
				...settings
			},
			stdio: ['ignore', 'pipe', 'pipe', 'ipc']
		});
		this.#server = server;
		for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk) => (this.#said += chunk));
		await Promise.race([
			once(server, 'message'),
			once(server, 'exit').then(() => {
				throw new Error(`the server stopped before it opened:\n${this.#said}`);
			})
		]);
		this.#browser = await chromium.launch({ executablePath: inject('chromium'), args: browserArgs });
	}

	async close() {
		await this.#browser?.close();
		if (this.#server && this.#server.exitCode === null) {
			const gone = once(this.#server, 'exit');
			this.#server.kill('SIGTERM');
			await gone;
		}
		await rm(this.#folder, { recursive: true, force: true });
		await asAdmin(`drop database if exists ${new URL(this.#databaseUrl).pathname.slice(1)} with (force)`);
	}

	async #session(email: string) {
		const kept = this.#sessions.get(email);
		if (kept) return kept;
		const context = await this.#browser!.newContext({ baseURL: this.url });
		const answer = await context.request.post('/sign-in', {
			form: { email, password: demoPassword },
			headers: { origin: this.url, accept: 'text/html' },
			maxRedirects: 0
		});
		if (answer.status() !== 303) throw new Error(`${email} cannot sign in: ${answer.status()} ${await answer.text()}`);
		const cookies = await context.cookies();
		await context.close();
		this.#sessions.set(email, cookies);
		return cookies;
	}
}

/** Opens a site for this file of journeys. */
export function openSite(settings?: () => Promise<Record<string, string>>): Site {
	const site = new Site();
	beforeAll(async () => site.open(await settings?.()));
	afterAll(() => site.close());
	return site;
}

const browserArgs = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--font-render-hinting=none'
];

async function asAdmin(text: string) {
	const admin = new pg.Client({ connectionString: inject('adminUrl') });
	await admin.connect();
	await admin.query(text);
	await admin.end();
}

async function freePort() {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	return port;
}
