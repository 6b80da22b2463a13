import { call } from '@orpc/server';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AddOrganisation, addOrganisation, organisationAt, organisationHistory } from '#ecosystem/organisations.ts';
import { checkSiren } from '#ecosystem/identifiers.ts';
import { system, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { workThrough } from '#platform/jobs.ts';
import { newcomer, person, refusal } from '#platform/testing/people.ts';
import { DeskFilter, kindsFor, listDesk, ListDesk } from '#road/desk.ts';
import { registerApi } from './api.ts';
import type { Company } from './company.ts';
import { asTyped, differencesOf, fillForm } from './differences.ts';
import { acceptFromRegister, firmInRegister, firmsBeside } from './firms.ts';
import { cancelRun, lastRun, nightly, startRun } from './runs.ts';
import { fakeRegister, headOfficeOf, unit } from './testing/register.ts';
import { firmIn } from './company.ts';

let register: Awaited<ReturnType<typeof fakeRegister>>;
let animator: Actor;
const hub = 'mulhouse';

beforeAll(async () => {
	register = await fakeRegister();
	process.env.KM0_REGISTER_URL = register.url;
	process.env.KM0_REGISTER_PER_SECOND = '100';
	process.env.KM0_REGISTER_TIMEOUT = '2';
	animator = await person(hub, 'animation@mulhouse.example');
	// What the demo queued is not what is looked at here.
	await workThrough();
});
afterAll(() => register.close());
beforeEach(async () => {
	register.asked.length = 0;
	register.reply = register.known;
	await sql`delete from register_gate`.execute(db);
	await sql`delete from register_runs`.execute(db);
});

let body = 52_300_000;
function aSiren() {
	for (;;) {
		body++;
		for (let check = 0; check < 10; check++) if (checkSiren(`${body}${check}`).ok) return `${body}${check}`;
	}
}

async function aFirm(typed: object = {}, more: Record<string, unknown> = {}, siege: Record<string, unknown> = {}) {
	const siren = aSiren();
	register.firms.set(siren, unit(siren, more, siege));
	const { id, slug } = await addOrganisation(
		system(hub),
		AddOrganisation.parse({ kind: 'industrial_sme', name: `Filature ${siren}`, siren, confirmed: true, ...typed })
	);
	return { siren, organisation: id, slug };
}

const doller = (more = {}, siege = {}): Company =>
	firmIn({ results: [unit('732829320', more, siege)] } as unknown as Parameters<typeof firmIn>[0], '732829320')?.company as Company;

const known = {
	name: 'Filature de la Doller',
	legalName: 'Filature de la Doller SAS',
	siret: headOfficeOf('732829320'),
	activityCode: '13.10Z',
	activityNomenclature: 'NAFREV2' as const,
	sizeClass: 'medium' as const,
	founded: 1921,
	street: '12 b, rue des Fabriques',
	postcode: '68200',
	commune: '68224',
	communeName: 'Mulhouse'
};

test('capitals, accents, legal forms and shortened streets are no differences, and neither is an older year', () => {
	expect(differencesOf(known, doller())).toEqual([]);
	expect(differencesOf({ ...known, name: 'Les fils de la Doller', legalName: '' }, doller())).toEqual([]);
	expect(
		differencesOf(
			{ ...known, street: '7 avenue de la République' },
			doller({}, { numero_voie: '7', indice_repetition: '', type_voie: 'AV', libelle_voie: 'DE LA REPUBLIQUE' })
		)
	).toEqual([]);
});

test('a new name, another size, activity or place are differences; what the hub does not know is missing', () => {
	const fields = (one: object, company = doller()) =>
		differencesOf({ ...known, ...one }, company).map(({ field, isMissing }) => `${field}${isMissing ? '?' : ''}`);
	expect(fields({ name: 'Tissage Untel', legalName: 'Tissage Untel SA' })).toEqual(['legalName']);
	expect(fields({ name: 'Tissage Untel', legalName: '' })).toEqual(['legalName?']);
	expect(fields({ sizeClass: 'small' })).toEqual(['sizeClass']);
	expect(fields({ activityCode: '13.20Z' })).toEqual(['activity']);
	expect(fields({ commune: '68297', communeName: 'Saint-Louis', postcode: '68300' })).toEqual(['address']);
	expect(
		fields({
			siret: null,
			activityCode: null,
			activityNomenclature: null,
			sizeClass: null,
			founded: null,
			street: '',
			postcode: '',
			commune: null,
			communeName: ''
		})
	).toEqual([...['siret?', 'activity?', 'sizeClass?', 'founded?', 'address?']]);
	expect(fields({}, doller({ statut_diffusion: 'P' }))).toEqual([]);
});

test('each band of employees has its size', () => {
	const bands = {
		NN: 'micro',
		'00': 'micro',
		'03': 'micro',
		'11': 'small',
		'12': 'small',
		'21': 'medium',
		'31': 'medium',
		'32': 'mid_cap',
		'52': 'large',
		'53': 'large'
	};
	for (const [band, size] of Object.entries(bands))
		expect([band, asTyped(doller({ tranche_effectif_salarie: band }), undefined, 'fr').sizeClass]).toEqual([band, size]);
	expect(asTyped(doller({ tranche_effectif_salarie: null }), undefined, 'fr').sizeClass).toBeUndefined();
});

test('a code of an activity is of NAF rev. 2 while the register gives both, and of NAF 2025 from 2027 on', () => {
	const of = (more: object, now: string) => {
		const found = firmIn(
			{ results: [unit('732829320', more as Record<string, unknown>)] } as unknown as Parameters<typeof firmIn>[0],
			'732829320',
			new Date(now)
		)?.company;
		return [found?.activityCode, found?.activityNomenclature, found?.activityCode2025];
	};
	expect(of({}, '2026-12-01')).toEqual(['13.10Z', 'NAFREV2', '13.10Y']);
	expect(of({ activite_principale_naf25: undefined }, '2026-12-01')).toEqual(['13.10Z', 'NAFREV2', null]);
	expect(of({ activite_principale: '13.10Y', activite_principale_naf25: undefined }, '2027-01-02')).toEqual(['13.10Y', 'NAF2025', null]);
	expect(of({ activite_principale: 'nonsense' }, '2026-12-01')).toEqual([null, null, '13.10Y']);
	expect(differencesOf({ ...known, activityCode: '13.10Y', activityNomenclature: 'NAF2025' }, doller())).toEqual([]);
});

test('a form is filled where it is empty, and written over only where somebody ticked it', () => {
	const there = asTyped(doller(), undefined, 'fr');
	const typed = { name: 'La Doller', street: '1 rue Ailleurs', postcode: '68200', isListed: 'on', technologies: ['cnc'] };
	const filled = fillForm(typed, there, []);
	expect(filled.values).toEqual({
		...typed,
		legalName: 'FILATURE DE LA DOLLER',
		siret: headOfficeOf('732829320'),
		activityCode: expect.stringMatching(/^13\.10Z /),
		activityNomenclature: 'NAFREV2',
		sizeClass: 'medium',
		founded: '1987',
		commune: 'Mulhouse (68100)'
	});
	expect(filled.filled).toEqual(['legalName', 'siret', 'activityCode', 'sizeClass', 'founded', 'commune']);
	expect(filled.differs).toEqual([{ field: 'street', typed: '1 rue Ailleurs', register: '12 B RUE DES FABRIQUES' }]);

	const again = fillForm(filled.values, there, ['street', 'isListed', 'constructor']);
	expect(again).toMatchObject({
		filled: ['street'],
		differs: [],
		values: { street: '12 B RUE DES FABRIQUES', name: 'La Doller', isListed: 'on' }
	});
});

test('an owner compares and takes over field by field, with a line in the history', async () => {
	const { organisation, slug, siren } = await aFirm({
		street: '1 rue Ailleurs',
		postcode: '68100',
		commune: 'Mulhouse',
		sizeClass: 'small'
	});
	const owner = await newcomer(hub, ['member'], organisation);
	expect(await firmInRegister(owner, { organisation, fresh: false })).toMatchObject({ entry: null, differences: [] });
	expect(register.asked).toEqual([]);

	const { differences, version } = await firmInRegister(owner, { organisation, fresh: true });
	expect(differences.map(({ field }) => field)).toEqual(['legalName', 'siret', 'activity', 'sizeClass', 'founded', 'address']);
	await firmInRegister(owner, { organisation, fresh: true });
	expect(register.asked.filter((one) => one.siren === siren)).toHaveLength(1);

	await acceptFromRegister(owner, { organisation, version, fields: ['sizeClass', 'address'] });
	expect(await organisationAt(owner, slug)).toMatchObject({
		...{
			sizeClass: 'medium',
			street: '12 B RUE DES FABRIQUES',
			postcode: '68200',
			communeName: 'Mulhouse',
			legalName: '',
			version: version + 1
		}
	});
	const [line] = await organisationHistory(owner, { organisation });
	expect(line).toMatchObject({
		what: 'organisation.amended_from_register',
		changed: { sizeClass: ['small', 'medium'], postcode: ['68100', '68200'] }
	});

	expect(await refusal(acceptFromRegister(owner, { organisation, version, fields: ['siret'] }))).toBe('changed_meanwhile');
	expect(await refusal(acceptFromRegister(owner, { organisation, version: version + 1, fields: ['address'] }))).toBe(
		'register_nothing_to_take'
	);
});

test('whoever does not own a firm compares nothing, and a firm without a SIREN is asked about nowhere', async () => {
	const { organisation } = await aFirm();
	expect(await refusal(firmInRegister(await newcomer(hub), { organisation, fresh: true }))).toBe('forbidden');
	expect(await refusal(firmInRegister(await newcomer(hub, ['member'], organisation, false), { organisation, fresh: true }))).toBe(
		'forbidden'
	);
	expect(await refusal(firmInRegister(await newcomer('strasbourg', ['hub_manager']), { organisation, fresh: true }))).toBe('not_found');
	const { id } = await addOrganisation(system(hub), AddOrganisation.parse({ kind: 'lab', name: 'Sans numéro', confirmed: true }));
	expect(await firmInRegister(animator, { organisation: id, fresh: false })).toMatchObject({ siren: null, entry: null });
	expect(await refusal(firmInRegister(animator, { organisation: id, fresh: true }))).toBe('register_no_siren');
	expect(register.asked).toEqual([]);
});

test('the register is asked about all firms of the hub as work with progress, and only where nothing holds', async () => {
	const agreed = await aFirm();
	const ceased = await aFirm({}, { etat_administratif: 'C', date_fermeture: '2026-06-30' });
	const unknown = await aFirm();
	register.firms.delete(unknown.siren);
	const run = await startRun(animator);
	expect(run).toMatchObject({ state: 'queued', done: 0 });
	expect(run.total).toBeGreaterThanOrEqual(3);
	expect(await refusal(startRun(animator))).toBe('register_run_at_work');
	await workThrough();
	expect(await lastRun(animator)).toMatchObject({ id: run.id, state: 'done', done: run.total });
	expect(register.asked.length).toBe(run.total);

	const shown = (await firmsBeside(animator, {})).items;
	expect(shown.find(({ id }) => id === ceased.organisation)).toMatchObject({ show: 'ceased', ceasedOn: '2026-06-30' });
	expect(shown.find(({ id }) => id === unknown.organisation)).toMatchObject({ show: 'absent' });
	expect(shown.find(({ id }) => id === agreed.organisation)).toMatchObject({ show: 'missing' });
	expect((await firmsBeside(animator, { show: 'ceased' })).items.map(({ show }) => show)).not.toContain('absent');

	register.asked.length = 0;
	expect((await startRun(animator)).total).toBe(0);
	await workThrough();
	expect(register.asked).toEqual([]);
});

test('a run stops when somebody says so, and gives up a register that is silent', async () => {
	await aFirm();
	const { id } = await startRun(animator);
	expect(await cancelRun(animator)).toMatchObject({ id, state: 'cancelled' });
	await workThrough();
	expect(register.asked).toEqual([]);
	expect(await refusal(cancelRun(animator))).toBe('register_not_at_work');

	for (let n = 0; n < 5; n++) await aFirm();
	register.reply = (_, response) => register.json(response, {}, 503);
	await startRun(animator);
	await workThrough();
	expect(await lastRun(animator)).toMatchObject({ state: 'failed', failure: 'register_silent' });
	expect(register.asked).toHaveLength(3);
});

test('each night what holds no longer is asked about again, and what nobody needs is forgotten', async () => {
	const { siren } = await aFirm();
	const old = aSiren();
	await sql`insert into register_entries (hub, siren, state, asked_at, expires_at)
		values (${hub}, ${old}, 'absent', now() - interval '91 days', now() - interval '90 days')`.execute(db);
	await nightly.run({});
	await workThrough();
	const kept = await db.selectFrom('registerEntries').select('siren').where('siren', 'in', [siren, old]).execute();
	expect(kept).toEqual([{ siren }]);
});

test('a firm that ceased waits at the desk of animators until it is archived', async () => {
	const { organisation } = await aFirm({}, { etat_administratif: 'C', date_fermeture: '2026-06-30' });
	await firmInRegister(animator, { organisation, fresh: true });
	const waiting = async (actor: Actor) =>
		(await listDesk(actor, ListDesk.parse({ ...DeskFilter.parse({ kind: 'firm_ceased' }), limit: 100 }))).items.map(({ record }) => record);
	expect(await waiting(animator)).toContain(organisation);
	expect(kindsFor(await newcomer(hub, ['site_manager']))).not.toContain('firm_ceased');
	await sql`update organisations set archived_at = now() where id = ${organisation}`.execute(db);
	expect(await waiting(animator)).not.toContain(organisation);
});

test('the demo shows a firm that ceased, and one that the register knows otherwise, without asking anybody', async () => {
	const { items } = await call(registerApi.registerFirms, {}, { context: { actor: animator } });
	expect(items.find(({ slug }) => slug === 'extrusion-thurwald')).toMatchObject({ show: 'ceased' });
	expect(items.find(({ slug }) => slug === 'chaudronnerie-tannelb')).toMatchObject({ show: 'differing', fields: ['sizeClass', 'address'] });
	expect(items.find(({ slug }) => slug === 'lauchenal')).toMatchObject({ show: 'differing', fields: ['legalName'] });
	expect(items.find(({ slug }) => slug === 'menuiseries-habsal')).toBeUndefined();
	expect(register.asked).toEqual([]);
});
