import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { inspected } from '#ecosystem/attachments.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { conditions, lineKinds } from '#place/leases/fixtures.ts';
import {
	AddInventoryLine,
	addInventoryLine,
	findInventory,
	InventoryId,
	RemoveInventoryLine,
	removeInventoryLine,
	RemoveInventoryPhoto,
	removeInventoryPhoto,
	SendInventory,
	sendInventory,
	takeSignedInventory,
	WithdrawInventory,
	withdrawInventory,
	WriteInventory,
	writeInventory,
	WriteInventoryLines,
	writeInventoryLines
} from '#place/leases/inventories.ts';
import { notedIn } from '#place/leases/inventory-paper.ts';
import { paperToken } from '#place/leases/papers.ts';
import { inventoryTone } from '#place/leases/said.ts';
import { SignAsLandlord, signAsLandlord } from '#place/leases/signing.ts';
import { mayManagePlace } from '#place/policy.ts';
import { dayIn } from '#place/said.ts';
import { baseUrl } from '#platform/auth.server.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found, notFound, refuse } from '#platform/refusal.ts';
import { readSettings } from '#platform/settings.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	const inventory = await findInventory(actor, found(InventoryId.safeParse(params).data));
	if (inventory.lease !== params.lease) throw notFound();
	const { timeZone } = found(await findHub(params.hub));
	const day = dayIn(locale);
	const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
	const mayManage = mayManagePlace(actor);
	const picture = ({ id }: { id: string }) => ({ id, href: `/${params.hub}/files/${id}` });
	const lines = inventory.lines.map((line) => ({
		...line,
		said: notedIn(line, line, locale),
		photos: line.photos.map(picture),
		was: line.was && { said: notedIn(line, line.was, locale), words: line.was.words, photos: line.was.photos.map(picture) }
	}));
	const [paper] = inventory.papers.filter(({ kind }) => kind === 'inventory');
	const signed = inventory.signatures.filter((one) => one.paper === paper?.id);
	const isDraft = inventory.state === 'draft';
	return {
		isSaved: url.searchParams.has('done'),
		mayManage,
		mayWrite: mayManage && isDraft,
		inventory: {
			id: inventory.id,
			version: inventory.version,
			lease: inventory.lease,
			heldOn: inventory.heldOn,
			remarks: inventory.remarks,
			signatory: inventory.signatory,
			landlordSignatory: inventory.landlordSignatory,
			state: inventory.state
		},
		number: inventory.number,
		title: say(`inventory_paper_${inventory.kind}`, {}, locale),
		lead: [inventory.tenantName, day(inventory.heldOn)].join(' · '),
		phase: say(`inventory_phase_${inventory.state}`, {}, locale),
		tone: inventoryTone[inventory.state],
		compares: lines.some(({ was }) => was !== null),
		worse: lines
			.filter(({ isWorse }) => isWorse)
			.map((line) => ({
				id: line.id,
				text: say(
					'inventory_worse_line',
					{ what: [line.room, line.element].filter(Boolean).join(', '), before: line.was?.said ?? '', after: line.said },
					locale
				)
			})),
		isComplete: lines.every((line) => line.isSaid),
		rooms: [...Map.groupBy(lines, ({ room }) => room)].map(([name, own]) => ({
			name: name || say('inventory_room_none', {}, locale),
			progress: say('inventory_progress', { done: own.filter((line) => line.isSaid).length, all: own.length }, locale),
			isDone: own.every((line) => line.isSaid),
			lines: own
		})),
		removable: isDraft ? lines.filter(({ was }) => was === null).map(({ id, room, element }) => ({ id, what: `${room}, ${element}` })) : [],
		conditions: conditions.map((value) => ({ value, label: say(`inventory_state_${value}`, {}, locale) })),
		kinds: lineKinds.map((value) => ({ value, label: say(`inventory_kind_${value}`, {}, locale) })),
		needsSigner: !inventory.signatory || !inventory.signatoryEmail,
		link: mayManage && inventory.state === 'sent' && paper ? `${baseUrl}/${params.hub}/place/sign/${paperToken(params.hub, paper.id)}` : '',
		until: inventory.expiresAt ? say('lease_sent_until', { day: moment.format(inventory.expiresAt) }, locale) : '',
		tenantSigned: signed.some(({ side }) => side === 'tenant'),
		landlordSigned: signed.some(({ side }) => side === 'landlord'),
		papers: inventory.papers.map(({ id, kind, file, sha256, createdAt }) => ({
			id,
			href: `/${params.hub}/files/${file}`,
			kind: say(`lease_paper_kind_${kind}`, {}, locale),
			at: moment.format(createdAt),
			hash: say('lease_hash', { hash: sha256.slice(0, 12) }, locale),
			signed: inventory.signatures
				.filter((one) => one.paper === id)
				.map(({ side, signer, at }) => [signer, say(`lease_side_${side}`, {}, locale), moment.format(at)].join(', '))
		})),
		megabytes: readSettings().KM0_UPLOAD_MB
	};
};

type At = { params: Partial<Record<string, string>> };
const one = ({ params }: At) => found(InventoryId.safeParse(params).data);
const back = ({ params: { hub, lease, inventory } }: At, to = '') =>
	redirect(303, `/${hub}/place/leases/${lease}/inventories/${inventory}?done${to}`);

const SentLines = z.object({
	/** Which part of the page, so that only this one shows what is wrong. */
	room: z.string().default(''),
	lines: z.array(WriteInventoryLines.shape.lines.element.extend({ photos: z.array(z.instanceof(File)).default([]) })).min(1)
});

export const actions: Actions = {
	lines: form(SentLines, async ({ room, lines }, event) => {
		const photos = new Map<string, Awaited<ReturnType<typeof inspected>>>();
		for (const { line, photos: files } of lines) if (files.length) photos.set(line, await inspected(files));
		const said = lines.map(({ photos: _, ...line }) => line);
		await writeInventoryLines(event.locals.actor, { ...one(event), lines: said }, photos);
		back(event, `#room-${Number(room) + 1}`);
	}),
	write: form(WriteInventory.omit({ inventory: true }), async (input, event) => {
		await writeInventory(event.locals.actor, { ...input, ...one(event) });
		back(event);
	}),
	add: form(AddInventoryLine.pick({ kind: true, room: true, element: true }), async (input, event) => {
		await addInventoryLine(event.locals.actor, { ...input, ...one(event), words: '' });
		back(event);
	}),
	removeLine: form(RemoveInventoryLine, async (input, event) => {
		await removeInventoryLine(event.locals.actor, input);
		back(event);
	}),
	removePhoto: form(RemoveInventoryPhoto, async (input, event) => {
		await removeInventoryPhoto(event.locals.actor, input);
		back(event);
	}),
	send: form(SendInventory.omit({ inventory: true }), async (input, event) => {
		await sendInventory(event.locals.actor, { ...input, ...one(event) });
		back(event);
	}),
	withdraw: form(WithdrawInventory.omit({ inventory: true }), async (input, event) => {
		await withdrawInventory(event.locals.actor, { ...input, ...one(event) });
		back(event);
	}),
	sign: form(SignAsLandlord.omit({ lease: true, amendment: true, inventory: true }), async (input, event) => {
		const from = { address: event.getClientAddress(), browser: event.request.headers.get('user-agent') ?? '' };
		const { inventory } = one(event);
		const { lease } = await findInventory(event.locals.actor, { inventory });
		await signAsLandlord(event.locals.actor, { ...input, lease, inventory }, from);
		back(event);
	}),
	upload: form(
		z.object({ version: z.number().int(), files: z.array(z.instanceof(File)).default([]) }),
		async ({ version, files }, event) => {
			const [file] = files;
			if (!file) throw refuse('files', 'required');
			await takeSignedInventory(event.locals.actor, { ...one(event), version }, file);
			back(event);
		}
	)
};
