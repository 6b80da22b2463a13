import { expect, test } from 'vitest';
import { z } from 'zod';
import { form, fromForm } from './form.ts';
import { speaking } from './i18n.ts';
import { forbidden, refuse, Refusal } from './refusal.ts';

const sent = (fields: [string, string][]) => {
	const data = new FormData();
	for (const [name, value] of fields) data.append(name, value);
	return data;
};

/** What a form with these fields answers when the work refuses it. */
async function refused(fields: [string, string][], refusal = refuse('activityCode', 'not_a_choice'), headers = {}) {
	const url = new URL('http://localhost/?/send');
	const answer = form(z.object({}), async () => {
		throw refusal;
	});
	const event = { url, locals: { account: null }, request: new Request(url, { method: 'POST', body: sent(fields), headers }) };
	return speaking('en', () => answer(event as Parameters<typeof answer>[0]));
}

test('a refused form keeps what was typed, except passwords and what came by letter or from the phone', async () => {
	const kept: [string, string][] = [
		['activityCode', '25.62B'],
		['postcode', '68100'],
		['languages', 'fr'],
		['languages', 'de']
	];
	const secret: [string, string][] = [
		['password', 'Une filature en 1812'],
		['newPassword', 'Une filature en 1813'],
		['code', '123456'],
		['token', 'by letter']
	];
	expect(await refused([...kept, ...secret])).toMatchObject({
		status: 422,
		data: {
			form: 'send',
			code: 'look_at_the_fields',
			values: { activityCode: '25.62B', postcode: '68100', languages: ['fr', 'de'] },
			errors: { activityCode: expect.any(String) }
		}
	});
	expect(JSON.stringify(await refused(secret))).not.toMatch(/filature|123456|letter/);
});

test('a form that is sent after the session ended is kept: by its page, or without a script by another', async () => {
	const typed: [string, string][] = [
		['title', 'Trois pièces par minute'],
		['password', 'Une filature en 1812']
	];
	expect(await refused(typed, forbidden(), { 'x-sveltekit-action': 'true' })).toMatchObject({
		status: 401,
		data: { code: 'session_over', values: { title: 'Trois pièces par minute' } }
	});
	await expect(refused(typed, forbidden())).rejects.toMatchObject({
		status: 401,
		body: { code: 'session_over', again: [['title', 'Trois pièces par minute']] }
	});
});

test('who is not signed in yet reads why they are not let in, and not that a session ended', async () => {
	expect(await refused([['email', 'martine@fonderie.example']], new Refusal('sign_in_refused', { status: 401 }))).toMatchObject({
		status: 401,
		data: { code: 'sign_in_refused', values: { email: 'martine@fonderie.example' } }
	});
});

test('fields become what the schema describes', () => {
	const schema = z.object({
		name: z.string(),
		staff: z.number().optional(),
		open: z.boolean(),
		languages: z.array(z.string()),
		description: z.object({ fr: z.string().optional(), de: z.string().optional() })
	});
	const fields: [string, string][] = [
		['name', 'Filature'],
		['staff', ' 12,5 '],
		['languages', 'fr'],
		['languages', ''],
		['description.fr', 'Tissus'],
		['stranger', 'x']
	];
	expect(fromForm(schema, sent(fields))).toEqual({
		name: 'Filature',
		staff: 12.5,
		open: false,
		languages: ['fr'],
		description: { fr: 'Tissus' }
	});
});

test('numbered rows become a list, without those left empty at its end', () => {
	const schema = z.object({ terms: z.object({ steps: z.array(z.object({ from: z.string(), rent: z.number() })).default([]) }) });
	const rows: [string, string][] = [
		['terms.steps.0.from', '2027-01-01'],
		['terms.steps.0.rent', '12,5'],
		['terms.steps.1.from', ''],
		['terms.steps.1.rent', ''],
		['terms.steps.2.from', '2028-01-01'],
		['terms.steps.2.rent', '13'],
		['terms.steps.3.from', ''],
		['terms.steps.nth.from', 'no row']
	];
	expect(fromForm(schema, sent(rows))).toEqual({
		terms: { steps: [{ from: '2027-01-01', rent: 12.5 }, {}, { from: '2028-01-01', rent: 13 }] }
	});
	expect(fromForm(schema, sent([]))).toEqual({ terms: { steps: [] } });
});
