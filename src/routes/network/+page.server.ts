import { z } from 'zod';
import { makeSetupLink } from '#ecosystem/hubs.ts';
import { BeginNetwork, beginNetwork, hubsOfAll, networks, RenameNetwork, renameNetwork } from '#ecosystem/networks.ts';
import { backupState } from '#platform/backup/scheduled.ts';
import { form } from '#platform/form.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => ({
	hubs: await hubsOfAll(signedIn(event)),
	networks: await networks(),
	backups: await backupState()
});

export const actions: Actions = {
	link: form(z.object({}), async (_, event: RequestEvent) => ({ link: await makeSetupLink(signedIn(event)) })),
	begin: form(BeginNetwork, async (input, event: RequestEvent) => {
		await beginNetwork(signedIn(event), input);
		return { done: 'begun' as const };
	}),
	rename: form(RenameNetwork, async (input, event: RequestEvent) => {
		await renameNetwork(signedIn(event), input);
		return { done: 'renamed' as const };
	})
};
