import sharp from 'sharp';
import { sql } from 'kysely';
import { z } from 'zod';
import { discardFile, filesAreFoundBy, keep, openFile } from '#ecosystem/attachments.ts';
import { isMember, type Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { acceptUpload, usualLimits } from '#platform/files/inspect.ts';
import { isPicture, kinds } from '#platform/files/kinds.ts';
import { later } from '#platform/jobs.ts';
import { changes, record } from '#platform/journal.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { requiredText } from '#platform/shapes.ts';
import type { Id } from '../floors.ts';
import type { UnitId } from '../plan.ts';
import { mayManagePlace } from '../policy.ts';

const longestSide = 1600;
const mostPhotos = 20;

const Told = z.object({
	/** What is seen on it, for who does not see it. */
	alt: requiredText(300),
	/** Shown to everybody; else to members alone. */
	isPublic: z.boolean().default(false)
});
export const AddPhoto = Told.extend({ unit: z.uuid(), photo: z.file() });
/** The same as programs send it. */
export const SendPhoto = Told.extend({ unit: z.uuid(), name: requiredText(200), content: z.base64().max(15_000_000) });

/** A picture of a unit: checked, drawn anew without a word of who took it and where, and no larger than a screen. */
export async function addPhoto(actor: Actor, { unit, photo, alt, isPublic }: z.output<typeof AddPhoto>): Promise<Id> {
	authorize(mayManagePlace(actor));
	found(await db.selectFrom('units').select('id').where('hub', '=', actor.hub).where('id', '=', unit).executeTakeFirst());
	const named = { file: photo.name, maximum: usualLimits.image / 1_000_000 };
	const upload = await acceptUpload(photo.name, new Uint8Array(await photo.arrayBuffer()));
	if (upload.ok ? !isPicture(upload.kind) : upload.code === 'file_type_not_allowed')
		throw refuse('photo', 'picture_type_not_allowed', named);
	if (!upload.ok) throw refuse('photo', upload.code, named);
	const small = sharp(upload.cleaned).resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 85 });
	const picture = { name: 'photo.webp', mime: kinds.webp.mime, cleaned: await small.toBuffer() };
	return transaction(async (tx) => {
		// Those who add to one unit at once do so one after the other.
		await tx.selectFrom('units').select('id').where('hub', '=', actor.hub).where('id', '=', unit).forUpdate().execute();
		const { count, last } = await tx
			.selectFrom('unitPhotos')
			.select([sql<number>`count(*)`.as('count'), sql<number>`coalesce(max(position), 0)`.as('last')])
			.where('hub', '=', actor.hub)
			.where('unit', '=', unit)
			.executeTakeFirstOrThrow();
		if (count >= mostPhotos) throw conflict('too_many_photos');
		const { id } = await tx
			.insertInto('unitPhotos')
			.values({ hub: actor.hub, unit, alt, isPublic, position: last + 1 })
			.returning('id')
			.executeTakeFirstOrThrow();
		const [kept] = await keep(tx, actor, 'unit', id, [picture]);
		await tx
			.updateTable('unitPhotos')
			.set({ file: found(kept).id })
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.execute();
		await record(tx, actor, 'unit.photo_added', unit, { photo: [null, alt] });
		return { id };
	});
}

export const sendPhoto = (actor: Actor, { name, content, ...rest }: z.output<typeof SendPhoto>) =>
	addPhoto(actor, { ...rest, photo: new File([Buffer.from(content, 'base64')], name) });

export const ChangePhoto = Told.extend({ photo: z.uuid(), position: z.number().int().min(0).max(1000) });

/** Changes its words, who sees it and where it stands among the others. */
export async function changePhoto(actor: Actor, { photo, ...input }: z.output<typeof ChangePhoto>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const before = found(
			await tx.selectFrom('unitPhotos').selectAll().where('hub', '=', actor.hub).where('id', '=', photo).forUpdate().executeTakeFirst()
		);
		await tx.updateTable('unitPhotos').set(input).where('hub', '=', actor.hub).where('id', '=', photo).execute();
		await record(tx, actor, 'unit.photo_changed', before.unit, changes<object>(before, input));
		return { id: photo };
	});
}

export const OnePhoto = z.object({ photo: z.uuid() });

export async function removePhoto(actor: Actor, { photo }: z.output<typeof OnePhoto>): Promise<z.output<typeof OnePhoto>> {
	authorize(mayManagePlace(actor));
	await transaction(async (tx) => {
		const gone = found(
			await tx.deleteFrom('unitPhotos').where('hub', '=', actor.hub).where('id', '=', photo).returning(['unit', 'alt']).executeTakeFirst()
		);
		const file = await tx
			.updateTable('attachments')
			.set({ removedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('kind', '=', 'unit')
			.where('record', '=', photo)
			.where('removedAt', 'is', null)
			.returning('sha256')
			.executeTakeFirst();
		if (file) await later(tx, discardFile, { hub: actor.hub, key: file.sha256 });
		await record(tx, actor, 'unit.photo_removed', gone.unit, { photo: [gone.alt, null] });
	});
	return { photo };
}

export const Photo = z.object({ id: z.uuid(), alt: z.string(), isPublic: z.boolean(), position: z.number() });

/** The pictures of a unit that the actor may see, in their order. */
export async function listPhotos(actor: Actor, { unit }: z.output<typeof UnitId>): Promise<{ items: z.output<typeof Photo>[] }> {
	found(await db.selectFrom('units').select('id').where('hub', '=', actor.hub).where('id', '=', unit).executeTakeFirst());
	let query = db
		.selectFrom('unitPhotos')
		.select(['id', 'alt', 'isPublic', 'position'])
		.where('hub', '=', actor.hub)
		.where('unit', '=', unit)
		.orderBy('position')
		.orderBy('createdAt');
	if (!isMember(actor)) query = query.where('isPublic', '=', true);
	return { items: await query.execute() };
}

/** The first picture of each of some units that the actor may see. */
export async function firstPhotos(actor: Actor, units: readonly string[]): Promise<Map<string, { id: string; alt: string }>> {
	if (!units.length) return new Map();
	let query = db
		.selectFrom('unitPhotos')
		.distinctOn('unit')
		.select(['unit', 'id', 'alt'])
		.where('hub', '=', actor.hub)
		.where('unit', 'in', units)
		.orderBy('unit')
		.orderBy('position')
		.orderBy('createdAt');
	if (!isMember(actor)) query = query.where('isPublic', '=', true);
	return new Map((await query.execute()).map(({ unit, ...photo }) => [unit, photo]));
}

/** The bytes of one of them, for who may see it. */
export async function openPhoto(actor: Actor, photo: string) {
	const { file } = found(
		await db.selectFrom('unitPhotos').select('file').where('hub', '=', actor.hub).where('id', '=', photo).executeTakeFirst()
	);
	return openFile(actor, found(file));
}

filesAreFoundBy('unit', async (from, actor, id) => {
	const photo = found(
		await from.selectFrom('unitPhotos').select(['isPublic']).where('hub', '=', actor.hub).where('id', '=', id).executeTakeFirst()
	);
	found(photo.isPublic || isMember(actor) ? photo : null);
	return { organisation: '', anonymous: false, isKept: true };
});
