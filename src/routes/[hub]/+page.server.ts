import { frontPage } from '#ecosystem/front.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) => frontPage(params.hub, locals.locale);
