export interface FieldRefusal {
	/** Dotted path of the field, as the form names it. */
	field: string;
	code: string;
	params?: Record<string, string | number>;
}

/** A "no" that people are meant to read. Its code is the key of a message; anything else that is thrown is a bug. */
export class Refusal extends Error {
	readonly code: string;
	readonly status: number;
	readonly fields: FieldRefusal[];
	readonly params: Record<string, string | number>;

	constructor(
		code: string,
		{ status = 422, fields = [], params = {} }: { status?: number; fields?: FieldRefusal[]; params?: Record<string, string | number> } = {}
	) {
		super(code);
		this.code = code;
		this.status = status;
		this.fields = fields;
		this.params = params;
	}
}

/** Refuses beside one field of the form. */
export const refuse = (field: string, code: string, params: Record<string, string | number> = {}) =>
	new Refusal(code, { fields: [{ field, code, params }], params });

export const forbidden = () => new Refusal('forbidden', { status: 403 });
export const notFound = () => new Refusal('not_found', { status: 404 });
export const signInFirst = () => new Refusal('sign_in_first', { status: 401 });
/** What only members see: a visitor may be one, somebody of elsewhere is told no more than that. */
export const membersOnly = ({ account }: { account: string | null }) => (account ? forbidden() : signInFirst());
export const conflict = (code: string) => new Refusal(code, { status: 409 });

/** What you may not do is forbidden; pass `false` and nothing after this line runs. */
export function authorize(allowed: boolean) {
	if (!allowed) throw forbidden();
}

/** What is not there, or not for you to see, is not found. */
export function found<T>(row: T | undefined | null): T {
	if (row === undefined || row === null) throw notFound();
	return row;
}

interface DatabaseError {
	code?: string;
	constraint?: string;
}

/** Constraints are named after what they tell people: `place_taken` reaches the page as that message. */
export function fromDatabase(error: unknown): unknown {
	const { code, constraint } = error as DatabaseError;
	if (code === '23P01' || code === '23505') return constraint && !/_(pkey|key)$/.test(constraint) ? conflict(constraint) : error;
	if (code === '23514') return constraint ? new Refusal(constraint) : error;
	if (code === '23503') return new Refusal(constraint && !/_fkey$/.test(constraint) ? constraint : 'refers_to_nothing', { status: 409 });
	// Bad text for a uuid or a date, a number out of range: what was asked for cannot exist.
	if (code === '22P02' || code === '22007' || code === '22003' || code === '22021' || code === '22P05') return new Refusal('invalid');
	return error;
}
