import { ByteReader, ByteWriter } from './bytes.ts';
import { gramLists, gramsOf, mayResemble } from './grams.ts';

/** The terms of a segment in order, in how many documents each is, where its postings lie, and which terms share a trigram. */
export class Dictionary {
	readonly terms: string[] = [];
	readonly documents: Uint32Array;
	/** Postings of term n lie between starts[n] and starts[n + 1]. */
	readonly starts: Uint32Array;
	/** For each list of trigrams: the documents its terms are in, summed. */
	readonly gramWeights: Uint32Array;
	readonly weight: number;
	private readonly gramStarts: Uint32Array;
	private readonly grams: Uint8Array;

	constructor(reader: ByteReader) {
		const count = reader.number();
		this.documents = new Uint32Array(count);
		this.starts = new Uint32Array(count + 1);
		let term = '';
		let weight = 0;
		for (let at = 0; at < count; at++) {
			term = term.slice(0, reader.number()) + reader.text();
			this.terms.push(term);
			this.documents[at] = reader.number();
			this.starts[at + 1] = this.starts[at] + reader.number();
		}
		this.gramStarts = new Uint32Array(gramLists + 1);
		this.gramWeights = new Uint32Array(gramLists);
		for (let list = 0; list < gramLists; list++) {
			this.gramStarts[list + 1] = this.gramStarts[list] + reader.number();
			this.gramWeights[list] = reader.number();
			weight += this.gramWeights[list];
		}
		this.weight = weight;
		this.grams = reader.all(this.gramStarts[gramLists]);
	}

	find(term: string) {
		let low = 0;
		let high = this.terms.length - 1;
		while (low <= high) {
			const middle = (low + high) >>> 1;
			const here = this.terms[middle];
			if (here === term) return middle;
			if (here < term) low = middle + 1;
			else high = middle - 1;
		}
		return -1;
	}

	/**
	 * Adds `weights` of each asked list of trigrams to the terms in it, and tells those that come to `least`: the `most` heaviest,
	 * and a few more that weigh about the same as the last of them.
	 */
	sharing(lists: readonly number[], weights: readonly number[], least: number, most: number) {
		if (sums.length < this.terms.length) {
			sums = new Float64Array(this.terms.length);
			touched = new Uint32Array(this.terms.length);
		}
		let count = 0;
		let whole = 0;
		for (let asked = 0; asked < lists.length; asked++) {
			const end = this.gramStarts[lists[asked] + 1];
			const reader = new ByteReader(this.grams, this.gramStarts[lists[asked]]);
			const weight = weights[asked];
			whole += weight;
			let term = -1;
			while (reader.at < end) {
				term += reader.number() + 1;
				if (sums[term] === 0) touched[count++] = term;
				sums[term] += weight;
			}
		}
		const scale = (steps - 1) / whole;
		stairs.fill(0);
		for (let at = 0; at < count; at++) stairs[Math.floor(sums[touched[at]] * scale)]++;
		let step = steps - 1;
		for (let above = stairs[step]; step > 0 && above < most;) above += stairs[--step];
		const found: { term: string; shared: number }[] = [];
		for (let at = 0; at < count; at++) {
			const term = touched[at];
			const shared = sums[term];
			if (shared >= least && Math.floor(shared * scale) >= step) found.push({ term: this.terms[term], shared });
			sums[term] = 0;
		}
		return found;
	}
}

const steps = 256;
const stairs = new Uint32Array(steps + 1);
let touched = new Uint32Array(0);
let sums = new Float64Array(0);

export class DictionaryWriter {
	private readonly entries = new ByteWriter();
	private readonly grams: { terms: ByteWriter; last: number; weight: number }[] = [];
	private before = '';
	private count = 0;

	/** Takes terms in order. */
	add(term: string, documents: number, length: number) {
		let shared = 0;
		while (shared < term.length && term[shared] === this.before[shared]) shared++;
		this.entries.number(shared);
		this.entries.text(term.slice(shared));
		this.entries.number(documents);
		this.entries.number(length);
		if (mayResemble(term)) {
			for (const list of gramsOf(term)) {
				const gram = (this.grams[list] ??= { terms: new ByteWriter(8), last: -1, weight: 0 });
				gram.terms.number(this.count - gram.last - 1);
				gram.last = this.count;
				gram.weight += documents;
			}
		}
		this.before = term;
		this.count++;
	}

	write(out: ByteWriter) {
		out.number(this.count);
		out.all(this.entries.taken());
		for (let list = 0; list < gramLists; list++) {
			out.number(this.grams[list]?.terms.length ?? 0);
			out.number(this.grams[list]?.weight ?? 0);
		}
		for (let list = 0; list < gramLists; list++) if (this.grams[list]) out.all(this.grams[list].terms.taken());
	}
}
