export interface Invitation {
	method: 'REQUEST' | 'CANCEL' | 'PUBLISH';
	/** The same for every change of one meeting, which `sequence` counts. */
	uid: string;
	sequence: number;
	stamp: Date;
	starts: Date;
	ends: Date;
	summary: string;
	description: string;
	place: string;
	url: string;
	organizer: { name: string; email: string };
	attendees: { name: string; email: string }[];
}

/** A meeting as calendars read it (RFC 5545, RFC 5546). Instants are in UTC: each calendar shows its owner's own clock. */
export function invitation(meeting: Invitation): string {
	const isCancelled = meeting.method === 'CANCEL';
	const lines = [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//KM0//KM0//EN',
		'CALSCALE:GREGORIAN',
		`METHOD:${meeting.method}`,
		'BEGIN:VEVENT',
		`UID:${meeting.uid}`,
		`SEQUENCE:${meeting.sequence}`,
		`DTSTAMP:${utc(meeting.stamp)}`,
		`DTSTART:${utc(meeting.starts)}`,
		`DTEND:${utc(meeting.ends)}`,
		`SUMMARY:${text(meeting.summary)}`,
		`DESCRIPTION:${text(meeting.description)}`,
		...(meeting.place ? [`LOCATION:${text(meeting.place)}`] : []),
		`URL:${meeting.url}`,
		`ORGANIZER;CN=${quoted(meeting.organizer.name)}:mailto:${meeting.organizer.email}`,
		...meeting.attendees.map(
			({ name, email }) => `ATTENDEE;CN=${quoted(name)};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:${email}`
		),
		`STATUS:${isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
		'END:VEVENT',
		'END:VCALENDAR'
	];
	return lines.map(folded).join('\r\n') + '\r\n';
}

const utc = (at: Date) => at.toISOString().replace(/[-:]|\.\d{3}/g, '');

const text = (value: string) =>
	value
		.replaceAll('\\', '\\\\')
		.replaceAll(/([;,])/g, '\\$1')
		.replaceAll(/\r\n?|\n/g, '\\n');

const quoted = (value: string) => `"${value.replaceAll(/["\r\n]/g, ' ')}"`;

/** No line is longer than 75 bytes, and none is broken inside a sign. */
function folded(line: string): string {
	const pieces: string[] = [];
	let piece = '';
	let bytes = 0;
	for (const sign of line) {
		const size = Buffer.byteLength(sign);
		if (bytes + size > (pieces.length ? 74 : 75)) {
			pieces.push(piece);
			piece = '';
			bytes = 0;
		}
		piece += sign;
		bytes += size;
	}
	return [...pieces, piece].join('\r\n ');
}
