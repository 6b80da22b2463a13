import { Duplicates, duplicates } from '#ecosystem/organisations.ts';
import { fromForm } from '#platform/form.ts';
import { Refusal } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

/** The organisations that what is typed so far may be; none while a commune is half typed. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const typed = Duplicates.safeParse(fromForm(Duplicates, await request.formData()));
	if (!typed.success) return Response.json([]);
	try {
		const found = await duplicates(locals.actor, typed.data);
		return Response.json(found.map(({ id, slug, name, communeName, because }) => ({ id, slug, name, communeName, because })));
	} catch (thrown) {
		if (thrown instanceof Refusal && thrown.status === 422) return Response.json([]);
		throw thrown;
	}
};
