import { redirect } from '@sveltejs/kit';
import { findHub } from '#ecosystem/hubs.ts';
import { paperByLink, SignByLink, signByLink } from '#place/leases/signing.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const { locale } = locals;
	const paper = await paperByLink(locals.actor, { token: params.token });
	const { timeZone } = found(await findHub(params.hub));
	const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
	const what =
		paper.kind === 'amendment'
			? say('lease_amendments', {}, locale)
			: paper.kind === 'inventory'
				? say('inventory_title', {}, locale)
				: say(`lease_paper_${paper.leaseKind}`, {}, locale);
	return {
		number: paper.number,
		signatory: paper.signatory,
		state: paper.state,
		lead: say('lease_sign_lead', { what, tenant: paper.tenant }, locale),
		until: paper.expiresAt ? say('lease_sign_until', { day: moment.format(paper.expiresAt) }, locale) : '',
		signedAt: paper.signedAt ? moment.format(paper.signedAt) : '',
		hash: paper.sha256,
		document: `/${params.hub}/place/sign/${params.token}/document`
	};
};

export const actions: Actions = {
	sign: form(SignByLink.omit({ token: true }), async (input, { locals, params, request, getClientAddress }) => {
		const token = params.token as string;
		const from = { address: getClientAddress(), browser: request.headers.get('user-agent') ?? '' };
		await signByLink(locals.actor, { ...input, token }, from);
		redirect(303, `/${params.hub}/place/sign/${token}`);
	})
};
