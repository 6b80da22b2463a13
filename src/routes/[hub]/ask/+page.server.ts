import { ask } from '#matching/matches.ts';
import { limit } from '#platform/limits.ts';
import { readSettings } from '#platform/settings.ts';
import type { PageServerLoad } from './$types';

const { KM0_API_PER_MINUTE } = readSettings();

export const load: PageServerLoad = async ({ locals, url, getClientAddress, setHeaders }) => {
	const text = (url.searchParams.get('text') ?? '').trim().slice(0, 2000);
	setHeaders({ 'cache-control': 'private, no-store' });
	if (!text) return { text, asked: null };
	await limit(`ask:${locals.account?.id ?? getClientAddress()}`, { max: KM0_API_PER_MINUTE, seconds: 60 });
	return { text, asked: await ask(locals.actor, { text, limit: 20 }) };
};
