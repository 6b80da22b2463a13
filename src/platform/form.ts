import { error, fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { isMessage, say } from './i18n.ts';
import { sentOnce } from './idempotency.ts';
import { fromDatabase, Refusal, type FieldRefusal } from './refusal.ts';
import { fieldRefusals } from './shapes.ts';

export interface FormAnswer {
	/** Which form of the page answered: the action's name, '' for the default one. */
	form: string;
	/** What was typed, to be shown again; passwords and files are left out. */
	values: Record<string, unknown>;
	/** Message by field, as the form names it. */
	errors: Record<string, string>;
	/** Message above the form. */
	message: string;
	code: string;
}

/**
 * A form action: reads the fields as `schema` wants them, calls `work`, and answers a refusal beside its field with everything that was
 * typed. What `work` returns reaches the page; redirects and bugs pass through. With `Once` in it, a form that is sent twice works once.
 */
export function form<S extends z.ZodType, E extends RequestEvent, R>(schema: S, work: (input: z.output<S>, event: E) => Promise<R>) {
	return async (event: E): Promise<R | ActionFailure<FormAnswer>> => {
		const sent = await fieldsIn(event.request);
		const name = actionAt(event.url);
		const answer = (status: number, code: string, fields: FieldRefusal[], params = {}) =>
			fail(status, { form: name, code, message: say(known(code), params), values: typed(sent), errors: messages(fields) });

		const input = await schema.safeParseAsync(fromForm(schema, sent));
		if (!input.success) return answer(422, 'look_at_the_fields', fieldRefusals(input.error));
		try {
			const once = sent.get('once');
			const hub = event.params?.hub;
			if (typeof once !== 'string' || !event.locals.account || !hub) return await work(input.data, event);
			return await sentOnce(hub, event.locals.account.id, once, sent, () => work(input.data, event));
		} catch (thrown) {
			const refusal = fromDatabase(thrown);
			if (!(refusal instanceof Refusal)) throw thrown;
			if (!event.locals.account && ['sign_in_first', 'forbidden'].includes(refusal.code))
				return sessionOver(event, sent, answer(401, 'session_over', []));
			return answer(refusal.status, refusal.fields.length ? 'look_at_the_fields' : refusal.code, refusal.fields, refusal.params);
		}
	};
}

/** The name of the action that an address calls, '' for the default one. */
export const actionAt = (url: URL) => [...url.searchParams.keys()].find((key) => key.startsWith('/'))?.slice(1) ?? '';

/**
 * Who sends a form that only members see was signed in when they opened it. The page would now send them to sign in and forget what they typed, so
 * without a script they are shown another one, which holds it until they are back.
 */
function sessionOver({ request, locals }: RequestEvent, sent: FormData, answer: ActionFailure<FormAnswer>) {
	if (request.headers.has('x-sveltekit-action')) return answer;
	const again = [...sent].filter((field): field is [string, string] => typeof field[1] === 'string' && !secrets.test(field[0]));
	return error(401, answer.data.message, { code: 'session_over', request: locals.request, again });
}

/** No browser sends a body that does not hold what its type says. */
const fieldsIn = (request: Request) =>
	request.formData().catch((trouble: unknown) => {
		throw trouble instanceof TypeError ? new Refusal('not_readable', { status: 400 }) : trouble;
	});

const known = (code: string) => (isMessage(code) ? code : 'invalid');

/** The first message of each field, in the order of the form and in the reader's language. */
export const messages = (fields: FieldRefusal[]) =>
	Object.fromEntries(
		[...Map.groupBy(fields, ({ field }) => field)].map(([field, [{ code, params }]]) => [field, say(known(code), params)])
	);

/** What a page never repeats: a password, and what came by letter or from the phone. An activity code is no secret. */
const secrets = /password|^(?:code|token|secret)$/i;

/** What was typed, as a page shows it again. */
export function typed(sent: FormData) {
	const values: Record<string, unknown> = {};
	for (const name of new Set(sent.keys())) {
		const all = sent.getAll(name).filter((value) => typeof value === 'string');
		if (all.length && !secrets.test(name)) values[name] = all.length > 1 ? all : all[0];
	}
	return values;
}

/** Form fields as the object that `schema` describes: `description.fr` nests, repeated names and numbered rows become lists, text becomes numbers and yes/no. */
export function fromForm(schema: z.ZodType, sent: FormData): unknown {
	const shape = bare(schema);
	if (!(shape instanceof z.ZodObject)) return Object.fromEntries(sent);
	return readObject(shape, sent, '');
}

function readObject(shape: z.ZodObject, sent: FormData, prefix: string): Record<string, unknown> {
	const read: Record<string, unknown> = {};
	for (const [key, field] of Object.entries(shape.shape)) {
		const value = readField(field as z.ZodType, sent, prefix + key);
		if (value !== undefined) read[key] = value;
	}
	return read;
}

function readField(field: z.ZodType, sent: FormData, name: string): unknown {
	const kind = bare(field);
	if (kind instanceof z.ZodObject) return readObject(kind, sent, `${name}.`);
	if (kind instanceof z.ZodArray && bare(kind.element as z.ZodType) instanceof z.ZodObject)
		return readRows(kind.element as z.ZodType, sent, name);
	if (kind instanceof z.ZodArray) return sent.getAll(name).filter((value) => value !== '' && !(value instanceof File && value.size === 0));
	const value = sent.get(name);
	if (kind instanceof z.ZodBoolean) return value !== null && value !== '' && value !== 'false';
	if (value === null || value === '' || (value instanceof File && value.size === 0 && value.name === '')) return undefined;
	if (kind instanceof z.ZodNumber) return Number(String(value).trim().replace(',', '.'));
	return value;
}

/** Rows of a form, named `steps.0.from`, `steps.1.from`; those after the last that holds anything were left empty. */
function readRows(row: z.ZodType, sent: FormData, name: string): unknown[] {
	const written = [...sent].flatMap(([key, value]) =>
		key.startsWith(`${name}.`) && value !== '' ? [Number.parseInt(key.slice(name.length + 1), 10)] : []
	);
	const last = Math.min(Math.max(-1, ...written.filter(Number.isInteger)), 999);
	return Array.from({ length: last + 1 }, (_, nth) => readField(row, sent, `${name}.${nth}`));
}

/** The schema below optional, default, nullable, transformed and refined layers. */
function bare(schema: z.ZodType): z.ZodType {
	if (
		schema instanceof z.ZodOptional ||
		schema instanceof z.ZodDefault ||
		schema instanceof z.ZodNullable ||
		schema instanceof z.ZodPrefault
	)
		return bare(schema.unwrap() as z.ZodType);
	if (schema instanceof z.ZodPipe) return bare(schema.in as z.ZodType);
	return schema;
}
