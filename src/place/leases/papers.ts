import { createHmac, timingSafeEqual } from 'node:crypto';
import { filesAreFoundBy, keep } from '#ecosystem/attachments.ts';
import type { Actor } from '#platform/actor.ts';
import { baseUrl } from '#platform/auth.server.ts';
import type { Tx } from '#platform/db.server.ts';
import { isLocale } from '#platform/i18n.ts';
import { post } from '#platform/mail.ts';
import { found } from '#platform/refusal.ts';
import { clockOf } from '../days.ts';
import type { LeaseRow } from './leases.ts';
import { leasesOpenTo } from './policy.ts';

export type PaperKind =
	'offer' | 'signed' | 'uploaded' | 'amendment' | 'amendment_signed' | 'inventory' | 'inventory_signed' | 'insurance' | 'other';

/** More than anybody prints for one lease. */
const mostPapers = 300;

interface Kept {
	kind: PaperKind;
	subject?: string;
	name: string;
	content: Buffer;
	mime?: string;
}

/** Keeps a document with its lease, by the hash of its bytes. */
export async function keepPaper(tx: Tx, actor: Actor, lease: string, { kind, subject, name, content, mime = 'application/pdf' }: Kept) {
	const [file] = await keep(tx, actor, 'lease', lease, [{ name, mime, cleaned: content }], mostPapers);
	const { id: attachment, sha256 } = file as { id: string; sha256: string };
	const { id } = await tx
		.insertInto('leasePapers')
		.values({ hub: actor.hub, lease, kind, subject: subject ?? null, attachment, sha256 })
		.returning('id')
		.executeTakeFirstOrThrow();
	return { id, attachment, sha256 };
}

/** What is signed at last of a kind: of the lease itself, or of its amendment or inventory. */
export const lastPaper = (tx: Tx, hub: string, lease: string, kind: PaperKind, subject: string | null) =>
	tx
		.selectFrom('leasePapers')
		.selectAll()
		.where('hub', '=', hub)
		.where('lease', '=', lease)
		.where('kind', '=', kind)
		.where('subject', subject ? '=' : 'is', subject)
		.orderBy('createdAt', 'desc')
		.limit(1)
		.executeTakeFirst();

const signature = (hub: string, paper: Buffer) =>
	createHmac('sha256', process.env.KM0_SECRET ?? '')
		.update(`lease paper ${hub} `)
		.update(paper)
		.digest()
		.subarray(0, 16);

/** Opens this one document for who signs for the tenant, and nothing else. */
export function paperToken(hub: string, paper: string): string {
	const said = Buffer.from(paper.replaceAll('-', ''), 'hex');
	return Buffer.concat([said, signature(hub, said)]).toString('base64url');
}

export function readPaperToken(hub: string, token: string): string | null {
	const bytes = Buffer.from(token, 'base64url');
	if (bytes.length !== 32) return null;
	const said = bytes.subarray(0, 16);
	if (!timingSafeEqual(signature(hub, said), bytes.subarray(16))) return null;
	return said.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const nameOf = (number: string) => number.normalize('NFD').replaceAll(/[^\w-]+/g, '-');

/** Sends who signs for the tenant the link to a document. */
export async function invite(tx: Tx, hub: string, lease: LeaseRow, paper: string, kind: string, expiresAt: Date) {
	const locale = isLocale(lease.locale) ? lease.locale : 'fr';
	const timeZone = await clockOf(hub, tx);
	await post(tx, {
		hub,
		to: lease.signatoryEmail,
		locale,
		kind,
		params: {
			name: lease.signatory,
			number: lease.number,
			day: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(expiresAt)
		},
		link: `${baseUrl}/${hub}/place/sign/${paperToken(hub, paper)}`
	});
}

// Papers are opened by who sees their lease, and stay.
filesAreFoundBy('lease', async (from, actor, id) => {
	const { tenant } = found(
		await from
			.selectFrom('leases')
			.select('leases.tenant')
			.where('leases.hub', '=', actor.hub)
			.where('leases.id', '=', id)
			.where(leasesOpenTo(actor))
			.executeTakeFirst()
	);
	return { organisation: tenant, anonymous: false, isKept: true };
});
