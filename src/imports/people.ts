import { sql } from 'kysely';
import { z } from 'zod';
import { invite } from '#ecosystem/invitations.ts';
import { db } from '#platform/db.server.ts';
import type { Locale } from '#platform/i18n.ts';
import { changes, recordMany } from '#platform/journal.ts';
import { insertMany, updateMany } from '#platform/many.ts';
import { email, locale, requiredText, text } from '#platform/shapes.ts';
import { firmsNamed } from './firms-named.ts';
import {
	isEmpty,
	oncePerFile,
	parsed,
	planOf,
	refusedRow,
	same,
	type Importer,
	type Judged,
	type Row,
	type Said,
	type Task
} from './judging.ts';

const Contact = z.object({
	email,
	personName: requiredText(120),
	title: text(120).default(''),
	personPhone: text(40).default(''),
	locale
});

interface ContactColumns {
	name: string;
	title: string;
	phone: string;
	locale: string;
	organisation: string | null;
}
interface Adding {
	email: string;
	row: ContactColumns;
}
interface Changing {
	id: string;
	version: number;
	email: string;
	before: ContactColumns;
	after: ContactColumns;
	invites: boolean;
}

/** People whom the hub knows of. They get a letter only if whoever imports says so. */
export async function peopleImporter(task: Task): Promise<Importer> {
	const { actor, choices, breathe } = task;
	const { hub } = actor;
	const plan = planOf(task);
	const firm = await firmsNamed(hub);
	const once = oncePerFile();

	async function judge(rows: readonly Row[]): Promise<Judged[]> {
		const looked = rows.map((row) => ({ row, said: plan.of(row.cells) }));
		const addresses = looked.map(({ said }) => addressOf(said)).filter(Boolean);
		const known = await contactsAt(hub, addresses);
		const members = await membersAt(hub, addresses);
		const judged: Judged[] = [];
		for (const { row, said } of looked) {
			const address = addressOf(said);
			const one = judgeOne(row, said, known.get(address), members.has(address));
			judged.push({ ...one, ...(address && { email: address }) });
			await breathe();
		}
		return judged;
	}

	function judgeOne(row: Row, said: Said, contact: Known | undefined, isMember: boolean): Judged {
		const { input, given } = said;
		const person = [input.firstName, input.personName].filter(Boolean).join(' ');
		const named =
			given.has('organisation') || given.has('organisationSiren')
				? firm(String(input.organisation ?? ''), String(input.organisationSiren ?? ''))
				: null;
		const before = once.earlier([addressOf(said)]);
		const read = parsed(Contact, { ...input, personName: person || contact?.name }, plan);
		const wrong = [
			...said.reasons,
			...('reasons' in read ? read.reasons : []),
			...(named && 'code' in named ? plan.beside([named]) : []),
			...(before ? [{ column: null, code: 'import_twice_in_file', params: { line: before } }] : [])
		];
		if (wrong.length || !('data' in read)) return refusedRow(row.line, person, wrong);
		once.keep(row.line, [addressOf(said)]);
		const judged = {
			line: row.line,
			name: person || read.data.email,
			record: contact?.id ?? null,
			reasons: [],
			changes: {},
			likely: [],
			act: null
		};
		if (isMember) return { ...judged, verdict: 'unchanged', reasons: [{ column: null, code: 'import_is_member' }] };
		const { title, personName: name, personPhone: phone, locale: speaks } = read.data;
		const row_: ContactColumns = {
			...{ name, title, phone, locale: speaks },
			organisation: named && 'organisation' in named ? named.organisation : null
		};
		if (!contact) {
			const what: Adding = { email: read.data.email, row: row_ };
			return { ...judged, verdict: 'new', act: { does: 'add', what, reference: null } };
		}
		const { id, version, invitedAt, ...stored } = contact;
		const says: Record<keyof ContactColumns, boolean> = {
			name: Boolean(person),
			title: given.has('title'),
			phone: given.has('personPhone'),
			locale: given.has('locale'),
			organisation: row_.organisation !== null
		};
		const differs = (Object.keys(says) as (keyof ContactColumns)[]).filter((key) => says[key] && !same(stored[key], row_[key]));
		const taken =
			choices.changedRows === 'skip' ? [] : choices.changedRows === 'overwrite' ? differs : differs.filter((key) => isEmpty(stored[key]));
		const pick = (keys: readonly (keyof ContactColumns)[]) => Object.fromEntries(keys.map((key) => [key, row_[key]]));
		const invites = choices.invites && !invitedAt;
		const what: Changing = { id, version, email: read.data.email, before: stored, after: { ...stored, ...pick(taken) }, invites };
		return {
			...judged,
			verdict: differs.length || invites ? 'changed' : 'unchanged',
			changes: changes(stored, pick(differs)),
			act: taken.length || invites ? { does: 'change', what, reference: null } : null
		};
	}

	return {
		judge,
		async write(tx, judged) {
			const adding = judged.filter(({ act }) => act?.does === 'add').map(({ line, act }) => ({ line, ...(act?.what as Adding) }));
			const invitedAt = choices.invites ? new Date() : null;
			const made = adding.map(({ line, email, row }) => ({ line, id: crypto.randomUUID() as string, email, row }));
			const { source, legalBasis } = choices;
			await insertMany(
				tx,
				'contacts',
				made.map(({ id, email, row }) => ({
					...{ hub, id, email, ...row, source, legalBasis, import: task.import, recordedBy: actor.member, invitedAt }
				}))
			);
			const changing = judged.filter(({ act }) => act?.does === 'change').map(({ act }) => act?.what as Changing);
			await updateMany(
				tx,
				'contacts',
				changing.filter(({ invites }) => !invites).map(({ id, version, after }) => ({ hub, id, version, ...after }))
			);
			await updateMany(
				tx,
				'contacts',
				changing.filter(({ invites }) => invites).map(({ id, version, after }) => ({ hub, id, version, ...after, invitedAt }))
			);
			await recordMany(tx, actor, [
				...made.map(({ id }) => ({ what: 'contact.recorded', id })),
				...changing.map(({ id, before, after }) => ({ what: 'contact.changed', id, changed: withoutWords(changes(before, after)) }))
			]);
			if (choices.invites)
				for (const { email, row } of [
					...made,
					...changing.filter(({ invites }) => invites).map(({ email, after }) => ({ email, row: after }))
				])
					await inviteOnce(email, row);
			return new Map(made.map(({ line, id }) => [line, id]));

			async function inviteOnce(email: string, row: ContactColumns) {
				// An invitation that ran out no longer stands in the way of another.
				await tx
					.updateTable('invitations')
					.set({ revokedAt: new Date() })
					.where('hub', '=', hub)
					.where('email', '=', email)
					.where('acceptedAt', 'is', null)
					.where('revokedAt', 'is', null)
					.where('expiresAt', '<', new Date())
					.execute();
				const waits = await tx
					.selectFrom('invitations')
					.select('id')
					.where('hub', '=', hub)
					.where('email', '=', email)
					.where('acceptedAt', 'is', null)
					.where('revokedAt', 'is', null)
					.executeTakeFirst();
				if (!waits)
					await invite(tx, actor, {
						email,
						roles: ['member'],
						locale: row.locale as Locale,
						organisation: row.organisation ?? undefined
					});
			}
		}
	};
}

/** The journal is never rewritten, and people may ask to be forgotten: it tells which field, not what it said. */
const withoutWords = (changed: object) => Object.fromEntries(Object.keys(changed).map((key) => [key, [null, null] as const]));

const addressOf = ({ input }: Said) =>
	String(input.email ?? '')
		.trim()
		.toLowerCase();

type Known = Awaited<ReturnType<typeof contactsAt>> extends Map<string, infer C> ? C : never;

async function contactsAt(hub: string, addresses: readonly string[]) {
	const rows = await db
		.selectFrom('contacts')
		.select(['id', 'version', 'email', 'name', 'title', 'phone', 'locale', 'organisation', 'invitedAt'])
		.where('hub', '=', hub)
		.where('email', '=', sql<string>`any(${addresses})`)
		.execute();
	return new Map(rows.map(({ email, ...row }) => [email, row]));
}

async function membersAt(hub: string, addresses: readonly string[]) {
	const rows = await db
		.selectFrom('members')
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select('accounts.email')
		.where('members.hub', '=', hub)
		.where('members.leftAt', 'is', null)
		.where('accounts.email', '=', sql<string>`any(${addresses})`)
		.execute();
	return new Set(rows.map(({ email }) => email.toLowerCase()));
}
