import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { Account } from '#ecosystem/accounts.ts';
import { uploadsOf } from '#ecosystem/attachments.ts';
import { acrossHubs } from '#platform/db.server.ts';
import type { Locale } from '#platform/i18n.ts';
import { rowsOf, type OwnData } from './own-data.ts';
import { readable, type OwnFile } from './own-page.ts';
import { register } from './register.ts';

/** How far it is, in percent. */
export type Tell = (percent: number) => Promise<void>;

/** Everything about a person as one ZIP, while it is read: `index.html` to read, `data/…json` for programs, `files/…` as they were uploaded. */
export async function* zipOf(account: Account, locale: Locale, tell: Tell = async () => {}): AsyncGenerator<Uint8Array> {
	const packed: Uint8Array[] = [];
	const zip = new Zip((error, chunk) => {
		if (error) throw error;
		packed.push(chunk);
	});
	const add = (name: string, content: string) => {
		const entry = new ZipDeflate(name);
		zip.add(entry);
		entry.push(new TextEncoder().encode(content), true);
		return packed.splice(0);
	};

	const data: OwnData = {};
	for (const [nth, held] of register.entries()) {
		const rows = await acrossHubs(() => rowsOf(held, account));
		data[held.table] = rows;
		yield* add(`data/${held.table}.json`, JSON.stringify(rows, null, '\t'));
		await tell((nth / register.length) * 40);
	}

	const uploads = await acrossHubs(() => uploadsOf(account.id));
	const whole = uploads.reduce((sum, { size }) => sum + size, 0);
	const files: OwnFile[] = [];
	let done = 0;
	for (const { hub, id, name, open } of uploads) {
		const content = await open();
		if (!content) continue;
		// Two files may have one name.
		const path = `files/${hub}/${id.slice(0, 8)} ${name.replaceAll(/[/\\]/g, '-')}`;
		const entry = new ZipPassThrough(path);
		zip.add(entry);
		for await (const chunk of content) {
			entry.push(chunk as Uint8Array);
			done += (chunk as Uint8Array).length;
			yield* packed.splice(0);
			await tell(40 + (done / Math.max(1, whole)) * 55);
		}
		entry.push(new Uint8Array(0), true);
		yield* packed.splice(0);
		files.push({ name: `${name} (${hub})`, path });
	}

	yield* add('index.html', readable(data, { name: account.name, locale, files }));
	zip.end();
	yield* packed.splice(0);
}
