import { forbidden } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import { sections } from './sections.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = (event) => {
	signedIn(event);
	const { actor } = event.locals;
	if (!actor.staff) throw forbidden();
	return { sections: sections.filter(({ isFor }) => isFor(actor)).map(({ path, title }) => ({ path, title: title() })) };
};
