import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { ORPCError, ValidationError, type AnyProcedure, type AnyRouter } from '@orpc/server';
import { ZodToJsonSchemaConverter, experimental_ZodSmartCoercionPlugin as Coercion } from '@orpc/zod/zod4';
import { z } from 'zod';
import type { Actor } from './actor.ts';
import { inHub } from './db.server.ts';
import { isMessage, say, speaking } from './i18n.ts';
import { log } from './log.ts';
import type { OperationMeta } from './operation.ts';
import { fromDatabase, notFound, Refusal } from './refusal.ts';
import { fieldRefusals } from './shapes.ts';

export interface Problem {
	type: string;
	title: string;
	status: number;
	code: string;
	errors: { field: string; code: string; message: string }[];
	request?: string;
}

/** A refusal as RFC 9457 says it, in the caller's language. */
export function problem(refusal: Refusal, request?: string): Response {
	const title = say(isMessage(refusal.code) ? refusal.code : 'invalid', refusal.params);
	const body: Problem = {
		type: `urn:km0:${refusal.code}`,
		title,
		status: refusal.status,
		code: refusal.code,
		errors: refusal.fields.map(({ field, code, params }) => ({ field, code, message: say(isMessage(code) ? code : 'invalid', params) })),
		request
	};
	return Response.json(body, { status: refusal.status, headers: { 'content-type': 'application/problem+json' } });
}

/** Whatever an operation threw, as the refusal it stands for; undefined when it is a bug. */
export function refusalOf(thrown: unknown): Refusal | undefined {
	const error = fromDatabase(thrown instanceof ORPCError && thrown.cause instanceof Refusal ? thrown.cause : thrown);
	if (error instanceof Refusal) return error;
	if (!(error instanceof ORPCError)) return undefined;
	if (error.cause instanceof ValidationError && error.code === 'BAD_REQUEST')
		return new Refusal('look_at_the_fields', { fields: fieldRefusals(new z.ZodError(error.cause.issues as z.core.$ZodIssue[])) });
	if (error.code === 'BAD_REQUEST') return new Refusal('not_readable', { status: 400 });
	if (error.code === 'NOT_FOUND') return new Refusal('not_found', { status: 404 });
	if (error.code === 'METHOD_NOT_SUPPORTED') return new Refusal('method_not_allowed', { status: 405 });
	return undefined;
}

interface CallContext {
	actor: Actor;
	/** A key may have been made for reading alone. */
	mayWrite: boolean;
	refused?: Refusal;
}

export type HttpApi = ReturnType<typeof httpApi>;

/** The HTTP side of the published operations: `handle` answers a request below `/api/v1/hubs/{hub}` as this actor. */
export function httpApi(router: AnyRouter) {
	const handler = new OpenAPIHandler<CallContext>(router, {
		plugins: [new Coercion()],
		clientInterceptors: [
			async ({ next, context, procedure }) => {
				try {
					const { writes } = procedure['~orpc'].meta as OperationMeta;
					if (writes && !context.mayWrite) throw new Refusal('key_may_not_write', { status: 403 });
					return await next();
				} catch (thrown) {
					const refusal = refusalOf(thrown);
					if (!refusal)
						log.error(
							{ request: context.actor.request, error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) },
							'bug'
						);
					const answer = refusal ?? new Refusal('broken', { status: 500 });
					throw new ORPCError('REFUSED', { status: answer.status, cause: answer });
				}
			}
		],
		interceptors: [
			async ({ next, context }) => {
				try {
					return await next();
				} catch (thrown) {
					// What failed before the operation was called is a body that cannot be read.
					context.refused =
						thrown instanceof ORPCError && thrown.cause instanceof Refusal ? thrown.cause : new Refusal('not_readable', { status: 400 });
					throw thrown;
				}
			}
		]
	});

	return {
		handle: (request: Request, actor: Actor, mayWrite = true): Promise<Response> =>
			speaking(actor.locale, () =>
				inHub(actor.hub, async () => {
					const isHead = request.method === 'HEAD';
					const context: CallContext = { actor, mayWrite, refused: isReadable(request) ? undefined : unreadable() };
					const asked = isHead ? new Request(request, { method: 'GET' }) : request;
					const found = context.refused ? undefined : await handler.handle(asked, { prefix: `/api/v1/hubs/${actor.hub}`, context });
					const answer =
						found?.matched && !context.refused ? found.response : problem(context.refused ?? notFound(), actor.request ?? undefined);
					if (!isHead) return answer;
					await answer.body?.cancel();
					return new Response(null, { status: answer.status, headers: answer.headers });
				})
			)
	};
}

/** Bodies are JSON, or a letter that came by mail; the form of a page elsewhere is neither. */
const isReadable = ({ body, headers }: Request) =>
	body === null ||
	headers.get('content-length') === '0' ||
	/^(application\/([\w.-]+\+)?json|message\/rfc822)\s*(;|$)/i.test(headers.get('content-type') ?? '');

const unreadable = () => new Refusal('media_type_unknown', { status: 415 });

/** What every operation shares, said once: how one signs in, how a write is made repeatable, and how a refusal looks. */
const components = {
	securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key of the hub, made at /{hub}/keys' } },
	parameters: {
		IdempotencyKey: {
			name: 'Idempotency-Key',
			in: 'header',
			description: 'The same write sent again with the same key within a day gets the first answer and is not done twice.',
			schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' }
		}
	},
	schemas: {
		Problem: z.toJSONSchema(
			z.object({
				type: z.string(),
				title: z.string(),
				status: z.number(),
				code: z.string(),
				errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
				request: z.string().optional()
			}) satisfies z.ZodType<Problem>,
			{ target: 'draft-2020-12' }
		)
	},
	responses: {
		Refused: {
			description:
				'A refusal as RFC 9457 says it: 400, 401, 403, 404, 405, 409, 415, 422 or 429. After 429, Retry-After says how many seconds to wait.',
			content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
		}
	}
};

interface Described {
	operationId?: string;
	parameters?: object[];
	responses?: object;
}

export async function openApiDocument(router: AnyRouter, server: string) {
	const document = await new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] }).generate(router, {
		info: { title: 'KM0', version: '1' },
		servers: [{ url: `${server}/api/v1/hubs/{hub}`, variables: { hub: { default: 'mulhouse', description: 'The hub' } } }]
	});
	const paths = Object.entries(document.paths ?? {}).map(([path, methods]) => {
		const described = Object.entries(methods as Record<string, Described>).map(([method, one]) => {
			const { openTo, writes } = (router as Record<string, AnyProcedure>)[one.operationId ?? '']?.['~orpc'].meta as OperationMeta;
			const parameters = [...(one.parameters ?? []), ...(writes ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : [])];
			const whole = {
				...one,
				...(parameters.length && { parameters }),
				responses: { ...one.responses, default: { $ref: '#/components/responses/Refused' } },
				security: [...(openTo === 'visitors' ? [{}] : []), { key: [] }]
			};
			return [method, whole] as const;
		});
		return [path, Object.fromEntries(described)] as const;
	});
	return { ...document, components, paths: Object.fromEntries(paths) };
}
