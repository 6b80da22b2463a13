import { sql, type ExpressionBuilder } from 'kysely';
import { actsFor, has, type Actor } from '#platform/actor.ts';
import type { DB } from '#platform/schema.ts';
import { decidedStages } from './choices.ts';

/** Moves files along, and sets by which rule. */
export const mayAdmit = (actor: Actor) => has(actor, 'site_manager');

/** Staff who accompany firms read all files. */
export const seesFiles = (actor: Actor) => has(actor, 'site_manager', 'animator', 'incubator_lead');

/** What becomes of promised jobs is counted for these. */
export const seesPromises = (actor: Actor) => has(actor, 'site_manager', 'animator', 'incubator_lead', 'accountant', 'funder');

/** The firm itself, and who receives it at the door. */
export const mayWriteFile = (actor: Actor, organisation: string) => mayAdmit(actor) || actsFor(actor, organisation);

const own = (actor: Actor) => sql<string>`any(${actor.organisations.map(({ id }) => id)}::uuid[])`;

/** Files of a committee that somebody sits on. */
const judges = (member: string) => sql<boolean>`exists (select from admission_committee_files f
	join admission_committee_members m on m.hub = f.hub and m.committee = f.committee
	where f.hub = admissions.hub and f.admission = admissions.id and m.member = ${member}::uuid
		and not exists (select from admission_conflicts c where c.hub = f.hub and c.committee = f.committee and c.admission = f.admission and c.member = m.member))`;

/** A firm its own files, a committee those that it judges, staff all of them, who paid for the place those that are decided. */
export const admissionsOpenTo = (actor: Actor) => (eb: ExpressionBuilder<DB, 'admissions'>) => {
	if (seesFiles(actor)) return eb.lit(true);
	return eb.or([
		eb('admissions.organisation', '=', own(actor)),
		...(actor.member ? [judges(actor.member)] : []),
		...(has(actor, 'funder') ? [eb('admissions.stage', 'in', [...decidedStages])] : [])
	]);
};

/** Documents are for the firm and for who judges them. */
export const seesDocuments = (actor: Actor, organisation: string) => seesFiles(actor) || actsFor(actor, organisation);
