import { locales, type Locale } from '#platform/i18n.ts';
import { refuse } from '#platform/refusal.ts';
import { folded } from '#platform/text/folded.ts';
import { activityLabel, checkActivity, divisionCodes, divisionLabel, type Nomenclature } from './activities/activities.ts';
import nafLines from './activities/naf-rev2.json' with { type: 'json' };

interface Line {
	code: string;
	nomenclature: Nomenclature;
	words: string;
}

const plain = (text: string) =>
	` ${folded(text)
		.split(/[^a-z0-9]+/)
		.join(' ')}`;

// Subclasses are what firms carry; divisions stand for the nomenclatures of which only those are known.
const subclasses: Line[] = nafLines
	.map((line) => line.split(' | '))
	.filter(([code]) => /[A-Z]$/.test(code) && code.length > 1)
	.map(([code, label]) => ({ code, nomenclature: 'NAFREV2', words: plain(label) }));
const divisions = (nomenclature: Nomenclature): Line[] =>
	divisionCodes.map((code) => ({ code, nomenclature, words: plain(locales.map((locale) => divisionLabel(code, locale)).join(' ')) }));
const lines: Record<Nomenclature, Line[]> = {
	NAFREV2: [...subclasses, ...divisions('NAFREV2')],
	NAF2025: divisions('NAF2025'),
	NACE: divisions('NACE')
};

export interface FoundActivity {
	code: string;
	label: string;
}

/** Activities whose code begins so, or whose label has words that begin so. */
export function findActivities(typed: string, nomenclature: Nomenclature, locale: Locale, limit = 12): FoundActivity[] {
	const told = ({ code }: Line) => ({ code, label: activityLabel(code, nomenclature, locale) });
	const code = typed.toUpperCase().replace(/[\s.]/g, '');
	if (/^\d{1,4}[A-Z]?$/.test(code))
		return lines[nomenclature]
			.filter((line) => line.code.replace('.', '').startsWith(code))
			.slice(0, limit)
			.map(told);
	const words = plain(typed)
		.split(' ')
		.filter((word) => word.length > 2);
	if (words.length === 0) return [];
	return lines[nomenclature]
		.filter((line) => words.every((word) => line.words.includes(` ${word}`)))
		.slice(0, limit)
		.map(told);
}

/** The code that was typed, alone or before its label; words are no code, and refused with the hint to choose. */
export function activityMeant({ activityCode = '', activityNomenclature }: { activityCode?: string; activityNomenclature?: Nomenclature }) {
	if (!activityCode) return { activityCode: null, activityNomenclature: null };
	const nomenclature = activityNomenclature ?? 'NAFREV2';
	const typed = /^\s*(\d[\d.]*[a-z]?|[a-u])(?=[\s,–-]|$)/i.exec(activityCode)?.[1];
	if (!typed) throw refuse('activityCode', 'activity_choose');
	const checked = checkActivity(typed, nomenclature);
	if (!checked.ok) throw refuse('activityCode', checked.code);
	return { activityCode: checked.value, activityNomenclature: nomenclature };
}
