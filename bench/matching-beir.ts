// How well the ranking of texts does on a folder in BEIR layout, beside MiniSearch, Orama and Postgres: one JSON line for each folder.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { create, insertMultiple, search as searchOrama } from '@orama/orama';
import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { stemmer as stemFrench } from '@orama/stemmers/french';
import { stemmer as stemGerman } from '@orama/stemmers/german';
import MiniSearch from 'minisearch';
import pg from 'pg';
import { fold, languages, languageScores, stopWords, type Language } from '#matching/text/language.ts';
import { stem } from '#matching/text/stems.ts';
import { openHouse } from '#platform/house.ts';
import { readSettings } from '#platform/settings.ts';

type Text = { id: string; title: string; text: string };
type Task = { texts: Text[]; questions: { text: string; relevant: Map<string, number> }[]; language: Language };
/** The identities of the best hundred texts, best first. */
type Search = (question: string) => Promise<string[]> | string[];
type Figures = { ndcg10: number; recall100: number; p50ms: number; p95ms: number };

const depth = 100;
const progress = (line: string) => void process.stderr.write(`${line}\n`);
const lines = (file: string) => readFileSync(file, 'utf8').split(/\r?\n/).filter(Boolean);

function readTask(folder: string): Task {
	const rows = (name: string) =>
		lines(join(folder, name)).map((line) => JSON.parse(line) as { _id?: unknown; id?: unknown; title?: string; text?: string });
	const texts = rows('corpus.jsonl').map((row) => ({ id: String(row._id ?? row.id), title: row.title ?? '', text: row.text ?? '' }));
	const relevant = readJudgements(judgementsOf(folder));
	const questions = rows('queries.jsonl').flatMap((row) => {
		const mine = relevant.get(String(row._id ?? row.id));
		return mine ? [{ text: row.text ?? '', relevant: mine }] : [];
	});
	return { texts, questions, language: mainLanguage(texts.map(({ title, text }) => `${title} ${text}`)) };
}

function judgementsOf(folder: string) {
	const within = join(folder, 'qrels');
	const found = [join(folder, 'qrels.tsv'), join(within, 'test.tsv')].find((file) => existsSync(file));
	if (found) return found;
	const [any] = existsSync(within) ? readdirSync(within).filter((name) => name.endsWith('.tsv')) : [];
	if (!any) throw new Error(`No qrels in ${folder}`);
	return join(within, any);
}

/** Three columns (question, text, grade) or the four of TREC, with or without a heading. */
function readJudgements(file: string) {
	const relevant = new Map<string, Map<string, number>>();
	for (const line of lines(file)) {
		const cells = line.split(/\t| +/);
		const [question, text, grade] = cells.length > 3 ? [cells[0], cells[2], Number(cells[3])] : [cells[0], cells[1], Number(cells[2])];
		if (!(grade > 0)) continue;
		const mine = relevant.get(question) ?? new Map<string, number>();
		relevant.set(question, mine.set(text, grade));
	}
	return relevant;
}

function mainLanguage(texts: readonly string[]): Language {
	const step = Math.max(1, Math.floor(texts.length / 2000));
	const sum = { fr: 0, de: 0, en: 0 };
	for (let at = 0; at < texts.length; at += step) {
		const scores = languageScores(texts[at].slice(0, 1000));
		for (const language of languages) sum[language] += scores[language];
	}
	return languages.reduce((best, language) => (sum[language] > sum[best] ? language : best));
}

async function measure(name: string, { questions }: Task, search: Search): Promise<Figures> {
	const times: number[] = [];
	let gain = 0;
	let recall = 0;
	for (const { text, relevant } of questions) {
		const started = performance.now();
		const found = await search(text);
		times.push(performance.now() - started);
		gain += discounted(found.map((id) => relevant.get(id) ?? 0)) / discounted([...relevant.values()].sort((a, b) => b - a));
		recall += found.slice(0, depth).filter((id) => relevant.has(id)).length / relevant.size;
	}
	times.sort((a, b) => a - b);
	const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
	const figures = {
		ndcg10: rounded(gain / questions.length, 4),
		recall100: rounded(recall / questions.length, 4),
		p50ms: rounded(times[Math.floor(times.length / 2)], 2),
		p95ms: rounded(times[Math.floor(times.length * 0.95)], 2)
	};
	progress(`  ${name}: ${JSON.stringify(figures)}`);
	return figures;
}

const discounted = (grades: readonly number[]) => grades.slice(0, 10).reduce((sum, grade, at) => sum + grade / Math.log2(at + 2), 0);
const better = (...figures: Figures[]) => figures.reduce((best, one) => (one.ndcg10 > best.ndcg10 ? one : best));

const hub = 'beir';
const nthOf = (record: string) => parseInt(record.slice(-12), 16);

/** The language of one text: that of its set, unless it clearly speaks another. */
function languageOf(text: string, usual: Language): Language {
	const scores = languageScores(text.slice(0, 4000));
	const best = languages.reduce((one, other) => (scores[other] > scores[one] ? other : one), usual);
	return scores[best] >= 3 && scores[best] >= 2 * scores[usual] ? best : usual;
}

async function km0({ texts, language }: Task): Promise<Search> {
	const { acrossHubs, db, inHub } = await import('#platform/db.server.ts');
	const { documentOf } = await import('#matching/indexing.ts');
	const { buildCorpus } = await import('#matching/index/merge.ts');
	const { searchCorpora } = await import('#matching/index/search.ts');
	const { conceptsOf, questionIn } = await import('#matching/subject.ts');
	const empty = { result: '', technologies: [], sectors: [], refusedConcepts: [], isPublic: true, isShared: true, isFree: true };
	async function* documents() {
		for (const [nth, { title, text }] of texts.entries()) {
			const record = `00000000-0000-4000-8000-${nth.toString(16).padStart(12, '0')}`;
			yield documentOf({ ...empty, record, locale: languageOf(`${title} ${text}`, language), title, what: text });
		}
	}
	await acrossHubs(() =>
		db
			.insertInto('hubs')
			.values({ id: hub, name: hub, place: hub, locales: [language] })
			.onConflict((on) => on.doNothing())
			.execute()
	);
	await buildCorpus(hub, 'offers', documents());
	return async (text) => {
		const told = languageOf(text, language);
		const question = questionIn(text, told, conceptsOf(text, told));
		const hits = await inHub(hub, () => searchCorpora([{ hub, corpus: 'offers' }], question, { k: depth, mask: 0 }));
		return hits.flatMap(({ record }) => texts[nthOf(record)]?.id ?? []);
	};
}

async function miniSearch(task: Task) {
	const { texts, language } = task;
	const index = new MiniSearch<Text>({
		fields: ['title', 'text'],
		idField: 'id',
		tokenize: (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [],
		processTerm: (term) => {
			const folded = fold(term);
			return stopWords[language].has(folded) ? null : stem(folded, language);
		}
	});
	index.addAll(texts);
	const ask =
		(more: object): Search =>
		(question) =>
			index
				.search(question, { boost: { title: 2 }, combineWith: 'OR', ...more })
				.slice(0, depth)
				.map(({ id }) => id as string);
	return better(
		await measure('minisearch', task, ask({})),
		await measure('minisearch, fuzzy and prefix', task, ask({ fuzzy: 0.2, prefix: true }))
	);
}

const oramaLanguages = { fr: ['french', stemFrench], de: ['german', stemGerman], en: ['english', stemEnglish] } as const;

async function orama(task: Task) {
	const { texts, language } = task;
	const [name, stemmer] = oramaLanguages[language];
	const index = create({
		schema: { key: 'string', title: 'string', text: 'string' } as const,
		components: { tokenizer: { language: name, stemming: true, stemmer, stopWords: [...stopWords[language]] } }
	});
	await insertMultiple(
		index,
		texts.map(({ id, title, text }) => ({ key: id, title, text })),
		1000
	);
	return measure('orama', task, async (term) => {
		const { hits } = await searchOrama(index, { term, properties: ['title', 'text'], boost: { title: 2 }, limit: depth });
		return hits.map(({ document }) => document.key);
	});
}

async function postgres(task: Task, pool: pg.Pool) {
	const { texts, language } = task;
	const config = oramaLanguages[language][0];
	// The German stemmer reads umlauts, the others do better without accents.
	const read = (text: string) => `to_tsvector('${config}', ${language === 'de' ? text : `unaccent(${text})`})`;
	await pool.query('drop table if exists bench_texts; create table bench_texts (id text, beginning text, words tsvector)');
	for (let at = 0; at < texts.length; at += 1000) {
		const some = texts.slice(at, at + 1000);
		await pool.query(
			`insert into bench_texts select id, left(unaccent(title || ' ' || body), 150), setweight(${read('title')}, 'A') || ${read('body')}
				from unnest($1::text[], $2::text[], $3::text[]) as one (id, title, body)`,
			[some.map(({ id }) => id), some.map(({ title }) => title), some.map(({ text }) => text)]
		);
	}
	await pool.query(
		'create index on bench_texts using gin (words); create index on bench_texts using gin (beginning gin_trgm_ops); analyze bench_texts'
	);
	const ids = async (sql: string, question: string) => (await pool.query<{ id: string }>(sql, [question])).rows.map(({ id }) => id);
	const anyWord = `with asked as materialized (
			select string_agg(quote_literal(word), ' | ')::tsquery as words from unnest(tsvector_to_array(${read('$1')})) as word)
		select id from bench_texts, asked where bench_texts.words @@ asked.words
		order by ts_rank_cd('{0.33, 0.33, 0.33, 1}', bench_texts.words, asked.words, 1) desc, id limit ${depth}`;
	const alike = `select id from bench_texts where beginning % unaccent($1)
		order by similarity(beginning, unaccent($1)) desc, id limit ${depth}`;
	const fused: Search = async (question) => {
		const ranks = new Map<string, number>();
		for (const list of [await ids(anyWord, question), await ids(alike, question)]) {
			list.forEach((id, at) => ranks.set(id, (ranks.get(id) ?? 0) + 1 / (60 + at)));
		}
		return [...ranks]
			.sort((one, other) => other[1] - one[1])
			.slice(0, depth)
			.map(([id]) => id);
	};
	return better(
		await measure('postgres, any word', task, (question) => ids(anyWord, question)),
		await measure('postgres, any word and trigrams', task, fused)
	);
}

async function inHouse(run: (pool: pg.Pool) => Promise<void>) {
	const folder = await mkdtemp(join(tmpdir(), 'km0-beir-'));
	process.env.KM0_DATA = folder;
	process.env.KM0_LOG ??= 'error';
	delete process.env.DATABASE_URL;
	const house = await openHouse(readSettings());
	const { closePool } = await import('#platform/db.server.ts');
	const pool = new pg.Pool({ connectionString: house.url, max: 1 });
	try {
		await pool.query(
			'create extension if not exists unaccent; create extension if not exists pg_trgm; set pg_trgm.similarity_threshold = 0.1'
		);
		await run(pool);
	} finally {
		await pool.end();
		await closePool();
		await house.leave(true);
		await rm(folder, { recursive: true, force: true });
	}
}

const folders = process.argv.slice(2);
if (folders.length === 0) {
	progress('npm run bench -- matching --beir DIR [DIR …]');
	process.exitCode = 1;
} else {
	await inHouse(async (pool) => {
		for (const folder of folders) {
			const task = readTask(folder);
			progress(`${basename(folder)}: ${task.texts.length} texts, ${task.questions.length} questions, ${task.language}`);
			const own = await measure('km0', task, await km0(task));
			const figures = { km0: own, minisearch: await miniSearch(task), orama: await orama(task), postgres: await postgres(task, pool) };
			process.stdout.write(`${JSON.stringify(figures)}\n`);
		}
	});
}
