import type { AnyProcedure, AnyRouter } from '@orpc/server';
import { openApiDocument } from './http-api.ts';
import type { OperationMeta } from './operation.ts';

export interface FieldRow {
	name: string;
	type: string;
	required: boolean;
	note: string;
}

export interface OperationCard {
	name: string;
	method: string;
	path: string;
	summary: string;
	description: string;
	openTo: string;
	needsWriteScope: boolean;
	takes: FieldRow[];
	gives: FieldRow[];
	example: string;
}

interface Shape {
	type?: string | string[];
	format?: string;
	enum?: unknown[];
	const?: unknown;
	items?: Shape;
	properties?: Record<string, Shape>;
	required?: string[];
	anyOf?: Shape[];
	oneOf?: Shape[];
	allOf?: Shape[];
	minLength?: number;
	maxLength?: number;
	minimum?: number;
	maximum?: number;
	maxItems?: number;
	default?: unknown;
	description?: string;
}

interface Described {
	operationId: string;
	summary?: string;
	description?: string;
	tags?: string[];
	/** Those of one operation; what all writes take is told once and only named here. */
	parameters?: ({ name: string; required?: boolean; schema: Shape } | { $ref: string })[];
	requestBody?: { content?: Record<string, { schema: Shape }> };
	responses?: Record<string, { content?: Record<string, { schema: Shape }> }>;
}

/** The OpenAPI document as a person reads it: chapters of operations, each with what it takes, gives and a line to try. */
export async function apiChapters(router: AnyRouter, server: string, hub: string) {
	const document = (await openApiDocument(router, server)) as unknown as { paths: Record<string, Record<string, Described>> };
	const chapters = new Map<string, OperationCard[]>();
	for (const [path, methods] of Object.entries(document.paths))
		for (const [method, described] of Object.entries(methods)) {
			const { openTo, writes } = (router as Record<string, AnyProcedure>)[described.operationId]?.['~orpc'].meta as OperationMeta;
			const chapter = described.tags?.[0] ?? 'platform';
			const body = Object.values(described.requestBody?.content ?? {})[0]?.schema;
			const result = Object.entries(described.responses ?? {}).find(([status]) => status.startsWith('2'))?.[1];
			const takes = [
				...(described.parameters ?? []).flatMap((one) => ('name' in one ? [row(one.name, one.schema, one.required === true)] : [])),
				...rows(body)
			];
			chapters.set(chapter, [
				...(chapters.get(chapter) ?? []),
				{
					name: described.operationId,
					method: method.toUpperCase(),
					path,
					summary: described.summary ?? '',
					description: described.description ?? '',
					openTo: typeof openTo === 'string' ? openTo : openTo.join(', '),
					needsWriteScope: writes,
					takes,
					gives: rows(Object.values(result?.content ?? {})[0]?.schema),
					example: curl(method.toUpperCase(), `${server}/api/v1/hubs/${hub}${path}`, openTo !== 'visitors', body)
				}
			]);
		}
	return [...chapters].map(([name, operations]) => ({ name, operations }));
}

function rows(shape: Shape | undefined, prefix = ''): FieldRow[] {
	const object = shape?.properties ? shape : shape?.allOf?.find((part) => part.properties);
	return Object.entries(object?.properties ?? {}).flatMap(([name, field]) => {
		const inner = field.items?.properties
			? rows(field.items, `${prefix}${name}[].`)
			: field.properties
				? rows(field, `${prefix}${name}.`)
				: [];
		return [row(prefix + name, field, object?.required?.includes(name) === true), ...inner];
	});
}

const row = (name: string, shape: Shape, required: boolean): FieldRow => ({ name, type: typeOf(shape), required, note: noteOf(shape) });

function typeOf(shape: Shape): string {
	const choices = shape.anyOf ?? shape.oneOf;
	if (choices) return [...new Set(choices.map(typeOf))].filter(Boolean).join(' or ');
	if (shape.enum) return shape.enum.map((value) => JSON.stringify(value)).join(' | ');
	if (shape.const !== undefined) return JSON.stringify(shape.const);
	if (shape.type === 'array') return `list of ${typeOf(shape.items ?? {}) || 'values'}`;
	return [shape.type].flat().filter(Boolean).join(' or ') + (shape.format ? ` (${shape.format})` : '');
}

function noteOf({ minLength, maxLength, minimum, maximum, maxItems, default: preset, description }: Shape): string {
	const big = (value: number | undefined) => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
	return [
		description,
		minLength && `at least ${minLength} characters`,
		maxLength && `at most ${maxLength} characters`,
		big(minimum) && `from ${minimum}`,
		big(maximum) && `to ${maximum}`,
		maxItems && `at most ${maxItems}`,
		preset !== undefined && `${JSON.stringify(preset)} unless given`
	]
		.filter(Boolean)
		.join('; ');
}

function curl(method: string, url: string, needsKey: boolean, body: Shape | undefined) {
	const sample = Object.fromEntries(
		Object.entries(body?.properties ?? {})
			.filter(([name]) => body?.required?.includes(name))
			.map(([name, shape]) => [name, sampleOf(shape)])
	);
	return [
		`curl${method === 'GET' ? '' : ` -X ${method}`} '${url}'`,
		...(needsKey ? [`-H 'Authorization: Bearer YOUR_KEY'`] : []),
		...(body ? [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(sample)}'`] : [])
	].join(' \\\n  ');
}

function sampleOf(shape: Shape): unknown {
	const first = (shape.anyOf ?? shape.oneOf)?.[0];
	if (first) return sampleOf(first);
	if (shape.enum) return shape.enum[0];
	if (shape.type === 'array') return [sampleOf(shape.items ?? {})];
	if (shape.type === 'number' || shape.type === 'integer') return shape.minimum && shape.minimum > 0 ? shape.minimum : 1;
	if (shape.type === 'boolean') return true;
	if (shape.type === 'object') return {};
	return shape.format === 'uuid' ? '00000000-0000-4000-8000-000000000000' : '…';
}
