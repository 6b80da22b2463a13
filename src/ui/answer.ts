import type { FormAnswer } from '#platform/form.ts';

/** What a page's `form` prop may hold: the answer to a refused form, whatever an action that went well returned, or nothing. */
export type Answered = object | null | undefined;

/** The refusal in a page's `form` prop; with `name`, only that of the form whose action has this name ('' is the default action). */
export function refused(form: Answered, name?: string): FormAnswer | null {
	if (!form || !('errors' in form) || !('values' in form)) return null;
	const answer = form as FormAnswer;
	return name === undefined || answer.form === name ? answer : null;
}

/** The id of a field's control, so that a summary can link to it. */
export const fieldId = (name: string) => `field-${name.replaceAll(/[^\w-]/g, '-')}`;

export interface Option {
	value: string;
	label: string;
	hint?: string;
	/** Options of one group stand under its name. */
	group?: string;
}
