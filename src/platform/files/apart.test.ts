import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { acceptUpload, usualLimits } from './inspect.ts';

/** A PDF of nothing but the beginnings of objects, which keeps its reader busy for as long as it has patience. */
const endless = Buffer.from(`%PDF-1.7\n${'1 0 obj\n<<>>\nendobj\n'.repeat(1_000_000)}`);
const refused = async (name: string, bytes: Uint8Array, apart = usualLimits.apart) => {
	const upload = await acceptUpload(name, bytes, { ...usualLimits, apart });
	return upload.ok ? 'accepted' : upload.code;
};

test('while a file keeps its reader busy, everybody else is served', async () => {
	let longest = 0;
	let last = performance.now();
	const others = setInterval(() => {
		longest = Math.max(longest, performance.now() - last);
		last = performance.now();
	}, 20);
	const began = performance.now();
	await refused('endless.pdf', endless);
	clearInterval(others);
	const took = performance.now() - began;
	expect(took).toBeGreaterThan(1000);
	expect(longest).toBeLessThan(took / 2);
}, 60_000);

test('a file that takes too long or too much memory is refused, and the next one is read', async () => {
	expect(await refused('endless.pdf', endless, { seconds: 0.2, megabytes: 700 })).toBe('file_damaged');
	expect(await refused('endless.pdf', endless, { seconds: 60, megabytes: 24 })).toBe('file_damaged');
	const files = Array.from({ length: 6 }, () => refused('a.docx', zipSync({ 'word/document.xml': Buffer.from('<a/>') })));
	expect(new Set(await Promise.all(files)).size).toBe(1);
}, 60_000);
