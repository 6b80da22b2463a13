import { api } from '#modules.ts';
import { httpApi } from '#platform/http-api.ts';
import type { RequestHandler } from './$types';

const { handle } = httpApi(api);
const answer: RequestHandler = ({ request, locals }) => handle(request, locals.actor);

export { answer as GET, answer as POST, answer as PUT, answer as PATCH, answer as DELETE };
