import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { uses } from '#place/choices.ts';
import { findBackdrop, PlaceBackdrop, placeBackdrop, removeBackdrop, SetBackdrop, setBackdrop } from '#place/drawing/backdrops.ts';
import { findDrawing, SaveDrawing, saveDrawing } from '#place/drawing/drawings.ts';
import { AddResource, addResource, ChangeResource, changeResource, marksOn, resourceKinds } from '#place/drawing/resources.ts';
import { mayManagePlace } from '#place/policy.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { authorize } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	authorize(mayManagePlace(actor));
	const { floor } = params;
	const asked = z.iso.date().safeParse(url.searchParams.get('on'));
	const [drawing, { backdrop }] = await Promise.all([findDrawing(actor, { floor, on: asked.data }), findBackdrop(actor, { floor })]);
	const named = drawing.building === drawing.name ? drawing.name : `${drawing.building}, ${drawing.name}`;
	const imported = z
		.object({ made: z.coerce.number().int(), refused: z.coerce.number().int() })
		.safeParse(Object.fromEntries(url.searchParams));
	return {
		imported: imported.data ?? null,
		tabs: placeTabs(actor, 'draw'),
		drawing,
		backdrop,
		picture: backdrop?.picture ? `/${params.hub}/place/draw/${floor}/backdrop?v=${backdrop.picture}` : null,
		title: say('drawing_title', { floor: named }, locale),
		marks: await marksOn(actor, floor, drawing.on),
		kinds: resourceKinds.map((kind) => ({ value: kind, label: say(`resource_kind_${kind}`, {}, locale) })),
		label: say('place_plan_of', { floor: named }, locale),
		uses: uses.map((use) => ({ value: use, label: say(`place_use_${use}`, {}, locale) }))
	};
};

const json = z
	.string()
	.max(2_000_000)
	.transform((text, context): unknown => {
		try {
			return JSON.parse(text);
		} catch {
			context.addIssue({ code: 'custom', message: 'not_readable' });
			return z.NEVER;
		}
	});
/** A whole drawing in one field, as the editor sends it; and a resource where it was moved to. */
const Written = z.object({ drawing: json.pipe(SaveDrawing) });
const Moved = z.object({ mark: json.pipe(ChangeResource) });

export const actions: Actions = {
	save: form(Written, async ({ drawing }, { locals, params }) => saveDrawing(locals.actor, { ...drawing, floor: params.floor ?? '' })),
	place: form(PlaceBackdrop, async (input, { locals, params }) => placeBackdrop(locals.actor, { ...input, floor: params.floor ?? '' })),
	put: form(AddResource.omit({ shape: true, equipment: true }), async (input, { locals }) =>
		addResource(locals.actor, { ...input, equipment: [] })
	),
	move: form(Moved, async ({ mark }, { locals }) => changeResource(locals.actor, mark)),
	picture: form(SetBackdrop, async (input, { locals, url, params }) => {
		await setBackdrop(locals.actor, { ...input, floor: params.floor ?? '' });
		redirect(303, url.pathname);
	}),
	clear: form(z.object({}), async (_, { locals, url, params }) => {
		await removeBackdrop(locals.actor, { floor: params.floor ?? '' });
		redirect(303, url.pathname);
	})
};
