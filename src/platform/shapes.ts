import { z } from 'zod';
import { locales } from './i18n.ts';

/** One line or several of text a person typed. Control characters (Postgres refuses NUL) are refused, ends trimmed. */
export const text = (max: number) =>
	z
		.string()
		.trim()
		.max(max)
		.refine((value) => !/[^\P{Cc}\t\n\r]/u.test(value), 'control_characters');

export const requiredText = (max: number) => text(max).min(1);
export const locale = z.enum(locales);
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email());
export const webAddress = z
	.string()
	.trim()
	.max(500)
	.pipe(z.url({ protocol: /^https?$/ }));
/** Texts by language; an empty language is left out. */
export const perLanguage = (max: number) =>
	z
		.object({ fr: text(max).optional(), de: text(max).optional(), en: text(max).optional() })
		.transform((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value)) as typeof all);

/** Turns what Zod found into codes that are message keys, one a field. */
export function fieldRefusals(error: z.ZodError) {
	return error.issues.map((issue) => ({ field: issue.path.join('.'), ...code(issue) }));
}

function code(issue: z.core.$ZodIssue): { code: string; params?: Record<string, string | number> } {
	if (/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(issue.message)) return { code: issue.message };
	switch (issue.code) {
		case 'too_small':
			if (issue.origin === 'string')
				return issue.minimum === 1 ? { code: 'required' } : { code: 'text_too_short', params: { minimum: Number(issue.minimum) } };
			return issue.origin === 'array'
				? { code: 'too_few', params: { minimum: Number(issue.minimum) } }
				: { code: 'number_too_small', params: { minimum: Number(issue.minimum) } };
		case 'too_big':
			if (issue.origin === 'string') return { code: 'text_too_long', params: { maximum: Number(issue.maximum) } };
			return issue.origin === 'array'
				? { code: 'too_many', params: { maximum: Number(issue.maximum) } }
				: { code: 'number_too_big', params: { maximum: Number(issue.maximum) } };
		case 'invalid_type':
			if (/received (undefined|null)$/.test(issue.message)) return { code: 'required' };
			return { code: issue.expected === 'number' || issue.expected === 'int' ? 'number_expected' : 'invalid' };
		case 'invalid_format':
			return { code: issue.format === 'email' ? 'email_invalid' : issue.format === 'url' ? 'web_address_invalid' : 'invalid' };
		case 'invalid_value':
			return { code: 'not_a_choice' };
		default:
			return { code: 'invalid' };
	}
}
