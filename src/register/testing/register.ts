import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkSiret } from '#ecosystem/identifiers.ts';

type Reply = (request: IncomingMessage, response: ServerResponse, siren: string) => void;

export const headOfficeOf = (siren: string) =>
	Array.from({ length: 10 }, (_, last) => `${siren}0001${last}`).find((number) => checkSiret(number).ok) as string;

/** A firm as the register writes it, with all that it tells besides. */
export const unit = (siren: string, more: Record<string, unknown> = {}, siege: Record<string, unknown> = {}) => ({
	siren,
	nom_complet: 'FILATURE DE LA DOLLER (FILDOL)',
	nom_raison_sociale: 'FILATURE DE LA DOLLER',
	sigle: 'FILDOL',
	nature_juridique: '5710',
	activite_principale: '13.10Z',
	activite_principale_naf25: '13.10Y',
	section_activite_principale: 'C',
	categorie_entreprise: 'PME',
	tranche_effectif_salarie: '21',
	annee_tranche_effectif_salarie: '2024',
	date_creation: '1987-03-01',
	date_fermeture: null,
	etat_administratif: 'A',
	statut_diffusion: 'O',
	nombre_etablissements: 2,
	dirigeants: [{ nom: 'ZUNDEL', prenoms: 'ODILE', annee_de_naissance: '1964', type_dirigeant: 'personne physique' }],
	...more,
	siege: {
		siret: headOfficeOf(siren),
		adresse: '12 B RUE DES FABRIQUES 68200 MULHOUSE',
		numero_voie: '12',
		indice_repetition: 'B',
		type_voie: 'RUE',
		libelle_voie: 'DES FABRIQUES',
		code_postal: '68200',
		commune: '68224',
		libelle_commune: 'MULHOUSE',
		liste_enseignes: ['LES FILS DE LA DOLLER'],
		nom_commercial: null,
		statut_diffusion_etablissement: 'O',
		etat_administratif: 'A',
		est_siege: true,
		...siege
	}
});

/** A server that speaks as the register does, on loopback; `reply` is what it does with the next questions. */
export async function fakeRegister() {
	const asked: { siren: string; at: number; query: URLSearchParams; agent: string }[] = [];
	const firms = new Map<string, object>();
	const known: Reply = (_, response, siren) => {
		const firm = firms.get(siren);
		json(response, { results: firm ? [firm] : [], total_results: firm ? 1 : 0, page: 1, per_page: 1, total_pages: firm ? 1 : 0 });
	};
	const fake = { url: '', asked, firms, known, reply: known, json, gone: 0, close: async () => {} };
	const server = createServer((request, response) => {
		const { searchParams } = new URL(request.url ?? '', 'http://register.test');
		const siren = searchParams.get('q') ?? '';
		asked.push({ siren, at: performance.now(), query: searchParams, agent: request.headers['user-agent'] ?? '' });
		response.on('close', () => void (response.writableFinished || fake.gone++));
		fake.reply(request, response, siren);
	});
	server.listen(0, '127.0.0.1').unref();
	await once(server, 'listening');
	fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	fake.close = async () => {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	};
	return fake;
}

const json = (response: ServerResponse, body: unknown, status = 200) => {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(body));
};
