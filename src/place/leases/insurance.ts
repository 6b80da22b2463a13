import { z } from 'zod';
import { inspected, received, SentFile } from '#ecosystem/attachments.ts';
import { actsFor, type Actor } from '#platform/actor.ts';
import { transaction } from '#platform/db.server.ts';
import { changes, record } from '#platform/journal.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { requiredText } from '#platform/shapes.ts';
import { clockOf, today } from '../days.ts';
import type { Id } from '../floors.ts';
import { mayManagePlace } from '../policy.ts';
import { keepPaper, nameOf } from './papers.ts';
import { leasesOpenTo } from './policy.ts';
import { tellManagers } from './told.ts';

export const Insured = z.object({ lease: z.uuid(), insurer: requiredText(120), insuranceEndsOn: z.iso.date() });
export const RenewInsurance = SentFile.extend(Insured.shape);

/** Takes in the certificate of an insurance that was renewed, from the tenant or who runs the place. */
export const renewInsurance = (actor: Actor, { name, content, ...input }: z.output<typeof RenewInsurance>) =>
	takeCertificate(actor, input, received({ name, content }));

export async function takeCertificate(actor: Actor, { lease: id, ...after }: z.output<typeof Insured>, file: File): Promise<Id> {
	authorize(mayManagePlace(actor) || actor.organisations.length > 0);
	if (after.insuranceEndsOn < today(await clockOf(actor.hub))) throw refuse('insuranceEndsOn', 'insurance_is_over');
	const [certificate] = await inspected([file]);
	if (!certificate || !(certificate.kind === 'pdf' || certificate.mime.startsWith('image/')))
		throw refuse('files', 'pdf_or_picture_expected');
	return transaction(async (tx) => {
		const lease = found(
			await tx
				.selectFrom('leases')
				.selectAll()
				.where('leases.hub', '=', actor.hub)
				.where('leases.id', '=', id)
				.where(leasesOpenTo(actor))
				.forUpdate()
				.executeTakeFirst()
		);
		authorize(mayManagePlace(actor) || actsFor(actor, lease.tenant));
		if (lease.state !== 'signed') throw conflict('lease_does_not_run');
		await keepPaper(tx, actor, id, {
			kind: 'insurance',
			name: `${nameOf(lease.number)}-assurance-${after.insuranceEndsOn}.${certificate.kind}`,
			content: certificate.cleaned,
			mime: certificate.mime
		});
		await tx
			.updateTable('leases')
			.set({ ...after, version: lease.version + 1, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.execute();
		await record(tx, actor, 'lease.insured', id, changes<object>(lease, after));
		if (!mayManagePlace(actor)) await tellManagers(tx, actor.hub, 'lease_insured', lease);
		return { id };
	});
}
