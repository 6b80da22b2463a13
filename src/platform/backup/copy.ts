import { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type pg from 'pg';

// The driver hands these messages to whatever was submitted, and keeps one submitted thing at a time.

class Out implements pg.Submittable {
	rows = 0;
	readonly content: Readable;
	readonly #text: string;
	#connection: pg.Connection | undefined;

	constructor(text: string) {
		this.#text = text;
		this.content = new Readable({ read: () => void this.#connection?.stream.resume() });
	}
	submit(connection: pg.Connection) {
		this.#connection = connection;
		connection.query(this.#text);
	}
	handleCopyData({ chunk }: { chunk: Buffer }, connection: pg.Connection) {
		// The driver reuses its buffer. A reader that is behind stops the connection, so that no table fills the memory.
		if (!this.content.push(Buffer.from(chunk))) connection.stream.pause();
	}
	handleCommandComplete({ text }: { text: string }) {
		this.rows = Number(text.split(' ').at(-1));
	}
	handleReadyForQuery() {
		this.content.push(null);
	}
	handleError(error: Error) {
		this.content.destroy(error);
	}
}

/** What the driver has, and its types leave out. */
interface Connection extends pg.Connection {
	sendCopyFromChunk(chunk: Buffer): void;
	endCopyFrom(): void;
}

class In implements pg.Submittable {
	readonly content: Writable;
	readonly #text: string;
	#connection: Connection | undefined;
	#begun: (() => void) | undefined;
	#ended: ((error?: Error) => void) | undefined;

	constructor(text: string) {
		this.#text = text;
		this.content = new Writable({
			construct: (done) => void (this.#begun = done),
			write: (chunk: Buffer, _, done) => {
				const connection = this.#connection as Connection;
				connection.sendCopyFromChunk(chunk);
				if (connection.stream.writableNeedDrain) connection.stream.once('drain', () => done());
				else done();
			},
			final: (done) => {
				this.#ended = done;
				this.#connection?.endCopyFrom();
			}
		});
	}
	submit(connection: pg.Connection) {
		this.#connection = connection as Connection;
		connection.query(this.#text);
	}
	handleCopyInResponse() {
		this.#begun?.();
	}
	handleCommandComplete() {}
	handleReadyForQuery() {
		this.#ended?.();
	}
	handleError(error: Error) {
		this.#ended = undefined;
		this.content.destroy(error);
	}
}

/** `copy … to stdout` as a stream; `rows` is known once it ended. */
export function copyOut(client: pg.Client, text: string): { content: Readable; rows: () => number } {
	const out = client.query(new Out(text));
	return { content: out.content, rows: () => out.rows };
}

/** `copy … from stdin`: takes chunks, and is done when Postgres has taken all of it. */
export function copyIn(client: pg.Client, text: string) {
	const { content } = client.query(new In(text));
	const done = finished(content);
	// Told to whoever waits for a chunk or for the end; a connection that breaks between the two is told then.
	done.catch(() => {});
	return {
		take: (chunk: Buffer) =>
			Promise.race([done, new Promise<void>((taken, fail) => content.write(chunk, (error) => (error ? fail(error) : taken())))]),
		end: () => {
			content.end();
			return done;
		}
	};
}
