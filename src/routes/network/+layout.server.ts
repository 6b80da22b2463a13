import { authorize } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = (event) => authorize(signedIn(event).isNetworkAdmin);
