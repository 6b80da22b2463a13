import sharp from 'sharp';
import { z } from 'zod';
import { filesAreFoundBy, giveUp, keep, openFile, received, SentFile } from '#ecosystem/attachments.ts';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { acceptUpload, usualLimits, type Accepted } from '#platform/files/inspect.ts';
import { isPicture, kinds } from '#platform/files/kinds.ts';
import { record } from '#platform/journal.ts';
import { authorize, found, refuse } from '#platform/refusal.ts';
import { ringOf } from '../floors.ts';
import { mayManagePlace } from '../policy.ts';
import { boxOf, type Point } from '../polygons.ts';

/** Enough to trace a floor by, and no more than a window draws with ease. */
const longestSide = 4096;

export const OneFloor = z.object({ floor: z.uuid() });

export const Backdrop = z.object({
	picture: z.uuid().nullable(),
	/** Of the picture, in pixels. */
	width: z.number(),
	height: z.number(),
	/** Where its upper left corner lies, in metres. */
	x: z.number(),
	y: z.number(),
	metresPerPixel: z.number(),
	opacity: z.number(),
	lines: z.array(z.array(z.tuple([z.number(), z.number()])))
});
export type Backdrop = z.output<typeof Backdrop>;

/** What lies under the drawing of a floor; null when nothing does. */
export async function findBackdrop(actor: Actor, { floor }: z.output<typeof OneFloor>): Promise<{ backdrop: Backdrop | null }> {
	authorize(mayManagePlace(actor));
	found(await db.selectFrom('floors').select('id').where('hub', '=', actor.hub).where('id', '=', floor).executeTakeFirst());
	const row = await db.selectFrom('floorBackdrops').selectAll().where('hub', '=', actor.hub).where('floor', '=', floor).executeTakeFirst();
	if (!row) return { backdrop: null };
	const { picture, width, height, x, y, metresPerPixel, opacity, lines } = row;
	return { backdrop: { picture, width, height, x, y, metresPerPixel, opacity, lines: lines as unknown as Point[][] } };
}

export const SetBackdrop = OneFloor.extend({ picture: z.file() });
export const SendBackdrop = OneFloor.extend(SentFile.shape);

/** Puts a picture of a plan under the drawing of a floor, as wide as the floor until its scale is set. */
export async function setBackdrop(actor: Actor, { floor, picture }: z.output<typeof SetBackdrop>): Promise<{ picture: string }> {
	authorize(mayManagePlace(actor));
	const { accepted, width, height } = await drawable(picture);
	return transaction(async (tx) => {
		const row = found(
			await tx.selectFrom('floors').select('outline').where('hub', '=', actor.hub).where('id', '=', floor).forUpdate().executeTakeFirst()
		);
		await giveUp(tx, actor.hub, 'floor', floor);
		const [kept] = await keep(tx, actor, 'floor', floor, [accepted]);
		const { id } = found(kept);
		const { left, top, right } = boxOf(ringOf(row.outline));
		await put(tx, actor.hub, floor, { picture: id, width, height, x: left, y: top, metresPerPixel: (right - left) / width });
		await record(tx, actor, 'floor.backdrop_set', floor);
		return { picture: id };
	});
}

export const sendBackdrop = (actor: Actor, { floor, ...file }: z.output<typeof SendBackdrop>) =>
	setBackdrop(actor, { floor, picture: received(file) });

const put = (tx: Tx, hub: string, floor: string, values: Partial<Omit<Backdrop, 'lines'>> & { lines?: never }) =>
	tx
		.insertInto('floorBackdrops')
		.values({ hub, floor, ...values })
		.onConflict((conflict) => conflict.columns(['hub', 'floor']).doUpdateSet({ ...values, updatedAt: new Date() }))
		.execute();

async function drawable(file: File): Promise<{ accepted: Accepted; width: number; height: number }> {
	const named = { file: file.name, maximum: usualLimits.image / 1_000_000 };
	const upload = await acceptUpload(file.name, new Uint8Array(await file.arrayBuffer()));
	if (upload.ok ? !isPicture(upload.kind) : upload.code === 'file_type_not_allowed')
		throw refuse('picture', 'picture_type_not_allowed', named);
	if (!upload.ok) throw refuse('picture', upload.code, named);
	const { width = 0, height = 0 } = await sharp(upload.cleaned).metadata();
	if (Math.max(width, height) <= longestSide) return { accepted: upload, width, height };
	const { data, info } = await sharp(upload.cleaned)
		.resize(longestSide, longestSide, { fit: 'inside' })
		.webp({ quality: 90 })
		.toBuffer({ resolveWithObject: true });
	const accepted: Accepted = { ...upload, kind: 'webp', mime: kinds.webp.mime, cleaned: data, name: 'plan.webp' };
	return { accepted, width: info.width, height: info.height };
}

export const PlaceBackdrop = OneFloor.extend({
	x: z.number().min(-10_000).max(10_000),
	y: z.number().min(-10_000).max(10_000),
	metresPerPixel: z.number().min(0.00001).max(100),
	opacity: z.number().min(0).max(1)
});

/** Moves and scales what lies under a drawing. */
export async function placeBackdrop(actor: Actor, { floor, ...at }: z.output<typeof PlaceBackdrop>): Promise<{ floor: string }> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const { numUpdatedRows } = await tx
			.updateTable('floorBackdrops')
			.set({ ...at, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('floor', '=', floor)
			.executeTakeFirst();
		found(numUpdatedRows || null);
		await record(tx, actor, 'floor.backdrop_placed', floor);
		return { floor };
	});
}

/** Takes picture and lines away from under a drawing. */
export async function removeBackdrop(actor: Actor, { floor }: z.output<typeof OneFloor>): Promise<void> {
	authorize(mayManagePlace(actor));
	await transaction(async (tx) => {
		const { numDeletedRows } = await tx
			.deleteFrom('floorBackdrops')
			.where('hub', '=', actor.hub)
			.where('floor', '=', floor)
			.executeTakeFirst();
		found(numDeletedRows || null);
		await giveUp(tx, actor.hub, 'floor', floor);
		await record(tx, actor, 'floor.backdrop_removed', floor);
	});
}

filesAreFoundBy('floor', async (from, actor, id) => {
	authorize(mayManagePlace(actor));
	found(await from.selectFrom('floors').select('id').where('hub', '=', actor.hub).where('id', '=', id).executeTakeFirst());
	return { organisation: '', anonymous: false, isKept: true };
});

/** The picture under a drawing, for who draws. */
export async function openBackdrop(actor: Actor, floor: string) {
	const { backdrop } = await findBackdrop(actor, { floor });
	return openFile(actor, found(backdrop?.picture));
}
