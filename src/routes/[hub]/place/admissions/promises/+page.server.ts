import { listOn } from '#ecosystem/list-address.ts';
import { admissionParts } from '#place/admissions/parts.ts';
import { ListPromises, listPromises, netJobsByYear } from '#place/admissions/promises.ts';
import { numberIn, signedIn as signed } from '#place/admissions/said.ts';
import { dayIn } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { say } from '#platform/i18n.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url, params } = event;
	const { actor, locale } = locals;
	const { filter, page, ...list } = await listOn(url, ListPromises, (filter) => listPromises(actor, filter));
	const years = await netJobsByYear(actor);
	const [day, number, net] = [dayIn(locale), numberIn(locale), signed(locale)];
	return {
		tabs: placeTabs(actor, 'admissions'),
		parts: admissionParts(actor, 'promises'),
		q: filter.q,
		state: filter.state,
		states: (['all', 'declared', 'short', 'late'] as const).map((state) => ({
			value: state,
			label: say(`admission_promises_${state}`, {}, locale)
		})),
		years: years.map(({ year, promised, promisedByDeclared, notDeclared, real, promises, declared }) => ({
			year,
			href: `${url.pathname}?dueIn=${year}`,
			promised: net(promised),
			promisedByDeclared: real === null ? '–' : net(promisedByDeclared),
			real: real === null ? '–' : net(real),
			isShort: real !== null && real < promisedByDeclared,
			notDeclared: declared === promises ? '–' : net(notDeclared),
			declared: say('admission_declared_of', { declared, promises }, locale)
		})),
		lines: page.items.map((line) => ({
			key: line.key,
			number: line.number,
			href: `/${params.hub}/place/admissions/${line.admission}`,
			firm: line.firm,
			year: line.year,
			due: day(line.dueOn),
			promised: net(line.promised),
			real: line.real === null ? null : net(line.real),
			isShort: line.real !== null && line.real < line.promised,
			how:
				line.real === null
					? ''
					: say(
							'admission_promise_how',
							{ here: number(line.jobsHere ?? 0), elsewhere: number(line.jobsElsewhere ?? 0), before: number(line.jobsBefore) },
							locale
						),
			words: line.words,
			stateSaid: say(`admission_promise_${line.state}`, {}, locale),
			isLate: line.state === 'late'
		})),
		...list
	};
};
