import { readApart } from '#platform/files/apart.ts';
import { FileRefused } from '#platform/files/refused.ts';
import { refuse } from '#platform/refusal.ts';
import { readSettings } from '#platform/settings.ts';
import { limits } from './sheet.ts';

export interface Asked {
	bytes: Uint8Array;
	sheet?: string;
}

export interface Reading {
	sheets: string[];
	sheet: string | null;
	headers: string[];
	count: number;
	/** Lines as JSON, some hundred at a time: they go on into the database as they are. */
	batches: string[];
}

export type Answered = Reading | { code: string; params: Record<string, string | number> };

export const mostMegabytes = () => Math.min(limits.megabytes, readSettings().KM0_UPLOAD_MB);

/** What a file holds, read where it can hold up nobody; or a refusal beside the field `file`. */
export async function readFile(bytes: Uint8Array, sheet?: string): Promise<Reading> {
	const maximum = mostMegabytes();
	if (bytes.byteLength > maximum * 1_000_000) throw refuse('file', 'import_too_heavy', { maximum });
	const read = await readApart<Asked, Answered>('src/imports/reader.ts', { bytes, sheet }, { seconds: 30, megabytes: 700 }).catch(
		(error: unknown): Answered => {
			if (error instanceof FileRefused) return { code: 'import_damaged', params: {} };
			throw error;
		}
	);
	if ('code' in read) throw refuse('file', read.code, read.params);
	return read;
}
