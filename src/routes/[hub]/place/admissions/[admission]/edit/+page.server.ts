import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { communeWritten } from '#ecosystem/addresses.ts';
import {
	addAdmissionSite,
	PresentSiteInput,
	removeAdmissionSite,
	RemoveSite,
	SaveJobs,
	saveJobs,
	SaveWish,
	saveWish,
	SendAdmission,
	sendAdmission
} from '#place/admissions/admissions.ts';
import { findAdmission } from '#place/admissions/admissions-shown.ts';
import { futures, openStages, wantedUses } from '#place/admissions/choices.ts';
import { addDocument } from '#place/admissions/documents.ts';
import { mayWriteFile } from '#place/admissions/policy.ts';
import { ruleOf } from '#place/admissions/rules.ts';
import { numberIn, reckoningSaid, wantedUseOptions } from '#place/admissions/said.ts';
import { findUnit } from '#place/plan.ts';
import { db } from '#platform/db.server.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { authorize, refuse } from '#platform/refusal.ts';
import { readSettings } from '#platform/settings.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const steps = ['wish', 'jobs', 'documents', 'send'] as const;
type Step = (typeof steps)[number];

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	const file = await findAdmission(actor, { admission: params.admission });
	authorize(mayWriteFile(actor, file.organisation));
	const wanted = url.searchParams.get('step') as Step;
	// Documents may still be replaced after the rest is closed.
	const open = file.may.write ? steps : file.stage === 'draft' || openStages.includes(file.stage) ? (['documents'] as const) : [];
	if (!open.length) redirect(303, `/${params.hub}/place/admissions/${file.id}`);
	const step = (open as readonly Step[]).includes(wanted) ? wanted : open[0]!;
	const unit = z.uuid().safeParse(url.searchParams.get('unit')).data;
	const asked = unit && step === 'wish' && !file.use ? await findUnit(actor, { unit }) : null;
	const rule = await ruleOf(db, actor.hub);
	const number = numberIn(locale);
	return {
		id: file.id,
		version: file.version,
		number: file.number,
		firm: file.firm,
		step,
		steps: open.map((key) => ({
			key,
			href: `${url.pathname}?step=${key}`,
			label: say(`admission_step_${key}`, {}, locale),
			current: key === step
		})),
		isSaved: url.searchParams.has('saved'),
		isDraft: file.stage === 'draft',
		wish: {
			activity: file.activity,
			use: file.use ?? ((wantedUses as readonly string[]).includes(asked?.use ?? '') ? (asked?.use ?? '') : ''),
			people: file.people,
			m2Least: file.m2Least ?? asked?.m2 ?? null,
			m2Most: file.m2Most,
			wantedFrom: file.wantedFrom ?? asked?.freeFrom ?? '',
			why: file.why
		},
		uses: wantedUseOptions(locale),
		jobs: {
			hasNoSite: file.hasNoSite,
			created12: file.created12,
			created24: file.created24,
			created36: file.created36,
			transferReason: file.transferReason
		},
		sites: file.sites.map((site) => ({
			id: site.id,
			commune: communeWritten(site.commune, site.communeName),
			said: say(
				'admission_site_said',
				{
					jobs: number(site.jobs),
					moved: number(site.jobsMoved),
					kept: number(site.jobsKept),
					freed: number(site.m2Freed),
					m2: number(site.m2)
				},
				locale
			),
			becomes: say(`admission_becomes_${site.becomes}`, {}, locale)
		})),
		countries: ['FR', 'DE', 'CH', 'BE', 'LU', 'AT', 'IT'].map((code) => ({
			value: code,
			label: new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code
		})),
		futures: futures.map((future) => ({
			value: future,
			label: say(`admission_becomes_${future}`, {}, locale),
			hint: say(`admission_becomes_${future}_hint`, {}, locale)
		})),
		isTransfer: file.isTransfer,
		reckoned: reckoningSaid(file, rule.horizon, rule.mostMovedPercent, rule.leastNetJobs, locale),
		documents: (file.documents ?? []).map((document) => ({
			...document,
			stateSaid: say(`admission_document_${document.state ?? 'missing'}`, {}, locale),
			tone: document.state === 'accepted' ? ('good' as const) : document.state === 'refused' ? ('wrong' as const) : ('plain' as const)
		})),
		missing: file.missing.map((field) => ({
			label: say(`admission_field_${field.replaceAll(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`)}`, {}, locale),
			href: `${url.pathname}?step=${['hasNoSite', 'transferReason', 'created12', 'created24', 'created36'].includes(field) ? 'jobs' : 'wish'}#field-${field}`
		})),
		lacking: file.lacking,
		megabytes: readSettings().KM0_UPLOAD_MB
	};
};

const Sent = z.object({ admission: z.uuid(), kind: z.uuid(), file: z.instanceof(File, { error: 'required' }) });

export const actions: Actions = {
	wish: form(SaveWish, async (input, { locals, url }) => {
		await saveWish(locals.actor, input);
		redirect(303, `${url.pathname}?step=jobs&saved`);
	}),
	site: form(PresentSiteInput, async (input, { locals, url }) => {
		await addAdmissionSite(locals.actor, input);
		redirect(303, `${url.pathname}?step=jobs&saved`);
	}),
	removeSite: form(RemoveSite, async (input, { locals, url }) => {
		await removeAdmissionSite(locals.actor, input);
		redirect(303, `${url.pathname}?step=jobs&saved`);
	}),
	jobs: form(SaveJobs, async (input, { locals, url }) => {
		const { id } = await saveJobs(locals.actor, input);
		// Whoever is found to make a transfer is asked why before anything else.
		const { isTransfer, transferReason } = await findAdmission(locals.actor, { admission: id });
		redirect(303, `${url.pathname}?step=${isTransfer && !transferReason ? 'jobs' : 'documents'}&saved`);
	}),
	document: form(Sent, async ({ file, ...input }, { locals, url }) => {
		if (!file.size) throw refuse('file', 'required');
		await addDocument(locals.actor, input, file);
		redirect(303, `${url.pathname}?step=documents&saved`);
	}),
	send: form(SendAdmission, async (input, { locals, params }) => {
		const { id } = await sendAdmission(locals.actor, input);
		redirect(303, `/${params.hub}/place/admissions/${id}?sent`);
	})
};
