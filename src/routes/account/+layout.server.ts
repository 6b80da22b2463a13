import { signedIn } from '#platform/signed-in.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = (event) => {
	signedIn(event);
};
