import { SMTPServer } from 'smtp-server';
import { workThrough } from '../jobs.ts';

export interface Delivered {
	to: string;
	subject: string;
	text: string;
	/** As it came over the wire. */
	raw: string;
	/** The one thing to do. */
	link: URL | null;
}

/** A real mail server, to which KM0 sends until it is closed. */
export async function postOffice() {
	const delivered: Delivered[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, { envelope }, done) {
			let raw = '';
			stream.setEncoding('utf8').on('data', (part: string) => (raw += part));
			stream.on('end', () => {
				delivered.push(read(envelope.rcptTo[0]?.address ?? '', raw));
				done();
			});
		}
	});
	await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
	const { port } = server.server.address() as { port: number };
	process.env.KM0_SMTP_URL = `smtp://127.0.0.1:${port}`;

	return {
		delivered,
		/** Lets the jobs run and hands over what arrived since the last time. */
		async collect() {
			await workThrough();
			return delivered.splice(0);
		},
		async close() {
			delete process.env.KM0_SMTP_URL;
			await new Promise<void>((closed) => server.close(closed));
		}
	};
}

function read(to: string, raw: string): Delivered {
	const [head = '', ...rest] = raw.split('\r\n\r\n');
	const part = rest.join('\r\n\r\n').match(/text\/plain[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/)?.[1] ?? '';
	const encoded = rest.join('\r\n\r\n').match(/text\/plain[\s\S]*?Content-Transfer-Encoding: (\S+)/i)?.[1];
	const text = encoded === 'base64' ? Buffer.from(part, 'base64').toString() : quotedPrintable(part);
	const link = text.match(/https?:\/\/\S+/)?.[0];
	return { to, subject: subjectOf(head), text, raw, link: link ? new URL(link) : null };
}

const quotedPrintable = (text: string) =>
	Buffer.from(
		text.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
		'latin1'
	).toString('utf8');

function subjectOf(head: string) {
	const line = head.replaceAll(/\r\n[ \t]/g, ' ').match(/^Subject: (.*)$/m)?.[1] ?? '';
	return line
		.replaceAll(/\?=\s+=\?/g, '?==?')
		.replaceAll(/=\?UTF-8\?([QB])\?(.*?)\?=/gi, (_, how: string, what: string) =>
			how.toUpperCase() === 'B' ? Buffer.from(what, 'base64').toString() : quotedPrintable(what.replaceAll('_', ' '))
		);
}
