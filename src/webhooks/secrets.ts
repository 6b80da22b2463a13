import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

export const newSecret = () => prefix + randomBytes(32).toString('base64');

const key = () => Buffer.from(hkdfSync('sha256', process.env.KM0_SECRET ?? '', '', 'secrets of webhooks', 32));

/** A copy of the database alone signs nothing. */
export function seal(secret: string): string {
	const nonce = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', key(), nonce);
	const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
	return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Null where it was sealed by another installation, or before the secret of this one changed. */
export function unseal(sealed: string): string | null {
	const bytes = Buffer.from(sealed, 'base64url');
	try {
		const decipher = createDecipheriv('aes-256-gcm', key(), bytes.subarray(0, 12), { authTagLength: 16 }).setAuthTag(
			bytes.subarray(12, 28)
		);
		return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString();
	} catch {
		return null;
	}
}

/** The headers of Standard Webhooks: one signature for each secret that counts now. */
export function signed(id: string, at: Date, body: string, secrets: readonly string[]): Record<string, string> {
	const timestamp = String(Math.floor(at.getTime() / 1000));
	const signature = (secret: string) =>
		createHmac('sha256', Buffer.from(secret.slice(prefix.length), 'base64'))
			.update(`${id}.${timestamp}.${body}`)
			.digest('base64');
	return {
		'webhook-id': id,
		'webhook-timestamp': timestamp,
		'webhook-signature': secrets.map((secret) => `v1,${signature(secret)}`).join(' ')
	};
}
