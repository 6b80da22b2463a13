import { readdir } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { workThrough } from '#platform/jobs.ts';
import { newcomer, refusal, stranger } from '#platform/testing/people.ts';
import { attach, inspected, openFile, removeFile } from './attachments.ts';
import { CreateNeed, createNeed } from './needs.ts';
import { findNeed } from './needs-shown.ts';

let mill: Actor;
let neighbour: Actor;
const visitor = stranger('mulhouse');
const note = (text: string, name = 'cahier des charges.txt') => new File([text], name);
const need = async (confidentiality = 'public') =>
	(await createNeed(mill, CreateNeed.parse({ locale: 'fr', title: 'Peser', problem: 'Peser en ligne', confidentiality, opens: true }))).id;

beforeAll(async () => {
	const rows = await db.selectFrom('organisations').select('id').where('hub', '=', 'mulhouse').orderBy('name').limit(2).execute();
	mill = await newcomer('mulhouse', ['member'], rows[0]?.id);
	neighbour = await newcomer('mulhouse', ['member'], rows[1]?.id);
});

async function text(actor: Actor, file: string) {
	const pieces: Buffer[] = [];
	for await (const piece of await (await openFile(actor, file)).content()) pieces.push(piece as Buffer);
	return Buffer.concat(pieces).toString();
}

test('whoever sees a record downloads its files, and nobody else', async () => {
	const open = await need();
	const kept = await need('members');
	const [shown] = await attach(mill, 'need', open, [note('Trois pièces par minute')]);
	const [hidden] = await attach(mill, 'need', kept, [note('Seulement entre nous')]);
	expect(shown).toMatchObject({ name: 'cahier des charges.txt', mime: 'text/plain; charset=utf-8', size: 24 });
	expect(await text(visitor, shown?.id as string)).toBe('Trois pièces par minute');
	expect(await text(neighbour, hidden?.id as string)).toBe('Seulement entre nous');
	expect(await refusal(openFile(visitor, hidden?.id as string))).toBe('not_found');
	expect(await refusal(openFile(stranger('strasbourg'), shown?.id as string))).toBe('not_found');
	expect(await refusal(attach(neighbour, 'need', open, [note('x')]))).toBe('forbidden');
	expect(await refusal(attach(visitor, 'need', kept, [note('x')]))).toBe('not_found');
	expect(await refusal(removeFile(neighbour, { file: shown?.id as string }))).toBe('forbidden');
	expect(await refusal(removeFile(visitor, { file: hidden?.id as string }))).toBe('not_found');
});

test('a removed file is gone, and its bytes too once no record has them', async () => {
	const bytes = async () =>
		(await readdir(process.env.KM0_FILES as string, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;
	const before = await bytes();
	const [one, two] = [await need(), await need()];
	const [first] = await attach(mill, 'need', one, [note('Le même texte')]);
	const [second] = await attach(mill, 'need', two, [note('Le même texte')]);
	expect(await bytes()).toBe(before + 1);
	await removeFile(mill, { file: first?.id as string });
	expect(await refusal(removeFile(mill, { file: first?.id as string }))).toBe('not_found');
	await workThrough();
	expect(await refusal(openFile(mill, first?.id as string))).toBe('not_found');
	expect(await text(visitor, second?.id as string)).toBe('Le même texte');
	await removeFile(mill, { file: second?.id as string });
	await workThrough();
	expect(await bytes()).toBe(before);
	expect((await findNeed(mill, { need: two })).files).toEqual([]);
});

test('ten files at most, even when two people add at once', async () => {
	const id = await need();
	const eight = Array.from({ length: 8 }, (_, nth) => note(`Feuille ${nth}`, `feuille-${nth}.txt`));
	await attach(mill, 'need', id, eight);
	const both = [1, 2].map((nth) => refusal(attach(mill, 'need', id, [note(`a${nth}`), note(`b${nth}`)])));
	expect((await Promise.all(both)).sort()).toEqual(['accepted', 'too_many_files']);
	expect((await findNeed(mill, { need: id })).files).toHaveLength(10);
});

test('what a file is, is read from its bytes', async () => {
	const tries: [string, string | Uint8Array<ArrayBuffer>][] = [
		['page.html', '<!doctype html><script>alert(1)</script>'],
		['logo.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
		['photo.png', '<svg onload="alert(1)"/>'],
		['rapport.pdf', 'rien de tel'],
		['setup.exe', new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0])],
		['vide.txt', '']
	];
	const codes = await Promise.all(tries.map(([name, content]) => refusal(inspected([new File([content], name)]))));
	expect(codes).toEqual([
		'file_type_not_allowed',
		'file_type_not_allowed',
		'file_does_not_match_its_name',
		'file_does_not_match_its_name',
		'file_type_not_allowed',
		'file_empty'
	]);
	const id = await need();
	expect(await refusal(attach(mill, 'need', id, [note('bon'), new File(['<html></html>'], 'x.html')]))).toBe('file_type_not_allowed');
	expect((await findNeed(mill, { need: id })).files).toEqual([]);
});

test('an anonymous need’s files keep their plain names when one of them goes', async () => {
	const id = await need('anonymous');
	const files = await attach(mill, 'need', id, [note('a', 'a.txt'), note('b', 'b.txt'), note('c', 'c.txt')]);
	const names = async () => (await findNeed(visitor, { need: id })).files.map(({ name }) => name).sort();
	expect(await names()).toEqual(['document-1.txt', 'document-2.txt', 'document-3.txt']);
	const gone = (await openFile(visitor, files[0]?.id as string)).name;
	await removeFile(mill, { file: files[0]?.id as string });
	expect(await names()).toEqual(['document-1.txt', 'document-2.txt', 'document-3.txt'].filter((name) => name !== gone));
});
