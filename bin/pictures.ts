// Draws what browsers and other sites show of KM0 into `static/`, from the parts of the interface: `npm exec -- node bin/pictures.ts`.
import { readFile, writeFile } from 'node:fs/promises';
import packed from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';

const vite = await createServer({ server: { middlewareMode: true }, appType: 'custom', logLevel: 'error' });
const { render } = await vite.ssrLoadModule('svelte/server');
const drawn = async (part: string, props: Record<string, unknown>) =>
	render((await vite.ssrLoadModule(`/src/ui/${part}.svelte`)).default, { props }).body as string;
const style = ((await vite.ssrLoadModule('/src/app.css?inline')).default as string).replaceAll(/@font-face\s*\{[^}]*\}/g, '');
const font = async (family: string, file: string) =>
	`@font-face{font-family:'${family}';font-weight:100 900;src:url(data:font/woff2;base64,${await readFile(`src/ui/fonts/${file}.woff2`, 'base64')})}`;
const fonts = (await font('KM0 Text', 'hanken-grotesk-latin')) + (await font('KM0 Display', 'bricolage-grotesque-latin'));

const browser = await chromium.launch({ executablePath: await packed.executablePath(), args: ['--no-sandbox', '--disable-gpu'] });

async function picture(width: number, height: number, body: string) {
	const page = await browser.newPage({ viewport: { width, height }, colorScheme: 'light' });
	await page.setContent(`<style>${fonts}${style}</style><div style="width:${width}px;height:${height}px;overflow:hidden">${body}</div>`);
	await page.evaluate('document.fonts.ready');
	const png = await page.screenshot({ omitBackground: false });
	await page.close();
	return png;
}

/** The roof on paper, as large as its margin lets it be. */
const tile = async (size: number, margin: number) =>
	picture(
		size,
		size,
		`<div class="grid h-full place-items-center bg-paper">
			<div style="width:${size - 2 * margin}px">${(await drawn('Mark', { class: 'block' })).replace('<svg', '<svg width="100%"')}</div>
		</div>`
	);

/** An icon file holds its pictures one after the other, behind a list of their sizes. */
function ico(pictures: { size: number; png: Buffer }[]) {
	const head = Buffer.alloc(6 + 16 * pictures.length);
	head.writeUInt16LE(1, 2);
	head.writeUInt16LE(pictures.length, 4);
	let offset = head.length;
	for (const [nth, { size, png }] of pictures.entries()) {
		const at = 6 + 16 * nth;
		head.writeUInt8(size, at);
		head.writeUInt8(size, at + 1);
		head.writeUInt16LE(1, at + 4);
		head.writeUInt16LE(32, at + 6);
		head.writeUInt32LE(png.length, at + 8);
		head.writeUInt32LE(offset, at + 12);
		offset += png.length;
	}
	return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

const small = await Promise.all([16, 32, 48].map(async (size) => ({ size, png: await tile(size, size / 16) })));
await writeFile('static/favicon.ico', ico(small));
await writeFile('static/apple-touch-icon.png', await tile(180, 24));
await writeFile(
	'static/og.png',
	await picture(
		1200,
		630,
		`<div class="relative h-full bg-paper text-ink">
			<div class="flex items-start justify-between px-20 pt-14">
				<div>
					<p class="flex items-center gap-7 font-display font-extrabold" style="font-size:120px;line-height:1;letter-spacing:-0.03em">
						${await drawn('Mark', { class: 'h-24' })}KM0
					</p>
					<p class="mt-9 font-medium" style="font-size:34px;line-height:1.3">
						Un besoin trouve qui peut aider, et pourquoi.<br />
						<span class="text-soft">Ein Bedarf findet, wer helfen kann.<br />A need finds who can help.</span>
					</p>
				</div>
				${await drawn('Stone', { km: 0, state: 'now', class: 'h-52' })}
			</div>
			${await drawn('Skyline', { class: 'absolute inset-x-0 bottom-0' })}
		</div>`
	)
);

await browser.close();
await vite.close();
