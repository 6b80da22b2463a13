import { db } from '#platform/db.server.ts';
import { system, type Actor } from '#platform/actor.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { workThrough } from '#platform/jobs.ts';
import type { importsApi } from './api.ts';
import { createImport, importRows, ListRows, previewImport, runImport, RunImport } from './imports.ts';

const word = () => Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => String.fromCharCode(97 + (byte % 26))).join('');

/** A firm of its own, and one that is most likely there already. */
function fileOf(nth = word()) {
	return Buffer.from(`Nom;Type;Ville;CP\r\nForge ${nth};PME;Mulhouse;68100\r\nForgge ${nth};PME;Mulhouse;68100\r\n`);
}

async function taken(actor: Actor) {
	const one = await createImport(system(actor.hub), { kind: 'organisations', name: 'firms.csv' }, fileOf());
	return { import: one.id, mapping: one.mapping };
}

async function previewed(actor: Actor) {
	const { import: id } = await taken(actor);
	await previewImport(system(actor.hub), { import: id });
	await workThrough();
	return { import: id };
}

async function contact(actor: Actor) {
	const { id } = await db
		.insertInto('contacts')
		.values({ hub: actor.hub, email: `${word()}@firm.example`, name: `Léa ${word()}`, source: 'Salon', legalBasis: 'interest' })
		.returning('id')
		.executeTakeFirstOrThrow();
	return { contact: id };
}

export const importsExamples = {
	importFields: () => ({ kind: 'offers' }),
	createImport: () => ({ kind: 'organisations', name: 'firms.csv', content: fileOf().toString('base64') }),
	listImports: () => ({ q: 'firms' }),
	findImport: async (actor) => ({ import: (await taken(actor)).import }),
	chooseImportSheet: async (actor) => {
		const { toXlsx } = await import('#platform/export/xlsx.ts');
		const columns = [{ key: 'name', header: 'Nom', type: 'text' as const }];
		const rows = [{ name: `Forge ${word()}` }];
		const pieces = await Array.fromAsync(toXlsx(columns, rows, 'A', { more: [{ name: 'B', columns, rows }] }));
		const { id } = await createImport(system(actor.hub), { kind: 'organisations', name: 'firms.xlsx' }, Buffer.concat(pieces));
		return { import: id, sheet: 'B' };
	},
	setImportColumns: async (actor) => ({ ...(await taken(actor)), meanings: { kind: { '': 'industrial_sme' } } }),
	unknownImportValues: async (actor) => ({ import: (await taken(actor)).import }),
	previewImport: async (actor) => ({ import: (await taken(actor)).import }),
	importRows: async (actor) => ({ ...(await previewed(actor)), verdict: 'new' }),
	decideImportRow: async (actor) => {
		const { import: id } = await previewed(actor);
		const { items } = await importRows(system(actor.hub), ListRows.parse({ import: id, verdict: 'likely' }));
		return { import: id, line: items[0]?.line, decision: 'new' };
	},
	runImport: async (actor) => ({ ...(await previewed(actor)), changedRows: 'fill', likelyRows: 'skip' }),
	cancelImport: async (actor) => {
		const { import: id } = await previewed(actor);
		await runImport(system(actor.hub), RunImport.parse({ import: id }));
		return { import: id };
	},
	listContacts: () => ({ q: 'léa' }),
	inviteContact: contact,
	forgetContact: contact
} satisfies Examples<typeof importsApi>;
