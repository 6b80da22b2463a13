import {
	DeclareConflict,
	declareConflict,
	findCommittee,
	ListCommittees,
	listCommittees,
	ScoreFile,
	scoreFile,
	WriteMinutes,
	writeMinutes
} from '#place/admissions/committees.ts';
import { admissionParts } from '#place/admissions/parts.ts';
import { numberIn, signedIn as signed, stageSaid } from '#place/admissions/said.ts';
import type { Stage } from '#place/admissions/choices.ts';
import { dayIn } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { authorize } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params } = event;
	const { actor, locale } = locals;
	// Whoever sits on none is told that this is not for them; which ones there are, nobody else learns.
	authorize((await listCommittees(actor, ListCommittees.parse({ limit: 1 }))).items.length > 0);
	const view = await findCommittee(actor, { committee: params.committee });
	const number = numberIn(locale);
	return {
		tabs: placeTabs(actor, 'admissions'),
		parts: admissionParts(actor, 'committees'),
		...view,
		day: dayIn(locale)(view.heldOn),
		membersSaid: view.members.map(({ name }) => name).join(', '),
		files: view.files.map((file) => ({
			id: file.id,
			title: `${file.number} · ${file.firm}`,
			firm: file.firm,
			href: `/${params.hub}/place/admissions/${file.id}`,
			stage: stageSaid(file.stage as Stage, locale),
			isTransfer: file.isTransfer,
			net: say('admission_net_short', { jobs: signed(locale)(file.net24) }, locale),
			average: file.average === null ? null : say('committee_average', { score: number(file.average) }, locale),
			mayScore: file.mayScore,
			rows: view.members.map(({ member, name }) => ({
				member,
				name,
				conflict: file.conflicts.find((one) => one.member === member)?.because ?? null,
				scores: view.criteria.map(({ id }) => {
					const own = file.scores.find((one) => one.member === member && one.criterion === id);
					return own ? number(own.score) : '–';
				}),
				words: file.scores
					.filter((one) => one.member === member && one.words)
					.map(({ words }) => words)
					.join(' ')
			})),
			own: view.criteria.map((criterion) => ({
				...criterion,
				score: file.scores.find((one) => one.member === actor.member && one.criterion === criterion.id)?.score ?? null
			}))
		})),
		scale: [0, 1, 2, 3, 4, 5].map((score) => ({ value: String(score), label: String(score) }))
	};
};

export const actions: Actions = {
	score: form(ScoreFile, async (input, { locals }) => ({ saved: await scoreFile(locals.actor, input) })),
	conflict: form(DeclareConflict, async (input, { locals }) => ({ saved: await declareConflict(locals.actor, input) })),
	minutes: form(WriteMinutes, async (input, { locals }) => ({ saved: await writeMinutes(locals.actor, input) }))
};
