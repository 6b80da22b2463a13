import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { optionsOf } from '#ecosystem/posts-said.ts';
import { kinds } from '#imports/fields.ts';
import { createImport } from '#imports/imports.ts';
import { mayImport } from '#imports/policy.ts';
import { mostMegabytes } from '#imports/reading.ts';
import { limits } from '#imports/sheet.ts';
import { explained } from '#imports/templates.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { authorize } from '#platform/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
	await parent();
	authorize(mayImport(locals.actor));
	return {
		kinds: optionsOf('import_kind', kinds),
		maximum: mostMegabytes(),
		rows: new Intl.NumberFormat(locals.locale).format(limits.rows),
		columns: limits.columns,
		templates: kinds.map((kind) => ({ kind, label: say(`import_kind_${kind}`), columns: explained(locals.actor, { kind }) }))
	};
};

const Sent = z.object({ kind: z.enum(kinds), file: z.file() });

export const actions: Actions = {
	default: form(Sent, async ({ kind, file }, { locals, params }) => {
		const { id } = await createImport(
			locals.actor,
			{ kind, name: file.name.slice(0, 200) || say(`import_kind_${kind}`) },
			new Uint8Array(await file.arrayBuffer())
		);
		redirect(303, `/${params.hub}/desk/imports/${id}/columns`);
	})
};
