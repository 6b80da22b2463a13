import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

export default ts.config(
	{ ignores: ['build/', 'data/', '.svelte-kit/', 'node_modules/', 'src/platform/paraglide/', 'src/platform/schema.ts'] },
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } },
		rules: { 'svelte/no-navigation-without-resolve': 'off' }
	},
	{
		rules: {
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'no-console': 'error'
		}
	},
	{ files: ['bin/**', 'bench/**'], rules: { 'no-console': 'off' } }
);
