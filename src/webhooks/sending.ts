import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { NotReachable, reach } from './addresses.ts';

export interface Answer {
	status: number | null;
	/** `webhook_failure_<failure>` says what went wrong; null for an answer between 200 and 299. */
	failure: string | null;
	/** How the answer begins. */
	answer: string;
	/** Seconds that the other side asks to be left alone for. */
	retryAfter: number | null;
}

/** Of a whole attempt, from the first packet to the last that is read. */
export const timeout = 10_000;
const most = { kept: 1024, read: 65_536 };

/** Sends a message once and follows no redirect. It never throws: what went wrong is the answer. */
export async function send(address: string, headers: Record<string, string>, body: string, milliseconds = timeout): Promise<Answer> {
	const failed = (failure: string): Answer => ({ status: null, failure, answer: '', retryAfter: null });
	let reached;
	try {
		reached = await reach(address);
	} catch (error) {
		if (error instanceof NotReachable) return failed(error.code.replace(/^webhook_/, ''));
		throw error;
	}
	const { url, hosts } = reached;
	// The addresses that were looked at, whatever the name leads to a moment later.
	const pinned: LookupFunction = (_, { all }, done) => {
		const [first] = hosts;
		if (all) done(null, hosts);
		else done(null, first?.address ?? '', first?.family);
	};
	return new Promise((resolve) => {
		const signal = AbortSignal.timeout(milliseconds);
		const request = (url.protocol === 'http:' ? overHttp : overHttps)(url, {
			method: 'POST',
			headers: { ...headers, 'content-length': Buffer.byteLength(body) },
			lookup: pinned,
			agent: false,
			signal
		});
		request.on('error', (error: NodeJS.ErrnoException) => resolve(failed(failureOf(error, signal.aborted))));
		request.on('response', (response) => {
			const pieces: Buffer[] = [];
			let size = 0;
			const { statusCode: status = 0 } = response;
			const end = () => {
				resolve({
					status,
					failure: status >= 200 && status < 300 ? null : status >= 300 && status < 400 ? 'redirected' : 'refused',
					answer: readable(Buffer.concat(pieces)),
					retryAfter: secondsIn(response.headers['retry-after'])
				});
				request.destroy();
			};
			response.on('data', (piece: Buffer) => {
				if (size < most.kept) pieces.push(piece.subarray(0, most.kept - size));
				size += piece.length;
				if (size > most.read) end();
			});
			// Whatever became of the rest: the other side has answered.
			response.on('end', end).on('error', end).on('close', end);
		});
		request.end(body);
	});
}

function failureOf({ code = '' }: NodeJS.ErrnoException, isLate: boolean): string {
	if (isLate) return 'too_slow';
	if (/CERT|SSL|TLS|SIGNED|ALTNAME/.test(code)) return 'certificate';
	return 'not_connected';
}

const readable = (bytes: Buffer) => bytes.toString().replaceAll(/[^\P{Cc}\t\n\r]/gu, '\ufffd');

function secondsIn(after: string | undefined): number | null {
	if (!after) return null;
	const seconds = /^\d{1,9}$/.test(after.trim()) ? Number(after) : (Date.parse(after) - Date.now()) / 1000;
	return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}
