// Compiles the messages of `messages/` to `src/platform/paraglide/`.
import { compile } from '@inlang/paraglide-js';
import { words } from '../project.inlang/words.ts';

await compile(words);
