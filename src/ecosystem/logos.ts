import sharp from 'sharp';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { transaction, type Tx } from '#platform/db.server.ts';
import { acceptUpload, usualLimits, type Accepted } from '#platform/files/inspect.ts';
import { isPicture, kinds } from '#platform/files/kinds.ts';
import { later } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { authorize, found, refuse } from '#platform/refusal.ts';
import { requiredText } from '#platform/shapes.ts';
import { discardFile, keep } from './attachments.ts';
import { changed } from './changed.ts';
import { findOrganisation, OneOrganisation } from './organisations.ts';

/** Shown at most at half of this, on screens with two points a pixel. */
const longestSide = 320;

export const SetLogo = OneOrganisation.extend({ logo: z.file() });
/** The same as programs send it. */
export const SendLogo = OneOrganisation.extend({ name: requiredText(200), content: z.base64().max(15_000_000) });

export async function setLogo(actor: Actor, { organisation, logo }: z.output<typeof SetLogo>) {
	const { mayEdit } = await findOrganisation(actor, { organisation });
	authorize(mayEdit);
	const small = await shrunk(logo);
	return transaction(async (tx) => {
		await takeOff(tx, actor, organisation);
		await keep(tx, actor, 'organisation', organisation, [small]);
		const { id } = await tx
			.selectFrom('attachments')
			.select('id')
			.where('hub', '=', actor.hub)
			.where('kind', '=', 'organisation')
			.where('record', '=', organisation)
			.where('removedAt', 'is', null)
			.executeTakeFirstOrThrow();
		await tx.updateTable('organisations').set({ logo: id }).where('hub', '=', actor.hub).where('id', '=', organisation).execute();
		await record(tx, actor, 'organisation.logo_set', organisation);
		await changed(tx, actor.hub, 'organisation', organisation);
		return { organisation, logo: id };
	});
}

export const sendLogo = (actor: Actor, { organisation, name, content }: z.output<typeof SendLogo>) =>
	setLogo(actor, { organisation, logo: new File([Buffer.from(content, 'base64')], name) });

export async function removeLogo(actor: Actor, { organisation }: z.output<typeof OneOrganisation>) {
	const { mayEdit } = await findOrganisation(actor, { organisation });
	authorize(mayEdit);
	await transaction(async (tx) => {
		found(await takeOff(tx, actor, organisation));
		await record(tx, actor, 'organisation.logo_removed', organisation);
		await changed(tx, actor.hub, 'organisation', organisation);
	});
}

/** An organisation has one picture: the one before goes, with its bytes. */
async function takeOff(tx: Tx, { hub }: Actor, organisation: string) {
	await tx.selectFrom('organisations').select('id').where('hub', '=', hub).where('id', '=', organisation).forUpdate().execute();
	await tx.updateTable('organisations').set({ logo: null }).where('hub', '=', hub).where('id', '=', organisation).execute();
	const gone = await tx
		.updateTable('attachments')
		.set({ removedAt: new Date() })
		.where('hub', '=', hub)
		.where('kind', '=', 'organisation')
		.where('record', '=', organisation)
		.where('removedAt', 'is', null)
		.returning('sha256')
		.executeTakeFirst();
	if (gone) await later(tx, discardFile, { hub, key: gone.sha256 });
	return gone;
}

async function shrunk(file: File): Promise<Accepted> {
	const named = { file: file.name, maximum: usualLimits.image / 1_000_000 };
	const upload = await acceptUpload(file.name, new Uint8Array(await file.arrayBuffer()));
	if (upload.ok ? !isPicture(upload.kind) : upload.code === 'file_type_not_allowed')
		throw refuse('logo', 'picture_type_not_allowed', named);
	if (!upload.ok) throw refuse('logo', upload.code, named);
	const small = sharp(upload.cleaned).resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 90 });
	return { ...upload, kind: 'webp', mime: kinds.webp.mime, cleaned: await small.toBuffer(), name: 'logo.webp' };
}
