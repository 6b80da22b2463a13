import { join } from 'node:path';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';
import { words } from './words.config.ts';

const wordsInBrowser = join(import.meta.dirname, 'src/platform/words-in-browser.ts');

/** In the browser a message is its three sentences, without the function around each and the runtime that the compiler writes. */
const shortWords: Plugin = {
	name: 'short-words',
	enforce: 'pre',
	applyToEnvironment: ({ name }) => name === 'client',
	resolveId: {
		filter: { id: /\/paraglide\/runtime\.js$/ },
		handler: () => wordsInBrowser
	},
	transform: {
		filter: { id: /\/paraglide\/messages\/(?!_index)/ },
		handler(code, id) {
			const name = /export const (\w+)/.exec(code)?.[1];
			const said = [...code.matchAll(/^const (?:fr|de|en)_\w+ = .*?\((i?)\) => \{\s*return .*?\((`(?:[^`\\]|\\.)*`)\)\s*\};/gms)];
			if (!name || said.length !== 3) throw new Error(`no three sentences in ${id}`);
			const sentences = said.map(([, gaps, sentence]) => (gaps ? `(${gaps}) => ${sentence}` : sentence));
			return {
				code: `import { pick } from '${wordsInBrowser}';\nexport const ${name} = /*#__PURE__*/ pick(${sentences.join(', ')});`,
				map: null
			};
		}
	}
};

export default defineConfig({
	plugins: [
		paraglideVitePlugin(words),
		shortWords,
		tailwindcss(),
		sveltekit({
			adapter: adapter(),
			csp: {
				mode: 'nonce',
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					'style-src': ['self'],
					// The length of a bar stands in its style attribute, so that it is drawn before any script runs.
					'style-src-attr': ['unsafe-inline'],
					'img-src': ['self', 'data:', 'blob:'],
					'font-src': ['self'],
					'connect-src': ['self'],
					'object-src': ['none'],
					'base-uri': ['none'],
					'form-action': ['self'],
					'frame-ancestors': ['none']
				}
			}
		})
	],
	environments: {
		client: {
			build: {
				// Without the names of what each page may need next, which would be shipped with every page.
				modulePreload: { resolveDependencies: () => [] },
				rolldownOptions: {
					// Each page gets the words that it says, and not those of all pages.
					treeshake: { moduleSideEffects: [{ test: /\/platform\/(paraglide\/messages|words-in-browser)/, sideEffects: false }] },
					// What most pages share is one file, as many small ones weigh more; forms are not on most pages.
					output: { codeSplitting: { groups: [{ name: 'common', test: /\/src\/(?!ui\/(Field|FormNotice))/, minShareCount: 14 }] } }
				}
			}
		}
	},
	ssr: { external: ['sharp', 'pg', 'pg-boss', 'nodemailer', 'pino', '@myriaddreamin/typst-ts-node-compiler', 'highs'] }
});
