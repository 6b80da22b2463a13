import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface Received {
	headers: IncomingHttpHeaders;
	body: string;
}

type Reply = number | ((answer: ServerResponse) => void);

/** A program that listens on this computer. */
export async function openReceiver() {
	const received: Received[] = [];
	const receiver = {
		received,
		url: '',
		/** What it answers; a list is answered from its beginning, and its last one stays. */
		reply: [200] as Reply[],
		close: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		}
	};
	const server = createServer((request, answer) => {
		const pieces: Buffer[] = [];
		request.on('data', (piece: Buffer) => pieces.push(piece));
		request.on('end', () => {
			received.push({ headers: request.headers, body: Buffer.concat(pieces).toString() });
			const reply = (receiver.reply.length > 1 ? receiver.reply.shift() : receiver.reply[0]) ?? 200;
			if (typeof reply === 'function') reply(answer);
			else answer.writeHead(reply).end(reply === 200 ? 'thanks' : 'no');
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/km0`;
	return receiver;
}

/** Checks a message as a receiver would who read the specification and nothing of ours. */
export async function isSigned({ headers, body }: Received, secret: string): Promise<boolean> {
	const raw = Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (sign) => sign.charCodeAt(0));
	const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
	const said = new TextEncoder().encode(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
	const signatures = String(headers['webhook-signature']).split(' ');
	const verdicts = signatures.map((one) => {
		const [version, code = ''] = one.split(',');
		if (version !== 'v1') return false;
		return crypto.subtle.verify(
			'HMAC',
			key,
			Uint8Array.from(atob(code), (sign) => sign.charCodeAt(0)),
			said
		);
	});
	return (await Promise.all(verdicts)).includes(true);
}
