import { accountLetters, hasMailServer, letters } from '#ecosystem/outbox.ts';
import { say } from '#platform/i18n.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
	await parent();
	const ofAccounts = url.searchParams.get('of') === 'accounts';
	const page = { cursor: url.searchParams.get('cursor') ?? undefined, limit: 25 };
	const { items, next, previous } = ofAccounts ? await accountLetters(locals.account, page) : await letters(locals.actor, page);
	const at = (cursor: string | null) => cursor && `?${ofAccounts ? 'of=accounts&' : ''}cursor=${cursor}`;
	return {
		ofAccounts,
		seesAccounts: locals.account?.isNetworkAdmin === true,
		hasMailServer: hasMailServer(),
		letters: items.map((letter) => ({ ...letter, stateInWords: say(`outbox_state_${letter.state}`) })),
		next: at(next),
		previous: at(previous)
	};
};
