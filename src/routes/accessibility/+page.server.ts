import { readSettings } from '#platform/settings.ts';
import type { PageServerLoad } from './$types';

const address = readSettings().KM0_MAIL_FROM.match(/[^\s<]+@[^\s>]+/)?.[0] ?? '';

// An installation that sends no mail reads none either.
export const load: PageServerLoad = () => ({ address: address.endsWith('@localhost') ? null : address });
