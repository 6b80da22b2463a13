import { randomUUID } from 'node:crypto';
import { madeUpSiren } from '#ecosystem/identifiers.ts';
import { AddOrganisation, addOrganisation } from '#ecosystem/organisations.ts';
import { system, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import type { JsonObject } from '#platform/schema.ts';
import type { Examples } from '#platform/testing/examples.ts';
import type { registerApi } from './api.ts';
import { firmIn } from './company.ts';
import { startRun } from './runs.ts';
import { fakeRegister, unit } from './testing/register.ts';

let nth = 12_000;

/** An invented firm that the register was asked about, in the hands of this actor. */
async function ownFirm(actor: Actor) {
	const siren = madeUpSiren(++nth);
	const typed = { kind: 'digital_firm', name: `Atelier ${randomUUID()}`, commune: 'Thann', siren, confirmed: true };
	const { id: organisation } = await addOrganisation(system(actor.hub), AddOrganisation.parse(typed));
	await entry(actor, siren);
	if (actor.member) {
		await db
			.insertInto('representatives')
			.values({ hub: actor.hub, member: actor.member, organisation, isOwner: true, acceptedAt: new Date() })
			.execute();
		(actor.organisations as { id: string; isOwner: boolean }[]).push({ id: organisation, isOwner: true });
	}
	return { organisation };
}

async function entry({ hub }: Actor, siren = madeUpSiren(++nth)) {
	const found = firmIn({ results: [unit(siren)] } as unknown as Parameters<typeof firmIn>[0], siren);
	await db
		.insertInto('registerEntries')
		.values({
			hub,
			siren,
			state: 'active',
			company: JSON.stringify(found?.company) as unknown as JsonObject,
			expiresAt: new Date('2100-01-01')
		})
		.execute();
	return { siren };
}

/** A register to ask, and nobody at it. */
async function free({ hub }: Actor) {
	process.env.KM0_REGISTER_URL ??= (await fakeRegister()).url;
	await db.deleteFrom('registerRuns').where('hub', '=', hub).execute();
	return {};
}

export const registerExamples: Examples<typeof registerApi> = {
	registerEntry: (actor) => entry(actor),
	organisationInRegister: ownFirm,
	acceptFromRegister: async (actor) => ({ ...(await ownFirm(actor)), version: 1, fields: ['legalName', 'address'] }),
	registerFirms: () => ({ show: 'differing' }),
	registerRun: () => ({}),
	startRegisterRun: free,
	cancelRegisterRun: async (actor) => {
		await free(actor);
		await startRun(system(actor.hub));
		return {};
	}
};
