import { api } from '#modules.ts';
import { baseUrl } from '#platform/auth.server.ts';
import { openApiDocument } from '#platform/http-api.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async () => Response.json(await openApiDocument(api, baseUrl));
