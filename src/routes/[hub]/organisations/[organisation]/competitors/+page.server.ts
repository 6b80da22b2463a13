import { redirect } from '@sveltejs/kit';
import { Competitor, competitorsOf, declareCompetitor, withdrawCompetitor } from '#ecosystem/competitors.ts';
import { Directory, directory } from '#ecosystem/directory.ts';
import { organisationAt } from '#ecosystem/organisations.ts';
import { form } from '#platform/form.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { actor } = event.locals;
	const { id, slug, name } = await organisationAt(actor, event.params.organisation);
	const competitors = await competitorsOf(actor, { organisation: id });
	const q = (event.url.searchParams.get('q') ?? '').trim().slice(0, 120);
	const known = new Set([id, ...competitors.map((competitor) => competitor.id)]);
	const asked = Directory.safeParse({ q, limit: 12 });
	const found = q && asked.success ? (await directory(actor, asked.data)).items : [];
	return {
		organisation: { id, slug, name },
		competitors,
		q,
		found: found.filter((other) => !known.has(other.id)).map(({ id, slug, name, communeName }) => ({ id, slug, name, communeName }))
	};
};

export const actions: Actions = {
	declare: form(Competitor, async (input, { locals, url }) => {
		await declareCompetitor(locals.actor, input);
		redirect(303, url.pathname);
	}),
	withdraw: form(Competitor, async (input, { locals, url }) => {
		await withdrawCompetitor(locals.actor, input);
		redirect(303, url.pathname);
	})
};
