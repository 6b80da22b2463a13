import type { CompilerOptions } from '@inlang/paraglide-js';

/** One place for how messages become code: the web build, the tests and the command line compile the same. */
export const words: CompilerOptions = {
	project: './project.inlang',
	outdir: './src/platform/paraglide',
	strategy: ['globalVariable', 'baseLocale'],
	outputStructure: 'message-modules',
	emitGitIgnore: false,
	emitPrettierIgnore: false
};
