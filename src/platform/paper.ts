import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { Locale } from './i18n.ts';

const weights = ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold'];

const require = createRequire(import.meta.url);

let compiler: NodeCompiler | undefined;
/** Loaded with the first paper: whoever only reads the routes, as the build does in a thread that it ends, must not load native code. */
const typesetter = () =>
	(compiler ??= (require('@myriaddreamin/typst-ts-node-compiler') as { NodeCompiler: typeof NodeCompiler }).NodeCompiler.create({
		workspace: tmpdir(),
		fontArgs: [
			{
				fontBlobs: weights.map((weight) =>
					readFileSync(require.resolve(`@expo-google-fonts/hanken-grotesk/${weight}/HankenGrotesk_${weight}.ttf`))
				)
			}
		]
	}));

/** What every paper starts from: our letters on A4, `data` as it was given, and the brick red of the house. */
const house = `#let data = json(bytes(sys.inputs.data))
#let brick = rgb("#97351f")
#set page(paper: "a4", margin: (x: 22mm, y: 24mm), numbering: "1 / 1")
#set text(font: "Hanken Grotesk", size: 10.5pt, lang: sys.inputs.locale)
#set par(leading: 0.7em)
#show heading: set text(fill: brick)
`;

/**
 * Sets a paper and returns it as a tagged PDF. The template is Typst and finds what it tells in `data` (anything JSON can say), so that
 * nothing that people typed is ever read as code. Pictures (PNG, JPEG, SVG) are named by the template as `image("/name")`.
 * Refuses nothing: a template that does not compile throws, because it is ours. A page takes a few milliseconds.
 */
export function paper(template: string, data: object, locale: Locale, pictures: Record<string, Buffer> = {}): Buffer {
	const set = typesetter();
	const paths = Object.keys(pictures).map((name) => join(tmpdir(), name));
	for (const [nth, picture] of Object.values(pictures).entries()) set.mapShadow(paths[nth] as string, picture);
	try {
		return set.pdf({
			mainFileContent: house + template,
			inputs: { data: JSON.stringify(data, (_, value) => (typeof value === 'string' ? value.toWellFormed() : value)), locale }
		});
	} catch (problem) {
		const [said] = Array.isArray((problem as { shortDiagnostics?: unknown }).shortDiagnostics)
			? (problem as { shortDiagnostics: unknown[] }).shortDiagnostics
			: [problem];
		throw new Error(`the paper does not compile: ${JSON.stringify(said)}`, { cause: problem });
	} finally {
		for (const path of paths) set.unmapShadow(path);
		set.evictCache(3);
	}
}
