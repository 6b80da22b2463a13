import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';
import { words } from './words.config.ts';

/** In the browser a message is its three sentences, without the function around each that the compiler writes. */
const shortWords: Plugin = {
	name: 'short-words',
	enforce: 'post',
	applyToEnvironment: ({ name }) => name === 'client',
	transform: {
		filter: { id: /\/paraglide\/messages\/(?!_index)/ },
		handler(code) {
			const name = /export const (\w+)/.exec(code)?.[1];
			const said = [...code.matchAll(/^const (?:fr|de|en)_\w+ = .*?\((i?)\) => \{\s*return .*?\((`.*`)\)\s*\};/gm)];
			// A message of several lines is a letter, which no page says.
			if (!name || said.length !== 3) return;
			const sentences = said.map(([, gaps, sentence]) => (gaps ? `(${gaps}) => ${sentence}` : sentence));
			return {
				code: `import { pick } from '../../pick.ts';\nexport const ${name} = /*#__PURE__*/ pick(${sentences.join(', ')});`,
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
					treeshake: { moduleSideEffects: [{ test: /\/platform\/(paraglide\/(messages|runtime|registry)|pick\.ts)/, sideEffects: false }] },
					// What most pages share is one file, as many small ones weigh more; forms are not on most pages.
					output: { codeSplitting: { groups: [{ name: 'common', test: /\/src\/(?!ui\/(Field|FormNotice))/, minShareCount: 14 }] } }
				}
			}
		}
	},
	ssr: { external: ['sharp', 'pg', 'pg-boss', 'nodemailer', 'pino'] }
});
