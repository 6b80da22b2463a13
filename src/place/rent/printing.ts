// Papers as files: what a page hands out and what a program is given in base64.
import { zipSync } from 'fflate';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { say } from '#platform/i18n.ts';
import { notFound } from '#platform/refusal.ts';
import { locale } from '#platform/shapes.ts';
import { noticesOf, print, schedulePaper } from './notices.ts';
import { chosen, printed, statementPapers, worksPaper } from './papers.ts';
import { ListRevisions } from './revisions.ts';
import { findStatement } from './charges.ts';

const Printing = z.object({
	/** The reader's own if left out. */
	lang: locale.optional()
});
const Many = Printing.extend({
	/** One PDF, or a ZIP with one for each. */
	as: z.enum(['pdf', 'zip']).default('pdf')
});

export const PaperFile = z.object({ name: z.string(), mime: z.string(), content: z.base64() });

export interface Paper {
	name: string;
	mime: string;
	bytes: Uint8Array;
}

export const inBase64 = ({ bytes, ...file }: Paper) => ({ ...file, content: Buffer.from(bytes).toString('base64') });

export const sent = ({ name, mime, bytes }: Paper) =>
	new Response(new Uint8Array(bytes), {
		headers: { 'content-type': mime, 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'private, no-store' }
	});

const named = (words: string) => words.replaceAll(/[^\w-]+/g, '-');
const pdf = (name: string, bytes: Uint8Array): Paper => ({ name: `${name}.pdf`, mime: 'application/pdf', bytes });
const zip = (name: string, papers: readonly Paper[]): Paper => ({
	name: `${name}.zip`,
	mime: 'application/zip',
	bytes: zipSync(Object.fromEntries(papers.map((paper) => [paper.name, paper.bytes])), { level: 0 })
});

export const PrintLetters = Many.extend(ListRevisions.omit({ cursor: true, limit: true }).shape);

/** The letters of revisions that are chosen as in their list. */
export async function printLetters(
	actor: Actor,
	{ as, lang = actor.locale, ids, ...filter }: z.output<typeof PrintLetters>
): Promise<Paper> {
	const revisions = await chosen(actor, { ...filter, ids: ids?.length ? ids : undefined });
	if (!revisions.length) throw notFound();
	if (as === 'pdf') return pdf('rent-letters', await printed(actor, revisions, lang));
	const papers: Paper[] = [];
	for (const one of revisions) papers.push(pdf(`${named(one.number)}-${one.effectiveOn}`, await printed(actor, [one], lang)));
	return zip('rent-letters', papers);
}

export const PrintStatement = Many.extend({ statement: z.uuid(), lease: z.uuid().optional() });

/** The statement of charges of each tenant, or of one lease. */
export async function printStatement(
	actor: Actor,
	{ as, lang = actor.locale, statement, lease = undefined }: z.output<typeof PrintStatement>
): Promise<Paper> {
	if (as === 'pdf') return pdf('charges', await statementPapers(actor, statement, lease ?? null, lang));
	const { tenants, year } = await findStatement(actor, { statement });
	const papers: Paper[] = [];
	for (const one of tenants)
		if (!lease || one.lease === lease)
			papers.push(pdf(`${named(one.number)}-${year}`, await statementPapers(actor, statement, one.lease, lang)));
	if (!papers.length) throw notFound();
	return zip('charges', papers);
}

export const PrintSchedule = Printing.extend({ lease: z.uuid() });

/** What a lease owes from this year on, for its tenant too. */
export async function printSchedule(actor: Actor, { lease, lang = actor.locale }: z.output<typeof PrintSchedule>): Promise<Paper> {
	const { number, bytes } = await schedulePaper(actor, lease, lang);
	return pdf(named(say('rent_file_schedule', { number }, lang)), bytes);
}

export const PrintNotices = Many.extend({
	/** Due from this day, and until that one. */
	from: z.iso.date(),
	until: z.iso.date(),
	lease: z.uuid().optional()
});

/** Rent notices, one page for each lease and day on which something is due; a tenant has those of their own lease. */
export async function printNotices(actor: Actor, { as, lang = actor.locale, ...filter }: z.output<typeof PrintNotices>): Promise<Paper> {
	const notices = await noticesOf(actor, filter, lang);
	if (!notices.length) throw notFound();
	if (as === 'pdf') return pdf('rent-notices', print(notices, lang));
	return zip(
		'rent-notices',
		notices.map((notice) => pdf(`${named(notice.number)}-${notice.dueOn}`, print([notice], lang)))
	);
}

export const PrintWorks = Printing.extend({ site: z.uuid().optional(), lease: z.uuid().optional() });

/** The works of three years before and after, as a letter to the tenant of a lease if it is named. */
export async function printWorks(actor: Actor, { lang = actor.locale, ...input }: z.output<typeof PrintWorks>): Promise<Paper> {
	return pdf('works', await worksPaper(actor, input, lang));
}
