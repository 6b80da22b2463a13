import { forbidden } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import { sections } from './sections.ts';
import type { LayoutServerLoad } from './$types';

/** Each page asks its own operation who may read it; whoever may read none has no desk. */
export const load: LayoutServerLoad = (event) => {
	signedIn(event);
	const { actor } = event.locals;
	const open = sections.filter(({ isFor }) => isFor(actor));
	if (open.length === 0) throw forbidden();
	return { sections: open.map(({ path, title }) => ({ path, title: title() })) };
};
