import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';

const switchOn = (value: string) => ['1', 'true', 'yes', 'on'].includes(value.toLowerCase());
const flag = z.string().transform(switchOn);

function isNetwork(text: string) {
	const [address = '', bits = '', ...more] = text.split('/');
	const family = isIP(address);
	return family > 0 && more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}
const networks = z
	.string()
	.transform((list) => list.split(/[\s,]+/).filter(Boolean))
	.refine((list) => list.every(isNetwork), 'must be networks such as 10.20.0.0/16, parted by commas');

/** Every setting that KM0 reads from its environment, once: `docs/settings.md` is written from the same list. */
export const Settings = z
	.object({
		PORT: z.coerce
			.number({ error: 'must be a number' })
			.int('must be a whole number')
			.min(0, 'must be 0–65535')
			.max(65535, 'must be 0–65535')
			.default(3000),
		HOST: z.string().min(1).default('127.0.0.1'),
		KM0_DATA: z
			.string()
			.min(1)
			.default('./data')
			.transform((path) => resolve(path)),
		DATABASE_URL: z
			.string()
			.regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://')
			.optional(),
		KM0_POOL: z.coerce
			.number({ error: 'must be a number' })
			.int('must be a whole number')
			.min(2, 'must be 2–500')
			.max(500, 'must be 2–500')
			.default(12),
		KM0_DEMO: z.enum(['auto', '0'], { error: 'must be auto or 0' }).default('auto'),
		KM0_BASE_URL: z
			.url({ protocol: /^https?$/, error: 'must be a web address such as https://hub.example.org' })
			.transform((url) => url.replace(/\/+$/, ''))
			.optional(),
		KM0_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
		KM0_TRUST_PROXY: flag.default(false),
		KM0_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug'], { error: 'must be silent, error, warn, info or debug' }).default('info'),
		KM0_SMTP_URL: z
			.string()
			.regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
			.optional(),
		KM0_MAIL_FROM: z.string().min(3).default('KM0 <km0@localhost>'),
		KM0_REPLY_ADDRESS: z.email({ error: 'must be an e-mail address' }).optional(),
		KM0_FILES: z
			.string()
			.min(1)
			.transform((path) => resolve(path))
			.optional(),
		KM0_BACKUP_FOLDER: z
			.string()
			.min(1)
			.transform((path) => resolve(path))
			.optional(),
		KM0_BACKUP_HOURS: z.coerce
			.number({ error: 'must be a number' })
			.int('must be a whole number')
			.min(1, 'must be 1–168')
			.max(168, 'must be 1–168')
			.default(24),
		KM0_BACKUP_KEEP: z.coerce
			.number({ error: 'must be a number' })
			.int('must be a whole number')
			.min(1, 'must be 1–1000')
			.max(1000, 'must be 1–1000')
			.default(14),
		KM0_UPLOAD_MB: z.coerce.number({ error: 'must be a number' }).min(1, 'must be 1–500').max(500, 'must be 1–500').default(25),
		KM0_API_PER_MINUTE: z.coerce
			.number({ error: 'must be a number' })
			.int('must be a whole number')
			.min(10, 'must be at least 10')
			.default(600),
		KM0_API_KEY: z.string().min(1).optional(),
		KM0_WEBHOOK_NETWORKS: networks.default([]),
		KM0_OIDC_NAME: z.string().min(1).default('OpenID'),
		KM0_OIDC_ISSUER: z.url({ error: 'must be the web address of the issuer' }).optional(),
		KM0_OIDC_CLIENT_ID: z.string().min(1).optional(),
		KM0_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
		KM0_REGISTER_URL: z
			.url({ protocol: /^https?$/, error: 'must be a web address such as https://recherche-entreprises.api.gouv.fr' })
			.transform((url) => url.replace(/\/+$/, ''))
			.optional(),
		KM0_REGISTER_PER_SECOND: z.coerce
			.number({ error: 'must be a number' })
			.min(0.1, 'must be 0.1–100')
			.max(100, 'must be 0.1–100')
			.default(5),
		KM0_REGISTER_TIMEOUT: z.coerce.number({ error: 'must be a number' }).min(0.1, 'must be 0.1–60').max(60, 'must be 0.1–60').default(4),
		KM0_EMBEDDING_URL: z.url({ error: 'must be a web address' }).optional(),
		KM0_EMBEDDING_MODEL: z.string().min(1).default('text-embedding-3-small'),
		KM0_EMBEDDING_KEY: z.string().min(1).optional()
	})
	.refine((all) => !all.KM0_OIDC_ISSUER || (all.KM0_OIDC_CLIENT_ID && all.KM0_OIDC_CLIENT_SECRET), {
		path: ['KM0_OIDC_ISSUER'],
		error: 'needs KM0_OIDC_CLIENT_ID and KM0_OIDC_CLIENT_SECRET beside it'
	});

export type Settings = z.output<typeof Settings>;

export class BadSettings extends Error {}

/** Reads the settings, or says in plain lines which are wrong. An empty variable counts as absent. */
export function readSettings(env: Record<string, string | undefined> = process.env): Settings {
	const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
	const read = Settings.safeParse(given);
	if (read.success) return read.data;
	throw new BadSettings(
		read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message} (it is "${hide(issue.path[0], given)}").`).join('\n')
	);
}

function hide(name: PropertyKey | undefined, given: Record<string, string | undefined>) {
	return /SECRET|KEY|URL/.test(String(name)) ? '…' : (given[String(name)] ?? '');
}
