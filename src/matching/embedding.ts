import { createHash } from 'node:crypto';
import { z } from 'zod';
import { system } from '#platform/actor.ts';
import { db, inHub } from '#platform/db.server.ts';
import { job, later } from '#platform/jobs.ts';
import { log } from '#platform/log.ts';
import { readSettings } from '#platform/settings.ts';
import { onChanged } from '#ecosystem/changed.ts';
import { matchableOffers } from '#ecosystem/matchable.ts';

const settings = readSettings();
const { KM0_EMBEDDING_URL: address, KM0_EMBEDDING_MODEL: model, KM0_EMBEDDING_KEY: key } = settings;

const isEmbeddingOn = address !== undefined;

const Answer = z.object({ data: z.array(z.object({ index: z.number().int().min(0), embedding: z.array(z.number()).min(1).max(8192) })) });

/** Asks the provider for the vectors of these texts, in order. Fails when it does not answer as an OpenAI-compatible endpoint does, in time. */
async function embed(texts: readonly string[], milliseconds: number): Promise<number[][]> {
	if (!address) throw new Error('no embedding provider is set');
	const response = await fetch(address, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
		body: JSON.stringify({ model, input: texts }),
		signal: AbortSignal.timeout(milliseconds)
	});
	if (!response.ok) throw new Error(`the embedding provider answered ${response.status}`);
	const { data } = Answer.parse(await response.json());
	if (data.length !== texts.length) throw new Error(`the embedding provider gave ${data.length} vectors for ${texts.length} texts`);
	return data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding);
}

const remembered = new Map<string, number[]>();
const mostRemembered = 500;
const patience = 400;

/** The vector of a question, or null: a slow or broken provider costs its signal, never the answer. */
export async function embedQuestion(text: string): Promise<number[] | null> {
	if (!isEmbeddingOn) return null;
	const known = remembered.get(text);
	if (known) return known;
	try {
		const [vector = null] = await embed([text], patience);
		if (!vector) return null;
		if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value ?? '');
		remembered.set(text, vector);
		return vector;
	} catch (error) {
		log.warn({ error: String(error) }, 'embedding');
		return null;
	}
}

/** Keeps the vector of an offer, unless it already has that of this text and model. */
async function keepEmbedding(hub: string, offer: string, text: string) {
	const textSha256 = createHash('sha256').update(text).digest('hex');
	const known = await db
		.selectFrom('matchingEmbeddings')
		.select('offer')
		.where((eb) => eb.and({ hub, offer, model, textSha256 }))
		.executeTakeFirst();
	if (known) return;
	const [vector = []] = await embed([text], 20_000);
	const row = { hub, offer, model, textSha256, vector };
	await db
		.insertInto('matchingEmbeddings')
		.values(row)
		.onConflict((on) => on.columns(['hub', 'offer']).doUpdateSet(row))
		.execute();
}

export const embedOffer = job<{ hub: string; offer: string }>('matching.embed', ({ hub, offer: id }) =>
	inHub(hub, async () => {
		const [offer] = await matchableOffers(system(hub), [id], []);
		if (offer) await keepEmbedding(hub, id, `${offer.title}\n${offer.what}`);
	})
);

if (isEmbeddingOn) onChanged('offer', (tx, hub, offer) => later(tx, embedOffer, { hub, offer }));

/** How near each of these offers is to the question, 0 to 1; an offer without a vector is not in the map. */
export async function nearness(hub: string, offers: readonly string[], question: readonly number[]): Promise<Map<string, number>> {
	if (!offers.length) return new Map();
	const rows = await db
		.selectFrom('matchingEmbeddings')
		.select(['offer', 'vector'])
		.where((eb) => eb.and({ hub, model }))
		.where('offer', 'in', offers)
		.execute();
	return new Map(
		rows.filter(({ vector }) => vector.length === question.length).map(({ offer, vector }) => [offer, near(vector, question)])
	);
}

/** Cosine, with what unrelated texts usually have taken off. */
function near(a: readonly number[], b: readonly number[]) {
	let product = 0;
	let ofA = 0;
	let ofB = 0;
	for (let i = 0; i < a.length; i++) {
		const [x = 0, y = 0] = [a[i], b[i]];
		product += x * y;
		ofA += x * x;
		ofB += y * y;
	}
	const cosine = ofA && ofB ? product / Math.sqrt(ofA * ofB) : 0;
	return Math.max(0, Math.min(1, (cosine - unrelated) / (1 - unrelated)));
}

const unrelated = 0.2;
