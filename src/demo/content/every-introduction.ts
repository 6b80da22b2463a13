import { introductions } from './introductions.ts';
import { quietIntroductions } from './introductions-quiet.ts';

export const demoIntroductions = [...introductions, ...quietIntroductions];
